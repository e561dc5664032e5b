"""Rows of the contract's tables made from the file of another program, on their way to the same checks as all rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

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
        places: of the rows (by their index here) that come from another part of the file.
        handles: texts by which rows of other drafts refer to a row, by its index here.
        made_ids: the rows (by their index here) whose id was made by the reader; whether it means the same next time.
        changing: the rows (by their index here) that change a record which is known, and make none.
    """

    table: Table
    place: Place
    headers: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[int, Cells]] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    handles: dict[int, str] = field(default_factory=dict)
    made_ids: dict[int, bool] = field(default_factory=dict)
    changing: set[int] = field(default_factory=set)

    def add(
        self,
        number: int,
        cells: Cells,
        *,
        place: Place | None = None,
        handle: str | None = None,
        made_id: bool = False,
        lasting: bool = True,
        changes: bool = False,
    ) -> None:
        """Take one row; with a handle, that text in a reference of another draft means this row and no other.

        With ``made_id``, the id of the row was made by the reader, so that a record of another name is not meant;
        ``lasting`` where it was made of what means the same in other files too. With ``changes``, the row changes the
        record of its key where there is one, and makes none.
        """
        if changes:
            self.changing.add(len(self.rows))
        if made_id:
            self.made_ids[len(self.rows)] = lasting
        if place is not None and place != self.place:
            self.places[len(self.rows)] = place
        if handle is not None:
            self.handles[len(self.rows)] = handle
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
        marked = bool(self.places or self.handles or self.made_ids or self.changing)
        for index, (number, cells) in enumerate(self.rows):
            builder.add(index if marked else number, [cells.get(name) for name in names])
        data = builder.finish(Spelling(workbook=True))
        assert data is not None  # no first row was read that could be wrong
        data.drafted = True
        if marked:
            self._mark(data)
        return data

    def _mark(self, data: TableData) -> None:
        """Give rows that came under their index their own number, place and handle: blank rows are gone by now."""
        kept = data.rows.to_list()
        data.rows = pl.Series("row", [self.rows[index][0] for index in kept], dtype=pl.UInt32)
        data.places = [self.places.get(index, self.place) for index in kept] if self.places else None
        data.handles = {at: self.handles[index] for at, index in enumerate(kept) if index in self.handles}
        data.made_ids = {at: self.made_ids[index] for at, index in enumerate(kept) if index in self.made_ids}
        data.changing = frozenset(at for at, index in enumerate(kept) if index in self.changing)


class Drafts:
    """Everything made from one file.

    Attributes:
        file: its name.
        problems: what is wrong so far.
        cautions: what had to be assumed.
        left_out: what was not read on purpose.
        open: tables of which the file names only some records: those that rows name beyond them are made.
    """

    def __init__(self, file: str, problems: Problems, left_out: list[LeftOut], cautions: list[str]) -> None:
        self.file = file
        self.problems = problems
        self.cautions = cautions
        self.open: set[str] = set()
        self.left_out = left_out
        self._drafts: dict[str, Draft] = {}

    def table(self, name: str, part: str | None = None) -> Draft:
        """The rows of a table; rows of another part than the first are added with their place."""
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
        self.left_out.append(LeftOut(self.file, reason, part, row))

    def tables(self, builder: Callable[[Table, Place], TableBuilder]) -> list[TableData]:
        """The drafts as tables of columns.

        Raises:
            ImportRefused: more cells than one import can hold.
        """
        return [draft.filled(builder(draft.table, draft.place)) for draft in self._drafts.values() if draft.rows]
