"""Where groups stand, and everybody in them: each group is laid out by itself, in a circle of its size."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import igraph
import numpy as np

from copnet_viz.groups import Part, split
from copnet_viz.layout import Ints, Layout, draw, lie_wide, mixed
from copnet_viz.overlap import without_overlap
from copnet_viz.packing import TALL, WIDE, Points

ROOM = 80.0  # radius of the circle of one node, in pixels at zoom 1; of n: times the root of n
_APART = 0.35  # free room between two circles, of the radius of a usual one
_EXACT_UP_TO = 60
_TURN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Circle:
    """A group on the map.

    Attributes:
        part: which group.
        parent: the place of the group it unfolds from; None for those of the first picture.
        radius: of its mark; its area is in proportion to the number of nodes.
        room: radius of the circle that it unfolds into.
        wide, tall: its center in both arrangements.
    """

    part: Part
    parent: int | None
    radius: float
    room: float
    wide: tuple[int, int]
    tall: tuple[int, int]


def place(
    parts: Sequence[Part],
    pairs: Ints,
    places: Mapping[str, int],
    radii: Mapping[str, float],
    *,
    seed: int,
    unnamed: AbstractSet[str] = frozenset(),
) -> tuple[list[Circle], Layout]:
    """Circles of all groups, those of a group after it, and positions of all nodes.

    Args:
        parts: the groups of the first picture.
        pairs: the places of both ends of each tie.
        places: of the nodes.
        radii: the largest radius each node will ever be drawn with.
        seed: of the random numbers.
        unnamed: the nodes that are not named; one more of them, and everybody stands elsewhere.
    """
    inside = _Inside(places, radii, seed, unnamed)
    among, nests = inside.nests(parts, pairs)
    wide, tall = inside.beside(nests, among, WIDE), inside.beside(nests, among, TALL)
    circles: list[Circle] = []
    spots: tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]] = ({}, {})

    def put(nest: _Nest, parent: int | None, centers: tuple[Points, Points]) -> None:
        own = len(circles)
        rounded = [(round(float(x)), round(float(y))) for x, y in centers]
        circles.append(Circle(nest.part, parent, _radius(nest.part), nest.room, rounded[0], rounded[1]))
        for one, offset in zip(nest.nests, nest.offsets, strict=False):
            put(one, own, (centers[0] + offset, centers[1] + offset))
        if not nest.nests:
            whole = np.rint(nest.offsets).astype(int)
            for found, center in zip(spots, rounded, strict=True):
                found.update(zip(nest.part.nodes, map(tuple, (whole + center).tolist()), strict=True))

    for number, nest in enumerate(nests):
        put(nest, None, (wide[number], tall[number]))
    return circles, Layout(*spots)


def _radius(part: Part) -> float:
    return ROOM * math.sqrt(len(part.nodes))


@dataclass(frozen=True, slots=True)
class _Nest:
    """A group, the radius of the circle that holds all that is inside, and where that stands around its center: its
    groups or, where it has none, its nodes."""

    part: Part
    room: float
    nests: Sequence[_Nest]
    offsets: Points


class _Inside:
    def __init__(
        self,
        places: Mapping[str, int],
        radii: Mapping[str, float],
        seed: int,
        unnamed: AbstractSet[str],
    ) -> None:
        self._places, self._seed = places, seed
        self._own = np.full(len(places), -1)
        self._turn = {node: number for number, node in enumerate(mixed(list(places), unnamed))}
        self._radii = np.array([radii[node] for node in places])

    def nests(self, parts: Sequence[Part], pairs: Ints) -> tuple[Ints, list[_Nest]]:
        """Which two of some groups each tie between them ties, and each group with all that is inside."""
        among, within = split(pairs, [self._members(part) for part in parts], self._own)
        return among, [self._nest(part, ties) for part, ties in zip(parts, within, strict=True)]

    def _members(self, part: Part) -> Ints:
        return np.array([self._places[node] for node in part.nodes])

    def _nest(self, part: Part, pairs: Ints) -> _Nest:
        """A group laid out from the innermost on; the pairs are those inside."""
        if not part.parts:
            return _Nest(part, _radius(part), (), self._leaf(part, pairs))
        among, nests = self.nests(part.parts, pairs)
        size = np.array([one.room for one in nests])
        points = self._gather(among, size)
        return _Nest(part, float((np.hypot(*points.T) + size).max()), nests, points)

    def beside(self, nests: Sequence[_Nest], among: Ints, aspect: float) -> Points:
        """Centers of the groups of the first picture: tied ones near each other, those without ties in a row below."""
        rooms = np.array([nest.room for nest in nests])
        alone = np.flatnonzero(np.bincount(among.ravel(), minlength=len(nests)) == 0)
        tied = np.setdiff1d(np.arange(len(nests)), alone)
        points = np.zeros((len(nests), 2))
        if len(tied):
            points[tied] = self._spread(among, rooms, tied, aspect)
        if not len(alone):
            return points
        gap = _APART * float(np.median(rooms))
        bottom = float((points[tied, 1] + rooms[tied]).max()) if len(tied) else 0.0
        left, right = (
            ((points[tied, 0] - rooms[tied]).min(), (points[tied, 0] + rooms[tied]).max())
            if len(tied)
            else (0.0, float(2 * rooms.sum() * math.sqrt(aspect / len(nests))))
        )
        x, y, shelf = float(left), bottom + gap, 0.0
        for one in alone.tolist():
            if x > left and x + 2 * rooms[one] > right:
                x, y, shelf = float(left), y + shelf + gap, 0.0
            points[one] = x + rooms[one], y + rooms[one]
            x, shelf = x + 2 * rooms[one] + gap, max(shelf, 2 * float(rooms[one]))
        return points

    def _spread(self, among: Ints, rooms: Points, chosen: Ints, aspect: float) -> Points:
        own = np.full(len(rooms), -1)
        own[chosen] = np.arange(len(chosen))
        size = rooms[chosen]
        drawn = lie_wide(self._weighed(own[among], len(chosen)))
        if aspect < 1:
            drawn = drawn[:, ::-1]
        stretch = np.array([math.sqrt(aspect), 1 / math.sqrt(aspect)])
        evened = _evened(drawn, 1.1 * math.sqrt(float((size**2).sum())))
        return _beside_each_other(evened * stretch, size, _APART * float(np.median(size)))

    def _weighed(self, among: Ints, count: int) -> Points:
        """Groups around their center, in units of their own: the more ties, the nearer."""
        keys, times = np.unique(np.sort(among, axis=1) @ np.array([count, 1]), return_counts=True)
        graph = igraph.Graph(count, np.stack(np.divmod(keys, count), axis=1))
        return draw(graph, self._seed, _EXACT_UP_TO, weights=np.log1p(times).tolist())

    def _gather(self, among: Ints, size: Points) -> Points:
        """Parts around the center of the smallest circle that holds them."""
        drawn = self._weighed(among, len(size)) if len(among) else _sunflower(len(size))
        reach = float(np.sqrt(np.mean(np.sum(drawn**2, axis=1)))) or 1.0
        points = drawn * (float(np.sqrt((size**2).sum())) * 0.6 / reach)
        points = _beside_each_other(points, size, 0.1 * float(np.median(size)))
        centered: Points = points - _middle(points, size)
        return centered

    def _leaf(self, part: Part, pairs: Ints) -> Points:
        """Nodes in the circle of their group: tied ones as igraph draws them, evened out; the others around them."""
        count = len(part.nodes)
        if count == 1:
            return np.zeros((1, 2))
        turns = np.argsort([self._turn[node] for node in part.nodes])
        members = self._members(part)[turns]
        self._own[members] = np.arange(count)
        pairs = self._own[pairs]
        tied = np.flatnonzero(np.bincount(pairs.ravel(), minlength=count))
        points = _sunflower(count) * 2.0
        if len(tied) > 1:
            renumbered = np.full(count, -1)
            renumbered[tied] = np.arange(len(tied))
            drawn = draw(igraph.Graph(len(tied), renumbered[pairs]), self._seed, _EXACT_UP_TO)
            points[tied] = drawn / max(float(np.hypot(*drawn.T).max()), 1e-9)
        size, room = self._radii[members], _radius(part)
        evened = _evened(points, room - float(size.max()))
        placed = np.empty((count, 2))
        placed[turns] = _kept_in(without_overlap(evened, size, most=40), size, room)
        return placed


def _sunflower(count: int) -> Points:
    """Points that fill a circle of radius 1 evenly."""
    number = np.arange(count)
    reach, angle = np.sqrt((number + 0.5) / count), number * _TURN
    return np.stack((reach * np.cos(angle), reach * np.sin(angle)), axis=1)


def _evened(points: Points, room: float) -> Points:
    """The same directions and order from the center, but no ring fuller than another."""
    reach = np.hypot(points[:, 0], points[:, 1])
    ranks = np.empty(len(points))
    ranks[np.argsort(reach, kind="stable")] = np.sqrt((np.arange(len(points)) + 0.5) / len(points))
    return points * (room * ranks / np.maximum(reach, 1e-9))[:, None]


def _beside_each_other(points: Points, size: Points, gap: float) -> Points:
    """Circles pushed apart; where the rounds do not suffice, everything is spread until no two overlap."""
    points = without_overlap(points, size, gap, 400)
    one, other = np.triu_indices(len(points), 1)
    apart = np.hypot(*(points[one] - points[other]).T)
    return points * float(((size[one] + size[other]) / np.maximum(apart, 1e-9)).max(initial=1.0))


def _middle(points: Points, size: Points) -> Points:
    """The center of about the smallest circle that holds circles (Badoiu and Clarkson: in steps to the farthest)."""
    middle: Points = (points - size[:, None]).min(axis=0) / 2 + (points + size[:, None]).max(axis=0) / 2
    for step in range(2, 200):
        away = points - middle
        reach = np.hypot(*away.T)
        far = int((reach + size).argmax())
        middle = middle + away[far] * ((1 + size[far] / max(float(reach[far]), 1e-9)) / step)
    return middle


def _kept_in(points: Points, size: Points, room: float) -> Points:
    reach = np.maximum(np.hypot(points[:, 0], points[:, 1]), 1e-9)
    return points * np.minimum(1.0, np.maximum(room - size, 0.0) / reach)[:, None]
