"""What stood in the store before a large import changed it: kept beside, and what readers see until the head moves.

A changed record carries the number of the import, like a new one, so readers leave it out. What it was becomes a node
``Former`` in the same transaction. When the head has moved these are removed; when the import is interrupted they are
put back first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from copnet.stores.queries import Run
from copnet.stores.shape import from_properties, refer_query, references

Properties = Mapping[str, Any]


class Formers:
    """What was changed by imports after ``head``, as it was.

    Args:
        run: runs a query.
        head: the number of the last large import that is whole.
    """

    def __init__(self, run: Run, head: int) -> None:
        self._run = run
        self._head = head

    def records(self, table: str) -> list[Properties]:
        """All of a table."""
        return [json.loads(row["record"]) for row in self._run("former_records", table=table, head=self._head)]

    def records_of(self, table: str, keys: Sequence[str]) -> list[Properties]:
        """Those of some keys."""
        named = [_named(table, key) for key in keys]
        return [json.loads(row["record"]) for row in self._run("former_records_of", keys=named, head=self._head)]

    def count(self, table: str) -> int:
        """How many of a table."""
        return int(self._run("former_count", table=table, head=self._head)[0]["count"])

    def referring(self, table: str, query: str, keys: Iterable[str]) -> set[str]:
        """The keys of those of a table that a ``refer_`` query for these keys would have found."""
        wanted = {_named(query, key) for key in keys}
        rows = self._run("former_references", table=table, head=self._head)
        return {row["key"] for row in rows if not wanted.isdisjoint(row["refers"])}


def former(table: str, properties: Properties, number: int) -> dict[str, Any]:
    """What is kept of a record that an import of this number is about to change."""
    record = from_properties(table, properties)
    return {
        "key": _named(table, str(properties["key"])), "table": table, "of": properties["key"], "import": number,
        "record": json.dumps(dict(properties), ensure_ascii=False),
        "refers": [_named(refer_query(table, column, other), target) for column, other, target in references(record)],
    }  # fmt: skip


def _named(table: str, key: str) -> str:
    return f"{table} {key}"
