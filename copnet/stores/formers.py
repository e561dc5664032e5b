"""What stood in the store before a large import changed it: kept beside, and what readers see until the head moves.

A changed record carries the number of the import, like a new one, so readers leave it out. What it was becomes a node
``Former`` in the same transaction. When the head has moved these are removed; when the import is interrupted they are
put back first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from copnet.errors import StoreFailed
from copnet.stores.queries import Run
from copnet.stores.shape import loose, refer_query, references

Properties = Mapping[str, Any]
FEW = 1_000
"""For so many keys the store looks itself who refers to them; for more it gives all there is."""


class Formers:
    """What was changed by imports after ``head``, as it was.

    Args:
        run: runs a query.
        head: the number of the last large import that is whole.
    """

    def __init__(self, run: Run, head: int) -> None:
        self._run = run
        self._head = head

    def records(self, table: str, *, after: str = "", limit: int | None = None) -> list[Properties]:
        """Those of a table whose key is greater; with a limit so many of them, by their keys."""
        name, page = ("former_records", {}) if limit is None else ("former_page", {"limit": limit})
        rows = self._run(name, **_range(table, after), **page, head=self._head)
        return [json.loads(row["record"]) for row in rows]

    def records_of(self, table: str, keys: Sequence[str]) -> list[Properties]:
        """Those of some keys."""
        named = [_named(table, key) for key in keys]
        return [json.loads(row["record"]) for row in self._run("former_records_of", keys=named, head=self._head)]

    def count(self, table: str) -> int:
        """How many of a table."""
        return int(self._run("former_count", **_range(table), head=self._head)[0]["count"])

    def referring(self, table: str, query: str, keys: Iterable[str]) -> set[str]:
        """The keys of those of a table that a ``refer_`` query for these keys would have found."""
        wanted = {_named(query, key) for key in keys}
        given = _range(table) | {"head": self._head}
        if len(wanted) <= FEW:
            return {row["key"] for row in self._run("former_referring", **given, wanted=sorted(wanted))}
        rows = self._run("former_references", **given)
        return {row["key"] for row in rows if not wanted.isdisjoint(row["refers"])}


def former(table: str, properties: Properties, number: int) -> dict[str, Any]:
    """What is kept of a record that an import of this number is about to change.

    Raises:
        StoreFailed: it has a value of a kind that copnet never writes; somebody changed the store by hand.
    """
    key = str(properties["key"])
    try:
        kept = json.dumps(dict(properties), ensure_ascii=False)
    except TypeError as error:
        raise StoreFailed(
            f"{table} {key} cannot be changed: {error}. Somebody may have changed the store by hand; copnet check "
            "lists every such record."
        ) from error
    refers = [
        _named(refer_query(table, column, other), target)
        for column, other, target in references(loose(table, properties))
    ]
    return {
        "key": _named(table, key), "table": table, "of": key, "import": number, "record": kept, "refers": refers,
    }  # fmt: skip


def _named(table: str, key: str) -> str:
    return f"{table} {key}"


def _range(table: str, after: str = "") -> dict[str, str]:
    """Between which keys those of a table are."""
    return {"after": _named(table, after), "before": f"{table}!"}  # "!" comes next to the blank
