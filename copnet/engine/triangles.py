"""Every triangle of an undirected graph once, in arrays: what is summed over triangles needs no loop.

Ties point from the end with fewer ties to the end with more, so that few pairs leave one node (Chiba, N. and
Nishizeki, T. (1985). Arboricity and subgraph listing algorithms. SIAM J. Comput. 14); each pair is looked up among the
sorted ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_AT_ONCE = 1_000_000  # pairs looked up together


@dataclass(frozen=True, eq=False)
class Triangles:
    """Ties in an order of their own, and the triangles they make.

    Attributes:
        low, high: positions of both ends of each tie.
        sides: three rows, the ties of each triangle: from its first node to its second and third, and between these.
    """

    low: Ints
    high: Ints
    sides: Ints

    @property
    def corners(self) -> tuple[Ints, Ints, Ints]:
        """Positions of the first, second and third node of each triangle."""
        return self.low[self.sides[0]], self.high[self.sides[0]], self.high[self.sides[1]]


def list_triangles(degrees: Ints, one: Ints, other: Ints) -> Triangles:
    """The triangles of a simple graph.

    Args:
        degrees: of each node.
        one, other: positions of both ends of each tie.
    """
    n = len(degrees)
    by_degree = np.argsort(degrees, kind="stable")
    rank = np.empty(n, dtype=np.int64)
    rank[by_degree] = np.arange(n)
    ends = np.sort(rank[np.stack((one, other))], axis=0)
    keys = np.sort(ends[0] * n + ends[1])
    low, high = np.divmod(keys, max(n, 1))
    later = np.searchsorted(low, low, side="right") - np.arange(len(low)) - 1  # further ties of the same node
    pairs = np.cumsum(later)
    stops = np.searchsorted(pairs, np.arange(_AT_ONCE, int(pairs[-1]), _AT_ONCE)).tolist() if len(pairs) else []
    found = [_closed(keys, high, n, later, start, stop) for start, stop in pairwise([0, *stops, len(keys)])]
    return Triangles(by_degree[low], by_degree[high], np.concatenate(found, axis=1))


def _closed(keys: Ints, high: Ints, n: int, later: Ints, start: int, stop: int) -> Ints:
    """The triangles whose first side is among some ties."""
    counts = later[start:stop]
    first = np.repeat(np.arange(start, stop), counts)
    second = np.arange(1, len(first) + 1) - np.repeat(np.cumsum(counts) - counts, counts) + first
    wanted = high[first] * n + high[second]
    third = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    there = keys[third] == wanted if len(keys) else np.zeros(0, dtype=bool)
    return np.stack((first[there], second[there], third[there]))
