"""From a path to numbered rows: every table of the input, whatever file it stands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from copnet.errors import ImportRefused, UsageError
from copnet.importers.archive import open_archive
from copnet.importers.book_parts import SheetInfo, read_book
from copnet.importers.cells import Spelling
from copnet.importers.csv_reader import read_csv
from copnet.importers.drafts import Drafts
from copnet.importers.exported import read_properties
from copnet.importers.files import README, Input, find, not_a_table, nothing_recognized, twice
from copnet.importers.formats.kinds import FileFormat
from copnet.importers.formats.known import OTHER_FORMATS, named, recognized, taken_for
from copnet.importers.formats.mapped import MAPPED
from copnet.importers.frames import Budget, TableBuilder, TableData
from copnet.importers.headers import Place, likely_slips, table_named
from copnet.importers.options import OWN_FORMATS, ImportOptions
from copnet.importers.problems import Problems
from copnet.importers.report import LeftOut
from copnet.importers.unpacked import unpacked
from copnet.importers.workbook_reader import SheetReader
from copnet.manifest import Manifest
from copnet.tables import TABLES, Table

Progress = Callable[[str, int, int | None], None]
"""Told what is being done, how much is done, and of how much (None: not known)."""


@dataclass
class Reading:
    """Everything read from one input.

    Attributes:
        format: ``csv``, ``xlsx`` or the name of another program's format.
        tables: the tables that could be read, in the order of the contract.
        unreadable: names of tables whose file or header is broken: nothing can be said about references to them.
        problems: what is wrong so far.
        left_out: what was not read on purpose.
        cautions: what had to be assumed.
        open: tables of which the input names only some: what its rows name beyond them is made.
        manifest: copnet's own note beside tables that it exported.
    """

    format: str
    tables: list[TableData] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    problems: Problems = field(default_factory=Problems)
    left_out: list[LeftOut] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    manifest: Manifest | None = None
    _budget: Budget = field(default_factory=Budget)

    @property
    def rows(self) -> int:
        """Rows of all tables that may make a record."""
        return sum(len(table.rows) - len(table.changing) for table in self.tables)

    def builder(self, table: Table, place: Place, options: ImportOptions) -> TableBuilder:
        """A builder for one table of this input."""

        self.problems.expect(place.file, place.sheet)
        names = self.manifest.own_columns.get(table.name, {}) if self.manifest else {}
        return TableBuilder(table, place, self.problems, self._budget, options.filling, self.left_out, names)

    def take(self, data: TableData | None, builder: TableBuilder) -> None:
        """Add a table that was read, with the cautions its headers give."""
        if data is None:
            self.unreadable.add(builder.table.name)
            return
        self.tables.append(data)
        self.cautions.extend(
            f'{_where(builder.place)}: the column "{header}" is kept as an attribute; was "{name}" meant?'
            for header, name in likely_slips(builder.table, builder.headers)
        )


def read(path: Path, options: ImportOptions, progress: Progress) -> Reading:
    """Read every table behind a path.

    Raises:
        UsageError: a format that is not known.
        ImportRefused: nothing that can be read, or no table of the contract in it. Files that are broken beside
            others that are not become problems of the result.
    """
    with unpacked(path, tables=bool(options.mapping and options.mapping.table)) as whole:
        return _read(whole, options, progress)


def _read(path: Path, options: ImportOptions, progress: Progress) -> Reading:
    other = _other_format(path, options)
    if other is not None:
        with taken_for(other.name):
            return _read_other(other, path, options, progress)
    with find(path, options.format, _others()) as found, taken_for(found.format):
        reading = Reading(found.format, left_out=found.left_out, manifest=found.manifest)
        spelling = Spelling(
            day_first=options.day_first, month_first=options.month_first, exported=found.manifest is not None
        )
        if found.workbook is not None:
            _read_workbook(found.workbook, reading, options, spelling, progress)
        else:
            _read_texts(found, reading, options, spelling, progress)
    return _in_order(reading)


def _others() -> str:
    """What is read beside tables, and how to say what a file is."""
    titles = ", ".join(kind.title for kind in OTHER_FORMATS if kind is not MAPPED)
    names = ", ".join(kind.name for kind in OTHER_FORMATS if kind is not MAPPED)
    return f"one of: {titles}; if it is one, say which with --format ({names})"


def _in_order(reading: Reading) -> Reading:
    order = list(TABLES)
    reading.tables.sort(key=lambda data: order.index(data.table.name))
    return reading


def _other_format(path: Path, options: ImportOptions) -> FileFormat | None:
    """The format of another program that was asked for, or is seen; None: copnet's own tables."""
    if options.format is None and options.mapping and options.mapping.table:
        return MAPPED
    if options.format is not None:
        if options.format in OWN_FORMATS:
            return None
        found = named(options.format)
        if found is None:
            names = ", ".join((*OWN_FORMATS, *(kind.name for kind in OTHER_FORMATS)))
            raise UsageError(f'format "{options.format}" is not known; there are: {names}')
        return found
    try:
        return recognized(path)
    except OSError:  # what reads the file says it in words
        return None


def _read_other(kind: FileFormat, path: Path, options: ImportOptions, progress: Progress) -> Reading:
    reading = Reading(kind.name)
    drafts = Drafts(path.name or str(path), reading.problems, reading.left_out, reading.cautions)
    progress(f"reading {drafts.file}", 0, None)
    try:
        kind.read(path, drafts, options)
    except OSError as error:
        expected = f"a file that can be read ({error.strerror or error})"
        raise ImportRefused([Place(drafts.file).problem(expected)]) from None
    reading.open = drafts.open
    reading.tables = drafts.tables(lambda table, place: reading.builder(table, place, options))
    if not reading.tables and not reading.problems.count:
        raise ImportRefused([Place(drafts.file).problem(f"{kind.title} with something in it; there is nothing")])
    return _in_order(reading)


def _read_texts(found: Input, reading: Reading, options: ImportOptions, spelling: Spelling, progress: Progress) -> None:
    for source in found.tables:
        builder = reading.builder(source.table, source.place, options)
        label = f"reading {source.place.file}"
        progress(label, 0, None)

        def tell(rows: int, label: str = label) -> None:
            progress(label, rows, None)

        try:
            reading.take(read_csv(source.path, builder, spelling, reading.cautions, tell), builder)
        except ImportRefused as refused:
            reading.unreadable.add(source.table.name)
            for problem in refused.problems:
                reading.problems.add(problem, fatal=True)


def _read_workbook(
    path: Path, reading: Reading, options: ImportOptions, spelling: Spelling, progress: Progress
) -> None:
    place = Place(path.name)
    with path.open("rb") as file:
        if file.read(4) == b"\xd0\xcf\x11\xe0":
            expected = "an .xlsx workbook without a password; this one has a password or is an old .xls"
            raise ImportRefused([place.problem(f"{expected}: save it again as .xlsx")])
    with open_archive(path, place, "an .xlsx workbook") as archive:
        book = read_book(archive)
        reading.manifest = read_properties(archive, place)
        spelling = replace(spelling, workbook=True, epoch=book.epoch, exported=reading.manifest is not None)
        known: dict[str, str] = {}
        for sheet in book.sheets:
            table = _table_of(sheet, place, reading)
            if table is None:
                continue
            here = Place(place.file, sheet.name)
            if table.name in known:
                raise twice(here, table, f"sheet {known[table.name]}")
            known[table.name] = sheet.name
            label = f"reading sheet {sheet.name}"
            progress(label, 0, None)

            def tell(rows: int, label: str = label) -> None:
                progress(label, rows, None)

            builder = reading.builder(table, here, options)
            reader = SheetReader(book, builder, tell)
            data = reader.read(sheet, spelling)
            if reader.is_empty and not reading.problems.fatal:
                reading.left_out.append(LeftOut(place.file, "an empty sheet", sheet.name))
            else:
                reading.take(data, builder)
    if not known:
        raise nothing_recognized(place, (sheet.name for sheet in book.sheets), "sheet")


def _table_of(sheet: SheetInfo, place: Place, reading: Reading) -> Table | None:
    """The table of a sheet; None, and a line in what is left out, when it is not one to read."""
    table = table_named(sheet.name)
    if sheet.name.casefold().strip() == README:
        return None
    if table is None:
        reading.left_out.append(LeftOut(place.file, not_a_table(sheet.name), sheet.name))
        return None
    if sheet.hidden:
        reading.left_out.append(LeftOut(place.file, "a hidden sheet; show it to import it", sheet.name))
        return None
    return table


def _where(place: Place) -> str:
    return f"{place.file}, sheet {place.sheet}" if place.sheet else place.file
