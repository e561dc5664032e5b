"""Stores for every suite. One embedded store and one Neo4j server a test process, emptied between tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import cast

import pytest

from copnet.stores.base import GraphStore
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.neo4j_store import Neo4jStore
from tests.support.neo4j_server import Neo4jAddress, neo4j_for_tests
from tests.support.stores import SharedEmbedded, SharedNeo4j

BOTH = [pytest.param("embedded", id="embedded"), pytest.param("neo4j", id="neo4j", marks=pytest.mark.neo4j)]


def require_neo4j() -> None:
    """Skip only where a person asked for it; a machine that checks for everybody (CI) may not."""
    if os.environ.get("COPNET_TEST_NEO4J") != "off":
        return
    if os.environ.get("CI"):
        pytest.fail("COPNET_TEST_NEO4J=off is not for CI: every suite needs its Neo4j there.")
    pytest.skip("COPNET_TEST_NEO4J=off")


@pytest.fixture(scope="session")
def neo4j_address() -> Iterator[Neo4jAddress]:
    """A real Neo4j server, started when this process first needs it. Failing to start fails the tests."""
    require_neo4j()
    with neo4j_for_tests() as address:
        yield address


@pytest.fixture(scope="session")
def shared_embedded() -> Iterator[SharedEmbedded]:
    shared = SharedEmbedded()
    yield shared
    shared.close()


@pytest.fixture(scope="session")
def shared_neo4j(neo4j_address: Neo4jAddress) -> Iterator[SharedNeo4j]:
    shared = SharedNeo4j(neo4j_address)
    yield shared
    shared.close()


@pytest.fixture
def embedded_store(shared_embedded: SharedEmbedded) -> EmbeddedStore:
    """An empty embedded store. A test may close it."""
    return shared_embedded.empty()


@pytest.fixture
def neo4j_store(shared_neo4j: SharedNeo4j) -> Neo4jStore:
    """An empty database on the Neo4j server. A test may close the store."""
    return shared_neo4j.empty()


@pytest.fixture
def scratch(embedded_store: EmbeddedStore) -> GraphStore:
    """An empty store for suites that do not care which."""
    return embedded_store


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest) -> GraphStore:
    """An empty store of either kind."""
    return cast("GraphStore", request.getfixturevalue(f"{request.param}_store"))
