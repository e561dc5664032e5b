"""Closure, paths, centralization, prominence and Leiden groups on random graphs, against a second route.

The second route is NetworkX where the code has arrays or igraph, plain loops over breadth-first steps, the eigenvalue
equation itself, a dense linear system, and a star in the place of Freeman's denominators.
"""

from __future__ import annotations

import math
import random
import re
from collections import deque
from collections.abc import Callable
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest

from copnet.analysis import paths
from copnet.graph import NetworkSpec
from copnet.services.figures import metrics
from copnet.snapshot import Snapshot
from tests.support.close import EXACT, close
from tests.support.plain_graphs import ANSWERS, store_of
from tests.support.random_graphs import random_graph
from tests.support.table_snapshot import snapshot_of

pytestmark = pytest.mark.usefixtures("engine")

CI = range(40)
FULL = [pytest.param(seed, marks=pytest.mark.full) for seed in range(40, 200)]
SEEDS = [*CI, *FULL]
Steps = dict[Any, dict[Any, int]]


def _answers(seed: int) -> tuple[Snapshot, nx.DiGraph[str], dict[tuple[str, str], float]]:
    """A store with two questions in two waves, the arcs of the last one, and how the other question was answered."""
    rng, drawn = random.Random(seed), random_graph(seed, directed=True)
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for one, other in drawn.rows:
        for kind in ("trusts", "values"):
            for wave in ("1", "2"):
                if (kind == "trusts" and wave == "2") or rng.random() < 0.5:
                    row = {"from": one, "to": other, "kind": kind, "wave": wave, "value": rng.choice((1, 2, 3, 5))}
                    rows[one, other, kind, wave] = row
    arcs: nx.DiGraph[str] = nx.DiGraph()
    arcs.add_nodes_from(drawn.graph)
    valued = {}
    for (one, other, kind, wave), row in rows.items():
        if one != other and wave == "2" and kind == "trusts":
            arcs.add_edge(one, other, value=row["value"])
        elif one != other and wave == "2":
            valued[one, other] = float(row["value"])
    return snapshot_of(people=[{"id": person} for person in arcs], ties=list(rows.values())), arcs, valued


@pytest.mark.parametrize("seed", SEEDS)
def test_collaborations(seed: int) -> None:
    drawn = random_graph(seed, directed=False)
    result = metrics(drawn.snapshot(), NetworkSpec(), nodes=True)
    assert [row["id"] for row in result["nodes"]] == list(drawn.graph)
    _check(result, drawn.graph, drawn.graph)
    whole = result["metrics"]
    assert whole["reciprocity"] is whole["indegree_centralization"] is whole["outdegree_centralization"] is None
    assert all(row["total_trust"] is row["total_value"] is None for row in result["nodes"])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("symmetrize", ["any", "mutual"])
def test_answers(seed: int, symmetrize: str) -> None:
    store, arcs, valued = _answers(seed)
    if not store["ties"].height:
        return
    result = metrics(
        store, NetworkSpec.model_validate({"kind": "ties:trusts", "wave": "2", "symmetrize": symmetrize}), nodes=True
    )
    _check(result, arcs.to_undirected(reciprocal=symmetrize == "mutual"), arcs)
    whole, n = result["metrics"], len(arcs)
    answered = sum(arcs.has_edge(other, one) for one, other in arcs.edges)
    close(whole["reciprocity"], answered / arcs.size() if arcs.size() else None)
    star = nx.DiGraph([("hub", point) for point in range(n - 1)])
    for name, given in (("indegree", arcs.in_degree), ("outdegree", arcs.out_degree)):
        expected = _fall(dict(given)) / _fall(dict(star.out_degree)) if n > 1 else None
        close(whole[f"{name}_centralization"], expected)
    for row in result["nodes"]:
        trust = [data["value"] for _, _, data in arcs.in_edges(row["id"], data=True)]
        value = [value for (_, other), value in valued.items() if other == row["id"]]
        close(row["total_trust"], sum(trust) / len(trust) if trust else None)
        close(row["total_value"], sum(value) / len(value) if value else None)


def _check(result: dict[str, Any], graph: nx.Graph[str], arcs: Any) -> None:
    """Every figure of these files; ``graph`` is the symmetric network, ``arcs`` that with directions."""
    whole, rows = result["metrics"], {row["id"]: row for row in result["nodes"]}
    steps = _steps(graph)
    _check_paths(whole, rows, steps, _steps(arcs))
    _check_closure(whole, rows, graph)
    _check_centralization(whole, graph, arcs)
    _check_prominence(rows, graph, steps)
    _check_groups(whole, rows, graph)


def _check_paths(whole: dict[str, Any], rows: dict[str, Any], steps: Steps, outgoing: Steps) -> None:
    n = len(steps)
    most = max((len(reached) for reached in steps.values()), default=0)
    between = [
        length for reached in steps.values() if len(reached) == most for length in reached.values() if length
    ]  # of the largest component, or of all that are as large
    close(whole["average_path_length"], sum(between) / len(between) if between else None)
    assert whole["diameter"] == max(between, default=None)
    for node, row in rows.items():
        lengths = [length for length in outgoing[node].values() if length]
        near = len(lengths) ** 2 / ((n - 1) * sum(lengths)) if lengths else 0.0
        close(row["closeness"], near if n > 1 else None)
        close(row["harmonic"], sum(1 / length for length in lengths) / (n - 1) if n > 1 else None)
        close_by = sum(length in (1, 2) for length in steps[node].values())
        close(row["reach_2"], close_by / (n - 1) if n > 1 else None)


def _check_closure(whole: dict[str, Any], rows: dict[str, Any], graph: nx.Graph[str]) -> None:
    triples = sum(math.comb(degree, 2) for _, degree in graph.degree)
    close(whole["transitivity"], nx.transitivity(graph) if triples else None)
    close(whole["average_clustering"], nx.average_clustering(graph) if len(graph) else None)
    clustering: dict[str, float] = dict(nx.clustering(graph))  # type: ignore[arg-type]  # the stubs know single nodes only
    for node, row in rows.items():
        close(row["clustering"], clustering[node] if graph.degree[node] > 1 else None)


def _check_centralization(whole: dict[str, Any], graph: nx.Graph[str], arcs: Any) -> None:
    n = len(graph)
    star = nx.star_graph(n - 1) if n else nx.Graph()
    away = nx.DiGraph(star.edges) if arcs.is_directed() else star
    both = star.to_directed() if arcs.is_directed() else star
    of: dict[str, tuple[Callable[[Any], dict[Any, float]], Any, Any]] = {
        "degree": (lambda one: dict(one.degree), graph, star),
        "betweenness": (nx.betweenness_centrality, arcs, both),
        "closeness": (lambda one: nx.closeness_centrality(one.reverse() if one.is_directed() else one), arcs, away),
    }
    for name, (scores, ours, extreme) in of.items():
        expected = _fall(scores(ours)) / _fall(scores(extreme)) if n > 2 else None
        close(whole[f"{name}_centralization"], expected)


def _check_prominence(rows: dict[str, Any], graph: nx.Graph[str], steps: Steps) -> None:
    n, core = len(graph), nx.core_number(graph)
    most = max((len(reached) for reached in steps.values()), default=0)
    for node, row in rows.items():
        assert row["core_number"] == core[node]
        score = row["eigenvector"]
        if len(steps[node]) < most or most < 2:
            assert score is None
            continue
        around = {other: rows[other]["eigenvector"] for other in steps[node]}
        assert all(value > 0 for value in around.values()), "only the leading eigenvector has no zero and one sign"
        assert sum(value**2 for value in around.values()) == pytest.approx(1, abs=EXACT)
        of_all = 2 * sum(around[one] * around[other] for one, other in graph.subgraph(around).edges)
        assert sum(around[other] for other in graph[node]) == pytest.approx(of_all * score, abs=EXACT)
    if n:
        places = list(graph)
        matrix = nx.to_numpy_array(graph, nodelist=places)
        degrees = matrix.sum(axis=1, keepdims=True)
        walk = np.where(degrees > 0, matrix / np.maximum(degrees, 1), 1 / n)
        rank = np.linalg.solve(np.eye(n) - 0.85 * walk.T, np.full(n, 0.15 / n))
        for node, value in zip(places, rank.tolist(), strict=True):
            close(rows[node]["pagerank"], value)


def _check_groups(whole: dict[str, Any], rows: dict[str, Any], graph: nx.Graph[str]) -> None:
    found: dict[int, set[str]] = {}
    for node, row in rows.items():
        found.setdefault(row["leiden_group"], set()).add(node)
    assert whole["groups"] == len(found)
    assert sorted(found) == list(range(1, len(found) + 1))
    order = [(-len(found[number]), min(found[number])) for number in sorted(found)]
    assert order == sorted(order), "the largest is 1; of equal ones the one with the first id comes first"
    if not graph.size():
        assert whole["modularity"] is None
        return
    close(whole["modularity"], nx.community.modularity(graph, found.values()))
    others = [nx.community.louvain_communities(graph, seed=seed) for seed in range(3)]
    reached = max(nx.community.modularity(graph, other) for other in others)
    if len(graph) <= 12:
        place = {node: number for number, node in enumerate(graph)}
        twin = igraph.Graph(len(place), [(place[one], place[other]) for one, other in graph.edges])
        reached = twin.community_optimal_modularity().modularity
    assert whole["modularity"] >= reached - EXACT


@pytest.mark.parametrize("seed", range(4))
def test_what_leiden_finds_does_not_depend_on_names(seed: int) -> None:
    graph = nx.gnm_random_graph(60, 100, seed=seed)
    rng = random.Random(seed)
    names = ["modularity", "groups"]
    found = {
        tuple(metrics(store_of(nx.relabel_nodes(graph, mapping)), NetworkSpec(), names=names)["metrics"].values())
        for mapping in (dict(enumerate(rng.sample(range(100, 160), 60))) for _ in range(4))
    }
    assert len(found) == 1


@pytest.mark.parametrize("seed", CI)
def test_estimates_are_exact_when_every_node_is_a_source(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["average_path_length", "diameter", "closeness", "harmonic"]
    for store, spec in (
        (random_graph(seed, directed=False).snapshot(), NetworkSpec()),
        (_answers(seed)[0], NetworkSpec(kind="ties:trusts")),
        (_answers(seed)[0], NetworkSpec(kind="ties:trusts", symmetrize="mutual")),
    ):
        if spec.directed and not store["ties"].height:
            continue
        monkeypatch.setattr(paths, "EXACT_UP_TO", 10_000)
        exact = metrics(store, spec, names=names, nodes=True)
        monkeypatch.setattr(paths, "EXACT_UP_TO", 3)
        found = metrics(store, spec, names=names, nodes=True)
        assert found["metrics"] == pytest.approx(exact["metrics"], abs=EXACT)
        for one, other in zip(found["nodes"], exact["nodes"], strict=True):
            close(one["closeness"], other["closeness"])
            close(one["harmonic"], other["harmonic"])


@pytest.mark.parametrize("directed", [False, True])
def test_estimates_are_as_near_as_they_say(directed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.gnm_random_graph(900, 2_500, seed=4, directed=directed)
    names = ["average_path_length", "diameter", "closeness", "harmonic"]
    store, spec = store_of(graph), ANSWERS if directed else NetworkSpec()
    exact = metrics(store, spec, names=names, nodes=True)
    monkeypatch.setattr(paths, "EXACT_UP_TO", 500)
    found = metrics(store, spec, names=names, nodes=True)
    said = [caution for caution in found["cautions"] if caution not in exact["cautions"]]
    length, longest, near = (re.findall(r"\d[\d,]*(?:\.\d+)?", caution) for caution in said)
    assert said[0].startswith("The average path length is estimated from 256 of ")
    assert abs(found["metrics"]["average_path_length"] - exact["metrics"]["average_path_length"]) < float(length[3])
    assert exact["metrics"]["diameter"] - 2 <= found["metrics"]["diameter"] <= exact["metrics"]["diameter"]
    assert int(longest[0]) == found["metrics"]["diameter"]
    for name, widest in zip(("closeness", "harmonic"), near[2:4], strict=True):
        off = [abs(one[name] - other[name]) for one, other in zip(found["nodes"], exact["nodes"], strict=True)]
        assert sum(error > float(widest) for error in off) <= 0.05 * len(off)
        assert max(off) > float(widest) / 4, "an interval as wide as that tells something"


def _steps(graph: Any) -> Steps:
    """Steps from every node to every node it reaches, itself included."""
    found: Steps = {}
    for node in graph:
        reached, waiting = {node: 0}, deque([node])
        while waiting:
            here = waiting.popleft()
            for other in graph[here]:
                if other not in reached:
                    reached[other] = reached[here] + 1
                    waiting.append(other)
        found[node] = reached
    return found


def _fall(scores: dict[Any, float]) -> float:
    return sum(max(scores.values()) - score for score in scores.values())
