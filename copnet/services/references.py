"""Who refers to a record: asked only when a deletion or a new id was refused, to say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copnet.model import Record
from copnet.stores.base import Reader
from copnet.tables import END_TABLES, TABLES, Column, Table

PAGE = 5_000
_END_KIND = {table: kind for kind, table in END_TABLES.items()}


def referrers(store: Reader, table: str, key: str) -> dict[str, int]:
    """How many records of which table refer to the record; tables with none are left out."""
    counts = {name: len(_referring(store, other, table, key)) for name, other in TABLES.items()}
    return {name: count for name, count in counts.items() if count}


def _referring(store: Reader, other: Table, table: str, key: str) -> set[str]:
    found: set[str] = set()
    for column in other.columns:
        if column.field is None:
            continue
        if column.kind == "references" and column.refers_to == table:
            found |= _listing(store, other, column.field, key)
        elif where := _condition(column, table, key):
            found |= {record.key for record in store.read(other.name, where=where)}
    return found - ({key} if other.name == table else set())


def _condition(column: Column, table: str, key: str) -> Mapping[str, str] | None:
    if column.kind != "reference":
        return None
    if column.refers_to == table:
        return {column.name: key}
    if column.refers_to is None and table in _END_KIND:  # the ends of ties
        return {column.name: key, f"{column.name}_kind": _END_KIND[table]}
    return None


def _listing(store: Reader, other: Table, field: str, key: str) -> set[str]:
    """Records whose list of references holds the key; stores cannot be asked for that."""
    return {record.key for record in _all(store, other.name) if key in getattr(record, field)}


def _all(store: Reader, table: str) -> Iterator[Record]:
    after: str | None = None
    while page := store.read(table, after=after, limit=PAGE):
        yield from page
        after = page[-1].key
