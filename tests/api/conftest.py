"""One store and one client a test. Everything goes through the routes, as a browser or a program would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from copnet.stores.base import GraphStore
from copnet_api.app import create_app
from tests.api.memory import MemoryStore
from tests.api.rows import ROWS

BASE = "http://localhost"


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with MemoryStore() as opened:
        yield opened


@pytest.fixture
def app(store: GraphStore) -> FastAPI:
    return create_app(store)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=BASE) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader() -> Iterator[TestClient]:
    """A client on an empty store that a module's tests share, since none of them writes."""
    with MemoryStore() as opened, TestClient(create_app(opened), base_url=BASE) as client:
        yield client


@pytest.fixture
def filled(client: TestClient) -> dict[str, dict[str, Any]]:
    """One record of every table, created through the API; by table."""
    made = {}
    for table, row in ROWS.items():
        answer = client.post(f"/api/v1/{table}", json=row)
        assert answer.status_code == 201, answer.text
        made[table] = answer.json()
    return made
