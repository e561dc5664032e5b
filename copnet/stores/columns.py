"""The rows of the snapshot query as columns again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from polars.exceptions import PolarsError

from copnet.errors import StoreFailed
from copnet.snapshot import Snapshot, make_snapshot, schema
from copnet.tables import TABLES

_STAND_INS: Mapping[str, Any] = {"share": -1.0, "integer": -1}
_NEVER_ABSENT = ("number", "yes-no", "texts", "references")
"""What the query writes for an absent value, by kind of column; '' for every kind of text. Of ``_NEVER_ABSENT`` it
writes what blank means, since every number is a possible value of a tie."""


def snapshot_from_rows(rows: Iterable[Mapping[str, Any]], version: int) -> Snapshot:
    """A snapshot from rows of ``part`` (a table) and ``columns`` (lists of equal length); a part may have several rows.

    Raises:
        StoreFailed: values that no record has; somebody changed the store by hand.
    """
    parts: dict[str, dict[str, list[Any]]] = {}
    try:
        for row in rows:
            table = row["part"]
            columns = parts.setdefault(table, {name: [] for name in schema(table)})
            for (name, values), kind in zip(zip(columns, row["columns"], strict=True), _kinds(table), strict=True):
                columns[name].extend(_restore(values, kind))
        return make_snapshot(parts, version)
    except (PolarsError, TypeError, ValueError, OverflowError) as error:
        raise StoreFailed(
            f"The store cannot be read as a whole: {error}. Somebody may have changed it by hand; copnet check lists "
            "what is wrong."
        ) from error


def version_of(rows: Sequence[Mapping[str, Any]]) -> int:
    """The data version in the rows of ``read_version`` or ``enter_gate``; 0 before the first write."""
    return int(rows[0]["version"]) if rows else 0


def _kinds(table: str) -> list[str]:
    by_name = {column.name: column.kind for column in TABLES[table].columns}
    return [by_name.get(name, "text") for name in schema(table)]


def _restore(values: Iterable[Any], kind: str) -> list[Any]:
    if kind in ("texts", "references"):
        return [_as_list(value) for value in values]
    if kind in _NEVER_ABSENT:
        return list(values)
    stand_in = _STAND_INS.get(kind, "")
    return [None if value == stand_in else value for value in values]


def _as_list(value: Any) -> list[Any]:
    if isinstance(value, str):  # list() would take it apart into letters
        raise TypeError(f'"{value}" is not a list')
    return list(value)
