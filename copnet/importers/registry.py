"""Everything rows can refer to: records of the store and of the import, by id, by name and by alias.

Somebody whom a merge dropped is still known here by the old id, name, e-mail and organization, as an entry that stands
for the kept one: rows are matched as if the two were still apart, and what they say is said about the kept one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from copnet.identity.identifiers import identifier
from copnet.ids import slug
from copnet.importers.identifiers import stored_orcids
from copnet.importers.report import Unsure
from copnet.importers.rows import Row
from copnet.model import RECORDS, Collaboration, Person
from copnet.record import Entity, Record
from copnet.remembered import KIND_OF, Merge

NAME_FIELD = {"organizations": "name", "people": "name", "communities": "name", "collaborations": "title"}
"""Tables whose records have an id, and the field that names them."""
MOST_ALIKE = 50
"""An ORCID, ROR or DOI that more entries have marks none of them."""


class Existing(Protocol):
    """What the store has, as far as an import asks."""

    def read(
        self, table: str, *, keys: Sequence[str] | None = None, where: Mapping[str, str] | None = None
    ) -> list[Record]:
        """Records of one table: all, some, or those with a value."""
        ...

    def count(self, table: str) -> int:
        """The number of records of one table."""
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
        identifier: its ORCID, ROR or DOI.
        stored: the record the store has.
        rows: the rows of this import that say something about it.
        new: the record as it will be, unless it is plain.
        plain: one row says all of its record, which is made when it is asked for: see ``merge.record_of``.
        implied: made because rows refer to it; these are its rows then.
        links: other entries it refers to.
        stands_for: the kept one, where a merge dropped this one; such an entry has no rows of its own.
        former: those that merges dropped for this one.
        nobody: why a text in the place of a name means nobody; blank: somebody is meant.
    """

    table: str
    id: str
    name: str
    email: str | None = None
    organization: str | None = None
    kind: str | None = None
    started: str | None = None
    identifier: str | None = None
    stored: Entity | None = None
    rows: list[Row] = field(default_factory=list)
    new: Entity | None = None
    plain: bool = False
    implied: bool = False
    links: list[Entry] = field(default_factory=list)
    stands_for: Entry | None = None
    former: list[Entry] = field(default_factory=list)
    nobody: str = ""

    @property
    def real(self) -> Entry:
        """Whom rows that mean this entry are about."""
        return self.stands_for or self

    def has_email(self, email: str | None) -> bool:
        """Whether it is known by this e-mail."""
        return any(same_email(email, one.email) for one in (self.real, *self.real.former))

    def works_for(self, organization: str | None) -> bool:
        """Whether it is known by this organization, by id."""
        return bool(organization) and any(one.organization == organization for one in (self.real, *self.real.former))

    def known_by(self, email: str | None) -> Entry:
        """Who of those that are one had this e-mail; the entry itself when nobody else had it."""
        if not email or same_email(email, self.real.email):
            return self
        return next((one for one in self.real.former if same_email(email, one.email)), self)

    def differs(self, identifier: str | None) -> bool:
        """Whether it has another ORCID, ROR or DOI; one that stands for others may have had theirs too."""
        known = self.real.identifier
        return bool(identifier and known and identifier != known and not self.real.former)

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
        self.by_alias: dict[str, list[Entry]] = {}
        self.by_identifier: dict[str, list[Entry]] = {}
        self.claimed: dict[str, str] = {}  # ORCIDs by the texts with which other tables name their people
        self._next: dict[str, int] = {}
        orcids = stored_orcids(existing) if table == "people" else {}
        for record in existing.read(table):
            assert isinstance(record, Entity)
            entry = self.add(_entry(table, record))
            self.add_aliases(entry, getattr(record, "aliases", ()))
            self.mark(entry, entry.identifier or orcids.get(entry.id))
        if table in KIND_OF:
            self._add_former(existing)

    def _add_former(self, existing: Existing) -> None:
        """Those whom merges dropped."""
        merges = [one for one in existing.read("merges") if isinstance(one, Merge)]
        moved = {one.dropped: one.kept for one in merges if one.kind == "organization"}
        for one in merges:
            kept = self.by_id.get(one.kept) if one.kind == KIND_OF[self.table] else None
            if kept is not None:
                place = moved.get(one.worked_for or "", one.worked_for)
                entry = Entry(self.table, one.dropped, one.name, one.email, place, stored=kept.stored, stands_for=kept)
                kept.former.append(self.add(entry))

    def add_aliases(self, entry: Entry, aliases: object) -> None:
        """Other names of an entry, by which it is found when nobody has one of them as a name."""
        for alias in aliases if isinstance(aliases, tuple) else ():
            known = self.by_alias.setdefault(alias, [])
            if entry not in known:
                known.append(entry)

    def add(self, entry: Entry) -> Entry:
        """Make an entry known."""
        self.by_id[entry.id] = entry
        if entry.name:
            self.by_name.setdefault(entry.name, []).append(entry)
        return entry

    def mark(self, entry: Entry, identifier: str | None) -> None:
        """Say the ORCID, ROR or DOI of an entry; the first that is said counts."""
        if identifier and identifier == (entry.identifier or identifier):
            entry.identifier = identifier
            known = self.by_identifier.setdefault(identifier, [])
            if len(known) <= MOST_ALIKE and entry not in known:
                known.append(entry)

    def identified(self, identifier: str | None) -> list[Entry]:
        """Whose ORCID, ROR or DOI this is; nobody's, where more have it than can be one."""
        known = self.by_identifier.get(identifier or "", [])
        return known if len(known) <= MOST_ALIKE else []

    def rename(self, entry: Entry, name: str) -> None:
        """An import gives a known record another name; both names lead to it while the import runs."""
        if name != entry.name and entry not in self.by_name.get(name, ()):
            self.by_name.setdefault(name, []).append(entry)

    def find(self, text: str) -> list[Entry]:
        """Whose id or exact name this is; where it is nobody's, whose alias."""
        if text in self._by_handle:
            return [self._by_handle[text]]
        by_id = self.by_id.get(text)
        found = [*([by_id] if by_id else []), *self.by_name.get(text, [])]
        return apart(found or self.by_alias.get(text, []))

    def named(self, name: str) -> list[Entry]:
        """Whose exact name this is; where it is nobody's, whose alias."""
        return apart(self.by_name.get(name) or self.by_alias.get(name, []))

    def take_handles(self, entries: Iterable[Entry]) -> None:
        """Let rows be found by the texts with which other rows of the same file refer to them."""
        for entry in entries:
            for row in entry.rows:
                if handle := row.data.handles.get(row.index):
                    self._by_handle[handle] = entry

    def refer_by(self, text: str, entry: Entry) -> None:
        """Let rows of this import mean an entry by a text that may be the id of another."""
        self._by_handle[text] = entry

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
    entry.identifier = identifier(table, record.attributes, getattr(record, "url", None))
    if isinstance(record, Person):
        entry.email, entry.organization = record.email, record.organization
    elif isinstance(record, Collaboration):
        entry.kind, entry.started = record.kind, record.started_on.text if record.started_on else None
    return entry


def apart(entries: Iterable[Entry]) -> list[Entry]:
    """Entries without those that mean the same one; the kept one rather than one that stands for it."""
    found: dict[int, Entry] = {}
    for entry in entries:
        known = found.setdefault(id(entry.real), entry)
        if known.stands_for and not entry.stands_for:
            found[id(entry.real)] = entry
    return list(found.values())


def same_email(one: str | None, other: str | None) -> bool:
    """Whether both are filled and the same address."""
    return bool(one and other and one.casefold() == other.casefold())


def compatible(entry: Entry, email: str | None, organization: str | None) -> bool:
    """Whether nothing filled says that a person of the same name is somebody else."""
    known = (entry.real, *entry.real.former)
    if email and any(one.email for one in known):
        return entry.has_email(email)
    return not (organization and any(one.organization for one in known)) or entry.works_for(organization)


def list_entries(entries: Iterable[Entry]) -> str:
    """Several entries in words."""
    return " and ".join(entry.describe() for entry in entries)


def candidate(entry: Entry, others: list[Entry]) -> Unsure:
    """A new entry of a known name, as a candidate duplicate."""
    differs = "e-mail or organization" if entry.table == "people" else "id"
    if any(other.differs(entry.identifier) for other in others):
        differs = "ORCID" if entry.table == "people" else "ROR"
    known = tuple((other.id, other.name) for other in dict.fromkeys(one.real for one in others))
    return Unsure(entry.table, entry.id, entry.name, f"same name, another {differs}", known)
