"""One transaction of either store: records to queries and back. All it knows of a store is how to run a named query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from copnet.errors import Conflict, StoreFailed, UsageError
from copnet.record import Record
from copnet.stores.base import MAX_ROWS_A_TRANSACTION
from copnet.stores.columns import version_of
from copnet.stores.formers import Formers
from copnet.stores.queries import Run
from copnet.stores.shape import EDGES, from_properties, loose, references, referring, to_properties
from copnet.tables import STORED, TABLES, Column

T = TypeVar("T")

BATCH = 5_000
"""Rows a statement; measured on both stores."""
FILTERABLE = ("text", "choice", "date", "reference")


class _Row(NamedTuple):
    """What is written: a record, or what stands for it, under its key."""

    key: str
    record: Any
    properties: Mapping[str, Any]


class Transaction:
    """A ``Writer``. The store begins, commits and rolls back around it.

    Args:
        run: runs a query.
        head: where a large import is being written, the number of the last one that is whole; what was changed since
            is read as it was.
        number: what records are marked with that are put, for one batch of a large import.
    """

    def __init__(self, run: Run, *, head: int | None = None, number: int | None = None) -> None:
        self.run = run
        self._formers = Formers(run, head) if head is not None else None
        self._mark = {} if number is None else {"import": number}
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
        if keys is None:
            found = self._listed(table, after or "", wanted, limit)
        else:
            found = _fitting(self._pick(table, set(keys)), after or "", wanted)
        return sorted(found, key=lambda record: str(record["key"]))[:limit]

    def _listed(
        self, table: str, after: str, where: Mapping[str, str], limit: int | None = None
    ) -> list[Mapping[str, Any]]:
        if limit is None:
            rows = self.run(f"list_{table}", after=after, where=where)
        else:
            rows = self.run(f"page_{table}", after=after, where=where, limit=limit)
        found = [row["record"] for row in rows]
        if not self._formers:
            return found
        # a filter on columns is ours to apply, so then all are looked at
        formers = self._formers.records(table, after=after, limit=None if where else limit)
        return found + _fitting(formers, after, where)

    def _pick(self, table: str, keys: set[str]) -> list[Mapping[str, Any]]:
        """The records of these keys; where most of a table is wanted, in one pass over it."""
        if len(keys) > BATCH and len(keys) * 4 > self.count(table):
            return [record for record in self._listed(table, "", {}) if record["key"] in keys]
        found = [row["record"] for some in batches(list(keys)) for row in self.run(f"pick_{table}", keys=some)]
        if self._formers:
            for some in batches(list(keys)):
                found += self._formers.records_of(table, some)
        return found

    def version(self) -> int:
        """The data version this transaction reads."""
        return version_of(self.run("read_version"))

    def formers(self, table: str) -> list[Mapping[str, Any]]:
        """The properties of what queries leave out, since a large import is changing it, as they were."""
        return self._formers.records(table) if self._formers else []

    def count(self, table: str) -> int:
        """See ``Reader.count``."""
        _require_table(table)
        changed = self._formers.count(table) if self._formers else 0
        return int(self.run(f"count_{table}")[0]["count"]) + changed

    def referring(self, table: str, key: str) -> dict[str, list[str]]:
        """See ``Reader.referring``."""
        _require_table(table)
        found: dict[str, set[str]] = defaultdict(set)
        for other, query in referring(table):
            found[other] |= self.referring_keys(other, query, [key])
        return {other: sorted(keys) for other, keys in found.items() if keys}

    def put(self, records: Iterable[Record]) -> None:
        """See ``Writer.put``."""
        records = list(records)
        self._count(len(records))
        by_table: dict[str, dict[str, Record]] = {name: {} for name in STORED}
        for record in records:
            by_table[record.table][record.key] = record
        self._require_targets(by_table)
        self._draw(
            {
                table: [_Row(key, record, to_properties(record, key) | self._mark) for key, record in some.items()]
                for table, some in by_table.items()
            }
        )

    def put_back(self, kept: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Write properties as they were once read, with their tables; what they refer to need not be there."""
        rows: dict[str, list[_Row]] = {name: [] for name in STORED}
        for table, properties in kept:
            rows[table].append(_Row(str(properties["key"]), loose(table, properties), properties))
        self._draw(rows)

    def _draw(self, rows: Mapping[str, list[_Row]]) -> None:
        for table, some in rows.items():
            if table in EDGES:
                self._put_edges(table, some)
            else:
                self._put_nodes(table, some)
        for table, some in rows.items():
            if table not in EDGES:
                self._link(table, some)

    def delete(self, table: str, keys: Sequence[str]) -> int:
        """See ``Writer.delete``."""
        _require_table(table)
        present = sorted(self.ids(table, keys))
        self._count(len(present))
        for some in batches(present):
            self._require_unused(table, some, set(present))
            self.run(f"delete_{table}", keys=some)
        return len(present)

    def _count(self, more: int) -> None:
        require_fits(self.written + more)
        self.written += more

    def _put_nodes(self, table: str, rows: list[_Row]) -> None:
        for some in batches(rows):
            self.run(f"put_{table}", rows=[{"key": row.key, "properties": row.properties} for row in some])

    def _put_edges(self, table: str, rows: list[_Row]) -> None:
        drawn: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for key, record, properties in rows:
            ends = EDGES[table](record)
            row = {"key": key, "from": ends.from_key, "to": ends.to_key, "properties": properties}
            drawn[ends.variant].append(row)
        for variant, some_rows in drawn.items():
            for some in batches(some_rows):
                self.run(f"put_{table}_{variant}", rows=some)

    def _link(self, table: str, rows: list[_Row]) -> None:
        """Draw each reference of a node as a relationship, in place of those drawn before."""
        links: dict[str, list[dict[str, str]]] = {
            column.name: []
            for column in STORED[table].columns
            if column.kind in ("reference", "references") and column.field
        }
        for key, record, _ in rows:
            for column, _, target in references(record):
                links[column.name].append({"key": key, "to": target})
        for name, drawn in links.items():
            for some_rows in batches(rows):
                self.run(f"unlink_{table}_{name}", keys=[row.key for row in some_rows])
            for some in batches(drawn):
                self.run(f"link_{table}_{name}", rows=some)

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
            users = self.referring_keys(other, query, keys)
            if other == table:
                users -= leaving
            if users:
                many = "1 record" if len(users) == 1 else f"{len(users)} records"
                verb = "refers" if len(users) == 1 else "refer"
                raise Conflict(f"{many} in {other} still {verb} to {', '.join(keys[:3])}.")

    def referring_keys(self, other: str, query: str, keys: Sequence[str]) -> set[str]:
        """The keys of the records of ``other`` that are linked to one of ``keys``, by a ``refer_`` query."""
        changed = self._formers.referring(other, query, keys) if self._formers else set()
        return changed | {row["key"] for some in batches(list(keys)) for row in self.run(query, keys=some)}

    def ids(self, table: str, keys: Iterable[str]) -> dict[str, str]:
        """Those of ``keys`` that are there, with what the store knows them by."""
        wanted = list(dict.fromkeys(keys))
        rows = (row for some in batches(wanted) for row in self.run(f"present_{table}", keys=some))
        return {row["key"]: row["id"] for row in rows}

    def _record(self, table: str, properties: Mapping[str, Any]) -> Record:
        try:
            return from_properties(table, properties)
        except ValueError as error:
            raise StoreFailed(
                f"{table} {properties.get('key')} cannot be read: {error}. Somebody may have changed the store by "
                "hand; copnet check lists every such record."
            ) from None


def _fitting(
    records: Iterable[Mapping[str, Any]], after: str, where: Mapping[str, str]
) -> list[Mapping[str, Any]]:  # fmt: skip
    return [
        record
        for record in records
        if record["key"] > after and all(record.get(name) == value for name, value in where.items())
    ]


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
