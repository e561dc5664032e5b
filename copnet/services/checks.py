"""Is the store whole?"""

from __future__ import annotations

import dataclasses
from typing import Any

from copnet.stores.base import GraphStore
from copnet.tables import TABLES


def check_store(store: GraphStore) -> dict[str, Any]:
    """Records by table and every fault found: ``{"store", "version", "records", "faults"}``."""
    faults = store.check()
    return {
        "store": store.address,
        "version": store.version(),
        "records": {table: store.count(table) for table in TABLES},
        "faults": [dataclasses.asdict(fault) for fault in faults],
    }
