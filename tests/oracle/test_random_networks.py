"""Every network and figure on random stores, against plain loops, and python-igraph where the code uses its own arrays,
NetworkX where the code uses igraph."""

from __future__ import annotations

import datetime as dt
import random
from fractions import Fraction
from typing import Any

import igraph
import networkx as nx
import pytest

from copnet.dates import PartialDate
from copnet.errors import NotFound
from copnet.graph import NetworkSpec, build_network
from copnet.services.figures import metrics
from tests.oracle import brute
from tests.support.close import EXACT, close
from tests.support.random_stores import Store, random_store
from tests.support.table_snapshot import snapshot_of

pytestmark = pytest.mark.usefixtures("engine")

CI = [*range(40), 160]  # on the survey of 160 igraph's Leiden does not end by itself
FULL = [pytest.param(seed, marks=pytest.mark.full) for seed in range(40, 200) if seed != 160]
SEEDS = [*CI, *FULL]


def _window(seed: int) -> tuple[dt.date | None, dt.date | None]:
    rng = random.Random(seed)
    return rng.choice(
        (
            (None, None),
            (dt.date(2019, 3, 10), None),
            (None, dt.date(2021, 8, 5)),
            (dt.date(2019, 1, 1), dt.date(2020, 6, 15)),
        )
    )


def _nodes(store: Store, spec: NetworkSpec) -> set[str]:
    return set(brute.members(store)) if spec.community else {row["id"] for row in store["people"]}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("community", [None, "The cohort"])
def test_people(seed: int, community: str | None) -> None:
    store = random_store(seed)
    start, end = _window(seed)
    kinds = ("article", "pilot") if seed % 3 == 0 else ()
    without = ("article", "convening") if seed % 4 == 0 else ()
    weight = "newman" if seed % 2 else "count"
    least: float | None = (None, 0.5, 2)[seed % 3] if seed % 5 else None
    spec = NetworkSpec(
        community=community, start=start, end=end, kinds=kinds, exclude_kinds=without, weight=weight, min_weight=least  # type: ignore[arg-type]  # one of two words
    )  # fmt: skip
    graph = build_network(snapshot_of(**store), spec)
    counted = [
        work
        for work in brute.works(store, end or brute.latest_day(store))
        if brute.meets(work, start, end) and (not kinds or work.kind in kinds) and work.kind not in without
    ]
    expected = {}
    for pair, evidence in brute.pairs(_nodes(store, spec), counted).items():
        value = brute.newman(evidence) if weight == "newman" else Fraction(len(evidence))
        if least is None or float(value) >= least:
            expected[pair] = (evidence, float(value))
    assert list(graph.nodes) == sorted(_nodes(store, spec))
    assert {tuple(sorted(edge)) for edge in graph.edges} == set(expected)
    for (one, other), (evidence, weighed) in expected.items():
        data = graph.edges[one, other]
        assert data["weight"] == pytest.approx(weighed, abs=EXACT)
        assert data["count"] == len(evidence)
        assert data["newman"] == pytest.approx(float(brute.newman(evidence)), abs=EXACT)
        assert set(data["collaborations"]) == {work.id for work in evidence}
        assert data["kinds"] == tuple(sorted({work.kind for work in evidence}))
        _check_dates(data, evidence)
    _check_undirected(graph, metrics(snapshot_of(**store), spec, nodes=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_organizations(seed: int) -> None:
    store = random_store(seed)
    spec = NetworkSpec(kind="organizations")
    graph = build_network(snapshot_of(**store), spec)
    everyone = {row["id"] for row in store["organizations"]}
    expected = brute.pairs(everyone, brute.works(store, brute.latest_day(store)), organizations=True)
    assert list(graph.nodes) == sorted(everyone)
    assert {tuple(sorted(edge)) for edge in graph.edges} == set(expected)
    for (one, other), evidence in expected.items():
        assert set(graph.edges[one, other]["collaborations"]) == {work.id for work in evidence}
        assert graph.edges[one, other]["newman"] == pytest.approx(float(brute.newman(evidence, True)), abs=EXACT)
    _check_undirected(graph, metrics(snapshot_of(**store), spec, nodes=True))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("ends", ["people", "organizations"])
def test_two_mode(seed: int, ends: str) -> None:
    store = random_store(seed)
    spec = NetworkSpec.model_validate({"kind": "two-mode", "ends": ends})
    graph = build_network(snapshot_of(**store), spec)
    mode = "person" if ends == "people" else "organization"
    expected = {
        (f"{mode}:{key}", f"collaboration:{work.id}")
        for work in brute.works(store, brute.latest_day(store))
        for key in (work.people if ends == "people" else work.organizations)
    }
    assert set(graph.edges) == expected
    result = metrics(snapshot_of(**store), spec, nodes=True)
    works = {edge[1] for edge in expected}
    possible = len(store[ends]) * len(works)
    assert result["metrics"]["nodes"] == len(store[ends]) + len(works)
    assert result["metrics"]["density"] == (pytest.approx(len(expected) / possible, abs=EXACT) if possible else None)
    twin, rows = _twin(graph), result["nodes"]
    _check_structure(twin, result)
    assert [row["degree"] for row in rows] == twin.degree()
    for name in ("strength", "in_degree", "constraint", "effective_size", "efficiency"):
        assert all(row[name] is None for row in rows), name


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("symmetrize", ["any", "mutual"])
def test_survey(seed: int, symmetrize: str) -> None:
    store = random_store(seed)
    least = 2 if seed % 2 else None
    spec = NetworkSpec.model_validate({"kind": "ties:trusts", "min_value": least, "symmetrize": symmetrize})
    if not store["ties"]:
        with pytest.raises(NotFound, match="trusts"):
            build_network(snapshot_of(**store), spec)
        return
    result = metrics(snapshot_of(**store), spec, nodes=True)
    latest = max(row["wave"] for row in store["ties"])
    values = {
        (row["from"], row["to"]): float(row["value"])
        for row in store["ties"]
        if row["wave"] == latest and row["value"] and row["from"] != row["to"] and row["value"] >= (least or 0)
    }
    nodes = sorted(row["id"] for row in store["people"])
    n, rows = len(nodes), result["nodes"]
    assert result["network"]["wave"] == latest
    assert [row["id"] for row in rows] == nodes
    assert result["metrics"]["ties"] == len(values)
    assert result["metrics"]["density"] == (pytest.approx(len(values) / (n * (n - 1)), abs=EXACT) if n > 1 else None)
    near: dict[str, set[str]] = {node: set() for node in nodes}
    both: dict[str, dict[str, float]] = {node: {} for node in nodes}
    for one, other in values:
        if symmetrize == "any" or (other, one) in values:
            near[one].add(other)
            near[other].add(one)
        for here, there in ((one, other), (other, one)):
            both[here][there] = both[here].get(there, 0.0) + 1.0
    place = {node: number for number, node in enumerate(nodes)}
    arcs = [(place[one], place[other]) for one, other in values]
    arrows = nx.DiGraph(arcs)
    arrows.add_nodes_from(range(n))
    between = nx.betweenness_centrality(arrows) if n > 2 else {}
    edges = sorted({tuple(sorted((place[one], place[other]))) for one in nodes for other in near[one]})
    _check_structure(igraph.Graph(n, edges), result, betweenness=False)
    for row in rows:
        node = row["id"]
        assert row["degree"] == len(near[node])
        assert row["in_degree"] == sum(other == node for _, other in values)
        assert row["out_degree"] == sum(one == node for one, _ in values)
        assert row["in_strength"] == sum(value for (_, other), value in values.items() if other == node)
        assert row["out_strength"] == sum(value for (one, _), value in values.items() if one == node)
        assert row["strength"] == row["in_strength"] + row["out_strength"]
        close(row["constraint"], brute.constraint(both, node))
        close(row["effective_size"], brute.effective_size(near, node))
        close(row["betweenness"], between.get(place[node]))


def _check_dates(data: dict[str, Any], evidence: list[brute.Work]) -> None:
    first, last = [work.first for work in evidence if work.first], [work.last for work in evidence if work.last]
    if not first:
        assert data["first"] is data["last"] is None
        return
    assert PartialDate.parse(data["first"]).first == min(first)
    assert PartialDate.parse(data["last"]).last == max(last)


def _check_undirected(graph: Any, result: dict[str, Any]) -> None:
    twin, found = _twin(graph), result["metrics"]
    n, m = twin.vcount(), twin.ecount()
    assert (found["nodes"], found["ties"]) == (n, m)
    close(found["density"], 2 * m / (n * (n - 1)) if n > 1 else None)
    _check_structure(twin, result)
    near = {node: set(graph[node]) for node in graph}
    for place, row in enumerate(result["nodes"]):
        node = row["id"]
        assert row["degree"] == twin.degree(place)
        assert row["strength"] == pytest.approx(sum(data["weight"] for data in graph[node].values()), abs=EXACT)
        assert row["in_degree"] is row["out_degree"] is row["in_strength"] is row["out_strength"] is None
        close(row["constraint"], brute.constraint({key: dict.fromkeys(near[key], 1.0) for key in near}, node))
        size = brute.effective_size(near, node)
        close(row["effective_size"], size)
        close(row["efficiency"], size / len(near[node]) if size is not None else None)


def _check_structure(twin: igraph.Graph, result: dict[str, Any], betweenness: bool = True) -> None:
    """What holds for every kind of network, on its symmetric form."""
    found, rows, n = result["metrics"], result["nodes"], twin.vcount()
    sizes = sorted(twin.connected_components().sizes(), reverse=True) if n else []
    assert found["components"] == len(sizes)
    assert found["isolates"] == sum(degree == 0 for degree in twin.degree())
    assert found["largest_component"] == (sizes[0] if sizes else None)
    close(found["largest_component_share"], sizes[0] / n if sizes else None)
    if result["network"]["kind"] == "two-mode":
        assert found["average_degree"] is None
    else:
        close(found["average_degree"], 2 * twin.ecount() / n if n else None)
    reference: nx.Graph[int] = nx.Graph(twin.get_edgelist())
    reference.add_nodes_from(range(n))
    assert found["bridges"] == sum(1 for _ in nx.bridges(reference))
    cut = set(nx.articulation_points(reference))
    assert found["cutpoints"] == len(cut)
    assert [row["is_cutpoint"] for row in rows] == [place in cut for place in range(n)]
    if betweenness:
        between = nx.betweenness_centrality(reference) if n > 2 else {}
        for place, row in enumerate(rows):
            close(row["betweenness"], between.get(place))


def _twin(graph: Any) -> igraph.Graph:
    place = {node: number for number, node in enumerate(graph)}
    return igraph.Graph(len(place), [(place[one], place[other]) for one, other in graph.edges])
