"""Where NetworkX does otherwise, as the registry says: when it changes, so should our words."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from copnet.analysis.registry import REGISTRY

HUB: Any = nx.DiGraph([("hub", "a"), ("hub", "b")])
PARTS: Any = nx.Graph([(0, 1), (2, 3)])
SAID: dict[str, Callable[[], bool]] = {
    "density": lambda: nx.density(nx.empty_graph(1)) == 0,
    "betweenness": lambda: nx.betweenness_centrality(nx.path_graph(2)) == {0: 0, 1: 0},
    "constraint": lambda: (
        math.isnan(nx.constraint(HUB, nodes=["a"])["a"]) and math.isnan(nx.constraint(nx.empty_graph(2))[0])
    ),
    "effective_size": lambda: math.isnan(nx.effective_size(nx.empty_graph(2))[0]),
    "average_path_length": lambda: _refused(nx.average_shortest_path_length, PARTS),
    "diameter": lambda: _refused(nx.diameter, PARTS),
    "closeness": lambda: (
        nx.closeness_centrality(HUB)["hub"] == 0 and nx.closeness_centrality(nx.path_graph(1)) == {0: 0}
    ),
    "harmonic": lambda: nx.harmonic_centrality(HUB) == {"hub": 0, "a": 1, "b": 1},
    "transitivity": lambda: nx.transitivity(nx.path_graph(2)) == 0,
    "reciprocity": lambda: _refused(nx.overall_reciprocity, nx.DiGraph([])),
    "clustering": lambda: nx.clustering(nx.path_graph(2)) == {0: 0, 1: 0},
    "modularity": lambda: _refused(nx.community.leiden_communities, PARTS),
    "eigenvector": lambda: _refused(nx.eigenvector_centrality_numpy, PARTS),
    "degree_assortativity": lambda: math.isnan(nx.degree_assortativity_coefficient(nx.cycle_graph(4))),
}


def _refused(function: Callable[[Any], Any], graph: Any) -> bool:
    with pytest.raises((nx.NetworkXException, NotImplementedError)):
        function(graph)
    return True


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # its division by zero is what is shown here
@pytest.mark.parametrize("name", SAID)
def test_networkx_does_as_we_say(name: str) -> None:
    assert SAID[name]()


def test_every_difference_is_shown() -> None:
    said = {metric.name for metric in REGISTRY.values() if metric.networkx not in (None, "none")}
    assert said == set(SAID)
    none = {metric.name for metric in REGISTRY.values() if metric.networkx == "none"}
    public = " ".join(name for name in dir(nx) if not name.startswith("_"))
    assert none == {"ei_index", "core_periphery_fit", "brokerage"}
    assert "brokerage" not in public
    assert "core_periphery" not in public
