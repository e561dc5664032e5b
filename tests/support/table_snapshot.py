"""Snapshots straight from rows or table folders, without importer and store, for tests of what stands on a snapshot."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from copnet.model import RECORDS
from copnet.record import Record
from copnet.snapshot import COLUMNS, WITH_ATTRIBUTES, Snapshot, make_snapshot
from copnet.tables import TABLES

Rows = Iterable[Mapping[str, Any]]


def snapshot_of(**tables: Rows) -> Snapshot:
    """A snapshot of rows by column name; missing columns are blank, unknown ones own columns."""
    columns: dict[str, dict[str, list[object]]] = {}
    for table, rows in tables.items():
        records = [_record(table, row) for row in rows]
        names = list(COLUMNS[table]) + (["attributes"] if table in WITH_ATTRIBUTES else [])
        columns[table] = {name: [_cell(record, table, name) for record in records] for name in names}
    return make_snapshot(columns, 1)


def snapshot_of_folder(folder: Path) -> Snapshot:
    """A snapshot of a folder of the contract's tables (plain CSV, references by id)."""
    tables: dict[str, Rows] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return snapshot_of(**tables)


def _record(table: str, row: Mapping[str, Any]) -> Record:
    known = {column.name for column in TABLES[table].columns}
    own = {name: value for name, value in row.items() if name not in known and value}
    given = {name: value for name, value in row.items() if name in known and value is not None}
    if "id" in known and "name" in known:
        given.setdefault("name", given.get("id"))
    if table == "collaborations":
        given = {"title": given.get("id"), "kind": "article"} | given
    return RECORDS[table].model_validate(given | {"attributes": own})


def _cell(record: Record, table: str, name: str) -> object:
    if name == "attributes":
        return json.dumps(record.attributes, ensure_ascii=False)
    column = TABLES[table].column(name)
    assert column is not None
    assert column.field is not None
    value = getattr(record, column.field)
    if column.kind == "date":
        return str(value) if value else None
    return list(value) if isinstance(value, tuple) else value
