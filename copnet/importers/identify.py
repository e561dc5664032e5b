"""Which record a row of people, organizations, communities or collaborations is about: a known one or a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from copnet.identity.compare_people import compare_people
from copnet.identity.evidence import UNLIKE
from copnet.identity.identifiers import identifier
from copnet.identity.not_people import nobody
from copnet.importers.fits import (
    has_another_number,
    has_key,
    is_identified,
    key_of,
    may_be,
    may_be_made,
    text_of,
    told_apart,
)
from copnet.importers.frames import TableData
from copnet.importers.joins import join, join_named, keep_finer, keep_spelling
from copnet.importers.problems import Problems
from copnet.importers.references import Resolver
from copnet.importers.registry import NAME_FIELD, Entry, Registry, candidate, list_entries
from copnet.importers.report import Unsure
from copnet.importers.rows import Row, rows_of
from copnet.model import RECORDS


class Identifier:
    """Assigns each row of a table with ids to an entry; rows with an id first, then the others in file order."""

    def __init__(self, resolver: Resolver, problems: Problems) -> None:
        self._resolver = resolver
        self._problems = problems
        self._spellings: dict[str, dict[str, None]] = {}

    def assign(self, data: TableData) -> list[Entry]:
        """Find or make the entry of every row.

        Returns:
            The entries this table says something about, in file order of their first row.
        """
        table = data.table.name
        registry = self._resolver.registry(table)
        rows = [row for row in rows_of(data) if not self._is_nobody(registry, row)]
        names = Counter(text_of(row, NAME_FIELD[table]) for row in rows if registry.claimed)
        for row in rows:
            if table == "people":
                self._resolver.link(row)
            row.identifier = identifier(table, row.own, row.cells.get("url")) or _claimed(registry, row, names)
        later = []
        for row in rows:
            if "id" in row.cells and row.index in data.made_ids:
                self._by_made_id(registry, row)
            elif "id" in row.cells:
                self._by_id(registry, row)
            elif text_of(row, NAME_FIELD[table]):
                later.append(row)
        undecided = [row for row in later if not self._identified(registry, row) and not self._exact(registry, row)]
        made: dict[tuple[str | None, ...], list[Entry]] = {}
        for row in sorted(undecided, key=lambda row: row.identifier is None):
            self._otherwise(registry, row, made)
        entries = {id(entry): entry for entry in registry.by_id.values() if entry.rows}
        for entry in entries.values():
            self._add_spellings(entry)
        for entry in entries.values():  # only now: whom a row is about does not depend on the order of rows
            for row in entry.rows:
                registry.add_aliases(entry, row.cells.get("aliases"))
        return sorted(entries.values(), key=lambda entry: min(row.index for row in entry.rows))

    def _is_nobody(self, registry: Registry, row: Row) -> bool:
        """Leave a row of another program's file out that has a placeholder for a name, and nothing else to know it by.

        In a table of copnet, or with an id, somebody was entered on purpose, and so was whoever the store knows by the
        name; an ORCID or a ROR is somebody's.
        """
        made = row.index in row.data.made_ids
        known = ("id" in row.cells and not made) or identifier(registry.table, row.own, row.cells.get("url"))
        if known or not row.data.drafted:
            return False
        name = text_of(row, NAME_FIELD[registry.table])
        reason = nobody(registry.table, name) if name else None
        if not name or not reason or registry.named(name):
            return False
        other = [row.data.handles[row.index]] if row.index in row.data.handles else []
        other += [row.cells["id"]] if made else []
        self._resolver.say_nobody(registry.table, name, reason, row, other)
        return True

    def _by_id(self, registry: Registry, row: Row) -> None:
        key, name = row.cells["id"], text_of(row, NAME_FIELD[registry.table])
        entry = registry.by_id.get(key)
        if entry is None:
            entry = self._make(registry, row, key)
        elif name and not entry.stands_for:
            registry.rename(entry, name)
        join(registry, entry, row)

    def _by_made_id(self, registry: Registry, row: Row) -> None:
        """Join the record of the row's name with the id its reader made, or with the next one; or take the next."""
        key = wanted = row.cells.pop("id")
        if known := self._identified(registry, row):
            registry.refer_by(wanted, known)
            return
        number = 1
        while (entry := registry.by_id.get(key)) and not may_be_made(entry, row):
            number += 1
            key = f"{wanted}-{number}"
        if entry is None:
            entry = self._make(registry, row, key)
        elif entry.stored and not row.data.made_ids[row.index]:
            reason = f"known by the id {key}, made from its name and its number in a file; may be another of this name"
            self._resolver.unsure.append(Unsure(entry.table, entry.real.id, entry.name, reason, ()))
        registry.refer_by(wanted, entry)
        join_named(registry, entry, row)

    def _identified(self, registry: Registry, row: Row) -> Entry | None:
        """Join the one record with the row's ORCID, or DOI of the same kind of work, however spelled."""
        found = [entry for entry in registry.identified(row.identifier) if is_identified(entry, row)]
        if len(found) != 1:
            return None
        (entry,) = found
        name = row.cells[NAME_FIELD[registry.table]]
        if registry.table == "people" and name != entry.name:
            self._take_spelling(registry, entry, name)
        keep_finer(entry, row)
        keep_spelling(entry, row)
        join_named(registry, entry, row)
        return entry

    def _take_spelling(self, registry: Registry, entry: Entry, name: str) -> None:
        """Note another name of somebody known by the ORCID, and say so where it may be somebody else's."""
        known, spellings = getattr(entry.stored, "aliases", ()), self._spellings.setdefault(entry.id, {})
        others = [one for one in registry.named(name) if one.real is not entry.real]
        unlike = compare_people((entry.name, *known), (name,)).points <= UNLIKE.points
        if name not in (*known, *spellings) and (others or unlike):
            reason = f'called "{name}" here; taken for the same by the ORCID'
            candidates = tuple((one.real.id, one.real.name) for one in others)
            self._resolver.unsure.append(Unsure(entry.table, entry.id, entry.name, reason, candidates))
        spellings[name] = None

    def _add_spellings(self, entry: Entry) -> None:
        """Other spellings of the name of somebody known by the ORCID become aliases, beside those known."""
        spellings = self._spellings.get(entry.id) if entry.table == "people" else None
        if not spellings:
            return
        own = [row for row in entry.rows if not row.former]
        given = [row.cells["aliases"] for row in own if isinstance(row.cells.get("aliases"), tuple)]
        known = (*getattr(entry.stored, "aliases", ()), *(alias for some in given for alias in some), *spellings)
        for row in own:
            row.cells["aliases"] = tuple(alias for alias in dict.fromkeys(known) if alias != entry.name)

    def _exact(self, registry: Registry, row: Row) -> bool:
        """Join the one record with exactly the row's key."""
        found = [entry for entry in self._named(registry, row) if has_key(entry, row)]
        if len(found) > 1:
            found = [entry for entry in found if not entry.differs(row.identifier)] or found
        if len(found) > 1:
            self._ambiguous(registry, row, found)
        elif found:
            join_named(registry, found[0], row)
        return bool(found)

    def _otherwise(self, registry: Registry, row: Row, made: dict[tuple[str | None, ...], list[Entry]]) -> None:
        if self._identified(registry, row):  # with a row before it
            return
        alike = made.setdefault(key_of(registry.table, row), [])
        same = [entry for entry in alike if not has_another_number(entry, row)]
        if len(same) > 1:
            self._ambiguous(registry, row, same)
            return
        if same:
            join(registry, same[0], row)
            return
        found = [entry for entry in self._named(registry, row) if entry.stored and may_be(entry, row)]
        if len(found) > 1 and registry.table == "people":
            found = told_apart(found, row)
        if len(found) > 1:
            self._ambiguous(registry, row, found)
            return
        name = text_of(row, NAME_FIELD[registry.table])
        assert name
        entry = found[0] if found else self._make(registry, row, registry.make_id(name))
        alike.append(entry)
        join_named(registry, entry, row)

    def _named(self, registry: Registry, row: Row) -> list[Entry]:
        name = text_of(row, NAME_FIELD[registry.table])
        return registry.named(name) if name else []

    def _ambiguous(self, registry: Registry, row: Row, found: list[Entry]) -> None:
        singular = RECORDS[registry.table].singular
        field = NAME_FIELD[registry.table]
        more = ", e-mail or organization" if registry.table == "people" else ""
        expected = f"one {singular}; this row fits {list_entries(found[:5])}: add the id{more}"
        row.refuse(self._problems, expected, row.data.bound(field))

    def _make(self, registry: Registry, row: Row, key: str) -> Entry:
        name = text_of(row, NAME_FIELD[registry.table]) or ""  # blank only in a bad row: references still find its id
        entry = Entry(registry.table, key, name, identifier=row.identifier)
        others = registry.named(name)
        if registry.table == "collaborations" and (others := registry.identified(row.identifier)):
            known = tuple((other.id, other.name) for other in others)
            self._resolver.unsure.append(
                Unsure(entry.table, key, name, "the same DOI, another title, kind or date", known)
            )
        elif others and registry.table != "collaborations":  # meetings of one title are many
            self._resolver.unsure.append(candidate(entry, others))
        return registry.add(entry)


def _claimed(registry: Registry, row: Row, names: Mapping[str | None, int]) -> str | None:
    """The ORCID that another table of the import has for the row's person, by id or by a name that no other row has."""
    if not registry.claimed:
        return None
    name, email = text_of(row, "name"), text_of(row, "email")
    texts = [text_of(row, "id"), f"{name} <{email}>" if email else None, name if names[name] == 1 else None]
    return next((registry.claimed[text] for text in texts if text in registry.claimed), None)
