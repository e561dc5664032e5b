from __future__ import annotations

import pytest

from copnet.stores.base import GraphStore


@pytest.fixture
def store(scratch: GraphStore) -> GraphStore:
    return scratch
