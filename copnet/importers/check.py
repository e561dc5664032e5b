"""Every cell of every row, checked in columns: no object per row, so that a file too large to import can be read."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import polars as pl

from copnet.cell_text import BLANK_MARK
from copnet.fields import MAX_TEXT, clean_text
from copnet.importers.cells import Spelling, parse
from copnet.importers.formulas import SIGNS
from copnet.importers.frames import TableData
from copnet.importers.headers import Bound
from copnet.importers.options import ImportOptions
from copnet.importers.problems import Problems
from copnet.tables import Column

_SLICE = 100_000
_REMEMBERED = 200_000
_SIGN = "^[" + re.escape("".join(SIGNS)) + "]"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{85}\x{202a}-\x{202e}\x{2066}-\x{2069}]"  # as in copnet.fields
_PLAIN_ID = r"\A[0-9A-Za-z_][0-9A-Za-z_.-]{0,199}\z"


def check_cells(data: TableData, options: ImportOptions, problems: Problems) -> None:
    """Fill what options fill, then check each cell of a table and mark bad rows.

    Args:
        data: the table; ``frame`` and ``bad`` are changed.
        options: ``wave`` and ``community`` fill blank cells of columns of that name.
        problems: gets one problem per bad cell.
    """
    _fill(data, options)
    refused_before = data.bad.copy()
    for bound in data.columns:
        if bound.column is not None and bound.column.required:
            _check_filled(data, bound, refused_before, problems)
        _check_column(data, bound, problems)


def _fill(data: TableData, options: ImportOptions) -> None:
    for column in data.table.columns:
        value = options.filling(column.name)
        if value is None:
            continue
        bound = data.bound(column.name)
        if bound is None:
            bound = Bound(f"filled {column.name}", column.name, column)
            data.columns.append(bound)
            data.frame = data.frame.with_columns(pl.lit(None, dtype=pl.String).alias(bound.name))
        data.frame = data.frame.with_columns(pl.col(bound.name).fill_null(value))


def _check_filled(
    data: TableData, bound: Bound, refused_before: np.ndarray[tuple[int], np.dtype[np.bool_]], problems: Problems
) -> None:
    """Blank cells of a required column; rows the reader refused already are not named twice."""
    blank = data.frame[bound.name].is_null().to_numpy() & ~refused_before
    _note(data, bound, np.flatnonzero(blank), {}, problems)


def _check_column(data: TableData, bound: Bound, problems: Problems) -> None:
    column = bound.column
    plain = column is None or column.kind in ("text", "reference")
    good: set[str] = set()
    series = data.frame[bound.name]
    for start in range(0, len(series), _SLICE):
        part = series.slice(start, _SLICE)
        texts = _doubtful(part, column, data.spelling) if plain else part.drop_nulls().unique().to_list()
        room = problems.room(data.place.file, data.place.sheet, bound.header)
        wrong = _wrong(column, texts, data.spelling if room else replace(data.spelling, suggest=False), good)
        if wrong:
            found = part.is_in(pl.Series(list(wrong), dtype=pl.String).implode()).fill_null(value=False)
            _note(data, bound, np.flatnonzero(found.to_numpy()) + start, wrong, problems)


def _doubtful(part: pl.Series, column: Column | None, spelling: Spelling) -> list[str]:
    """Distinct plain texts that may be refused: most texts are never looked at one by one."""
    if column is not None and column.name == "id":
        return part.filter(~part.str.contains(_PLAIN_ID)).unique().to_list()
    marks = part.str.len_bytes() > MAX_TEXT
    marks = marks | part.str.contains(_CONTROL)
    if not spelling.workbook:
        marks = marks | part.str.contains(_SIGN)
    if column is not None and column.required:
        marks = marks | (part == BLANK_MARK)
    return part.filter(marks.fill_null(value=False)).unique().to_list()


def _wrong(column: Column | None, texts: list[str], spelling: Spelling, good: set[str]) -> dict[str, str]:
    """What was expected instead, by text; texts known to be good are remembered."""
    wrong = {}
    if len(good) > _REMEMBERED:
        good.clear()
    for text in texts:
        if text in good:
            continue
        try:
            if not spelling.exported:  # there each value of a list is as long as a cell at most, not all of them
                clean_text(text)
            parse(column, text, spelling)
            good.add(text)
        except ValueError as error:
            wrong[text] = str(error)
    return wrong


def _note(
    data: TableData,
    bound: Bound,
    indices: np.ndarray[tuple[int], np.dtype[np.intp]],
    wrong: dict[str, str],
    problems: Problems,
) -> None:
    data.bad[indices] = True
    place = data.place
    values = data.frame[bound.name]
    for done, index in enumerate(indices.tolist()):
        if not problems.room(place.file, place.sheet, bound.header):
            problems.count_only(len(indices) - done)
            return
        value = values[index]
        expected = "a filled cell; this column is required" if value is None else wrong[value]
        here = data.place_of(index)
        problems.add(here.problem(expected, row=data.rows[index], column=bound.header, value=value))
