"""Records with an id: people, organizations, communities, collaborations, and those made from references alone."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from copnet.folding import without_itself
from copnet.importers.cycles import refuse_cycles
from copnet.importers.former import with_former
from copnet.importers.merge import Merged, compose, refuse_contradiction, report_invalid
from copnet.importers.planned import EntryRecords
from copnet.importers.registry import NAME_FIELD, Entry
from copnet.importers.rows import Row
from copnet.importers.work import Work
from copnet.model import RECORDS
from copnet.record import Entity, Record


class Entities:
    """Builds the records that rows were assigned to."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def build(self) -> None:
        """Link all rows, then build each record; bad rows are marked."""
        for entries in self._work.entries.values():
            for entry in entries:
                for row in entry.rows:
                    self._link(entry, row)
        self._compose_entries()

    def _link(self, entry: Entry, row: Row) -> None:
        if entry.table != "people":  # people were linked when they were identified
            entry.links.extend(self._work.resolver.link(row))
        elif isinstance(row.cells.get("organization"), str):
            entry.links.append(self._work.resolver.registry("organizations").by_id[row.cells["organization"]])
        if "funders" in row.cells:
            entry.links.extend(self._link_funders(entry, row, row.cells.pop("funders")))
        self._work.note_kinds(row)

    def _link_funders(self, entry: Entry, row: Row, names: tuple[str, ...] | object) -> list[Entry]:
        """The funders a community's row names; a row that names an unknown one, or others than before, is bad."""
        bound = row.data.bound("funders")
        given = names if isinstance(names, tuple) else ()
        found = [self._work.resolver.resolve_funder(name, row, bound) for name in given]
        row.funders = [funder for funder in found if funder and not funder.nobody]
        first = next((other for other in entry.rows if other.funders is not None), row)
        if set(row.funders) != set(first.funders or ()):
            refuse_contradiction(row, first, "funders", self._work.problems)
            if self._work.skipping:
                refuse_contradiction(first, row, "funders", self._work.problems)
        return row.funders

    def _compose_entries(self) -> None:
        """Build all entries; where rows are left out, again until no row depends on one that is."""
        while True:
            before = self._work.bad_rows()
            for entries in self._work.entries.values():
                for entry in entries:
                    self._compose_entry(entry)
            if self._work.skipping:
                self._leave_out_dependents()
                if self._work.bad_rows() != before:
                    continue
            for table, entries in self._work.entries.items():
                refuse_cycles(self._work.resolver.registry(table), entries, self._work.problems)
            if not self._work.skipping or self._work.bad_rows() == before:
                return

    def _leave_out_dependents(self) -> None:
        for entries in self._work.entries.values():
            for entry in entries:
                for row in entry.rows:
                    self._work.refuse_dependent(row, entry.links)

    def _compose_entry(self, entry: Entry) -> None:
        rows = [row for row in entry.rows if not row.bad]
        entry.new, entry.plain = None, False
        if not rows:
            return
        own = [row for row in rows if not row.former]
        made: Record | None = entry.stored
        try:
            if own:
                merged = Merged(own, self._work.problems, both=self._work.skipping)
                cells = merged.cells if entry.stored else merged.cells | {"id": entry.id}
                made = compose(RECORDS[entry.table], entry.stored, cells, merged.own, merged.source)
            if made is not None and any(row.redirected for row in rows):
                made = without_itself(made, before=entry.stored) or made
            if made is not None and len(own) < len(rows):
                former = [row for row in rows if row.former]
                made = with_former(made, entry.stored, own, former, self._work.history, self._work.not_used)
        except ValidationError as error:
            report_invalid(error, rows[0], self._work.problems)
            return
        assert isinstance(made, Entity)
        entry.plain = entry.stored is None and len(entry.rows) == 1
        entry.new = None if entry.plain else made

    def records(self) -> Sequence[Record]:
        """Count and keep what becomes of the records with ids, those made from references too."""
        entries: list[Entry] = []
        implied: dict[str, list[Entry]] = {}
        for entry in self.implied():
            implied.setdefault(entry.table, []).append(entry)
        for table in NAME_FIELD:
            entries.extend(
                entry
                for entry in self._work.entries.get(table, ())
                if not all(row.bad for row in entry.rows) and self._is_put(entry)
            )
            self._work.counts.created[table] += len(implied.get(table, ()))
            entries.extend(implied.get(table, ()))
        return EntryRecords(entries)

    def _is_put(self, entry: Entry) -> bool:
        if entry.plain:
            self._work.counts.created[entry.table] += 1
        return entry.plain or (entry.new is not None and self._work.counts.note(entry.table, entry.stored, entry.new))

    def implied(self) -> list[Entry]:
        """Records made from references of good rows."""
        kept = {id(entry) for entry in self._work.resolver.implied if not entry.lost}
        kept |= {id(link) for entry in self._work.resolver.implied if id(entry) in kept for link in entry.links}
        return [entry for entry in self._work.resolver.implied if id(entry) in kept]
