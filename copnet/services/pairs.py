"""Two people or two organizations, found by what somebody calls them."""

from __future__ import annotations

from copnet.errors import Conflict, NotFound, UsageError
from copnet.fields import clean_text
from copnet.importers.registry import Registry
from copnet.record import Entity
from copnet.remembered import TABLE_OF, Kind
from copnet.stores.base import Reader


def find_pair(reader: Reader, one: str, other: str, kind: Kind | None = None) -> tuple[Entity, Entity]:
    """The two, by id, exact name or alias.

    Args:
        reader: where to look.
        one: the first.
        other: the second.
        kind: of both; None: whichever both are, and it must be one of the two.

    Raises:
        NotFound: one of them is neither a person nor an organization, or one is this and the other is that.
        Conflict: a name fits several, or both names mean the same one.
        UsageError: both kinds fit.
    """
    one, other = readable(one), readable(other)
    kinds: list[Kind] = [kind] if kind else ["person", "organization"]
    found = {of: pair for of in kinds if all(pair := (_look(reader, of, one), _look(reader, of, other)))}
    if len(found) > 1:
        raise UsageError(
            f'"{one}" and "{other}" are names of people and of organizations. Say the kind too: person or organization.'
        )
    if not found:
        raise NotFound(_nowhere(reader, one, other, kinds))
    ((of, (first, second)),) = found.items()
    a, b = _only(of, one, first), _only(of, other, second)
    if a.id == b.id:
        also = "" if one == other else f' "{other}" is another name of it.'
        raise Conflict(f'"{one}" and "{other}" are one {of} already: {_named(a)}.{also}')
    return a, b


def readable(text: str) -> str:
    """A name or id as stores can look for it.

    Raises:
        NotFound: signs that no record has.
    """
    try:
        return clean_text(text)
    except ValueError as error:
        shown = text.encode("utf-8", "backslashreplace").decode()[:80]
        raise NotFound(f'Nothing can be called "{shown}": {error}.') from None


def _look(reader: Reader, kind: str, text: str) -> list[Entity]:
    """Whoever is called so; nobody else is looked at when it is an id."""
    table = TABLE_OF[kind]
    by_id = [record for record in reader.read(table, keys=[text]) if isinstance(record, Entity)]
    if by_id:
        return by_id
    return [entry.stored for entry in Registry(table, reader).find(text) if entry.stored]


def _only(kind: str, text: str, found: list[Entity]) -> Entity:
    if len(found) > 1:
        several = " and ".join(f"{_named(one)}" for one in found[:5])
        raise Conflict(f'"{text}" fits {len(found)} {TABLE_OF[kind]}: {several}. Write the id.')
    return found[0]


def _nowhere(reader: Reader, one: str, other: str, kinds: list[Kind]) -> str:
    unknown = [text for text in dict.fromkeys((one, other)) if not any(_look(reader, kind, text) for kind in kinds)]
    what = " or ".join(kinds)
    if unknown:
        return f"There is no {what} called " + " and none called ".join(f'"{text}"' for text in unknown) + "."
    return f'"{one}" and "{other}" are not of one kind: one is a person, the other an organization.'


def _named(record: Entity) -> str:
    more = getattr(record, "email", None) or getattr(record, "organization", None)
    return f"{getattr(record, 'name', '')} (id {record.id}{f', {more}' if more else ''})"
