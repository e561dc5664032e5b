"""Who stands between whom, by groups: Gould and Fernandez over paths i -> j -> k where i and k are not tied.

Counted from arrays instead of path by path: all two-step paths through j, less those that go back to where they began,
less those whose ends are tied themselves: triangles, and with directions entries of sparse products, whose rows are
taken in portions, so that none grows to n by n.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from copnet.analysis.metric import ONE_KIND_OF_NODE, Metric
from copnet.analysis.network import Network, once

GOULD = (
    "Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in transaction "
    "networks. Sociological Methodology 19, 89-126."
)
ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")
FORMULA = (
    "paths i -> j -> k, i and k different, no tie i -> k, all three with a value of --by: coordinator (w_I) all of one "
    "group; consultant (w_O) i and k of one, j of another; representative (b_IO) i and j; gatekeeper (b_OI) j and k; "
    "liaison (b_O) three groups; total their sum. Undirected: each pair i, k once, representative carries both middle "
    "roles, gatekeeper is null"
)
_PORTION = 4_000_000  # entries of a sparse product held at once


@once
def role_counts(network: Network) -> dict[str, NDArray[np.int64]] | None:
    """Paths each node stands in the middle of, by role, with direction; nodes without a value have none.

    In an undirected network every path is counted both ways. None without ``--by``, or when nobody has a value.
    """
    groups = network.groups
    if groups is None or not (groups >= 0).any():
        return None
    valued = groups >= 0
    start, end = _ends(network)
    kept = valued[start] & valued[end]
    start, end = start[kept], end[kept]
    same = groups[start] == groups[end]
    inside, across = (_matrix(start[some], end[some], network.n) for some in (same, ~same))
    first_in, first_out = (_count(end[same], network.n), _count(start[same], network.n))
    far_in, far_out = (_count(end[~same], network.n), _count(start[~same], network.n))
    from_group = _by_group(end[~same], groups[start[~same]], groups, network.n)
    to_group = _by_group(start[~same], groups[end[~same]], groups, network.n)
    one_other_group = _row_sums(from_group.multiply(to_group))
    back_inside, back_across = (_row_sums(some.multiply(some.T)) for some in (inside, across))
    closed = _closed_by_arcs(inside, across) if network.directed else _closed_by_triangles(network, groups)
    return {
        "coordinator": first_in * first_out - back_inside - closed["coordinator"],
        "consultant": one_other_group - back_across - closed["consultant"],
        "gatekeeper": far_in * first_out - closed["gatekeeper"],
        "representative": first_in * far_out - closed["representative"],
        "liaison": far_in * far_out - one_other_group - closed["liaison"],
    }


def brokerage(network: Network) -> dict[str, Any] | None:
    """Paths of the whole network by role; null without ``--by`` or anybody with a value."""
    counts = role_counts(network)
    if counts is None:
        return None
    return _named({role: int(count.sum()) for role, count in counts.items()}, network.directed)


def own_brokerage(network: Network) -> list[dict[str, Any] | None]:
    """Paths each node stands in the middle of, by role; null for nodes without a value."""
    counts, groups = role_counts(network), network.groups
    if counts is None or groups is None:
        return [None] * network.n
    rows = zip(*(counts[role].tolist() for role in ROLES), strict=True)
    return [
        _named(dict(zip(ROLES, row, strict=True)), network.directed) if group >= 0 else None
        for row, group in zip(rows, groups.tolist(), strict=True)
    ]


def _named(counts: dict[str, int], directed: bool) -> dict[str, Any]:
    found: dict[str, Any] = {role: counts[role] for role in ROLES}
    if not directed:  # representative and gatekeeper are the same paths read from either end
        found |= {role: counts[role] // 2 for role in ("coordinator", "consultant", "liaison")} | {"gatekeeper": None}
    return found | {"total": sum(count for count in found.values() if count is not None)}


def _ends(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    one, other = network.ends
    return (one, other) if network.directed else (np.concatenate((one, other)), np.concatenate((other, one)))


def _matrix(start: NDArray[np.int64], end: NDArray[np.int64], n: int) -> Any:
    return sparse.csr_array((np.ones(len(start), dtype=np.int64), (start, end)), shape=(n, n))


def _count(places: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    return np.bincount(places, minlength=n).astype(np.int64)


def _by_group(node: NDArray[np.int64], group: NDArray[np.int64], groups: NDArray[np.int64], n: int) -> Any:
    """Number of neighbors of each node in each group; sparse, nodes by groups."""
    return sparse.csr_array((np.ones(len(node), dtype=np.int64), (node, group)), shape=(n, int(groups.max()) + 1))


def _row_sums(matrix: Any) -> NDArray[np.int64]:
    return np.asarray(matrix.sum(axis=1)).ravel().astype(np.int64)


def _closed_by_triangles(network: Network, groups: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """By the node in the middle and role: paths both ways along two sides of a triangle, the third side ties the ends.

    Every node of a triangle is the middle of two such paths.
    """
    corners = np.stack(network.listed.corners)
    corners = corners[:, (groups[corners] >= 0).all(axis=0)]
    closed = {role: np.zeros(network.n, dtype=np.int64) for role in ROLES}
    for place in range(3):
        middle, one, other = np.roll(corners, place, axis=0)
        like_one, like_other = groups[middle] == groups[one], groups[middle] == groups[other]
        ends_alike = groups[one] == groups[other]
        closed["coordinator"] += 2 * _count(middle[like_one & ends_alike], network.n)
        closed["consultant"] += 2 * _count(middle[~like_one & ends_alike], network.n)
        closed["liaison"] += 2 * _count(middle[~like_one & ~like_other & ~ends_alike], network.n)
        between = _count(middle[like_one != like_other], network.n)
        closed["gatekeeper"] += between
        closed["representative"] += between
    return closed


def _closed_by_arcs(inside: Any, across: Any) -> dict[str, NDArray[np.int64]]:
    """The same by the arcs within and between groups."""
    return {
        "coordinator": _closed(inside, inside, inside),
        "consultant": _closed(across, across, inside),
        "gatekeeper": _closed(across, inside, across),
        "representative": _closed(inside, across, across),
        "liaison": _closed(across, across, across),
    }


def _closed(first: Any, second: Any, shortcut: Any) -> NDArray[np.int64]:
    """By j: pairs i, k with i -> j in ``first``, j -> k in ``second`` and i -> k in ``shortcut``."""
    n = first.shape[0]
    found = np.zeros(n, dtype=np.int64)
    into = second.T.tocsr()
    work = shortcut @ np.diff(into.indptr)  # entries made by each row of shortcut @ second.T
    portions = np.cumsum(work) // _PORTION
    edges = [0, *(np.flatnonzero(np.diff(portions)) + 1).tolist(), n]
    for low, high in pairwise(edges):
        if high > low:
            through = (shortcut[low:high] @ into).multiply(first[low:high])
            found += np.asarray(through.sum(axis=0)).ravel().astype(np.int64)
    return found


METRICS = (
    Metric(
        "brokerage", "Ways in which people connect two others who are not connected", "network", "paths",
        "0 and more, by role", FORMULA, GOULD,
        undefined="nobody with a value; gatekeeper: undirected networks; without --by; two-mode networks",
        networks=ONE_KIND_OF_NODE, compute=brokerage,
        plain="How often somebody links two people who do not know each other: two of their own group, two of another "
        "group, one of each, or two of different other groups.",
        networkx="none",
    ),
)  # fmt: skip

NODE_METRICS = (
    Metric(
        "brokerage", "How often they connect two others who are not connected", "node", "paths",
        "0 and more, by role", FORMULA, GOULD,
        undefined="nodes without a value; gatekeeper: undirected networks; without --by; two-mode networks",
        networks=ONE_KIND_OF_NODE, compute=own_brokerage,
        plain="How often this person links two people who do not know each other, by the groups all three belong to.",
    ),
)  # fmt: skip
