"""Text tables: commas, semicolons or tabs, any line ends, quoted line breaks, in bounded memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers import encoding
from copnet.importers.cells import Spelling
from copnet.importers.frames import TableBuilder, TableData

MAX_LINE = 4_000_000
"""Characters of one line; no table row of 200 columns is longer in good faith."""
MAX_FIELD = 131_072
SEPARATORS = (",", ";", "\t")


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
    place = builder.place
    found = encoding.detect(path, place)
    if found.caution:
        cautions.append(found.caution)
    number = 0
    with path.open(encoding=found.name, newline="") as file:
        first, separator = _first_line(file, builder)
        reader = csv.reader(_lines(file, first), delimiter=separator, strict=True)
        csv.field_size_limit(MAX_FIELD)
        try:
            builder.header(next(reader, []))
            number = 1
            if not builder.readable:
                return None
            for number, cells in enumerate(reader, 2):
                builder.add(number, cells)
                if number % 50_000 == 0:
                    progress(number)
        except csv.Error as error:
            raise ImportRefused([place.problem(_words(str(error)), row=number + 1)]) from None
        except _Unreadable as error:
            raise ImportRefused([place.problem(str(error), row=number + 1)]) from None
    return builder.finish(spelling)


def _lines(file: io.TextIOWrapper, first: str) -> Iterator[str]:
    yield first
    while line := file.readline(MAX_LINE):
        if len(line) >= MAX_LINE:
            raise _Unreadable(f"a line of fewer than {MAX_LINE:,} characters")
        yield line


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
