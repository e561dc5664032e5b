"""Whom to call on: what fits, in which order, and never somebody who did not agree."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import Any

import networkx as nx
import pytest

from copnet.analysis.peers import iso_week, shortest_paths, turn
from copnet.analysis.topics import Profile, Vocabulary
from copnet.errors import NotFound, UsageError
from copnet.services.audience import Audience, named_people
from copnet.services.peers import ASK, peers_for
from copnet.snapshot import Snapshot
from tests.support.table_snapshot import snapshot_of

ON = dt.date(2024, 2, 14)
ASKER = {"id": "ann", "seeks": ["mentoring"], "topics": ["reading"], "visibility": "everyone", "organization": "o"}
OPEN = {"visibility": "everyone", "contact": "everyone", "willing": "yes"}


def store(people: list[dict[str, Any]], works: dict[str, str] | None = None, **tables: Any) -> Snapshot:
    return snapshot_of(
        organizations=[{"id": "o", "sector": "Food", "location": "Coast"}, {"id": "p", "sector": "Health"}],
        people=[ASKER, *({**OPEN, **person} for person in people)],
        collaborations=[{"id": key, "started_on": "2024", "topics": ["soup"]} for key in works or {}],
        participations=[
            {"collaboration": key, "person": who} for key, persons in (works or {}).items() for who in persons.split()
        ],
        **tables,
    )


def ask(snapshot: Snapshot, audience: str = "facilitator", **options: Any) -> dict[str, Any]:
    return peers_for(snapshot, "ann", Audience.parse(audience), **({"on": ON} | options))


def ids(found: dict[str, Any]) -> list[str]:
    return [peer["id"] for peer in found["peers"]]


@pytest.mark.parametrize(
    ("need", "phrase", "share"),
    [("mentoring", "training young mentors", 1), ("Rural schools", "small school", 0.5), ("a mentor", "mentors", 1),
     ("multilingual family letters", "family math", 0.5), ("small rural schools", "large city school", 0),
     ("people who have run a mentor program", "training young mentors", 1), ("Élan", "elan", 1), ("the of", "any", 0)],
)  # fmt: skip
def test_words_fit_whatever_their_ending(need: str, phrase: str, share: float) -> None:
    assert Vocabulary([]).fit(need, phrase) == pytest.approx(share)


def test_a_word_of_everybody_says_less_than_a_rare_one() -> None:
    words = Vocabulary([Profile(topics=("school leadership",)), *[Profile(topics=("rural schools",))] * 9])
    assert words.fit("school leadership", "school gardens") == 0
    assert words.fit("school leadership", "leadership of clubs") > 0.5


def test_what_is_offered_comes_before_what_is_shared() -> None:
    snapshot = store(
        [{"id": "b", "topics": ["reading"]}, {"id": "c", "offers": ["mentoring"]}, {"id": "d", "topics": ["mentors"]},
         {"id": "e", "topics": ["gardens"]}]
    )  # fmt: skip
    found = ask(snapshot)
    assert ids(found) == ["c", "d", "b"]
    assert [peer["reasons"][0] for peer in found["peers"]] == [
        'Offers "mentoring"; you look for "mentoring".',
        'Works on "mentors"; you look for "mentoring".',
        'Works on "reading", as you do.',
    ]
    assert ids(ask(snapshot, topic="stars")) == []
    assert ids(ask(snapshot, topic="gardening")) == ["e"]
    assert ids(ask(snapshot, limit=1)) == ["c"]


def test_what_somebody_did_counts_and_what_was_planned_does_not() -> None:
    snapshot = store([{"id": "b"}, {"id": "c"}], {"w": "b c", "x": "c"})
    assert sorted(ids(ask(snapshot, topic="soup"))) == ["b", "c"]
    planned = snapshot_of(
        people=[ASKER, {"id": "b", **OPEN}],
        collaborations=[{"id": "w", "status": "planned", "topics": ["soup"]}],
        participations=[{"collaboration": "w", "person": "b"}],
    )
    assert ids(ask(planned, topic="soup")) == []


def test_who_did_not_agree_is_never_listed() -> None:
    offers = {"offers": ["mentoring"]}
    snapshot = store(
        [{"id": "no", **offers, "willing": "no"}, {"id": "hidden", **offers, "visibility": "facilitators"},
         {"id": "nobody", **offers, "visibility": "nobody"}, {"id": "silent", **offers, "contact": "nobody"},
         {"id": "far", **offers, "visibility": "communities"}, {"id": "fellow", **offers, "visibility": "communities"},
         {"id": "asks", **offers, "willing": "ask"}, {"id": "blank", **offers, "willing": None}],
        communities=[{"id": "k", "name": "K"}, {"id": "l", "name": "L"}],
        memberships=[{"community": "k", "person": "ann"}, {"community": "k", "person": "fellow"},
                     {"community": "l", "person": "far"}],
    )  # fmt: skip
    for audience in ("facilitator", "member:ann"):
        found = ask(snapshot, audience)
        assert sorted(ids(found)) == ["asks", "blank", "fellow"]
        assert ids(found)[0] == "fellow", "those who said they are willing come first"
        reasons = {peer["id"]: peer["reasons"] for peer in found["peers"]}
        assert "Would like to be asked first." in reasons["asks"]
        assert any("Has not said" in reason for reason in reasons["blank"])


def test_members_see_the_same_list_without_a_score() -> None:
    snapshot = store([{"id": key, "topics": ["reading"]} for key in "bcdef"], {"w": "ann b", "x": "b c", "y": "b d"})
    whole, told = ask(snapshot), ask(snapshot, "member:ann")
    assert ids(whole) == ids(told)
    assert all("score" in peer for peer in whole["peers"])
    assert not any("score" in peer for peer in told["peers"])


def test_the_way_runs_through_people_the_asker_may_see() -> None:
    people: list[dict[str, Any]] = [
        {"id": "hidden", "visibility": "facilitators"}, {"id": "unwilling", "willing": "no"}, {"id": "kai"},
        {"id": "silent", "contact": "nobody"},
        {"id": "leo"}, {"id": "goal", "offers": ["mentoring"]}, {"id": "lost", "offers": ["mentoring"]},
    ]  # fmt: skip
    works = {
        "1": "ann hidden", "2": "hidden goal", "3": "ann unwilling", "4": "unwilling goal",
        "5": "ann kai", "6": "kai leo", "7": "leo goal", "8": "hidden lost",
        "9": "ann silent", "10": "silent goal", "11": "silent lost",
    }  # fmt: skip
    for audience in ("facilitator", "member:ann"):
        found = {peer["id"]: peer for peer in ask(store(people, works), audience)["peers"]}
        assert (found["goal"]["path"], found["goal"]["path_note"]) == (["ann", "kai", "leo", "goal"], None)
        assert (found["lost"]["path"], found["lost"]["path_note"]) == (None, ASK)


def test_ties_to_people_the_asker_may_not_see_change_nothing() -> None:
    hidden = [{"id": f"h{number}", "visibility": "facilitators"} for number in range(9)]
    people: list[dict[str, Any]] = [*hidden, {"id": "b", "offers": ["mentoring"]}, {"id": "c", "offers": ["mentoring"]}]
    busy = {f"w{number}": f"b h{number} ann" for number in range(9)}
    alone = ask(store(people, {"w": "ann b", "x": "ann c"}))
    assert ask(store(people, busy | {"w": "ann b", "x": "ann c"}))["peers"] == alone["peers"]


def test_who_is_reached_through_facilitators_has_no_way() -> None:
    snapshot = store([{"id": "b", "offers": ["mentoring"], "contact": "facilitators"}], {"w": "ann b"})
    assert [(peer["path"], peer["path_note"]) for peer in ask(snapshot)["peers"]] == [(None, ASK)]


def test_a_hidden_name_is_in_no_reason() -> None:
    snapshot = store(
        [{"id": "b", "offers": ["mentoring", "mentoring like Wilma Ash"], "topics": ["Wilma Ash mentoring"]},
         {"id": "wil", "name": "Wilma Ash", "visibility": "facilitators", "offers": ["mentoring"]}]
    )  # fmt: skip
    assert "wilma" not in json.dumps(ask(snapshot, topic="mentoring")).casefold()
    assert ids(ask(snapshot)) == ["b"]


def test_another_sector_when_asked() -> None:
    snapshot = store(
        [{"id": "same", "offers": ["mentoring"], "organization": "o"}, {"id": "none", "offers": ["mentoring"]},
         {"id": "other", "offers": ["mentoring"], "organization": "p"}],
        person_attributes=[
            {"person": key, "attribute": "stage", "value": value, "sensitive": False}
            for key, value in (("ann", "early"), ("same", "late"))
        ] + [{"person": "same", "attribute": "origin", "value": "x"}],
    )  # fmt: skip
    assert sorted(ids(ask(snapshot))) == ["none", "other", "same"]
    found = ask(snapshot, "member:ann", different=["sector"])
    assert ids(found) == ["other"]
    assert "Another sector than yours: Health." in found["peers"][0]["reasons"]
    assert ids(ask(snapshot, different=["Stage"])) == ["same"]
    assert ids(ask(snapshot, different=["sector", "stage"])) == []
    assert ids(ask(snapshot, different=["location"])) == []
    with pytest.raises(UsageError, match="in trust"):
        ask(snapshot, different=["Origin"])
    with pytest.raises(UsageError, match="stage"):
        ask(snapshot, different=["shoe size"])


def test_the_busiest_is_not_always_first() -> None:
    others = [{"id": f"p{number}"} for number in range(12)]
    offering = [{"id": key, "offers": ["mentoring"]} for key in ("busy", "calm", "quiet")]
    works = {f"w{number}": f"busy p{number}" for number in range(12)} | {
        "a": "ann busy",
        "b": "ann calm",
        "c": "ann quiet",
    }
    snapshot = store([*others, *offering], works)
    lists = {tuple(ids(ask(snapshot, on=ON + dt.timedelta(weeks=week)))) for week in range(30)}
    assert {found[-1] for found in lists} == {"busy"}
    assert {found[0] for found in lists} == {"calm", "quiet"}


def test_the_same_week_gives_the_same_list() -> None:
    snapshot = store([{"id": f"p{number}", "offers": ["mentoring"]} for number in range(20)])
    monday = dt.date(2024, 2, 12)
    week = [ask(snapshot, on=monday + dt.timedelta(days=day)) for day in range(7)]
    assert all(found == week[0] for found in week)
    assert week[0]["week"] == "2024-W07"
    assert ids(ask(snapshot, on=monday + dt.timedelta(days=7))) != ids(week[0])
    assert iso_week(dt.date(2024, 12, 30)) == "2025-W01"
    assert 0 <= turn("a", "b", "c") < 1


@pytest.mark.parametrize("audience", ["funder", "public", "member:b"])
def test_others_are_not_told(audience: str) -> None:
    with pytest.raises(UsageError):
        ask(store([{"id": "b"}]), audience)


def test_whoever_may_not_be_named_is_not_found() -> None:
    snapshot = store([{"id": "b", "visibility": "nobody"}])
    with pytest.raises(NotFound, match="who may be named"):
        peers_for(snapshot, "b", Audience(), on=ON)
    assert peers_for(snapshot, "b", Audience("member", "b"), on=ON)["person"] == "b"


def test_nothing_known_of_the_asker_is_said() -> None:
    snapshot = snapshot_of(people=[{"id": "ann"}, {"id": "b", "offers": ["mentoring"], **OPEN}])
    assert "--topic" in ask(snapshot)["cautions"][0]
    assert ids(ask(snapshot, topic="mentor")) == ["b"]
    with pytest.raises(UsageError, match="--topic"):
        ask(snapshot, topic=" ")


@pytest.mark.parametrize("seed", range(40))
def test_ways_are_shortest_through_those_who_may_stand_on_them(seed: int) -> None:
    rng = random.Random(seed)
    graph = nx.gnp_random_graph(rng.randint(1, 25), 0.12, seed=seed)
    graph = nx.relabel_nodes(graph, {node: f"p{node:02}" for node in graph})
    through = {node for node in graph if rng.random() < 0.6}
    found = shortest_paths(graph, "p00", through)
    for other in sorted(set(graph) - {"p00"}):
        allowed = graph.subgraph({"p00", other, *through})
        ways = sorted(nx.all_shortest_paths(allowed, "p00", other)) if nx.has_path(allowed, "p00", other) else []
        assert (found.get(other) in [tuple(way) for way in ways]) if ways else other not in found


@pytest.mark.parametrize("seed", range(20))
def test_nobody_unseen_is_in_any_answer(seed: int) -> None:
    rng = random.Random(seed)
    people: list[dict[str, Any]] = [
        {"id": f"p{number}", "name": f"Secret{number} Name{number}", "offers": rng.sample(["mentoring", "soup"], 1),
         "visibility": rng.choice(["nobody", "facilitators", "communities", "everyone"]),
         "contact": rng.choice(["nobody", "facilitators", "communities", "everyone"]),
         "willing": rng.choice(["yes", "ask", "no", None])}
        for number in range(30)
    ]  # fmt: skip
    works = {f"w{number}": " ".join(["ann", *rng.sample([row["id"] for row in people], 3)][number % 2 :])
             for number in range(20)}  # fmt: skip
    members = [{"community": "k", "person": key} for key in ["ann", *(row["id"] for row in people[::3])]]
    snapshot = store(people, works, communities=[{"id": "k", "name": "K"}], memberships=members)
    seen = named_people(snapshot, Audience("member", "ann"))
    for audience in ("facilitator", "member:ann"):
        found = ask(snapshot, audience, topic="mentoring soup")
        assert found["peers"]
        text = json.dumps(found)
        for row in people:
            if row["id"] not in seen:
                assert f'{row["name"]}"' not in text
                assert f'"{row["id"]}"' not in text
            if row["willing"] == "no" or row["contact"] == "nobody":
                assert row["id"] not in ids(found)
