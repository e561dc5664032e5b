"""The sample community as a snapshot, read with the standard library alone: no importer, no store."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from copnet.snapshot import Snapshot
from copnet.tables import TABLES, Column
from tests.support.sample_rows import read_sample
from tests.support.table_snapshot import snapshot_of


@lru_cache(maxsize=1)
def sample_snapshot() -> Snapshot:
    """The sample; ``communities.funders`` are memberships of organizations with the role funder."""
    tables: dict[str, list[dict[str, Any]]] = {
        table: [_row(table, row) for row in rows] for table, rows in read_sample().items()
    }
    for row in tables["communities"]:
        for funder in row.pop("funders", None) or ():
            tables["memberships"].append({"community": row["id"], "organization": funder, "role": "funder"})
    return snapshot_of(**tables)


def _row(table: str, row: dict[str, str]) -> dict[str, Any]:
    columns = {name: TABLES[table].column(name) for name in row}
    return {name: _value(columns[name], text) for name, text in row.items() if text}


def _value(column: Column | None, text: str) -> Any:
    if column is None:
        return text
    if column.kind in ("texts", "references"):
        return tuple(text.split("|"))
    if column.kind == "share" and text.endswith("%"):
        return float(text[:-1]) / 100
    return text == "yes" if column.kind == "yes-no" else text
