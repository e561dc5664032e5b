"""Any text table or sheet as column names and numbered rows, whatever the columns are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.archive import MAX_INFLATED, open_archive
from copnet.importers.book_parts import Book, SheetInfo, read_book
from copnet.importers.cells import Spelling
from copnet.importers.csv_reader import read_csv
from copnet.importers.drafts import Drafts
from copnet.importers.files import BOOK_ENDINGS, TEXT_ENDINGS
from copnet.importers.frames import Budget, TableBuilder, TableData
from copnet.importers.headers import Bound, Place
from copnet.importers.mapping_words import fold
from copnet.importers.report import LeftOut
from copnet.importers.workbook_reader import SheetReader
from copnet.record import Record
from copnet.tables import Table

MAX_COLUMNS = 2_000
"""Columns of a survey: some questions, each about some hundred colleagues."""
MAX_HEADER = 5_000
"""Characters of a header: it may be a whole question."""
MAX_CELLS = 10_000_000

_ROWS = Table("rows", Record, ())
_IMPORT_IDS = '{"ImportId":'


@dataclass
class Grid:
    """One text table or sheet.

    Attributes:
        place: the file, and the sheet of a workbook.
        headers: the column names; ``column 3`` where a name is blank.
        spelling: how dates are written in its kind of file.
    """

    place: Place
    headers: list[str]
    spelling: Spelling
    _data: TableData

    def rows(self) -> Iterator[tuple[int, tuple[str | None, ...]]]:
        """Row numbers as a spreadsheet shows them, and cells; rows with a cell that cannot be read are left out."""
        numbers, bad = self._data.rows.to_list(), self._data.bad
        for index, cells in enumerate(self._data.frame.iter_rows()):
            if not bad[index] and not (cells[0] or "").startswith(_IMPORT_IDS):  # a third line of names of Qualtrics
                yield numbers[index], cells

    @property
    def has_import_ids(self) -> bool:
        """Whether Qualtrics wrote it: a line of codes, one of questions, one of ids."""
        return any((cell or "").startswith(_IMPORT_IDS) for cell in self._data.frame.to_series(0).head(2))

    def __len__(self) -> int:
        return len(self._data.rows)


@dataclass(frozen=True)
class Source:
    """A text table or sheet that can be read, given the row of its column names."""

    name: str
    read: Callable[[int], Grid | None]


class GridBuilder(TableBuilder):
    """Takes any first row as column names."""

    def __init__(self, place: Place, drafts: Drafts, budget: Budget, header_row: int) -> None:
        super().__init__(_ROWS, place, drafts.problems, budget, lambda _: None, drafts.left_out)
        self._header_row = header_row

    def header(self, cells: Sequence[str]) -> None:
        """Take the first row of a text table."""
        self.first_row(1, cells)

    def first_row(self, number: int, cells: Sequence[str]) -> None:
        """Take the first filled row; rows above that of the column names are passed over."""
        if number < self._header_row:
            self.headers, self.readable = [None] * MAX_COLUMNS, True
            return
        before = self.problems.count
        self.headers = list(self._named(cells)) if number == self._header_row else []
        if not self.headers:
            self._refuse_header("column names in this row; it is blank")
        self.readable = self.problems.count == before

    def add(self, number: int, cells: Sequence[str | None]) -> None:
        """Take one row, or the column names when it is theirs."""
        waiting = bool(self.headers) and self.headers[0] is None
        if not waiting:
            if self.readable:
                super().add(number, cells)
        elif number >= self._header_row:
            self.first_row(number, [cell or "" for cell in cells])

    def finish(self, spelling: Spelling) -> TableData | None:
        """All rows; None when there were no column names."""
        if self.headers and self.headers[0] is None:
            self._refuse_header("column names in this row; the table ends before it")
            self.readable = False
        return super().finish(spelling)

    def _named(self, cells: Sequence[str]) -> Iterator[Bound]:
        names = [" ".join(cell.split()) for cell in cells]
        while names and not names[-1]:
            names.pop()
        if len(names) > MAX_COLUMNS:
            self._refuse_header(f"at most {MAX_COLUMNS:,} columns, found {len(names):,}")
            return
        seen: dict[str, int] = {}
        for number, name in enumerate(names, 1):
            shown = name or f"column {number}"
            if fold(shown) in seen:
                first = seen[fold(shown)]
                self._refuse_header(f"each column name once; columns {first} and {number} have the same", shown)
            if len(shown) > MAX_HEADER:
                self._refuse_header(f"a column name of at most {MAX_HEADER:,} characters", shown[:50])
            seen.setdefault(fold(shown), number)
            yield Bound(str(number - 1), shown, None)

    def _refuse_header(self, expected: str, column: str | None = None) -> None:
        self.problems.add(self.place.problem(expected, row=self._header_row, column=column, value=column), fatal=True)


@contextmanager
def open_sources(path: Path, drafts: Drafts) -> Iterator[list[Source]]:
    """What a path holds: the text tables of a folder, the sheets of a workbook, or one text table.

    Raises:
        ImportRefused: none of these, or damaged.
        OSError: the file cannot be read.
    """
    place, budget, ending = Place(drafts.file), Budget(MAX_CELLS), path.suffix.lower()
    if path.is_dir():
        files = sorted(child for child in path.iterdir() if _is_table(child))
        if sum(child.stat().st_size for child in files) > MAX_INFLATED:
            raise ImportRefused([place.problem(f"at most {MAX_INFLATED // 2**20} MB of tables in one import")])
        yield [_text(child, Place(child.name), drafts, budget) for child in files]
    elif ending in BOOK_ENDINGS:
        with open_archive(path, place, "an .xlsx workbook") as archive:
            book = read_book(archive)
            yield [_sheet(book, sheet, place, drafts, budget) for sheet in book.sheets if _shown(sheet, drafts)]
    elif ending in TEXT_ENDINGS or not path.exists():
        if path.exists() and path.stat().st_size > MAX_INFLATED:
            raise ImportRefused([place.problem(f"a table of at most {MAX_INFLATED // 2**20} MB")])
        yield [_text(path, place, drafts, budget)]
    else:
        known = ", ".join((*BOOK_ENDINGS, *TEXT_ENDINGS))
        raise ImportRefused([place.problem(f"a folder of text tables, or a file that ends in {known}")])


def _is_table(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$")) or path.is_symlink()
    return not hidden and path.is_file() and path.suffix.lower() in TEXT_ENDINGS


def _shown(sheet: SheetInfo, drafts: Drafts) -> bool:
    if sheet.hidden:
        drafts.left_out.append(LeftOut(drafts.file, "a hidden sheet; show it to import it", sheet.name))
    return not sheet.hidden


def _text(path: Path, place: Place, drafts: Drafts, budget: Budget) -> Source:
    def read(header_row: int) -> Grid | None:
        drafts.problems.expect(place.file, None)
        spelling = Spelling()
        builder = GridBuilder(place, drafts, budget, header_row)
        return _grid(builder, read_csv(path, builder, spelling, drafts.cautions), spelling)

    return Source(place.file, read)


def _sheet(book: Book, sheet: SheetInfo, file: Place, drafts: Drafts, budget: Budget) -> Source:
    def read(header_row: int) -> Grid | None:
        place = Place(file.file, sheet.name)
        drafts.problems.expect(place.file, place.sheet)
        spelling = Spelling(workbook=True, epoch=book.epoch)
        builder = GridBuilder(place, drafts, budget, header_row)
        reader = SheetReader(book, builder, lambda rows: None)
        data = reader.read(sheet, spelling)
        return None if reader.is_empty else _grid(builder, data, spelling)

    return Source(sheet.name, read)


def _grid(builder: GridBuilder, data: TableData | None, spelling: Spelling) -> Grid | None:
    if data is None:
        return None
    return Grid(builder.place, [bound.header for bound in data.columns], spelling, data)
