"""Large maps as groups: everybody is in one, every tie is counted, and nothing is told that is not told anyway."""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copnet.errors import UsageError
from copnet.graph import NetworkSpec, build_network
from copnet.services.audience import Audience
from copnet.services.maps import map_page, specification
from copnet.snapshot import Snapshot
from copnet_viz import grouped, groups, nested, packed
from copnet_viz.shape import Group, MapSpec
from copnet_viz.spec import map_spec
from tests.support.community import snapshot
from tests.support.crowds import HIDDEN, crowd

PEOPLE = 1_800


def with_people(change: pl.Expr) -> Snapshot:
    found = crowd(PEOPLE)
    return replace(found, frames=MappingProxyType({**found.frames, "people": found["people"].with_columns(change)}))


@cache
def drawn(by: str | None = None, audience: str = "facilitator", color: str = "organization") -> MapSpec:
    return specification(
        crowd(PEOPLE), NetworkSpec(by=by), color_by=color, size_by="degree", audience=Audience.parse(audience)
    )


def first(spec: MapSpec) -> list[Group]:
    return [group for group in spec.groups if group.parent is None]


def home_of(spec: MapSpec) -> set[int]:
    """The groups that unfold into nodes."""
    return {mark.group for mark in spec.nodes if mark.group is not None}


def tops(spec: MapSpec) -> dict[str, int]:
    """The group of the first picture each node is in."""

    def top(place: int) -> int:
        parent = spec.groups[place].parent
        return place if parent is None else top(parent)

    return {mark.key: top(mark.group) for mark in spec.nodes if mark.group is not None}


@pytest.mark.parametrize("by", [None, "sector", "organization"])
def test_everybody_is_in_one_group_and_every_tie_is_counted(by: str | None) -> None:
    spec = drawn(by)
    home = tops(spec)
    assert len(home) == PEOPLE
    counted = Counter(home.values())
    assert {place: group.size for place, group in enumerate(spec.groups) if group.parent is None} == counted
    ends = [(home[line.source], home[line.target]) for line in spec.lines]
    for place in counted:
        assert spec.groups[place].within == sum(a == b == place for a, b in ends)
        assert spec.groups[place].across == sum((a == place) != (b == place) for a, b in ends)
    between = Counter((min(pair), max(pair)) for pair in ends if pair[0] != pair[1])
    found = {(one.source, one.target): one.count for one in spec.bundles if spec.groups[one.source].parent is None}
    assert found == between
    assert sum(group.within for group in first(spec)) + sum(between.values()) == len(spec.lines)


@pytest.mark.parametrize("by", [None, "sector", "organization"])
def test_no_two_circles_overlap_and_everybody_stands_in_their_own(by: str | None) -> None:
    spec = drawn(by)
    assert len(first(spec)) <= groups.MOST + 1
    for way in ("wide", "tall"):
        for one, other in itertools.combinations(first(spec), 2):
            assert math.dist(getattr(one, way), getattr(other, way)) >= one.room + other.room - 2
        for mark in spec.nodes:
            assert mark.group is not None
            group = spec.groups[mark.group]
            assert math.dist(getattr(mark, way), getattr(group, way)) <= group.room
    areas = {round(group.radius**2 / group.size) for group in spec.groups}
    assert max(areas) < min(areas) * 1.002, "area is in proportion to people"


def test_a_group_by_value_says_the_value_and_who_is_not_named_is_in_none() -> None:
    spec = drawn("sector")
    assert spec.grouped_by == "by sector"
    for mark in spec.nodes:
        assert mark.group is not None
        top = spec.groups[tops(spec)[mark.key]]
        assert top.label == mark.facts.get("sector", "Not named here")
    by_color = drawn(None, "facilitator", "sector")
    assert by_color.groups == spec.groups, "a color that was chosen groups too"


@pytest.mark.parametrize("audience", ["facilitator", "funder", "public"])
@pytest.mark.parametrize("by", [None, "organization"])
def test_nobody_hidden_is_in_the_page(audience: str, by: str | None) -> None:
    text = map_page(crowd(PEOPLE), NetworkSpec(by=by), audience=Audience.parse(audience), standalone=False)
    assert HIDDEN not in text
    hidden = {f"P{number:07d}" for number in range(3, PEOPLE, 10)}
    assert not hidden & set(re.findall(r"P\d{7}", text))


def test_groups_by_ties_do_not_depend_on_who_may_be_named() -> None:
    """Neither on names: what tells a reader who is with whom is the ties, which everyone sees."""
    few, all_ = drawn(None, "public"), drawn()
    sizes = [(group.size, group.within) for group in first(few)]
    assert sorted(sizes) == sorted((group.size, group.within) for group in first(all_))


def test_what_may_not_be_shown_of_single_people_groups_nobody() -> None:
    with pytest.raises(UsageError, match="role"):
        drawn("role", "public")


def test_a_color_nobody_has_groups_by_the_ties_and_one_that_is_not_there_says_what_there_is() -> None:
    nowhere = with_people(pl.lit(None, pl.String).alias("location"))

    def colored(color: str) -> MapSpec:
        return specification(
            nowhere, NetworkSpec(), color_by=color, size_by="degree", audience=Audience.parse("facilitator")
        )

    spec = colored("location")
    assert (spec.color_by, spec.grouped_by) == ("location", drawn().grouped_by)
    assert [entry.label for entry in next(one for one in spec.colors if one.id == "location").entries] == [
        "No place", "Not named here",
    ]  # fmt: skip
    assert spec.groups == drawn().groups
    with pytest.raises(UsageError, match=r"to color by\..* organization, sector"):
        colored("locatoin")


def test_who_has_no_tie_at_all_is_not_called_tied_to_other_groups() -> None:
    graph = build_network(snapshot(), NetworkSpec(community="cohort")).copy()
    names = [f"Person {place:04d}" for place in range(1_700)]
    about = {"mode": "person", "organization": None}
    for place, name in enumerate(names):
        at = "Here" if place < 1_600 else "There"
        graph.add_node(name, id=name, name=name, organization_name=at, **about)
    graph.add_edges_from(zip(names[:100], names[1_600:], strict=True), count=1)
    nx.add_path(graph, names[100:200], count=1)
    graph.graph["spec"] = NetworkSpec(by="organization")
    spec = map_spec(graph, title="x")
    here = next(place for place, group in enumerate(spec.groups) if group.label == "Here")
    inside = {group.label: group for group in spec.groups if group.parent == here}
    assert inside["Tied to other groups only"].size == inside["Tied to other groups only"].across == 100
    assert (inside[spec.nouns.isolates].size, inside[spec.nouns.isolates].across) == (1_400, 0)


def test_collaborations_are_not_counted_among_those_without_a_place() -> None:
    spec = specification(
        crowd(PEOPLE), NetworkSpec(kind="two-mode", by="organization"), color_by="organization", size_by="degree",
        audience=Audience.parse("facilitator"),
    )  # fmt: skip
    home = tops(spec)
    kinds: dict[str, set[str]] = {}
    for mark in spec.nodes:
        kinds.setdefault(spec.groups[home[mark.key]].label, set()).add(mark.mode)
    assert kinds.pop("Collaborations") == {"collaboration"}
    assert set().union(*kinds.values()) == {"person"}


def test_the_same_data_gives_the_same_groups() -> None:
    graph = build_network(crowd(PEOPLE), NetworkSpec())
    turned = graph.__class__(**graph.graph)
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(data=True))))
    assert map_spec(graph, title="x") == map_spec(turned, title="x")


def test_a_group_of_thousands_unfolds_into_groups() -> None:
    graph = build_network(snapshot(), NetworkSpec(community="cohort")).copy()
    names = [f"Person {place:04d}" for place in range(5_000)]
    graph.add_nodes_from(
        (name, {"id": name, "name": name, "mode": "person", "organization": None, "organization_name": "One and all"})
        for name in names
    )
    nx.add_path(graph, names[:1_600], count=1)
    spec = map_spec(graph, title="Many")
    holding = {mark.group for mark in spec.nodes}
    for place, group in enumerate(spec.groups):
        inside = [one for one in spec.groups if one.parent == place]
        assert bool(inside) is (place not in holding)
        assert group.size == sum(one.size for one in inside) if inside else group.size <= groups.GROUPS_ABOVE
        assert len(inside) <= groups.MOST + 1
        for one in inside:
            assert math.dist(one.wide, group.wide) + one.room <= group.room + 2
    alone = next(group for group in first(spec) if group.label == spec.nouns.isolates)
    assert alone.size == 3_402
    assert len({mark.wide for mark in spec.nodes}) == len(spec.nodes)


@pytest.mark.parametrize(("count", "each", "deepest"), [(40_000, 1, 3), (200, 40, 3), (5_000, 30, 4)])
def test_very_many_small_groups_are_a_few_levels(count: int, each: int, deepest: int) -> None:
    parts = [groups.Part(f"p{place:05d}", [f"n{place}.{one}" for one in range(each)]) for place in range(count)]

    def levels(beside: list[groups.Part]) -> int:
        assert len(beside) <= groups.MOST + 1
        assert len({part.label for part in beside}) == len(beside)
        for part in beside:
            inside = [node for one in part.parts for node in one.nodes]
            assert inside == (part.nodes if part.parts else [])
            assert part.parts or len(part.nodes) <= groups.GROUPS_ABOVE
        return 1 + max((levels(part.parts) for part in beside if part.parts), default=0)

    found = groups._few(parts, "Other", smallest=0)
    assert levels(found) <= deepest
    assert sum(len(part.nodes) for part in found) == count * each


@pytest.mark.parametrize("sizes", [[900, 100], [[800, 700], 100], [[1_500, 1_500], [1, 1]], [1_500, *range(1, 60)]])
@pytest.mark.parametrize("tied", [True, False])
def test_inside_a_group_circles_neither_overlap_nor_stick_out(sizes: list[Any], tied: bool) -> None:
    numbers = itertools.count()

    def part(size: Any) -> groups.Part:
        if isinstance(size, int):
            return groups.Part("leaf", [f"n{next(numbers)}" for _ in range(size)])
        parts = [part(one) for one in size]
        return groups.Part("group", [node for one in parts for node in one.nodes], parts)

    top = part(sizes)
    places = {node: place for place, node in enumerate(top.nodes)}
    ends = np.random.default_rng(1).integers(0, len(places), (len(places) * 3 if tied else 0, 2))
    circles, placed = nested.place([top], ends[ends[:, 0] != ends[:, 1]], places, dict.fromkeys(places, 20.0), seed=1)
    home = grouped.homes(circles)
    for way in ("wide", "tall"):
        for place, circle in enumerate(circles):
            inside = [one for one in circles if one.parent == place]
            for one in inside:
                assert math.dist(getattr(one, way), getattr(circle, way)) + one.room <= circle.room + 2
            for one, other in itertools.combinations(inside, 2):
                assert math.dist(getattr(one, way), getattr(other, way)) >= one.room + other.room - 2
        for node, spot in getattr(placed, way).items():
            assert math.dist(spot, getattr(circles[home[node]], way)) <= circles[home[node]].room
    assert circles[0].room <= 2 * circles[0].radius, "little is empty"


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.integers(0, 2**16))
def test_ties_are_split_by_group_as_when_each_group_looks_through_all(home: list[int], seed: int) -> None:
    count = 5
    of = np.array(home)
    pairs = np.random.default_rng(seed).integers(0, len(of), (3 * len(of), 2))
    among, within = groups.split(pairs, [np.flatnonzero(of == number) for number in range(count)], np.empty_like(of))
    assert among.tolist() == [[of[a], of[b]] for a, b in pairs if of[a] != of[b]]
    for number in range(count):
        assert within[number].tolist() == [[a, b] for a, b in pairs.tolist() if of[a] == of[b] == number]


def test_each_tie_is_looked_at_once_a_level(monkeypatch: pytest.MonkeyPatch) -> None:
    leaves: list[Any] = []
    own = nested._Inside._leaf

    def counted(self: Any, part: groups.Part, pairs: Any) -> Any:
        leaves.append(len(pairs))
        return own(self, part, pairs)

    monkeypatch.setattr(nested._Inside, "_leaf", counted)
    spec = drawn.__wrapped__("organization")
    assert sum(leaves) == sum(group.within for place, group in enumerate(spec.groups) if place in home_of(spec))
    assert len(leaves) == len(home_of(spec)) > 50


def test_the_packed_page_says_what_the_specification_says() -> None:
    spec = drawn()
    said = json.loads(json.dumps(packed.as_dict(spec), allow_nan=False))

    def column(found: object) -> list[object]:
        return [found["of"][place] for place in found["at"]] if isinstance(found, dict) else list(found)  # type: ignore[call-overload]  # JSON

    keys = column(said["nodes"]["key"])
    assert keys == [mark.key for mark in spec.nodes]
    assert column(said["nodes"]["facts"]["organization"]) == [mark.facts.get("organization") for mark in spec.nodes]
    for name in ("count", "width", "first", "last", "dormant"):
        assert column(said["lines"][name]) == [getattr(line, name) for line in spec.lines]
    assert [keys[place] for place in said["lines"]["source"]] == [line.source for line in spec.lines]
    assert [column(size["values"]) for size in said["sizes"] if size["values"]] == [
        list(size.values) for size in spec.sizes if size.values
    ]
    assert len(json.dumps(said)) < len(json.dumps(dataclasses.asdict(spec))) / 3


def test_few_people_are_drawn_as_before() -> None:
    spec = specification(
        snapshot(), NetworkSpec(), color_by="organization", size_by="degree", audience=Audience.parse("facilitator")
    )
    assert (spec.groups, spec.bundles) == ((), ())
    assert {mark.group for mark in spec.nodes} == {None}
