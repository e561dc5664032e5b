"""Positions: the same data gives the same map, nothing overlaps, nobody is left out."""

from __future__ import annotations

import itertools
import math
import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import networkx as nx
import pytest

from copnet.analysis import clusters
from copnet.analysis.network import Network
from copnet.graph import NetworkSpec, build_network
from copnet_viz import layout
from tests.support.plain_graphs import store_of

SCRIPT = """
import sys
from tests.unit.test_viz_layout import placed
print(placed(int(sys.argv[1])))
"""


def graph(shuffle: int = 0) -> nx.Graph[str]:
    edges = [(f"n{a}", f"n{b}") for a, b in nx.watts_strogatz_graph(40, 4, 0.3, seed=3).edges]
    edges += [("p0", "p1"), ("q0", "q1"), ("q1", "q2")]
    nodes = [*sorted({end for edge in edges for end in edge}), "alone", "apart"]
    dice = random.Random(shuffle)
    dice.shuffle(edges)
    dice.shuffle(nodes)
    made: nx.Graph[str] = nx.Graph()
    made.add_nodes_from(nodes)
    made.add_edges_from((b, a) if dice.random() < 0.5 else (a, b) for a, b in edges)
    return made


def placed(shuffle: int = 0, seed: int = 1) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    made = graph(shuffle)
    found = layout.place(made, dict.fromkeys(made, 20.0), ["alone", "apart"], seed=seed)
    return sorted((node, found.wide[node], found.tall[node]) for node in made)


def test_order_of_rows_does_not_matter() -> None:
    assert placed(0) == placed(1) == placed(2)


def test_another_process_and_another_hash_seed_place_alike() -> None:
    found = set()
    for seed in ("0", "1", "4242"):
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, seed], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True,
            text=True, check=True, timeout=120, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        found.add(run.stdout.strip())
    assert found == {str(placed(0))}


def test_large_components_use_random_numbers_of_their_own() -> None:
    large: nx.Graph[str] = nx.relabel_nodes(nx.barabasi_albert_graph(400, 2, seed=1), str)
    radii = dict.fromkeys(large, 15.0)
    random.seed(5)
    before = random.getstate()
    one = layout.place(large, radii, [], seed=7)
    assert random.getstate() == before
    random.random()
    assert layout.place(large, radii, [], seed=7) == one
    assert layout.place(large, radii, [], seed=8) != one


def test_no_two_marks_overlap() -> None:
    for one, other in itertools.combinations(placed(), 2):
        assert math.dist(one[1], other[1]) >= 40, (one, other)
        assert math.dist(one[2], other[2]) >= 40, (one, other)


def test_wide_is_wide_tall_is_tall_and_the_lonely_stand_below_in_one_row() -> None:
    spots = {node: (wide, tall) for node, wide, tall in placed()}
    for way, is_wide in ((0, True), (1, False)):
        xs, ys = zip(*(spot[way] for spot in spots.values()), strict=True)
        assert (max(xs) - min(xs) > max(ys) - min(ys)) is is_wide
        lowest = max(spot[way][1] for node, spot in spots.items() if node not in ("alone", "apart"))
        assert spots["alone"][way][1] == spots["apart"][way][1] > lowest
        assert spots["alone"][way][0] < spots["apart"][way][0]


def test_only_isolates_and_nothing_at_all() -> None:
    lonely: nx.Graph[str] = nx.Graph()
    lonely.add_nodes_from("abcdefg")
    found = layout.place(lonely, dict.fromkeys("abcdefg", 14.0), list("abcdefg"), seed=1)
    assert len(set(found.wide.values())) == 7
    assert layout.place(nx.Graph(), {}, [], seed=1) == layout.Layout({}, {})


def test_directed_and_reciprocal_ties_are_one_spring() -> None:
    one_way: nx.DiGraph[str] = nx.DiGraph([("a", "b"), ("b", "c")])
    both: nx.DiGraph[str] = nx.DiGraph([("a", "b"), ("b", "a"), ("c", "b")])
    radii = dict.fromkeys("abc", 14.0)
    assert layout.place(one_way, radii, [], seed=1) == layout.place(both, radii, [], seed=1)


def test_a_map_drawn_beside_it_does_not_change_a_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """igraph has one generator for the whole process: whoever draws from it must wait for whoever does."""
    drawn = nx.gnm_random_graph(150, 300, seed=2)
    made = nx.relabel_nodes(drawn, str)
    network = Network(build_network(store_of(drawn), NetworkSpec()))
    monkeypatch.setattr(clusters, "STARTS", ((None, 2),))  # so few that the start decides what is found

    def figure() -> list[int]:
        network.kept.clear()
        return clusters.leiden_group(network)

    alone, stop = figure(), threading.Event()

    def draw() -> None:
        while not stop.is_set():
            layout.place(made, dict.fromkeys(made, 20.0), [], seed=1)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)
    try:
        with ThreadPoolExecutor(1) as pool:
            drawing = pool.submit(draw)
            try:
                assert [figure() for _ in range(20)] == [alone] * 20
            finally:
                stop.set()
            drawing.result()
    finally:
        sys.setswitchinterval(interval)
