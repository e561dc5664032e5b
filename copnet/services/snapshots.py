"""One snapshot for everybody: requests at the same time share one read of the store."""

from __future__ import annotations

import threading

from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore


class Snapshots:
    """The latest snapshot of a store, read again only after something was written. Safe to use from several threads."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._latest: Snapshot | None = None

    def current(self) -> Snapshot:
        """The store as it is now, or newer: never older than when the call began.

        Raises:
            StoreError: the store cannot be read; nothing stale is handed out in its place.
        """
        version = self._store.version()
        latest = self._latest
        if latest is not None and latest.version >= version:
            return latest
        with self._lock:
            if self._latest is None or self._latest.version < version:
                self._latest = self._store.snapshot()
            return self._latest
