"""Groups, brokerage, core and periphery on random graphs, against NetworkX, python-igraph and plain loops."""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from itertools import combinations
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest

from copnet.analysis import assortativity, brokerage, core_periphery, core_search, mixing
from copnet.analysis.network import Network
from copnet.analysis.rewiring import rewired
from copnet.graph import build_network
from copnet.services.figures import metrics
from tests.oracle import brute_mixing as brute
from tests.support.close import EXACT, close
from tests.support.random_graphs import RandomGraph, random_graph

CI = range(40)
FULL = [pytest.param(seed, marks=pytest.mark.full) for seed in range(40, 200)]
SEEDS = [*CI, *FULL]


def _network(drawn: RandomGraph, **options: Any) -> Network:
    return Network(build_network(drawn.snapshot(), drawn.spec.model_copy(update=options)))


def _groups(drawn: RandomGraph) -> dict[str, str | None]:
    return dict(drawn.graph.nodes(data="group"))


def _ties(drawn: RandomGraph) -> list[tuple[str, str]]:
    """Of the symmetric network, every pair once."""
    return sorted({(min(pair), max(pair)) for pair in drawn.graph.edges})


@pytest.mark.parametrize("seed", SEEDS)
def test_the_graph_comes_through_the_store(seed: int) -> None:
    drawn = random_graph(seed)
    network = _network(drawn)
    assert network.nodes == list(drawn.graph)
    assert {frozenset(edge) for edge in network.graph.edges} == {frozenset(edge) for edge in drawn.graph.edges}
    assert network.directed == drawn.graph.is_directed()


@pytest.mark.parametrize("seed", SEEDS)
def test_mixing(seed: int) -> None:
    drawn = random_graph(seed)
    network, groups, ties = _network(drawn), _groups(drawn), _ties(drawn)
    index = brute.ei_index(ties, groups)
    close(mixing.ei_index(network), index)
    close(mixing.cross_group_share(network), None if index is None else (1 + index) / 2)
    close(mixing.ei_expected(network), brute.ei_expected(groups))
    own = [
        brute.ei_index([tie for tie in ties if node in tie], groups) if groups[node] else None for node in drawn.graph
    ]
    for found, wanted in zip(mixing.own_ei_index(network), own, strict=True):
        close(found, wanted)
    plain: nx.Graph[str] = nx.Graph(ties)
    nx.set_node_attributes(plain, groups, "group")
    valued = plain.subgraph([node for node in plain if groups[node]])
    ends = {groups[node] for tie in valued.edges for node in tie}
    by_group = nx.attribute_assortativity_coefficient(valued, "group") if len(ends) > 1 else None
    close(assortativity.attribute_assortativity(network), by_group)
    place = {node: number for number, node in enumerate(groups)}
    twin = igraph.Graph(len(place), [(place[one], place[other]) for one, other in ties])
    by_degree = twin.assortativity_degree(directed=False) if ties else math.nan
    close(assortativity.degree_assortativity(network), None if math.isnan(by_degree) else by_degree)


@pytest.mark.parametrize("seed", [seed for seed in range(40) if seed % 2])
def test_mutual_ties_only(seed: int) -> None:
    drawn = random_graph(seed)
    network = _network(drawn, symmetrize="mutual")
    both = [(one, other) for one, other in drawn.graph.edges if one < other and drawn.graph.has_edge(other, one)]
    close(mixing.ei_index(network), brute.ei_index(both, _groups(drawn)))


@pytest.mark.parametrize("seed", SEEDS)
def test_brokerage(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if seed % 4 < 2:
        monkeypatch.setattr(brokerage, "_PORTION", 50)  # rows of the products in many portions
    drawn = random_graph(seed)
    groups, directed = _groups(drawn), drawn.graph.is_directed()
    wanted = brute.brokerage(set(drawn.graph.edges), groups, directed)
    network = _network(drawn)
    rows = dict(zip(network.nodes, brokerage.own_brokerage(network), strict=True))
    for node, row in rows.items():
        if node not in wanted:
            assert row is None
            continue
        assert row is not None
        assert row["total"] == sum(wanted[node].values())
        assert {role: row[role] or 0 for role in brute.ROLES} == wanted[node]
        assert (row["gatekeeper"] is None) == (not directed)
    whole = brokerage.brokerage(network)
    if not wanted:
        assert whole is None
        return
    assert whole is not None
    assert whole["total"] == sum(sum(roles.values()) for roles in wanted.values())
    for role in brute.ROLES:
        assert (whole[role] or 0) == sum(roles[role] for roles in wanted.values())


@pytest.mark.parametrize("seed", [*range(20), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(20, 200))])
def test_p_value_of_ei_against_every_order(seed: int) -> None:
    """Up to seven nodes: 10,000 random orders lie within 4 standard errors of all orders."""
    drawn = random_graph(seed, largest=7)
    network, ties = _network(drawn), _ties(drawn)
    found = mixing.ei_p_value(network)
    if brute.ei_index(ties, _groups(drawn)) is None:
        assert found is None
        return
    wanted, times = brute.ei_exact_p(ties, _groups(drawn)), mixing.PERMUTATIONS
    assert found == pytest.approx(wanted, abs=4 * math.sqrt(wanted * (1 - wanted) / times) + 1 / times)


@pytest.mark.parametrize("seed", [*range(8), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(8, 60))])
def test_p_value_of_ei_against_other_orders(seed: int) -> None:
    """Larger networks: within 4 standard errors of as many orders drawn in another way."""
    drawn = random_graph(seed)
    network, ties, groups = _network(drawn), _ties(drawn), _groups(drawn)
    found, expected, observed = mixing.ei_p_value(network), brute.ei_expected(groups), brute.ei_index(ties, groups)
    if observed is None or expected is None:
        assert found is None
        return
    rng, times = random.Random(seed), 1_000
    valued = [node for node in groups if groups[node]]
    far = 0
    for _ in range(times):
        order = rng.sample([groups[node] for node in valued], len(valued))
        dealt = brute.ei_index(ties, dict.fromkeys(groups) | dict(zip(valued, order, strict=True)))
        assert dealt is not None
        far += abs(dealt - expected) >= abs(observed - expected) - 1e-12
    wanted = far / times
    assert found == pytest.approx(wanted, abs=4 * math.sqrt(max(wanted * (1 - wanted), 1 / times) / times))


@pytest.mark.parametrize(("teams", "between"), [(300, 600), (200, 600), (1, 0)])
def test_every_tie_is_counted_in_every_order(teams: int, between: int) -> None:
    """More ties and more teams than one byte counts: no order of values that all differ, or none, changes a tie."""
    rng = random.Random(teams)
    graph = nx.gnm_random_graph(teams if teams > 1 else 50, 600, seed=1)
    people: Any = nx.relabel_nodes(graph, {node: f"p{node:03}" for node in graph})
    for number, node in enumerate(people):
        people.nodes[node]["group"] = f"t{number % teams:03}"
    found = mixing.mixing(_network(RandomGraph(people, rng.sample(list(people.edges), 600))))
    assert found is not None
    assert found.external == between
    assert set(mixing.external_ties(found, 700).tolist()) == {between}


@pytest.mark.parametrize("seed", SEEDS)
def test_core_and_periphery_of_small_networks(seed: int) -> None:
    drawn = random_graph(seed, largest=9)
    network = _network(drawn)
    ties = {frozenset(tie) for tie in _ties(drawn)}
    wanted = brute.best_core_fit(network.nodes, ties)
    close(core_periphery.core_periphery_fit(network), wanted)
    assert core_periphery.core_periphery_method(network) == ("exact" if wanted is not None else None)


@pytest.mark.parametrize("seed", range(12))
def test_climbing_reaches_the_exact_fit(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks of 12 to 16 nodes, where every split can be tried."""
    rng = random.Random(seed)
    graphs = [nx.gnm_random_graph(12 + seed % 5, rng.randint(12, 50), seed=rng.randint(0, 999)) for _ in range(10)]
    for graph in graphs:
        ends = np.array(graph.edges, dtype=np.int64).T[:, None]
        degrees = np.array([degree for _, degree in graph.degree], dtype=np.int64)
        with monkeypatch.context() as patched:
            exact = core_search.CoreSearch(degrees).best(*ends)
            patched.setattr(core_search, "EXACT", 0)
            assert core_search.CoreSearch(degrees).best(*ends) == pytest.approx(exact, abs=EXACT)


def test_a_planted_core_is_found() -> None:
    """Thirty who all know each other, three hundred who know one or two of them."""
    rng = random.Random(3)
    graph = nx.complete_graph(30)
    for node in range(30, 330):
        graph.add_edges_from((node, other) for other in rng.sample(range(30), rng.randint(1, 2)))
    ends = np.array(graph.edges, dtype=np.int64).T[:, None]
    degrees = np.array([degree for _, degree in graph.degree], dtype=np.int64)
    assert core_search.CoreSearch(degrees).best(*ends) == pytest.approx([1.0], abs=EXACT)


@pytest.mark.parametrize("seed", [1, 2, 5, 13])
def test_p_value_of_core_and_periphery(seed: int) -> None:
    """Within 4 standard errors of fits by loops over networks that python-igraph has rewired."""
    graph = nx.gnm_random_graph(8, 13, seed=seed)
    graph = nx.relabel_nodes(graph, {node: f"n{node}" for node in graph})
    found = metrics(RandomGraph(graph, list(graph.edges)).snapshot(), _network(RandomGraph(graph, [])).spec)["metrics"]
    fit, times = found["core_periphery_fit"], 200
    igraph.set_random_number_generator(random.Random(seed))
    try:
        twin = igraph.Graph.from_networkx(graph)
        fits = []
        for _ in range(times):
            twin.rewire(n=10 * twin.ecount())
            ties = {frozenset(twin.vs[end]["_nx_name"] for end in edge.tuple) for edge in twin.es}
            fits.append(brute.best_core_fit(sorted(graph), ties))
    finally:
        igraph.set_random_number_generator(random)
    wanted = sum(other is not None and other >= fit - EXACT for other in fits) / times
    middle = (wanted + found["core_periphery_p_value"]) / 2
    error = math.sqrt(2 * middle * (1 - middle) / times)
    assert found["core_periphery_p_value"] == pytest.approx(wanted, abs=4 * error + 1 / times)


def test_rewired_networks_are_equally_likely() -> None:
    """Every network with these degrees comes up as often as the others (chi-square within 4 standard deviations)."""
    ends = np.array([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (1, 4)], dtype=np.int64).T
    degrees = np.bincount(ends.ravel())
    possible = [
        ties
        for ties in combinations(combinations(range(6), 2), 6)
        if (np.bincount(np.ravel(ties), minlength=6) == degrees).all()
    ]
    times = 20_000
    seen: Counter[Any] = Counter()
    for one, other in rewired(ends[0], ends[1], 6, times, seed=1):
        low, high = np.minimum(one, other).tolist(), np.maximum(one, other).tolist()
        seen.update(tuple(sorted(zip(*pair, strict=True))) for pair in zip(low, high, strict=True))
    assert set(seen) == set(possible)
    each = times / len(possible)
    spread = sum((count - each) ** 2 / each for count in seen.values())
    assert abs(spread - (len(possible) - 1)) < 4 * math.sqrt(2 * (len(possible) - 1))


@pytest.mark.parametrize("seed", range(6))
def test_rewiring_keeps_degrees_and_forgets_ties(seed: int) -> None:
    graph = nx.gnm_random_graph(100 + 50 * seed, 400, seed=seed)
    ends = np.array(graph.edges, dtype=np.int64).T
    old = {frozenset(edge) for edge in graph.edges}
    copies = 0
    for one, other in rewired(ends[0], ends[1], len(graph), 100, seed):
        copies += len(one)
        for row in range(len(one)):
            ties = {frozenset(pair) for pair in zip(one[row].tolist(), other[row].tolist(), strict=True)}
            assert len(ties) == 400, "no tie twice"
            assert all(len(tie) == 2 for tie in ties), "none to itself"
            assert Counter(node for tie in ties for node in tie) == {node: d for node, d in graph.degree if d}
            assert len(ties & old) < 100
    assert copies == 100


@pytest.mark.full
@pytest.mark.parametrize("directed", [False, True])
def test_three_thousand_people(directed: bool) -> None:
    """Everything within a minute for 3,000 people and 15,000 ties; brokerage and E-I as counted otherwise."""
    rng = random.Random(5)
    graph: Any = nx.DiGraph() if directed else nx.Graph()
    nodes = [f"p{number:04}" for number in range(3_000)]
    graph.add_nodes_from((node, {"group": rng.choice(("east", "north", "south", None))}) for node in nodes)
    while graph.number_of_edges() < 15_000:
        one, other = nodes[int(3_000 * rng.random() ** 2)], rng.choice(nodes)
        if one != other:
            graph.add_edge(one, other)
    drawn = RandomGraph(graph, list(graph.edges))
    started = time.process_time()
    network, groups = _network(drawn), _groups(drawn)
    fit, p_value = core_periphery.core_periphery_fit(network), core_periphery.core_periphery_p_value(network)
    assert fit is not None
    assert 0 < fit < 1
    assert p_value is not None
    assert 1 / 201 <= p_value <= 1
    close(mixing.ei_index(network), brute.ei_index(_ties(drawn), groups))
    assert mixing.ei_p_value(network) is not None
    wanted = _open_paths(graph, groups)
    found = brokerage.brokerage(network)
    assert found is not None
    assert {role: found[role] or 0 for role in brute.ROLES} == wanted
    assert time.process_time() - started < 60


def _open_paths(graph: Any, groups: dict[str, str | None]) -> dict[str, int]:
    """Roles over the whole network, from the neighbors of each node."""
    found = dict.fromkeys(brute.ROLES, 0)
    for middle in graph:
        before, after = (graph.pred[middle], graph.succ[middle]) if graph.is_directed() else (graph[middle],) * 2
        for one in before:
            for other in after:
                kinds = groups[one], groups[middle], groups[other]
                if one == other or not all(kinds) or graph.has_edge(one, other):
                    continue
                if graph.is_directed() or one < other:
                    found[brute.role(*kinds, directed=graph.is_directed())] += 1
    return found
