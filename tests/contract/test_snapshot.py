"""The snapshot holds what reading the records finds, column by column, on both stores."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from copnet.errors import StoreFailed
from copnet.record import Record
from copnet.snapshot import COLUMNS, WITH_ATTRIBUTES, Snapshot, schema
from copnet.stores.base import GraphStore
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.neo4j_store import Neo4jStore
from tests.support.any_records import small_stores
from tests.support.stores import raw, wipe
from tests.support.world import make, world


def expected_rows(records: list[Record], table: str) -> list[tuple[Any, ...]]:
    """The rows of a table by the records' own JSON: another way than the query."""
    rows = []
    for one in records:
        values = one.model_dump(mode="json", by_alias=True)
        row = [values[name] for name in COLUMNS[table]]
        if table in WITH_ATTRIBUTES:
            row.append(json.dumps(values["attributes"], ensure_ascii=False, sort_keys=True) or None)
            row[-1] = row[-1] if values["attributes"] else None
        rows.append(tuple(row))
    return sorted(rows, key=repr)


def assert_holds(snapshot: Snapshot, store: GraphStore) -> None:
    assert set(snapshot.frames) == set(COLUMNS)
    for table, frame in snapshot.frames.items():
        assert dict(frame.schema) == schema(table)
        assert sorted(frame.rows(), key=repr) == expected_rows(store.read(table), table), table


def same(one: Snapshot, other: Snapshot) -> bool:
    return all(one[table].equals(other[table]) for table in COLUMNS)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=small_stores())
def test_it_equals_the_records(store: GraphStore, records: list[Record]) -> None:
    assert isinstance(store, EmbeddedStore | Neo4jStore)
    wipe(store)
    store.write(lambda writer: writer.put(records))
    assert_holds(store.snapshot(), store)


def test_of_an_empty_store_it_has_every_column(store: GraphStore) -> None:
    snapshot = store.snapshot()
    assert_holds(snapshot, store)
    assert snapshot.version == 0
    assert all(frame.is_empty() for frame in snapshot.frames.values())


def test_of_the_world_it_has_a_row_in_every_table(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))
    snapshot = store.snapshot()
    assert_holds(snapshot, store)
    assert all(not frame.is_empty() for frame in snapshot.frames.values())
    assert snapshot["ties"].filter(pl.col("kind") == "trusts")["value"].to_list() == [-1.0]


@pytest.mark.neo4j
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=small_stores())
def test_both_stores_give_the_same_rows_in_the_same_order(
    embedded_store: EmbeddedStore, neo4j_store: Neo4jStore, records: list[Record]
) -> None:
    for store, order in ((embedded_store, records), (neo4j_store, records[::-1])):
        wipe(store)
        store.write(lambda writer, some=order: writer.put(some))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
    assert same(embedded_store.snapshot(), neo4j_store.snapshot())


@pytest.mark.parametrize(
    "damage",
    [
        "SET n.name = 5",
        "SET n.name = -0.5",
        "SET n.role = true",
        "SET n.topics = 'x'",
        "SET n.topics = [1, 2]",
        "SET n.name_in_reports = 'maybe'",
    ],
)
def test_of_a_damaged_store_it_says_so(store: GraphStore, damage: str) -> None:
    store.write(lambda writer: writer.put(world()))
    raw(store, f"MATCH (n:Person {{key: 'p1'}}) {damage}")
    with pytest.raises(StoreFailed, match="copnet check"):
        store.snapshot()
    with pytest.raises(StoreFailed, match="copnet check"):
        store.read("people")


def test_texts_that_read_as_numbers_are_texts(store: GraphStore) -> None:
    texts = ["5", "-0.5", "1e300", "true", "NaN"]
    store.write(lambda writer: writer.put([make("people", id=text, name=text, role=text) for text in texts]))
    assert store.snapshot()["people"]["role"].to_list() == sorted(texts)


def test_a_person_attribute_is_sensitive_unless_it_says_otherwise(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))
    raw(store, "MATCH (n:PersonAttribute) REMOVE n.sensitive")
    assert store.snapshot()["person_attributes"]["sensitive"].to_list() == [True]
