from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from copnet.stores.base import GraphStore
from tests.support.memory_store import MemoryStore
from tests.unit.importers.support import Importer


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with MemoryStore() as opened:
        yield opened


@pytest.fixture
def load(store: GraphStore, tmp_path: Path) -> Importer:
    return Importer(store, tmp_path)
