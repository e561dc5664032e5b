"""A network as columns: all that figures need, without a graph of objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import networkx as nx
import numpy as np

from copnet.graph.projection import Floats, Ints
from copnet.graph.ratings import QUESTIONS
from copnet.graph.spec import Mode, NetworkSpec

AnyGraph: TypeAlias = "nx.Graph[str] | nx.DiGraph[str]"


@dataclass(frozen=True, eq=False)
class Columns:
    """Nodes and ties of a network, each as its graph of ``build_network`` lists them.

    Attributes:
        spec: the network's options.
        facts: what is known of the whole: ``graph.graph`` without ``collaborations``.
        nodes: what each node is called in the graph.
        ids, names, modes: of each node.
        one, other: positions of both ends of each tie.
        weights: the weight of each tie; of answers the value.
        groups: the value of ``spec.by`` of each node; None without ``spec.by``.
        ratings: ``total_trust`` and ``total_value`` of each node; empty where there is no survey.
        draw: makes the graph.
    """

    spec: NetworkSpec
    facts: Mapping[str, Any]
    nodes: list[str]
    ids: list[str]
    names: list[str | None]
    modes: list[Mode]
    one: Ints
    other: Ints
    weights: Floats
    groups: list[str | None] | None
    ratings: Mapping[str, list[float | None]]
    draw: Callable[[], AnyGraph] = field(repr=False)

    @cached_property
    def graph(self) -> AnyGraph:
        """The network as a frozen NetworkX graph with evidence on every tie; made when it is first asked for."""
        return self.draw()


def columns_of(graph: AnyGraph) -> Columns:
    """The columns of a graph of ``build_network``."""
    spec: NetworkSpec = graph.graph["spec"]
    data = [found for _, found in graph.nodes(data=True)]
    places = {node: place for place, node in enumerate(graph)}
    ends = np.array([(places[one], places[other]) for one, other in graph.edges], dtype=np.int64).reshape(-1, 2)
    return Columns(
        spec=spec,
        facts=graph.graph,
        nodes=list(graph),
        ids=[found.get("id", node) for node, found in zip(graph, data, strict=True)],
        names=[found.get("name") for found in data],
        modes=[found["mode"] for found in data],
        one=ends[:, 0],
        other=ends[:, 1],
        weights=np.array([weight for *_, weight in graph.edges(data="weight", default=1)], dtype=np.float64),
        groups=None if spec.by is None else [found.get("group") for found in data],
        ratings={name: [found.get(name) for found in data] for name in QUESTIONS.values()},
        draw=lambda: graph,
    )
