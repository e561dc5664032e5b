"""An import that is too large for one transaction: written in batches that nobody sees before the head moves.

Records carry the number of the import that made or changed them. Until the head, one node, has that number too, every
reader leaves them out, and sees what was changed as it was. So a reader sees only old or only new, and what an
interrupted import leaves is found by its number and taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol

from copnet.errors import Conflict, StoreFailed
from copnet.record import Record
from copnet.stores.changing import change_records
from copnet.stores.queries import Query, Rows, Run
from copnet.stores.shape import EDGES, references, to_properties
from copnet.stores.transaction import Transaction, batches, require_fits, without
from copnet.tables import STORED

Properties = dict[str, Any]

See = Callable[[Callable[[Transaction], Any]], Any]
"""Runs something that reads, at one moment."""


class Bulk(Protocol):
    """The store's own way of writing much.

    Attributes:
        rows: how many a batch; measured.
    """

    rows: int

    def nodes(self, label: str, rows: Sequence[Properties]) -> list[str]:
        """Create nodes in a transaction of their own, and say under which ids, in the order of the rows."""
        ...

    def relationships(self, kind: str, starts: Sequence[str], ends: Sequence[str], rows: Sequence[Properties]) -> None:
        """Create relationships in a transaction of their own; ``starts`` and ``ends`` are ids of nodes."""
        ...

    def change(self, work: Callable[[Run], Rows]) -> None:
        """Run ``work`` in a transaction of its own that no reader overlaps."""
        ...


class Line(NamedTuple):
    """What relationships of one type lead from and to: tables of nodes."""

    kind: str
    one: str
    other: str


Drawn = tuple[str, str, Properties]
"""A relationship: the keys of its ends, and its properties."""


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
        self._late: dict[tuple[str, str], Record] = {}
        self._removed: list[tuple[str, list[str]]] = []
        self._ids: dict[str, dict[str, str]] = defaultdict(dict)
        self._early: dict[Line, list[Drawn]] = defaultdict(list)
        self._needed: dict[str, dict[str, str]] = defaultdict(dict)
        self._counts: dict[str, int] = {}
        self._failed = False
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

    def put(self, records: Iterable[Record]) -> None:
        """See ``Writer.put``. Every reference leads to what was there before, or to what is put in the same call.

        In memory are the keys of all, a batch of each table, and what comes before what it joins or refers to.
        """
        try:
            self._put(records)
        except BaseException:
            self._failed = True
            raise

    def _put(self, records: Iterable[Record]) -> None:
        waiting: dict[str, dict[str, Record]] = {name: {} for name in sorted(STORED, key=EDGES.__contains__)}
        nodes = [some for name, some in waiting.items() if name not in EDGES]
        for record in records:
            some = waiting[record.table]
            some[record.key] = record
            if len(some) == self._bulk.rows:
                self._stage(nodes)
                self._stage([some])
        self._stage(waiting.values())
        self._require_targets()
        for line in list(self._early):
            self._draw(line, self._early.pop(line))
        self._change()
        for late in batches(list(self._late.values()), self._bulk.rows):
            self._bulk.change(partial(change_records, self._number, late))
        self._late.clear()

    def delete(self, table: str, keys: Sequence[str]) -> int:
        """See ``Writer.delete``; done when the head moves. How many there are is said as it is now."""
        present = sorted(set(keys) & self._find(table, keys).keys())
        self._removed.append((table, present))
        self.written += len(present)
        require_fits(sum(len(some) for _, some in self._removed))
        return len(present)

    def finish(self, transaction: Transaction) -> None:
        """Delete what is to be deleted; the head is moved in the same transaction.

        Raises:
            StoreFailed: a put failed, and nobody minded.
        """
        if self._failed:
            raise StoreFailed("A part of the import could not be written, so nothing was.")
        for table, keys in self._removed:
            transaction.delete(table, keys)

    def _stage(self, parts: Iterable[dict[str, Record]]) -> None:
        """Write what is new and change what is not; each part, of one table, is empty afterwards."""
        for records in filter(None, parts):
            table = next(iter(records.values())).table
            self.written += len(records)
            known = self._find(table, records)
            self._changed += [records.pop(key) for key in [key for key in records if key in known]]
            if records:
                self._stage_new(table, records)
            records.clear()
            if len(self._changed) >= self._bulk.rows:
                self._change()

    def _change(self) -> None:
        """Change what is there already; later, where it refers to what is not yet, or is not wholly drawn itself."""
        needed: dict[str, set[str]] = defaultdict(set)
        for record in self._changed:
            for _, other, target in references(record):
                needed[other].add(target)
        found = {other: self._find(other, targets) for other, targets in needed.items()}
        undrawn = {row.get("key", start) for rows in self._early.values() for start, _, row in rows}
        ready = []
        for record in self._changed:
            name = record.table, record.key
            whole = record.key not in undrawn and all(target in found[other] for _, other, target in references(record))
            if whole and name not in self._late:
                ready.append(record)
            else:
                self._late[name] = record
        self._changed.clear()
        for some in batches(ready, self._bulk.rows):
            self._bulk.change(partial(change_records, self._number, some))

    def _stage_new(self, table: str, records: Mapping[str, Record]) -> None:
        rows = [to_properties(record, key) for key, record in records.items()]
        for row in rows:
            row["import"] = self._number
        self._need(table, records.values())
        lines: dict[Line, list[Drawn]] = defaultdict(list)
        if table in EDGES:
            self._ids[table].update(dict.fromkeys(records, ""))
            kinds = {}
            for record, row in zip(records.values(), rows, strict=True):
                variant, one, start, other, end = EDGES[table](record)
                if variant not in kinds:
                    kinds[variant] = lines[Line(self._queries[f"put_{table}_{variant}"].draws, one, other)]
                kinds[variant].append((start, end, row))
        else:
            ids = self._bulk.nodes(self._queries[f"put_{table}"].draws, rows)
            self._ids[table].update(zip(records, ids, strict=True))
            for key, record in records.items():
                for column, other, target in references(record):
                    kind = self._queries[f"link_{table}_{column.name}"].draws
                    lines[Line(kind, table, other)].append((key, target, {}))
        for line, drawn in lines.items():
            self._draw(line, drawn)

    def _need(self, table: str, records: Iterable[Record]) -> None:
        """Note what is referred to and not there yet; it is looked for at the end."""
        for record in records:
            for column, other, target in references(record):
                if target not in self._ids[other]:
                    self._needed[other].setdefault(target, without(record, column, target, other))

    def _require_targets(self) -> None:
        for table, targets in self._needed.items():
            for missing in sorted(targets.keys() - self._find(table, targets).keys()):
                raise Conflict(targets[missing])
        self._needed.clear()

    def _draw(self, line: Line, rows: list[Drawn]) -> None:
        """Draw relationships whose ends are there; the others are kept."""
        starts = self._find(line.one, (start for start, _, _ in rows))
        ends = self._find(line.other, (end for _, end, _ in rows))
        ready = [row for row in rows if row[0] in starts and row[1] in ends]
        if len(ready) < len(rows):
            self._early[line] += [row for row in rows if not (row[0] in starts and row[1] in ends)]
        for some in batches(ready, self._bulk.rows):
            self._bulk.relationships(
                line.kind,
                [starts[start] for start, _, _ in some],
                [ends[end] for _, end, _ in some],
                [properties for _, _, properties in some],
            )

    def _find(self, table: str, keys: Iterable[str]) -> dict[str, str]:
        """The ids of all that is known of a table, after a look into the store for those of ``keys`` that are not."""
        ids = self._ids[table]
        if table not in self._counts:
            self._counts[table] = self.count(table)
        if self._counts[table] and (missing := {key for key in keys if key not in ids}):
            ids |= self._see(lambda tx: tx.ids(table, missing))
        return ids
