"""Positions when a little was added: who was there stays, who is new stands beside whom they are tied to."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from copnet_viz.overlap import GAP
from copnet_viz.packing import DROP, STEP, TALL, WIDE, Points, Spot, in_rows

MOST_NEW = 0.25  # share of those with ties and a name; with more than that, a map is laid out anew
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
    unnamed: AbstractSet[str],
) -> tuple[dict[str, Spot], dict[str, Spot]] | None:
    """Both arrangements with everybody where they were; None where too many are new for that.

    Args:
        order: the nodes with ties.
        pairs: the places of both ends of each tie, sorted.
        size: the radius of each node with ties.
        isolates: the nodes without a tie.
        before: where nodes stood.
        unnamed: the nodes that are not named; wherever they stood, they stand by the others.
    """
    old = np.array([node in before and not before[node].isolate for node in order], dtype=bool)
    named = np.array([node not in unnamed for node in order], dtype=bool)
    if not old.any() or (named & ~old).sum() > MOST_NEW * named.sum():
        return None
    found: list[dict[str, Spot]] = []
    for way, aspect in (("wide", WIDE), ("tall", TALL)):
        spots: dict[str, Spot] = {node: getattr(was, way) for node, was in before.items()}
        known = [spots[node] if is_old else (0, 0) for node, is_old in zip(order, old, strict=True)]
        points = _beside(old, pairs, size, np.array(known, dtype=np.float64))
        rounded = np.rint(points).astype(int).tolist()
        tied = {node: (x, y) for node, (x, y) in zip(order, rounded, strict=True)}
        lonely = {node: spots[node] for node in isolates if node in before and before[node].isolate}
        found.append(tied | _row(isolates, lonely, unnamed, points, size, aspect))
    return found[0], found[1]


def _beside(old: npt.NDArray[np.bool_], pairs: npt.NDArray[np.int64], size: Points, points: Points) -> Points:
    """Whoever is new, on the nearest free spot to the middle of those tied to them who have one already."""
    placed = old.copy()
    near: list[list[int]] = [[] for _ in old]
    for one, other in pairs.tolist():
        near[one].append(other)
        near[other].append(one)
    known = np.array([sum(old[one] for one in others) for others in near])
    for _ in range(len(old) - int(old.sum())):
        place = int(np.where(placed, -1, known).argmax())
        if known[place]:
            middle = points[[one for one in near[place] if placed[one]]].mean(axis=0)
        else:  # tied to nobody who was there: beside the picture
            middle = np.array([points[placed, 0].max() + 2 * STEP, points[placed, 1].mean()])
        points[place] = _free(middle, size[place], points[placed], size[placed])
        placed[place] = True
        known[near[place]] += 1
    return points


def _free(middle: Points, radius: float, points: Points, size: Points) -> Points:
    """The first spot of a spiral where a mark touches none."""
    first, many = 0, 64
    away, wanted = np.hypot(*(points - middle).T), size + radius + GAP
    while True:
        number = np.arange(first, first + many)
        reach, angle = _NEAR * np.sqrt(number), number * _TURN
        tried = middle + np.stack((reach * np.cos(angle), reach * np.sin(angle)), axis=1)
        near = (away - wanted < reach[-1]) & (away + wanted > reach[0])  # no other can touch these spots
        apart = np.square(tried[:, None] - points[near]).sum(axis=2)
        free = np.flatnonzero((apart >= wanted[near] ** 2).all(axis=1))
        if len(free):
            spot: Points = tried[free[0]]
            return spot
        first, many = first + many, max(64, first // 4)


def _row(
    isolates: Sequence[str],
    lonely: Mapping[str, Spot],
    unnamed: AbstractSet[str],
    points: Points,
    size: Points,
    aspect: float,
) -> dict[str, Spot]:
    """Those without a tie where they were, new ones in the gaps and behind them, all below the picture.

    Those not named come last, after a free spot, as ``in_rows`` has them.
    """
    left, right = float((points[:, 0] - size).min()), float((points[:, 0] + size).max())
    bottom = float((points[:, 1] + size).max())
    if not lonely:
        rows = in_rows(isolates, unnamed, right - left, bottom + DROP, aspect)
        return {node: (round(left) + x, y) for node, (x, y) in rows.items()}
    x0, y0 = min(x for x, _ in lonely.values()), min(y for _, y in lonely.values())
    lower = max(round(bottom + DROP / 2) - y0, 0)
    columns = max(round((right - x0) / STEP), max((x - x0) // STEP for x, _ in lonely.values()) + 1, 1)
    taken = {round((y - y0) / DROP) * columns + round((x - x0) / STEP) for x, y in lonely.values()}
    new = [node for node in isolates if node not in lonely]
    named = sum(node not in unnamed for node in new)
    numbers = list(itertools.islice((number for number in itertools.count() if number not in taken), named))
    behind = max(taken.union(numbers)) + 2
    numbers += range(behind, behind + len(new) - named)
    spots = dict(lonely)
    spots |= {
        node: (x0 + number % columns * STEP, y0 + number // columns * DROP)
        for node, number in zip(new, numbers, strict=True)
    }
    return {node: (x, y + lower) for node, (x, y) in spots.items()}
