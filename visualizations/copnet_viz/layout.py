"""Where everything stands: computed here, once, so that the same data gives the same map wherever it is sent.

Components are laid out one by one, turned so that they lie wide rather than high, freed of overlaps and packed; whoever
has no tie stands in a row of their own below. Only python-igraph's layouts draw random numbers, from a generator of our
own that is put in place for the call.
"""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import igraph
import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

Points = npt.NDArray[np.float64]

GAP = 30.0  # free pixels between two marks, for a label
PER_NODE = 118.0  # side of the square each node gets before overlaps are removed
ASPECT = 1.6  # wide, as screens are
ISOLATE_STEP, ISOLATE_DROP = 124.0, 92.0
_EXACT_UP_TO = 300  # Kamada-Kawai reads best but is quadratic
_ROUNDS = 120
_LOCK = threading.Lock()  # igraph's generator belongs to the whole process


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions in whole pixels, and the corner where the row of those without a tie begins (None without them)."""

    points: Mapping[str, tuple[int, int]]
    row: tuple[int, int] | None


def place(
    graph: nx.Graph[str] | nx.DiGraph[str],
    radii: Mapping[str, float],
    isolates: Sequence[str],
    *,
    seed: int,
) -> Layout:
    """Positions of all nodes.

    Args:
        graph: nodes and ties; only who is tied and how often (``count``) matters, not the order they come in.
        radii: the largest radius each node will ever be drawn with.
        isolates: the nodes without a tie, in the order they are to stand in.
        seed: of the random numbers.
    """
    order = sorted(set(graph) - set(isolates))
    index = {node: place for place, node in enumerate(order)}
    pairs = sorted({(min(index[a], index[b]), max(index[a], index[b])) for a, b in graph.edges if a != b})
    whole = igraph.Graph(n=len(order), edges=pairs)
    parts = sorted(whole.connected_components(), key=lambda part: (-len(part), min(part)))
    size = np.array([radii[node] for node in order], dtype=np.float64)
    boxes = [_component(whole.induced_subgraph(sorted(part)), size[sorted(part)], seed) for part in parts]
    corners, width, height = _pack([_extent(box) for box in boxes])
    points: dict[str, tuple[int, int]] = {}
    for part, box, corner in zip(parts, boxes, corners, strict=True):
        for member, (x, y) in zip(sorted(part), box + corner, strict=True):
            points[order[member]] = (round(float(x)), round(float(y)))
    row = _stand_in_rows(points, isolates, width, height)
    return Layout(points, row)


def _component(part: igraph.Graph, size: Points, seed: int) -> Points:
    """One connected component around its own upper left corner."""
    count = part.vcount()
    raw = np.array(_draw(part, seed), dtype=np.float64)
    raw -= raw.mean(axis=0)
    raw = _lie_wide(raw)
    reach = np.sqrt(np.mean(np.sum(raw**2, axis=1))) or 1.0
    raw *= PER_NODE * math.sqrt(count) / 2.6 / reach
    points = _without_overlap(raw, size)
    corner: Points = (points - size[:, None]).min(axis=0)
    placed: Points = points - corner
    return placed


def _draw(part: igraph.Graph, seed: int) -> list[list[float]]:
    with _LOCK:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - places marks, guards nothing
        try:
            circle = part.layout_circle()
            if part.vcount() <= _EXACT_UP_TO:
                drawn = part.layout_kamada_kawai(seed=circle)
            else:
                drawn = part.layout_fruchterman_reingold(niter=500, grid="auto")
        finally:
            igraph.set_random_number_generator(random)
    return [list(point) for point in drawn]


def _lie_wide(points: Points) -> Points:
    """Turned so that the longest direction is horizontal, and stretched a little towards the shape of a screen."""
    if len(points) < 2:
        return points
    _, axes = np.linalg.eigh(points.T @ points)
    turned: Points = points @ axes[:, ::-1]
    for axis in (0, 1):  # an eigenvector has no sign of its own: the first node stands left and above
        first = next((value for value in turned[:, axis] if abs(value) > 1e-6), 1.0)
        turned[:, axis] *= -1.0 if first > 0 else 1.0
    spread = np.ptp(turned, axis=0)
    if spread[1] < 1e-6:
        return turned
    stretch = min(max(ASPECT / (spread[0] / spread[1]), 1.0), 1.5) ** 0.5
    stretched: Points = turned * np.array([stretch, 1.0 / stretch])
    return stretched


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


def _extent(points: Points) -> tuple[float, float]:
    far = points.max(axis=0) + MARGIN
    return float(far[0]), float(far[1])


MARGIN = 70.0  # free pixels around a component


def _pack(sizes: Sequence[tuple[float, float]]) -> tuple[list[Points], float, float]:
    """Corners of boxes on shelves, largest first: below each other or beside each other, whatever fits a screen."""
    if not sizes:
        return [], 0.0, 0.0
    area = sum(width * height for width, height in sizes)
    rows = _shelves(sizes, max(sizes[0][0], math.sqrt(area * ASPECT)))
    turned = [(height, width) for width, height in sizes]
    columns, height, width = _shelves(turned, max(turned[0][0], math.sqrt(area / ASPECT)))
    if max(width / ASPECT, height) < max(rows[1] / ASPECT, rows[2]):
        return [corner[::-1] for corner in columns], width, height
    return rows


def _shelves(sizes: Sequence[tuple[float, float]], limit: float) -> tuple[list[Points], float, float]:
    corners, x, y, shelf, widest = [], 0.0, 0.0, 0.0, 0.0
    for width, height in sizes:
        if x and x + width > limit:
            x, y, shelf = 0.0, y + shelf, 0.0
        corners.append(np.array([x, y]))
        x, shelf = x + width, max(shelf, height)
        widest = max(widest, x)
    return corners, widest, y + shelf


def _stand_in_rows(
    points: dict[str, tuple[int, int]], isolates: Sequence[str], width: float, height: float
) -> tuple[int, int] | None:
    """Adds the isolates to ``points``, in rows below everything else; returns where the first stands."""
    if not isolates:
        return None
    wanted = math.sqrt(len(isolates) * ISOLATE_STEP * ISOLATE_DROP * ASPECT)
    columns = max(round(max(width - MARGIN, wanted) / ISOLATE_STEP), 1)
    top = round(height) + (60 if height else 0)
    for place, node in enumerate(isolates):
        points[node] = (
            round(ISOLATE_STEP / 2 + place % columns * ISOLATE_STEP),
            top + round(place // columns * ISOLATE_DROP),
        )
    return points[isolates[0]]
