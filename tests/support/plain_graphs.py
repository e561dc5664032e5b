"""Any NetworkX graph as a store: every edge an article of two, every arc an answer."""

from __future__ import annotations

from typing import Any

from copnet.graph import NetworkSpec
from copnet.snapshot import Snapshot
from tests.support.table_snapshot import snapshot_of

ANSWERS = NetworkSpec(kind="ties:knows")


def store_of(graph: Any) -> Snapshot:
    """A store whose network of people (of answers, for a directed graph) is the graph; ids are the nodes as text."""
    people = [{"id": str(node)} for node in graph]
    if graph.is_directed():
        ties = [{"from": str(one), "to": str(other), "kind": "knows"} for one, other in graph.edges]
        return snapshot_of(people=people, ties=ties)
    works = [{"id": f"w{number}"} for number in range(graph.number_of_edges())]
    parts = [
        {"collaboration": f"w{number}", "person": str(person)}
        for number, edge in enumerate(graph.edges)
        for person in edge
    ]
    return snapshot_of(people=people, collaborations=works, participations=parts)
