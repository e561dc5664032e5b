"""Stores grow up by themselves, once, also after an interruption, and never down."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from copnet.errors import StoreTooNew
from copnet.remembered import INTERNAL
from copnet.stores.base import GraphStore
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.migrations import migrate, statements
from copnet.stores.neo4j_store import Neo4jStore
from copnet.stores.queries import Query, load_queries
from copnet.tables import STORED, TABLES
from tests.support.neo4j_server import Neo4jAddress
from tests.support.stores import SharedNeo4j, open_neo4j, raw, wipe
from tests.support.world import world


@pytest.fixture
def bare(store: GraphStore, tmp_path: Path) -> Iterator[EmbeddedStore | Neo4jStore]:
    """A store without any schema."""
    assert isinstance(store, EmbeddedStore | Neo4jStore)
    if isinstance(store, Neo4jStore):
        wipe(store)
        raw(store, "MATCH (n) DELETE n")
        for row in raw(store, "SHOW CONSTRAINTS YIELD name"):
            raw(store, f"DROP CONSTRAINT `{row['name']}`")
        yield store
        migrate(store._run_alone, store._queries, store.address)
        return
    from arcadedb_embedded import create_database

    with EmbeddedStore(create_database(str(tmp_path / "bare")), tmp_path / "bare") as made:
        yield made


ALL = len(STORED) + 3
"""Constraints in the end: also of the gate, of what was migrated, and of what imports keep of old."""


def constraints(store: GraphStore) -> int:
    return len(raw(store, "SHOW CONSTRAINTS"))


def test_an_empty_store_migrates_and_doing_it_again_does_nothing(bare: EmbeddedStore | Neo4jStore) -> None:
    assert constraints(bare) == 0
    names = run_names(bare, migrate_it=True)
    assert names[0] == "read_migrations"
    assert names[-1] == "record_migration"
    assert constraints(bare) == ALL
    assert run_names(bare, migrate_it=True) == ["read_migrations"]
    bare.write(lambda writer: writer.put(world()))
    assert bare.check() == []


def run_names(store: EmbeddedStore | Neo4jStore, *, migrate_it: bool) -> list[str]:
    """The statements a migration runs."""
    names: list[str] = []

    def run(name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        names.append(name)
        return store._run_alone(name, **params)

    assert migrate_it
    assert migrate(run, store._queries, store.address) == max(statements(store._queries))
    return names


@pytest.mark.parametrize("survived", [0, 1, 7, len(TABLES) + 2, len(TABLES) + 3, ALL - 1])
def test_an_interrupted_migration_completes(bare: EmbeddedStore | Neo4jStore, survived: int) -> None:
    done = 0

    def run_some(name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        nonlocal done
        if name.startswith(("schema_", "record_")):
            if done == survived:
                raise KeyboardInterrupt
            done += name.startswith("schema_")
        return bare._run_alone(name, **params)

    with pytest.raises(KeyboardInterrupt):
        migrate(run_some, bare._queries, bare.address)
    assert constraints(bare) == survived
    whole = [{"version": 1}] if survived > len(TABLES) + 2 else []
    assert bare._run_alone("read_migrations") == whole
    run_names(bare, migrate_it=True)
    assert constraints(bare) == ALL


def test_a_store_from_before_merges_grows_up_with_all_it_holds(bare: EmbeddedStore | Neo4jStore) -> None:
    later = tuple(f"schema_{version:04d}" for version in statements(bare._queries) if version > 1)
    first = {name: query for name, query in bare._queries.items() if not name.startswith(later)}
    assert migrate(bare._run_alone, first, bare.address) == 1
    old = [one for one in world() if one.table in TABLES]
    bare.write(lambda writer: writer.put(old))
    assert run_names(bare, migrate_it=True) == [
        "read_migrations", *(f"schema_0002_{table}_key" for table in INTERNAL), "record_migration",
        "schema_0003_head", "record_migration", "schema_0004_formers_key", "record_migration",
    ]  # fmt: skip
    assert sum(bare.count(table) for table in STORED) == len(old)
    bare.write(lambda writer: writer.put(world()))
    assert bare.check() == []


def test_versions_are_run_in_order_and_only_the_missing_ones() -> None:
    queries = {name: Query(name, "RETURN 1", frozenset(), "x") for name in ("schema_0002_b", "schema_0001_a", "other")}
    assert list(statements(queries).items()) == [(1, ["schema_0001_a"]), (2, ["schema_0002_b"])]
    ran: list[str] = []

    def run(name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        ran.append(name if name != "record_migration" else f"record {params['version']}")
        return [{"version": 1}] if name == "read_migrations" else []

    assert migrate(run, queries, "here") == 2
    assert ran == ["read_migrations", "schema_0002_b", "record 2"]


def test_a_store_of_a_newer_copnet_is_refused(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path / "s", create=True) as store:
        raw(store, "CREATE (:Migration {key: '0099', version: 99})")
    with pytest.raises(StoreTooNew, match=r"version 99; this copnet knows \d+\. Install a newer copnet") as caught:
        EmbeddedStore.open(tmp_path / "s")
    assert caught.value.exit_code == 3
    with pytest.raises(StoreTooNew):  # and not StoreLocked: the refusal let go of the folder
        EmbeddedStore.open(tmp_path / "s")


@pytest.mark.neo4j
def test_a_server_of_a_newer_copnet_is_refused(neo4j_store: Neo4jStore, neo4j_address: Neo4jAddress) -> None:
    raw(neo4j_store, "CREATE (:Migration {key: '0099', version: 99})")
    with pytest.raises(StoreTooNew, match="version 99"):
        open_neo4j(neo4j_address)


@pytest.mark.neo4j
def test_several_processes_may_open_a_new_server_at_once(neo4j_store: Neo4jStore, shared_neo4j: SharedNeo4j) -> None:
    raw(neo4j_store, "MATCH (n) DELETE n")
    for row in raw(neo4j_store, "SHOW CONSTRAINTS YIELD name"):
        raw(neo4j_store, f"DROP CONSTRAINT `{row['name']}`")
    problems: list[BaseException] = []

    def open_one() -> None:
        try:
            open_neo4j(shared_neo4j.address).close()
        except BaseException as error:  # noqa: BLE001 - seen in the test's own thread
            problems.append(error)

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert constraints(neo4j_store) == ALL
    found = raw(neo4j_store, "MATCH (m:Migration) RETURN m.version AS version ORDER BY version")
    assert found == [{"version": version} for version in statements(load_queries("neo4j"))]
