"""Neo4j's way of writing much: a statement a batch, ends of relationships by their ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from copnet.stores.staging import Rows, require_whole
from copnet.stores.transaction import Run


class Neo4jBulk:
    """A ``Bulk``.

    Args:
        batch: runs something in a transaction of its own.
        number: of the import; a batch is only kept while nobody has swept it away.
    """

    rows = 10_000

    def __init__(self, batch: Callable[[Callable[[Run], Rows]], Rows], number: int) -> None:
        self._batch = batch
        self._number = number

    def nodes(self, label: str, rows: list[dict[str, Any]]) -> list[str]:
        """See ``Bulk.nodes``."""
        made = self._write("stage_nodes", label=label, rows=rows)
        ids = {row["key"]: row["id"] for row in made}
        return [ids[row["key"]] for row in rows]

    def relationships(self, kind: str, rows: list[dict[str, Any]]) -> None:
        """See ``Bulk.relationships``."""
        self._write("stage_relationships", type=kind, rows=rows)

    def _write(self, name: str, **params: Any) -> Rows:
        def work(run: Run) -> Rows:
            made = run(name, **params)
            require_whole(run("keep_import", number=self._number))
            return made

        return self._batch(work)
