"""The sample community, loaded into a store."""

from __future__ import annotations

from collections.abc import Callable

from copnet.errors import Conflict
from copnet.stores.base import GraphStore
from copnet.tables import TABLES


def load_sample(store: GraphStore, progress: Callable[[str, int, int | None], None] | None = None) -> None:
    """Import the packaged sample community.

    Raises:
        Conflict: the store holds records already; invented people do not belong among real ones.
    """
    from copnet.sample import sample_path
    from copnet.services.imports import ImportOptions, import_path

    if any(store.count(table) for table in TABLES):
        raise Conflict(f"The store {store.address} holds data already; the sample is only loaded into an empty one.")
    with sample_path() as folder:
        import_path(store, folder, ImportOptions(), progress)
