"""Who made works: people and organizations met again and again under names, some with an ORCID or ROR."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from copnet.cell_text import join_list
from copnet.ids import slug

UNKNOWN = "unnamed"
_SHOWN = 100


@dataclass(frozen=True)
class Institution:
    """An organization as a work names it.

    Attributes:
        name: its name.
        known_as: its ROR; blank: not known.
        source_id: its id in the file's source.
        cells: more cells of its row.
    """

    name: str
    known_as: str | None = None
    source_id: str | None = None
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Maker:
    """Somebody as a work names them.

    Attributes:
        name: in the order in which it is spoken.
        role: in the work.
        is_organization: an organization as such, not a person.
        known_as: ORCID, or ROR of an organization; blank: not known.
        source_id: the id in the file's source, or an e-mail address.
        institutions: the organizations the person stands for there.
        cells: more cells of the person's row.
    """

    name: str
    role: str = "author"
    is_organization: bool = False
    known_as: str | None = None
    source_id: str | None = None
    institutions: Sequence[Institution] = ()
    cells: tuple[tuple[str, str], ...] = ()


@dataclass
class _One:
    row: int
    names: dict[str, None]
    known_as: str | None
    source_id: str | None
    cells: dict[str, str]
    id: str | None = None
    handle: str = ""
    places: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The first name met that is more than the e-mail address."""
        email = self.cells.get("email")
        return next((name for name in self.names if name.casefold() != email), next(iter(self.names)))


class Makers:
    """Tells the people, or the organizations, of one file apart.

    Args:
        table: ``people`` or ``organizations``.
        known_by: the own column of what makes them one: ORCID or ROR.
    """

    def __init__(self, table: str, known_by: str) -> None:
        self.table = table
        self.known_by = known_by
        self.unclear: set[str] = set()
        self._met: list[tuple[int, Institution | Maker]] = []
        self._same: dict[str, str] = {}
        self._ones: dict[str, _One] = {}
        self._by_name: dict[str, list[_One]] = {}

    def meet(self, one: Institution | Maker, row: int) -> None:
        """Take one mention."""
        self._met.append((row, one))
        if one.known_as and one.source_id:
            self._same.setdefault(one.source_id, one.known_as)

    def settle(self) -> None:
        """Decide who is who, when all are met: first those with a number, then those with a name alone."""
        for row, one in self._met:
            key = self._key(one)
            if key is not None:
                self._take(key, row, one)
        identified = {name: [*ones] for name, ones in self._by_name.items()}
        for row, one in self._met:
            if self._key(one) is None:
                known = identified.get(spelled(one.name), [])
                if len(known) == 1:
                    _add(known[0], one)
                else:
                    self.unclear |= {spelled(one.name)} if known else set()
                    self._take(f"name {spelled(one.name)}", row, one)
        for name, ones in self._by_name.items():
            for other in ones if len(ones) > 1 else ():
                if other.id is None and "email" not in other.cells:
                    number = (other.known_as or other.source_id or UNKNOWN).rpartition("/")[2]
                    other.id = f"{(slug(other.name) or slug(name) or UNKNOWN)[:90].strip('-')}-{slug(number)[:80]}"

    def rows(self) -> Iterator[tuple[int, dict[str, str | None], str]]:
        """Row, cells and handle of each."""
        for number, one in enumerate(self._ones.values(), 1):
            one.handle = f"{one.name[:_SHOWN]} [{self.table} {number}]"
            aliases = [name for name in one.names if name not in (one.name, one.cells.get("email"))]
            cells: dict[str, str | None] = {"name": one.name, self.known_by: one.known_as}
            cells |= {"id": one.id} if one.id else {}
            yield one.row, cells | {"aliases": join_list(aliases) or None} | dict(one.cells), one.handle

    def reference(self, one: Institution | Maker) -> str:
        """How rows name the one that is meant; rows were made before."""
        return self._found(one).handle

    def affiliate(self, one: Maker, places: Sequence[str]) -> list[str]:
        """The places of somebody that were not said before."""
        known = self._found(one).places
        new = [place for place in dict.fromkeys(places) if place not in known]
        known.update(new)
        return new

    def _key(self, one: Institution | Maker) -> str | None:
        return one.known_as or (self._same.get(one.source_id, one.source_id) if one.source_id else None)

    def _found(self, one: Institution | Maker) -> _One:
        key = self._key(one)
        if key is not None:
            return self._ones[key]
        alone = self._ones.get(f"name {spelled(one.name)}")
        return alone or self._by_name[spelled(one.name)][0]

    def _take(self, key: str, row: int, one: Institution | Maker) -> None:
        known = self._ones.get(key)
        if known is None:
            known = _One(row, {}, one.known_as, one.source_id, {})
            self._ones[key] = known
        name = spelled(one.name)
        if name not in known.names:
            self._by_name.setdefault(name, []).append(known)
        _add(known, one)


def _add(known: _One, one: Institution | Maker) -> None:
    known.names.setdefault(spelled(one.name))
    known.known_as = known.known_as or one.known_as
    known.cells = dict(one.cells) | known.cells


def spelled(name: str) -> str:
    """A name in one spelling of blanks and signs."""
    return unicodedata.normalize("NFC", " ".join(name.split()))
