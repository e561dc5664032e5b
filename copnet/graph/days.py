"""Dates as day numbers (``date.toordinal``) in columns: the first and the last day each can mean."""

from __future__ import annotations

import datetime as dt

import polars as pl

from copnet.dates import PartialDate
from copnet.snapshot import COLUMNS, Snapshot
from copnet.tables import TABLES

EVER = dt.date.max.toordinal()
NEVER = 0


def with_days(frame: pl.DataFrame, column: str, prefix: str) -> pl.DataFrame:
    """Add ``<prefix>_first`` and ``<prefix>_last``, the days a column of ISO dates can mean; blank stays null."""
    texts = frame[column].drop_nulls().unique().to_list()
    dates = [PartialDate.parse(text) for text in texts]
    days = {"first": [date.first.toordinal() for date in dates], "last": [date.last.toordinal() for date in dates]}
    return frame.with_columns(
        pl.col(column)
        .replace_strict(pl.Series(texts, dtype=pl.String()), pl.Series(new, dtype=pl.Int64()), default=None)
        .alias(f"{prefix}_{side}")
        for side, new in days.items()
    )


def latest_day(snapshot: Snapshot) -> dt.date | None:
    """The last day any date of the snapshot can mean; None without any date."""
    texts: set[str] = set()
    for table, columns in COLUMNS.items():
        kinds = {column.name: column.kind for column in TABLES[table].columns}
        for column in columns:
            if kinds[column] == "date":
                texts.update(snapshot[table][column].drop_nulls().unique().to_list())
    return max((PartialDate.parse(text).last for text in texts), default=None)


def as_of(snapshot: Snapshot, end: dt.date | None) -> dt.date | None:
    """The day on which everything is looked at: ``--to``, else the latest day in the store; never the clock."""
    return end or latest_day(snapshot)


def day(date: dt.date | None, otherwise: int) -> int:
    """The number of a day, or ``otherwise`` without one."""
    return date.toordinal() if date else otherwise
