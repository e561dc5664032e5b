"""Groups that are tied more closely within than to each other: Leiden, by modularity."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copnet.analysis.metric import ONE_KIND_OF_NODE, Metric
from copnet.analysis.network import Network, once
from copnet.engine.seeded import SEED, igraph_chance

TRAAG = "Traag, V. A., Waltman, L. and van Eck, N. J. (2019). From Louvain to Leiden. Scientific Reports 9, 5233."
NEWMAN_2004 = (
    "Newman, M. E. J. and Girvan, M. (2004). Finding community structure in networks. Physical Review E 69, 026113."
)

STARTS = ((500, 50), (5_000, 10), (None, 2))
"""Up to so many nodes, so many starts: a second's work, but for networks where one start takes seconds."""
MOST_ROUNDS = 50  # never reached so far; an end in any case
_SAME_WHATEVER_THE_NAMES = 20_000  # nodes
_ENOUGH = Fraction(1, 1000)  # above that size: a round that adds less is the last one


def modularity(network: Network) -> float | None:
    """Share of ties within the groups found, less what chance would give; null without ties."""
    ties = len(network.symmetric.data) // 2
    return float(_quality(network, _leiden(network))) if ties else None


def groups(network: Network) -> int:
    """Number of groups found; a node without ties is one of its own."""
    return len(np.unique(_leiden(network)))


def leiden_group(network: Network) -> list[int]:
    """The number of the group each node is in: 1 is the largest; of equal ones, the one with the first node."""
    found, first, place, size = np.unique(_leiden(network), return_index=True, return_inverse=True, return_counts=True)
    number = np.empty(len(found), dtype=np.int64)
    number[np.lexsort((first, -size))] = np.arange(1, len(found) + 1)
    numbers: list[int] = number[place].tolist()
    return numbers


@once
def _leiden(network: Network) -> NDArray[np.int64]:
    """A group number for each node: the partition of most modularity of several seeded starts."""
    order, twin = _ordered(network)
    starts = next(count for limit, count in STARTS if limit is None or network.n <= limit)
    best, most = np.arange(network.n, dtype=np.int64), None
    for start in range(starts):
        with igraph_chance(SEED + start):
            found, quality = _improved(network, twin, order)
        if most is None or quality > most:
            best, most = found, quality
    if network.n > _SAME_WHATEVER_THE_NAMES:
        network.notes.append(
            f"Groups: above {_SAME_WHATEVER_THE_NAMES:,} nodes Leiden stops when another round adds less than "
            f"{float(_ENOUGH):g} to modularity, and what it finds can depend on the order of the nodes."
        )
    return best


def _improved(network: Network, twin: Any, order: NDArray[np.int64]) -> tuple[NDArray[np.int64], Fraction]:
    """Rounds of Leiden, each from what the one before found, until modularity no longer grows (.001 if large).

    Counted exactly here: told to go on while anything changes, igraph 1.0 does not end on some networks.
    """
    membership: list[int] | None = None
    best, most = np.arange(network.n, dtype=np.int64), None
    least = _ENOUGH if network.n > _SAME_WHATEVER_THE_NAMES else Fraction(0)
    for _ in range(MOST_ROUNDS):
        run = twin.community_leiden("modularity", n_iterations=2, initial_membership=membership)
        membership = run.membership
        found = np.array(membership, dtype=np.int64)[order]
        quality = _quality(network, found)
        gain = None if most is None else quality - most
        if gain is None or gain > 0:
            best, most = found, quality
        if gain is not None and gain <= least:
            break
    return best, most or Fraction(0)


def _ordered(network: Network) -> tuple[NDArray[np.int64], Any]:
    """The place of each node in a canonical order, and the network in that order.

    Leiden depends on the order of nodes and ties; in the canonical one, what it finds does not depend on names.
    """
    import igraph

    twin = network.undirected
    order = np.arange(network.n, dtype=np.int64)
    if 0 < network.n <= _SAME_WHATEVER_THE_NAMES:
        order = np.argsort(twin.canonical_permutation())  # igraph 1 gives the node of each place
    pairs = np.sort(order[np.array(twin.get_edgelist(), dtype=np.int64).reshape(-1, 2)], axis=1)
    return order, igraph.Graph(network.n, pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].tolist())


def _quality(network: Network, member: NDArray[np.int64]) -> Fraction:
    """Modularity, exactly: sum over groups of ties within / m - (sum of degrees / 2m)^2; 0 without ties."""
    matrix = network.symmetric.tocoo()
    ends = len(matrix.data)  # 2m
    if not ends:
        return Fraction(0)
    within = int((member[matrix.row] == member[matrix.col]).sum())
    totals = np.bincount(member, weights=network.degrees)
    return Fraction(within, ends) - Fraction(sum(int(total) ** 2 for total in totals), ends**2)


METRICS = (
    Metric(
        "modularity", "How clearly the network falls into groups", "network", "index", "-0.5 to 1",
        "sum over groups of (ties within / m - (sum of degrees / 2m)^2) of the groups found by Leiden: the best of "
        "50 seeded starts (10 above 500 nodes, 2 above 5,000, which end above 20,000 nodes when a round adds less than "
        ".001); directed: of the symmetrized network", NEWMAN_2004,
        undefined="no ties; two-mode networks", networks=ONE_KIND_OF_NODE, compute=modularity,
        caution="Networks without any true groups reach .3 and more, too: compare networks of like size only.",
        plain="High when people work mostly within separate groups, near 0 when the groups mix freely.",
        networkx="leiden_communities is only a door to other backends",
    ),
    Metric(
        "groups", "Number of groups that are tied more closely within", "network", "groups", "0 to n",
        "groups of the partition of most modularity found by Leiden; a node without a tie is one of its own", TRAAG,
        undefined="two-mode networks", networks=ONE_KIND_OF_NODE, compute=groups,
        caution="Found from the ties alone; other partitions may be nearly as good.",
        plain="Into how many groups people fall when only who works with whom is looked at.",
    ),
    Metric(
        "leiden_group", "Group found from the ties", "node", "number", "1 to the number of groups",
        "number of the group in the partition of most modularity found by Leiden; 1 is the largest", TRAAG,
        undefined="two-mode networks", networks=ONE_KIND_OF_NODE, compute=leiden_group,
        caution="The number is a name, not a score.",
        plain="Which group of closely tied people somebody belongs to; group 1 is the largest.",
    ),
)  # fmt: skip
