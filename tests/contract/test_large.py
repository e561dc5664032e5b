"""The largest transaction: 300,000 records at once, and a snapshot of them. Prints seconds and peak memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from copnet.record import Record
from copnet.stores.base import MAX_ROWS_A_TRANSACTION, GraphStore
from copnet.stores.embedded import EmbeddedStore
from tests.support.neo4j_server import Neo4jServer
from tests.support.stores import open_neo4j
from tests.support.world import make

PEOPLE, WORKS = 30_000, 40_000
pytestmark = [pytest.mark.full, pytest.mark.timeout(1800)]


def many() -> list[Record]:
    """As many records as one transaction takes, most of them participations."""
    records = [make("people", id=f"person-{n}", name=f"Person {n}", topics=["a", "b"]) for n in range(PEOPLE)]
    records += [make("collaborations", id=f"work-{n}", title=f"Work {n}", kind="article") for n in range(WORKS)]
    for number in range(MAX_ROWS_A_TRANSACTION - len(records)):
        who, what = f"person-{number % PEOPLE}", f"work-{number % WORKS}"
        records.append(make("participations", collaboration=what, person=who, role=f"r{number // 120_000}"))
    return records


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def large(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[GraphStore, int]]:
    """A store on the disk, not a scratch one, and the process whose memory counts."""
    if request.param == "embedded":
        with EmbeddedStore.open(tmp_path / "s", create=True) as store:
            yield store, psutil.Process().pid
        return
    with Neo4jServer(heap="2g") as server, open_neo4j(server.address) as store:
        assert server.pid
        yield store, server.pid


def test_the_largest_transaction(large: tuple[GraphStore, int]) -> None:
    store, pid = large
    records = many()
    assert len({(one.table, one.key) for one in records}) == MAX_ROWS_A_TRANSACTION
    seconds = {}
    for what in ("first put", "same again"):
        began = time.monotonic()
        store.write(lambda writer: writer.put(records))
        seconds[what] = time.monotonic() - began
    began = time.monotonic()
    snapshot = store.snapshot()
    seconds["snapshot"] = time.monotonic() - began
    found = snapshot["participations"].select("collaboration", "person", "role").rows()
    expected = [
        (values["collaboration"], values["person"], values["role"])
        for values in (one.model_dump() for one in records if one.table == "participations")
    ]
    assert sorted(found) == sorted(expected)
    assert snapshot["people"]["id"].to_list() == sorted(f"person-{n}" for n in range(PEOPLE))
    assert snapshot["collaborations"].height == store.count("collaborations") == WORKS
    began = time.monotonic()
    keys = [one.key for one in store.read("participations", limit=100)]
    seconds["page of 100"] = time.monotonic() - began
    assert keys == sorted(one.key for one in records if one.table == "participations")[:100]
    everybody = [one for one in records if one.table == "participations"]
    for what, some in (("pick of 5,000", everybody[::46][:5_000]), ("pick of all", everybody)):
        began = time.monotonic()
        assert len(store.read("participations", keys=[one.key for one in some])) == len(some)
        seconds[what] = time.monotonic() - began
    began = time.monotonic()
    assert store.write(lambda writer: writer.delete("participations", [one.key for one in everybody[-100:]])) == 100
    store.write(lambda writer: writer.put(everybody[-100:]))
    seconds["100 deleted and put"] = time.monotonic() - began
    began = time.monotonic()
    assert store.check() == []
    seconds["check"] = time.monotonic() - began
    process = psutil.Process(pid)
    own = psutil.Process()
    peak = max(_peak(process), process.memory_info().rss)
    shown = ", ".join(f"{what} {value:.1f} s" for what, value in seconds.items())
    print(f"\n{store.address}: {shown}; peak {peak / 2**30:.2f} GB (tests {_peak(own) / 2**30:.2f} GB)")


def _peak(process: psutil.Process) -> int:
    """The largest resident size a process had, as Linux keeps it."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0
