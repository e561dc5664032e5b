"""Everything rows can refer to: records of the store and of the import, by id and by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from copnet.ids import slug
from copnet.importers.report import Unsure
from copnet.importers.rows import Row
from copnet.model import RECORDS, Collaboration, Entity, Person, Record

NAME_FIELD = {"organizations": "name", "people": "name", "communities": "name", "collaborations": "title"}
"""Tables whose records have an id, and the field that names them."""


class Existing(Protocol):
    """What the store has, as far as an import asks."""

    def read(
        self, table: str, *, keys: Sequence[str] | None = None, where: Mapping[str, str] | None = None
    ) -> list[Record]:
        """Records of one table: all, some, or those with a value."""
        ...


@dataclass(slots=True, eq=False)
class Entry:
    """One person, organization, community or collaboration, in the store or on its way there.

    Attributes:
        table: its table.
        id: its id.
        name: its name or title.
        email: of a person.
        organization: id of a person's organization.
        kind: of a collaboration.
        started: first day of a collaboration, ISO.
        stored: the record the store has.
        rows: the rows of this import that say something about it.
        new: the record as it will be.
        implied: made because rows refer to it; these are its rows then.
        links: other entries it refers to.
    """

    table: str
    id: str
    name: str
    email: str | None = None
    organization: str | None = None
    kind: str | None = None
    started: str | None = None
    stored: Entity | None = None
    rows: list[Row] = field(default_factory=list)
    new: Entity | None = None
    implied: bool = False
    links: list[Entry] = field(default_factory=list)

    @property
    def lost(self) -> bool:
        """Whether it will not be in the store because every row about it is bad."""
        return self.stored is None and all(row.bad for row in self.rows)

    def describe(self) -> str:
        """Name and id, with what tells it from others of its name."""
        more = self.email or self.organization or self.started
        return f"{self.name} (id {self.id}{f', {more}' if more else ''})"


class Registry:
    """The entries of one table."""

    def __init__(self, table: str, existing: Existing) -> None:
        self.table = table
        self.by_id: dict[str, Entry] = {}
        self.by_name: dict[str, list[Entry]] = {}
        self._by_handle: dict[str, Entry] = {}
        self._next: dict[str, int] = {}
        for record in existing.read(table):
            assert isinstance(record, Entity)
            self.add(_entry(table, record))

    def add(self, entry: Entry) -> Entry:
        """Make an entry known."""
        self.by_id[entry.id] = entry
        if entry.name:
            self.by_name.setdefault(entry.name, []).append(entry)
        return entry

    def rename(self, entry: Entry, name: str) -> None:
        """An import gives a known record another name; both names lead to it while the import runs."""
        if name != entry.name and entry not in self.by_name.get(name, ()):
            self.by_name.setdefault(name, []).append(entry)

    def find(self, text: str) -> list[Entry]:
        """Whose id or exact name this is."""
        if text in self._by_handle:
            return [self._by_handle[text]]
        named = self.by_name.get(text, [])
        by_id = self.by_id.get(text)
        return [by_id, *(entry for entry in named if entry is not by_id)] if by_id else list(named)

    def take_handles(self, entries: Iterable[Entry]) -> None:
        """Let rows be found by the texts with which other rows of the same file refer to them."""
        for entry in entries:
            for row in entry.rows:
                if handle := row.data.handles.get(row.index):
                    self._by_handle[handle] = entry

    def make_id(self, name: str) -> str:
        """A readable id that nothing else has: ``ruth-ames``, then ``ruth-ames-2``."""
        base = slug(name) or RECORDS[self.table].singular
        if base not in self.by_id:
            return base
        number = self._next.get(base, 2)
        while f"{base}-{number}" in self.by_id:
            number += 1
        self._next[base] = number + 1
        return f"{base}-{number}"


def _entry(table: str, record: Entity) -> Entry:
    entry = Entry(table, record.id, getattr(record, NAME_FIELD[table]), stored=record)
    if isinstance(record, Person):
        entry.email, entry.organization = record.email, record.organization
    elif isinstance(record, Collaboration):
        entry.kind, entry.started = record.kind, record.started_on.text if record.started_on else None
    return entry


def same_email(one: str | None, other: str | None) -> bool:
    """Whether both are filled and the same address."""
    return bool(one and other and one.casefold() == other.casefold())


def compatible(entry: Entry, email: str | None, organization: str | None) -> bool:
    """Whether nothing filled says that a person of the same name is somebody else."""
    if email and entry.email:
        return same_email(email, entry.email)
    return not (organization and entry.organization) or organization == entry.organization


def list_entries(entries: Iterable[Entry]) -> str:
    """Several entries in words."""
    return " and ".join(entry.describe() for entry in entries)


def candidate(entry: Entry, others: list[Entry]) -> Unsure:
    """A new entry of a known name, as a candidate duplicate."""
    differs = "e-mail or organization" if entry.table == "people" else "id"
    known = tuple((other.id, other.name) for other in others)
    return Unsure(entry.table, entry.id, entry.name, f"same name, another {differs}", known)
