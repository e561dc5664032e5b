"""How far contacts know each other too, and whether answers are returned."""

from __future__ import annotations

from math import fsum

import networkx as nx

from copnet.analysis.metric import ONE_KIND_OF_NODE, Metric
from copnet.analysis.network import Network, once
from copnet.analysis.references import WASSERMAN, WATTS

NEWMAN_2001 = "Newman, M. E. J., Strogatz, S. H. and Watts, D. J. (2001). Physical Review E 64, 026118."
WASSERMAN_13 = f"{WASSERMAN}, chapter 13."


def transitivity(network: Network) -> float | None:
    """Share of pairs with a common contact that are tied themselves; null when no two have a common contact."""
    return nx.transitivity(network.tied) if network.degrees.max(initial=0) > 1 else None


@once
def clustering(network: Network) -> list[float | None]:
    """Share of the pairs of a node's contacts that are tied to each other; null below two contacts."""
    shares = network.column(nx.clustering(network.tied))
    return [share if degree > 1 else None for degree, share in zip(network.degrees.tolist(), shares, strict=True)]


def average_clustering(network: Network) -> float | None:
    """Mean clustering of all nodes, those below two contacts counted as 0; null without nodes."""
    return fsum(share or 0.0 for share in clustering(network)) / network.n if network.n else None


def reciprocity(network: Network) -> float | None:
    """Share of arcs that are answered by one in the other direction; null without arcs."""
    return nx.overall_reciprocity(network.native) if network.m else None


METRICS = (
    Metric(
        "transitivity", "How often two contacts of the same person are tied too", "network", "share", "0 to 1",
        "3 times the triangles / connected triples; directed: of the symmetrized network", NEWMAN_2001,
        undefined="no connected triples; two-mode networks", networks=ONE_KIND_OF_NODE, compute=transitivity,
        caution="One collaboration of many ties everyone in it to everyone else, which alone makes this high.",
        plain="When two people work with the same third person, how often they work with each other as well.",
        networkx="transitivity gives 0 without connected triples",
    ),
    Metric(
        "average_clustering", "How closely knit people's own contacts are, on average", "network", "share", "0 to 1",
        "mean of clustering over all nodes, those of degree below 2 counted as 0", WATTS,
        undefined="no nodes; two-mode networks", networks=ONE_KIND_OF_NODE, compute=average_clustering,
        plain="For each person the share of their contacts' pairs who work together, averaged over everybody.",
    ),
    Metric(
        "reciprocity", "Share of answers that are returned", "network", "share", "0 to 1",
        "arcs with an arc in the other direction / arcs", WASSERMAN_13,
        undefined="no ties; undirected networks", networks=("ties",), compute=reciprocity,
        caution="Somebody who did not answer returns nothing: read it beside the response rate.",
        plain="When one person names another, how often the other names them back.",
        networkx="overall_reciprocity refuses a network without arcs",
    ),
    Metric(
        "clustering", "Share of their contacts who are tied to each other", "node", "share", "0 to 1",
        "2t/(d(d-1)) with t ties among the d contacts; directed: of the symmetrized network", WATTS,
        undefined="fewer than two contacts; two-mode networks", networks=ONE_KIND_OF_NODE, compute=clustering,
        plain="The share of a person's contacts' pairs who work together: 1 means all of them do.",
        networkx="clustering gives 0 below two contacts",
    ),
)  # fmt: skip
