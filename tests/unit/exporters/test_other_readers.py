"""What polars and openpyxl find in exported tables is what the store holds, value by value."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polars as pl

from copnet.exporters.formats import FORMATS
from copnet.stores.base import GraphStore
from tests.support.exports import export, put
from tests.support.world import world


def test_other_readers_find_every_value_of_every_table(scratch: GraphStore, tmp_path: Path) -> None:
    put(scratch, world())
    for name in ("csv", "parquet", "xlsx"):
        export(scratch, tmp_path / f"out{FORMATS[name].ending or name}", name)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    for name, frame in scratch.tables().frames.items():
        columns = [column for column in frame.columns if column != "attributes"]
        typed = pl.read_parquet(tmp_path / "outparquet" / f"{name}.parquet")
        assert sorted(map(repr, typed.select(columns).rows())) == sorted(map(repr, frame.select(columns).rows())), name
        cells = pl.read_csv(tmp_path / "outcsv" / f"{name}.csv", infer_schema=False).select(columns).rows()
        assert sorted(map(repr, cells)) == sorted(
            repr(tuple(map(_spelled, row))) for row in frame.select(columns).rows()
        )
        header, *rows = book[name].iter_rows(values_only=True)
        places = [header.index(column) for column in columns]
        assert [tuple(_spelled(row[place]) for place in places) for row in rows] == cells, name


def _spelled(value: object) -> str | None:
    """A value as it stands in a cell of a CSV file."""
    if isinstance(value, list):
        return " | ".join(value) or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value).removesuffix(".0")
