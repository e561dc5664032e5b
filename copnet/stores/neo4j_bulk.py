"""Neo4j's way of writing much: a statement a batch, values as lists, ends of relationships by their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from copnet.errors import StoreFailed
from copnet.stores.changing import require_whole
from copnet.stores.queries import Query, Rows, Run
from copnet.stores.staging import Properties


class Neo4jBulk:
    """A ``Bulk``.

    Args:
        batch: runs something in a transaction of its own; it is given what runs queries, by name or filled.
        queries: of the store.
        number: of the import; a batch is only kept while nobody has swept it away.
    """

    rows = 10_000

    def __init__(
        self, batch: Callable[[Callable[[Any], Rows]], Rows], queries: Mapping[str, Query], number: int
    ) -> None:
        self._batch = batch
        self._queries = queries
        self._number = number

    def nodes(self, label: str, rows: Sequence[Properties]) -> list[str]:
        """See ``Bulk.nodes``."""
        made = self._write("stage_nodes", label, rows, last=len(rows) - 1)
        ids = [""] * len(rows)
        for place, known_by in zip(made["places"], made["ids"], strict=True):
            ids[place] = known_by
        return ids

    def relationships(self, kind: str, starts: Sequence[str], ends: Sequence[str], rows: Sequence[Properties]) -> None:
        """See ``Bulk.relationships``."""
        made = self._write("stage_relationships", kind, rows, starts=starts, ends=ends)
        if made["count"] != len(starts):
            raise StoreFailed("Records that an import refers to were deleted by hand meanwhile. Import again.")

    def change(self, work: Callable[[Run], Rows]) -> None:
        """See ``Bulk.change``."""

        def in_turn(run: Run) -> Rows:
            require_whole(run("keep_import", number=self._number))  # first, as the begin of a sweep does it
            run("enter_gate")
            return work(run)

        self._batch(in_turn)

    def _write(self, name: str, kind: str, rows: Sequence[Properties], **params: Any) -> Mapping[str, Any]:
        columns = _columns(rows)
        query = self._queries[name].filled(kind, columns)

        def work(run: Any) -> Rows:
            made: Rows = run(query, columns=columns, **params)
            require_whole(run("keep_import", number=self._number))
            return made

        return self._batch(work)[0]


def _columns(rows: Iterable[Properties]) -> dict[str, list[Any]]:
    names = sorted({name for row in rows for name in row})
    return {name: [row.get(name) for row in rows] for name in names}
