"""CSV as spreadsheet programs and copnet both read it: UTF-8, LF, commas, and no cell that a program would run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from copnet.cell_text import APOSTROPHE, EXAMPLE_MARK, RISKY_STARTS

SLICE = 50_000
"""Rows that are text in memory at the same time."""
_RISKY = "^[" + re.escape("".join(RISKY_STARTS)) + "]"


def write_csv(path: Path, cells: pl.DataFrame, plain: Collection[str]) -> None:
    """Write one table.

    Args:
        path: a file; what is in it goes.
        cells: columns of text; null is a blank cell.
        plain: the columns whose cells get an apostrophe where a program would take them for something else; dates,
            numbers and words of a list never do.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        for text in csv_text(cells, plain):
            file.write(text)


def csv_text(cells: pl.DataFrame, plain: Collection[str]) -> Iterator[str]:
    """The table in parts: the header, then so many rows at a time.

    Names of columns that a program would run get an apostrophe too. Tables that copnet reads again have none of them.
    """
    headers = pl.DataFrame({"header": cells.columns}).select(_quoted(_not_run(pl.col("header")))).to_series()
    yield ",".join(headers) + "\n"
    expressions = [_quoted(_defused(pl.col(name)) if name in plain else pl.col(name)) for name in cells.columns]
    for start in range(0, cells.height, SLICE):
        part = cells.slice(start, SLICE).select(pl.concat_str(expressions, separator=",").alias("line"))
        yield "\n".join(part["line"]) + "\n"


def _defused(cell: pl.Expr) -> pl.Expr:
    """An apostrophe before what would be run, cleared, left out as an example or taken for blank."""
    example = cell.str.to_lowercase().str.starts_with(EXAMPLE_MARK)
    risky = cell.str.contains(_RISKY) | example | (cell == "")
    return pl.when(risky).then(pl.lit(APOSTROPHE) + cell).otherwise(cell)


def _not_run(header: pl.Expr) -> pl.Expr:
    return pl.when(header.str.contains(_RISKY)).then(pl.lit(APOSTROPHE) + header).otherwise(header)


def _quoted(cell: pl.Expr) -> pl.Expr:
    inside = pl.lit('"') + cell.str.replace_all('"', '""', literal=True) + pl.lit('"')
    return pl.when(cell.str.contains('[,"\r\n]')).then(inside).otherwise(cell).fill_null("")
