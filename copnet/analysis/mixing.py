"""Who is tied to whom: ties within and between groups of ``--by``.

All of it on the symmetric network, unweighted. Nodes without a value are left out with their ties. Sums are of whole
numbers up to the last division, so that no order of nodes changes a digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copnet.analysis.metric import ONE_KIND_OF_NODE, Metric
from copnet.analysis.network import Network, once
from copnet.engine.seeded import SEED

KRACKHARDT = (
    "Krackhardt, D. and Stern, R. N. (1988). Informal networks and organizational crises. "
    "Social Psychology Quarterly 51, 123-140."
)
NO_GROUPS = "without --by; two-mode networks"

PERMUTATIONS = 10_000
FEW_PERMUTATIONS = 200
MANY_TIES = 100_000
_AT_ONCE = 512  # permutations held in memory together
_BYTE = 255  # so many ties are counted in one byte


@dataclass(frozen=True, eq=False)
class Mixing:
    """Ties and pairs of the nodes that have a value.

    Attributes:
        groups: the group of each of them, from 0.
        one: position among them of one end of each tie.
        other: of the other end.
        external: ties between groups.
        internal: ties within a group.
        cross_pairs: pairs of nodes of different groups.
        same_pairs: pairs of nodes of the same group.
    """

    groups: NDArray[np.int64]
    one: NDArray[np.int64]
    other: NDArray[np.int64]
    external: int
    internal: int
    cross_pairs: int
    same_pairs: int

    @property
    def ties(self) -> int:
        """Ties between nodes with a value."""
        return self.external + self.internal


@once
def mixing(network: Network) -> Mixing | None:
    """How the ties of a network lie within and between groups; None without ``--by``."""
    groups = network.groups
    if groups is None:
        return None
    valued = groups >= 0
    place = np.cumsum(valued) - 1
    one, other = network.pairs
    kept = valued[one] & valued[other]
    one, other, own = place[one[kept]], place[other[kept]], groups[valued]
    external = int((own[one] != own[other]).sum())
    same_pairs = sum(size * (size - 1) // 2 for size in np.bincount(own).tolist())
    pairs = len(own) * (len(own) - 1) // 2
    return Mixing(own, one, other, external, len(one) - external, pairs - same_pairs, same_pairs)


def cross_group_share(network: Network) -> float | None:
    """Ties between different groups as a share of all ties between nodes with a value; null without such a tie."""
    found = mixing(network)
    return found.external / found.ties if found and found.ties else None


def ei_index(network: Network) -> float | None:
    """(E-I)/(E+I) with E ties between groups and I ties within; null without a tie between nodes with a value."""
    found = mixing(network)
    return (found.external - found.internal) / found.ties if found and found.ties else None


def ei_expected(network: Network) -> float | None:
    """The E-I index of all pairs of nodes with a value: what ties without regard to groups give; null below two."""
    found = mixing(network)
    pairs = found.cross_pairs + found.same_pairs if found else 0
    return (found.cross_pairs - found.same_pairs) / pairs if found and pairs else None


def ei_permutations(network: Network) -> int | None:
    """How many times the values are dealt anew for ``ei_p_value``; null where that is."""
    found = mixing(network)
    if not found or not found.ties:
        return None
    return PERMUTATIONS if found.ties <= MANY_TIES else FEW_PERMUTATIONS


@once
def ei_p_value(network: Network) -> float | None:
    """How often values dealt anew at random give an E-I index at least as far from the expected one.

    (1 + #{|EI_perm - expected| >= |EI_obs - expected|}) / (R + 1) with the values permuted among the nodes that have
    one. Compared as whole numbers: (2E - t) P and (C - S) t have the difference of the indices times t P.
    """
    found, times = mixing(network), ei_permutations(network)
    if found is None or times is None:
        return None
    pairs, ties = found.cross_pairs + found.same_pairs, found.ties
    expected = (found.cross_pairs - found.same_pairs) * ties
    observed = abs((2 * found.external - ties) * pairs - expected)
    dealt = np.abs((2 * external_ties(found, times) - ties) * pairs - expected)
    if times < PERMUTATIONS:
        network.notes.append(
            f"The network is large: whether its ties keep within groups was tried with {times:,} random groupings "
            f"instead of {PERMUTATIONS:,}, so ei_p_value cannot be smaller than {1 / (times + 1):.3f}."
        )
    return (1 + int((dealt >= observed).sum())) / (times + 1)


def external_ties(found: Mixing, times: int) -> NDArray[np.int64]:
    """Number of ties between groups after each of ``times`` random permutations of the groups."""
    rng = np.random.default_rng(SEED)
    groups = found.groups.astype(np.uint8 if found.groups.max(initial=0) <= _BYTE else np.uint32)
    counts = np.zeros(times, dtype=np.int64)
    for start in range(0, times, _AT_ONCE):
        stop = min(start + _AT_ONCE, times)
        rows = rng.permuted(np.broadcast_to(groups, (stop - start, len(groups))), axis=1)
        dealt = np.ascontiguousarray(rows.T)  # a node a row, so that ties are compared for all permutations at once
        for first in range(0, found.ties, _BYTE):
            some = slice(first, first + _BYTE)
            differ = dealt[found.one[some]] != dealt[found.other[some]]
            counts[start:stop] += differ.view(np.uint8).sum(axis=0, dtype=np.uint8)
    return counts


def own_ei_index(network: Network) -> list[float | None]:
    """(E-I)/(E+I) of the ties of each node; null without a value, and without a tie to a node with one."""
    groups = network.groups
    if groups is None:
        return [None] * network.n
    one, other = network.pairs
    kept = (groups[one] >= 0) & (groups[other] >= 0)
    one, other = one[kept], other[kept]
    ends = np.concatenate((one, other))
    differ = np.tile(groups[one] != groups[other], 2)
    ties = np.bincount(ends, minlength=network.n).tolist()
    external = np.bincount(ends[differ], minlength=network.n).tolist()
    return [(2 * outside - own) / own if own else None for outside, own in zip(external, ties, strict=True)]


METRICS = (
    Metric(
        "ei_index", "Do ties reach across groups (1) or stay within (-1)", "network", "index", "-1 to 1",
        "(E-I)/(E+I), E ties between groups of --by, I ties within; directed: of the symmetrized network", KRACKHARDT,
        undefined=f"no ties between nodes with a value; {NO_GROUPS}",
        caution="Many small groups alone push it towards 1: read it beside the value expected by chance.",
        networks=ONE_KIND_OF_NODE, compute=ei_index,
        plain="1 means that all ties link people of different groups, -1 that everybody stays among their own, 0 that "
        "there are as many of one sort as of the other.",
        networkx="none",
    ),
    Metric(
        "ei_expected", "The same if ties took no notice of groups", "network", "index", "-1 to 1",
        "(C-S)/(C+S), C pairs of nodes of different groups, S pairs of one group", KRACKHARDT,
        undefined=f"fewer than two nodes with a value; {NO_GROUPS}",
        networks=ONE_KIND_OF_NODE, compute=ei_expected,
        plain="What reaching across groups would come to if everybody picked their contacts without looking at groups.",
    ),
    Metric(
        "ei_p_value", "How easily chance alone gives such a difference", "network", "probability", "above 0 to 1",
        f"(1 + #{{|EI_perm - expected| >= |EI - expected|}})/(R+1), values permuted among the nodes that have one, "
        f"fixed seed, R = {PERMUTATIONS:,}, or {FEW_PERMUTATIONS} above {MANY_TIES:,} ties", KRACKHARDT,
        undefined=f"no ties between nodes with a value; {NO_GROUPS}",
        caution="Small means that chance hardly explains it, not that the difference is large.",
        networks=ONE_KIND_OF_NODE, compute=ei_p_value,
        plain="If it is below .05, it would be rare to see ties keep within groups (or reach across) this much by "
        "luck.",
    ),
    Metric(
        "ei_permutations", "Random groupings it was compared with", "network", "permutations",
        f"{FEW_PERMUTATIONS} or {PERMUTATIONS:,}", "R of ei_p_value", KRACKHARDT,
        undefined=f"no ties between nodes with a value; {NO_GROUPS}",
        networks=ONE_KIND_OF_NODE, compute=ei_permutations,
        plain="How many times the groups were dealt out at random to see what luck alone does.",
    ),
    Metric(
        "cross_group_share", "Share of ties between different groups", "network", "share", "0 to 1",
        "E/(E+I), E ties between groups of --by, I ties within; directed: of the symmetrized network", KRACKHARDT,
        undefined=f"no ties between nodes with a value; {NO_GROUPS}",
        networks=ONE_KIND_OF_NODE, compute=cross_group_share,
        plain="Of all ties, how many link people of different groups.",
    ),
)  # fmt: skip

NODE_METRICS = (
    Metric(
        "ei_index", "Do their ties reach across groups (1) or stay within (-1)", "node", "index", "-1 to 1",
        "(E-I)/(E+I) of the node's ties to nodes with a value; directed: of the symmetrized network", KRACKHARDT,
        undefined=f"nodes without a value or without a tie to one that has it; {NO_GROUPS}",
        networks=ONE_KIND_OF_NODE, compute=own_ei_index,
        plain="1 means that all their contacts are of other groups, -1 that all are of their own.",
    ),
)  # fmt: skip
