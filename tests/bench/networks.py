"""A network of objects with the evidence on every tie, beside NetworkX's own projection without it."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from copnet.graph import NetworkSpec, build_network
from copnet.snapshot import Snapshot
from tests.bench.generate import generated
from tests.bench.timing import ROUNDS, Comparison, compare


def projected(snapshot: Snapshot) -> nx.Graph[str]:
    """People and what they took part in as anybody would load it, projected onto people with the weight of each tie."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(snapshot["participations"].select("person", "collaboration").iter_rows())
    found: nx.Graph[str] = nx.bipartite.weighted_projected_graph(graph, [node for node in graph if node[0] == "P"])
    return found


def comparisons(people: int, rounds: int = ROUNDS) -> Iterator[Comparison]:
    """One row."""
    snapshot, spec = generated(people), NetworkSpec()
    ours, theirs = build_network(snapshot, spec), projected(snapshot)
    assert {frozenset(pair): data["count"] for *pair, data in ours.edges(data=True)} == {
        frozenset(pair): data["weight"] for *pair, data in theirs.edges(data=True)
    }
    yield compare(
        f"network of {people:,} people with evidence on every tie", lambda: build_network(snapshot, spec),
        "NetworkX projection, weights only", lambda: projected(snapshot), rounds,
    )  # fmt: skip
