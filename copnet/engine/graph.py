"""A graph made straight from columns, which NetworkX takes as it is and igraph computes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from copnet.engine.info import NAME
from copnet.engine.triangles import Triangles, list_triangles

Ints = NDArray[np.int64]
_AT_ONCE = 100_000  # ties handed over together


class ColumnGraph:
    """A simple graph: nodes, and the positions of both ends of each tie. It does not change.

    Attributes:
        nodes: in order; every figure of nodes has this order.
        one, other: positions of both ends of each tie, none twice, none to itself; from ``one`` to ``other`` when
            directed.
        weights: of each tie; None: all alike.
        weight: the name of the edge attribute the weights are.
    """

    __networkx_backend__ = NAME

    def __init__(
        self,
        nodes: Sequence[Hashable],
        one: Ints,
        other: Ints,
        *,
        directed: bool = False,
        weights: NDArray[np.float64] | None = None,
        weight: str = "weight",
    ) -> None:
        self.nodes, self.one, self.other = nodes, one, other
        self.weights, self.weight = weights, weight
        self._directed = directed

    def __len__(self) -> int:
        return len(self.nodes)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.nodes)

    def __contains__(self, node: object) -> bool:
        return node in self.places

    def is_directed(self) -> bool:
        """Whether ties have a direction."""
        return self._directed

    def is_multigraph(self) -> bool:
        """Never: no two nodes are tied twice."""
        return False

    def number_of_nodes(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    def number_of_edges(self) -> int:
        """Number of ties; arcs when directed."""
        return len(self.one)

    @cached_property
    def places(self) -> dict[Hashable, int]:
        """The position of each node."""
        return {node: place for place, node in enumerate(self.nodes)}

    @property
    def edges(self) -> Iterator[tuple[Hashable, Hashable]]:
        """Both ends of each tie."""
        return self.ties(range(len(self.one)))

    def ties(self, places: Iterable[int]) -> Iterator[tuple[Hashable, Hashable]]:
        """Both ends of some ties, by their positions."""
        return ((self.nodes[self.one[place]], self.nodes[self.other[place]]) for place in places)

    @cached_property
    def degrees(self) -> Ints:
        """Number of ties of each node, in both directions when directed."""
        n = len(self.nodes)
        return (np.bincount(self.one, minlength=n) + np.bincount(self.other, minlength=n)).astype(np.int64)

    @cached_property
    def twin(self) -> Any:
        """The same as an ``igraph.Graph`` of positions.

        Given a portion at a time: igraph takes an array by making lists of the whole of it, 60 bytes a tie and more.
        """
        import igraph

        return igraph.Graph(len(self.nodes), self._portions(), directed=self._directed)

    def _portions(self) -> Iterator[tuple[int, int]]:
        for start in range(0, len(self.one), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            yield from zip(self.one[some].tolist(), self.other[some].tolist(), strict=True)

    @cached_property
    def triangles(self) -> Ints:
        """Number of ties among the neighbors of each node of an undirected graph."""
        shares = np.array(self.twin.transitivity_local_undirected(mode="zero"), dtype=np.float64)
        pairs = self.degrees * (self.degrees - 1) // 2
        return np.rint(shares * pairs).astype(np.int64)

    @cached_property
    def listed(self) -> Triangles:
        """Every triangle of an undirected graph once."""
        return list_triangles(self.degrees, self.one, self.other)

    @cached_property
    def membership(self) -> Ints:
        """The number of the component of each node, directions aside."""
        return np.array(self.twin.connected_components(mode="weak").membership, dtype=np.int64)

    def within(self, places: Ints) -> ColumnGraph:
        """The part with these nodes, by their positions in rising order, and the ties among them."""
        if len(places) == len(self.nodes):
            return self
        to = np.full(len(self.nodes), -1, dtype=np.int64)
        to[places] = np.arange(len(places))
        kept = (to[self.one] >= 0) & (to[self.other] >= 0)
        return ColumnGraph(
            [self.nodes[place] for place in places.tolist()],
            to[self.one[kept]],
            to[self.other[kept]],
            directed=self._directed,
            weights=None if self.weights is None else self.weights[kept],
            weight=self.weight,
        )

    def to_networkx(self) -> nx.Graph[Any] | nx.DiGraph[Any]:
        """The same as a graph of NetworkX's own."""
        graph: nx.Graph[Any] | nx.DiGraph[Any] = nx.DiGraph() if self._directed else nx.Graph()
        graph.add_nodes_from(self.nodes)
        if self.weights is None:
            graph.add_edges_from(self.edges)
        else:
            triples = zip(self.edges, self.weights.tolist(), strict=True)
            graph.add_weighted_edges_from(((*ends, weight) for ends, weight in triples), weight=self.weight)
        return graph
