"""Computations: made once for all who ask the same, kept while nothing changes, ended when nobody waits or too late."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Never

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copnet.errors import ComputationLost, InvalidRecord, NotFound, TookTooLong, TooManyComputations
from copnet.graph import NetworkSpec
from copnet.services import computations as computations_module
from copnet.services.audience import Audience
from copnet.services.computations import Answer, Computations, Source
from copnet.services.questions import Computed, Data, Question
from copnet.services.workers import Workers
from copnet.snapshot import Snapshot
from tests.support.gates import PATIENCE, Gate, gate, held
from tests.support.table_snapshot import snapshot_of

LONG = 3_600.0  # no limit that a test reaches


class _Store:
    """A source whose version a test sets; counts how often it is read."""

    def __init__(self, content: Any = "content") -> None:
        self.now, self.reads, self.content = 1, 0, content
        self.source = Source("store", lambda: self.now, self._read)

    def _read(self) -> Data:
        self.reads += 1
        return Data("store", self.now, self.content, rows=10)


class _Parcel:
    """Counts how often it is sent to a process."""

    sent = 0

    def __reduce__(self) -> tuple[type[_Parcel], tuple[()]]:
        _Parcel.sent += 1
        return _Parcel, ()


def whereabouts(data: Any, *arguments: Any) -> int:
    return os.getpid()


def not_found(data: Any) -> Never:
    raise NotFound("There is no such community.")


def invalid(data: Any) -> Never:
    raise InvalidRecord([("name", "a text")])


def faulty(data: Any) -> Never:
    raise ZeroDivisionError


def out_of_memory(data: Any) -> Never:
    raise MemoryError


@contextmanager
def opened(*, count: int = 1, limit: float = LONG, most: int = 8, small: int = 0) -> Iterator[Computations]:
    made = Computations(Workers(count, limit), most=most, small=small)
    try:
        yield made
    finally:
        made.close()
        assert made.workers.processes == []


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    with gate(monkeypatch) as made:
        yield made


def ask(made: Computations, store: _Store, compute: Callable[..., Any], *arguments: Any) -> Future[Answer]:
    return made.ask(store.source, store.now, Question(compute, arguments, {}))


def result(future: Future[Answer]) -> bytes:
    return future.result(PATIENCE).computed.body


def test_the_same_question_is_computed_once_also_at_the_same_time(door: Gate) -> None:
    store = _Store()
    with opened(count=2) as made:
        waiting = [ask(made, store, held, "a") for _ in range(3)]
        computation = door.arrived()
        assert not any(one.done() for one in waiting)
        computation.let_go()
        assert len({result(one) for one in waiting}) == 1
        again = ask(made, store, held, "a")
        assert again.done()
        assert again.result() == waiting[0].result()
        assert store.reads == 1


def test_another_argument_or_version_is_another_question() -> None:
    store = _Store()
    with opened(small=10) as made:
        first = ask(made, store, whereabouts, "a").result().tag
        assert ask(made, store, whereabouts, "b").result().tag != first
        assert ask(made, store, whereabouts, "a").result().tag == first
        assert store.reads == 2
        store.now = 2
        assert ask(made, store, whereabouts, "a").result().tag != first
        assert store.reads == 3


def test_what_was_written_between_question_and_reading_is_in_the_tag() -> None:
    store = _Store()
    with opened(small=10) as made:
        store.now = 2
        late = made.ask(store.source, 1, Question(whereabouts, (), {})).result()
        assert late.version == 2
        assert late.tag == ask(made, store, whereabouts).result().tag
        assert store.reads == 1


TEXT = st.text(max_size=4)
OPEN = st.sampled_from([Audience("facilitator"), Audience("funder"), Audience("public")])
ASKED = st.tuples(st.none() | TEXT, OPEN | TEXT.map(lambda name: Audience("member", name)), TEXT, TEXT)
UNUSED = Computations(Workers(1, LONG), most=1)


@given(ASKED, ASKED)
def test_no_two_questions_have_one_tag(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    def tag(community: str | None, who: Audience, kind: str, wave: str) -> str:
        spec = NetworkSpec(community=community, kinds=(kind,))
        return UNUSED.tag("snapshot", 1, Question(whereabouts, (spec, who), {"wave": wave}))

    assert (tag(*one) == tag(*other)) == (one == other)


def test_small_questions_are_answered_where_they_are_asked() -> None:
    with opened(small=10) as made:
        assert result(ask(made, _Store(), whereabouts)) == str(os.getpid()).encode()
        assert made.workers.processes == []


def test_it_ends_when_the_last_one_leaves(door: Gate) -> None:
    store = _Store()
    with opened() as made:
        one, other = ask(made, store, held), ask(made, store, held)
        computation = door.arrived()
        assert one.cancel()
        assert computation.is_there()
        assert other.cancel()
        assert computation.ends()
        again = ask(made, store, held)
        second = door.arrived()
        assert second.process != computation.process
        second.let_go()
        assert result(again)


def test_what_waits_for_a_process_is_given_up_too(door: Gate) -> None:
    store = _Store()
    with opened() as made:
        running = ask(made, store, held, "first")
        computation = door.arrived()
        assert ask(made, store, held, "second").cancel()
        computation.let_go()
        assert result(running)
        third = ask(made, store, held, "third")
        next_one = door.arrived()
        next_one.let_go()
        assert b"third" in result(third)


def test_a_stuck_process_is_ended_at_the_time_limit(door: Gate) -> None:
    store = _Store()
    with opened(limit=0.2) as made:
        error = ask(made, store, held).exception(PATIENCE)
        assert isinstance(error, TookTooLong)
        assert "COPNET_TIME_LIMIT" in str(error)
        assert made.workers.processes == []


def test_a_killed_process_is_told_and_replaced(door: Gate) -> None:
    store = _Store()
    with opened() as made:
        asked = ask(made, store, held)
        os.kill(door.arrived().process, signal.SIGKILL)
        error = asked.exception(PATIENCE)
        assert isinstance(error, ComputationLost)
        assert "memory" in str(error)
        assert result(ask(made, store, whereabouts))


def test_a_process_killed_while_it_is_idle_is_replaced_unnoticed() -> None:
    store = _Store()
    with opened() as made:
        process = int(result(ask(made, store, whereabouts, "a")))
        (worker,) = made.workers._workers
        os.kill(process, signal.SIGKILL)
        assert worker._pipe is not None
        assert worker._pipe.poll(PATIENCE)
        assert int(result(ask(made, store, whereabouts, "b"))) != process


def test_running_out_of_memory_ends_the_process() -> None:
    store = _Store()
    with opened() as made:
        first = int(result(ask(made, store, whereabouts, "a")))
        assert isinstance(ask(made, store, out_of_memory).exception(PATIENCE), ComputationLost)
        assert int(result(ask(made, store, whereabouts, "b"))) != first


def test_errors_are_those_of_the_function_and_not_kept() -> None:
    store = _Store()
    with opened() as made:
        with pytest.raises(NotFound, match="no such community"):
            result(ask(made, store, not_found))
        with pytest.raises(InvalidRecord) as caught:
            result(ask(made, store, invalid))
        assert caught.value.fields == (("name", "a text"),)
        with pytest.raises(RuntimeError, match="ZeroDivisionError"):
            result(ask(made, store, faulty))
        before = store.reads
        with pytest.raises(NotFound):
            result(ask(made, store, not_found))
        assert store.reads == before + 1


def test_a_process_keeps_the_data_for_the_next_question() -> None:
    store = _Store(_Parcel())
    _Parcel.sent = 0
    with opened() as made:
        for argument in "abc":
            result(ask(made, store, whereabouts, argument))
        assert _Parcel.sent == 1
        store.now = 2
        result(ask(made, store, whereabouts))
        assert _Parcel.sent == 2


def test_more_questions_than_places_are_refused_but_not_the_same_one(door: Gate) -> None:
    store = _Store()
    with opened(most=1) as made:
        first = ask(made, store, held, "a")
        computation = door.arrived()
        with pytest.raises(TooManyComputations):
            ask(made, store, held, "b")
        second = ask(made, store, held, "a")
        computation.let_go()
        assert result(first) == result(second)


def test_closing_ends_what_runs_and_what_waits(door: Gate) -> None:
    store = _Store()
    with opened() as made:
        running, waiting = ask(made, store, held, "a"), ask(made, store, held, "b")
        computation = door.arrived()
        made.close()
        assert computation.ends()
        for one in (running, waiting):
            assert isinstance(one.exception(PATIENCE), ComputationLost)
        assert made.workers.processes == []
        assert result(ask(made, store, whereabouts))


def test_what_is_still_being_read_is_not_begun_after_closing() -> None:
    store = _Store()
    with opened() as made:

        def read() -> Data:
            made.close()
            return store.source.read()

        slow = Source("store", store.source.version, read)
        error = made.ask(slow, store.now, Question(whereabouts, (), {})).exception(PATIENCE)
        assert isinstance(error, ComputationLost)
        assert made.workers.processes == []
        assert result(ask(made, store, whereabouts)), "asked again, it begins anew"


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computations_module, "KEPT_BYTES", 40)
    kept = computations_module._Kept()
    for number in range(9):
        kept.put(_answer(number, 10))
        kept.get("0", 1)  # asked for again and again
    assert [number for number in range(9) if kept.get(str(number), 1)] == [0, 6, 7, 8]
    kept.put(_answer(9, 11))
    assert kept.get("9", 1) is None, "one answer has a quarter of the place at most"
    assert kept.get("0", 2) is None
    assert kept.get("0", 1) is None, "nothing is kept of an older version"


def _answer(number: int, size: int) -> Answer:
    return Answer(Computed(b"x" * size), str(number), 1)


def test_a_snapshot_can_be_sent() -> None:
    snapshot = snapshot_of(people=[{"id": "ana", "name": "Ana", "topics": ["soil"], "own": "x"}])
    received: Snapshot = pickle.loads(pickle.dumps(snapshot))
    assert received.version == snapshot.version
    assert received.frames.keys() == snapshot.frames.keys()
    assert all(received[table].equals(frame) for table, frame in snapshot.frames.items())
    with pytest.raises(TypeError):
        received.frames["people"] = snapshot["people"]  # type: ignore[index]  # still read-only
