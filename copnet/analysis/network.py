"""A network prepared once for all figures: columns, sparse matrices, components, and graphs NetworkX computes fast.

``nx.constraint(network.native)`` and the like are computed by igraph through copnet's backend of NetworkX. What
NetworkX has no function for asks the igraph twins; what copnet defines otherwise is computed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from functools import cached_property, wraps
from typing import Any, Literal, TypeVar, cast

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from copnet.engine.graph import ColumnGraph
from copnet.engine.info import NAME
from copnet.engine.triangles import Triangles
from copnet.graph import Columns, columns_of

T = TypeVar("T")


class Network:
    """A network as columns, and what several figures need of it.

    Attributes:
        columns: the network; made of a graph of ``copnet.graph.build_network`` where one is given.
        spec: the network's options.
        nodes: the nodes in their order; every list of node figures has this order.
        ends: positions of both ends of each tie.
        weights: the weight of each tie (the value of each answer), in the order of ``ends``.
        notes: sentences a figure leaves behind when it is estimated or left out; they become cautions.
        kept: what figures marked with ``once`` found.
    """

    def __init__(self, given: Columns | nx.Graph[str] | nx.DiGraph[str]) -> None:
        self.columns = given if isinstance(given, Columns) else columns_of(given)
        self.spec, self.nodes = self.columns.spec, self.columns.nodes
        self.ends, self.weights = (self.columns.one, self.columns.other), self.columns.weights
        self.notes: list[str] = []
        self.kept: dict[Hashable, Any] = {}

    @property
    def graph(self) -> nx.Graph[str] | nx.DiGraph[str]:
        """The network as a frozen NetworkX graph with evidence on every tie: dear, and not needed for figures."""
        return self.columns.graph

    @property
    def kind(self) -> Literal["people", "organizations", "two-mode", "ties"]:
        """The kind of network, without the kind of tie."""
        return "ties" if self.spec.directed else self.spec.kind  # type: ignore[return-value]  # checked when made

    @property
    def directed(self) -> bool:
        """Whether ties have a direction."""
        return self.spec.directed

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    @property
    def m(self) -> int:
        """Number of ties; arcs in a directed network."""
        return len(self.ends[0])

    @cached_property
    def modes(self) -> dict[str, int]:
        """Number of nodes of each mode."""
        return dict(Counter(self.columns.modes))

    @cached_property
    def arcs(self) -> Any:
        """Ones at (from, to) of each tie, in both directions when the network is undirected; sparse, n by n."""
        one, other = self.ends
        matrix = sparse.csr_array((np.ones(len(one)), (one, other)), shape=(self.n, self.n))
        return matrix if self.directed else matrix + matrix.T

    @cached_property
    def symmetric(self) -> Any:
        """Ones where two nodes are tied under ``--symmetrize``; sparse, n by n."""
        if not self.directed:
            return self.arcs
        if self.spec.symmetrize == "mutual":
            return self.arcs.multiply(self.arcs.T).tocsr()
        both = (self.arcs + self.arcs.T).tocsr()
        both.data[:] = 1.0
        return both

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """Number of different nodes each node is tied to."""
        found: NDArray[np.int64] = np.diff(self.symmetric.indptr).astype(np.int64)
        return found

    @cached_property
    def component_of(self) -> NDArray[np.int64]:
        """The number of the component of the symmetric network that each node is in."""
        if not self.n:
            return np.zeros(0, dtype=np.int64)
        _, labels = csgraph.connected_components(self.symmetric, directed=False)
        return np.asarray(labels, dtype=np.int64)

    @cached_property
    def components(self) -> NDArray[np.int64]:
        """The size of each component of the symmetric network, largest first."""
        return np.sort(np.bincount(self.component_of))[::-1].astype(np.int64)

    @cached_property
    def largest(self) -> NDArray[np.int64]:
        """Positions of the nodes of the largest component; where several are of that size, of all of them.

        So no figure depends on which of two equal components comes first.
        """
        sizes = np.bincount(self.component_of)[self.component_of]
        return np.flatnonzero(sizes == sizes.max(initial=0)).astype(np.int64)

    @cached_property
    def groups(self) -> NDArray[np.int64] | None:
        """The group of each node under ``--by`` as a number in the order of the groups' names, -1 without a value.

        None without ``--by``.
        """
        values = self.columns.groups
        if values is None:
            return None
        numbers = {value: number for number, value in enumerate(sorted({*values} - {None}, key=str))}
        return np.array([numbers.get(value, -1) for value in values], dtype=np.int64)

    @cached_property
    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Positions of both ends of each tie of the symmetric network, every pair once, the smaller position first."""
        upper = sparse.triu(self.symmetric, k=1).tocoo()
        return upper.row.astype(np.int64), upper.col.astype(np.int64)

    @cached_property
    def triangles(self) -> NDArray[np.int64]:
        """Number of ties among the neighbors of each node."""
        return np.array(self.column(nx.triangles(self.tied)), dtype=np.int64)

    @cached_property
    def _own(self) -> ColumnGraph:
        return ColumnGraph(self.nodes, *self.ends, directed=self.directed, weights=self.weights)

    @cached_property
    def _tied(self) -> ColumnGraph:
        return ColumnGraph(self.nodes, *self.pairs) if self.directed else self._own

    @cached_property
    def native(self) -> nx.Graph[str]:
        """The network, with its directions, for the functions of NetworkX."""
        return _handed(self._own)

    @cached_property
    def tied(self) -> nx.Graph[str]:
        """The symmetric network for the functions of NetworkX."""
        return _handed(self._tied)

    def part(self, places: NDArray[np.int64]) -> nx.Graph[str]:
        """The symmetric network of some nodes, by their positions in rising order, for the functions of NetworkX."""
        return _handed(self._tied.within(places))

    def column(self, values: Any) -> list[Any]:
        """What a function of NetworkX found for each node, in the order of ``nodes``."""
        return [values[node] for node in self.nodes]

    @property
    def listed(self) -> Triangles:
        """Every triangle of the symmetric network once."""
        return self._tied.listed

    @property
    def outgoing(self) -> Any:
        """The network as an ``igraph.Graph`` of positions, with its directions, for what NetworkX has not."""
        return self._own.twin

    @property
    def undirected(self) -> Any:
        """The symmetric network as an ``igraph.Graph`` of positions."""
        return self._tied.twin


def _handed(graph: ColumnGraph) -> nx.Graph[str]:
    """What to hand to NetworkX: the graph itself, or one of NetworkX's own where the backend is switched off."""
    return cast("nx.Graph[str]", graph if nx.config.backends[NAME].enabled else graph.to_networkx())


def once(compute: Callable[[Network], T]) -> Callable[[Network], T]:
    """A figure that several others read: computed, and noted, once for a network."""

    @wraps(compute)
    def kept(network: Network) -> T:
        if compute not in network.kept:
            network.kept[compute] = compute(network)
        return cast("T", network.kept[compute])

    return kept
