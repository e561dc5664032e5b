"""When a little is added, whoever was there stays; who is no longer named leaves no trace in the places of others."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copnet.graph import NetworkSpec
from copnet.services import positions
from copnet.services.audience import FACILITATOR, Audience
from copnet.services.maps import map_page, specification
from copnet.services.positions import Positions, start_from_file
from copnet.snapshot import Snapshot
from copnet_viz import layout, nested
from copnet_viz.channels import MIN_RADIUS
from copnet_viz.groups import Part
from copnet_viz.shape import MapSpec
from copnet_viz.staying import Start, Was
from copnet_viz.written import start_of
from tests.support.sample_snapshot import sample_snapshot

VIEW = "Facilitators’ view"
SHARE = 0.02
"""Nobody may move by more than this share of the drawing's diagonal."""
RADIUS = 20.0


def placed(
    graph: nx.Graph[str], before: layout.Layout | None = None, was: nx.Graph[str] | None = None
) -> layout.Layout:
    spots = {
        node: Was(before.wide[node], before.tall[node], not was.degree(node))
        for node in (was if before is not None and was is not None else ())
        if before is not None and was is not None
    }
    return layout.place(graph, dict.fromkeys(graph, RADIUS), sorted(nx.isolates(graph)), seed=1, before=spots)


@settings(deadline=None, max_examples=15)
@given(st.integers(5, 60), st.integers(0, 2**16), st.integers(1, 2))
def test_one_more_with_a_tie_or_two_moves_nobody_else(size: int, seed: int, ties: int) -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.gnm_random_graph(size, size * 2, seed=seed), "n{:02d}".format)
    first = placed(graph)
    tied = [node for node in sorted(graph) if graph.degree(node)]
    more = graph.copy()
    more.add_edges_from(("added", node) for node in tied[:ties])
    found = placed(more, first, graph)
    for old, new in ((first.wide, found.wide), (first.tall, found.tall)):
        diagonal = math.dist(*zip(*((min(axis), max(axis)) for axis in zip(*old.values(), strict=True)), strict=True))
        assert max(math.dist(old[node], new[node]) for node in tied) <= SHARE * diagonal
        assert min(math.dist(one, new["added"]) for node, one in new.items() if node != "added") >= 2 * RADIUS
        middle = [sum(axis) / ties for axis in zip(*(new[node] for node in tied[:ties]), strict=True)]
        assert math.dist(new["added"], middle) <= diagonal / 2 + 200, "beside those it is tied to"
    assert placed(more, first, graph) == found, "the same every time"
    assert placed(more) == layout.place(more, dict.fromkeys(more, RADIUS), sorted(nx.isolates(more)), seed=1), (
        "from nothing, the same map as always"
    )


def test_those_without_a_tie_stay_in_their_row_and_new_ones_join_it() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.cycle_graph(6), "n{}".format)
    graph.add_nodes_from(["b", "d"])
    first = placed(graph)
    more = graph.copy()
    more.add_nodes_from(["a", "c"])
    found = placed(more, first, graph)
    for node in graph:
        assert (found.wide[node], found.tall[node]) == (first.wide[node], first.tall[node])
    for one, other in itertools.combinations(more, 2):
        assert math.dist(found.wide[one], found.wide[other]) >= 2 * RADIUS
    lowest = max(y for node, (_, y) in found.wide.items() if more.degree(node))
    assert all(found.wide[node][1] > lowest for node in "abcd")
    tied = graph.copy()
    tied.add_edge("b", "n0")
    moved = placed(tied, first, graph)
    assert moved.wide["b"][1] < moved.wide["d"][1], "whoever has a tie now leaves the row"


def test_much_that_is_new_is_laid_out_anew() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.path_graph(8), "n{}".format)
    first = placed(graph)
    more = nx.compose(graph, nx.relabel_nodes(nx.path_graph(4), {0: "n0", 1: "x", 2: "y", 3: "z"}))
    assert placed(more, first, graph) == placed(more)


SAMPLE = sample_snapshot()


def drawn(snapshot: Snapshot, start: Start | None, audience: Audience = FACILITATOR) -> MapSpec:
    return specification(
        snapshot, NetworkSpec(), color_by="organization", size_by="degree", audience=audience, start=start
    )


def with_people(change: pl.Expr) -> Snapshot:
    return replace(SAMPLE, frames=MappingProxyType({**SAMPLE.frames, "people": SAMPLE["people"].with_columns(change)}))


def test_a_page_knows_where_everybody_stood_and_only_whom_it_names() -> None:
    page = map_page(SAMPLE, NetworkSpec(), standalone=False)
    start = start_of(page, VIEW)
    spec = drawn(SAMPLE, None)
    assert start is not None
    assert {key: (was.wide, was.tall) for key, was in start.spots.items()} == {
        mark.key: (mark.wide, mark.tall) for mark in spec.nodes if mark.name is not None
    }
    again = {mark.key: mark.wide for mark in drawn(SAMPLE, start).nodes if mark.name is not None}
    assert again == {mark.key: mark.wide for mark in spec.nodes if mark.name is not None}
    assert start_of(page, "Public view") is None


def moved(spec: MapSpec, right: int) -> Start:
    """Where those who are named stood, all of it further to the right."""
    return Start(
        {
            mark.key: Was((mark.wide[0] + right, mark.wide[1]), mark.tall, mark.isolate)
            for mark in spec.nodes
            if mark.name is not None
        }
    )


def withdrawn(one: str) -> Snapshot:
    hidden = pl.when(pl.col("id") == one).then(pl.lit("nobody")).otherwise(pl.col("visibility"))
    return with_people(hidden.alias("visibility"))


def test_who_withdraws_is_not_found_by_where_the_others_still_stand() -> None:
    start = start_of(map_page(SAMPLE, NetworkSpec(), standalone=False), VIEW)
    assert start is not None
    one = next(key for key, was in start.spots.items() if not was.isolate).removeprefix("person:")
    assert drawn(withdrawn(one), start) == drawn(withdrawn(one), None)


@pytest.mark.parametrize(("audience", "near"), [("facilitator", MIN_RADIUS), ("public", 0)])
def test_no_mark_without_a_name_stands_where_somebody_stood_who_withdraws(audience: str, near: float) -> None:
    """Near by chance, where most have no name; on the spot, never."""
    who = Audience.parse(audience)
    for mark in drawn(SAMPLE, None, who).nodes:
        if mark.name is None:
            continue
        after = withdrawn(mark.key.removeprefix("person:"))
        then = drawn(after, None, who)
        again = drawn(after, moved(then, 0), who)
        stood, stands = ([one.wide for one in spec.nodes if one.name and not one.isolate] for spec in (then, again))
        assert stands == stood
        for spec, way in itertools.product((then, again), ("wide", "tall")):
            unnamed = [getattr(one, way) for one in spec.nodes if one.name is None]
            assert min(math.dist(getattr(mark, way), spot) for spot in unnamed) > near, mark.name


def test_nor_in_the_row_of_those_without_a_tie() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.cycle_graph(6), "n{}".format)
    graph.add_nodes_from("abcd")

    def stood(*unnamed: str, before: layout.Layout | None = None) -> layout.Layout:
        row = [node for node in "abcd" if node not in unnamed] + sorted(unnamed)
        kept = set(graph) - {"c", "d"}
        was = {node: Was(before.wide[node], before.tall[node], node in row) for node in kept} if before else None
        radii = dict.fromkeys(graph, RADIUS)
        return layout.place(graph, radii, row, seed=1, before=was, unnamed=frozenset(unnamed))

    first, then = stood("d"), stood("c", "d")
    later = stood("c", "d", before=then)
    for found in (then, later):
        assert first.wide["c"] not in found.wide.values(), "the last of those named"
        assert len({*found.wide.values()}) == len(graph)


def test_in_a_group_everybody_stands_elsewhere_as_soon_as_one_is_not_named() -> None:
    nodes = [f"n{place:02d}" for place in range(40)]
    places, radii = {node: place for place, node in enumerate(nodes)}, dict.fromkeys(nodes, RADIUS)
    tied = np.array([(place, place + 1) for place in range(20)])
    (_, all_named), (_, without) = (
        nested.place([Part("x", nodes)], tied, places, radii, seed=1, unnamed=frozenset(unnamed))
        for unnamed in ([], ["n39"])
    )
    assert all_named.wide["n39"] != without.wide["n39"]
    assert sum(all_named.wide[node] != without.wide[node] for node in nodes) > 35


@pytest.mark.parametrize("audience", ["facilitator", "public"])
def test_who_is_named_stays_however_many_are_not(audience: str) -> None:
    who = Audience.parse(audience)
    spec = drawn(SAMPLE, None, who)
    again = drawn(SAMPLE, moved(spec, 7), who)
    stood = [one.wide for one in spec.nodes if one.name]
    assert [one.wide for one in again.nodes if one.name] == [(x + 7, y) for x, y in stood]
    for one, other in itertools.combinations(again.nodes, 2):
        assert math.dist(one.wide, other.wide) >= 2 * MIN_RADIUS
    most_new = Start(dict(list(moved(spec, 7).spots.items())[::2]))
    assert drawn(SAMPLE, most_new, who) == spec, "half of the named are new"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        '<meta name="generator" content="copnet">',
        '<script type="application/json" id="data">{"spec":</script>',
        '<script type="application/json" id="data">{"spec":{"groups":[],"nodes":[{"key":1}]}}</script>',
        '<script type="application/json" id="data">{"spec":{"groups":[],"nodes":[{"key":"person:a","name":"A",'
        '"wide":[1,1e99],"tall":[0,0],"isolate":false}]}}</script>',
        '<script type="application/json" id="data">' + "[" * 100_000 + "</script>",
    ],
)
def test_any_other_text_has_no_positions(text: str) -> None:
    head = f'<meta name="generator" content="copnet"><meta name="copnet:audience" content="{VIEW}">'
    assert start_of(head + text, VIEW) is None


def test_a_file_that_is_no_map_is_said(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    assert start_from_file(path, FACILITATOR) == (None, "")
    path.write_bytes(b"\xff\xfe")
    assert start_from_file(path, FACILITATOR)[1].endswith("it cannot be read.")
    path.write_text("hello")
    assert start_from_file(path, FACILITATOR)[1].endswith("copnet wrote for this audience.")
    path.write_text(map_page(SAMPLE, NetworkSpec(), standalone=True))
    start, note = start_from_file(path, FACILITATOR)
    assert (start is not None, note) == (True, "")


def test_a_page_that_is_read_for_long_is_not_learnt_over_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    known, page = Positions(), map_page(SAMPLE, NetworkSpec(), standalone=False).encode()
    meanwhile = iter([True])

    def slow(text: str, audience: str) -> Start | None:
        if next(meanwhile, False):
            known.learn("map", 2, Start({}), page, FACILITATOR)
            return None
        return start_of(text, audience)

    monkeypatch.setattr(positions, "start_of", slow)
    known.learn("map", 1, Start({}), page, FACILITATOR)
    assert known.start("map", 3).spots, "version 2 was learnt, and is known still"


def test_the_service_starts_the_same_version_from_the_same_positions() -> None:
    known, page = Positions(), map_page(SAMPLE, NetworkSpec(), standalone=False).encode()
    empty = known.start("map", 1)
    assert (empty.spots, repr(empty)) == ({}, "Start()")
    known.learn("map", 1, empty, page, FACILITATOR)
    assert known.start("map", 1) is empty, "asked for again, the same version is the same page"
    after = known.start("map", 2)
    assert after.spots
    assert repr(after) == "Start()", "the question stays the same"
    assert known.start("another", 2).spots == {}
    for number in range(40):
        known.learn(f"map {number}", 1, empty, page, FACILITATOR)
    assert known.start("map", 2).spots == {}, "not more than so many are kept"
