"""Numbered rows become columns of text: compact in memory, trimmed, in one Unicode spelling."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
import polars as pl

from copnet.cell_text import EXAMPLE_MARK
from copnet.errors import ImportRefused
from copnet.importers.cells import Spelling
from copnet.importers.headers import Bound, Place, bind
from copnet.importers.problems import Problems
from copnet.importers.report import LeftOut
from copnet.tables import Column, Table

MAX_CELLS = 40_000_000
"""Cells one import may hold in memory (16 bytes each and their text)."""

_CHUNK_CELLS = 200_000
_CHUNK_SIGNS = 4_000_000
_EXAMPLE = f"(?i)^{re.escape(EXAMPLE_MARK)}"
_LISTED_EXAMPLES = 100


@dataclass
class TableData:
    """One table of the input: columns of text, None where blank.

    Attributes:
        table: the contract's table.
        place: its file and sheet.
        columns: the columns of ``frame``.
        frame: one text column per header.
        rows: spreadsheet row numbers, the header being row 1.
        bad: which rows cannot be written.
        spelling: how dates are written.
        places: the place of each row, where rows come from several parts of a file; else all are at ``place``.
        handles: texts by which other rows of the same import refer to a row, by its index.
        made_ids: the rows, by index, whose id a reader of another program's file made; whether it means the same in
            other files.
        changing: the rows, by index, that change a record which is known, and make none.
        drafted: made from the file of another program, not a table of copnet.
    """

    table: Table
    place: Place
    columns: list[Bound]
    frame: pl.DataFrame
    rows: pl.Series
    bad: np.ndarray[tuple[int], np.dtype[np.bool_]]
    spelling: Spelling = field(default_factory=Spelling)
    places: Sequence[Place] | None = None
    handles: Mapping[int, str] = field(default_factory=dict)
    made_ids: Mapping[int, bool] = field(default_factory=dict)
    drafted: bool = False
    changing: frozenset[int] = frozenset()

    def place_of(self, index: int) -> Place:
        """Where a row stands."""
        return self.places[index] if self.places else self.place

    @cached_property
    def references(self) -> list[tuple[Bound, Column]]:
        """The columns that refer to other records."""
        return [
            (entry, entry.column)
            for entry in self.columns
            if entry.column and entry.column.kind in ("reference", "references") and entry.column.field
        ]

    @cached_property
    def open_lists(self) -> list[tuple[Bound, Column]]:
        """The columns with known values beside which others are accepted."""
        return [(entry, entry.column) for entry in self.columns if entry.column and entry.column.known]

    def bound(self, name: str) -> Bound | None:
        """The file's column for a column of the contract."""
        return next((entry for entry in self.columns if entry.column and entry.column.name == name), None)


@dataclass
class Budget:
    """Cells left to one import."""

    cells: int = MAX_CELLS

    def take(self, number: int, place: Place, row: int) -> None:
        """Use up cells.

        Raises:
            ImportRefused: nothing is left.
        """
        self.cells -= number
        if self.cells < 0:
            problem = place.problem(f"at most {MAX_CELLS:,} cells in one import; split the file", row=row)
            raise ImportRefused([problem], "The input is too large; nothing was written.")


class TableBuilder:
    """Takes rows one by one and keeps columns."""

    def __init__(
        self,
        table: Table,
        place: Place,
        problems: Problems,
        budget: Budget,
        filling: Callable[[str], str | None],
        left_out: list[LeftOut],
        own_names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.table = table
        self.place = place
        self.problems = problems
        self.headers: list[Bound | None] = []
        self.readable = False
        self._budget = budget
        self._filling = filling
        self._left_out = left_out
        self._own_names = own_names
        self._bad_rows = array("I")
        self._rows: list[Sequence[str | None]] = []
        self._numbers = array("I")
        self._signs = 0
        self._frames: list[pl.DataFrame] = []
        self._kept_numbers: list[pl.Series] = []
        self._unnamed: set[int] = set()
        self._examples = 0

    def header(self, cells: Sequence[str]) -> None:
        """Take the first row. Whether rows can follow is in ``readable`` then."""
        before = self.problems.count
        names = [cell.strip() for cell in cells]
        self.headers = bind(self.table, names, self.place, self.problems, self._filling, self._own_names)
        self.readable = self.problems.count == before

    def first_row(self, number: int, cells: Sequence[str]) -> None:
        """Take the first filled row of a sheet: column names stand in row 1."""
        self.header(cells if number == 1 else [])

    def take_columns(self, columns: Sequence[Bound]) -> None:
        """Take columns that were not read from a first row."""
        self.headers = list(columns)
        self.readable = True

    def name(self, position: int) -> str | None:
        """The header over a cell; None beyond the last."""
        bound = self.headers[position] if position < len(self.headers) else None
        return bound.header if bound else None

    def refuse(self, row: int, position: int | None, value: str | None, expected: str) -> None:
        """Note that a row cannot be used."""
        column = None if position is None else self.name(position)
        self.problems.add(self.place.problem(expected, row=row, column=column, value=value))
        self._bad_rows.append(row)

    def add(self, number: int, cells: Sequence[str | None]) -> None:
        """Take one row.

        Raises:
            ImportRefused: more cells than one import can hold.
        """
        width, found = len(self.headers), len(cells)
        if found > width:
            extra = next((cell for cell in cells[width:] if cell and not cell.isspace()), None)
            if extra is not None:
                self.refuse(number, None, extra, f"at most {width} filled cells, as many as there are column names")
            cells = cells[:width]
        elif found < width:
            cells = [*cells, *[None] * (width - found)]
        self._rows.append(cells)
        self._numbers.append(number)
        self._signs += sum(map(len, filter(None, cells)))
        if len(self._rows) * width >= _CHUNK_CELLS or self._signs >= _CHUNK_SIGNS:
            self._flush()

    @property
    def takes_columns(self) -> bool:
        """Whether rows can be taken many at once: their column names are known."""
        return self.readable and any(self.headers)

    def add_columns(self, first: int, frame: pl.DataFrame) -> None:
        """Take many rows at once.

        Args:
            first: the number of the first; the others follow.
            frame: a text column for each header.

        Raises:
            ImportRefused: more cells than one import can hold.
        """
        self._flush()
        self._keep(frame, pl.int_range(first, first + len(frame), dtype=pl.UInt32, eager=True).alias("row"))

    def finish(self, spelling: Spelling) -> TableData | None:
        """All rows as one table; None when the header could not be read."""
        if not self.readable:
            return None
        self._flush()
        bound = [entry for entry in self.headers if entry is not None]
        schema = {entry.name: pl.String() for entry in bound}
        frame = pl.concat(self._frames, rechunk=False) if self._frames else pl.DataFrame(schema=schema)
        rows = pl.concat(self._kept_numbers) if self._kept_numbers else pl.Series("row", [], dtype=pl.UInt32)
        self._frames, self._kept_numbers = [], []
        bad = rows.is_in(pl.Series(np.frombuffer(self._bad_rows, dtype=np.uint32)).unique().implode()).to_numpy().copy()
        return TableData(self.table, self.place, bound, frame, rows, bad, spelling)

    def _flush(self) -> None:
        if not self._rows:
            return
        columns = [
            pl.Series(str(position), values, dtype=pl.String)
            for position, values in enumerate(zip(*self._rows, strict=True))
        ]
        numbers = pl.Series("row", np.frombuffer(self._numbers, dtype=np.uint32).copy())
        self._rows, self._numbers, self._signs = [], array("I"), 0
        self._keep(pl.DataFrame(columns), numbers)

    def _keep(self, frame: pl.DataFrame, numbers: pl.Series) -> None:
        """Clean rows, and keep those that say something and are no examples."""
        fit = self._budget.cells // frame.width
        self._budget.take(frame.width * len(frame), self.place, int(numbers[min(fit, len(frame) - 1)]))
        frame = _clean(frame)
        self._look_under_blank_headers(frame, numbers)
        frame = frame.select(entry.name for entry in self.headers if entry is not None)
        example = frame.select(
            pl.any_horizontal(
                expression.str.contains(_EXAMPLE).fill_null(value=False)
                for expression in (pl.coalesce(pl.all()), *self._names)
            )
        ).to_series()
        for row in numbers.filter(example).to_list()[: _LISTED_EXAMPLES - self._examples]:
            self._examples += 1
            self._left_out.append(LeftOut(self.place.file, "an example row of the template", self.place.sheet, row))
        kept = ~example & frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        if not kept.all():
            frame, numbers = frame.filter(kept), numbers.filter(kept)
        self._frames.append(frame)
        self._kept_numbers.append(numbers)

    @property
    def _names(self) -> list[pl.Expr]:
        """The names of records with an id: they carry the mark of an example too, as the id column may be deleted."""
        return [
            pl.col(entry.name)
            for entry in self.headers
            if self.table.has_id and entry and entry.column and entry.column.name in ("name", "title")
        ]

    def _look_under_blank_headers(self, frame: pl.DataFrame, numbers: pl.Series) -> None:
        for position, entry in enumerate(self.headers):
            if entry is not None or position in self._unnamed:
                continue
            column = frame.to_series(position)
            found = column.is_not_null().arg_max()
            if found is not None and column[found] is not None:
                self._unnamed.add(position)
                expected = f"a column name in row 1 over the filled cells of column {position + 1}"
                self.problems.add(
                    self.place.problem(expected, row=numbers[found], value=str(column[found])), fatal=True
                )


def _clean(frame: pl.DataFrame) -> pl.DataFrame:
    """Trimmed and in Unicode NFC as the model's ``clean_text`` does; blank cells are null."""
    trimmed = frame.with_columns(pl.all().str.strip_chars())
    signs, size = (trimmed.select(measure.sum()) for measure in (pl.all().str.len_chars(), pl.all().str.len_bytes()))
    foreign = [column.name for column in size if column[0] != signs[column.name][0]]  # ASCII is in NFC as it is
    spelled = trimmed.with_columns(pl.col(foreign).str.normalize("NFC")) if foreign else trimmed
    return spelled.with_columns(pl.when(pl.all() != "").then(pl.all()))
