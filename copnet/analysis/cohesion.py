"""How much is tied to how much: size, density, components.

Two-mode networks have size, density, isolates and components, with the size of the largest; 2m/n would mix what persons
do with what collaborations gather, so there is no average degree.
"""

from __future__ import annotations

import networkx as nx

from copnet.analysis.metric import ONE_KIND_OF_NODE, Metric, Value
from copnet.analysis.network import Network
from copnet.analysis.references import WASSERMAN

WASSERMAN_4 = f"{WASSERMAN}, chapter 4."


def density(network: Network) -> float | None:
    """Share of all possible ties that are there; null below two nodes, or when a mode of two-mode data is empty."""
    if network.kind == "two-mode":
        collaborations = network.modes.get("collaboration", 0)
        possible = (network.n - collaborations) * collaborations
        return network.m / possible if possible else None
    return nx.density(network.native) if network.n > 1 else None


def average_degree(network: Network) -> float | None:
    """Mean number of others a node is tied to; null without nodes."""
    return int(network.degrees.sum()) / network.n if network.n else None


def _isolates(network: Network) -> int:
    return int((network.degrees == 0).sum())


def _largest(network: Network) -> int | None:
    return int(network.components[0]) if network.n else None


def _largest_share(network: Network) -> float | None:
    return int(network.components[0]) / network.n if network.n else None


def _by_mode(network: Network) -> Value:
    return dict(sorted(network.modes.items()))


METRICS = (
    Metric(
        "nodes", "People or organizations on the map", "network", "nodes", "0 and more", "n", WASSERMAN_4,
        compute=lambda network: network.n,
        plain="How many people or organizations the figures are about, those without any tie included.",
    ),
    Metric(
        "nodes_by_mode", "How many of each sort", "network", "nodes", "0 and more",
        "number of persons, organizations and collaborations among the nodes", WASSERMAN_4,
        compute=_by_mode,
        plain="How many of them are people, organizations or collaborations.",
    ),
    Metric(
        "ties", "Ties between them", "network", "ties", "0 and more",
        "m; in survey networks every answer counts, so two who name each other have two", WASSERMAN_4,
        compute=lambda network: network.m,
        plain="How many pairs have worked together at least once; in surveys, how many answers name somebody.",
    ),
    Metric(
        "density", "Share of all possible ties that exist", "network", "share", "0 to 1",
        "2m/(n(n-1)); directed m/(n(n-1)); two-mode m/(n1 n2)", WASSERMAN_4,
        undefined="fewer than two nodes; two-mode: no nodes of one sort",
        caution="Falls as a network grows, even when everybody gains ties: read it beside the average number of ties.",
        compute=density,
        plain="Of all pairs who could have worked together, the share who have.",
        networkx="density gives 0 for a single node",
    ),
    Metric(
        "average_degree", "Average number of others each is tied to", "network", "ties a node", "0 to n-1",
        "2m/n; directed: of the symmetrized network", WASSERMAN_4,
        undefined="no nodes; two-mode networks", networks=ONE_KIND_OF_NODE, compute=average_degree,
        plain="How many others a person has worked with, on average.",
    ),
    Metric(
        "isolates", "With no tie at all", "network", "nodes", "0 to n",
        "nodes of degree 0; directed: in the symmetrized network", WASSERMAN_4,
        compute=_isolates,
        plain="How many have not worked with anybody here yet.",
    ),
    Metric(
        "components", "Separate clusters (nobody in one is linked to another)", "network", "components", "0 to n",
        "connected components, nodes without a tie included; directed: of the symmetrized network", WASSERMAN_4,
        compute=lambda network: len(network.components),
        plain="Into how many separate clusters people fall, with no contact at all between one and another.",
    ),
    Metric(
        "largest_component", "Size of the largest cluster", "network", "nodes", "1 to n",
        "nodes of the largest connected component", WASSERMAN_4, undefined="no nodes",
        compute=_largest,
        plain="How many are linked to each other, directly or through others, in the largest cluster.",
    ),
    Metric(
        "largest_component_share", "Share of all who are in the largest cluster", "network", "share", "0 to 1",
        "nodes of the largest connected component / n", WASSERMAN_4, undefined="no nodes",
        compute=_largest_share,
        plain="The share of all who are linked to each other, directly or through others.",
    ),
)  # fmt: skip
