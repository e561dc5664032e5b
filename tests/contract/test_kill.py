"""A program killed in the middle of an import leaves all of it or nothing, and what was acknowledged stays."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

import copnet
from copnet.errors import StoreError
from copnet.stores.base import GraphStore
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.neo4j_store import Neo4jStore
from tests.support.neo4j_server import Neo4jAddress, Neo4jServer
from tests.support.sample_rows import read
from tests.support.stores import open_neo4j, raw
from tests.support.world import make, people

SIZES = [pytest.param(2, 2_000, id="ci"), pytest.param(20, 10_000, id="full", marks=pytest.mark.full)]
"""How many kills, and the size of each import: so many new people, as many ties, and as many people changed."""

WAYS = ["at once", "in batches"]
"""In one transaction, and as imports of more than one transaction are written."""

CLIENT = """
import sys
from pathlib import Path
from copnet.model import Person, Tie
from copnet.stores.embedded_bulk import EmbeddedBulk
from copnet.stores.neo4j_bulk import Neo4jBulk
EmbeddedBulk.rows = Neo4jBulk.rows = 500
kind, where, generation, half, way, *more = sys.argv[1:]
if kind == "embedded":
    from copnet.stores.embedded import EmbeddedStore
    store = EmbeddedStore.open(Path(where))
else:
    from copnet.stores.neo4j_store import Neo4jStore
    store = Neo4jStore.open(where, user=more[0], password=more[1])
keys = [f"g{generation}-{number}" for number in range(int(half))]
records = [Person(id=key, name=key) for key in keys]
records += [Tie(**{"from": a, "to": b, "kind": "knows"}) for a, b in zip(keys, keys[1:] + keys[:1])]
records += [Person(id=f"g0-{number}", name="changed", role=f"at {generation}") for number in range(int(half))]
store.write(lambda writer: writer.put([Person(id=f"small-{generation}", name="S")]))
print("small", flush=True)
store.write(lambda writer: writer.put(records), large=way == "in batches")
print("large", flush=True)
store.close()
"""


def import_and_kill(
    place: tuple[str, ...], generation: int, half: int, after: float | None, way: str
) -> tuple[set[str], float]:
    """Run an import in a program of its own and kill it so many seconds after it began; None: let it finish.

    Returns:
        What it said was written ("killed" beside it when it did not end by itself), and how long it took.
    """
    command = [sys.executable, "-c", CLIENT, *place[:2], str(generation), str(half), way, *place[2:]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "small\n"
        began = time.monotonic()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
        rest = process.stdout.read()
    killed = {"killed"} if process.returncode == -signal.SIGKILL else set()
    return {"small", *rest.split(), *killed}, time.monotonic() - began


def reopened(place: tuple[str, ...]) -> EmbeddedStore | Neo4jStore:
    if place[0] == "embedded":
        return EmbeddedStore.open(Path(place[1]))
    return open_neo4j(Neo4jAddress(*place[1:]))


def survey(store: GraphStore, generation: int, half: int, acknowledged: set[str]) -> str:
    """What became of an import: nothing, all or part of it; and whether that was what its program was told."""
    counts = survey_parts(store, generation)
    if not store.read("people", keys=[f"small-{generation}"]):
        return "lost"
    if counts == (0, 0):
        return "lost" if "large" in acknowledged else "none of it"
    return "all of it" if counts == (half, half) else "part of it"


def survey_parts(store: GraphStore, generation: int) -> tuple[int, int]:
    """How many people and how many ties of an import are there."""
    prefix = f"g{generation}-"
    found = raw(store, "MATCH (n:Person) WHERE n.key STARTS WITH $p RETURN count(n) AS number", p=prefix)
    ties = raw(store, "MATCH (n:Person)-[r:NAMES]->() WHERE n.key STARTS WITH $p RETURN count(r) AS number", p=prefix)
    return found[0]["number"], ties[0]["number"]


def write_generation(store: GraphStore, generation: int, half: int) -> float:
    """An import from this process, with its small record in the same transaction; how many seconds it took."""
    keys = [f"g{generation}-{number}" for number in range(half)]
    ties = [make("ties", from_=a, to=b, kind="knows") for a, b in zip(keys, keys[1:] + keys[:1], strict=True)]
    records = [*people(f"small-{generation}", *keys), *ties]
    began = time.monotonic()
    store.write(lambda writer: writer.put(records))
    return time.monotonic() - began


def clear(store: GraphStore, generation: int) -> None:
    raw(store, "MATCH (n:Person) WHERE n.key STARTS WITH $prefix DETACH DELETE n", prefix=f"g{generation}-")


def kill_again_and_again(place: tuple[str, ...], times: int, half: int, seed: int, way: str) -> Counter[str]:
    rng = random.Random(seed)
    with reopened(place) as store:
        store.write(lambda writer: writer.put([*people("a", "b"), make("ties", from_="a", to="b", kind="knows")]))
    if place[0] == "embedded":
        store.close()
    acknowledged, seconds = import_and_kill(place, 0, half, None, way)
    assert acknowledged == {"small", "large"}
    outcomes: Counter[str] = Counter()
    killed = whole = 0
    for generation in range(1, times + 1):
        acknowledged, took = import_and_kill(place, generation, half, rng.uniform(0.02, 1.1) * seconds, way)
        if "killed" not in acknowledged:
            seconds = min(seconds, took)  # a store is slow at first: the kills after it would all come too late
        with reopened(place) as store:
            outcome = survey(store, generation, half, acknowledged)
            outcomes[outcome] += 1
            whole = generation if outcome == "all of it" else whole
            changed = store.read("people", keys=[f"g0-{number}" for number in range(half)])
            assert {str(one.model_dump()["role"]) for one in changed} == {f"at {whole}"}
            killed += "killed" in acknowledged
            clear(store, generation)
            assert survey(store, 0, half, {"small", "large"}) == "all of it"
            assert [one.key for one in store.read("people", keys=["a", "b"])] == ["a", "b"]
    with reopened(place) as store:
        assert store.count("people") == 3 + times + half
        assert store.count("ties") == 1 + half
        assert raw(store, "MATCH (n:Former) RETURN count(n) AS number") == [{"number": 0}]
        assert store.check() == []
    assert killed > times // 2 - 1, "most must be hit before they end by themselves"
    print(f"\n{place[0]}, {way}: {times} imports of {2 * half:,} records killed in {seconds:.1f} s: {dict(outcomes)}")
    return outcomes


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("times", "half"), SIZES)
def test_a_killed_program_leaves_the_embedded_store_whole(tmp_path: Path, times: int, half: int, way: str) -> None:
    EmbeddedStore.open(tmp_path / "s", create=True).close()
    outcomes = kill_again_and_again(("embedded", str(tmp_path / "s")), times, half, 3, way)
    assert outcomes["lost"] == outcomes["part of it"] == 0
    assert outcomes.total() == times


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("times", [pytest.param(3, id="ci"), pytest.param(20, id="full", marks=pytest.mark.full)])
def test_a_first_import_killed_at_any_moment_can_be_done_again(tmp_path: Path, times: int) -> None:
    """The command itself, from the first sign of its store on: also while the store is being made."""
    rng, killed, sample = random.Random(6), 0, Path(copnet.__file__).parent / "sample" / "tables"
    for number in range(times):
        home = tmp_path / str(number)
        home.mkdir()
        command = [
            sys.executable,
            "-c",
            "from copnet.cli import main; main()",
            "import",
            str(sample),
            "--store",
            str(home / "store"),
        ]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while not any(home.iterdir()):
                assert process.poll() is None
                time.sleep(0.005)
            time.sleep(rng.choice((0.0, 0.1, 0.2, 0.3, rng.uniform(0.4, 2))))
            process.kill()
            process.wait()
        killed += process.returncode == -signal.SIGKILL
        again = subprocess.run(command, capture_output=True, text=True, check=False)
        assert again.returncode == 0, again.stderr
        with EmbeddedStore.open(home / "store") as store:
            assert store.count("people") == len(read(sample / "people.csv"))
            assert store.check() == []
    assert killed > times // 2


@pytest.mark.neo4j
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("times", "half"), SIZES)
def test_a_killed_program_leaves_the_server_whole(
    neo4j_store: Neo4jStore, neo4j_address: Neo4jAddress, times: int, half: int, way: str
) -> None:
    assert neo4j_store.count("people") == 0
    place = ("neo4j", neo4j_address.uri, neo4j_address.user, neo4j_address.password)
    outcomes = kill_again_and_again(place, times, half, 4, way)
    assert outcomes["lost"] == outcomes["part of it"] == 0
    assert outcomes.total() == times


@pytest.mark.full
@pytest.mark.neo4j
@pytest.mark.timeout(1800)
def test_a_killed_server_comes_back_whole() -> None:
    """The server itself, during an import: the program is told, and after a restart it is all or nothing."""
    half = 10_000
    outcomes: Counter[str] = Counter()
    told: Counter[str] = Counter()
    with Neo4jServer() as server:
        rng = random.Random(5)
        with open_neo4j(server.address) as store:
            seconds = [write_generation(store, generation, half) for generation in (0, 99)][-1]
        for generation in range(1, 7):
            acknowledged = {"small"}
            with open_neo4j(server.address) as store:
                killer = threading.Timer(rng.uniform(0.05, 1.0) * seconds, server.kill)
                killer.start()
                try:
                    write_generation(store, generation, half)
                    acknowledged.add("large")
                    told["written"] += 1
                except StoreError as error:
                    told[type(error).__name__] += 1
                killer.join()
            server.start()
            with open_neo4j(server.address) as store:
                # The small record goes with the large ones here: what counts is all or nothing.
                there = bool(store.read("people", keys=[f"small-{generation}"]))
                outcome = survey(store, generation, half, acknowledged) if there else "none of it"
                if not there:
                    assert "large" not in acknowledged
                    assert survey_parts(store, generation) == (0, 0)
                outcomes[outcome] += 1
                assert survey(store, 0, half, {"small", "large"}) == "all of it"
                assert store.check() == []
    print(f"\nNeo4j server killed 6 times in {seconds:.1f} s: {dict(outcomes)}; its programs were told: {dict(told)}")
    assert outcomes["lost"] == outcomes["part of it"] == 0
