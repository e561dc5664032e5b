"""The embedded engine's own way of writing much: about three times faster than its Cypher."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from copnet.stores.queries import Rows, Run
from copnet.stores.staging import Properties


class EmbeddedBulk:
    """A ``Bulk``. What the engine keeps of a batch that fails is unseen, since it carries the import's number.

    Args:
        database: where to.
        alone: a block that nobody else reads in.
        as_writer: runs something in the writing thread.
        transaction: runs something in a transaction of its own.
        flush: whether to wait for the disk, in the engine's words.
    """

    rows = 50_000

    def __init__(
        self,
        database: Any,
        alone: Callable[[], AbstractContextManager[None]],
        as_writer: Callable[[Callable[[], Any]], Any],
        transaction: Callable[[Callable[[Run], Rows]], Rows],
        flush: str,
    ) -> None:
        self._database = database
        self._alone = alone
        self._as_writer = as_writer
        self._transaction = transaction
        self._flush = flush

    def nodes(self, label: str, rows: Sequence[Properties]) -> list[str]:
        """See ``Bulk.nodes``."""

        def work() -> list[str]:
            with self._alone(), self._batch() as batch:
                return list(batch.create_vertices(label, rows))

        made: list[str] = self._as_writer(work)
        return made

    def relationships(self, kind: str, starts: Sequence[str], ends: Sequence[str], rows: Sequence[Properties]) -> None:
        """See ``Bulk.relationships``."""

        def work() -> None:
            self._database.schema.get_or_create_edge_type(kind)
            with self._alone(), self._batch() as batch:
                batch.new_edges(starts, kind, ends, rows if any(rows) else None)

        self._as_writer(work)

    def change(self, work: Callable[[Run], Rows]) -> None:
        """See ``Bulk.change``."""
        self._transaction(work)

    def _batch(self) -> Any:
        return self._database.graph_batch(use_wal=True, wal_flush=self._flush)
