"""All records of all tables as columns: for what takes everything out, such as an export. No record is made."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from copnet.errors import StoreFailed
from copnet.snapshot import Snapshot, whole_schema
from copnet.stores.columns import defaults
from copnet.stores.transaction import Transaction
from copnet.tables import TABLES, Table


def read_tables(tx: Transaction) -> Snapshot:
    """Every table with the columns of ``whole_schema``, its rows in the order of their keys.

    Raises:
        StoreFailed: values that no record has; somebody changed the store by hand.
    """
    frames = {name: _frame(table, tx.read_properties(name)) for name, table in TABLES.items()}
    return Snapshot(MappingProxyType(frames), tx.version())


def _frame(table: Table, rows: list[Mapping[str, Any]]) -> pl.DataFrame:
    types = whole_schema(table.name)
    absent = defaults(table)
    try:
        columns = [
            pl.Series(name, [row.get(name, absent.get(name)) for row in rows], dtype=kind, strict=True)
            for name, kind in types.items()
        ]
        return pl.DataFrame(columns)
    except (PolarsError, TypeError, ValueError, OverflowError) as error:
        raise StoreFailed(
            f"The table {table.name} cannot be read as a whole: {error}. Somebody may have changed the store by hand; "
            "copnet check lists every record that cannot be read."
        ) from None
