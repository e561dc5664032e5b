"""A GraphStore in memory, until the scratch embedded store takes its place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

from copnet.errors import Conflict
from copnet.model import Record
from copnet.snapshot import COLUMNS, WITH_ATTRIBUTES, Snapshot, make_snapshot
from copnet.stores.base import Fault, Writer
from copnet.tables import TABLES, Column

T = TypeVar("T")
Data = dict[str, dict[str, Record]]


def _value(record: Record, name: str) -> Any:
    column = TABLES[record.table].column(name)
    assert column is not None
    return getattr(record, column.field or name)


def _targets(record: Record) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for column in TABLES[record.table].columns:
        if column.field is None or column.kind not in ("reference", "references"):
            continue
        value = getattr(record, column.field)
        keys = value if isinstance(value, tuple) else [value] if value else []
        found.extend((_table(record, column), key) for key in keys)
    return found


def _table(record: Record, column: Column) -> str:
    if column.refers_to:
        return column.refers_to
    return "people" if getattr(record, f"{column.name}_kind") == "person" else "organizations"


class _View:
    def __init__(self, data: Data) -> None:
        self.data = data

    def read(
        self, table: str, *, keys: Sequence[str] | None = None, where: Mapping[str, str] | None = None,
        after: str | None = None, limit: int | None = None,
    ) -> list[Record]:  # fmt: skip
        rows = self.data[table]
        chosen = sorted(rows if keys is None else set(keys) & rows.keys())
        found = [
            rows[key] for key in chosen
            if (after is None or key > after)
            and all(str(_value(rows[key], name)) == value for name, value in (where or {}).items())
        ]  # fmt: skip
        return found[:limit]

    def count(self, table: str) -> int:
        return len(self.data[table])

    def put(self, records: Sequence[Record]) -> None:
        for record in records:
            self.data[record.table][record.key] = record

    def delete(self, table: str, keys: Sequence[str]) -> int:
        return sum(self.data[table].pop(key, None) is not None for key in keys)

    def whole(self) -> None:
        for rows in self.data.values():
            for record in rows.values():
                for table, key in _targets(record):
                    if key not in self.data[table]:
                        raise Conflict(f"{record.table} {record.key} refers to {table} {key}, which is not there.")


class MemoryStore(_View):
    """Commits by swapping a copy, so readers never see half of one."""

    address = "memory"

    def __init__(self) -> None:
        super().__init__({table: {} for table in TABLES})
        self._gate = threading.RLock()
        self._version = 0
        self.closed = False

    def write(self, change: Callable[[Writer], T]) -> T:
        with self._gate:
            copy = _View({table: dict(rows) for table, rows in self.data.items()})
            result = change(copy)
            copy.whole()
            if copy.data != self.data:
                self.data = copy.data
                self._version += 1
            return result

    def snapshot(self) -> Snapshot:
        with self._gate:
            columns = {
                table: {
                    name: [_plain(_value(record, name)) for record in self.data[table].values()] for name in names
                } | ({"attributes": [_json(record) for record in self.data[table].values()]}
                     if table in WITH_ATTRIBUTES else {})
                for table, names in COLUMNS.items()
            }  # fmt: skip
            return make_snapshot(columns, self._version)

    def version(self) -> int:
        return self._version

    def check(self) -> list[Fault]:
        return []

    def close(self) -> None:
        self.closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _json(record: Record) -> str | None:
    import json

    return json.dumps(record.attributes, ensure_ascii=False) if record.attributes else None
