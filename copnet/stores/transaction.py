"""One transaction of either store: records to queries and back. All it knows of a store is how to run a named query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from copnet.errors import Conflict, StoreFailed, UsageError
from copnet.model import Record
from copnet.stores.base import MAX_ROWS_A_TRANSACTION
from copnet.stores.columns import version_of
from copnet.stores.shape import EDGES, from_properties, references, referring, to_properties
from copnet.tables import STORED, TABLES, Column

T = TypeVar("T")

BATCH = 5_000
"""Rows a statement; measured on both stores."""
FILTERABLE = ("text", "choice", "date", "reference")


class Run(Protocol):
    """Runs a named query and returns its rows."""

    def __call__(self, name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        """Run it."""
        ...


class Transaction:
    """A ``Writer``. The store begins, commits and rolls back around it."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.written = 0

    def read(
        self,
        table: str,
        *,
        keys: Sequence[str] | None = None,
        where: Mapping[str, str] | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        """See ``Reader.read``."""
        rows = self.read_properties(table, keys=keys, where=where, after=after, limit=limit)
        return [self._record(table, properties) for properties in rows]

    def read_properties(
        self, table: str, *, keys: Sequence[str] | None = None, where: Mapping[str, str] | None = None,
        after: str | None = None, limit: int | None = None,
    ) -> list[Mapping[str, Any]]:  # fmt: skip
        """The stored properties, before they are made records again."""
        _require_table(table)
        wanted = _require_filter(table, where or {})
        if limit is not None and limit < 0:
            raise UsageError(f"A limit cannot be negative: {limit}.")
        if keys is None and limit is not None:
            return [row["record"] for row in self._run(f"page_{table}", after=after or "", limit=limit, where=wanted)]
        if keys is None:
            rows = self._run(f"list_{table}", after=after or "", where=wanted)
            return sorted((row["record"] for row in rows), key=lambda record: str(record["key"]))
        found = [
            record
            for record in self._pick(table, set(keys))
            if record["key"] > (after or "") and all(record.get(name) == value for name, value in wanted.items())
        ]
        return sorted(found, key=lambda record: str(record["key"]))[:limit]

    def _pick(self, table: str, keys: set[str]) -> list[Mapping[str, Any]]:
        """The records of these keys; where most of a table is wanted, in one pass over it."""
        if len(keys) > BATCH and len(keys) * 4 > self.count(table):
            rows = self._run(f"list_{table}", after="", where={})
            return [row["record"] for row in rows if row["record"]["key"] in keys]
        return [row["record"] for some in batches(list(keys)) for row in self._run(f"pick_{table}", keys=some)]

    def version(self) -> int:
        """The data version this transaction reads."""
        return version_of(self._run("read_version"))

    def count(self, table: str) -> int:
        """See ``Reader.count``."""
        _require_table(table)
        return int(self._run(f"count_{table}")[0]["count"])

    def referring(self, table: str, key: str) -> dict[str, list[str]]:
        """See ``Reader.referring``."""
        _require_table(table)
        found: dict[str, set[str]] = defaultdict(set)
        for other, query in referring(table):
            found[other] |= self.referring_keys(query, [key])
        return {other: sorted(keys) for other, keys in found.items() if keys}

    def put(self, records: Iterable[Record]) -> None:
        """See ``Writer.put``."""
        records = list(records)
        self._count(len(records))
        by_table: dict[str, dict[str, Record]] = {name: {} for name in STORED}
        for record in records:
            by_table[record.table][record.key] = record
        self._require_targets(by_table)
        for table, some in by_table.items():
            if table in EDGES:
                self._put_edges(table, some)
            else:
                self._put_nodes(table, some)
        for table, some in by_table.items():
            if table not in EDGES:
                self._link(table, some)

    def delete(self, table: str, keys: Sequence[str]) -> int:
        """See ``Writer.delete``."""
        _require_table(table)
        present = sorted(self.ids(table, keys))
        self._count(len(present))
        for some in batches(present):
            self._require_unused(table, some, set(present))
            self._run(f"delete_{table}", keys=some)
        return len(present)

    def _count(self, more: int) -> None:
        require_fits(self.written + more)
        self.written += more

    def _put_nodes(self, table: str, records: Mapping[str, Record]) -> None:
        for some in batches(list(records.items())):
            self._run(
                f"put_{table}", rows=[{"key": key, "properties": to_properties(record, key)} for key, record in some]
            )

    def _put_edges(self, table: str, records: Mapping[str, Record]) -> None:
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for key, record in records.items():
            ends = EDGES[table](record)
            row = {"key": key, "from": ends.from_key, "to": ends.to_key, "properties": to_properties(record, key)}
            rows[ends.variant].append(row)
        for variant, some_rows in rows.items():
            for some in batches(some_rows):
                self._run(f"put_{table}_{variant}", rows=some)

    def _link(self, table: str, records: Mapping[str, Record]) -> None:
        """Draw each reference of a node as a relationship, in place of those drawn before."""
        links: dict[str, list[dict[str, str]]] = {
            column.name: []
            for column in STORED[table].columns
            if column.kind in ("reference", "references") and column.field
        }
        for key, record in records.items():
            for column, _, target in references(record):
                links[column.name].append({"key": key, "to": target})
        for name, rows in links.items():
            for some_keys in batches(list(records)):
                self._run(f"unlink_{table}_{name}", keys=some_keys)
            for some in batches(rows):
                self._run(f"link_{table}_{name}", rows=some)

    def _require_targets(self, by_table: Mapping[str, Mapping[str, Record]]) -> None:
        """Every reference must lead to a record that is there or comes along.

        Raises:
            Conflict: one does not.
        """
        needed: dict[str, dict[str, tuple[Record, Column]]] = defaultdict(dict)
        for records in by_table.values():
            for record in records.values():
                for column, table, target in references(record):
                    if target not in by_table[table]:
                        needed[table].setdefault(target, (record, column))
        for table, targets in needed.items():
            for missing in sorted(targets.keys() - self.ids(table, targets).keys()):
                raise Conflict(without(*targets[missing], missing, table))

    def _require_unused(self, table: str, keys: list[str], leaving: set[str]) -> None:
        for other, query in referring(table):
            users = self.referring_keys(query, keys)
            if other == table:
                users -= leaving
            if users:
                many = "1 record" if len(users) == 1 else f"{len(users)} records"
                verb = "refers" if len(users) == 1 else "refer"
                raise Conflict(f"{many} in {other} still {verb} to {', '.join(keys[:3])}.")

    def referring_keys(self, query: str, keys: Sequence[str]) -> set[str]:
        """The keys of the records that are linked to one of ``keys``, by a ``refer_`` query."""
        return {row["key"] for some in batches(list(keys)) for row in self._run(query, keys=some)}

    def ids(self, table: str, keys: Iterable[str]) -> dict[str, str]:
        """Those of ``keys`` that are there, with what the store knows them by."""
        wanted = list(dict.fromkeys(keys))
        rows = (row for some in batches(wanted) for row in self._run(f"present_{table}", keys=some))
        return {row["key"]: row["id"] for row in rows}

    def _record(self, table: str, properties: Mapping[str, Any]) -> Record:
        try:
            return from_properties(table, properties)
        except ValueError as error:
            raise StoreFailed(
                f"{table} {properties.get('key')} cannot be read: {error}. Somebody may have changed the store by "
                "hand; copnet check lists every such record."
            ) from None


def batches(items: list[T], size: int | None = None) -> Iterator[list[T]]:
    """The items in lists of at most ``size``; by default of what a statement takes."""
    size = size or BATCH
    return (items[start : start + size] for start in range(0, len(items), size))


def require_fits(rows: int) -> None:
    """One transaction has bounds.

    Raises:
        UsageError: more rows than it takes.
    """
    if rows > MAX_ROWS_A_TRANSACTION:
        raise UsageError(f"{rows:,} records are more than the {MAX_ROWS_A_TRANSACTION:,} that can be written at once.")


def without(record: Record, column: Column, target: str, table: str) -> str:
    """That a record refers to what is not there, in words."""
    return f'{type(record).singular} {record.key}: its {column.name} "{target}" is not among the {table}.'


def _require_table(table: str) -> None:
    if table not in STORED:
        raise UsageError(f'There is no table "{table}". Tables: {", ".join(TABLES)}.')


def _require_filter(table: str, where: Mapping[str, str]) -> dict[str, str]:
    names = {column.name for column in STORED[table].columns if column.kind in FILTERABLE and column.field}
    for name in where:
        if name not in names:
            raise UsageError(f'{table} cannot be filtered by "{name}". Possible: {", ".join(sorted(names))}.')
    return dict(where)
