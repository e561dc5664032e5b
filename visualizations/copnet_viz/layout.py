"""Where everything stands: computed here, once, so that the same data gives the same map wherever it is sent.

Components are laid out one by one, turned along the screen, freed of overlaps and packed; whoever has no tie stands in
a row of their own below. Only python-igraph's layouts draw random numbers, from a generator of our
own (``igraph_chance``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import igraph
import networkx as nx
import numpy as np
from scipy.spatial import cKDTree

from copnet.engine.seeded import igraph_chance
from copnet_viz.packing import MARGIN, Points, Spot, in_rows, pack

GAP = 34.0  # free pixels between two marks, for a label
PER_NODE = 118.0  # side of the square each node gets before overlaps are removed
WIDE, TALL = 1.9, 0.62  # width by height of the two arrangements
MOST_STRETCH = 2.0
_EXACT_UP_TO = 300  # Kamada-Kawai reads best but is quadratic
_ROUNDS = 120


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions in whole pixels: one arrangement for screens that are wide, one for screens that are tall."""

    wide: Mapping[str, Spot]
    tall: Mapping[str, Spot]


def place(
    graph: nx.Graph[str] | nx.DiGraph[str],
    radii: Mapping[str, float],
    isolates: Sequence[str],
    *,
    seed: int,
) -> Layout:
    """Positions of all nodes.

    Args:
        graph: nodes and ties; only who is tied to whom matters, not the order they come in.
        radii: the largest radius each node will ever be drawn with.
        isolates: the nodes without a tie, in the order they are to stand in.
        seed: of the random numbers.
    """
    order = sorted(set(graph) - set(isolates))
    index = {node: place for place, node in enumerate(order)}
    pairs = sorted({(min(index[a], index[b]), max(index[a], index[b])) for a, b in graph.edges if a != b})
    whole = igraph.Graph(n=len(order), edges=pairs)
    parts = sorted((sorted(part) for part in whole.connected_components()), key=lambda part: (-len(part), part[0]))
    drawn = [_lie_wide(_draw(whole.induced_subgraph(part), seed)) for part in parts]
    size = np.array([radii[node] for node in order], dtype=np.float64)

    def arrange(aspect: float) -> dict[str, Spot]:
        boxes = [_spread(points, size[part], aspect) for points, part in zip(drawn, parts, strict=True)]
        corners, width, height = pack(
            [_extent(box, size[part]) for box, part in zip(boxes, parts, strict=True)], aspect
        )
        spots: dict[str, Spot] = {}
        for part, box, corner in zip(parts, boxes, corners, strict=True):
            rounded = np.rint(box + corner).astype(int).tolist()
            spots |= {order[member]: (x, y) for member, (x, y) in zip(part, rounded, strict=True)}
        return spots | dict(zip(isolates, in_rows(len(isolates), width, height, aspect), strict=True))

    return Layout(arrange(WIDE), arrange(TALL))


def _spread(points: Points, size: Points, aspect: float) -> Points:
    """One component in pixels, its upper left corner at 0, 0: stretched towards the aspect and freed of overlaps."""
    if aspect < 1:
        points = points[:, ::-1]
    spread = np.ptp(points, axis=0)
    if spread.min() > 1e-6:
        missing = aspect / (spread[0] / spread[1])
        stretch = min(max(missing, 1 / MOST_STRETCH), MOST_STRETCH) ** 0.5
        points = points * np.array([stretch, 1.0 / stretch])
    reach = float(np.sqrt(np.mean(np.sum(points**2, axis=1)))) or 1.0
    points = _without_overlap(points * (PER_NODE * math.sqrt(len(points)) / 2.6 / reach), size)
    corner: Points = (points - size[:, None]).min(axis=0)
    placed: Points = points - corner
    return placed


def _extent(points: Points, size: Points) -> tuple[float, float]:
    far = (points + size[:, None]).max(axis=0) + MARGIN
    return float(far[0]), float(far[1])


def _draw(part: igraph.Graph, seed: int) -> Points:
    """A component around its center, in units of its own."""
    with igraph_chance(seed):
        circle = part.layout_circle()
        if part.vcount() <= _EXACT_UP_TO:
            drawn = part.layout_kamada_kawai(seed=circle)
        else:
            drawn = part.layout_fruchterman_reingold(niter=500, grid="auto")
    points: Points = np.array([list(point) for point in drawn], dtype=np.float64)
    centered: Points = points - points.mean(axis=0)
    return centered


def _lie_wide(points: Points) -> Points:
    """Turned so that the longest direction is horizontal."""
    if len(points) < 2:
        return points
    _, axes = np.linalg.eigh(points.T @ points)
    turned: Points = points @ axes[:, ::-1]
    for axis in (0, 1):  # an eigenvector has no sign of its own: the first node stands left and above
        first = next((value for value in turned[:, axis] if abs(value) > 1e-6), 1.0)
        turned[:, axis] *= -1.0 if first > 0 else 1.0
    return turned


def _without_overlap(points: Points, size: Points) -> Points:
    """Every two marks pushed apart until they leave GAP between them, or the rounds are used up."""
    points = points.copy()
    for _ in range(_ROUNDS):
        pairs = cKDTree(points).query_pairs(2 * float(size.max()) + GAP, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        a, b = pairs[:, 0], pairs[:, 1]
        apart = points[b] - points[a]
        distance = np.hypot(apart[:, 0], apart[:, 1])
        lacking = size[a] + size[b] + GAP - distance
        near = lacking > 0.5
        if not near.any():
            break
        a, b, apart, distance, lacking = a[near], b[near], apart[near], distance[near], lacking[near]
        angle = (a * 2.399963 + b) % (2 * math.pi)  # two marks on one spot part in a direction of their own
        spot = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        direction = np.where(distance[:, None] > 1e-9, apart / np.maximum(distance, 1e-9)[:, None], spot)
        push = direction * (lacking * 0.55)[:, None]
        np.add.at(points, b, push / 2)
        np.add.at(points, a, -push / 2)
    return points
