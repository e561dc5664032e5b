from __future__ import annotations

from collections.abc import Iterator

import pytest

from copnet.stores.base import GraphStore
from tests.support.memory_store import MemoryStore


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with MemoryStore() as opened:
        yield opened
