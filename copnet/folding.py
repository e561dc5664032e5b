"""Two records that turn out to be one: what the record that is left says. No store is known here.

What is filled in the first wins, the second fills what is blank, lists are united. Where people said what may be done
with them, the stricter word wins, whoever said it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from copnet.model import Adoption, Organization, Person, Response, Tie
from copnet.record import Record
from copnet.remembered import KIND_OF, Decision
from copnet.tables import STORED, Column, fold_header

R = TypeVar("R", bound=Record)

STRICTEST_FIRST: Mapping[str, tuple[Any, ...]] = MappingProxyType(
    {
        "visibility": ("nobody", "facilitators", "communities", "everyone"),
        "contact": ("nobody", "facilitators", "communities", "everyone"),
        "willing": ("no", "ask", "yes", None),
        "name_in_reports": (False, True),
        "sensitive": (True, False),
        "quotable": (False, True),
        "verdict": ("different", "later"),
    }
)
"""Fields in which the stricter of two values wins; of remembered decisions the one that was made."""

ALIKE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "person_attributes": ("person", "attribute", "value"),
        "learnings": ("text", "by", "community", "collaboration"),
    }
)
"""Records that say the same where these fields are the same, though they are known by all they say."""

TOGETHER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"responses": ("status", "answered_on"), "memberships": ("status", "left_on")}
)
"""Fields that belong together: both come from one record."""

_GOES_ON: Mapping[str, tuple[str, ...]] = MappingProxyType({"affiliations": ("ended_on",)})
"""Fields in which blank says something, so that they are not filled."""

_ANSWERED_FIRST = ("answered", "partial", "declined", "invited", None)

_NEVER_FOLDED = ("id", "attributes", "provenance")


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A filled value of the second record that the first one's stands instead of."""

    column: str
    kept: str
    dropped: str


def fold(first: R, second: Record) -> R:
    """The first record with what only the second one knows; people and organizations keep both names.

    Who answered has answered, and says when. A blank end of a membership or an affiliation says that it goes on, and
    is not filled.
    """
    changes: dict[str, Any] = {}
    together = TOGETHER.get(first.table, ())
    apart = (*_NEVER_FOLDED, *together, *_GOES_ON.get(first.table, ()))
    for name in type(first).model_fields:
        if name in apart:
            continue
        one, other = getattr(first, name), getattr(second, name)
        folded = _folded(name, one, other)
        if folded != one:
            changes[name] = folded
    if isinstance(first, Response) and isinstance(second, Response):
        worse = _ANSWERED_FIRST.index(second.status) >= _ANSWERED_FIRST.index(first.status)
        told: Record = first if worse else second
        changes |= {name: getattr(told, name) for name in together}
    if isinstance(first, Person | Organization):
        changes["aliases"] = _with_names(first, second)
    changes["attributes"] = _own_columns(first, second)
    return _changed(first, changes)


def not_taken(first: Record, second: Record) -> Iterator[NotTaken]:
    """The columns in which both are filled and differ, so that the second one's value is not used any more.

    An end that is not filled (see ``fold``) counts too.
    """
    blank_is_said = (*TOGETHER.get(first.table, ()), *_GOES_ON.get(first.table, ()))
    for column in STORED[first.table].columns:
        name = column.field
        if name is None or name in (*_NEVER_FOLDED, "name") or name in STRICTEST_FIRST:
            continue
        one, other = getattr(first, name), getattr(second, name)
        if one == other or isinstance(one, tuple) or _blank(other) or (_blank(one) and name not in blank_is_said):
            continue
        yield NotTaken(column.name, in_words(one), in_words(other))
    known = {fold_header(name): value for name, value in first.attributes.items()}
    for name, value in second.attributes.items():
        if known.get(fold_header(name), value) != value:
            yield NotTaken(name, known[fold_header(name)], value)


def stricter(first: Record, second: Record) -> Iterator[NotTaken]:
    """The columns in which the second record is stricter than the first, so that its word wins."""
    for name in STRICTEST_FIRST:
        if name in type(first).model_fields:
            one, other = getattr(first, name), getattr(second, name)
            if one is not None and _folded(name, one, other) != one:
                yield NotTaken(name, in_words(one), in_words(other))


def redirected(record: R, table: str, old: str, new: str) -> R | None:
    """A record that refers to another record instead; None when it says nothing any more.

    Ties between the two, and decisions about the two, say nothing: both ends are one. A tie of the old one to itself
    said nothing before, and stays as it is. Who adopted something from oneself adopted it from nobody known; what is a
    part of itself is a part of nothing known.
    """
    changes = {
        column.field: _exchanged(getattr(record, column.field), old, new)
        for column in STORED[record.table].columns
        if column.field and _leads_to(record, column, table)
    }
    if isinstance(record, Decision):
        return None if len(set(changes[table])) == 1 else _changed(record, changes)
    changed = record.model_copy(update=changes)
    return without_itself(changed, before=record)


def without_itself(record: R, before: Record | None = None) -> R | None:
    """What a record still says when two that it names are one; None: nothing.

    Args:
        record: a record in which ids were replaced.
        before: as it was; what it said of itself then, it may go on saying.
    """
    if isinstance(record, Tie):
        alike = _to_itself(record) and not (isinstance(before, Tie) and _to_itself(before))
        return None if alike else record
    if isinstance(record, Adoption) and record.organization == record.from_organization:
        known = isinstance(before, Adoption) and before.organization == before.from_organization
        return record if known else record.model_copy(update={"from_organization": None})
    if isinstance(record, Organization) and record.parent == record.id:
        known = isinstance(before, Organization) and before.parent == before.id
        return record if known else record.model_copy(update={"parent": None})
    return record


def carried_over(before: R, after: Record, now: R) -> R:
    """A record as it was before a change, with all that was changed since the change was made.

    Args:
        before: as it was.
        after: as the change left it.
        now: as it is.

    Returns:
        Field by field ``now`` where it differs from ``after``, else ``before``; ``now`` as it is where such a mixture
        would be no record.
    """
    changes = {
        name: getattr(now, name)
        for name in type(before).model_fields
        if name != "attributes" and getattr(now, name) != getattr(after, name)
    }
    attributes = dict(before.attributes)
    for name in {*after.attributes, *now.attributes}:
        if now.attributes.get(name) != after.attributes.get(name):
            attributes.pop(name, None)
            if name in now.attributes:
                attributes[name] = now.attributes[name]
    try:
        return _changed(before, changes | {"attributes": attributes})
    except ValidationError:
        return now


def _folded(name: str, one: Any, other: Any) -> Any:
    if name in STRICTEST_FIRST:
        return min(one, other, key=STRICTEST_FIRST[name].index)
    if isinstance(one, tuple):
        return tuple(dict.fromkeys((*one, *other)))
    return other if _blank(one) else one


def _blank(value: Any) -> bool:
    return value is None or value == ""


def _with_names(first: Person | Organization, second: Record) -> tuple[str, ...]:
    """Every name that leads to the two, apart from the one that stays the name."""
    assert isinstance(second, Person | Organization)
    names = dict.fromkeys((*first.aliases, second.name, *second.aliases))
    if first.name not in first.aliases:
        names.pop(first.name, None)
    return tuple(names)


def _own_columns(first: Record, second: Record) -> dict[str, str]:
    known = {fold_header(name) for name in first.attributes}
    more = {name: value for name, value in second.attributes.items() if fold_header(name) not in known}
    return dict(first.attributes) | more


def _changed(record: R, changes: Mapping[str, Any]) -> R:
    """A copy that the model has looked at."""
    values = {name: getattr(record, name) for name in type(record).model_fields}
    return type(record).model_validate(values | dict(changes))


def _leads_to(record: Record, column: Column, table: str) -> bool:
    if column.kind not in ("reference", "references"):
        return False
    return (column.refers_to or "") == table or (
        column.refers_to is None and getattr(record, f"{column.name}_kind") == KIND_OF.get(table)
    )


def _exchanged(value: Any, old: str, new: str) -> Any:
    if isinstance(value, tuple):
        return tuple(new if one == old else one for one in value)
    return new if value == old else value


def _to_itself(tie: Tie) -> bool:
    return (tie.from_, tie.from_kind) == (tie.to, tie.to_kind)


def in_words(value: Any) -> str:
    """A value as a cell has it."""
    if value is None:
        return "blank"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
