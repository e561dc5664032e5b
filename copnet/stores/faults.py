"""Looking through a whole store for what should not be there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from copnet.model import Record
from copnet.stores.base import Fault
from copnet.stores.shape import from_properties, references
from copnet.stores.transaction import Transaction
from copnet.tables import TABLES


def find_faults(transaction: Transaction) -> list[Fault]:
    """Records that cannot be read, keys that do not fit their record, and references to nothing."""
    faults: list[Fault] = []
    records: dict[str, dict[str, Record]] = {table: {} for table in TABLES}
    for table in TABLES:
        for properties in transaction.read_properties(table):
            key = str(properties.get("key"))
            try:
                record = from_properties(table, properties)
            except ValueError as error:
                faults.append(Fault(table, key, f"It cannot be read: {error}", "Correct or delete it by its key."))
                continue
            records[table][key] = record
            if record.key != key:
                faults.append(
                    Fault(table, key, "Its key does not fit its content.", "Import it again, then delete it.")
                )
    for table, found in records.items():
        for key, record in found.items():
            faults.extend(_dangling(table, key, record, records.__getitem__))
    return faults


def _dangling(table: str, key: str, record: Record, among: Callable[[str], Mapping[str, Record]]) -> list[Fault]:
    return [
        Fault(
            table,
            key,
            f'Its {column.name} "{target}" is not among the {other}.',
            f"Import the missing {TABLES[other].record.singular}, or change or delete this {type(record).singular}.",
        )
        for column, other, target in references(record)
        if target not in among(other)
    ]
