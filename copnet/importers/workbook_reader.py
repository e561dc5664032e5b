"""Sheets of an .xlsx workbook, cell by cell: values of formulas, merged cells, dates, in bounded memory."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl
from openpyxl.utils.escape import unescape

from copnet.importers.book_parts import Attributes, Book, SheetInfo, scan
from copnet.importers.cells import Spelling
from copnet.importers.frames import TableBuilder, TableData

MAX_MERGES = 100_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_SECONDS = 86_400
_LAST_DAY = 2_957_000  # in the year 9995, or 9999 of the calendar that begins in 1904


@dataclass(frozen=True, slots=True)
class Merge:
    """Merged cells; columns count from 0, rows as the spreadsheet shows them."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass
class _Cell:
    column: int = 0
    kind: str = "n"
    style: int = 0
    formula: bool = False
    pieces: list[str] = field(default_factory=list)


class SheetReader:
    """Feeds the rows of one sheet into a builder while its XML streams by."""

    def __init__(self, book: Book, builder: TableBuilder, progress: Callable[[int], None]) -> None:
        self._book = book
        self._builder = builder
        self._progress = progress
        self._row = 0
        self._cell = _Cell()
        self._cells: dict[int, str] = {}
        self._taking = False
        self._phonetic = False
        self._has_header = False
        self._next_column = 0
        self.merges: list[Merge] = []

    def read(self, sheet: SheetInfo, spelling: Spelling) -> TableData | None:
        """All rows of the sheet; None when it is empty or its header cannot be read.

        Raises:
            ImportRefused: a damaged workbook, or too many cells.
        """
        scan(self._book.archive, sheet.part, self._start, self._end, self._text)
        if self._has_header and self._builder.readable:
            self._refuse_wide_merges()
        data = self._builder.finish(spelling)
        if data is not None:
            _fill_tall_merges(data, self._builder, self.merges)
        return data

    @property
    def is_empty(self) -> bool:
        """Whether the sheet had no filled cell."""
        return not self._has_header

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            place = _REFERENCE.fullmatch(attributes.get("r", ""))
            column = _column_number(place[1]) if place else self._next_column
            style = attributes.get("s", "0")
            self._cell = _Cell(column, attributes.get("t", "n"), int(style) if style.isdigit() else 0)
            self._next_column = column + 1
        elif name in ("v", "t"):
            self._taking = not self._phonetic
        elif name == "f":
            self._cell.formula = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "row":
            given = attributes.get("r", "")
            self._row = int(given) if given.isdigit() and len(given) < 9 else self._row + 1
            self._cells, self._next_column = {}, 0
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _text(self, data: str) -> None:
        if self._taking:
            self._cell.pieces.append(data)

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self._taking = False
        elif name == "c":
            self._take_cell()
        elif name == "rPh":
            self._phonetic = False
        elif name == "row":
            self._take_row()

    def _take_cell(self) -> None:
        cell, raw = self._cell, "".join(self._cell.pieces)
        if cell.formula and not raw and cell.kind != "str":
            self._refuse(
                cell.column,
                None,
                "a value; this formula has none saved: open the file in a spreadsheet program and save it",
            )
        elif cell.kind == "e":
            self._refuse(cell.column, raw, "a value; the formula in this cell fails")
        elif raw:
            text = self._value(cell, raw)
            if text.strip():
                self._cells[cell.column] = text

    def _refuse(self, column: int, value: str | None, expected: str) -> None:
        if self._has_header and not self._builder.readable:
            return
        self._builder.refuse(self._row, column, value, expected)
        if not self._has_header:
            self._builder.problems.fatal = True
            self._cells.setdefault(column, "?")  # the row is the header all the same

    def _value(self, cell: _Cell, raw: str) -> str:
        match cell.kind:
            case "s":
                number = int(raw) if raw.isdigit() else -1
                if not 0 <= number < len(self._book.texts):
                    raise self._book.archive.refused("an undamaged workbook; a text is missing")
                return self._book.texts[number]
            case "b":
                return "TRUE" if raw.strip() in ("1", "true") else "FALSE"
            case "str" | "inlineStr":
                return unescape(raw)
            case "d":
                return raw.partition("T")[0]
            case _:
                shows = self._book.shows[cell.style] if cell.style < len(self._book.shows) else "number"
                return number_text(raw, shows, self._book.epoch)

    def _take_row(self) -> None:
        if not self._cells:
            return
        last = max(self._cells)
        if not self._has_header:
            self._has_header = True
            cells = [self._cells.get(column, "") for column in range(last + 1)]
            self._builder.first_row(self._row, cells)
        elif self._builder.readable:
            width = len(self._builder.headers)
            row = [self._cells.get(column) for column in range(width)]
            self._builder.add(self._row, [*row, self._cells[last]] if last >= width else row)
            if self._row % 50_000 == 0:
                self._progress(self._row)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top_left, bottom_right = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if not top_left or not bottom_right:
            return
        if len(self.merges) >= MAX_MERGES:
            raise self._book.archive.refused(f"at most {MAX_MERGES:,} merged cells in a sheet")
        merge = Merge(
            _column_number(top_left[1]), int(top_left[2]), _column_number(bottom_right[1]), int(bottom_right[2])
        )
        self.merges.append(merge)

    def _refuse_wide_merges(self) -> None:
        for merge in self.merges:
            if merge.right > merge.left and merge.left < len(self._builder.headers):
                expected = "one cell per column; cells merged over several columns have no clear meaning"
                self._builder.refuse(merge.top, merge.left, None, expected)
                if merge.top == 1:
                    self._builder.problems.fatal = True


def number_text(raw: str, shows: str, epoch: dt.date) -> str:
    """A number as a person would type it: 12 for 12.0, an ISO date where the cell shows a date.

    A date is kept as precisely as the cell shows it; a time of day beside a date is dropped.
    """
    try:
        number = float(raw)
    except ValueError:
        return raw
    if shows in ("day", "month", "year") and 1 <= number < _LAST_DAY:
        day = epoch + dt.timedelta(days=int(number))
        return {"day": day.isoformat(), "month": f"{day:%Y-%m}", "year": f"{day:%Y}"}[shows]
    if shows == "time" and 0 <= number < 1:
        seconds = round(number * _SECONDS)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}"


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _fill_tall_merges(data: TableData, builder: TableBuilder, merges: list[Merge]) -> None:
    """A cell merged over several rows holds for each of them."""
    by_column: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.left == merge.right and merge.bottom > merge.top > 1 and builder.name(merge.left) is not None:
            by_column.setdefault(merge.left, []).append(merge)
    if not by_column:
        return
    positions = {row: index for index, row in enumerate(data.rows.to_list())}
    for column, found in by_column.items():
        values = data.frame[str(column)].to_list()
        for merge in found:
            value = values[positions[merge.top]] if merge.top in positions else None
            for row in range(merge.top + 1, min(merge.bottom, data.rows[-1]) + 1):
                if row in positions:
                    values[positions[row]] = value
        data.frame = data.frame.with_columns(pl.Series(str(column), values, dtype=pl.String))
