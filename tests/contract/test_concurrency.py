"""Readers beside a writer see whole commits; writers beside writers lose nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from neo4j import exceptions as driver_errors

from copnet.record import Record
from copnet.stores import neo4j_transactions as neo4j_module
from copnet.stores.base import GraphStore, Writer
from copnet.stores.neo4j_errors import meaning
from copnet.stores.neo4j_store import Neo4jStore
from tests.support.world import make, people

GROUP = 40
COMMITS = 12


def run_all(jobs: list[Callable[[], None]]) -> None:
    """Run the jobs at the same time; the first exception of any is raised."""
    problems: list[BaseException] = []

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - raised again in the test's own thread
            problems.append(error)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def parts(place: str) -> list[Record]:
    return [make("participations", collaboration=place, person=f"p{n}", role=f"r{n}") for n in range(GROUP)]


def test_no_reader_sees_half_of_a_commit(store: GraphStore) -> None:
    """The writer moves a whole group from one collaboration to another; every look must find it in exactly one."""
    places = [make("collaborations", id=key, title=key, kind="x") for key in ("here", "there")]
    store.write(lambda writer: writer.put([*places, *people(*(f"p{n}" for n in range(GROUP))), *parts("here")]))
    done = threading.Event()
    looks = {"read": 0, "snapshot": 0}
    seen: set[str] = set()

    def move() -> None:
        try:
            for number in range(COMMITS):
                leave, enter = ("here", "there") if number % 2 == 0 else ("there", "here")

                def change(writer: Writer, leave: str = leave, enter: str = enter) -> None:
                    writer.delete("participations", [one.key for one in parts(leave)])
                    writer.put(parts(enter))

                store.write(change)
        finally:
            done.set()

    def holds_together(where: list[str]) -> None:
        assert len(where) == GROUP, f"{len(where)} of {GROUP}: half of a commit"
        assert len(set(where)) == 1
        seen.add(where[0])

    def look_at_records() -> None:
        while not done.is_set():
            holds_together([str(one.model_dump()["collaboration"]) for one in store.read("participations")])
            looks["read"] += 1

    def look_at_snapshots() -> None:
        while not done.is_set():
            snapshot = store.snapshot()
            holds_together(snapshot["participations"]["collaboration"].to_list())
            looks["snapshot"] += 1

    run_all([move, look_at_records, look_at_records, look_at_snapshots])
    assert min(looks.values()) > 0
    assert seen == {"here", "there"}


def test_writers_at_the_same_time_lose_nothing(store: GraphStore) -> None:
    writers, each = 4, 8
    store.write(lambda writer: writer.put([make("people", id="counter", name="0")]))
    version = store.version()

    def count_up(mine: int) -> Callable[[], None]:
        def work() -> None:
            for number in range(each):

                def change(writer: Writer, number: int = number) -> None:
                    old = int(str(writer.read("people", keys=["counter"])[0].model_dump()["name"]))
                    writer.put([make("people", id="counter", name=str(old + 1)), *people(f"w{mine}-{number}")])

                store.write(change)

        return work

    run_all([count_up(mine) for mine in range(writers)])
    assert [one.model_dump()["name"] for one in store.read("people", keys=["counter"])] == [str(writers * each)]
    assert store.count("people") == writers * each + 1
    assert store.version() == version + writers * each


def test_small_reads_go_on_while_a_write_is_prepared(embedded_store: GraphStore) -> None:
    """Only the commit itself keeps readers out of the embedded store, and readers do not keep each other out."""
    inside, read = threading.Event(), threading.Event()

    def change(writer: Writer) -> None:
        writer.put(people("a"))
        inside.set()
        assert read.wait(30), "the reader waited for the writer"

    def look() -> None:
        assert inside.wait(30)
        assert embedded_store.count("people") == 0
        read.set()

    run_all([lambda: embedded_store.write(change), look])
    assert embedded_store.count("people") == 1


def test_many_writers_that_wait_do_not_keep_readers_out(embedded_store: GraphStore) -> None:
    go = threading.Event()

    def slow(writer: Writer) -> None:
        writer.put(people("a"))
        assert go.wait(60)

    def look() -> None:
        time.sleep(0.3)
        try:
            assert embedded_store.count("people") == 0
        finally:
            go.set()

    run_all([*(lambda: embedded_store.write(slow) for _ in range(8)), look])


@pytest.mark.neo4j
def test_a_change_is_run_again_from_the_start_when_the_server_says_so(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neo4j_module, "patience", lambda _: 30.0)
    runs: list[int] = []

    def change(writer: Writer) -> str:
        runs.append(writer.count("people"))
        writer.put(people("a", "b"))
        if len(runs) < 3:
            raise meaning(driver_errors.TransientError("deadlock"), "here", None)
        return "done"

    assert neo4j_store.write(change) == "done"
    assert runs == [0, 0, 0]
    assert neo4j_store.version() == 1


@pytest.mark.neo4j
def test_two_stores_on_one_server_see_each_other(neo4j_store: Neo4jStore, shared_neo4j: object) -> None:
    from tests.support.stores import SharedNeo4j, open_neo4j

    assert isinstance(shared_neo4j, SharedNeo4j)
    with open_neo4j(shared_neo4j.address) as other:
        run_all(
            [
                lambda s=s, k=k: [s.write(lambda w, n=n: w.put(people(f"{k}{n}"))) for n in range(6)]  # type: ignore[misc]  # mypy does not infer lambdas with defaults
                for k, s in (("a", neo4j_store), ("b", other))
            ]
        )
        assert other.count("people") == neo4j_store.count("people") == 12
        assert other.version() == neo4j_store.version() == 12
