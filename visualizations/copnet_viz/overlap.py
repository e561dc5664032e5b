"""Marks pushed apart until none touches another."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from copnet_viz.packing import Points

GAP = 34.0  # free pixels between two marks, for a label
_ROUNDS = 120
_ENOUGH = 0.5  # pixels that two marks may come nearer than GAP


def without_overlap(points: Points, size: Points, gap: float = GAP, most: int = _ROUNDS) -> Points:
    """Every two marks pushed apart until they leave a gap between them, or the rounds are used up.

    Whoever may come near within the next rounds is looked up once for all of them.

    Args:
        points: one row for each mark.
        size: the radius of each.
        gap: what is to be free between two.
        most: rounds.
    """
    x, y = points[:, 0].copy(), points[:, 1].copy()
    if len(points) < 2:
        return points.copy()
    slack = gap / 2 + float(np.median(size)) / 2
    pairs = _Pairs(x, y, size, gap, slack)
    for _ in range(most):
        if pairs.is_stale(x, y):
            pairs = _Pairs(x, y, size, gap, slack)
        a, b = pairs.a, pairs.b
        right, down = x[b] - x[a], y[b] - y[a]
        square = right * right + down * down
        near = np.flatnonzero(square < pairs.nearest)
        if not len(near):
            break
        a, b, right, down = a[near], b[near], right[near], down[near]
        distance = np.sqrt(square[near])
        same = distance < 1e-9
        if same.any():  # two marks on one spot part in a direction of their own
            angle = (a[same] * 2.399963 + b[same]) % (2 * math.pi)
            right[same], down[same], distance[same] = np.cos(angle) * 1e-9, np.sin(angle) * 1e-9, 1e-9
        push = (pairs.wanted[near] - distance) * 0.275 / distance
        right *= push
        down *= push
        x += np.bincount(b, right, len(x)) - np.bincount(a, right, len(x))
        y += np.bincount(b, down, len(y)) - np.bincount(a, down, len(y))
    return np.stack((x, y), axis=1)


class _Pairs:
    """All pairs that may touch as long as nobody moves further than the slack."""

    def __init__(self, x: Points, y: Points, size: Points, gap: float, slack: float) -> None:
        self._x, self._y, self._slack = x.copy(), y.copy(), slack
        tree = cKDTree(np.stack((x, y), axis=1), balanced_tree=False, compact_nodes=False)
        found = tree.query_pairs(2 * float(size.max()) + gap + 2 * slack, output_type="ndarray")
        self.a: npt.NDArray[np.intp]
        self.b: npt.NDArray[np.intp]
        self.a, self.b = np.ascontiguousarray(found[:, 0]), np.ascontiguousarray(found[:, 1])
        self.wanted = size[self.a] + size[self.b] + gap
        self.nearest = (self.wanted - _ENOUGH) ** 2

    def is_stale(self, x: Points, y: Points) -> bool:
        moved = (x - self._x) ** 2 + (y - self._y) ** 2
        return bool(moved.max() > self._slack**2)
