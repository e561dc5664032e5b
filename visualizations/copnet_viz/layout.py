"""Where everything stands: computed here, once, so that the same data gives the same map wherever it is sent.

Components are laid out one by one, turned along the screen, freed of overlaps and packed; whoever has no tie stands in
a row of their own below. Only python-igraph's layouts draw random numbers, from a generator of our
own (``igraph_chance``).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import igraph
import networkx as nx
import numpy as np
import numpy.typing as npt

from copnet.engine.seeded import igraph_chance
from copnet_viz.overlap import without_overlap
from copnet_viz.packing import MARGIN, TALL, WIDE, Points, Spot, in_rows, pack
from copnet_viz.staying import Was, stay

Ints = npt.NDArray[np.int64]

PER_NODE = 118.0  # side of the square each node gets before overlaps are removed
MOST_STRETCH = 2.0
_EXACT_UP_TO = 300  # Kamada-Kawai reads best but is quadratic
_ROUNDS = 400


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
    before: Mapping[str, Was] | None = None,
    unnamed: AbstractSet[str] = frozenset(),
) -> Layout:
    """Positions of all nodes.

    Args:
        graph: nodes and ties; only who is tied to whom matters, not the order they come in.
        radii: the largest radius each node will ever be drawn with.
        isolates: the nodes without a tie, in the order they are to stand in; those not named last.
        seed: of the random numbers.
        before: where nodes stood when there were a little less of them; they stay there.
        unnamed: the nodes that are not named; one more of them, and everybody stands elsewhere.
    """
    order = mixed(sorted(set(graph) - set(isolates)), unnamed)
    pairs, size = pairs_of(graph, order), np.array([radii[node] for node in order], dtype=np.float64)
    if before and (kept := stay(order, pairs, size, isolates, before, unnamed)):
        return Layout(*kept)
    whole = igraph.Graph(len(order), pairs)
    parts = sorted((sorted(part) for part in whole.connected_components()), key=lambda part: (-len(part), part[0]))
    drawn = [lie_wide(draw(whole.induced_subgraph(part), seed)) for part in parts]
    spread = [_both(points, size[part]) for points, part in zip(drawn, parts, strict=True)]

    def arrange(boxes: Sequence[Points], aspect: float) -> dict[str, Spot]:
        corners, width, height = pack(
            [_extent(box, size[part]) for box, part in zip(boxes, parts, strict=True)], aspect
        )
        spots: dict[str, Spot] = {}
        for part, box, corner in zip(parts, boxes, corners, strict=True):
            rounded = np.rint(box + corner).astype(int).tolist()
            spots |= {order[member]: (x, y) for member, (x, y) in zip(part, rounded, strict=True)}
        return spots | in_rows(isolates, unnamed, width, height, aspect)

    return Layout(arrange([wide for wide, _ in spread], WIDE), arrange([tall for _, tall in spread], TALL))


def mixed(nodes: Sequence[str], unnamed: Iterable[str]) -> list[str]:
    """Nodes in the order they are drawn in: as they come where everybody is named, else mixed, by who is not.

    A drawing depends on the order of its nodes. Were it the same with and without somebody's name, whoever withdraws it
    would be found where they stood.
    """
    if not unnamed:
        return list(nodes)
    salt = hashlib.sha256("\n".join(sorted(unnamed)).encode()).digest()
    return sorted(nodes, key=lambda node: hashlib.sha256(salt + node.encode()).digest())


def pairs_of(graph: nx.Graph[str] | nx.DiGraph[str], order: Sequence[str]) -> Ints:
    """The places of both ends of every two that are tied, once and sorted; whoever is not in the order has no tie."""
    index = {node: place for place, node in enumerate(order)}
    near = [graph.adj[node] for node in order]
    other = np.fromiter((index[node] for nodes in near for node in nodes), np.int64)
    one = np.repeat(np.arange(len(order)), [len(nodes) for nodes in near])
    apart = one != other
    keys = np.sort(np.minimum(one, other)[apart] * len(order) + np.maximum(one, other)[apart])
    return np.stack(np.divmod(keys[np.diff(keys, prepend=-1) > 0], max(len(order), 1)), axis=1)


def _both(points: Points, size: Points) -> tuple[Points, Points]:
    """A component for both arrangements; a large one is spread once and turned."""
    wide = _spread(points, size, WIDE)
    if len(points) > _EXACT_UP_TO:
        return wide, np.ascontiguousarray(wide[:, ::-1])
    return wide, _spread(points, size, TALL)


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
    points = without_overlap(points * (PER_NODE * math.sqrt(len(points)) / 2.6 / reach), size)
    corner: Points = (points - size[:, None]).min(axis=0)
    placed: Points = points - corner
    return placed


def _extent(points: Points, size: Points) -> tuple[float, float]:
    far = (points + size[:, None]).max(axis=0) + MARGIN
    return float(far[0]), float(far[1])


def draw(
    part: igraph.Graph, seed: int, exact_up_to: int = _EXACT_UP_TO, weights: Sequence[float] | None = None
) -> Points:
    """A graph around its center, in units of its own; heavier ties are shorter."""
    with igraph_chance(seed):
        if part.vcount() <= exact_up_to:
            lengths = None if weights is None else [1 / weight for weight in weights]
            drawn = part.layout_kamada_kawai(seed=part.layout_circle(), weights=lengths)
        else:
            drawn = part.layout_fruchterman_reingold(niter=_ROUNDS, grid="grid", weights=weights)
    points: Points = np.array(drawn.coords, dtype=np.float64)
    centered: Points = points - points.mean(axis=0)
    return centered


def lie_wide(points: Points) -> Points:
    """Turned so that the longest direction is horizontal."""
    if len(points) < 2:
        return points
    _, axes = np.linalg.eigh(points.T @ points)
    turned: Points = points @ axes[:, ::-1]
    for axis in (0, 1):  # an eigenvector has no sign of its own: the first node stands left and above
        first = next((value for value in turned[:, axis] if abs(value) > 1e-6), 1.0)
        turned[:, axis] *= -1.0 if first > 0 else 1.0
    return turned
