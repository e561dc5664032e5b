"""Who should meet whom, against NetworkX and plain loops on random communities."""

from __future__ import annotations

import datetime as dt
import json
import random
import time
from collections import Counter
from itertools import combinations
from typing import Any

import networkx as nx
import pytest

from copnet.analysis.brokers import cut_off, only_links
from copnet.analysis.introductions import Changes, Pair, candidates, spread
from copnet.analysis.network import Network
from copnet.errors import UsageError
from copnet.graph import NetworkSpec, build_network
from copnet.services.audience import Audience
from copnet.services.introductions import introductions_for
from copnet.services.peers import peers_for
from copnet.snapshot import Snapshot
from tests.support.table_snapshot import snapshot_of

FACILITATOR = Audience()
SEEDS = range(40)


def community(
    people: dict[str, dict[str, Any]],
    works: dict[str, str],
    about: dict[str, dict[str, Any]] | None = None,
    **tables: Any,
) -> Snapshot:
    return snapshot_of(
        organizations=[{"id": key} for key in ("north", "south", "west")],
        people=[{"id": key, "name": key.title(), **row} for key, row in people.items()],
        communities=[{"id": "k", "name": "K"}],
        memberships=[{"community": "k", "person": key} for key in people],
        collaborations=[
            {"id": key, "started_on": "2024", **row} for key, row in (about or {work: {} for work in works}).items()
        ],
        participations=[{"collaboration": key, "person": who} for key, names in works.items() for who in names.split()],
        **tables,
    )  # fmt: skip


def random_network(seed: int) -> tuple[Network, dict[str, set[str]]]:
    """Up to 30 people in several parts, some without a group, with topics."""
    rng = random.Random(seed)
    keys = [f"p{number:02}" for number in range(rng.randint(0, 30))]
    many = len(keys) * 2 // 3 if len(keys) > 3 else 0
    works = {f"w{number:02}": " ".join(rng.sample(keys, rng.randint(2, 3))) for number in range(many)}
    graph = build_network(community({key: {} for key in keys}, works), NetworkSpec(community="k", by="organization"))
    for node in graph:
        graph.nodes[node]["group"] = rng.choice(("x", "y", "z", None))
    topics = {key: set(rng.sample("abcdefgh", rng.randint(0, 2))) for key in graph}
    return Network(graph), topics


def groups_of(network: Network) -> list[str | None]:
    return [network.graph.nodes[node]["group"] for node in network.nodes]


@pytest.mark.parametrize("seed", SEEDS)
def test_candidates_are_those_of_plain_loops(seed: int) -> None:
    network, topics = random_network(seed)
    graph, groups = network.graph, groups_of(network)
    rng = random.Random(seed + 1)
    open_to = {key for key in network.nodes if rng.random() < 0.8}
    expected: dict[tuple[int, int], Any] = {}
    for one, other in combinations(range(network.n), 2):
        a, b = network.nodes[one], network.nodes[other]
        shared = topics[a] & topics[b]
        if not {a, b} <= open_to or not shared or graph.has_edge(a, b):
            continue
        apart = not nx.has_path(graph, a, b)
        known = groups[one] is not None and groups[other] is not None
        if apart and known and groups[one] == groups[other]:
            continue
        if not apart and not (known and groups[one] != groups[other] and nx.shortest_path_length(graph, a, b) == 2):
            continue
        having = {topic: sum(topic in topics[key] for key in open_to) for topic in shared}
        score = sum(1 / (count - 1) for count in having.values())
        expected[one, other] = (apart, score + apart + 0.5 * (known and groups[one] != groups[other]))
    found = candidates(network, topics, open_to)
    assert {(pair.one, pair.other): (pair.apart, pytest.approx(pair.score)) for pair in found} == expected
    assert found == sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def test_who_is_introduced_does_not_depend_on_ids() -> None:
    """Somebody who shares less with all others than they do among themselves keeps 20 pairs, first or last by id."""

    def met(key: str) -> int:
        people = [*(f"p{number:02}" for number in range(30)), key]
        graph = build_network(community({one: {} for one in people}, {}), NetworkSpec(community="k", by="organization"))
        network = Network(graph)
        topics = {one: {"grants", "music"} for one in people} | {key: {"grants"}}
        ends = [(pair.one, pair.other) for pair in candidates(network, topics, people)]
        assert len(ends) == len(set(ends))
        return sum(network.nodes.index(key) in pair for pair in ends)

    assert met("aa") == met("zz") == 20


@pytest.mark.parametrize("seed", SEEDS)
def test_changes_are_those_of_the_network_with_the_tie(seed: int) -> None:
    network, _ = random_network(seed)
    groups, what = groups_of(network), Changes(network)
    graph = nx.Graph(network.graph)

    def figures(pair: Pair) -> dict[str, Any]:
        ends = {"a": network.nodes[pair.one], "b": network.nodes[pair.other]}
        group = dict(zip(network.nodes, groups, strict=True))
        known = [group[a] != group[b] for a, b in graph.edges if group[a] is not None and group[b] is not None]
        return {
            "components": nx.number_connected_components(graph),
            "constraint": {
                name: nx.constraint(graph, [node])[node] if graph[node] else None for name, node in ends.items()
            },
            "ei_index": (2 * sum(known) - len(known)) / len(known) if known else None,
        }

    pairs = list(combinations(range(network.n), 2))
    for one, other in random.Random(seed).sample(pairs, min(len(pairs), 15)):
        a, b = network.nodes[one], network.nodes[other]
        if graph.has_edge(a, b):
            continue
        pair = Pair(one, other, 0.0, not nx.has_path(graph, a, b))
        before = figures(pair)
        graph.add_edge(a, b)
        after = figures(pair)
        graph.remove_edge(a, b)
        found = what.of(pair)
        for when, expected in (("before", before), ("after", after)):
            assert found["components"][when] == expected["components"]
            assert found["ei_index"][when] == pytest.approx(expected["ei_index"], abs=1e-12)
            for name in ("a", "b"):
                assert found["constraint"][name][when] == pytest.approx(expected["constraint"][name], abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_brokers_are_those_whose_leaving_cuts_off(seed: int) -> None:
    network, _ = random_network(seed)
    graph, groups = network.graph, groups_of(network)
    for place, (node, lost) in enumerate(zip(network.nodes, cut_off(network), strict=True)):
        rest = nx.node_connected_component(graph, node) - {node}
        parts = [len(part) for part in nx.connected_components(graph.subgraph(rest))]
        assert lost == sum(parts) - max(parts, default=0), place
    found = only_links(network)
    group = dict(zip(network.nodes, groups, strict=True))
    for name in ("x", "y", "z"):
        crossing = [
            edge for edge in graph.edges
            if None not in (kinds := {group[one] for one in edge}) and len(kinds) == 2 and name in kinds
        ]  # fmt: skip
        alone = {node for node in graph if crossing and all(node in edge for edge in crossing)}
        if groups.count(name) < 2:
            alone = set()
        assert {network.nodes[place] for place, held in found.items() if name in held} == alone


def test_nobody_is_introduced_to_everybody() -> None:
    pairs = [Pair(0, other, 1.0, True) for other in range(1, 9)] + [Pair(3, 4, 0.5, True)]
    assert spread(pairs, 10) == [pairs[0], pairs[1], pairs[-1]]
    assert spread(pairs, 1) == pairs[:1]


PEOPLE: dict[str, dict[str, Any]] = {
    "ann": {"organization": "north", "topics": ["soup"], "seeks": ["bread"]},
    "bob": {"organization": "north"},
    "cyd": {"organization": "south", "topics": ["Soup "], "offers": ["baking bread"]},
    "dee": {"organization": "west", "topics": ["soup"], "willing": "no"},
    "eve": {"organization": "west", "topics": ["soup"], "visibility": "nobody"},
    "fay": {"organization": "west", "topics": ["soup"], "contact": "nobody"},
}
WORKS = {"one": "ann bob", "two": "bob cyd", "three": "eve bob"}


def test_a_pair_with_its_reasons_and_what_would_change() -> None:
    found = introductions_for(community(PEOPLE, WORKS), "K", FACILITATOR)
    (pair,) = found["introductions"]
    assert (pair["a"], pair["b"]) == ({"id": "ann", "name": "Ann"}, {"id": "cyd", "name": "Cyd"})
    assert pair["via"] == [{"id": "bob", "name": "Bob"}]
    assert pair["reasons"] == [
        'Both work on "soup".',
        'Ann looks for "bread"; Cyd offers "baking bread".',
        "They are of different groups (organization): north and south.",
        "They know somebody in common.",
    ]
    assert pair["changes"]["components"] == {"before": 3, "after": 3}
    assert pair["changes"]["ei_index"] == {"before": pytest.approx(1 / 3), "after": pytest.approx(1 / 2)}
    assert found["single_brokers"] == [
        {"id": "bob", "name": "Bob", "cut_off": 2, "groups": ["north", "west"]},
        {"withheld": True},  # the other end of the only tie of the west
    ]
    assert found["no_tie_since_last_convening"] is None is found["last_convening"]
    assert "Eve" not in json.dumps(found)
    assert '"eve"' not in json.dumps(found)


def test_only_people_who_agreed_stand_in_between() -> None:
    works = WORKS | {"four": "ann eve", "five": "eve cyd", "six": "ann dee", "seven": "dee cyd"}
    works |= {"eight": "ann fay", "nine": "fay cyd"}
    (pair,) = introductions_for(community(PEOPLE, works), "k", FACILITATOR)["introductions"]
    assert [row["id"] for row in pair["via"]] == ["bob"]


@pytest.mark.parametrize(("left", "pairs"), [(None, 1), ("2023", 0)])
def test_members_who_left_are_not_introduced(left: str | None, pairs: int) -> None:
    snapshot = snapshot_of(
        organizations=[{"id": "north"}, {"id": "south"}],
        people=[{"id": "ann", "organization": "north", "topics": ["soup"]},
                {"id": "zed", "organization": "south", "topics": ["soup"]}],
        communities=[{"id": "k"}],
        memberships=[{"community": "k", "person": "ann"}, {"community": "k", "person": "zed", "left_on": left}],
        collaborations=[{"id": "w", "started_on": "2024"}],
    )  # fmt: skip
    assert len(introductions_for(snapshot, "k", FACILITATOR)["introductions"]) == pairs


def test_no_tie_since_the_last_convening() -> None:
    about = {
        "early": {"started_on": "2023-01-01"},
        "open": {"kind": "convening", "community": "k", "started_on": "2023-03-01"},
        "meet": {"kind": "convening", "community": "k", "started_on": "2024-05-01", "ended_on": "2024-05-02"},
        "never": {"kind": "convening", "community": "k", "started_on": "2024-12-01", "status": "planned"},
        "other": {"kind": "convening", "started_on": "2024-12-02"},
        "then": {"started_on": "2024-05-02"},
        "since": {"started_on": "2024-05-03"},
    }
    works = {"early": "ann bob", "meet": "ann bob cyd dee eve", "then": "bob fay", "since": "cyd dee"}
    found = introductions_for(community(PEOPLE, works, about=about), "k", FACILITATOR)
    assert found["last_convening"] == {"id": "meet", "title": "meet", "date": "2024-05-01"}
    assert found["no_tie_since_last_convening"] == [
        {"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob"}, {"id": "fay", "name": "Fay"}, {"withheld": True},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("meeting", "without"),
    [
        ({"started_on": "2024-05", "status": "ongoing"}, ["a", "b"]),
        ({"started_on": "2024-05", "ended_on": "9999"}, ["a", "b"]),
        ({"started_on": "2024-05-01"}, []),
    ],
)
def test_nothing_comes_after_a_convening_that_goes_on(meeting: dict[str, str], without: list[str]) -> None:
    store = community(
        {"a": {}, "b": {}},
        {"meet": "a b", "later": "a b"},
        {"meet": {"kind": "convening", "community": "k", **meeting}, "later": {"started_on": "2024-06-01"}},
    )
    found = introductions_for(store, "k", FACILITATOR)
    assert [row["id"] for row in found["no_tie_since_last_convening"]] == without


def test_what_could_mislead_is_said() -> None:
    said = introductions_for(community(PEOPLE, WORKS), "k", FACILITATOR)["cautions"]
    assert said[0].startswith("This is a small network (6)")
    assert said[-2:] == [
        "1 of those who may be introduced have no topic: nobody can be suggested to them.",
        "No dated convening of this community is known.",
    ]
    plenary = introductions_for(community(PEOPLE, {"all": " ".join(PEOPLE)}), "k", FACILITATOR)
    assert plenary["introductions"] == []
    assert any('15 of 15 ties rest on one single collaboration, "all"' in sentence for sentence in plenary["cautions"])
    about = {
        "meet": {"kind": "convening", "community": "k", "started_on": "2024-05-05"},
        "then": {"started_on": "2024-05"},
    }
    coarse = introductions_for(community(PEOPLE, {"then": "ann bob"}, about=about), "k", FACILITATOR)
    assert any(sentence.startswith("1 known only to the month or year") for sentence in coarse["cautions"])


def test_values_given_in_trust_are_not_written_beside_names() -> None:
    given = [
        {"person": key, "attribute": "origin", "value": value}
        for key, value in (("ann", "Secretland"), ("bob", "x"), ("cyd", "Otherland"))
    ]
    found = introductions_for(community(PEOPLE, WORKS, person_attributes=given), "k", FACILITATOR, by="origin")
    reasons = found["introductions"][0]["reasons"]
    assert "They are of different groups (origin)." in reasons
    assert found["single_brokers"]
    assert {type(row.get("groups", 0)) for row in found["single_brokers"]} == {int}
    assert "land" not in json.dumps(found).casefold()


def test_brokers_of_groups_given_in_trust_have_their_number() -> None:
    given = [
        {"person": key, "attribute": "origin", "value": f"{key[0] > 'b'}land"} for key in ("ann", "bob", "cyd", "dee")
    ]
    works = WORKS | {"four": "cyd dee"}
    found = introductions_for(community(PEOPLE, works, person_attributes=given), "k", FACILITATOR, by="origin")
    assert {row["id"]: row["groups"] for row in found["single_brokers"] if "id" in row} == {"bob": 2, "cyd": 2}


@pytest.mark.parametrize("by", ["organization", "Organi zation", "COMMUNITY"])
def test_groups_go_by_their_names(by: str) -> None:
    snapshot = snapshot_of(
        organizations=[{"id": "o1", "name": "Maple"}, {"id": "o2", "name": "Willow"}],
        communities=[{"id": "k"}, {"id": "c1", "name": "Maple"}, {"id": "c2", "name": "Willow"}],
        people=[
            {"id": key, "organization": f"o{number}", "topics": ["soup"] if key in "ac" else []}
            for number, keys in ((1, "ab"), (2, "cd"))
            for key in keys
        ],
        memberships=[
            {"community": joined, "person": key, "joined_on": day}
            for number, keys in ((1, "ab"), (2, "cd"))
            for key in keys
            for joined, day in (("k", "2020"), (f"c{number}", "2021"))
        ],
        collaborations=[{"id": pair, "started_on": "2024"} for pair in ("ab", "bc", "cd")],
        participations=[{"collaboration": pair, "person": key} for pair in ("ab", "bc", "cd") for key in pair],
    )
    found = introductions_for(snapshot, "k", FACILITATOR, by=by)
    (pair,) = found["introductions"]
    assert f"They are of different groups ({by}): Maple and Willow." in pair["reasons"]
    assert [row["groups"] for row in found["single_brokers"]] == [["Maple", "Willow"]] * 2


def test_lists_are_not_shorter_than_one() -> None:
    with pytest.raises(UsageError, match="1 or more"):
        introductions_for(community(PEOPLE, WORKS), "k", FACILITATOR, limit=0)
    with pytest.raises(UsageError, match="1 or more"):
        peers_for(community(PEOPLE, WORKS), "ann", FACILITATOR, on=dt.date(2024, 1, 1), limit=0)


@pytest.mark.parametrize("audience", ["funder", "public", "member:ann"])
def test_introductions_are_for_facilitators(audience: str) -> None:
    with pytest.raises(UsageError, match="facilitators only"):
        introductions_for(community(PEOPLE, WORKS), "k", Audience.parse(audience))


@pytest.mark.parametrize("size", [300, pytest.param(3_000, marks=pytest.mark.full)])
def test_many_members(size: int) -> None:
    rng = random.Random(7)
    keys = [f"p{number:04}" for number in range(size)]
    people: dict[str, dict[str, Any]] = {
        key: {"organization": rng.choice(("north", "south", "west")), "topics": [f"t{rng.randint(0, 80)}", "everybody"]}
        for key in keys
    }
    works = {f"w{number}": " ".join(rng.sample(keys, 4)) for number in range(size * 5 // 6)}
    snapshot = community(people, works)
    started = time.process_time()
    found = introductions_for(snapshot, "k", FACILITATOR, limit=20)
    assert time.process_time() - started < 20
    assert len(found["introductions"]) == 20
    times = Counter(pair[end]["id"] for pair in found["introductions"] for end in ("a", "b"))
    assert max(times.values()) <= 2
