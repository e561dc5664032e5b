"""Seeded random stores with everything that makes networks awkward: isolates, repeats, outsiders, coarse dates."""

from __future__ import annotations

import random
from typing import Any

Rows = list[dict[str, Any]]
Store = dict[str, Rows]

ROLES = (None, None, None, "author", "host", "audience", "Leadership")
STATUSES = ("done", "done", "done", "ongoing", "adopted", "proposed", "planned", "declined", "cancelled")
KINDS = ("article", "pilot", "convening", "coaching", "introduction")


def random_store(seed: int, largest: int = 60) -> Store:
    """0 to ``largest`` people, organizations, a community with joiners and leavers, collaborations, survey answers."""
    rng = random.Random(seed)
    people = [f"p{number:02}" for number in range(rng.randint(0, largest))]
    organizations = [f"o{number}" for number in range(rng.randint(1, 7))]
    works = [f"c{number:02}" for number in range(rng.randint(0, 2 * len(people) // 3 + 1))]
    return {
        "organizations": [{"id": key, "sector": rng.choice(("x", "y", ""))} for key in organizations],
        "people": [{"id": key, "organization": rng.choice([*organizations, None])} for key in people],
        "affiliations": _affiliations(rng, people, organizations),
        "communities": [_community(rng)],
        "memberships": _memberships(rng, people, organizations),
        "collaborations": [_work(rng, key) for key in works],
        "participations": _participations(rng, people, organizations, works),
        "ties": _ties(rng, people),
    }


def random_date(rng: random.Random, first: int = 2018, last: int = 2023) -> str:
    """A date of any precision."""
    text = f"{rng.randint(first, last)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return text[: rng.choice((10, 10, 10, 7, 4))]


def _community(rng: random.Random) -> dict[str, Any]:
    start, end = rng.choice((("2019-02", "2021-06-30"), ("2018", None), (None, "2020"), (None, None)))
    return {"id": "cohort", "name": "The cohort", "started_on": start, "ended_on": end}


def _affiliations(rng: random.Random, people: list[str], organizations: list[str]) -> Rows:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for person in people:
        for _ in range(rng.choice((0, 0, 1, 2))):
            start = rng.choice((None, random_date(rng, 2016, 2021)))
            end = rng.choice((None, None, random_date(rng, 2022, 2024)))
            row = {"person": person, "organization": rng.choice(organizations), "started_on": start, "ended_on": end}
            rows[person, row["organization"], start] = row
    return list(rows.values())


def _memberships(rng: random.Random, people: list[str], organizations: list[str]) -> Rows:
    subjects = [("person", key) for key in people] + [("organization", key) for key in organizations]
    rows = []
    for column, key in subjects:
        for role in rng.choice((("member",), ("member",), ("member", "facilitator"), ("applicant",), ())):
            joined = rng.choice((None, random_date(rng, 2018, 2021)))
            row = {"community": "cohort", column: key, "role": role, "joined_on": joined}
            row["left_on"] = rng.choice((None, None, random_date(rng, 2022, 2023)))
            row["status"] = rng.choice((None, "admitted", "admitted", "admitted", "withdrawn", "invited"))
            rows.append(row)
    return rows


def _work(rng: random.Random, key: str) -> dict[str, Any]:
    start = rng.choice((None, *(random_date(rng) for _ in range(6))))
    end = rng.choice((None, None, random_date(rng, 2024, 2024))) if rng.random() < 0.5 else None
    return {
        "id": key, "kind": rng.choice(KINDS), "started_on": start, "ended_on": end if start else None,
        "status": rng.choice(STATUSES), "community": rng.choice((None, "cohort")),
    }  # fmt: skip


def _participations(rng: random.Random, people: list[str], organizations: list[str], works: list[str]) -> Rows:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    active = [person for person in people if rng.random() < 0.85]
    for work in works:
        size = min(len(active), rng.choice((1, 2, 2, 3, 3, 4, 6)))
        for person in [*rng.sample(active, size), *rng.sample(active, min(len(active), rng.choice((0, 0, 1))))]:
            named = rng.choice((None, None, rng.choice(organizations)))
            row = {"collaboration": work, "person": person, "organization": named, "role": rng.choice(ROLES)}
            rows[tuple(row.values())] = row
        if rng.random() < 0.2:
            row = {"collaboration": work, "person": None, "organization": rng.choice(organizations), "role": None}
            rows[tuple(row.values())] = row
    return list(rows.values())


def _ties(rng: random.Random, people: list[str]) -> Rows:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for _ in range(len(people) * 3):
        one, other = rng.choice(people), rng.choice(people)
        wave = rng.choice(("1", "2"))
        value = rng.choice((0, 1, 2, 3, 5))
        rows[one, other, wave] = {"from": one, "to": other, "kind": "trusts", "value": value, "wave": wave}
    return list(rows.values())
