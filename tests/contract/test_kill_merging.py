"""A program killed while it merges, or undoes a merge, leaves all of it or nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from copnet.record import Record
from copnet.services.checks import check_store
from copnet.services.merges import merge, unmerge
from copnet.stores.embedded import EmbeddedStore
from tests.properties.test_merges import DAY
from tests.support.stores import everything
from tests.support.world import make, people

SIZES = [pytest.param(2, 1_000, id="ci"), pytest.param(20, 3_000, id="full", marks=pytest.mark.full)]
"""How many kills, and how many relations the merge moves."""

CLIENT = """
import datetime as dt, sys
from pathlib import Path
from copnet.services.merges import merge, unmerge
from copnet.stores.embedded import EmbeddedStore
what, where = sys.argv[1:]
store = EmbeddedStore.open(Path(where))
store.count("people")
print("begins", flush=True)
if what == "merge":
    merge(store, "a", "b", on=dt.date(2026, 1, 1))
else:
    unmerge(store, "person-b")
print("done", flush=True)
store.close()
"""


def run_and_kill(what: str, where: Path, after: float | None) -> tuple[bool, bool, float]:
    """Merge or undo in a program of its own, killed so many seconds after it began; None: it may end.

    Returns:
        Whether it said that it was done, whether it was killed, and how long it took.
    """
    command = [sys.executable, "-c", CLIENT, what, str(where)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begins\n"
        began = time.monotonic()
        if after is not None:
            time.sleep(after)
            process.kill()
            rest = process.stdout.read()
        else:
            rest = process.stdout.readline()
        seconds = time.monotonic() - began
        process.wait()
    return "done" in rest, process.returncode == -signal.SIGKILL, seconds


def filled(where: Path, size: int) -> dict[str, dict[str, list[Record]]]:
    """A store of two with many relations; all that it holds before the merge and after it."""
    keys = [f"q{number:05}" for number in range(size)]
    ties = [make("ties", from_=key, to="b", kind="knows") for key in keys]
    with EmbeddedStore.open(where, create=True) as store:
        store.write(lambda writer: writer.put([*people("a", "b", *keys), *ties]))
        before = everything(store)
        merge(store, "a", "b", on=DAY)
        after = everything(store)
        unmerge(store, "person-b")
        assert everything(store) == before
    return {"merge": before, "unmerge": after}


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("times", "size"), SIZES)
def test_a_killed_merge_leaves_the_store_whole(tmp_path: Path, times: int, size: int) -> None:
    where, chance = tmp_path / "s", random.Random(7)
    states = filled(where, size)
    seconds = {what: run_and_kill(what, where, None)[2] for what in ("merge", "unmerge")}
    outcomes: Counter[str] = Counter()
    killed = 0
    for number in range(times):
        what = ("merge", "unmerge")[number % 2]
        other = ("unmerge", "merge")[number % 2]
        with EmbeddedStore.open(where) as store:
            if everything(store) != states[what]:
                _ = unmerge(store, "person-b") if what == "merge" else merge(store, "a", "b", on=DAY)
        done, hit, took = run_and_kill(what, where, chance.uniform(0.02, 0.95) * seconds[what])
        killed += hit and not done
        if done:  # a store is slow at first: the kills after it would all come too late
            seconds[what] = min(seconds[what], took)
        with EmbeddedStore.open(where) as store:
            now = everything(store)
            assert now in (states[what], states[other]), "all of it or nothing"
            assert not done or now == states[other], "what was said to be done is"
            assert check_store(store)["faults"] == []
            outcomes[f"{what}: {'all of it' if now == states[other] else 'none of it'}"] += 1
    assert killed > times // 2 - 1, "most must be hit before they end by themselves"
    print(f"\n{times} merges and undos of {size:,} relations killed: {dict(outcomes)}")
