"""The functions of NetworkX, computed by igraph: NetworkX calls these with a ``ColumnGraph`` in place of its graph.

A function here gives what NetworkX's own gives, for the arguments ``can_run`` lets through; what igraph means otherwise
(directions, weights, part of the nodes) is declined there, and what is no simple graph when it is converted.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np

from copnet.engine.graph import ColumnGraph
from copnet.engine.seeded import igraph_chance

Node = Hashable
_DIRECTED_TOO = frozenset(
    {
        "betweenness_centrality", "closeness_centrality", "constraint", "harmonic_centrality", "isolates",
        "number_of_isolates", "overall_reciprocity",
    }
)  # fmt: skip
_PLAIN: Mapping[str, Any] = {
    "nodes": None, "weight": None, "distance": None, "u": None, "nbunch": None, "sources": None, "root": None,
    "k": None, "e": None, "endpoints": False, "x": "out", "y": "in", "method": None, "usebounds": False,
}  # fmt: skip
"""Arguments that must have the value they have when they are not given."""
_ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "average_clustering": ("nodes", "weight", "count_zeros"),
    "average_shortest_path_length": ("weight", "method"),
    "betweenness_centrality": ("k", "normalized", "weight", "endpoints", "seed"),
    "bridges": ("root",),
    "closeness_centrality": ("u", "distance", "wf_improved"),
    "clustering": ("nodes", "weight"),
    "constraint": ("nodes", "weight"),
    "degree_assortativity_coefficient": ("x", "y", "weight", "nodes"),
    "diameter": ("e", "usebounds", "weight"),
    "effective_size": ("nodes", "weight"),
    "harmonic_centrality": ("nbunch", "distance", "sources"),
    "has_bridges": ("root",),
    "triangles": ("nodes",),
}
"""The arguments after the graph, in order."""


def can_run(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool | str:
    """Whether the function gives NetworkX's value for these arguments; else why not."""
    graph = args[0] if args else kwargs["G"]
    if graph.is_multigraph():
        return "ties are counted once"
    if graph.is_directed() and name not in _DIRECTED_TOO:
        return "NetworkX reads directions otherwise"
    if name == "leiden_communities":
        return True  # NetworkX has none of its own to give the same as: every argument is ours
    given = dict(zip(_ARGUMENTS.get(name, ()), args[1:], strict=False)) | dict(kwargs)
    odd = [key for key, value in given.items() if key in _PLAIN and value != _PLAIN[key]]
    return f"not with {', '.join(odd)}" if odd else True


def convert_from_nx(graph: Any, *, edge_attrs: Mapping[str, Any] | None = None, **_: Any) -> ColumnGraph:
    """A graph of NetworkX as columns, with one attribute of its ties at most.

    Raises:
        NotImplementedError: several ties between two nodes, a tie to itself, or several attributes.
    """
    if graph.is_multigraph() or nx.number_of_selfloops(graph) or len(edge_attrs or ()) > 1:
        raise NotImplementedError("simple graphs with one weight only")
    nodes = list(graph)
    places = {node: place for place, node in enumerate(nodes)}
    name, default = next(iter((edge_attrs or {}).items()), (None, 1))
    rows = [(places[one], places[other], data.get(name, default)) for one, other, data in graph.edges(data=True)]
    one, other, weights = zip(*rows, strict=True) if rows else ((), (), ())
    return ColumnGraph(
        nodes,
        np.array(one, dtype=np.int64),
        np.array(other, dtype=np.int64),
        directed=graph.is_directed(),
        weights=None if name is None else np.array(weights, dtype=np.float64),
        weight=name or "weight",
    )


def convert_to_nx(result: Any, **_: Any) -> Any:
    """A graph of NetworkX's own for a ``ColumnGraph``; anything else as it is."""
    return result.to_networkx() if isinstance(result, ColumnGraph) else result


def _by_node(graph: ColumnGraph, values: Any) -> dict[Node, Any]:
    return dict(zip(graph.nodes, values, strict=True))


def _refuse_nothing(graph: ColumnGraph) -> None:
    if not len(graph):
        raise nx.NetworkXError("Graph has no nodes or edges")


def triangles(G: ColumnGraph, nodes: None = None) -> dict[Node, int]:
    return _by_node(G, G.triangles.tolist())


def clustering(G: ColumnGraph, nodes: None = None, weight: None = None) -> dict[Node, float]:
    pairs = np.maximum(G.degrees * (G.degrees - 1), 1)
    return _by_node(G, (2 * G.triangles / pairs).tolist())


def average_clustering(G: ColumnGraph, nodes: None = None, weight: None = None, count_zeros: bool = True) -> float:
    shares = [share for share in clustering(G).values() if count_zeros or share > 0]
    return sum(shares) / len(shares)


def transitivity(G: ColumnGraph) -> float:
    closed, pairs = 2 * int(G.triangles.sum()), int((G.degrees * (G.degrees - 1)).sum())
    return closed / pairs if closed else 0


def core_number(G: ColumnGraph) -> dict[Node, int]:
    return _by_node(G, G.twin.coreness())


def articulation_points(G: ColumnGraph) -> Iterator[Node]:
    return (G.nodes[place] for place in G.twin.articulation_points())


def bridges(G: ColumnGraph, root: None = None) -> Iterator[tuple[Node, Node]]:
    return G.ties(sorted(G.twin.bridges()))


def has_bridges(G: ColumnGraph, root: None = None) -> bool:
    return bool(G.twin.bridges())


def constraint(G: ColumnGraph, nodes: None = None, weight: None = None) -> dict[Node, float]:
    """Over triangles: three times as fast as igraph, which directed graphs are left to."""
    _refuse_nothing(G)
    if G.is_directed():
        return _by_node(G, G.twin.constraint())
    n, found = len(G), G.listed
    with np.errstate(divide="ignore"):
        share = 1 / G.degrees
    shared, ties = np.zeros(len(G.one)), len(G.one)
    for side, corner in zip(found.sides, reversed(found.corners), strict=True):
        shared += np.bincount(side, share[corner], ties)  # the share each of them gives a neighbor both have
    values = np.zeros(n)
    for end in (found.low, found.high):
        values += np.bincount(end, (share[end] * (1 + shared)) ** 2, n)
    return _by_node(G, np.where(G.degrees, values, math.nan).tolist())


def effective_size(G: ColumnGraph, nodes: None = None, weight: None = None) -> dict[Node, float]:
    _refuse_nothing(G)
    with np.errstate(invalid="ignore"):  # 0/0 of isolates is NetworkX's NaN
        return _by_node(G, (G.degrees - 2 * G.triangles / G.degrees).tolist())


def betweenness_centrality(
    G: ColumnGraph,
    k: None = None,
    normalized: bool = True,
    weight: None = None,
    endpoints: bool = False,
    seed: Any = None,
) -> dict[Node, float]:
    n = len(G)
    pairs = (n - 1) * (n - 2) / (1 if G.is_directed() else 2) if normalized and n > 2 else 1
    return _by_node(G, (value / pairs for value in G.twin.betweenness()))


def closeness_centrality(
    G: ColumnGraph, u: None = None, distance: None = None, wf_improved: bool = True
) -> dict[Node, float]:
    n = len(G)
    if G.is_directed():
        reached = np.array(G.twin.neighborhood_size(order=n, mode="in"), dtype=np.int64) - 1
    else:
        reached = np.bincount(G.membership)[G.membership] - 1
    inverse_mean = np.array(G.twin.closeness(mode="in"), dtype=np.float64)
    far = np.flatnonzero(reached > 0)
    steps = np.rint(reached[far] / inverse_mean[far])  # whole numbers, so that the last digit is NetworkX's too
    found = np.zeros(n)
    found[far] = reached[far] / steps * (reached[far] / (n - 1) if wf_improved else 1.0)
    return _by_node(G, found.tolist())


def harmonic_centrality(
    G: ColumnGraph, nbunch: None = None, distance: None = None, sources: None = None
) -> dict[Node, float]:
    if len(G) < 2:
        return dict.fromkeys(G.nodes, 0)
    return _by_node(G, (np.array(G.twin.harmonic_centrality(mode="in")) * (len(G) - 1)).tolist())


def degree_assortativity_coefficient(
    G: ColumnGraph, x: str = "out", y: str = "in", weight: None = None, nodes: None = None
) -> float:
    degrees = G.degrees
    ends = 2 * len(G.one)
    own = degrees.tolist()
    beside = np.bincount(G.one, weights=degrees[G.other], minlength=len(own))
    beside += np.bincount(G.other, weights=degrees[G.one], minlength=len(own))  # whole numbers far below 2^53
    first = sum(degree**2 for degree in own)
    spread = ends * sum(degree**3 for degree in own) - first**2
    both = sum(degree * int(sum_) for degree, sum_ in zip(own, beside.tolist(), strict=True))
    return (ends * both - first**2) / spread if spread else math.nan


def overall_reciprocity(G: ColumnGraph) -> float:
    if not len(G.one):
        raise nx.NetworkXError("Not defined for empty graphs")
    n = len(G)
    there, back = G.one * n + G.other, G.other * n + G.one
    return int(np.isin(there, back).sum()) / len(there) if G.is_directed() else 0.0


def connected_components(G: ColumnGraph) -> Iterator[set[Node]]:
    order = np.argsort(G.membership, kind="stable")
    stops = np.cumsum(np.bincount(G.membership)).tolist()
    return ({G.nodes[place] for place in order[start:stop].tolist()} for start, stop in pairwise([0, *stops]))


def number_connected_components(G: ColumnGraph) -> int:
    return int(G.membership.max(initial=-1)) + 1


def is_connected(G: ColumnGraph) -> bool:
    if not len(G):
        raise nx.NetworkXPointlessConcept("Connectivity is undefined for the null graph.")
    return number_connected_components(G) == 1


def isolates(G: ColumnGraph) -> Iterator[Node]:
    return (G.nodes[place] for place in np.flatnonzero(G.degrees == 0).tolist())


def number_of_isolates(G: ColumnGraph) -> int:
    return int((G.degrees == 0).sum())


def average_shortest_path_length(G: ColumnGraph, weight: None = None, method: None = None) -> float:
    if not len(G):
        raise nx.NetworkXPointlessConcept("the null graph has no paths, thus there is no average shortest path length")
    if not is_connected(G):
        raise nx.NetworkXError("Graph is not connected.")
    return float(G.twin.average_path_length()) if len(G) > 1 else 0


def diameter(G: ColumnGraph, e: None = None, usebounds: bool = False, weight: None = None) -> int:
    if not len(G):
        raise ValueError("max() arg is an empty sequence")  # as NetworkX says it
    if not is_connected(G):
        raise nx.NetworkXError("Found infinite path length because the graph is not connected")
    return int(G.twin.diameter())


def leiden_communities(
    G: ColumnGraph, weight: str | None = "weight", resolution: float = 1, max_level: int | None = None, seed: Any = None
) -> list[set[Node]]:
    """Rounds of igraph's Leiden, each from what the one before found, until modularity no longer grows."""
    if max_level is not None and max_level <= 0:
        raise ValueError("max_level argument must be a positive integer or None")
    twin, rounds = G.twin, 0
    options = {"weights": G.weights.tolist() if G.weights is not None and weight == G.weight else None}
    options["resolution"] = resolution
    best, most = list(range(len(G))), -math.inf
    with igraph_chance(seed.randrange(2**32)):
        while max_level is None or rounds < max_level:
            found = twin.community_leiden("modularity", initial_membership=best, n_iterations=1, **options).membership
            quality = twin.modularity(found, **options) if G.number_of_edges() else 0.0
            rounds += 1
            if not quality > most:  # nor where every weight is 0 and there is no modularity
                break
            best, most = found, quality
    parts: dict[int, set[Node]] = {}
    for node, part in zip(G.nodes, best, strict=True):
        parts.setdefault(part, set()).add(node)
    return list(parts.values())
