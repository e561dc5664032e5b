"""All tables as columns: what the records hold, at one moment."""

from __future__ import annotations

import json
import threading

import polars as pl

from copnet.model import RECORDS
from copnet.snapshot import whole_schema
from copnet.stores.base import GraphStore
from copnet.tables import TABLES
from tests.support.stores import raw
from tests.support.world import make, world

ROUNDS = 15


def test_tables_hold_what_the_records_hold(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))
    whole = store.tables()
    assert whole.version == store.version()
    for table in TABLES:
        records = store.read(table)
        frame = whole[table]
        assert dict(frame.schema) == whole_schema(table)
        rows = [
            {name: value for name, value in row.items() if name != "attributes"} | {
                "attributes": json.loads(row["attributes"]) if row["attributes"] else {}
            }
            for row in frame.iter_rows(named=True)
        ]  # fmt: skip
        assert [RECORDS[table].model_validate(row) for row in rows] == [
            record.model_copy(update={"provenance": None}) for record in records
        ], table


def test_an_empty_store_has_all_tables(store: GraphStore) -> None:
    whole = store.tables()
    assert list(whole.frames) == list(TABLES)
    assert all(frame.is_empty() for frame in whole.frames.values())


def test_what_a_record_does_not_say_is_what_blank_means(store: GraphStore) -> None:
    store.write(lambda writer: writer.put([make("people", id="p", name="Ann")]))
    raw(store, "MATCH (n:Person {key: 'p'}) REMOVE n.visibility, n.name_in_reports")
    (row,) = store.tables()["people"].iter_rows(named=True)
    assert (row["visibility"], row["name_in_reports"]) == ("facilitators", False)


def test_no_half_of_a_commit_is_read(store: GraphStore) -> None:
    """A writer renames people, organizations and communities together; every reading has one name in all tables."""
    tables = ("people", "organizations", "communities")
    keys = [f"k{number:03}" for number in range(100)]
    stop = threading.Event()

    def name_all(name: str) -> None:
        records = [make(table, id=key, name=name) for table in tables for key in keys]
        store.write(lambda writer: writer.put(records))

    def keep_naming() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            name_all(f"name {number}")

    name_all("name 0")
    writer = threading.Thread(target=keep_naming)
    writer.start()
    try:
        for _ in range(ROUNDS):
            whole = store.tables()
            names = pl.concat([whole[table]["name"] for table in tables])
            assert names.n_unique() == 1
            assert len(names) == len(tables) * len(keys)
    finally:
        stop.set()
        writer.join()
