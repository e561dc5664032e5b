"""Rows of the contract's tables made from the file of another program, on their way to the same checks as all rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from copnet.importers.cells import Spelling
from copnet.importers.frames import TableBuilder, TableData
from copnet.importers.headers import Bound, Place
from copnet.importers.problems import Problems
from copnet.importers.report import LeftOut
from copnet.tables import TABLES, Table

Cells = Mapping[str, str | None]
"""Filled cells by column of the contract (spelled as there) or own name, which must not be that of a column of the
contract. Lists are joined as ``cells.join_list`` does."""


@dataclass
class Draft:
    """Rows of one table.

    Attributes:
        table: its table.
        place: the file, and the part of it the rows were made from ("nodes", "Elements"); the report shows it as the
            sheet.
        headers: how the file itself calls a column, for the report; columns not here go by their own name.
        rows: number (of the row, entry or element, counted as the file's program does) and cells.
    """

    table: Table
    place: Place
    headers: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[int, Cells]] = field(default_factory=list)

    def add(self, number: int, cells: Cells) -> None:
        """Take one row."""
        self.rows.append((number, cells))

    def filled(self, builder: TableBuilder) -> TableData:
        """The rows as columns: those of the contract that are required, then those that any row fills.

        Raises:
            ImportRefused: more cells than one import can hold.
        """
        names = dict.fromkeys(column.name for column in self.table.columns if column.required)
        names |= dict.fromkeys(name for _, cells in self.rows for name, value in cells.items() if value is not None)
        builder.take_columns(
            [
                Bound(str(number), self.headers.get(name, name), self.table.column(name))
                for number, name in enumerate(names)
            ]
        )
        for number, cells in self.rows:
            builder.add(number, [cells.get(name) for name in names])
        data = builder.finish(Spelling(workbook=True))
        assert data is not None  # no first row was read that could be wrong
        return data


class Drafts:
    """Everything made from one file."""

    def __init__(self, file: str, problems: Problems, left_out: list[LeftOut], cautions: list[str]) -> None:
        self.file = file
        self.problems = problems
        self.cautions = cautions
        self._left_out = left_out
        self._drafts: dict[str, Draft] = {}

    def table(self, name: str, part: str | None = None) -> Draft:
        """The rows of a table; all rows of one table come from one part of the file."""
        if name not in self._drafts:
            self._drafts[name] = Draft(TABLES[name], Place(self.file, part))
            self.problems.expect(self.file, part)
        return self._drafts[name]

    def refuse(
        self, expected: str, *, row: int | None = None, column: str | None = None, value: str | None = None,
        part: str | None = None,
    ) -> None:  # fmt: skip
        """Note an entry that no row can be made from: with it nothing is written, or it is skipped when asked for."""
        self.problems.add(Place(self.file, part).problem(expected, row=row, column=column, value=value))

    def leave_out(self, reason: str, *, row: int | None = None, part: str | None = None) -> None:
        """Say what of the file copnet has no place for."""
        self._left_out.append(LeftOut(self.file, reason, part, row))

    def tables(self, builder: Callable[[Table, Place], TableBuilder]) -> list[TableData]:
        """The drafts as tables of columns.

        Raises:
            ImportRefused: more cells than one import can hold.
        """
        return [draft.filled(builder(draft.table, draft.place)) for draft in self._drafts.values() if draft.rows]
