"""How far a network turns around one node: 1 for a star, 0 when all are alike (Freeman)."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from copnet.analysis.bridging import FREEMAN, betweenness
from copnet.analysis.metric import ONE_KIND_OF_NODE, Metric
from copnet.analysis.network import Network
from copnet.analysis.paths import closeness


def _spread(scores: Sequence[float | None], most: float) -> float | None:
    """How far all fall short of the highest score, as a share of the most they could; null where scores are null."""
    known = [score for score in scores if score is not None]
    if not known or len(known) < len(scores):
        return None
    highest = max(known)
    return fsum(highest - score for score in known) / most


def degree_centralization(network: Network) -> float | None:
    """Of the number of contacts; null below three nodes."""
    n = network.n
    return _spread(network.degrees.tolist(), (n - 1) * (n - 2)) if n > 2 else None


def betweenness_centralization(network: Network) -> float | None:
    """Of betweenness; null below three nodes, and where betweenness is null."""
    return _spread(betweenness(network), network.n - 1) if network.n > 2 else None


def closeness_centralization(network: Network) -> float | None:
    """Of closeness; null below three nodes."""
    n = network.n
    if n < 3:
        return None
    return _spread(closeness(network), n - 1 if network.directed else (n - 1) * (n - 2) / (2 * n - 3))


def _arcs_centralization(network: Network, axis: int) -> float | None:
    counts = network.arcs.sum(axis=axis)
    return _spread([int(count) for count in counts], (network.n - 1) ** 2) if network.n > 1 else None


def indegree_centralization(network: Network) -> float | None:
    """Of the number of those who name each; null below two nodes."""
    return _arcs_centralization(network, axis=0)


def outdegree_centralization(network: Network) -> float | None:
    """Of the number of those each names; null below two nodes."""
    return _arcs_centralization(network, axis=1)


METRICS = (
    Metric(
        "degree_centralization", "How far ties gather around one", "network", "share", "0 to 1",
        "sum over v of (max d - d(v)) / ((n-1)(n-2)); directed: of the symmetrized network", FREEMAN,
        undefined="fewer than three nodes; two-mode networks", networks=ONE_KIND_OF_NODE,
        compute=degree_centralization,
        plain="1 when everybody is tied to one person only, 0 when all have equally many ties.",
    ),
    Metric(
        "betweenness_centralization", "How far one stands between all others", "network", "share", "0 to 1",
        "sum over v of (max b - b(v)) / (n-1), b the betweenness of nodes as defined there", FREEMAN,
        undefined="fewer than three nodes; two-mode networks", networks=ONE_KIND_OF_NODE,
        compute=betweenness_centralization,
        plain="Near 1 when news between any two people has to pass one and the same person, near 0 when it need not.",
    ),
    Metric(
        "closeness_centralization", "How far one is nearer to everybody than the others are", "network", "share",
        "0 to 1",
        "sum over v of (max c - c(v)) / ((n-1)(n-2)/(2n-3)); directed / (n-1); c the closeness of nodes as defined "
        "there", FREEMAN,
        undefined="fewer than three nodes; two-mode networks", networks=ONE_KIND_OF_NODE,
        compute=closeness_centralization,
        caution="Freeman's bound is that of a connected network.",
        plain="High when one person reaches everybody in few steps while the others need many.",
    ),
    Metric(
        "indegree_centralization", "How far a few are named by many", "network", "share", "0 to 1",
        "sum over v of (max in-degree - in-degree of v) / (n-1)^2", FREEMAN,
        undefined="fewer than two nodes; undirected networks", networks=("ties",), compute=indegree_centralization,
        plain="1 when everybody names one and the same person and nobody else, 0 when all are named equally often.",
    ),
    Metric(
        "outdegree_centralization", "How far a few name many", "network", "share", "0 to 1",
        "sum over v of (max out-degree - out-degree of v) / (n-1)^2", FREEMAN,
        undefined="fewer than two nodes; undirected networks", networks=("ties",), compute=outdegree_centralization,
        caution="Who did not answer names nobody: read it beside the response rate.",
        plain="1 when one person names everybody and nobody else names anyone, 0 when all name equally many.",
    ),
)  # fmt: skip
