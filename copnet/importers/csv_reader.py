"""Text tables: commas, semicolons or tabs, any line ends, quoted line breaks, in bounded memory.

A block of lines without a quotation mark is read by columns, which is many times faster; any other block row by row,
and so is one with something in it that columns could tell in another way. Both ways give the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from copnet.errors import ImportRefused
from copnet.importers import encoding
from copnet.importers.cells import Spelling
from copnet.importers.frames import TableBuilder, TableData

MAX_LINE = 4_000_000
"""Characters of one line; no table row of 200 columns is longer in good faith."""
MAX_FIELD = 131_072
SEPARATORS = (",", ";", "\t")
BLOCK = 1 << 20
"""Characters read at once."""
_TOLD = 50_000


class _Unreadable(Exception):
    """A line that cannot belong to a table."""


def read_csv(
    path: Path,
    builder: TableBuilder,
    spelling: Spelling,
    cautions: list[str],
    progress: Callable[[int], None] = lambda rows: None,
) -> TableData | None:
    """Read one text table into the builder.

    Args:
        path: the file.
        builder: takes header and rows; row numbers are those a spreadsheet shows.
        spelling: how the file writes dates.
        cautions: gets a sentence when the encoding had to be assumed.
        progress: told the number of rows read, now and then.

    Raises:
        ImportRefused: not a text table (binary, unknown encoding, empty, broken quotes, endless line).
        OSError: the file cannot be read.
    """
    found = encoding.detect(path, builder.place)
    if found.caution:
        cautions.append(found.caution)
    with path.open(encoding=found.name, newline="") as file:
        return _Rows(file, builder, progress).read(spelling)


class _Rows:
    """The rows of one file on their way to the builder."""

    def __init__(self, file: io.TextIOWrapper, builder: TableBuilder, progress: Callable[[int], None]) -> None:
        self._file = file
        self._builder = builder
        self._progress = progress
        self._number = 0
        self._taken = 0

    def read(self, spelling: Spelling) -> TableData | None:
        """All rows; None when the header could not be read."""
        first, separator = _first_line(self._file, self._builder)
        csv.field_size_limit(MAX_FIELD)
        try:
            header = next(csv.reader(self._lines(first), delimiter=separator, strict=True), [])
            self._number = 1
            self._builder.header(header)
            if not self._builder.readable:
                return None
            while block := self._block():
                before = self._number
                width = len(self._builder.headers) if self._builder.takes_columns else 0
                frame = _columns(block, separator, len(header), width) if width else None
                if frame is None:
                    self._row_by_row(block, separator)
                else:
                    self._builder.add_columns(self._number + 1, frame)
                    self._number += len(frame)
                if self._number // _TOLD > before // _TOLD:
                    self._progress(self._number)
        except csv.Error as error:
            raise self._refused(_words(str(error))) from None
        except _Unreadable as error:
            raise self._refused(str(error)) from None
        return self._builder.finish(spelling)

    def _refused(self, expected: str) -> ImportRefused:
        return ImportRefused([self._builder.place.problem(expected, row=self._number + 1)])

    def _block(self) -> str:
        """The following lines, all of them whole unless the last is endless."""
        text = self._file.read(BLOCK)
        return text if text.endswith("\n") else text + self._file.readline(MAX_LINE)

    def _row_by_row(self, block: str, separator: str) -> None:
        """The rows that begin in a block; the last may go on behind it."""
        for cells in csv.reader(self._lines(block), delimiter=separator, strict=True):
            self._number += 1
            self._builder.add(self._number, cells)
            if self._taken >= len(block):
                return

    def _lines(self, text: str) -> Iterator[str]:
        """The lines of a text that was read already, then those that follow in the file."""
        self._taken = 0
        for source in (io.StringIO(text, newline=""), self._file):
            while line := source.readline(MAX_LINE):
                if len(line) >= MAX_LINE:
                    raise _Unreadable(f"a line of fewer than {MAX_LINE:,} characters")
                self._taken += len(line)
                yield line


def _columns(block: str, separator: str, found: int, width: int) -> pl.DataFrame | None:
    """Whole lines as columns; None where it is not certain that they say the same row by row.

    Args:
        block: the lines.
        separator: between their cells.
        found: cells of the first row.
        width: columns wanted; what stands in others must be blank.
    """
    if (
        '"' in block
        or len(block) > 2 * BLOCK  # a line that may be too long
        or block.count("\r") != block.count("\r\n")
        or separator not in SEPARATORS
    ):
        return None
    head = separator.join(map(str, range(max(found, width))))  # also keeps polars from looking for a byte-order mark
    try:
        frame = pl.read_csv(f"{head}\n{block}".encode(), separator=separator, quote_char=None, infer_schema=False)
    except pl.exceptions.PolarsError:  # more cells in a row than in the first one
        return None
    if len(frame) != block.count("\n") + (not block.endswith("\n")):
        return None
    longest = frame.select(pl.max_horizontal(pl.all().str.len_bytes().max())).item()
    if (longest or 0) > MAX_FIELD or any(column.count() for column in frame.get_columns()[width:]):
        return None
    return frame.select(frame.columns[:width])


def _first_line(file: io.TextIOWrapper, builder: TableBuilder) -> tuple[str, str]:
    """The header line and the separator; Excel's own ``sep=;`` line is used and left out."""
    place = builder.place
    line = file.readline(MAX_LINE)
    declared = None
    if line.lower().startswith("sep=") and len(line.rstrip("\r\n")) == 5:
        declared = line[4]
        line = file.readline(MAX_LINE)
    if len(line) >= MAX_LINE:
        raise ImportRefused([place.problem(f"a line of fewer than {MAX_LINE:,} characters", row=1)])
    if not line.strip():
        names = ", ".join(column.name for column in builder.table.columns)
        expected = f"column names in the first row{names and ': '}{names}"
        raise ImportRefused([place.problem(f"{expected}; {'the file is empty' if not line else 'it is blank'}", row=1)])
    return line, declared or max(SEPARATORS, key=lambda sign: _fit(line, sign, builder))


def _fit(line: str, separator: str, builder: TableBuilder) -> tuple[bool, int, int]:
    """How well a separator explains the header: whether quotation marks are in order, known columns, all columns."""
    for strict in (True, False):  # a header with a line break in it is never in order
        try:
            names = next(csv.reader([line], delimiter=separator, strict=strict))
        except csv.Error:
            continue
        return strict, sum(builder.table.column(name) is not None for name in names), len(names)
    return False, 0, 0


def _words(message: str) -> str:
    if "unexpected end of data" in message:
        return "a closing quotation mark; the one that opens in or after this row is never closed"
    if "field larger" in message:
        return f"cells of at most {MAX_FIELD:,} characters; is a quotation mark never closed?"
    if "expected after" in message:
        return "a separator after a closing quotation mark; a quotation mark inside a quoted cell is written twice"
    return f"a row of a text table ({message})"
