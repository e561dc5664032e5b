"""The rows of the snapshot query as columns again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from copnet.snapshot import Snapshot, make_snapshot, schema
from copnet.tables import TABLES

_STAND_INS: Mapping[str, Any] = {"number": -1.0, "share": -1.0, "integer": -1, "yes-no": None, "texts": None,
                                 "references": None}  # fmt: skip
"""What the query writes for an absent value, by kind of column; '' for every kind of text."""


def snapshot_from_rows(rows: Iterable[Mapping[str, Any]], version: int) -> Snapshot:
    """A snapshot from rows of ``part`` (a table) and ``columns`` (lists of equal length). A part may come in several rows."""
    parts: dict[str, dict[str, list[Any]]] = {}
    for row in rows:
        table = row["part"]
        columns = parts.setdefault(table, {name: [] for name in schema(table)})
        for (name, values), kind in zip(zip(columns, row["columns"], strict=True), _kinds(table), strict=True):
            columns[name].extend(_restore(values, kind))
    return make_snapshot(parts, version)


def _kinds(table: str) -> list[str]:
    by_name = {column.name: column.kind for column in TABLES[table].columns}
    return [by_name.get(name, "text") for name in schema(table)]


def _restore(values: Iterable[Any], kind: str) -> list[Any]:
    stand_in = _STAND_INS.get(kind, "")
    if kind in ("texts", "references"):
        return [list(value) for value in values]
    if stand_in is None:
        return list(values)
    return [None if value == stand_in else value for value in values]
