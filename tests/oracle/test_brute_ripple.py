"""The brute force of the ripple, against one small history counted by hand."""

from __future__ import annotations

import random
from dataclasses import asdict
from typing import Literal

import pytest

from tests.oracle.brute_ripple import lineage, ripple
from tests.oracle.brute_rows import Store
from tests.support.histories import COHORT, large_history

AFTER: tuple[Literal["start", "end"], ...] = ("start", "end")
HOMES = {"ana": "north", "ben": "south", "cal": "north", "dee": None, "eve": "east", "fay": "west", "gil": "far",
         "hal": None, "ida": "new", "jon": "south"}  # fmt: skip
WORKS = {  # kind, day, of the community, who
    "old": ("article", "2018-05", False, "ana ben"),
    "older": ("article", "2018-06", False, "fay gil"),
    "talk": ("convening", "2020-02", True, "ana ben cal eve"),
    "coach": ("coaching", "2020-03", True, "ana jon"),
    "pilot": ("pilot", "2020-05-01", True, "ben eve ida"),
    "paper": ("article", "2020-05-01", False, "eve fay"),
    "essay": ("article", "2020-04", False, "fay hal"),
    "tour": ("article", "2021-03", False, "eve gil"),
    "early": ("article", "2020-06", False, "ana dee"),
    "late": ("article", "2023-01", False, "cal dee ana ida"),
    "hope": ("article", "2023-02", False, "ana hal"),
    "quiet": ("article", "2023-03", False, "ana hal"),
}


@pytest.fixture
def store() -> Store:
    roles = {"ana": "member", "ben": "member", "cal": "member", "dee": "member", "jon": "facilitator"}
    joined = {"dee": "2022", "ben": "2019"}
    return {
        "people": [{"id": person, "organization": home} for person, home in HOMES.items()],
        "communities": [{"id": "k", "started_on": "2020", "ended_on": "2022-06"}],
        "memberships": [
            *({"community": "k", "person": one, "role": roles[one], "joined_on": joined.get(one)} for one in roles),
            {"community": "k", "person": "eve", "role": "applicant", "status": "declined"},
        ],
        "collaborations": [
            {"id": key, "kind": kind, "started_on": day, "community": "k" if own else None,
             "status": "planned" if key == "hope" else None, "grew_out_of": {"late": ["pilot", "tour"]}.get(key),
             "part_of": {"hope": "late", "talk": "old"}.get(key)}
            for key, (kind, day, own, _) in WORKS.items()
        ],
        "participations": [
            {"collaboration": key, "person": one, "role": "audience" if key == "quiet" and one == "hal" else None}
            for key, (*_, who) in WORKS.items() for one in who.split()
        ],
    }  # fmt: skip


def test_from_the_start(store: Store) -> None:
    found = ripple(store, "k")
    assert found.members == {"ana", "ben", "cal", "dee"}
    assert found.member_organizations == {"north", "south"}
    assert asdict(found.ring1) == {
        "people": {"eve": ["talk", "pilot"], "ida": ["pilot", "late"]},
        "organizations": {"east": ["talk", "pilot"], "new": ["pilot", "late"]},
        "new_people": {"eve", "ida"}, "new_organizations": {"east", "new"},
    }  # fmt: skip
    # eve was brought in by the talk; the essay of fay with hal leads nowhere: fay is of ring 2 herself
    assert asdict(found.ring2) == {
        "people": {"fay": ["paper"], "gil": ["tour"]}, "organizations": {"west": ["paper"], "far": ["tour"]},
        "new_people": set(), "new_organizations": set(),
    }  # fmt: skip
    assert found.joined_later == ({"dee": ["early"]}, {})
    assert found.with_outsiders == {"talk", "pilot", "late"}
    assert found.bridging_out == {"ana", "ben", "cal", "dee"}
    assert found.ties == {
        "before": {("ana", "ben")}, "during": {("ana", "dee")}, "after": {("ana", "cal"), ("cal", "dee")},
    }  # fmt: skip
    assert found.documented == set(), "only the gathering brought two member organizations together"
    assert found.lineage == {"talk": 0, "coach": 0, "pilot": 0, "late": 1, "hope": 1}


def test_strictly_after_the_end(store: Store) -> None:
    found = ripple(store, "k", after="end")
    assert found.ring1.people == {"ida": ["late"]}
    assert found.ring1.new_people == set(), "known from the pilot"
    assert found.ring2.people == {}
    assert found.joined_later == ({}, {})


def test_what_is_no_gathering_is_documented_and_a_tie(store: Store) -> None:
    rows = [dict(row) | ({"kind": "article"} if row["id"] == "talk" else {}) for row in store["collaborations"]]
    found = ripple({**store, "collaborations": rows}, "k")
    assert found.documented == {"north", "south"}
    assert found.ties["during"] == {("ana", "cal"), ("ben", "cal"), ("ana", "dee")}


def test_a_step_to_ring_2_is_strictly_later(store: Store) -> None:
    assert {row["id"]: row["started_on"] for row in store["collaborations"]}["paper"] == "2020-05-01"
    rows = [dict(row) | ({"started_on": "2020-02"} if row["id"] == "paper" else {}) for row in store["collaborations"]]
    assert ripple({**store, "collaborations": rows}, "k").ring2.people == {"gil": ["tour"]}


def test_the_order_of_rows_changes_nothing() -> None:
    store = large_history(300, seed=3)
    rng = random.Random(1)
    mixed = {table: rng.sample(rows, len(rows)) for table, rows in store.items()}
    assert ripple(mixed, COHORT) == ripple(store, COHORT)


def test_three_thousand_people_have_every_case() -> None:
    store = large_history()
    for after in AFTER:
        found = ripple(store, COHORT, after=after)
        assert all(asdict(found.ring1).values())
        assert all((found.ring2.people, found.ring2.organizations, found.ring2.new_people))
        assert found.joined_later[0]
        assert found.documented < found.member_organizations
        assert found.ring1.people.keys().isdisjoint(found.ring2.people.keys() | found.members)
        assert all(found.ties.values())
    assert {1, 2, 3} <= set(lineage(store, COHORT).values())


def test_who_only_listened_before_is_not_new(store: Store) -> None:
    """In the audience too; and an applicant is an outsider even when admitted as one."""
    parts = [dict(row) | ({"role": "audience"} if row["collaboration"] == "older" else {})
             for row in store["participations"]]  # fmt: skip
    admitted = [dict(row) | ({"status": None} if row["role"] == "applicant" else {}) for row in store["memberships"]]
    found = ripple({**store, "participations": parts, "memberships": admitted}, "k")
    assert found.ring2.people.keys() == {"fay", "gil"}
    assert (found.ring2.new_people, found.ring2.new_organizations) == (set(), set())
    assert "eve" in found.ring1.people
