"""Figures of a network beside bare igraph and SciPy, and beside NetworkX.

Both sides are given the same columns. Before a time is taken, both must find the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import igraph
import networkx as nx
import numpy as np

from copnet.analysis import bridging, kadabra
from copnet.analysis.brokerage import role_counts
from copnet.analysis.mixing import mixing
from copnet.analysis.network import Network
from copnet.analysis.registry import REGISTRY
from copnet.engine.graph import ColumnGraph
from copnet.graph import Columns, NetworkSpec, build_columns
from tests.bench.generate import generated
from tests.bench.timing import ROUNDS, Comparison, compare

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
NETWORKX_UP_TO = 30_000  # people
KADABRA_UP_TO = 30_000  # people; with the error allowed above 100,000 one round takes a quarter of an hour


def columns_only(columns: Columns) -> Any:
    """A graph nothing has been computed of yet."""
    return ColumnGraph(columns.nodes, columns.one, columns.other)


def bare(columns: Columns) -> Any:
    """igraph's own graph of the same ties."""
    return igraph.Graph(len(columns.nodes), list(zip(columns.one.tolist(), columns.other.tolist(), strict=True)))


def by_networkx(graph: Any) -> list[Any]:
    """Every function of the table, and density, one after the other."""
    return [nx.density(graph), *(ours(graph) for ours, _ in SINGLE.values())]


def by_igraph(twin: Any) -> list[Any]:
    """The same by igraph."""
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


def bare_report(columns: Columns) -> dict[str, Any]:
    """What the report needs, by igraph and SciPy; groups and brokerage by the same functions on arrays."""
    network, twin, n = Network(columns), bare(columns), len(columns.nodes)
    largest = twin.connected_components().giant()
    return dict(zip(("density", *SINGLE), by_igraph(twin), strict=True)) | {
        "degree": twin.degree(),
        "pagerank": twin.pagerank(damping=0.85),
        "eigenvector": largest.eigenvector_centrality(scale=False),
        "strength": sum(np.bincount(end, columns.weights, n) for end in (columns.one, columns.other)),
        "mixing": mixing(network),
        "brokerage": role_counts(network),
    }


def check(columns: Columns) -> None:
    """Both find the same."""
    ours, theirs = report(columns), bare_report(columns)
    for name in ("density", "transitivity"):
        assert math.isclose(ours["network", name], theirs[name]), name
    assert ours["network", "components"] == theirs["number_connected_components"]
    assert ours["network", "bridges"] == len(theirs["bridges"])
    assert ours["network", "cutpoints"] == len(theirs["articulation_points"])
    assert math.isclose(ours["network", "degree_assortativity"], theirs["degree_assortativity_coefficient"])
    for name in ("degree", "core_number"):
        assert ours["node", name] == theirs[name if name == "degree" else "core_number"], name
    for name in ("constraint", "pagerank"):
        own = np.array(ours["node", name], dtype=np.float64)  # None becomes NaN
        assert np.allclose(own, theirs[name], equal_nan=True), name


def comparisons(people: int, rounds: int = ROUNDS) -> Iterator[Comparison]:
    """The rows of one size."""
    columns = build_columns(generated(people), SPEC)
    check(columns)
    size = f"{people:,} people"
    native, twin = columns_only(columns), bare(columns)
    yield compare(
        f"{len(SINGLE) + 1} functions of nx on columns, {size}", lambda: by_networkx(columns_only(columns)),
        "the same of bare igraph", lambda: by_igraph(bare(columns)), rounds, target=1.25,
    )  # fmt: skip
    yield compare(
        f"network and node report, {size}", lambda: report(columns),
        "the same of igraph and SciPy", lambda: bare_report(columns), rounds, target=1.25,
    )  # fmt: skip
    for name, (ours, theirs) in SINGLE.items():
        found = compare(
            f"nx.{name}, {size}", partial(_on_fresh, ours, native), "igraph", partial(theirs, twin), rounds, target=1.5
        )
        if max(found.theirs) > LONG:
            yield found
    yield compare(
        f"nx.community.leiden_communities, 2 rounds, {size}",
        lambda: nx.community.leiden_communities(native, max_level=2, seed=1),
        "igraph", lambda: twin.community_leiden("modularity", n_iterations=2), rounds, target=1.5,
    )  # fmt: skip
    if people <= NETWORKX_UP_TO:
        plain = native.to_networkx()
        yield compare(
            f"{len(SINGLE) + 1} functions of nx on columns, {size}", lambda: by_networkx(columns_only(columns)),
            "NetworkX", lambda: by_networkx(plain), rounds, target=1 / 30,
        )  # fmt: skip
    if bridging.EXACT_UP_TO < people <= KADABRA_UP_TO:
        error, ends = kadabra.epsilon(people), (columns.one, columns.other)
        yield compare(
            f"betweenness, {size}", lambda: kadabra.betweenness(Network(columns)),
            f"networkit, epsilon {error:g}, delta {kadabra.DELTA:g}", lambda: bare_kadabra(people, ends, error),
            rounds, target=1.1,
        )  # fmt: skip


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
