"""Both stores for tests: emptied instead of made anew, since a new embedded store takes half a second."""

from __future__ import annotations

import datetime as dt
from typing import Any

from copnet.record import Record
from copnet.stores.base import GraphStore
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.migrations import statements
from copnet.stores.neo4j_store import Neo4jStore
from copnet.tables import STORED
from tests.support.neo4j_server import Neo4jAddress


def everything(store: GraphStore) -> dict[str, list[Record]]:
    """All records of a store by table, with what it remembers for itself."""
    return {table: store.read(table) for table in STORED}


def raw(store: GraphStore, cypher: str, **params: Any) -> list[dict[str, Any]]:
    """Run Cypher behind the store's back, in a transaction of its own."""
    if isinstance(store, Neo4jStore):
        with store._session() as session:
            return session.run(cypher, params).data()
    assert isinstance(store, EmbeddedStore)
    database = store._database

    def work() -> list[dict[str, Any]]:
        found = database.command("opencypher", cypher, params)
        rows: list[dict[str, Any]] = found.to_list() if found is not None else []
        return rows

    return store._as_writer(lambda: database.run_in_transaction(work))


def wipe(store: EmbeddedStore | Neo4jStore) -> None:
    """Delete all records, the gate and the version. The schema stays, and so does the note that it was made."""
    raw(store, "MATCH (n) DETACH DELETE n")
    for version in statements(store._queries):
        today = dt.date(2026, 1, 1).isoformat()
        store._run_alone("record_migration", key=f"{version:04d}", version=version, applied_on=today)


class SharedEmbedded:
    """The embedded store of a test process."""

    def __init__(self) -> None:
        self._store: EmbeddedStore | None = None

    def empty(self) -> EmbeddedStore:
        """The store with nothing in it; a new one when the last test closed it."""
        if self._store is None or self._store._closed:
            self._store = EmbeddedStore.scratch()
        else:
            wipe(self._store)
        return self._store

    def close(self) -> None:
        if self._store:
            self._store.close()


class SharedNeo4j:
    """The database of the Neo4j server of a test process, by two stores: ours, and the one that a test may close."""

    def __init__(self, address: Neo4jAddress) -> None:
        self.address = address
        self._ours = open_neo4j(address)
        self._theirs: Neo4jStore | None = None

    def empty(self) -> Neo4jStore:
        """A store on the emptied database."""
        wipe(self._ours)
        if self._theirs is None or self._theirs._driver._closed:
            self._theirs = open_neo4j(self.address)
        return self._theirs

    def close(self) -> None:
        self._ours.close()
        if self._theirs:
            self._theirs.close()


def open_neo4j(address: Neo4jAddress) -> Neo4jStore:
    return Neo4jStore.open(address.uri, user=address.user, password=address.password)
