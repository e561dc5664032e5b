from __future__ import annotations

from pathlib import Path

import pytest

from copnet.stores.base import GraphStore
from tests.unit.importers.graph_files import GraphFiles
from tests.unit.importers.support import Importer


@pytest.fixture
def store(scratch: GraphStore) -> GraphStore:
    return scratch


@pytest.fixture
def load(store: GraphStore, tmp_path: Path) -> Importer:
    return Importer(store, tmp_path)


@pytest.fixture
def graphs(store: GraphStore, tmp_path: Path) -> GraphFiles:
    return GraphFiles(store, tmp_path)
