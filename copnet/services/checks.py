"""Is the store whole?"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from copnet.errors import StoreFailed
from copnet.remembered import TABLE_OF, Merge
from copnet.stores.base import Fault, GraphStore
from copnet.tables import TABLES


def check_store(store: GraphStore) -> dict[str, Any]:
    """Records by table and every fault found: ``{"store", "version", "records", "faults"}``."""
    faults = [*store.check(), *_merge_faults(store)]
    return {
        "store": store.address,
        "version": store.version(),
        "records": {table: store.count(table) for table in TABLES},
        "faults": [dataclasses.asdict(fault) for fault in faults],
    }


def _merge_faults(store: GraphStore) -> Iterator[Fault]:
    """Merges whose dropped id is in use again: rows that name it would say something about two.

    That the kept one is there, and that a merge can be read, is looked at with all other records.
    """
    try:
        merges = [one for one in store.read("merges") if isinstance(one, Merge)]
    except StoreFailed:  # a record that cannot be read is a fault found already
        return
    for kind, table in TABLE_OF.items():
        by_dropped = {one.dropped: one for one in merges if one.kind == kind}
        for there in _present(store, table, list(by_dropped)):
            words = f"It dropped the {kind} {there}, who is there again."
            yield Fault("merges", by_dropped[there].key, words, f"Delete the {kind} {there} or give it another id.")


def _present(store: GraphStore, table: str, keys: list[str]) -> list[str]:
    try:
        return [one.key for one in store.read(table, keys=keys)]
    except StoreFailed:
        return []
