"""What a large import changes is read as it was until the head moves, by every way of reading, or is put back."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from copnet.errors import Conflict, StoreFailed, StoreUnreachable
from copnet.record import Record
from copnet.stores import changing, transaction
from copnet.stores import formers as formers_module
from copnet.stores import neo4j_store as neo4j_module
from copnet.stores.base import GraphStore, Writer
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.embedded_bulk import EmbeddedBulk
from copnet.stores.neo4j_bulk import Neo4jBulk
from copnet.stores.neo4j_store import Neo4jStore
from copnet.tables import STORED
from tests.support.stores import everything, raw
from tests.support.world import make, people, world

T = TypeVar("T")
MANY = 120


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    for bulk in (EmbeddedBulk, Neo4jBulk):
        monkeypatch.setattr(bulk, "rows", 50)
    monkeypatch.setattr(changing, "PUT_BACK_ROWS", 35)
    monkeypatch.setattr(transaction, "BATCH", 20)
    monkeypatch.setattr(formers_module, "FEW", 1)
    monkeypatch.setattr(transaction, "MAX_ROWS_A_TRANSACTION", 60)


def old() -> list[list[Record]]:
    """People of one organization with ties, in parts of what one transaction takes here."""
    keys = [f"p{number:03d}" for number in range(MANY)]
    persons = [make("people", id=key, name=f"Old {key}", organization="o1", topics=["a", "b"]) for key in keys]
    ties = [make("ties", from_=a, to=b, kind="knows", value=1) for a, b in zip(keys, [*keys[1:], keys[0]], strict=True)]
    records = [make("organizations", id="o1", name="O1"), *persons, *ties]
    return [records[start : start + 60] for start in range(0, len(records), 60)]


def new() -> list[Record]:
    """All of them changed: each person is of an organization that comes later in the same import."""
    keys = [f"p{number:03d}" for number in range(MANY)]
    persons = [make("people", id=key, name=f"New {key}", organization="o2", aliases=["x"]) for key in keys]
    ties = [make("ties", from_=a, to=b, kind="knows", value=2) for a, b in zip(keys, [*keys[1:], keys[0]], strict=True)]
    return [*persons, *ties, make("organizations", id="o2", name="O2"), *people("q")]


def seen(store: GraphStore) -> dict[str, Any]:
    """What every way of reading gives, asked from another thread, as a reader beside the import."""
    keys = [f"p{number:03d}" for number in range(MANY)]

    def look() -> dict[str, Any]:
        return {
            "everything": everything(store),
            "counts": {table: store.count(table) for table in STORED},
            "page": store.read("people", limit=7), "next": store.read("people", limit=7, after="p050"),
            "some": store.read("people", keys=keys[::7]), "many": store.read("people", keys=keys),
            "last": store.read("people", limit=2, after="p118"),
            "of one": store.read("people", where={"organization": "o1"}),
            "of two": store.read("people", where={"organization": "o2"}, limit=3),
            "referring": [store.referring("organizations", key) for key in ("o1", "o2")],
            "ties of one": store.referring("people", "p003"),
            "snapshot": {name: frame.to_dicts() for name, frame in store.snapshot().frames.items()},
            "tables": {name: frame.to_dicts() for name, frame in store.tables().frames.items()},
            "faults": store.check(), "version": store.version(),
        }  # fmt: skip

    return beside(look)


def beside(look: Callable[[], T]) -> T:
    """Run something in another thread."""
    with ThreadPoolExecutor(1) as others:
        return others.submit(look).result()


def formers(store: GraphStore) -> int:
    return int(raw(store, "MATCH (n:Former) RETURN count(n) AS number")[0]["number"])


def put(store: GraphStore, parts: list[list[Record]]) -> None:
    for part in parts:
        store.write(lambda writer, part=part: writer.put(part))  # type: ignore[misc]  # mypy does not infer lambdas with defaults


@pytest.mark.parametrize("end", ["whole", "stopped"])
def test_changes_are_unseen_until_all_is_whole(store: GraphStore, end: str) -> None:
    """More of them than one transaction takes, and every one twice: of two the later counts."""
    put(store, old())
    before = seen(store)
    assert before["faults"] == []
    looked = []

    def change(writer: Writer) -> None:
        writer.put([make("people", id="p003", name="First", organization="o1"), *new()])
        looked.append(seen(store))
        writer.put([make("people", id="p004", name="Last", organization="o1")])
        looked.append(seen(store))
        assert formers(store) == 2 * MANY
        if end == "stopped":
            raise KeyboardInterrupt

    if end == "stopped":
        with pytest.raises(KeyboardInterrupt):
            store.write(change, large=True)
    else:
        store.write(change, large=True)
    assert looked == [before, before]
    assert formers(store) == 0
    after = seen(store)
    if end == "stopped":
        assert after == before
        return
    assert after["faults"] == []
    names = {one.key: one.model_dump()["name"] for one in after["everything"]["people"]}
    last = {"p004": "Last", "q": names["q"]}
    assert names == {f"p{number:03d}": f"New p{number:03d}" for number in range(MANY)} | last
    assert {one.model_dump()["value"] for one in after["everything"]["ties"]} == {2.0}
    assert after["referring"][0] == {"people": ["p004"]}


def test_every_table_changes_as_in_one_transaction(
    store: GraphStore, embedded_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "MAX_ROWS_A_TRANSACTION", 1000)
    changed = [one.model_copy(update={"provenance": None}) for one in world()]
    changed += [make("people", id="p1", name="Again", organization="o1")]
    store.write(lambda writer: writer.put(world()))
    before = everything(store)

    def change(writer: Writer) -> None:
        writer.put(changed)
        assert beside(lambda: everything(store)) == before

    store.write(change, large=True)
    found, snapshot = everything(store), store.snapshot()
    assert store.check() == []
    embedded_store.write(lambda writer: writer.put([*world(), *changed]))
    assert found == everything(embedded_store) != before
    assert all(frame.equals(embedded_store.snapshot()[table]) for table, frame in snapshot.frames.items())


def test_a_change_that_refers_to_nothing_takes_all_back(store: GraphStore) -> None:
    put(store, old())
    before = seen(store)
    lost = make("people", id="p001", name="N", organization="nowhere")
    with pytest.raises(Conflict, match='its organization "nowhere" is not among the organizations'):
        store.write(lambda writer: writer.put([*new(), lost]), large=True)
    assert seen(store) == before
    assert formers(store) == 0


def test_what_was_changed_may_be_deleted_too(store: GraphStore) -> None:
    put(store, old())

    def change(writer: Writer) -> None:
        writer.put(new())
        assert writer.delete("ties", [one.key for one in new() if one.table == "ties"][:5]) == 5
        assert beside(lambda: store.count("ties")) == MANY

    store.write(change, large=True)
    assert store.count("ties") == MANY - 5
    assert store.check() == []


@pytest.mark.parametrize("wrong", [StoreFailed, StoreUnreachable, KeyboardInterrupt])
def test_old_versions_are_removed_by_the_next_when_the_program_ends_behind_the_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: type[BaseException]
) -> None:
    with EmbeddedStore.open(tmp_path / "s", create=True) as store:
        put(store, old())
        real, calls = store._sweep, list[int]()

        def sweep_once() -> None:
            calls.append(1)
            if len(calls) > 1:
                raise wrong("gone")
            real()

        monkeypatch.setattr(store, "_sweep", sweep_once)
        store.write(lambda writer: writer.put(new()), large=True)  # it is whole: nobody is told otherwise
        assert formers(store) == 2 * MANY
        whole = seen(store)
        assert {one.model_dump()["value"] for one in whole["everything"]["ties"]} == {2.0}
        assert whole["faults"] == []
    with EmbeddedStore.open(tmp_path / "s") as store:
        assert formers(store) == 0
        assert seen(store) == whole


def test_the_next_write_of_the_same_program_removes_them_too(
    store: EmbeddedStore | Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, old())
    interrupt_behind_the_head(store, monkeypatch)
    assert formers(store) == 2 * MANY
    store.write(lambda writer: writer.put(people("x")))
    assert formers(store) == 0


def interrupt_behind_the_head(store: EmbeddedStore | Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = store._sweep, list[int]()

    def sweep_once() -> None:
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt
        real()

    with monkeypatch.context() as patched:
        patched.setattr(store, "_sweep", sweep_once)
        store.write(lambda writer: writer.put(new()), large=True)


@pytest.mark.parametrize("wrong", ["refers to nothing", "another key", "unreadable"])
def test_what_somebody_changed_by_hand_is_put_back_as_it_was(store: GraphStore, wrong: str) -> None:
    """copnet check names such records; an interrupted import must not shut the store, nor change it."""
    put(store, old())
    spoil = {
        "refers to nothing": "MATCH (n:Organization {key: 'o1'}) DETACH DELETE n",
        "another key": "MATCH (n:Person {key: 'p001'}) SET n.id = 'p002'",
        "unreadable": "MATCH (n:Person {key: 'p001'}) SET n.visibility = 'perhaps', n.colour = 'red'",
    }
    raw(store, spoil[wrong])
    before = graph(store)

    def change(writer: Writer) -> None:
        writer.put(new())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write(change, large=True)
    assert graph(store) == before
    assert formers(store) == 0
    store.write(lambda writer: writer.put([make("organizations", id="o1", name="O1"), *new()]), large=True)
    assert store.check() == []


def graph(store: GraphStore) -> list[Any]:
    """All records with their links, as the store has them."""
    nodes = raw(store, "MATCH (n) WHERE n:Person OR n:Organization RETURN properties(n) AS found")
    lines = raw(
        store, "MATCH (n)-[r]->(m) RETURN n.key AS one, type(r) AS kind, m.key AS other, properties(r) AS found"
    )
    return sorted(json.dumps(row, sort_keys=True) for row in [*nodes, *lines])


@pytest.mark.neo4j
def test_a_sweep_that_goes_on_late_leaves_the_import_of_another_program_alone(neo4j_store: Neo4jStore) -> None:
    """Its lock fell in the middle, another program finished its sweep and began an import of its own."""
    put(neo4j_store, old())
    before = seen(neo4j_store)
    steps, looked = list[int](), list[Any]()

    def late(work: Callable[[Any], Any]) -> Any:
        steps.append(1)
        if len(steps) == 2:  # begun, and now its first batch

            def change(writer: Writer) -> None:
                writer.put(new())
                looked.append(formers(neo4j_store))
                looked.append(neo4j_store._batch(work))
                assert beside(lambda: seen(neo4j_store)) == before

            neo4j_store._sweep()
            with neo4j_store._holding(0):
                neo4j_store._stage(change)
        return neo4j_store._batch(work)

    neo4j_store._batch(lambda run: run("begin_import"))
    changing.sweep(late)
    assert looked == [2 * MANY, []]
    assert {one.model_dump()["value"] for one in neo4j_store.read("ties")} == {2.0}


@pytest.mark.neo4j
def test_readers_of_their_own_wait_while_something_changes(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They read by queries of ours on connections of their own, and would miss what is being changed."""
    monkeypatch.setattr(neo4j_module, "BUSY_SECONDS", 0.3)
    put(neo4j_store, old())

    def change(writer: Writer) -> None:
        writer.put(people("n"))
        assert beside(lambda: neo4j_store.still(lambda head: head)) == 0
        writer.put(new())
        with pytest.raises(StoreFailed, match="large import is being written"):
            beside(lambda: neo4j_store.still(lambda head: head))

    neo4j_store.write(change, large=True)
    assert neo4j_store.still(lambda head: head) is None
