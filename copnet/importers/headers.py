"""The first row of a table: which column of the contract each header names, and what is wrong with it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from copnet.errors import Problem
from copnet.fields import clean_text
from copnet.importers.formulas import EXPECTED, is_formula
from copnet.importers.problems import Problems
from copnet.tables import OWN_FIELDS, TABLES, Column, Table, fold_header

_HYPHENS = re.compile("[-\u2010-\u2015\u2212]")  # with the dashes that word processors make of them
MAX_COLUMNS = 200
MAX_HEADER = 200
"""Characters of a header: it becomes the name of an attribute."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One column of a file.

    Attributes:
        name: the name of the column in the frame.
        header: the header as the file spells it, trimmed.
        column: the column of the contract; None for the file's own.
    """

    name: str
    header: str
    column: Column | None

    @property
    def field(self) -> str:
        """The contract's name of the column, or the header."""
        return self.column.name if self.column else self.header


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands."""

    file: str
    sheet: str | None = None

    def problem(
        self, expected: str, *, row: int | None = None, column: str | None = None, value: str | None = None
    ) -> Problem:
        """A problem at this place; long values are cut short."""
        if value is not None and len(value) > 200:
            value = value[:200] + "…"
        return Problem(self.file, expected, self.sheet, row, column, value)


def table_named(name: str) -> Table | None:
    """The table a file or sheet is named after, without regard to case, spaces and underscores."""
    word = fold_header(name)
    names = ((table, (table.name, table.record.singular)) for table in TABLES.values())
    return next((table for table, known in names if word in map(fold_header, known)), None)


def bind(
    table: Table,
    cells: Sequence[str],
    place: Place,
    problems: Problems,
    filling: Callable[[str], str | None],
    own_names: Mapping[str, str] = MappingProxyType({}),
) -> list[Bound | None]:
    """One entry per column up to the last header; None under a blank header.

    Args:
        table: the table the file is named after.
        cells: the first row, trimmed.
        place: for the problems.
        problems: problems of headers are fatal: no row can be read without them.
        filling: the option that fills a column of this name, if one was given.
        own_names: real names of own columns, by header, as an export of copnet noted them.
    """

    def refuse(expected: str, column: str | None = None) -> None:
        problems.add(place.problem(expected, row=1, column=column, value=column), fatal=True)

    width = max((number for number, cell in enumerate(cells, 1) if cell), default=0)
    if not width:
        refuse(f"column names in the first row: {_names(table)}")
        return []
    if width > MAX_COLUMNS:
        refuse(f"at most {MAX_COLUMNS} columns, found {width:,}")
        return []
    bound: list[Bound | None] = []
    seen: dict[str, str] = {}
    for number, header in enumerate(cells[:width]):
        if not header:
            bound.append(None)
            continue
        word, column = fold_header(header), table.column(header)
        if word in seen:
            refuse(f'each column once; "{seen[word]}" and "{header}" are the same name', header)
        elif complaint := _own_header(header, column, text_table=place.sheet is None):
            refuse(complaint, header[:MAX_HEADER])
        seen.setdefault(word, header)
        own_name = own_names.get(header) if column is None else None
        if own_name is not None and not _fits_cell(own_name):
            refuse("a column whose real name, in the note beside the tables, has no invisible characters", header)
        name = header if own_name is None else own_name
        if column is None and own_names and name in (one.header for one in bound if one and one.column is None):
            refuse(f'columns of different real names; another is "{name}" too by the note beside the tables', header)
        bound.append(Bound(str(number), name, column))
    _require(table, seen, filling, refuse)
    return bound


def likely_slips(table: Table, bound: Sequence[Bound | None]) -> list[tuple[str, str]]:
    """Own headers that look like a misspelt column of the contract, with that column.

    Hyphens alone are a slip even beside the column itself, or in a short name.
    """
    hyphenless = {fold_header(column.name): column.name for column in table.columns}
    present = {entry.column.name for entry in bound if entry and entry.column}
    absent = {fold_header(column.name): column.name for column in table.columns if column.name not in present}
    slips: list[tuple[str, str]] = []
    for entry in bound:
        if entry and entry.column is None:
            word = _HYPHENS.sub("", fold_header(entry.header))
            if word in hyphenless:
                slips.append((entry.header, hyphenless[word]))
                continue
            near = difflib.get_close_matches(fold_header(entry.header), absent, n=1, cutoff=0.85)
            slips.extend((entry.header, absent[word]) for word in near)
    return slips


def _fits_cell(name: str) -> bool:
    try:
        return bool(clean_text(name))
    except ValueError:
        return False


def _own_header(header: str, column: Column | None, *, text_table: bool) -> str | None:
    if column is not None:
        return None
    if text_table and is_formula(header):
        return EXPECTED
    try:
        clean_text(header)
    except ValueError as error:
        return f"a column name; {error}"
    if len(header) > MAX_HEADER:
        return f"a column name of at most {MAX_HEADER} characters"
    if fold_header(header) in OWN_FIELDS:
        return "another column name: copnet uses this one itself"
    return None


def _require(
    table: Table, seen: dict[str, str], filling: Callable[[str], str | None], refuse: Callable[[str, str | None], None]
) -> None:
    for column in table.columns:
        if not column.required or fold_header(column.name) in seen or filling(column.name):
            continue
        near = difflib.get_close_matches(fold_header(column.name), seen, n=1)
        hint = f'; is it "{seen[near[0]]}"?' if near else ""
        found = ", ".join(list(seen.values())[:10])
        refuse(f'a column "{column.name}", which {table.name} cannot do without{hint} (found: {found})', None)


def _names(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)
