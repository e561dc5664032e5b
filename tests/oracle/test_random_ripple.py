"""Ripple and documented partnerships on random stores, against the definitions in plain loops over rows."""

from __future__ import annotations

import datetime as dt
import random
from itertools import combinations
from typing import Any

import pytest

from copnet.analysis.ripple_report import ripple
from copnet.errors import UsageError
from tests.oracle import brute
from tests.oracle.brute import Work
from tests.support.random_stores import Store, random_date, random_store
from tests.support.table_snapshot import snapshot_of

SEEDS = [*range(40), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(40, 200))]
ROLES = ("member", "facilitator", "coach", "funder", "applicant")
Days = dict[str, dt.date]


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


class _Facts:
    """Who belongs to the cohort, and what counts, day by day."""

    def __init__(self, store: Store, after: str) -> None:
        self.store = store
        row = store["communities"][0]
        start, end = brute.span(row["started_on"]), brute.span(row["ended_on"])
        self.start, self.end = start[0] if start else None, end[0] if end else None
        self.members = self._joined("person", ("member",))
        self.insiders = self._joined("person", ROLES)
        self.member_places = self._places(("member",))
        self.inside_places = self._places(ROLES)
        works = [work for work in brute.works(store, brute.latest_day(store)) if work.first]
        self.works = sorted(works, key=lambda work: (work.first or brute.FAR, work.id))
        self.counted = [work for work in self.works if self._counts(self.day(work), after)]
        self.before = [work for work in self.works if work not in self.counted]

    def _counts(self, day: dt.date, after: str) -> bool:
        return day > (self.end or brute.FAR) if after == "end" else day >= (self.start or brute.LONG_AGO)

    @staticmethod
    def day(work: Work) -> dt.date:
        assert work.first
        return work.first

    def _rows(self, column: str, roles: tuple[str, ...]) -> list[dict[str, Any]]:
        return [
            row
            for row in self.store["memberships"]
            if row.get(column) and row["role"] in roles and row["status"] in (None, "admitted")
        ]

    def _joined(self, column: str, roles: tuple[str, ...]) -> Days:
        found: Days = {}
        for row in self._rows(column, roles):
            if column == "organization" and row.get("person"):
                continue
            joined = brute.span(row["joined_on"])
            day = joined[0] if joined else self.start or brute.LONG_AGO
            if not joined or found.get(row[column], day) == brute.LONG_AGO:
                day = self.start or brute.LONG_AGO
            found[row[column]] = min(found.get(row[column], brute.FAR), day)
        return found

    def _places(self, roles: tuple[str, ...]) -> set[str]:
        found = set(self._joined("organization", roles))
        own = {row["id"]: row["organization"] for row in self.store["people"]}
        for row in self._rows("person", roles):
            joined = brute.span(row["joined_on"] or self.store["communities"][0]["started_on"])
            left = brute.span(row["left_on"])
            latest = brute.latest_day(self.store) or brute.FAR
            places = []
            for place in self.store["affiliations"]:
                start, end = brute.span(place["started_on"]), brute.span(place["ended_on"])
                begins, ends = start[0] if start else brute.LONG_AGO, end[1] if end else brute.FAR
                if place["person"] == row["person"] and begins <= (left[1] if left else latest):
                    places += [place["organization"]] if ends >= (joined[0] if joined else brute.LONG_AGO) else []
            found |= set(places or ([own[row["person"]]] if own[row["person"]] else []))
        return found

    def parts(self, work: Work) -> list[dict[str, Any]]:
        return [
            row
            for row in self.store["participations"]
            if row["collaboration"] == work.id and (row["role"] or "").lower() not in ("audience", "leadership")
        ]

    def direct(self, work: Work) -> set[str]:
        return {row["organization"] for row in self.parts(work) if not row["person"]}

    def place(self, person: str, work: Work) -> str | None:
        return brute.stands_for(self.store, person, self.parts(work), work.first)

    def active(self, work: Work) -> set[str]:
        return {one for one in work.people if self.members.get(one, brute.FAR) <= self.day(work)}

    def outside_then(self, person: str, work: Work) -> bool:
        return self.insiders[person] > self.day(work)

    def places_reached(self, work: Work, by: set[str]) -> set[str]:
        """Outside organizations there: themselves, or through somebody who is not the only one of ``by``."""
        through = {self.place(one, work) for one in work.people if by - {one}}
        return {one for one in through | self.direct(work) if one} - self.inside_places

    def rings(self) -> tuple[dict[str, list[str]], ...]:
        """People and organizations of ring 1, of ring 2, and people who joined later; each with collaborations."""
        people: dict[str, list[str]] = {}
        places: dict[str, list[str]] = {}
        later: dict[str, list[str]] = {}
        first: Days = {}
        for work in [work for work in self.counted if self.active(work)]:
            for one in sorted(work.people - set(self.insiders)):
                people.setdefault(one, []).append(work.id)
                first.setdefault(one, self.day(work))
            for place in self.places_reached(work, self.active(work)):
                places.setdefault(place, []).append(work.id)
            for one in work.people & set(self.members):
                if self.outside_then(one, work):
                    later.setdefault(one, []).append(work.id)
        second: dict[str, list[str]] = {}
        second_places: dict[str, list[str]] = {}
        for work in self.counted:
            bridges = {one for one in work.people if one in first and first[one] < self.day(work)}
            for one in sorted(work.people) if bridges else ():
                if one not in self.insiders and one not in people:
                    second.setdefault(one, []).append(work.id)
                if one in self.members and self.outside_then(one, work) and work.id not in later.get(one, ()):
                    later.setdefault(one, []).append(work.id)
            for place in self.places_reached(work, bridges) - set(places) if bridges else ():
                second_places.setdefault(place, []).append(work.id)
        return people, places, second, second_places, later

    def ties(self) -> dict[str, int]:
        counts = {"before": 0, "during": 0, "after": 0}
        counted = [work for work in self.works if not work.own]
        for pair in combinations(sorted(self.members), 2):
            days = [self.day(work) for work in counted if set(pair) <= work.people]
            if days:
                early, late = self.start and min(days) < self.start, self.end and min(days) > self.end
                counts["before" if early else "after" if late else "during"] += 1
        return counts

    def documented(self) -> set[str]:
        found: set[str] = set()
        for work in self.works:
            if not work.own and self.day(work) >= (self.start or brute.LONG_AGO):
                there = work.organizations & self.member_places
                found |= there if len(there) > 1 else set()
        return found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("after", ["start", "end"])
def test_rings_ties_and_documented_partnerships(seed: int, after: Any) -> None:
    store = _store(seed)
    facts = _Facts(store, after)
    if after == "end" and facts.end is None:
        with pytest.raises(UsageError, match="--after start"):
            ripple(snapshot_of(**store), "cohort", after="end")
        return
    found = ripple(snapshot_of(**store), "cohort", after=after)
    people, places, second, second_places, later = facts.rings()
    seen = {one for work in facts.before for one in work.people}
    seen_places = {one for work in facts.before for one in work.organizations}
    for ring, persons, organizations in (("ring1", people, places), ("ring2", second, second_places)):
        evidence = found[ring]["evidence"]
        assert {row["id"]: row["collaborations"] for row in evidence["people"]} == persons, ring
        assert {row["id"]: row["collaborations"] for row in evidence["organizations"]} == organizations, ring
        assert (found[ring]["people"], found[ring]["organizations"]) == (len(persons), len(organizations))
        known = facts.start is not None
        assert found[ring]["new_people"] == (len(set(persons) - seen) if known else None)
        assert found[ring]["new_organizations"] == (len(set(organizations) - seen_places) if known else None)
    joined = {row["id"]: set(row["collaborations"]) for row in found["joined_later"] if row["mode"] == "person"}
    assert joined == {one: set(keys) for one, keys in later.items()}
    with_outsiders = {key for keys in (*people.values(), *places.values()) for key in keys}
    assert found["collaborations_with_outsiders"] == len(with_outsiders)
    assert {row["id"] for row in found["evidence"]["members_bridging_out"]} == {
        one for work in facts.works if work.id in with_outsiders for one in facts.active(work)
    }
    ties = facts.ties()
    assert found["ties"]["before"] == (ties["before"] if facts.start else None)
    assert found["ties"]["during"] == (ties["during"] if facts.start else None)
    assert found["ties"]["after"] == (ties["after"] if facts.end else None)
    assert len(found["ties"]["evidence"]) == sum(ties.values())
    assert found["members"] == len(facts.members)
    proven = {row["id"] for row in found["evidence"]["documented"] if row["collaborations"]}
    assert proven == facts.documented()
    assert found["partnership_rate"]["documented"]["denominator"] == len(facts.member_places)


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
