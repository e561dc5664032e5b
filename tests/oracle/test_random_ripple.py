"""Ripple and documented partnerships on random stores, against the definitions in plain loops over rows."""

from __future__ import annotations

import random
from typing import Any, Literal

import pytest

from copnet.analysis.ripple_report import ripple
from copnet.errors import UsageError
from tests.oracle import brute_ripple
from tests.support.random_stores import Store, random_date, random_store
from tests.support.ripples import check_rings
from tests.support.table_snapshot import snapshot_of

SEEDS = [*range(40), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(40, 200))]
ROLES = ("member", "facilitator", "coach", "funder", "applicant")


def _store(seed: int) -> Store:
    """A random store in which about a third of the people belong to the cohort and small groups meet often."""
    rng = random.Random(seed)
    store = random_store(seed)
    people = [f"p{number:02}" for number in range(rng.randint(8, 22))]
    organizations = [f"o{number}" for number in range(14)]
    store["organizations"] = [{"id": key} for key in organizations]
    works = [f"c{number:02}" for number in range(rng.randint(10, 50))]
    store["people"] = [{"id": key, "organization": rng.choice([*organizations, None])} for key in people]
    store["affiliations"] = [row for row in store["affiliations"] if row["person"] in people]
    store["ties"] = []
    store["communities"][0] |= {"started_on": rng.choice(("2019-02", "2020", "2020-06-10", "2020-06-10", None)),
                                "ended_on": rng.choice(("2021", "2021-06-30", "2022-02", None))}  # fmt: skip
    store["memberships"] = [_membership(rng, "person", key) for key in people for _ in range(rng.choice((0, 0, 1)))]
    store["memberships"] += [_membership(rng, "person", key) for key in rng.sample(people, 3)]  # some of them again
    store["memberships"] += [_membership(rng, "organization", key) for key in organizations if rng.random() < 0.25]
    store["collaborations"] = [
        {
            "id": key, "kind": rng.choice(("article", "pilot", "convening", "coaching")), "ended_on": None,
            "started_on": random_date(rng) if rng.random() < 0.95 else None,
            "status": rng.choice(("done", "done", "done", "ongoing", "planned")),
            "community": rng.choice((None, None, "cohort")),
        }
        for key in works
    ]  # fmt: skip
    store["participations"] = [row for key in works for row in _participations(rng, key, people, organizations)]
    return store


def _membership(rng: random.Random, column: str, key: str) -> dict[str, Any]:
    return {
        "community": "cohort", column: key, "role": rng.choice(("member", "member", *ROLES)),
        "joined_on": rng.choice((None, random_date(rng, 2018, 2022))), "left_on": None,
        "status": rng.choice((None, "admitted", "admitted", "withdrawn")),
    }  # fmt: skip


def _participations(rng: random.Random, work: str, people: list[str], organizations: list[str]) -> list[dict[str, Any]]:
    persons = rng.sample(people, rng.choice((1, 2, 2, 3)))
    rows = [
        {"collaboration": work, "person": one, "organization": rng.choice((None, None, *organizations[:2])),
         "role": rng.choice((None, None, None, "host", "Audience"))}
        for one in persons
    ]  # fmt: skip
    if rng.random() < 0.2:
        rows.append({"collaboration": work, "person": None, "organization": rng.choice(organizations), "role": None})
    return rows


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("after", ["start", "end"])
def test_rings_ties_and_documented_partnerships(seed: int, after: Literal["start", "end"]) -> None:
    store = _store(seed)
    community = store["communities"][0]
    if after == "end" and not community["ended_on"]:
        with pytest.raises(UsageError, match="--after start"):
            ripple(snapshot_of(**store), "cohort", after="end")
        return
    found, counted = (
        ripple(snapshot_of(**store), "cohort", after=after),
        brute_ripple.ripple(store, "cohort", after=after),
    )
    check_rings(found, counted, known=after == "end" or community["started_on"] is not None)
    ties = {when: len(pairs) for when, pairs in counted.ties.items()}
    assert found["ties"]["before"] == (ties["before"] if community["started_on"] else None)
    assert found["ties"]["during"] == (ties["during"] if community["started_on"] else None)
    assert found["ties"]["after"] == (ties["after"] if community["ended_on"] else None)
    assert len(found["ties"]["evidence"]) == sum(ties.values())
    assert found["members"] == len(counted.members)
    proven = {row["id"] for row in found["evidence"]["documented"] if row["collaborations"]}
    assert proven == counted.documented
    assert found["partnership_rate"]["documented"]["denominator"] == len(counted.member_organizations)


def test_the_random_stores_have_what_is_to_be_found() -> None:
    found = [ripple(snapshot_of(**_store(seed)), "cohort") for seed in range(40)]
    for ring in ("ring1", "ring2"):
        assert sum(one[ring]["people"] > 0 for one in found) > 10, ring
        assert sum(one[ring]["organizations"] > 0 for one in found) > 5, ring
        assert sum(0 < (one[ring]["new_people"] or 0) < one[ring]["people"] for one in found) > 0, ring
    for mode in ("person", "organization"):
        assert sum(any(row["mode"] == mode for row in one["joined_later"]) for one in found) > 2, mode
    for when in ("before", "during", "after"):
        assert sum((one["ties"][when] or 0) > 0 for one in found) > 2, when
    assert sum(one["partnership_rate"]["documented"]["numerator"] > 0 for one in found) > 5
