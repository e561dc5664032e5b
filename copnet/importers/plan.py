"""From checked tables to the records to write: references, keys and merging, in one go against the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from copnet.errors import NotFound, UsageError
from copnet.importers.cells import CLEAR
from copnet.importers.cycles import refuse_cycles
from copnet.importers.frames import TableData
from copnet.importers.headers import Bound
from copnet.importers.identify import Identifier
from copnet.importers.merge import Merged, bound_of, compose, report_invalid
from copnet.importers.options import ImportOptions
from copnet.importers.problems import Problems
from copnet.importers.reader import Reading
from copnet.importers.references import Resolver
from copnet.importers.registry import NAME_FIELD, Entry, Existing, list_entries
from copnet.importers.report import Implied, ImportReport
from copnet.importers.rows import Row, rows_of
from copnet.model import RECORDS, UNKNOWN_KIND, Entity, Record

_BATCH = 5_000
_IDENTIFIED_FIRST = ("organizations", "people", "communities", "collaborations")


@dataclass
class Plan:
    """What an import would do.

    Attributes:
        records: to be put, in the order of the contract's tables.
        report: as if written.
        problems: everything wrong, the cells' problems included.
    """

    records: list[Record]
    report: ImportReport
    problems: Problems


@dataclass
class _Counts:
    created: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)

    def note(self, table: str, stored: Record | None, made: Record) -> bool:
        """Count a record; whether it is to be put."""
        kind = self.created if stored is None else self.matched if made is stored else self.updated
        kind[table] += 1
        return made is not stored


def make_plan(
    reading: Reading,
    options: ImportOptions,
    existing: Existing,
    progress: Callable[[str, int, int | None], None] = lambda *_: None,
) -> Plan:
    """Decide about every row.

    Args:
        reading: checked tables; not changed, so that a transaction can be run again.
        options: of the import.
        existing: what the store has now.
        progress: told the table being worked on.

    Raises:
        NotFound: ``options.community`` is neither in the import nor in the store.
        UsageError: ``options.community`` fits several.
    """
    return _Planner(reading, options, existing, progress).run()


class _Planner:
    def __init__(
        self,
        reading: Reading,
        options: ImportOptions,
        existing: Existing,
        progress: Callable[[str, int, int | None], None],
    ) -> None:
        self._reading = reading
        self._options = options
        self._existing = existing
        self._progress = progress
        self._problems = reading.problems.copy()
        # rows are marked bad on copies: the transaction may run again
        self._tables = {data.table.name: _fresh(data) for data in reading.tables}
        # an empty sheet of the template says nothing: what rows refer to may still be new
        imported = {*(name for name, data in self._tables.items() if len(data.rows)), *reading.unreadable}
        self._resolver = Resolver(existing, imported, reading.unreadable, self._problems)
        self._entries: dict[str, list[Entry]] = {}
        self._counts = _Counts()
        self._records: list[Record] = []
        self._new_kinds: dict[str, dict[str, None]] = {}

    def run(self) -> Plan:
        identifier = Identifier(self._resolver, self._problems)
        for table in _IDENTIFIED_FIRST:
            if table in self._tables:
                self._tell(table)
                self._entries[table] = identifier.assign(self._tables[table])
        self._require_community()
        for entries in self._entries.values():
            for entry in entries:
                for row in entry.rows:
                    self._link(entry, row)
        self._compose_entries()
        others = [self._others(table) for table in RECORDS if table not in NAME_FIELD]
        self._put_entries()
        for records in others:
            self._records.extend(records)
        return Plan(self._records, self._report(), self._problems)

    def _tell(self, table: str, done: int = 0) -> None:
        self._progress(f"matching {table}", done, len(self._tables[table].rows))

    def _require_community(self) -> None:
        """The community given as an option has to exist: a slip there would file every row under a new one."""
        name = self._options.community
        if (
            name is None
            or "communities" in self._reading.unreadable
            or not any(data.bound("community") for data in self._tables.values())
        ):
            return
        found = self._resolver.registry("communities").find(name.strip())
        if len(found) > 1:
            raise UsageError(f'"{name}" fits several communities: {list_entries(found)}; give the id')
        if not found:
            raise NotFound(f'there is no community "{name}" in the import or the store; add a communities table')

    def _link(self, entry: Entry, row: Row) -> None:
        if entry.table != "people":  # people were linked when they were identified
            entry.links.extend(self._resolver.link(row))
        elif isinstance(row.cells.get("organization"), str):
            entry.links.append(self._resolver.registry("organizations").by_id[row.cells["organization"]])
        self._note_kinds(row)

    def _compose_entries(self) -> None:
        """Build all entries; where rows are left out, again until no row depends on one that is."""
        while True:
            before = self._bad_rows()
            for entries in self._entries.values():
                for entry in entries:
                    self._compose_entry(entry)
            if self._options.skip_bad_rows:
                self._leave_out_dependents()
                if self._bad_rows() != before:
                    continue
            for table, entries in self._entries.items():
                refuse_cycles(self._resolver.registry(table), entries, self._problems)
            if not self._options.skip_bad_rows or self._bad_rows() == before:
                return

    def _bad_rows(self) -> int:
        return sum(int(data.bad.sum()) for data in self._tables.values())

    def _leave_out_dependents(self) -> None:
        for entries in self._entries.values():
            for entry in entries:
                lost = next((link for link in entry.links if link.lost), None)
                for row in entry.rows if lost else ():
                    if lost and not row.bad:
                        self._depends(row, lost, next((b for b in row.data.columns if _mentions(row, b, lost)), None))

    def _depends(self, row: Row, lost: Entry, bound: Bound | None) -> None:
        numbers = ", ".join(str(other.number) for other in lost.rows[:3])
        row.refuse(
            self._problems,
            f"something that is imported; row {numbers} of {lost.table} ({lost.name}) is left out",
            bound,
        )

    def _compose_entry(self, entry: Entry) -> None:
        rows = [row for row in entry.rows if not row.bad]
        entry.new = None
        if not rows:
            return
        merged = Merged(rows, self._problems, both=self._options.skip_bad_rows)
        cells = merged.cells if entry.stored else merged.cells | {"id": entry.id}
        try:
            made = compose(RECORDS[entry.table], entry.stored, cells, merged.own, merged.source)
        except ValidationError as error:
            report_invalid(error, rows[0], self._problems)
            return
        assert isinstance(made, Entity)
        entry.new = made

    def _put_entries(self) -> None:
        """Count and keep what becomes of the records with ids, those made from references too."""
        implied: dict[str, list[Record]] = {}
        for entry in self._kept_implied():
            implied.setdefault(entry.table, []).append(_implied_record(entry))
        for table in NAME_FIELD:
            for entry in self._entries.get(table, ()):
                if (
                    entry.new is not None
                    and not all(row.bad for row in entry.rows)
                    and self._counts.note(table, entry.stored, entry.new)
                ):
                    self._records.append(entry.new)
            self._counts.created[table] += len(implied.get(table, ()))
            self._records.extend(implied.get(table, ()))

    def _kept_implied(self) -> list[Entry]:
        """Records made from references of good rows."""
        kept = {id(entry) for entry in self._resolver.implied if not entry.lost}
        kept |= {id(link) for entry in self._resolver.implied if id(entry) in kept for link in entry.links}
        return [entry for entry in self._resolver.implied if id(entry) in kept]

    def _others(self, table: str) -> list[Record]:
        """The records of a table without ids."""
        rows: Iterable[Row] = rows_of(self._tables[table]) if table in self._tables else ()
        if table in self._tables:
            self._tell(table)
        groups: dict[str, list[Row]] = {}
        made: dict[str, Record] = {}
        for done, row in enumerate(rows):
            if done and done % 20_000 == 0:
                self._tell(table, done)
            self._reverse(row)
            self._take(table, row, self._resolver.link(row), groups, made)
        if table == "memberships":
            for row in self._funder_rows():
                self._take(table, row, [], groups, made)
        return self._merge_with_store(table, groups, made)

    def _take(
        self, table: str, row: Row, links: list[Entry], groups: dict[str, list[Row]], made: dict[str, Record]
    ) -> None:
        """Build the record of one row alone and sort the row under its key."""
        self._note_kinds(row)
        if self._options.skip_bad_rows and not row.bad:
            lost = next((link for link in links if link.lost), None)
            if lost:
                self._depends(row, lost, next((b for b in row.data.columns if _mentions(row, b, lost)), None))
        if row.bad:
            return
        try:
            record = compose(RECORDS[table], None, row.cells, row.own, row.source)
        except ValidationError as error:
            report_invalid(error, row, self._problems)
            return
        key = record.key
        groups.setdefault(key, []).append(row)
        made.setdefault(key, record)

    def _merge_with_store(self, table: str, groups: dict[str, list[Row]], made: dict[str, Record]) -> list[Record]:
        keys = list(groups)
        stored: dict[str, Record] = {}
        for start in range(0, len(keys), _BATCH):
            found = self._existing.read(table, keys=keys[start : start + _BATCH])
            stored.update((record.key, record) for record in found)
        records = []
        for key, rows in groups.items():
            known = stored.get(key)
            record = made[key]
            if known is not None or len(rows) > 1:
                merged = Merged(rows, self._problems, both=self._options.skip_bad_rows)
                if any(row.bad for row in rows):
                    continue
                try:
                    record = compose(RECORDS[table], known, merged.cells, merged.own, merged.source)
                except ValidationError as error:
                    report_invalid(error, rows[0], self._problems)
                    continue
            if self._counts.note(table, known, record):
                records.append(record)
        return records

    def _funder_rows(self) -> Iterable[Row]:
        """``communities.funders`` as rows of memberships."""
        for entry in self._entries.get("communities", ()):
            for row in entry.rows:
                names = row.cells.get("funders", ())
                bound = row.data.bound("funders")
                for name in names if names is not CLEAR else ():
                    funder = self._resolver.resolve_funder(name, row, bound)
                    if funder is None or row.bad:
                        continue
                    subject = "person" if funder.table == "people" else "organization"
                    cells: dict[str, Any] = {"community": entry.id, subject: funder.id, "role": "funder"}
                    if self._options.skip_bad_rows and funder.lost:
                        self._depends(row, funder, bound)
                        continue
                    yield Row(row.data, row.index, row.number, cells)

    def _reverse(self, row: Row) -> None:
        """Turn a scale whose 1 is the strongest."""
        top = self._options.reverse_values
        value = row.cells.get("value")
        if top is None or row.data.table.name != "ties" or not isinstance(value, float):
            return
        if not 1 <= value <= top:
            row.refuse(self._problems, f"a value from 1 to {top:g}, the scale to be reversed", bound_of(row, "value"))
        row.cells["value"] = top + 1 - value

    def _note_kinds(self, row: Row) -> None:
        for _, column in row.data.open_lists:
            value = row.cells.get(column.field or "")
            if isinstance(value, str) and value not in column.known and value != UNKNOWN_KIND:
                self._new_kinds.setdefault(f"{row.data.table.name}.{column.name}", {})[value] = None

    def _report(self) -> ImportReport:
        implied = self._kept_implied()
        cautions = list(self._reading.cautions)
        unknown = [entry.name for entry in implied if entry.table == "collaborations"]
        if unknown:
            names = ", ".join(unknown[:5]) + (", …" if len(unknown) > 5 else "")
            cautions.append(
                f"{len(unknown):,} collaboration(s) known only from their participants have kind {UNKNOWN_KIND} "
                f"and no date, so they count in whole-time figures only: {names}"
            )
        lost = {(entry.table, entry.id) for entries in self._entries.values() for entry in entries if entry.lost}
        return ImportReport(
            self._reading.format,
            created=_in_order(self._counts.created),
            matched=_in_order(self._counts.matched),
            updated=_in_order(self._counts.updated),
            unsure=tuple(item for item in self._resolver.unsure if (item.table, item.id) not in lost),
            implied=tuple(Implied(entry.table, entry.id, entry.name) for entry in implied),
            left_out=tuple(self._reading.left_out),
            errors=self._problems.listed(),
            errors_not_listed=self._problems.not_listed,
            new_kinds={place: tuple(values) for place, values in self._new_kinds.items()},
            cautions=tuple(cautions),
            dry_run=self._options.dry_run,
        )


def _fresh(data: TableData) -> TableData:
    return TableData(data.table, data.place, data.columns, data.frame, data.rows, data.bad.copy(), data.spelling)


def _in_order(counts: Counter[str]) -> dict[str, int]:
    return {table: counts[table] for table in RECORDS if counts[table]}


def _mentions(row: Row, bound: Bound, entry: Entry) -> bool:
    if bound.column is None or bound.column.field is None:
        return False
    value = row.cells.get(bound.column.field)
    return value == entry.id or (isinstance(value, tuple) and entry.id in value)


def _implied_record(entry: Entry) -> Record:
    values: dict[str, Any] = {"id": entry.id, NAME_FIELD[entry.table]: entry.name}
    if entry.table == "people":
        values |= {"email": entry.email, "organization": entry.organization}
    elif entry.table == "collaborations":
        values["kind"] = UNKNOWN_KIND
    row = next((row for row in entry.rows if not row.bad), entry.rows[0] if entry.rows else None)
    return RECORDS[entry.table].model_validate(values | {"provenance": row.source if row else None})
