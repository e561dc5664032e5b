"""A graph prepared once for all figures: positions, sparse matrices, components, a fast twin.

NetworkX is what users see; its own betweenness takes a minute for 3,000 people, so paths and cuts are left to igraph.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property, wraps
from typing import Any, Literal, TypeVar, cast

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from copnet.graph import NetworkSpec

T = TypeVar("T")


class Network:
    """A graph of ``copnet.graph.build_network`` and what several figures need of it.

    Attributes:
        graph: the graph as it was built.
        spec: the network's options.
        nodes: the graph's nodes in its order; every list of node figures has this order.
        notes: sentences a figure leaves behind when it is estimated or left out; they become cautions.
        kept: what figures marked with ``once`` found.
    """

    def __init__(self, graph: nx.Graph[str] | nx.DiGraph[str]) -> None:
        self.graph = graph
        self.spec: NetworkSpec = graph.graph["spec"]
        self.nodes: list[str] = list(graph.nodes)
        self.notes: list[str] = []
        self.kept: dict[Hashable, Any] = {}

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
        return self.graph.number_of_edges()

    @cached_property
    def modes(self) -> dict[str, int]:
        """Number of nodes of each mode."""
        counts: dict[str, int] = {}
        for _, data in self.graph.nodes(data=True):
            counts[data["mode"]] = counts.get(data["mode"], 0) + 1
        return counts

    @cached_property
    def ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Positions of both ends of each tie, as the graph lists them."""
        place = {node: number for number, node in enumerate(self.nodes)}
        pairs = [(place[one], place[other]) for one, other in self.graph.edges]
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """The weight of each tie (the value of each answer), in the order of ``ends``."""
        return np.array([data["weight"] for _, _, data in self.graph.edges(data=True)], dtype=np.float64)

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
        if self.spec.by is None:
            return None
        values = [data.get("group") for _, data in self.graph.nodes(data=True)]
        numbers = {
            value: number for number, value in enumerate(sorted({value for value in values if value is not None}))
        }
        return np.array([numbers.get(value, -1) for value in values], dtype=np.int64)

    @cached_property
    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Positions of both ends of each tie of the symmetric network, every pair once, the smaller position first."""
        upper = sparse.triu(self.symmetric, k=1).tocoo()
        return upper.row.astype(np.int64), upper.col.astype(np.int64)

    @cached_property
    def triangles(self) -> NDArray[np.int64]:
        """Number of ties among the neighbors of each node."""
        closed = (self.symmetric @ self.symmetric).multiply(self.symmetric)
        return np.rint(np.asarray(closed.sum(axis=1)).ravel() / 2).astype(np.int64)

    @cached_property
    def outgoing(self) -> Any:
        """The network as an ``igraph.Graph`` of positions, with its directions."""
        import igraph

        one, other = self.ends
        return igraph.Graph(self.n, np.column_stack((one, other)).tolist(), directed=self.directed)

    @cached_property
    def undirected(self) -> Any:
        """The symmetric network as an ``igraph.Graph`` of positions."""
        if not self.directed:
            return self.outgoing
        import igraph

        return igraph.Graph(self.n, np.column_stack(self.pairs).tolist())


def once(compute: Callable[[Network], T]) -> Callable[[Network], T]:
    """A figure that several others read: computed, and noted, once for a network."""

    @wraps(compute)
    def kept(network: Network) -> T:
        if compute not in network.kept:
            network.kept[compute] = compute(network)
        return cast("T", network.kept[compute])

    return kept
