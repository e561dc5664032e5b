"""Positions when a little was added: who was there stays, who is new stands beside whom they are tied to."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from copnet_viz.overlap import GAP
from copnet_viz.packing import DROP, STEP, TALL, WIDE, Points, Spot, in_rows

MOST_NEW = 0.25  # share of those with ties; with more than that, a map is laid out anew
_NEAR = 24.0  # pixels from one spot that is tried to the next
_TURN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Was:
    """Where a mark stood, and whether in the row of those without a tie."""

    wide: Spot
    tall: Spot
    isolate: bool


@dataclass(frozen=True, slots=True)
class Start:
    """Where marks stood on the same map before, by their public keys. Its ``repr`` says nothing of that: what is asked
    for stays the same question wherever somebody stood."""

    spots: Mapping[str, Was] = field(repr=False)


def stay(
    order: Sequence[str],
    pairs: npt.NDArray[np.int64],
    size: Points,
    isolates: Sequence[str],
    before: Mapping[str, Was],
) -> tuple[dict[str, Spot], dict[str, Spot]] | None:
    """Both arrangements with everybody where they were; None where too many are new for that.

    Args:
        order: the nodes with ties.
        pairs: the places of both ends of each tie, sorted.
        size: the radius of each node with ties.
        isolates: the nodes without a tie.
        before: where nodes stood.
    """
    old = np.array([node in before and not before[node].isolate for node in order], dtype=bool)
    if not old.any() or (~old).sum() > MOST_NEW * len(order):
        return None
    found: list[dict[str, Spot]] = []
    for way, aspect in (("wide", WIDE), ("tall", TALL)):
        spots: dict[str, Spot] = {node: getattr(was, way) for node, was in before.items()}
        known = [spots[node] if is_old else (0, 0) for node, is_old in zip(order, old, strict=True)]
        points = _beside(old, pairs, size, np.array(known, dtype=np.float64))
        rounded = np.rint(points).astype(int).tolist()
        tied = {node: (x, y) for node, (x, y) in zip(order, rounded, strict=True)}
        lonely = {node: spots[node] for node in isolates if node in before and before[node].isolate}
        found.append(tied | _row(isolates, lonely, points, size, aspect))
    return found[0], found[1]


def _beside(old: npt.NDArray[np.bool_], pairs: npt.NDArray[np.int64], size: Points, points: Points) -> Points:
    """Whoever is new, on the nearest free spot to the middle of those tied to them who have one already."""
    placed = old.copy()
    near: dict[int, list[int]] = {place: [] for place in np.flatnonzero(~old).tolist()}
    for one, other in pairs.tolist():
        if one in near:
            near[one].append(other)
        if other in near:
            near[other].append(one)
    while near:
        known = {place: [one for one in others if placed[one]] for place, others in near.items()}
        place = max(near, key=lambda one: (len(known[one]), -one))
        if known[place]:
            middle = points[known[place]].mean(axis=0)
        else:  # tied to nobody who was there: beside the picture
            middle = np.array([points[placed, 0].max() + 2 * STEP, points[placed, 1].mean()])
        points[place] = _free(middle, size[place], points[placed], size[placed])
        placed[place] = True
        del near[place]
    return points


def _free(middle: Points, radius: float, points: Points, size: Points) -> Points:
    """The first spot of a spiral where a mark touches none."""
    first, many = 0, 64
    while True:
        number = np.arange(first, first + many)
        reach, angle = _NEAR * np.sqrt(number), number * _TURN
        tried = middle + np.stack((reach * np.cos(angle), reach * np.sin(angle)), axis=1)
        room = np.hypot(*(tried[:, None] - points[None]).transpose(2, 0, 1)) - size - radius
        free = np.flatnonzero((room >= GAP).all(axis=1))
        if len(free):
            spot: Points = tried[free[0]]
            return spot
        first, many = first + many, many * 2


def _row(
    isolates: Sequence[str], lonely: Mapping[str, Spot], points: Points, size: Points, aspect: float
) -> dict[str, Spot]:
    """Those without a tie where they were, new ones in the gaps and behind them, all below the picture."""
    left, right = float((points[:, 0] - size).min()), float((points[:, 0] + size).max())
    bottom = float((points[:, 1] + size).max())
    if not lonely:
        rows = in_rows(len(isolates), right - left, bottom + DROP, aspect)
        return {node: (round(left) + x, y) for node, (x, y) in zip(isolates, rows, strict=True)}
    x0, y0 = min(x for x, _ in lonely.values()), min(y for _, y in lonely.values())
    lower = max(round(bottom + DROP / 2) - y0, 0)
    columns = max(round((right - x0) / STEP), max((x - x0) // STEP for x, _ in lonely.values()) + 1, 1)
    taken = {(round((x - x0) / STEP), round((y - y0) / DROP)) for x, y in lonely.values()}
    grid = ((place % columns, place // columns) for place in itertools.count())
    free = (spot for spot in grid if spot not in taken)
    spots = {}
    for node in isolates:
        if node in lonely:
            x, y = lonely[node]
        else:
            column, row = next(free)
            x, y = x0 + column * STEP, y0 + row * DROP
        spots[node] = (x, y + lower)
    return spots
