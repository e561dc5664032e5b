"""Tables that are not copnet's, as they stand: the header and the numbered rows of sheets and of text tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.archive import MAX_INFLATED, open_archive
from copnet.importers.book_parts import SheetInfo, read_book
from copnet.importers.cells import Spelling
from copnet.importers.csv_reader import read_csv
from copnet.importers.files import BOOK_ENDINGS
from copnet.importers.frames import Budget, TableBuilder, TableData
from copnet.importers.headers import Place
from copnet.importers.problems import Problems
from copnet.importers.workbook_reader import SheetReader
from copnet.model import Record
from copnet.tables import Table

_ANY = Table("table", Record, ())
"""A table without columns of its own: every column is the file's."""


@dataclass(frozen=True)
class Grid:
    """One table as it stands in a file.

    Attributes:
        name: of the sheet, or of the file without its ending.
        place: for problems.
        headers: the names over the columns, trimmed, each once.
        rows: number, as a spreadsheet shows it, and cells, trimmed; None where blank. Blank rows are not there.
    """

    name: str
    place: Place
    headers: list[str]
    rows: list[tuple[int, list[str | None]]]


def read_grids(
    path: Path,
    place: Place,
    problems: Problems,
    budget: Budget,
    cautions: list[str],
    wanted: Callable[[SheetInfo], bool] = lambda sheet: not sheet.hidden,
) -> list[Grid]:
    """All sheets of a workbook that have rows, or the one table of a text file.

    Args:
        path: the file.
        place: for problems.
        problems: gets bad headers and cells.
        budget: of the import.
        cautions: gets a sentence when the encoding of a text had to be assumed.
        wanted: which sheets to read.

    Raises:
        ImportRefused: the file cannot be read, or is too large.
        OSError: it cannot be read.
    """
    if path.suffix.lower() not in BOOK_ENDINGS:
        return _text_grid(path, place, problems, budget, cautions)
    with open_archive(path, place, "an .xlsx workbook") as archive:
        book = read_book(archive)
        grids = []
        for sheet in filter(wanted, book.sheets):
            builder = _builder(Place(place.file, sheet.name), problems, budget)
            reader = SheetReader(book, builder, lambda rows: None)
            data = reader.read(sheet, Spelling(workbook=True, epoch=book.epoch))
            if data is not None and not reader.is_empty:
                grids.append(_grid(sheet.name, data))
    return grids


def _text_grid(path: Path, place: Place, problems: Problems, budget: Budget, cautions: list[str]) -> list[Grid]:
    size = path.stat().st_size
    if size > MAX_INFLATED:
        expected = f"at most {MAX_INFLATED // 2**20} MB in one import, found {size // 2**20:,} MB; split it"
        raise ImportRefused([place.problem(expected)])
    data = read_csv(path, _builder(place, problems, budget), Spelling(), cautions)
    return [] if data is None else [_grid(path.stem, data)]


def _builder(place: Place, problems: Problems, budget: Budget) -> TableBuilder:
    problems.expect(place.file, place.sheet)
    return TableBuilder(_ANY, place, problems, budget, lambda column: None, [])


def _grid(name: str, data: TableData) -> Grid:
    headers = [bound.header for bound in data.columns]
    numbers = data.rows.to_list()
    rows = [
        (number, list(cells))
        for number, cells, bad in zip(numbers, data.frame.iter_rows(), data.bad.tolist(), strict=True)
        if not bad
    ]
    return Grid(name, data.place, headers, rows)
