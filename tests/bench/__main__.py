"""``make bench``: copnet beside the tool one would use without it, in the same run. Writes docs/performance.md.

Every comparison first checks that both sides give the same figures; without that a time means nothing.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import networkx as nx

from copnet.bootstrap import scratch_store
from copnet.graph import NetworkSpec, build_network
from copnet.model import Participation, Record
from copnet.services.figures import growth, metrics
from copnet.snapshot import Snapshot
from copnet_viz.layout import place
from tests.bench import engine, identity
from tests.bench.histories import as_snapshot, history
from tests.bench.timing import Comparison, compare

REPORT = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
PEOPLE = int(os.environ.get("COPNET_BENCH_PEOPLE", "3000"))
SIZES = (3_000, 30_000, 300_000) if "--full" in sys.argv else (3_000,)
CROWD = int(os.environ.get("COPNET_BENCH_CROWD", "100000"))
"""People compared with each other, beside a tenth of them."""
SPEC = NetworkSpec(kind="people")
EDGES = """UNWIND $rows AS row
MATCH (a:Person {key: row.person}), (b:Collaboration {key: row.work})
CREATE (a)-[:TOOK_PART_IN {key: row.key}]->(b)"""


def two_mode(snapshot: Snapshot, until: str = "9999") -> nx.Graph[str]:
    """People and what they took part in, as anybody would load it into NetworkX."""
    days = dict(snapshot["collaborations"].select("id", "started_on").iter_rows())
    graph: nx.Graph[str] = nx.Graph()
    for work, person in snapshot["participations"].select("collaboration", "person").iter_rows():
        if days[work] <= until:
            graph.add_edge(person, work)
    return graph


def projected(snapshot: Snapshot, until: str = "9999") -> nx.Graph[str]:
    """NetworkX's own projection onto people, tie by tie with its weight."""
    graph = two_mode(snapshot, until)
    people = [node for node in graph if node.startswith("p")]
    found: nx.Graph[str] = nx.bipartite.weighted_projected_graph(graph, people)
    return found


def period_ends() -> list[str]:
    """The last days of the forty quarters of a history."""
    starts = [dt.date(year, month, 1) for year in range(2015, 2025) for month in (4, 7, 10, 13) if month < 13] + [
        dt.date(year, 1, 1) for year in range(2016, 2026)
    ]
    return sorted((start - dt.timedelta(days=1)).isoformat() for start in starts)


def by_recomputing(snapshot: Snapshot) -> list[tuple[int, int]]:
    """Ties and largest component at the end of every quarter, the network built anew each time."""
    found = []
    for end in period_ends():
        graph = projected(snapshot, end)
        found.append((graph.number_of_edges(), max(map(len, nx.connected_components(graph)), default=0)))
    return found


def write_and_read(records: list[Record]) -> Snapshot:
    """All records into a scratch store, and the snapshot back."""
    with scratch_store() as store:
        store.write(lambda writer: writer.put(records))
        return store.snapshot()


def by_the_engine_alone(records: list[Record]) -> int:
    """The floor: ArcadeDB by its own Python driver, keys and ends only, no checks, and the participations read back."""
    import arcadedb_embedded as arcadedb

    labels = {"people": "Person", "organizations": "Organization", "collaborations": "Collaboration"}
    nodes = {label: [one.key for one in records if one.table == table] for table, label in labels.items()}
    parts = [one for one in records if isinstance(one, Participation)]
    edges = [{"key": one.key, "person": one.person, "work": one.collaboration} for one in parts]
    with tempfile.TemporaryDirectory() as folder:
        database = arcadedb.create_database(f"{folder}/bare")
        for label in nodes:
            database.command("opencypher", f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.key IS UNIQUE")

        def load() -> None:
            for label, keys in nodes.items():
                database.command("opencypher", f"UNWIND $keys AS key CREATE (:{label} {{key: key}})", {"keys": keys})
            for start in range(0, len(edges), 5000):
                database.command("opencypher", EDGES, {"rows": edges[start : start + 5000]})

        database.run_in_transaction(load)
        read = database.query("opencypher", "MATCH (a)-[r:TOOK_PART_IN]->(b) RETURN a.key, b.key, r.key").to_list()
        database.close()
    return len(read)


def comparisons(people: int) -> Iterator[Comparison]:
    """Each is checked for equal figures before it is timed."""
    records = history(people)
    snapshot = as_snapshot(records)
    ours, theirs = build_network(snapshot, SPEC), projected(snapshot)
    assert {frozenset(pair): data["count"] for *pair, data in ours.edges(data=True)} == {
        frozenset(pair): data["weight"] for *pair, data in theirs.edges(data=True)
    }
    yield compare(
        "network of people with evidence on every tie", lambda: build_network(snapshot, SPEC),
        "NetworkX projection, weights only", lambda: projected(snapshot),
    )  # fmt: skip
    rows = growth(snapshot, SPEC, every="quarter")["periods"]
    assert [(row["ties"], row["largest_component"]) for row in rows][-40:] == by_recomputing(snapshot)[-len(rows) :]
    yield compare(
        "growth, every figure of 40 quarters", lambda: growth(snapshot, SPEC, every="quarter"),
        "NetworkX, ties and components only, 40 times", lambda: by_recomputing(snapshot),
    )  # fmt: skip
    names = ["constraint", "effective_size"]
    sample = as_snapshot(history(min(people, 1000)))
    small = build_network(sample, SPEC)
    peer = nx.constraint(small)
    for row in metrics(sample, SPEC, names=names, nodes=True)["nodes"]:
        expected = peer[row["id"]]
        assert row["constraint"] is None if expected != expected else abs(row["constraint"] - expected) < 1e-9
    yield compare(
        f"constraint and effective size of {len(small):,} people, network included",
        lambda: metrics(sample, SPEC, names=names, nodes=True),
        "NetworkX's two functions alone", lambda: (nx.constraint(small), nx.effective_size(small)),
    )  # fmt: skip
    import igraph

    index = {node: number for number, node in enumerate(ours)}
    bare = igraph.Graph(n=len(index), edges=[(index[a], index[b]) for a, b in ours.edges])
    isolates = sorted(nx.isolates(ours))
    yield compare(
        "positions of a map, wide and tall, without overlap",
        lambda: place(ours, dict.fromkeys(ours, 8.0), isolates, seed=1),
        "igraph's layout alone", lambda: bare.layout_fruchterman_reingold(niter=500, grid="auto"),
    )  # fmt: skip
    assert write_and_read(records).frames["participations"].equals(snapshot["participations"])
    yield compare(
        "write all records to the embedded store, read the snapshot", lambda: write_and_read(records),
        "the engine's driver: keys and ends only, unchecked", lambda: by_the_engine_alone(records),
    )  # fmt: skip


def main() -> None:
    """Print and write the table."""
    head = [
        "# Performance",
        "",
        f"Written by `make bench` on {dt.datetime.now(dt.UTC).date()}: Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, {PEOPLE:,} people. CPU seconds, medians of five rounds in turn; the ratio is ours by "
        "the peer's, round by round, below 1 where copnet is faster. Figures are checked to be equal first.",
        "",
        "| what | beside | ours | peer | ratio | spread |",
        "|---|---|---|---|---|---|",
    ]
    print("\n".join(head))
    rows = []
    for comparison in comparisons(PEOPLE):
        rows.append(comparison.row())
        print(rows[-1], flush=True)
    for people in SIZES:
        for comparison in engine.comparisons(people):
            rows.append(comparison.row())
            print(rows[-1], flush=True)
    for line in ("", *(engine.memory(people) for people in SIZES if people > PEOPLE)):
        rows.append(line)
        print(line, flush=True)
    for line in identity.report(CROWD // 10, CROWD):
        rows.append(line)
        print(line, flush=True)
    REPORT.write_text("\n".join([*head, *rows, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
