"""The backend gives what NetworkX gives, or declines."""

from __future__ import annotations

import math
import os
import random
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copnet.analysis.network import Network
from copnet.engine import backend, triangles
from copnet.engine.info import FUNCTIONS, get_info
from copnet.graph import NetworkSpec, build, build_columns, build_network
from copnet.services.figures import metrics
from tests.support.plain_graphs import store_of
from tests.support.random_graphs import random_graph

KEPT = pytest.mark.filterwarnings("ignore:Note. conversions to backend graphs")
OF_PAIRS = {"bridges"}
OF_NODES = {"articulation_points", "isolates"}
CONNECTED = {"average_shortest_path_length", "diameter"}
NOT_COMPARED = {"connected_components", "leiden_communities"}
OWN_TESTS = ("algorithms.tests.test_core", "algorithms.tests.test_structuralholes", "algorithms.tests.test_bridges")
ALL_OWN_TESTS = (
    *OWN_TESTS, "algorithms.tests.test_cluster", "algorithms.tests.test_reciprocity", "algorithms.tests.test_isolate",
    "algorithms.tests.test_distance_measures", "algorithms.components.tests", "algorithms.assortativity.tests",
    "algorithms.centrality.tests.test_betweenness_centrality", "algorithms.centrality.tests.test_closeness_centrality",
    "algorithms.centrality.tests.test_harmonic_centrality", "algorithms.shortest_paths.tests.test_generic",
    "algorithms.community", "classes.tests.test_function",
)  # fmt: skip


def _function(name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(nx, name, None) or getattr(nx.community, name)
    return found


def _plain(name: str, result: Any) -> Any:
    if name in OF_PAIRS:
        return {frozenset(pair) for pair in result}
    if name in OF_NODES:
        return set(result)
    if isinstance(result, bool):
        return result
    if isinstance(result, dict):
        return {node: pytest.approx(value, rel=1e-9, abs=1e-12, nan_ok=True) for node, value in result.items()}
    return pytest.approx(result, rel=1e-9, abs=1e-12, nan_ok=True)


def _graph(seed: int, *, directed: bool) -> nx.Graph[Any]:
    rng = random.Random(seed)
    n = rng.randint(1, 25)
    graph: nx.Graph[Any] = nx.gnp_random_graph(n, rng.choice((0.05, 0.15, 0.5)), seed=seed, directed=directed)
    return graph


@KEPT
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # NetworkX divides by zero where there is no variance
@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
@pytest.mark.parametrize("name", sorted(FUNCTIONS - NOT_COMPARED))
def test_values_are_those_of_networkx(name: str, directed: bool) -> None:
    function, compared = _function(name), 0
    for seed in range(25):
        graph = _graph(seed, directed=directed)
        if name in CONNECTED and not directed:
            graph = graph.subgraph(max(nx.connected_components(graph), key=len)).copy()
        if backend.can_run(name, (graph,), {}) is not True or (not graph.size() and name == "overall_reciprocity"):
            continue
        compared += 1
        expected = function(graph)
        if name == "degree_assortativity_coefficient" and len({d for _, d in graph.degree if d}) < 2:
            expected = math.nan  # NetworkX is left with the rounding of nothing by nothing
        assert _plain(name, function(graph, backend="copnet")) == _plain(name, expected)
    assert compared or directed


@st.composite
def _small_graphs(draw: st.DrawFn) -> nx.Graph[int]:
    """None to nine nodes, any ties among them, in any order; weights that mean nothing to these functions."""
    n = draw(st.integers(0, 9))
    pairs = [(one, other) for one in range(n) for other in range(n) if one != other]
    graph: nx.Graph[int] = nx.DiGraph() if draw(st.booleans()) else nx.Graph()
    graph.add_nodes_from(draw(st.permutations(range(n))))
    for one, other in draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else ():
        graph.add_edge(one, other, weight=draw(st.integers(1, 5)))
    return graph


@KEPT
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", sorted(FUNCTIONS - NOT_COMPARED))
@settings(deadline=None, max_examples=80)
@given(graph=_small_graphs())
def test_any_graph_gives_what_networkx_gives_errors_included(name: str, graph: nx.Graph[int]) -> None:
    if backend.can_run(name, (graph,), {}) is not True:
        return
    if name == "degree_assortativity_coefficient" and len({d for _, d in graph.degree if d}) < 2:
        return  # NetworkX is left with the rounding of nothing by nothing
    found: list[Any] = []
    for options in ({}, {"backend": "copnet"}):
        try:
            result = _function(name)(graph, **options)
            found.append(list(result) if name in OF_PAIRS | OF_NODES else result)
        except (nx.NetworkXException, ValueError, ZeroDivisionError) as error:
            found.append(type(error))
    if any(isinstance(one, type) for one in found):
        assert found[1] == found[0]
    else:
        assert _plain(name, found[1]) == _plain(name, found[0])


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("at_once", [1, 7, 1_000_000])
def test_every_triangle_is_listed_once(seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triangles, "_AT_ONCE", at_once)
    graph = _graph(seed, directed=False)
    listed = backend.convert_from_nx(graph).listed
    corners = {frozenset(corner) for corner in np.stack(listed.corners, axis=1).tolist()}
    assert len(corners) == listed.sides.shape[1]
    assert corners == {frozenset(clique) for clique in nx.enumerate_all_cliques(graph) if len(clique) == 3}
    ends = [{*pair} for pair in zip(listed.low.tolist(), listed.high.tolist(), strict=True)]
    for sides, nodes in zip(listed.sides.T.tolist(), np.stack(listed.corners, axis=1).tolist(), strict=True):
        first, second, third = nodes
        assert [ends[side] for side in sides] == [{first, second}, {first, third}, {second, third}]


@KEPT
@pytest.mark.parametrize("seed", range(25))
def test_parts_are_those_of_networkx(seed: int) -> None:
    graph = _graph(seed, directed=False)
    parts: list[Any] = list(nx.connected_components(graph))
    own: Any = nx.connected_components(graph, backend="copnet")
    assert sorted(sorted(part) for part in own) == sorted(sorted(part) for part in parts)
    found = nx.community.leiden_communities(graph, seed=seed, backend="copnet")
    assert sorted(node for part in found for node in part) == sorted(graph)
    assert found == nx.community.leiden_communities(graph, seed=seed, backend="copnet")
    if graph.size():
        one_part = nx.community.modularity(graph, parts)
        assert nx.community.modularity(graph, found) >= one_part - 1e-12


@KEPT
def test_ties_that_all_weigh_nothing_are_not_divided_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[Any] = []
    own = igraph.Graph.modularity

    def counted(*args: Any, **kwargs: Any) -> float:
        rounds.append(args)
        assert len(rounds) < 10, "modularity is not a number; whatever comes is no better"
        return float(own(*args, **kwargs))

    monkeypatch.setattr(igraph.Graph, "modularity", counted)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edges_from([(0, 1), (1, 2), (2, 3)], weight=0.0)
    found = nx.community.leiden_communities(graph, seed=1, backend="copnet")
    assert sorted(node for part in found for node in part) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("name", "graph", "options"),
    [
        ("effective_size", nx.path_graph(3), {"weight": "weight"}),
        ("effective_size", nx.DiGraph([(0, 1), (1, 2)]), {}),
        ("constraint", nx.path_graph(3), {"nodes": [1]}),
        ("clustering", nx.path_graph(3), {"nodes": 1}),
        ("clustering", nx.DiGraph([(0, 1), (1, 2)]), {}),
        ("core_number", nx.DiGraph([(0, 1), (1, 2)]), {}),
        ("betweenness_centrality", nx.path_graph(3), {"endpoints": True}),
        ("betweenness_centrality", nx.path_graph(3), {"k": 2}),
        ("closeness_centrality", nx.path_graph(3), {"distance": "weight"}),
        ("degree_assortativity_coefficient", nx.path_graph(4), {"weight": "weight"}),
        ("clustering", nx.MultiGraph([(0, 1), (0, 1)]), {}),
        ("constraint", nx.Graph([(0, 0), (0, 1)]), {}),
    ],
)
def test_what_igraph_means_otherwise_is_declined(name: str, graph: Any, options: dict[str, Any]) -> None:
    with pytest.raises(NotImplementedError):
        _function(name)(graph, backend="copnet", **options)


def test_the_description_names_every_function() -> None:
    assert set(get_info()["functions"]) == FUNCTIONS
    own = {name for name, value in vars(backend).items() if getattr(value, "__module__", "") == backend.__name__}
    assert {name for name in own if name[0].islower()} - {"can_run", "convert_from_nx", "convert_to_nx"} == FUNCTIONS
    assert all(_function(name) for name in FUNCTIONS)


def test_importing_networkx_loads_nothing_of_it() -> None:
    told = "import networkx, sys; assert 'copnet' in networkx.utils.backends.backend_info; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout.split()
    assert "copnet.engine.info" in loaded
    assert not {"igraph", "numpy", "polars", "copnet.engine.graph", "copnet.engine.backend"} & set(loaded)


@pytest.mark.parametrize("seed", range(20))
def test_columns_are_those_of_the_graph(seed: int) -> None:
    drawn = random_graph(seed)
    snapshot, spec = drawn.snapshot(), drawn.spec
    graph, columns = build_network(snapshot, spec), build_columns(snapshot, spec)
    assert columns.nodes == list(graph)
    own = Network(columns).native.to_networkx()  # type: ignore[attr-defined]  # it is a ColumnGraph
    assert list(own.edges(data="weight")) == list(graph.edges(data="weight"))
    data = [found for _, found in graph.nodes(data=True)]
    assert columns.groups is None or columns.groups == [found["group"] for found in data]
    assert columns.names == [found["name"] for found in data]
    assert {**columns.facts} == {name: value for name, value in graph.graph.items() if name != "collaborations"}


def test_figures_need_no_graph_with_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = store_of(nx.karate_club_graph())
    whole = metrics(snapshot, NetworkSpec(), nodes=True)

    def refuse(*_: Any) -> None:
        raise AssertionError("the graph was made")

    monkeypatch.setattr(build, "build_network", refuse)
    monkeypatch.setattr(build, "node_attributes", refuse)
    assert metrics(snapshot, NetworkSpec(), nodes=True) == whole


def test_the_backend_can_be_switched_off() -> None:
    columns = build_columns(store_of(nx.karate_club_graph()), NetworkSpec())
    assert not isinstance(Network(columns).native, nx.Graph)
    with nx.config.backends["copnet"](enabled=False):
        assert type(Network(columns).native) is nx.Graph


@pytest.mark.parametrize("modules", [OWN_TESTS, pytest.param(ALL_OWN_TESTS, marks=pytest.mark.full)])
def test_the_tests_of_networkx_pass_with_the_backend(modules: tuple[str, ...], tmp_path: Any) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--pyargs"]
    run = subprocess.run(
        [*command, *(f"networkx.{module}" for module in modules)],
        env=os.environ | {"NETWORKX_TEST_BACKEND": "copnet", "NETWORKX_FALLBACK_TO_NX": "True"},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-3000:]
