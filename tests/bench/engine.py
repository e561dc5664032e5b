"""Figures of a network beside bare igraph and SciPy, and beside NetworkX; growth; memory.

Both sides are given the same columns. Before a time is taken, both must find the same.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import igraph
import networkx as nx
import numpy as np

from copnet.analysis import kadabra
from copnet.analysis.brokerage import role_counts
from copnet.analysis.growth import growth_rows
from copnet.analysis.history import History, history
from copnet.analysis.mixing import mixing
from copnet.analysis.network import Network
from copnet.analysis.registry import REGISTRY
from copnet.engine.graph import ColumnGraph
from copnet.engine.seeded import igraph_chance
from copnet.graph import Columns, NetworkSpec, build_columns
from copnet.snapshot import Snapshot
from tests.bench.generate import generated
from tests.bench.timing import Comparison, compare

SPEC = NetworkSpec(by="organization")
LEFT_OUT = frozenset(
    {
        "average_path_length", "diameter", "betweenness_centralization", "closeness_centralization", "ei_p_value",
        "core_periphery_fit", "core_periphery_p_value", "core_periphery_method", "betweenness", "closeness", "harmonic",
        "reach_2", "modularity", "groups", "leiden_group",
    }
)  # fmt: skip
"""Figures of paths, permutations, core and periphery; Leiden has a row of its own."""
SINGLE: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "transitivity": (nx.transitivity, lambda twin: twin.transitivity_undirected()),
    "clustering": (nx.clustering, lambda twin: twin.transitivity_local_undirected(mode="zero")),
    "average_clustering": (nx.average_clustering, lambda twin: twin.transitivity_avglocal_undirected(mode="zero")),
    "core_number": (nx.core_number, lambda twin: twin.coreness()),
    "articulation_points": (lambda graph: list(nx.articulation_points(graph)), lambda twin: twin.articulation_points()),
    "bridges": (lambda graph: list(nx.bridges(graph)), lambda twin: twin.bridges()),
    "constraint": (nx.constraint, lambda twin: twin.constraint()),
    "number_connected_components": (nx.number_connected_components, lambda twin: len(twin.connected_components())),
    "degree_assortativity_coefficient": (nx.degree_assortativity_coefficient, lambda twin: twin.assortativity_degree()),
}
LONG = 0.05  # seconds


def columns_only(columns: Columns) -> Any:
    """A graph nothing has been computed of yet."""
    return ColumnGraph(columns.nodes, columns.one, columns.other)


def bare(columns: Columns) -> Any:
    """igraph's own graph of the same ties."""
    return igraph.Graph(len(columns.nodes), np.column_stack((columns.one, columns.other)))


def by_networkx(graph: Any) -> list[Any]:
    """Every function of the table, and density, one after the other."""
    return [nx.density(graph), *(ours(graph) for ours, _ in SINGLE.values())]


def by_igraph(columns: Columns) -> list[Any]:
    """The same by igraph."""
    twin = bare(columns)
    return [twin.density(), *(theirs(twin) for _, theirs in SINGLE.values())]


def report(columns: Columns) -> dict[tuple[str, str], Any]:
    """Every figure of the network and of nodes but those left out."""
    network = Network(columns)
    return {
        (metric.level, metric.name): metric.compute(network)
        for metric in REGISTRY.values()
        if metric.level in ("network", "node") and metric.name not in LEFT_OUT
        if metric.compute is not None and metric.defined_for(network)
    }


def bare_report(columns: Columns) -> list[Any]:
    """What the report needs, by igraph and SciPy; groups and brokerage from the same arrays by the same functions."""
    network, found = Network(columns), by_igraph(columns)
    twin = bare(columns)
    largest = twin.connected_components().giant()
    return [
        *found, twin.degree(), twin.pagerank(damping=0.85), largest.eigenvector_centrality(scale=False),
        np.bincount(columns.one, columns.weights), mixing(network), role_counts(network),
    ]  # fmt: skip


def one_pass(past: History) -> tuple[list[tuple[int, int]], int]:
    """One plain pass over the sorted ties: ties and largest component, and how many ties had a common neighbor."""
    found = past.found
    parent, size = list(range(len(found.nodes))), [1] * len(found.nodes)
    near: list[set[int]] = [set() for _ in found.nodes]
    order = np.argsort(past.present, kind="stable")
    rows, largest, shared = [], 0, 0
    for number, (one, other) in enumerate(zip(found.left[order].tolist(), found.right[order].tolist(), strict=True)):
        shared += not near[one].isdisjoint(near[other])
        near[one].add(other)
        near[other].add(one)
        head, tail = _head(parent, one), _head(parent, other)
        if head != tail:
            parent[head] = tail
            size[tail] += size[head]
            largest = max(largest, size[tail])
        rows.append((number + 1, largest))
    return rows, shared


def _head(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = node = parent[parent[node]]
    return node


def forty_times(past: History, ends: list[int]) -> list[tuple[int, int]]:
    """Ties and largest component at the end of each period, an igraph graph of each."""
    found, rows = past.found, []
    for end in ends:
        here = past.present <= end
        twin = igraph.Graph(len(found.nodes), np.column_stack((found.left[here], found.right[here])))
        rows.append((twin.ecount(), max(twin.connected_components().sizes())))
        twin.transitivity_undirected()
    return rows


def comparisons(people: int) -> Iterator[Comparison]:
    """The rows of one size."""
    snapshot = generated(people)
    columns = build_columns(snapshot, SPEC)
    size = f"{people:,} people"
    native, twin = columns_only(columns), bare(columns)
    assert math.isclose(nx.transitivity(native), twin.transitivity_undirected())
    assert np.allclose(list(nx.constraint(native).values()), twin.constraint(), equal_nan=True)
    yield compare(
        f"{len(SINGLE) + 1} functions of nx on columns, {size}", lambda: by_networkx(columns_only(columns)),
        "the same of bare igraph", lambda: by_igraph(columns),
    )  # fmt: skip
    yield compare(
        f"network and node report, {size}", lambda: report(columns),
        "the same of igraph and SciPy", lambda: bare_report(columns),
    )  # fmt: skip
    for name, (ours, theirs) in SINGLE.items():
        found = compare(f"nx.{name}, {size}", partial(_on_fresh, ours, native), "igraph", partial(theirs, twin))
        if max(found.theirs) > LONG:
            yield found
    yield compare(
        f"nx.community.leiden_communities, 2 rounds, {size}",
        lambda: nx.community.leiden_communities(native, max_level=2, seed=1),
        "igraph", lambda: twin.community_leiden("modularity", n_iterations=2),
    )  # fmt: skip
    if people <= 30_000:
        plain = native.to_networkx()
        yield compare(
            f"{len(SINGLE) + 1} functions of nx on columns, {size}", lambda: by_networkx(columns_only(columns)),
            "NetworkX", lambda: by_networkx(plain), rounds=1,
        )  # fmt: skip
    if people > 10_000:
        error, ends = kadabra.epsilon(people), (columns.one, columns.other)
        yield compare(
            f"betweenness, {size}", lambda: kadabra.betweenness(Network(columns)),
            f"networkit, epsilon {error:g}, delta {kadabra.DELTA:g}", lambda: bare_kadabra(people, ends, error),
            rounds=3,
        )  # fmt: skip
    yield from growing(snapshot, size)


def _on_fresh(function: Callable[[Any], Any], graph: ColumnGraph) -> Any:
    """A function of the graph with its igraph twin made and nothing else computed."""
    fresh = ColumnGraph(graph.nodes, graph.one, graph.other)
    fresh.__dict__["twin"] = graph.twin
    return function(fresh)


def bare_kadabra(n: int, ends: tuple[Any, Any], error: float) -> Any:
    """networkit alone, with a seed and one thread as copnet has it."""
    import networkit

    from copnet.engine.seeded import networkit_chance

    graph = networkit.GraphFromCoo(tuple(end.astype(np.uint64) for end in ends), n=n)
    with networkit_chance(1):
        run = networkit.centrality.KadabraBetweenness(graph, error, kadabra.DELTA, True, startFactor=100)
        run.run()
    return run.scores()


def growing(snapshot: Snapshot, size: str) -> Iterator[Comparison]:
    """Forty quarters, from the history on."""
    past = history(snapshot, NetworkSpec())
    rows = growth_rows(past, "quarter", 365)[:40]
    ends = [np.datetime64(row["to"]).astype("datetime64[D]").astype(object).toordinal() for row in rows]
    assert [(row["ties"], row["largest_component"]) for row in rows] == forty_times(past, ends)
    what = f"growth, every figure of {len(rows)} quarters and more, {size}"
    yield compare(what, lambda: growth_rows(past, "quarter", 365), "one pass over the ties", lambda: one_pass(past))
    yield compare(
        what, lambda: growth_rows(past, "quarter", 365),
        "igraph, ties, components and transitivity 40 times", lambda: forty_times(past, ends),
    )  # fmt: skip


def memory(people: int) -> str:
    """Peak memory of the report and of the same by igraph and SciPy, each in a process of its own."""
    found = {}
    for name in ("nothing", "report", "bare_report"):
        command = [sys.executable, "-m", "tests.bench.engine", str(people), name]
        found[name] = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours, theirs = found["report"] / 1024, found["bare_report"] / 1024
    return (
        f"Peak memory of the report of {people:,} people: {ours:,.0f} MB, by igraph and SciPy {theirs:,.0f} MB (ratio "
        f"{ours / theirs:.2f}); {found['nothing'] / 1024:,.0f} MB of both are the columns and the libraries."
    )


def main() -> None:
    """One measurement of memory, in kilobytes."""
    people, name = int(sys.argv[1]), sys.argv[2]
    columns = build_columns(generated(people), SPEC)
    with igraph_chance(1):
        if name != "nothing":
            _ = report(columns) if name == "report" else bare_report(columns)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main()
