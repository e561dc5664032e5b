"""The tables as Parquet files, typed: lists as lists, numbers as numbers; dates as ISO text of any precision."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from copnet import manifest
from copnet.exporters.table_cells import columns_of, own_columns
from copnet.manifest import Manifest
from copnet.tables import TABLES


def write_table(folder: Path, name: str, frame: pl.DataFrame, note: Manifest) -> None:
    """Write one whole table (see ``copnet.snapshot.whole_schema``) as ``NAME.parquet``, own columns as text."""
    table = TABLES[name]
    own, _ = own_columns(table, frame["attributes"])
    whole = frame.select(column.name for column in columns_of(table)).with_columns(own)
    by_field = {column.field: column.name for column in columns_of(table)}
    keys = [by_field[field] for field in table.record.key_fields()]
    others = [key for key in whole.columns if key not in keys and not isinstance(whole.schema[key], pl.List)]
    whole = whole.sort([*keys, *others], nulls_last=False, maintain_order=True)
    whole.write_parquet(folder / f"{name}.parquet", metadata={manifest.NAME: note.text()})
