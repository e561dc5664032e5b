"""An import that is too large for one transaction: written in batches that nobody sees before the head moves.

New records carry the number of their import. Until the head, one node, has that number too, every reader leaves them
out; what is there already is changed in the transaction that moves the head. So a reader sees only old or only new, and
what an interrupted import leaves is found by its number and swept away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from copnet.errors import StoreFailed
from copnet.model import Record
from copnet.stores.queries import Query
from copnet.stores.shape import EDGES, Ends, references, to_properties
from copnet.stores.transaction import Run, Transaction
from copnet.tables import STORED

T = TypeVar("T")
Rows = list[Mapping[str, Any]]
SWEPT_ROWS = 20_000

See = Callable[[Callable[[Transaction], Any]], Any]
"""Runs something that reads, at one moment."""


class Bulk(Protocol):
    """The store's own way of writing much.

    Attributes:
        rows: how many a batch; measured.
    """

    rows: int

    def nodes(self, label: str, rows: list[dict[str, Any]]) -> list[str]:
        """Create nodes in a transaction of their own, and say under which ids, in the order of the rows."""
        ...

    def relationships(self, kind: str, rows: list[dict[str, Any]]) -> None:
        """Create relationships (``from`` and ``to``: ids of nodes; ``properties``) in a transaction of their own."""
        ...


class Staging:
    """The ``Writer`` of a large import. It reads what was there before, not what it has written itself.

    Args:
        see: looks at the store as everybody sees it.
        bulk: writes to it.
        queries: of the store; they name the labels and types that records have.
        number: of the import.
    """

    def __init__(self, see: See, bulk: Bulk, queries: Mapping[str, Query], number: int) -> None:
        self._see = see
        self._bulk = bulk
        self._queries = queries
        self._number = number
        self._changed: list[Record] = []
        self._removed: list[tuple[str, list[str]]] = []
        self._ids: dict[str, dict[str, str]] = defaultdict(dict)
        self._counts: dict[str, int] = {}
        self._whole = True
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
        found: list[Record] = self._see(lambda tx: tx.read(table, keys=keys, where=where, after=after, limit=limit))
        return found

    def count(self, table: str) -> int:
        """See ``Reader.count``."""
        return int(self._see(lambda tx: tx.count(table)))

    def referring(self, table: str, key: str) -> dict[str, list[str]]:
        """See ``Reader.referring``."""
        found: dict[str, list[str]] = self._see(lambda tx: tx.referring(table, key))
        return found

    def put(self, records: Sequence[Record]) -> None:
        """See ``Writer.put``. Every reference leads to what was there before, or to what is put in the same call."""
        tables: dict[str, dict[str, Record]] = {name: {} for name in STORED}
        for record in records:
            tables[record.table][record.key] = record
        self._whole = False
        self._see(lambda tx: tx.require_targets(tables))
        self.written += sum(map(len, tables.values()))
        for name, some in tables.items():
            if some:
                self._ids[name] |= self._known(name, some)
                self._changed += [some.pop(key) for key in self._ids[name].keys() & some.keys()]
        for name, some in tables.items():
            if name not in EDGES:
                self._stage_nodes(name, some)
        for name, some in tables.items():
            (self._stage_edges if name in EDGES else self._stage_links)(name, some)
        self._whole = True

    def delete(self, table: str, keys: Sequence[str]) -> int:
        """See ``Writer.delete``; done when the head moves. How many there are is said as it is now."""
        present = sorted(self._known(table, keys))
        self._removed.append((table, present))
        self.written += len(present)
        return len(present)

    def finish(self, transaction: Transaction) -> None:
        """Change what was there before; the head is moved in the same transaction.

        Raises:
            UsageError: that is more than one transaction takes.
            StoreFailed: a put failed, and nobody minded.
        """
        if not self._whole:
            raise StoreFailed("A part of the import could not be written, so nothing was.")
        transaction.put(self._changed)
        for table, keys in self._removed:
            transaction.delete(table, keys)

    def _stage_nodes(self, table: str, records: Mapping[str, Record]) -> None:
        label = self._queries[f"put_{table}"].draws
        for keys in self._batches(list(records)):
            rows = [to_properties(records[key], key) | {"import": self._number} for key in keys]
            self._ids[table] |= zip(keys, self._bulk.nodes(label, rows), strict=True)

    def _stage_edges(self, table: str, records: Mapping[str, Record]) -> None:
        by_variant: dict[str, list[tuple[Ends, str]]] = defaultdict(list)
        for key, record in records.items():
            ends = EDGES[table](record)
            by_variant[ends.variant].append((ends, key))
        for variant, some in by_variant.items():
            one, other = some[0][0].from_table, some[0][0].to_table
            self._find(one, (ends.from_key for ends, _ in some))
            self._find(other, (ends.to_key for ends, _ in some))
            kind = self._queries[f"put_{table}_{variant}"].draws
            for batch in self._batches(some):
                self._draw(kind, one, other, [
                    (ends.from_key, ends.to_key, to_properties(records[key], key) | {"import": self._number})
                    for ends, key in batch
                ])  # fmt: skip

    def _stage_links(self, table: str, records: Mapping[str, Record]) -> None:
        links: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for key, record in records.items():
            for column, target_table, target in references(record):
                links[column.name, target_table].append((key, target))
        for (name, other), some in links.items():
            self._find(other, (target for _, target in some))
            kind = self._queries[f"link_{table}_{name}"].draws
            for batch in self._batches(some):
                self._draw(kind, table, other, [(key, target, {}) for key, target in batch])

    def _draw(self, kind: str, one: str, other: str, rows: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
        start, end = self._ids[one], self._ids[other]
        self._bulk.relationships(kind, [{"from": start[a], "to": end[b], "properties": some} for a, b, some in rows])

    def _find(self, table: str, keys: Iterable[str]) -> None:
        """The ids of what was there before and is referred to."""
        if missing := {key for key in keys if key not in self._ids[table]}:
            self._ids[table] |= self._known(table, missing)

    def _batches(self, items: list[T]) -> Iterator[list[T]]:
        return (items[start : start + self._bulk.rows] for start in range(0, len(items), self._bulk.rows))

    def _known(self, table: str, keys: Iterable[str]) -> dict[str, str]:
        if table not in self._counts:
            self._counts[table] = self.count(table)
        found: dict[str, str] = self._see(lambda tx: tx.ids(table, keys)) if self._counts[table] else {}
        return found


def sweep(batch: Callable[[Callable[[Run], Rows]], Rows]) -> None:
    """Remove what an interrupted import left, if one did; it may be interrupted itself.

    Args:
        batch: runs something in a transaction of its own.
    """
    found = batch(lambda run: run("begin_sweep"))
    if not found:
        return
    number = int(found[0]["number"])
    for name in ("sweep_relationships", "sweep_nodes"):
        remove = partial(_remove, name, number)
        while batch(remove)[0]["count"]:
            pass
    batch(lambda run: run("end_sweep"))


def _remove(name: str, number: int, run: Run) -> Rows:
    return run(name, number=number, limit=SWEPT_ROWS)


def require_whole(found: Sequence[Mapping[str, Any]]) -> None:
    """An import goes on only as long as nobody swept it away.

    Raises:
        StoreFailed: the store was opened by another program that found this one gone.
    """
    if not found:
        raise StoreFailed(
            "The import was interrupted: the connection to the store was lost for a while, and what was written "
            "meanwhile was taken back. Nothing was written; import again."
        )
