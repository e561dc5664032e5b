"""The columns a store gives for its tables as frames, checked: a store may have been changed by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

import polars as pl
from polars.exceptions import PolarsError

from copnet.errors import StoreFailed
from copnet.snapshot import COLUMNS, Snapshot, ordered, schema
from copnet.tables import TABLES, Table


class ReadColumns(Protocol):
    """Runs a query for all records of a table."""

    def __call__(self, name: str, wanted: Sequence[str], /) -> Mapping[str, Any]:
        """The wanted columns by name, as series or lists of equal length; none where there is no record.

        Raises:
            TypeError: a column holds values of another type.
        """
        ...


def read_snapshot(
    read: ReadColumns, version: int, formers: Callable[[str], list[Mapping[str, Any]]]
) -> Snapshot:  # fmt: skip
    """A snapshot by the ``snapshot_`` queries.

    Args:
        read: runs one.
        version: of the data.
        formers: properties of a table's records that the queries leave out, since a large import is changing them.

    Raises:
        StoreFailed: values that no record has; somebody changed the store by hand.
    """
    frames = {}
    for name in COLUMNS:
        types = schema(name)
        blank = defaults(TABLES[name])
        try:
            columns = read(f"snapshot_{name}", list(types))
            frame = pl.DataFrame([_series(column, columns.get(column, ()), kind) for column, kind in types.items()])
            if rows := formers(name):
                old = {column: [row.get(column) for row in rows] for column in types}
                frame = pl.concat(
                    [frame, pl.DataFrame([_series(column, old[column], types[column]) for column in types])]
                )
            filled = [_filled(column, blank[column]) for column in types if blank.get(column) is not None]
            frames[name] = ordered(frame.with_columns(filled))
        except (PolarsError, TypeError, ValueError, OverflowError) as error:
            raise StoreFailed(
                f"The store cannot be read as a whole: {name}: {error}. Somebody may have changed it by hand; copnet "
                "check lists what is wrong."
            ) from error
    return Snapshot(MappingProxyType(frames), version)


def defaults(table: Table) -> dict[str, Any]:
    """What an absent property means, by column; a list is empty and own columns are none."""
    fields = table.record.model_fields
    found: dict[str, Any] = {
        column.name: fields[column.field].default
        for column in table.columns
        if column.field and not fields[column.field].is_required()
    }
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def version_of(rows: Sequence[Mapping[str, Any]]) -> int:
    """The data version in the rows of ``read_version`` or ``enter_gate``; 0 before the first write."""
    return int(rows[0]["version"]) if rows else 0


def _series(name: str, values: Any, kind: pl.DataType) -> pl.Series:
    if not isinstance(values, pl.Series):
        if isinstance(kind, pl.List) and any(isinstance(value, str) for value in values):
            raise TypeError(f"{name} holds a text that is not in a list")  # it would be taken apart into letters
        return pl.Series(name, values, dtype=kind, strict=True)
    empty = values.null_count() == len(values) or values.dtype == pl.List(pl.Null)
    whole = kind == pl.Float64() and values.dtype == pl.Int64()
    if values.dtype != kind and not empty and not whole:
        raise TypeError(f"{name} holds {values.dtype}, not {kind}")
    return values.cast(kind)


def _filled(name: str, value: Any) -> pl.Expr:
    return pl.col(name).fill_null(pl.lit(value, dtype=pl.List(pl.String)) if value == [] else value)
