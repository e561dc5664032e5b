"""Who connects: ties of each node, brokerage by position, and what falls apart without whom."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from copnet.analysis import kadabra
from copnet.analysis.metric import ONE_KIND_OF_NODE, Metric
from copnet.analysis.network import Network, once

FREEMAN = "Freeman, L. C. (1979). Centrality in social networks: conceptual clarification. Social Networks 1, 215-239."
BARRAT = "Barrat, A., Barthelemy, M., Pastor-Satorras, R. and Vespignani, A. (2004). PNAS 101, 3747-3752."
BRANDES = "Brandes, U. (2001). A faster algorithm for betweenness centrality. J. Math. Sociology 25, 163-177."
BURT = "Burt, R. S. (1992). Structural Holes. Harvard University Press, chapter 2."
BORGATTI_1997 = (
    "Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. Connections 20(1), 35-38."
)
TARJAN = "Tarjan, R. E. (1974). A note on finding the bridges of a graph. Inf. Process. Letters 2, 160-161."
HOPCROFT = "Hopcroft, J. and Tarjan, R. (1973). Algorithm 447. Communications of the ACM 16, 372-378."


EXACT_UP_TO = 10_000  # nodes: about ten seconds
DIRECTED_UP_TO = 30_000  # nodes: about two minutes


def _received(network: Network, weights: NDArray[np.float64] | None = None) -> list[Any]:
    found: list[Any] = np.bincount(network.ends[1], weights=weights, minlength=network.n).tolist()
    return found


def _given(network: Network, weights: NDArray[np.float64] | None = None) -> list[Any]:
    found: list[Any] = np.bincount(network.ends[0], weights=weights, minlength=network.n).tolist()
    return found


def _strength(network: Network) -> list[float]:
    received, given = _received(network, network.weights), _given(network, network.weights)
    return [one + other for one, other in zip(received, given, strict=True)]


@once
def betweenness(network: Network) -> list[float | None]:
    """Share of the shortest paths between two others that pass through each node; null below three nodes.

    Exact up to ``EXACT_UP_TO`` nodes, above it estimated. Nobody has written that for directions, so large survey
    networks are exact too, up to ``DIRECTED_UP_TO``, and null above it: hours are no answer.
    """
    if network.n < 3 or (network.directed and network.n > DIRECTED_UP_TO):
        if network.n > DIRECTED_UP_TO:
            network.notes.append(f"Betweenness is not computed for surveys of more than {DIRECTED_UP_TO:,}.")
        return [None] * network.n
    if network.n > EXACT_UP_TO and not network.directed:
        return list(kadabra.betweenness(network))
    return network.column(nx.betweenness_centrality(network.native))


def constraint(network: Network) -> list[float | None]:
    """Burt's constraint on binary a_ij + a_ji; null for nodes nobody names and who name nobody.

    Sums over the contacts j of i: (p_ij + sum_q p_iq p_qj)^2 with p_ij = (a_ij + a_ji) / sum_k (a_ik + a_ki).
    """
    found = network.column(nx.constraint(network.native)) if network.m else [math.nan] * network.n
    return [None if math.isnan(value) else value for value in found]


def constraint_of(twin: Any, places: list[int]) -> list[float | None]:
    """Constraint of some nodes of an igraph graph without repeated ties; null for nodes without a tie."""
    return [None if math.isnan(value) else value for value in twin.constraint(vertices=places)] if places else []


@once
def effective_size(network: Network) -> list[float | None]:
    """Contacts less the average number of ties each of them has to the others: d - 2t/d; null without a contact."""
    found = network.column(nx.effective_size(network.tied)) if network.m else [math.nan] * network.n
    return [None if math.isnan(size) else size for size in found]


def efficiency(network: Network) -> list[float | None]:
    """Effective size as a share of the contacts; null without a contact."""
    return [
        size / degree if size is not None else None
        for size, degree in zip(effective_size(network), network.degrees.tolist(), strict=True)
    ]


def bridges(network: Network) -> int:
    """Ties without which a component falls in two."""
    return sum(1 for _ in nx.bridges(network.tied))


@once
def is_cutpoint(network: Network) -> list[bool]:
    """Whether a component falls apart without the node."""
    cut = set(nx.articulation_points(network.tied))
    return [node in cut for node in network.nodes]


METRICS = (
    Metric(
        "bridges", "Ties that hold two parts together on their own", "network", "ties", "0 to n-1",
        "ties whose removal adds a component; directed: of the symmetrized network", TARJAN,
        compute=bridges,
        plain="Pairs who are the only link between two parts: if they lost touch, the parts would, too.",
    ),
    Metric(
        "cutpoints", "People or organizations without whom a part would be cut off", "network", "nodes", "0 to n-2",
        "nodes whose removal adds a component; directed: of the symmetrized network", HOPCROFT,
        compute=lambda network: sum(is_cutpoint(network)),
        plain="How many people or organizations are the only link between parts of the network.",
    ),
    Metric(
        "degree", "Number of others tied to", "node", "nodes", "0 to n-1",
        "d; directed: of the symmetrized network", FREEMAN,
        compute=lambda network: network.degrees.tolist(),
        plain="With how many different others somebody has worked.",
    ),
    Metric(
        "in_degree", "Number of others who name them", "node", "nodes", "0 to n-1", "arcs that arrive", FREEMAN,
        undefined="undirected networks", networks=("ties",), compute=_received,
        plain="How many others named this person or organization in their answers.",
    ),
    Metric(
        "out_degree", "Number of others they name", "node", "nodes", "0 to n-1", "arcs that leave", FREEMAN,
        undefined="undirected networks", networks=("ties",), compute=_given,
        plain="How many others this person or organization named.",
    ),
    Metric(
        "strength", "All their ties, counted by weight", "node", "weight", "0 and more",
        "sum of the weights of the ties; directed: of the values given and received", BARRAT,
        undefined="two-mode networks", networks=ONE_KIND_OF_NODE, compute=_strength,
        plain="How often somebody worked with others, each time and each of the others counted.",
    ),
    Metric(
        "in_strength", "Sum of what others say of them", "node", "value", "0 and more",
        "sum of the values of arcs that arrive", BARRAT,
        undefined="undirected networks", networks=("ties",),
        compute=lambda network: _received(network, network.weights),
        plain="All the ratings others gave this person or organization, added up.",
    ),
    Metric(
        "out_strength", "Sum of what they say of others", "node", "value", "0 and more",
        "sum of the values of arcs that leave", BARRAT,
        undefined="undirected networks", networks=("ties",), compute=lambda network: _given(network, network.weights),
        plain="All the ratings this person or organization gave others, added up.",
    ),
    Metric(
        "betweenness", "How often they lie on the shortest way between two others", "node", "share", "0 to 1",
        "sum over pairs s, t of the share of shortest s-t paths through v, divided by (n-1)(n-2)/2; directed: outgoing "
        "paths, divided by (n-1)(n-2); ties unweighted", BRANDES,
        undefined="fewer than three nodes", compute=betweenness,
        plain="How often somebody is a go-between: on the shortest chain of acquaintances between two others.",
        networkx="betweenness_centrality gives 0 below three nodes, and takes a minute for 3,000 people",
    ),
    Metric(
        "constraint", "How far their contacts all know each other (low: they connect different people)", "node",
        "index", "above 0; at most 1.125 when undirected",
        "sum over contacts j of (p_ij + sum_q p_iq p_qj)^2, p_ij = (a_ij + a_ji)/sum_k (a_ik + a_ki), a binary", BURT,
        undefined="nodes without a tie; two-mode networks", networks=ONE_KIND_OF_NODE, compute=constraint,
        plain="High for people with one contact, or whose contacts all know each other; low for those who link others.",
        networkx="constraint gives NaN for isolates and, asked for single nodes, for those who name nobody",
    ),
    Metric(
        "effective_size", "Number of contacts that do not repeat each other", "node", "nodes", "1 to n-1",
        "d - 2t/d with t ties among the d contacts; directed: of the symmetrized network", BORGATTI_1997,
        undefined="nodes without a tie; two-mode networks", networks=ONE_KIND_OF_NODE, compute=effective_size,
        plain="How many of somebody's contacts lead somewhere the others do not; who know each other count less.",
        networkx="effective_size gives NaN for isolates, needs memory n by n, and weighs directions otherwise",
    ),
    Metric(
        "efficiency", "Share of their contacts that do not repeat each other", "node", "share", "0 to 1",
        "effective size / d", BURT,
        undefined="nodes without a tie; two-mode networks", networks=ONE_KIND_OF_NODE, compute=efficiency,
        plain="The share of somebody's contacts that lead somewhere the others do not.",
    ),
    Metric(
        "is_cutpoint", "Without them a part would be cut off", "node", "yes or no", "true, false",
        "removing the node adds a component; directed: of the symmetrized network", HOPCROFT,
        compute=is_cutpoint,
        plain="Whether a part of the network would lose touch with the rest if this person left.",
    ),
)  # fmt: skip
