"""What the steps of one import share: the tables, the references, what is wrong, what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from copnet.fields import UNKNOWN_KIND
from copnet.importers.frames import TableData
from copnet.importers.headers import Bound
from copnet.importers.history import History
from copnet.importers.options import ImportOptions
from copnet.importers.problems import Problems
from copnet.importers.references import Resolver
from copnet.importers.registry import Entry, Existing
from copnet.importers.report import LeftOut
from copnet.importers.rows import Row
from copnet.record import Record
from copnet.tables import Column


@dataclass
class Counts:
    """How many records are new, known, changed and gone, by table."""

    created: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)

    def note(self, table: str, stored: Record | None, made: Record) -> bool:
        """Count a record; whether it is to be put."""
        kind = self.created if stored is None else self.matched if made is stored else self.updated
        kind[table] += 1
        return made is not stored


@dataclass
class Work:
    """One run of a plan.

    Attributes:
        tables: checked tables by name; their marks of bad rows are this run's own.
        options: of the import.
        existing: what the store has.
        problems: this run's own.
        resolver: turns references into entries.
        progress: told what is being done.
        entries: what the tables with ids are about, by table.
        counts: of records.
        new_kinds: values of open lists that copnet does not know, by ``table.column``.
        left_out: rows that say nothing any more since a merge.
        not_used: what rows say that other rows about the same record since a merge went before.
        history: what records were before merges.
    """

    tables: dict[str, TableData]
    options: ImportOptions
    existing: Existing
    problems: Problems
    resolver: Resolver
    progress: Callable[[str, int, int | None], None]
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    new_kinds: dict[str, dict[str, None]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    not_used: dict[LeftOut, None] = field(default_factory=dict)
    history: History = field(init=False)

    def __post_init__(self) -> None:
        self.history = History(self.existing)

    @property
    def skipping(self) -> bool:
        """Whether bad rows are left out instead of refusing everything."""
        return self.options.skip_bad_rows

    def tell(self, table: str, done: int = 0) -> None:
        """Say how far the rows of a table are."""
        self.progress(f"matching {table}", done, len(self.tables[table].rows))

    def bad_rows(self) -> int:
        """The number of rows that cannot be written."""
        return sum(int(data.bad.sum()) for data in self.tables.values())

    def note_kinds(self, row: Row) -> None:
        """Remember the values of open lists that are new."""
        for _, column in row.data.open_lists:
            self.note_kind(row.data, column, row.cells.get(column.field or ""))

    def note_kind(self, data: TableData, column: Column, value: object) -> None:
        """Remember a value of an open list, if it is new."""
        if isinstance(value, str) and value not in column.known and value != UNKNOWN_KIND:
            self.new_kinds.setdefault(f"{data.table.name}.{column.name}", {})[value] = None

    def refuse_dependent(self, row: Row, links: list[Entry], bound: Bound | None = None) -> None:
        """A good row that refers to a record all of whose rows are left out is left out too."""
        lost = next((link for link in links if link.lost), None)
        if lost is None or row.bad:
            return
        numbers = ", ".join(str(other.number) for other in lost.rows[:3])
        bound = bound or next((candidate for candidate in row.data.columns if _mentions(row, candidate, lost)), None)
        expected = f"something that is imported; row {numbers} of {lost.table} ({lost.name}) is left out"
        row.refuse(self.problems, expected, bound)


def _mentions(row: Row, bound: Bound, entry: Entry) -> bool:
    if bound.column is None:
        return False
    if bound.column.field is None:
        return entry in (row.funders or ())
    value = row.cells.get(bound.column.field)
    return value == entry.id or (isinstance(value, tuple) and entry.id in value)
