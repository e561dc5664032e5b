"""Seeded random graphs with what makes figures awkward: few nodes, isolates, several components, loops, repeats."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import networkx as nx

from copnet.graph import NetworkSpec
from copnet.snapshot import Snapshot
from tests.support.table_snapshot import snapshot_of

GROUPS = ("east", "north", "south", "west")


@dataclass(frozen=True)
class RandomGraph:
    """A graph, and the rows it came from.

    Attributes:
        graph: without loops and repeats; a DiGraph where ties have a direction. Nodes are texts in order; ``group`` is
            one of ``GROUPS`` or None.
        rows: pairs as a file has them: the ties in any order and, undirected, either way round; some twice, some from a
            node to itself.
    """

    graph: Any
    rows: list[tuple[str, str]]

    @property
    def spec(self) -> NetworkSpec:
        """The network that the graph is, grouped where anybody has a group."""
        by = "team" if any(group for _, group in self.graph.nodes(data="group")) else None
        return NetworkSpec(kind="ties:knows" if self.graph.is_directed() else "people", by=by)

    def snapshot(self) -> Snapshot:
        """A store with the rows: answers of one wave, or articles of two."""
        people = [{"id": node, "team": group} for node, group in self.graph.nodes(data="group")]
        if self.graph.is_directed():
            ties = {pair: {"from": pair[0], "to": pair[1], "kind": "knows"} for pair in self.rows}
            return snapshot_of(people=people, ties=ties.values() or [{"from": "?", "to": "?", "kind": "knows"}])
        parts = [
            {"collaboration": f"w{number}", "person": person}
            for number, pair in enumerate(self.rows)
            for person in dict.fromkeys(pair)
        ]
        works = [{"id": f"w{number}"} for number in range(len(self.rows))]
        return snapshot_of(people=people, collaborations=works, participations=parts)


def random_graph(seed: int, largest: int = 60, directed: bool | None = None) -> RandomGraph:
    """A graph of 0 to ``largest`` nodes: sparse or dense, in one piece or several, with or without hubs and groups.

    Args:
        seed: the same seed gives the same graph.
        largest: most nodes.
        directed: None: every second seed.
    """
    rng = random.Random(seed)
    n = rng.choice((seed % 8, rng.randint(0, largest), rng.randint(0, largest)))
    graph: Any = nx.DiGraph() if (seed % 2 if directed is None else directed) else nx.Graph()
    groups = (*GROUPS[: rng.randint(1, 4)], *rng.choice(((), (None,))))
    nodes = [f"n{number:02}" for number in range(min(n, largest))]
    graph.add_nodes_from((node, {"group": rng.choice(groups)}) for node in nodes)
    active = [node for node in nodes if rng.random() < rng.choice((0.7, 1.0))]
    parts = rng.randint(1, 3)
    clusters = [active[part::parts] for part in range(parts)]
    wanted = int(len(active) * rng.choice((0.4, 1, 2, 5)))
    rows: list[tuple[str, str]] = []
    for _ in range(wanted):
        cluster = rng.choice(clusters)
        if len(cluster) > 1:
            one = cluster[int(len(cluster) * rng.random() ** rng.choice((1, 3)))]
            rows.append((one, rng.choice([node for node in cluster if node != one])))
            if rng.random() < 0.3:
                rows.append((rows[-1][1], one))
    graph.add_edges_from(rows)
    rows += rng.sample(rows, len(rows) // 4)
    rows += [(node, node) for node in rng.sample(active, len(active) // 5)]
    rng.shuffle(rows)
    return RandomGraph(graph, rows)
