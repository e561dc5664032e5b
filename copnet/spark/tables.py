"""The tables of a store as DataFrames, their dates as day numbers, and the way to and from columns on this machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl
from pyspark.sql import functions as fn

from copnet.dates import PartialDate
from copnet.snapshot import COLUMNS, Snapshot, schema
from copnet.tables import TABLES

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

Progress = Callable[[str, int, int | None], None]
FILES = "file://"
"""Before a path, so that a cluster does not look for it in a file system of its own."""
EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(eq=False)
class Tables:
    """What is computed from.

    Attributes:
        spark: the session.
        folder: Parquet files named after the tables, in a place that this and every machine of the session can read.
        scratch: a folder of the same kind to write to.
        tell: called with what is being done.
    """

    spark: SparkSession
    folder: str
    scratch: Path
    tell: Progress
    _read: dict[str, DataFrame] = field(default_factory=dict)
    _sent: int = 0

    def __getitem__(self, table: str) -> DataFrame:
        if table not in self._read:
            frame = self.spark.read.parquet(f"{FILES}{self.folder}/{table}.parquet")
            self._read[table] = frame.select(*(_filled(table, name) for name in COLUMNS[table]))
        return self._read[table]

    def send(self, frame: pl.DataFrame) -> DataFrame:
        """A DataFrame of columns of this machine."""
        self._sent += 1
        path = self.scratch / f"sent-{self._sent}.parquet"
        frame.write_parquet(path)
        return self.spark.read.parquet(f"{FILES}{path}")

    def lazy(self, table: str) -> pl.LazyFrame:
        """A table for the few of its rows or columns that this machine reads."""
        path = Path(self.folder) / f"{table}.parquet"
        return pl.scan_parquet(path if path.is_file() else path / "*.parquet").select(COLUMNS[table])

    def snapshot(self, **frames: pl.LazyFrame) -> Snapshot:
        """A snapshot of a few rows of some tables, for definitions that are computed on this machine."""
        found = {}
        for table in COLUMNS:
            types = schema(table)
            frame = frames[table].collect() if table in frames else pl.DataFrame(schema=types)
            lists = [name for name, kind in types.items() if isinstance(kind, pl.List)]
            blank = [pl.lit(None, kind).alias(name) for name, kind in types.items() if name not in frame.columns]
            frame = frame.with_columns(*blank, pl.col(lists).fill_null([])) if lists else frame.with_columns(blank)
            scalars = [name for name in types if name not in lists]
            found[table] = frame.select(*types).sort(scalars, nulls_last=True)
        return Snapshot(MappingProxyType(found), 0)


def _filled(table: str, name: str) -> Column:
    """A column; a list that is not there is empty."""
    if not isinstance(schema(table)[name], pl.List):
        return fn.col(name)
    return fn.coalesce(name, fn.array().cast("array<string>")).alias(name)


def kept(frame: DataFrame) -> DataFrame:
    """The same, computed once and for all."""
    return frame.localCheckpoint(eager=True)


def one(frame: DataFrame) -> Mapping[str, Any]:
    """The only row."""
    rows = frame.collect()
    assert len(rows) == 1
    return rows[0].asDict()


def with_days(frame: DataFrame, column: str, prefix: str) -> DataFrame:
    """Add ``<prefix>_first`` and ``<prefix>_last``, the days a column of ISO dates can mean; blank stays null."""
    return frame.withColumns(
        {
            f"{prefix}_first": _day(_first(fn.col(column))),
            f"{prefix}_last": _day(_last(fn.col(column))),
        }
    )


def _first(text: Column) -> Column:
    return fn.rpad(text, 10, "-01-01").cast("date")


def _last(text: Column) -> Column:
    end = fn.when(fn.length(text) == len("2024"), fn.concat(text, fn.lit("-12-31")).cast("date"))
    return end.when(fn.length(text) == len("2024-05"), fn.last_day(_first(text))).otherwise(_first(text))


def _day(date: Column) -> Column:
    return (fn.unix_date(date) + EPOCH).cast("long")


def latest_day(tables: Tables) -> dt.date | None:
    """The last day any date of the tables can mean; None without any date."""
    found: set[str] = set()
    for table, columns in COLUMNS.items():
        for column in TABLES[table].columns:
            if column.kind == "date" and column.name in columns:
                found.update(tables.lazy(table).select(pl.col(column.name).drop_nulls().unique()).collect().to_series())
    return max((PartialDate.parse(text).last for text in found), default=None)
