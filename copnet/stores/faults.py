"""Looking through a whole store for what should not be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copnet.record import Record
from copnet.stores.base import Fault
from copnet.stores.shape import from_properties, refer_query, references, referring
from copnet.stores.transaction import Transaction
from copnet.tables import STORED

Targets = Mapping[str, Mapping[str, set[str]]]
"""By name of a ``refer_`` query and key of the record that is referred to: the keys of those that say so."""

_AGAIN = "Import it again: that draws its links anew."


def find_faults(transaction: Transaction) -> list[Fault]:
    """Unreadable records, keys that do not fit their record, references to nothing, links that say otherwise."""
    faults: list[Fault] = []
    keys: dict[str, set[str]] = {}
    unreadable: dict[str, set[str]] = {table: set() for table in STORED}
    said: dict[str, dict[str, set[str]]] = {}
    for table in STORED:
        all_properties = transaction.read_properties(table)
        keys[table] = {str(properties["key"]) for properties in all_properties}
        faults.extend(_without_key(table, transaction.count(table) - len(all_properties)))
        for properties in all_properties:
            key = str(properties["key"])
            try:
                record = from_properties(table, properties)
            except ValueError as error:
                faults.append(Fault(table, key, f"It cannot be read: {error}", "Correct or delete it by its key."))
                unreadable[table].add(key)
                continue
            if record.key != key:
                faults.append(
                    Fault(table, key, "Its key does not fit its content.", "Import it again, then delete it.")
                )
            _note(said, key, record)
    faults.extend(_dangling(said, keys))
    faults.extend(_links(transaction, said, keys, unreadable))
    return faults


def _without_key(table: str, number: int) -> Iterator[Fault]:
    if number:
        yield Fault(table, "", f"{number} without a key, which nothing can find.", "Delete what has no property key.")


def _note(said: dict[str, dict[str, set[str]]], key: str, record: Record) -> None:
    for column, table, target in references(record):
        said.setdefault(refer_query(record.table, column, table), {}).setdefault(target, set()).add(key)


def _dangling(said: Targets, keys: Mapping[str, set[str]]) -> Iterator[Fault]:
    for table in STORED:
        for other, query in referring(table):
            for target, users in sorted(said.get(query, {}).items()):
                if target not in keys[table]:
                    one, missing = STORED[other].record.singular, STORED[table].record.singular
                    for key in sorted(users):
                        yield Fault(
                            other,
                            key,
                            f'Its {_column(query, other, table)} "{target}" is not among the {table}.',
                            f"Import the missing {missing}, or change or delete this {one}.",
                        )


def _links(
    transaction: Transaction, said: Targets, keys: Mapping[str, set[str]], unreadable: Mapping[str, set[str]]
) -> Iterator[Fault]:
    for table in STORED:
        for other, query in referring(table):
            saying = {key for target, users in said.get(query, {}).items() if target in keys[table] for key in users}
            linked = transaction.referring_keys(other, query, sorted(keys[table]))
            column = _column(query, other, table)
            for key in sorted(saying - linked):
                yield Fault(other, key, f"It names its {column} but has no link to it.", _AGAIN)
            for key in sorted(linked - saying - unreadable[other]):
                yield Fault(other, key, f"It is linked as {column} to one of the {table} it does not name.", _AGAIN)


def _column(query: str, other: str, table: str) -> str:
    return query.removeprefix(f"refer_{other}_").removesuffix(f"_{table}" if other == "ties" else "")
