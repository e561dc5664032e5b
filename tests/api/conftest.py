"""One store and one client a test. Everything goes through the routes, as a browser or a program would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from copnet.bootstrap import scratch_store
from copnet.services.demo import load_sample
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore, Writer
from copnet.tables import STORED
from copnet_api.app import create_app
from tests.api.rows import ROWS

BASE = "http://localhost"
V1 = "/api/v1"


def get(client: TestClient, path: str, **query: Any) -> Any:
    """The JSON of an answer that must come."""
    answer = client.get(f"{V1}/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="session")
def shared_store() -> Iterator[GraphStore]:
    """One scratch store for all, since opening one takes a second; ``store`` empties it."""
    with scratch_store() as opened:
        yield opened


@pytest.fixture
def store(shared_store: GraphStore) -> Iterator[GraphStore]:
    """An empty store."""
    yield shared_store
    shared_store.write(_empty)


@pytest.fixture(scope="session")
def app(shared_store: GraphStore) -> FastAPI:
    return create_app(shared_store)


@pytest.fixture(scope="session")
def shared_client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=BASE) as opened:
        yield opened


@pytest.fixture
def client(shared_client: TestClient, store: GraphStore) -> TestClient:
    """A client on an empty store."""
    return shared_client


@pytest.fixture(scope="session")
def sample_store() -> Iterator[GraphStore]:
    """The sample community; nobody writes into it."""
    with scratch_store() as opened:
        load_sample(opened)
        yield opened


@pytest.fixture(scope="session")
def sample(sample_store: GraphStore) -> Iterator[TestClient]:
    """A client on the sample community."""
    with TestClient(create_app(sample_store), base_url=BASE) as opened:
        yield opened


@pytest.fixture(scope="session")
def snapshot(sample_store: GraphStore) -> Snapshot:
    """What the store of the sample community holds."""
    return sample_store.snapshot()


@pytest.fixture
def filled(client: TestClient) -> dict[str, dict[str, Any]]:
    """One record of every table, created through the API; by table."""
    made = {}
    for table, row in ROWS.items():
        answer = client.post(f"/api/v1/{table}", json=row)
        assert answer.status_code == 201, answer.text
        made[table] = answer.json()
    return made


def _empty(writer: Writer) -> None:
    for table in reversed(STORED):
        if keys := [record.key for record in writer.read(table)]:
            writer.delete(table, keys)
