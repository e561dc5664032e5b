"""Imports of more than one transaction: unseen until the head moves, swept away when interrupted."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from copnet.errors import Conflict, StoreFailed, UsageError
from copnet.record import Record
from copnet.stores import changing, transaction
from copnet.stores import neo4j_store as neo4j_module
from copnet.stores.base import GraphStore, Writer
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.embedded_bulk import EmbeddedBulk
from copnet.stores.neo4j_bulk import Neo4jBulk
from copnet.stores.neo4j_store import Neo4jStore
from copnet.stores.shape import EDGES, column_query
from tests.contract.test_concurrency import run_all
from tests.support.neo4j_server import Neo4jAddress
from tests.support.stores import everything, open_neo4j, raw
from tests.support.world import make, people, world

HALF = 300


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    for bulk in (EmbeddedBulk, Neo4jBulk):
        monkeypatch.setattr(bulk, "rows", 100)
    monkeypatch.setattr(changing, "SWEPT_ROWS", 200)
    monkeypatch.setattr(changing, "PUT_BACK_ROWS", 70)


def field(prefix: str) -> list[Record]:
    """New people and their ties, one of them to somebody who is there already."""
    keys = [f"{prefix}{number}" for number in range(HALF)]
    ties = [make("ties", from_=a, to=b, kind="knows") for a, b in zip(keys, [*keys[1:], "old"], strict=True)]
    return [*people(*keys), *ties]


def test_it_writes_what_one_transaction_writes(store: GraphStore, embedded_store: EmbeddedStore) -> None:
    """The embedded store is also the measure: the same records, written as usual."""
    store.write(lambda writer: writer.put(world()), large=True)
    found, snapshot = everything(store), store.snapshot()
    assert store.check() == []
    assert store.version() == 1
    embedded_store.write(lambda writer: writer.put(world()))
    assert found == everything(embedded_store)
    assert all(frame.equals(embedded_store.snapshot()[table]) for table, frame in snapshot.frames.items())


@pytest.mark.parametrize("rows", [1, 3])
def test_any_order_and_a_key_twice_are_as_in_one_transaction(
    store: GraphStore, embedded_store: EmbeddedStore, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What refers comes before what is referred to, in other batches; of two records with a key the later one stays."""
    for bulk in (EmbeddedBulk, Neo4jBulk):
        monkeypatch.setattr(bulk, "rows", rows)
    tie = next(one for one in world() if one.table == "ties")
    again = [tie.model_copy(update={"value": 7.0}), make("people", id="p1", name="Again", organization="o1")]
    records = [*sorted(world(), key=lambda one: one.table not in EDGES), *again]
    assert records[0].table in EDGES
    store.write(lambda writer: writer.put(iter(records)), large=True)
    found, snapshot = everything(store), store.snapshot()
    assert store.check() == []
    embedded_store.write(lambda writer: writer.put([*world(), *again]))
    assert found == everything(embedded_store)
    assert all(frame.equals(embedded_store.snapshot()[table]) for table, frame in snapshot.frames.items())


def test_records_are_let_go_of_as_they_are_written(store: GraphStore) -> None:
    """A batch of people and one of ties at most: else a million of them would have to fit into memory."""
    made: list[weakref.ref[Record]] = []
    most = 0

    def one_by_one() -> Iterator[Record]:
        nonlocal most
        for number in range(HALF + 50):
            yield remembered(make("people", id=f"n{number}", name="N", organization="o"))
        for number in range(2 * HALF):
            yield remembered(make("ties", from_=f"n{number % HALF}", to="n349", kind=f"kind {number}"))

    def remembered(record: Record) -> Record:
        nonlocal most
        made.append(weakref.ref(record))
        most = max(most, sum(one() is not None for one in made))
        return record

    store.write(lambda writer: writer.put([make("organizations", id="o", name="O")]))
    store.write(lambda writer: writer.put(one_by_one()), large=True)
    assert 100 <= most <= 202
    assert (store.count("people"), store.count("ties")) == (HALF + 50, 2 * HALF)
    assert store.check() == []


def test_a_reader_sees_only_old_or_only_new(store: GraphStore) -> None:
    old = [*people("old", "going"), make("memberships", community="c", person="old")]
    store.write(lambda writer: writer.put([make("communities", id="c", name="C"), *old]))
    done, looks = threading.Event(), {"old": 0, "new": 0}

    def bring() -> None:
        try:
            store.write(change, large=True)
        finally:
            time.sleep(0.2)
            done.set()

    def change(writer: Writer) -> None:
        writer.put([*field("n"), make("people", id="old", name="Changed")])
        writer.delete("memberships", [old[2].key])
        writer.delete("people", ["going"])

    def holds_together(names: list[str], ties: int, memberships: int) -> None:
        new = "Changed" in names
        assert (len(names), ties, memberships) == ((HALF + 1, HALF, 0) if new else (2, 0, 1))
        looks["new" if new else "old"] += 1

    def look_at_snapshots() -> None:
        while not done.wait(0.05):  # the server's locks are not fair: let the writer pass
            frames = store.snapshot()
            holds_together(frames["people"]["name"].to_list(), frames["ties"].height, frames["memberships"].height)

    def look_at_tables() -> None:
        while not done.wait(0.05):  # the server's locks are not fair: let the writer pass
            frames = store.tables()
            holds_together(frames["people"]["name"].to_list(), frames["ties"].height, frames["memberships"].height)

    def look_at_records() -> None:
        while not done.wait(0.05):  # the server's locks are not fair: let the writer pass
            for names in ([one.model_dump()["name"] for one in some] for some in (
                store.read("people"), store.read("people", limit=1000),
                store.read("people", keys=["old", "going", *(f"n{n}" for n in range(HALF))]),
            )):  # fmt: skip
                assert len(names) == (HALF + 1 if "Changed" in names else 2)
            assert store.count("ties") in (0, HALF)
            assert sum(map(len, store.referring("people", "old").values())) == 1

    run_all([bring, look_at_snapshots, look_at_tables, look_at_records])
    assert looks["old"] > 0
    assert looks["new"] > 0
    assert store.check() == []
    assert store.version() == 2


@pytest.mark.parametrize("at", ["plan", "missing", "ignored", "too many deleted"])
def test_what_goes_wrong_leaves_nothing(store: GraphStore, at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store.write(lambda writer: writer.put(people("old", "older")))
    before = everything(store)

    def change(writer: Writer) -> None:
        writer.put(field("n"))
        writer.put([make("people", id=key, name="Changed") for key in ("old", "older")])
        if at == "too many deleted":
            with monkeypatch.context() as small:
                small.setattr(transaction, "MAX_ROWS_A_TRANSACTION", 1)
                writer.delete("people", ["old", "older"])
        try:
            if at != "too many deleted":
                writer.put([*people("x"), make("ties", from_="x", to="nobody", kind="knows")])
        except Conflict:
            if at == "missing":
                raise
        if at == "plan":
            raise KeyboardInterrupt

    wrong = {"missing": Conflict, "ignored": StoreFailed, "plan": KeyboardInterrupt, "too many deleted": UsageError}
    with pytest.raises(wrong[at]):
        store.write(change, large=True)
    assert raw(store, "MATCH (n:Person) RETURN count(n) AS number") == [{"number": 2}]
    assert everything(store) == before
    assert store.version() == 1
    monkeypatch.undo()
    store.write(lambda writer: writer.put(field("n")), large=True)
    assert store.count("people") == HALF + 2
    assert store.check() == []


def interrupt(store: EmbeddedStore | Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large import whose program cannot even sweep up."""

    def change(writer: Writer) -> None:
        writer.put(field("n"))
        raise KeyboardInterrupt

    real, swept = store._sweep, list[int]()

    def sweep_once() -> None:
        swept.append(1)
        if len(swept) > 1:
            raise StoreFailed("gone")
        real()

    monkeypatch.setattr(store, "_sweep", sweep_once)
    with pytest.raises(KeyboardInterrupt):
        store.write(change, large=True)
    monkeypatch.undo()


def test_what_is_left_is_unseen_and_the_next_write_sweeps_it_away(
    store: EmbeddedStore | Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(lambda writer: writer.put(people("old")))
    interrupt(store, monkeypatch)
    assert raw(store, "MATCH (n:Person) RETURN count(n) AS number") == [{"number": HALF + 1}]
    assert [one.key for one in store.read("people")] == ["old"]
    assert store.snapshot()["ties"].is_empty()
    store.write(lambda writer: writer.put(people("n7")))
    assert [one.key for one in store.read("people")] == ["n7", "old"]
    assert raw(store, "MATCH (n:Person) RETURN count(n) AS number") == [{"number": 2}]


def test_opening_sweeps_the_embedded_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddedStore.open(tmp_path / "s", create=True) as store:
        store.write(lambda writer: writer.put(people("old")))
        interrupt(store, monkeypatch)
    with EmbeddedStore.open(tmp_path / "s") as store:
        assert raw(store, "MATCH (n:Person) RETURN count(n) AS number") == [{"number": 1}]
        assert store.count("people") == 1


@pytest.mark.neo4j
def test_opening_sweeps_the_server_only_when_nobody_writes(
    neo4j_store: Neo4jStore, neo4j_address: Neo4jAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_module, "BUSY_SECONDS", 0.3)
    neo4j_store.write(lambda writer: writer.put(people("old")))

    def change(writer: Writer) -> None:
        writer.put(field("n"))
        with open_neo4j(neo4j_address) as other:
            assert other.count("people") == 1
            for large in (False, True):
                with pytest.raises(StoreFailed, match="large import is being written"):
                    other.write(lambda writer: writer.put(people("x")), large=large)

    neo4j_store.write(change, large=True)
    assert neo4j_store.count("people") == HALF + 1
    raw(neo4j_store, "MATCH (n:Person) WHERE n.key STARTS WITH 'n' DETACH DELETE n")
    interrupt(neo4j_store, monkeypatch)
    open_neo4j(neo4j_address).close()
    assert raw(neo4j_store, "MATCH (n:Person) RETURN count(n) AS number") == [{"number": 1}]


@pytest.mark.neo4j
@pytest.mark.parametrize("moment", ["before a batch", "before the head"])
def test_an_import_that_was_swept_away_meanwhile_fails(neo4j_store: Neo4jStore, moment: str) -> None:
    neo4j_store.write(lambda writer: writer.put(people("old")))

    def change(writer: Writer) -> None:
        if moment == "before the head":
            writer.put(field("n"))
        neo4j_store._sweep()
        if moment == "before a batch":
            writer.put(field("n"))

    with pytest.raises(StoreFailed, match="import again"):
        neo4j_store.write(change, large=True)
    assert raw(neo4j_store, "MATCH (n:Person) RETURN count(n) AS number") == [{"number": 1}]


@pytest.mark.neo4j
def test_readers_of_their_own_leave_out_what_is_not_whole(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spark's connector reads by queries of ours, on connections of its own."""

    def look(head: int | None) -> list[int]:
        return [len(raw(neo4j_store, column_query(table, head))) for table in ("people", "ties")]

    neo4j_store.write(lambda writer: writer.put(people("old")))
    assert neo4j_store.still(look) == [1, 0]
    interrupt(neo4j_store, monkeypatch)
    assert neo4j_store.still(look) == [1, 0]
    assert look(None) == [HALF + 1, HALF]
    neo4j_store.write(lambda writer: writer.put(field("n")), large=True)
    assert neo4j_store.still(look) == [HALF + 1, HALF]


@pytest.mark.neo4j
def test_a_relationship_to_what_somebody_deleted_meanwhile_fails(neo4j_store: Neo4jStore) -> None:
    """Not by an error of the server: it draws nothing where an end is gone."""

    def change(writer: Writer) -> None:
        writer.put(people("x", "y"))
        raw(neo4j_store, "MATCH (n:Person {key: 'y'}) DETACH DELETE n")
        writer.put([make("ties", from_="x", to="y", kind="knows")])

    with pytest.raises(StoreFailed, match="deleted by hand"):
        neo4j_store.write(change, large=True)
    assert raw(neo4j_store, "MATCH (n:Person) RETURN count(n) AS number") == [{"number": 0}]
