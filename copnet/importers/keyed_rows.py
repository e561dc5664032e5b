"""Records without an id: each row is one, known by the columns of its key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from copnet.folding import ALIKE, without_itself
from copnet.importers.former import with_former
from copnet.importers.merge import Merged, bound_of, compose, report_invalid
from copnet.importers.plain_rows import Indices, PlainRows, plain_rows
from copnet.importers.planned import RowRecords
from copnet.importers.registry import Entry
from copnet.importers.report import LeftOut
from copnet.importers.rows import Row, rows_of
from copnet.importers.work import Work
from copnet.model import RECORDS, Membership
from copnet.record import Record

_BATCH = 5_000
_SUBJECTS = ("person", "organization")
_OF_EITHER = ("memberships", "participations")
"""Tables of which a row is about a person or an organization."""


class KeyedRows:
    """Builds the records of memberships, participations, ties and the other tables without ids."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._memberships: set[str] = set()

    def records(self, table: str) -> Sequence[Record]:
        """The records of a table without ids."""
        data = self._work.tables.get(table)
        plain = plain_rows(self._work, data) if data is not None else None
        rows = plain.others() if plain is not None else rows_of(data) if data is not None else ()
        if data is not None:
            self._work.tell(table)
        groups: dict[str, list[Row]] = {}
        made: dict[str, Record] = {}
        for done, row in enumerate(rows):
            if done and done % 20_000 == 0:
                self._work.tell(table, done)
            self._reverse(row)
            self._take(table, row, self._work.resolver.link(row), groups, made)
        if table == "memberships":
            for row in self._funder_rows():
                self._take(table, row, [], groups, made)
            self._memberships = set(groups)
        found = self._merge_with_store(table, groups, made)
        if plain is None:
            return [record for _, record in found]
        others = {row.index: record for row, record in found}
        return RowRecords(plain, self._new(table, plain, others), others)

    def _new(self, table: str, plain: PlainRows, changed: dict[int, Record]) -> Indices:
        """The plain rows that the store does not know, counted; the records it has are compared with theirs."""
        new = plain.indices
        if self._work.existing.count(table):
            known: set[int] = set()
            for start in range(0, len(new), _BATCH):
                some = new[start : start + _BATCH]
                made = {record.key: (row, record) for row, record in plain.made(some)}
                for stored in self._work.existing.read(table, keys=list(made)):
                    row, record = made[stored.key]
                    known.add(row.index)
                    result = self._decide(table, stored, record, [row])
                    if result is not None:
                        changed[row.index] = result
            new = new[[index not in known for index in new.tolist()]]
        self._work.counts.created[table] += len(new)
        return new

    def _take(
        self, table: str, row: Row, links: list[Entry], groups: dict[str, list[Row]], made: dict[str, Record]
    ) -> None:
        """Build the record of one row alone and sort the row under its key."""
        if not row.changes_only:
            self._work.note_kinds(row)
        if self._work.skipping:
            self._work.refuse_dependent(row, links)
        if row.bad or (row.nobody and _is_about_nobody(row)):
            return
        try:
            record = compose(RECORDS[table], None, row.cells, row.own, row.source)
        except ValidationError as error:
            report_invalid(error, row, self._work.problems)
            return
        if row.redirected:
            told = without_itself(record)
            if told is None:
                self._leave_out(row)
                return
            if told is not record:
                del row.cells["from_organization"]
                record = told
        key = self._work.history.place_of(record)
        groups.setdefault(key, []).append(row)
        made.setdefault(key, record)

    def _merge_with_store(
        self, table: str, groups: dict[str, list[Row]], made: dict[str, Record]
    ) -> list[tuple[Row, Record]]:
        """The records that are to be put, with the first rows about them."""
        keys = list(groups)
        stored: dict[str, Record] = {}
        for start in range(0, len(keys), _BATCH):
            some = self._work.existing.read(table, keys=keys[start : start + _BATCH])
            stored.update((record.key, record) for record in some)
        found = ((rows[0], self._decide(table, stored.get(key), made[key], rows)) for key, rows in groups.items())
        return [(row, record) for row, record in found if record is not None]

    def _decide(self, table: str, known: Record | None, record: Record, rows: list[Row]) -> Record | None:
        """The record of a key, counted; None where there is nothing to put."""
        if known is None and all(row.changes_only for row in rows):
            return None
        if known is not None and known.table in ALIKE:
            record = known  # known by all that it says
        elif known is not None or len(rows) > 1:
            try:
                joined = self._join(record, known, rows)
            except ValidationError as error:
                report_invalid(error, rows[0], self._work.problems)
                return None
            if joined is None:
                return None
            record = joined
        return record if self._work.counts.note(table, known, record) else None

    def _join(self, made: Record, known: Record | None, rows: list[Row]) -> Record | None:
        """The record of several rows of one key, or of a known key; None when rows contradict each other.

        Rows that name somebody whom a merge dropped contradict nothing: see ``with_former``.
        """
        own = [row for row in rows if not row.redirected]
        rest = [row for row in rows if row.redirected]
        if not own and known is None:
            own, rest = rest[:1], rest[1:]
        record = known or made
        if own:
            merged = Merged(own, self._work.problems, both=self._work.skipping)
            if any(row.bad for row in own):
                return None
            record = compose(type(made), known, merged.cells, merged.own, merged.source)
        return with_former(record, known, own, rest, self._work.history, self._work.not_used) if rest else record

    def _leave_out(self, row: Row) -> None:
        place = row.data.place
        reason = "both ends are one since a merge"
        self._work.left_out.append(LeftOut(place.file, reason, place.sheet, row.number))

    def _funder_rows(self) -> Iterable[Row]:
        """``communities.funders`` as rows of memberships."""
        for entry in self._work.entries.get("communities", ()):
            for row in entry.rows:
                for funder in () if row.bad else row.funders or ():
                    subject = "person" if funder.table == "people" else "organization"
                    cells: dict[str, Any] = {"community": entry.id, subject: funder.id, "role": "funder"}
                    yield Row(row.data, row.index, row.number, cells)

    def former_funders(self) -> list[Membership]:
        """Memberships that a funders cell of this import replaces or clears.

        They are those such a cell makes: of role funder, without dates. Who funded from or until a day is history and
        stays, and so does what this import says itself. Call it after ``records("memberships")``.
        """
        former: list[Membership] = []
        for entry in self._work.entries.get("communities", ()):
            if entry.stored is None or all(row.bad or row.funders is None for row in entry.rows):
                continue
            for record in self._work.existing.read("memberships", where={"community": entry.id, "role": "funder"}):
                assert isinstance(record, Membership)
                if record.joined_on is None and record.left_on is None and record.key not in self._memberships:
                    former.append(record)
        self._work.counts.removed["memberships"] += len(former)
        return former

    def _reverse(self, row: Row) -> None:
        """Turn a scale whose 1 is the strongest; 0 is no tie on any scale."""
        top = self._work.options.reverse_values
        value = row.cells.get("value")
        if top is None or row.data.table.name != "ties" or not isinstance(value, float) or value == 0:
            return
        if not 1 <= value <= top:
            row.refuse(
                self._work.problems,
                f"a value from 1 to {top:g}, the scale to be reversed, or 0 for no tie",
                bound_of(row, "value"),
            )
        row.cells["value"] = top + 1 - value


def _is_about_nobody(row: Row) -> bool:
    """Whether nobody is left whom the row could be about, after placeholders were taken out of it."""
    table = row.data.table
    needed = [column.field for column in table.columns if column.required and column.field]
    subjects = _SUBJECTS if table.name in _OF_EITHER else ()
    return any(row.cells.get(name) is None for name in needed) or (
        bool(subjects) and all(row.cells.get(name) is None for name in subjects)
    )
