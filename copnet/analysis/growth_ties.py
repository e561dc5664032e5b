"""The network to date at the end of every period, and what each new tie was to the network before it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from copnet.analysis.growth_pulse import Timeline
from copnet.analysis.history import Flags, History
from copnet.graph.projection import Ints

_PORTION = 2_000_000  # neighbors compared at once


def growing(history: History, timeline: Timeline, nodes: Ints) -> dict[str, Ints]:
    """By period: ``nodes``, ``ties``, ``components``, ``isolates`` and ``largest`` (component) to date; ``new_ties``.

    Of the new ties, against the network at the end of the period before: ``newcomer``, ``bridging`` and ``bonding``.

    Args:
        history: the network's history.
        timeline: its periods.
        nodes: the number of nodes at the end of each.
    """
    found = history.found
    came = timeline.places(history.present)
    order = np.argsort(came, kind="stable")
    order = order[: np.searchsorted(came[order], timeline.later)]
    left, right, came = found.left[order], found.right[order], came[order]
    first = np.full(len(found.nodes), timeline.later, dtype=np.int64)
    np.minimum.at(first, left, came)
    np.minimum.at(first, right, came)
    parts = _Parts(len(found.nodes))
    stops = np.searchsorted(came, np.arange(timeline.later + 1))
    joins = [parts.join(left[start:stop], right[start:stop]) for start, stop in pairwise(stops.tolist())]
    apart = np.concatenate([apart for apart, _, _ in joins])
    new = timeline.places(history.formed)[order] == came
    newcomer = new & ((first[left] == came) | (first[right] == came))
    within = np.flatnonzero(new & ~newcomer & ~apart)
    bonding = _share_a_neighbor(left, right, came, within, len(found.nodes))
    return {
        "nodes": nodes,
        "ties": np.cumsum(timeline.count(came)),
        "components": nodes - np.cumsum([merged for _, merged, _ in joins]),
        "isolates": nodes - np.cumsum(timeline.count(first)),
        "largest": np.maximum(np.minimum(nodes, 1), np.maximum.accumulate([largest for _, _, largest in joins])),
        "new_ties": timeline.count(came[new]),
        "newcomer": timeline.count(came[newcomer]),
        "bridging": timeline.count(came[new & ~newcomer & apart]),
        "bonding": timeline.count(came[within[bonding]]),
    }


class _Parts:
    """Components that grow together, many at once: each node has a parent in its component, the head has itself."""

    def __init__(self, n: int) -> None:
        self.parent = np.arange(n, dtype=np.int64)
        self.size = np.ones(n, dtype=np.int64)

    def head(self, nodes: Ints) -> Ints:
        """The head of the component of each of some nodes."""
        found = self.parent[nodes]
        while len(rising := np.flatnonzero(self.parent[found] != found)):
            found[rising] = self.parent[found[rising]]
        self.parent[nodes] = found
        return found

    def join(self, left: Ints, right: Ints) -> tuple[Flags, int, int]:
        """Which of these ties join what was apart, by how many components there are fewer, and the largest made."""
        one, other = self.head(left), self.head(right)
        apart = one != other
        heads, ends = np.unique(np.concatenate((one[apart], other[apart])), return_inverse=True)
        if not len(heads):
            return apart, 0, 0
        half = len(ends) // 2
        matrix = sparse.coo_array((np.ones(half, dtype=np.int8), (ends[:half], ends[half:])), shape=(len(heads),) * 2)
        count, labels = csgraph.connected_components(matrix, directed=False)
        chosen = np.zeros(count, dtype=np.int64)
        chosen[labels] = heads
        sizes = np.zeros(count, dtype=np.int64)
        np.add.at(sizes, labels, self.size[heads])
        self.parent[heads], self.size[chosen] = chosen[labels], sizes
        return apart, len(heads) - count, int(sizes.max())


def _share_a_neighbor(left: Ints, right: Ints, came: Ints, chosen: Ints, n: int) -> NDArray[np.bool_]:
    """Whether both ends of each of the chosen ties had a tie to one same node in an earlier period."""
    ends = np.concatenate((left, right)), np.concatenate((right, left))
    matrix = sparse.csr_array((np.tile(came, 2).astype(np.int32), ends), shape=(n, n))
    matrix.sort_indices()
    widths = np.diff(matrix.indptr)
    work = np.cumsum(widths[left[chosen]] + widths[right[chosen]])
    edges = np.searchsorted(work, np.arange(0, int(work[-1]) + _PORTION, _PORTION)).tolist() if len(work) else []
    found = np.zeros(len(chosen), dtype=np.bool_)
    for start, stop in pairwise([*edges, len(chosen)] if edges else []):
        some = chosen[start:stop]
        if len(some):
            near = _earlier(matrix[left[some]], came[some]).multiply(_earlier(matrix[right[some]], came[some]))
            found[start:stop] = np.diff(near.tocsr().indptr) > 0
    return found


def _earlier(rows: sparse.csr_array, limit: Ints) -> sparse.csr_array:
    """The rows with 1 where they are below the limit of the row, 0 elsewhere."""
    rows.data = (rows.data < np.repeat(limit, np.diff(rows.indptr))).astype(np.int8)
    return rows
