"""All of a change or nothing, and a version that tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copnet.errors import Conflict, StoreFailed, UsageError
from copnet.record import Record
from copnet.stores import transaction
from copnet.stores.base import GraphStore, Writer
from copnet.tables import STORED
from tests.support.world import make, people, world


class Mishap(Exception):
    pass


def everything(store: GraphStore) -> dict[str, list[Record]]:
    return {table: store.read(table) for table in STORED}


@pytest.mark.parametrize(
    "error", [Mishap(), OSError("no such file"), KeyError("x"), KeyboardInterrupt(), SystemExit(3)]
)
def test_an_exception_takes_everything_back_and_arrives_as_it_is(store: GraphStore, error: BaseException) -> None:
    store.write(lambda writer: writer.put(world()))
    before, version = everything(store), store.version()

    def change(writer: Writer) -> None:
        writer.put(people("p1", "new"))
        writer.put([make("participations", collaboration="k2", person="new")])
        writer.delete("ties", [one.key for one in writer.read("ties")])
        raise error

    with pytest.raises(type(error)) as caught:
        store.write(change)
    assert caught.value is error
    assert everything(store) == before
    assert store.version() == version
    assert store.check() == []


def test_an_exception_on_an_empty_store_leaves_it_empty(store: GraphStore) -> None:
    """The first record of a kind makes the engine declare a type: that must not keep the record."""

    def change(writer: Writer) -> None:
        writer.put(world())
        raise Mishap

    with pytest.raises(Mishap):
        store.write(change)
    assert not any(everything(store).values())
    assert store.version() == 0
    assert all(frame.is_empty() for frame in store.snapshot().frames.values())


def test_a_change_sees_what_it_wrote_and_nobody_else_does(store: GraphStore) -> None:
    def change(writer: Writer) -> list[str]:
        writer.put(people("b", "a"))
        assert writer.count("people") == 2
        assert [one.key for one in writer.read("people", keys=["a"])] == ["a"]
        assert [one.key for one in writer.read("people", limit=1)] == ["a"]
        writer.put([make("organizations", id="o", name="O"), make("people", id="a", name="A", organization="o")])
        with pytest.raises(Conflict):
            writer.delete("organizations", ["o"])
        writer.delete("people", ["a"])
        assert writer.delete("organizations", ["o"]) == 1
        return [one.key for one in writer.read("people")]

    assert store.write(change) == ["b"]
    assert [one.key for one in store.read("people")] == ["b"]


def test_a_change_may_go_on_after_a_conflict(store: GraphStore) -> None:
    def change(writer: Writer) -> None:
        with pytest.raises(Conflict):
            writer.put([make("participations", collaboration="nowhere", organization="nobody")])
        writer.put(people("a"))

    store.write(change)
    assert store.count("people") == 1
    assert store.count("participations") == 0


def test_the_version_grows_with_each_commit_that_wrote(store: GraphStore) -> None:
    seen = [store.version()]
    for number in range(3):
        store.write(lambda writer, n=number: writer.put(people(f"p{n}")))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
        seen.append(store.version())
    store.write(lambda writer: writer.delete("people", ["p0"]))
    seen.append(store.version())
    assert seen[0] == 0
    assert seen == sorted(set(seen))
    assert store.snapshot().version == seen[-1]


def test_nothing_written_keeps_the_version(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(people("a")))
    version = store.version()
    assert store.write(lambda writer: writer.count("people")) == 1
    store.write(lambda writer: writer.put([]))
    assert store.write(lambda writer: writer.delete("people", ["nobody"])) == 0
    with pytest.raises(Mishap):
        store.write(lambda writer: (_ for _ in ()).throw(Mishap()))
    assert store.version() == version


def test_more_than_one_transaction_holds_is_refused_with_the_number(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "MAX_ROWS_A_TRANSACTION", 3)
    store.write(lambda writer: writer.put(people("a", "b", "c")))

    def two_puts(writer: Writer) -> None:
        writer.put(people("d", "e"))
        writer.put(people("f", "g"))

    for change in (lambda writer: writer.put(people("d", "e", "f", "g")), two_puts):
        with pytest.raises(UsageError, match="4 records are more than the 3"):
            store.write(change)
        assert [one.key for one in store.read("people")] == ["a", "b", "c"]
    monkeypatch.setattr(transaction, "MAX_ROWS_A_TRANSACTION", 2)
    with pytest.raises(UsageError, match="3 records"):
        store.write(lambda writer: writer.delete("people", ["a", "b", "c"]))
    assert store.count("people") == 3


def test_batches_join_up(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "BATCH", 3)
    some = people(*(f"p{number:02}" for number in range(10)))
    ties = [make("ties", from_=one.key, to=other.key, kind="knows") for one in some for other in some[:2]]
    store.write(lambda writer: writer.put([*ties, *some, *world()]))
    assert store.count("people") == 13
    assert store.count("ties") == 24
    assert [one.key for one in store.read("people", keys=[one.key for one in some])] == [one.key for one in some]
    assert store.read("people", keys=["p01", "p05", "p07", "p09", "nobody"], after="p01") == [some[5], some[7], some[9]]
    assert store.check() == []
    keys = [one.key for one in store.read("ties")]
    assert store.write(lambda writer: writer.delete("ties", keys)) == 24
    assert store.write(lambda writer: writer.delete("people", [one.key for one in some])) == 10


@pytest.mark.parametrize(
    "call",
    [
        lambda store: store.read("people"), lambda store: store.count("people"), lambda store: store.snapshot(),
        lambda store: store.check(), lambda store: store.write(lambda writer: writer.put(people("b"))),
    ],
    ids=["read", "count", "snapshot", "check", "write"],
)  # fmt: skip
def test_the_store_inside_its_own_write_is_refused_instead_of_waiting_forever(
    store: GraphStore, call: Callable[[GraphStore], object]
) -> None:

    def change(writer: Writer) -> None:
        writer.put(people("a"))
        call(store)

    with pytest.raises(StoreFailed, match="use the writer"):
        store.write(change)
    assert store.count("people") == 0
    store.write(lambda writer: writer.put(people("c")))
    assert store.count("people") == 1


def test_close_twice_and_use_after_close(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(people("a")))
    store.close()
    store.close()
    calls: list[Callable[[], object]] = [
        lambda: store.read("people"), lambda: store.count("people"), store.version, store.snapshot, store.check,
        lambda: store.write(lambda writer: writer.put(people("b"))),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(StoreFailed, match="closed"):
            call()
