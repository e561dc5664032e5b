"""A store in a dictionary: what an import needs of a store, with rollback. Not for use outside the importer's tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

from copnet.errors import Conflict, UsageError
from copnet.model import RECORDS, Record
from copnet.snapshot import Snapshot, make_snapshot
from copnet.stores.base import MAX_ROWS_A_TRANSACTION, Fault, Writer
from copnet.tables import TABLES

T = TypeVar("T")
_END_TABLES = {"person": "people", "organization": "organizations"}


class MemoryStore:
    """All records of all tables by key."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, Record]] = {table: {} for table in TABLES}
        self._version = 0
        self._written = 0

    @property
    def address(self) -> str:
        return "memory"

    def read(
        self,
        table: str,
        *,
        keys: Sequence[str] | None = None,
        where: Mapping[str, str] | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        known = self._tables[table]
        wanted = sorted(known) if keys is None else sorted({key for key in keys if key in known})
        found = [known[key] for key in wanted if after is None or key > after]
        for name, value in (where or {}).items():
            found = [record for record in found if str(getattr(record, name)) == value]
        return found if limit is None else found[:limit]

    def count(self, table: str) -> int:
        return len(self._tables[table])

    def put(self, records: Sequence[Record]) -> None:
        self._written += len(records)
        if self._written > MAX_ROWS_A_TRANSACTION:
            raise UsageError(f"{self._written} records")
        for record in records:
            self._tables[record.table][record.key] = record
        for record in records:
            self._require_references(record)

    def _require_references(self, record: Record) -> None:
        for column in TABLES[record.table].columns:
            if column.kind not in ("reference", "references") or column.field is None:
                continue
            value = getattr(record, column.field)
            table = column.refers_to or _END_TABLES[getattr(record, f"{column.name}_kind")]
            for key in value if isinstance(value, tuple) else (value,):
                if key is not None and key not in self._tables[table]:
                    raise Conflict(f"{record.table} {record.key} refers to {table} {key}, which does not exist")

    def delete(self, table: str, keys: Sequence[str]) -> int:
        return sum(self._tables[table].pop(key, None) is not None for key in keys)

    def write(self, change: Callable[[Writer], T]) -> T:
        before = {table: dict(records) for table, records in self._tables.items()}
        self._written = 0
        try:
            result = change(self)
        except BaseException:
            self._tables = before
            raise
        self._version += before != self._tables
        return result

    def snapshot(self) -> Snapshot:
        columns: dict[str, dict[str, list[Any]]] = {}
        return make_snapshot(columns, self._version)

    def version(self) -> int:
        return self._version

    def check(self) -> list[Fault]:
        return []

    def close(self) -> None:
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def everything(store: Any) -> dict[str, list[Record]]:
    """All records of a store by table."""
    return {table: store.read(table) for table in RECORDS}
