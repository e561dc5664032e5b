"""Ctrl-C, the end of the program and forks: nothing hangs, nothing half is kept, nothing is said that is not so."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from copnet.stores.embedded import EmbeddedStore
from copnet.stores.neo4j_store import Neo4jStore
from tests.support.neo4j_server import Neo4jAddress
from tests.support.world import people

START = """
import os, signal, sys, threading, time
from pathlib import Path
from copnet.model import Person
kind, where, *more = sys.argv[1:]
if kind == "embedded":
    from copnet.stores.embedded import EmbeddedStore
    store = EmbeddedStore.open(Path(where), create=True)
else:
    from copnet.stores.neo4j_store import Neo4jStore
    store = Neo4jStore.open(where, user=more[0], password=more[1])
def people(*keys): return [Person(id=key, name=key) for key in keys]
"""


def run(body: str, *arguments: object, timeout: float = 90) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", START + body, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout)


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, ...]:
    """The arguments that lead a program to a store of its own."""
    if request.param == "embedded":
        return "embedded", str(tmp_path / "s")
    request.getfixturevalue("neo4j_store")
    address: Neo4jAddress = request.getfixturevalue("neo4j_address")
    return "neo4j", address.uri, address.user, address.password


def reopened(place: tuple[str, ...]) -> EmbeddedStore | Neo4jStore:
    if place[0] == "embedded":
        return EmbeddedStore.open(Path(place[1]))
    return Neo4jStore.open(place[1], user=place[2], password=place[3])


WRITE_MANY = """
store.write(lambda writer: writer.put(people("before")))
def change(writer):
    print("inside", flush=True)
    for start in range(0, 250_000, 1_000):
        writer.put(people(*(f"p{n}" for n in range(start, start + 1_000))))
try:
    store.write(change)
except KeyboardInterrupt:
    print("stopped", flush=True)
    print(store.count("people"), flush=True)
    store.write(lambda writer: writer.put(people("after")))
    store.close()
"""


def interrupted(place: tuple[str, ...], presses: int) -> tuple[int, str, str, float]:
    """Press Ctrl-C in the middle of a large write: exit code, what was said, what was complained of, seconds."""
    command = [sys.executable, "-W", "error", "-c", START + WRITE_MANY, *place]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        time.sleep(1.5)
        began = time.monotonic()
        for _ in range(presses):
            process.send_signal(signal.SIGINT)
        said, complaints = process.communicate(timeout=60)
        return process.returncode, said, complaints, time.monotonic() - began


def test_ctrl_c_takes_a_write_back_and_the_store_goes_on(place: tuple[str, ...]) -> None:
    code, said, complaints, seconds = interrupted(place, 1)
    assert (code, said, complaints) == (0, "stopped\n1\n", "")
    assert seconds < 30  # a few, on a machine that has nothing else to do
    with reopened(place) as store:
        assert [one.key for one in store.read("people")] == ["after", "before"]


def test_ctrl_c_pressed_twice_keeps_nothing_of_the_write_either(place: tuple[str, ...]) -> None:
    """The second may end the program anywhere: what counts is what is kept."""
    interrupted(place, 2)
    with reopened(place) as store:
        assert {one.key for one in store.read("people")} - {"after"} == {"before"}
        assert store.check() == []


def test_ctrl_c_in_the_change_s_own_work_is_heard_at_once(place: tuple[str, ...]) -> None:
    body = """
def change(writer):
    writer.put(people("a"))
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    time.sleep(60)
began = time.monotonic()
try:
    store.write(change)
except KeyboardInterrupt:
    assert time.monotonic() - began < 50  # the sleep it interrupts is longer
    print(store.count("people"))
store.close()
"""
    done = run(body, *place, timeout=50)
    assert (done.stdout, done.stderr, done.returncode) == ("0\n", "", 0)


def test_a_program_that_ends_without_closing_ends_quietly_and_keeps_its_records(tmp_path: Path) -> None:
    body = "store.write(lambda writer: writer.put(people('a', 'b')))\n"
    done = run(body, "embedded", tmp_path / "s")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    with EmbeddedStore.open(tmp_path / "s") as store:
        assert store.count("people") == 2


def test_an_error_of_the_program_is_what_is_seen(tmp_path: Path) -> None:
    done = run("raise SystemExit(7)\n", "embedded", tmp_path / "s")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 7)


def test_a_scratch_store_left_open_leaves_no_folder(tmp_path: Path) -> None:
    script = (
        "from copnet.stores.embedded import EmbeddedStore\n"
        "store = EmbeddedStore.scratch()\nprint(store._folder.parent)\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert (done.stderr, done.returncode) == ("", 0)
    assert not Path(done.stdout.strip()).exists()
    assert list(tmp_path.iterdir()) == []  # and Java left nothing in the working directory


def test_a_background_thread_that_writes_does_not_keep_the_program_from_ending(tmp_path: Path) -> None:
    body = """
inside = threading.Event()
def change(writer):
    writer.put(people("half"))
    inside.set()
    time.sleep(3600)
threading.Thread(target=lambda: store.write(change), daemon=True).start()
inside.wait()
"""
    done = run(body, "embedded", tmp_path / "s", timeout=60)
    assert done.returncode == 0, done.stderr
    with EmbeddedStore.open(tmp_path / "s") as store:
        assert store.count("people") == 0


def test_closing_while_another_thread_writes_keeps_nothing_of_it(tmp_path: Path) -> None:
    body = """
inside, closed, said = threading.Event(), threading.Event(), []
def change(writer):
    writer.put(people("half"))
    inside.set()
    closed.wait()
    writer.put(people("other half"))
def write():
    try:
        store.write(change)
    except BaseException as error:
        said.append(error)
thread = threading.Thread(target=write)
thread.start()
inside.wait()
store.close()
closed.set()
thread.join()
print(type(said[0]).__name__, said[0])
"""
    done = run(body, "embedded", tmp_path / "s")
    assert (done.stdout, done.stderr) == ("StoreFailed The store is closed. Open it again.\n", "")
    with EmbeddedStore.open(tmp_path / "s") as store:
        assert store.count("people") == 0


def test_a_fork_is_told_to_open_its_own_and_harms_nothing(tmp_path: Path) -> None:
    body = """
store.write(lambda writer: writer.put(people("a")))
child = os.fork()
if child == 0:
    from copnet.errors import StoreFailed
    try:
        store.count("people")
    except StoreFailed as error:
        print(error, flush=True)
    store.close()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
store.write(lambda writer: writer.put(people("b")))
print(store.count("people"))
store.close()
"""
    done = run(body, "embedded", tmp_path / "s")
    assert done.stdout.splitlines()[-1:] == ["2"], done.stderr
    assert "forked off" in done.stdout


def test_a_thread_a_request_leaves_no_thread_behind(embedded_store: EmbeddedStore) -> None:
    import threading

    import jpype

    embedded_store.write(lambda writer: writer.put(people("a")))

    def java_threads() -> int:
        return int(jpype.JClass("java.lang.Thread").activeCount())

    def burst(number: int) -> None:
        for _ in range(number):
            thread = threading.Thread(target=lambda: embedded_store.count("people"))
            thread.start()
            thread.join()

    burst(10)
    before = java_threads()
    burst(50)
    assert java_threads() <= before + 2
