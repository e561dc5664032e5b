"""Seeded made-up histories of a community of any size, as plain rows of the contract's tables: no two years alike.

Everything that makes time awkward is in them: coarse and missing dates, people who join late, leave or come back,
outsiders, applicants, other roles, people who change organizations, organizations that take part themselves, open-ended
and called-off work, audiences, one great gathering, and work that grew out of work.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

Row = dict[str, Any]
Store = dict[str, list[Row]]

COHORT = "cohort"
FIRST, DAYS, LAST = dt.date(2016, 1, 1), 2_900, dt.date(2024, 8, 31)
STARTED, ENDED = "2018-03-15", "2021-06-30"
KINDS = ("article", "co-presentation", "pilot", "series", "convening", "coaching", "introduction", "offering")
STATUSES = (None, None, None, None, "done", "done", "adopted", "proposed", "planned", "declined", "cancelled")


def large_history(
    people: int = 3_000, seed: int = 7, started: str | None = STARTED, ended: str | None = ENDED
) -> Store:
    """A history of nearly eight years around one cohort of most of the people; half of its dates are to the day.

    Args:
        people: their number; organizations are an eighth of it, collaborations about as many as people.
        seed: the same arguments give the same rows.
        started: first day of the cohort, of any precision; None: blank.
        ended: last day of the cohort, the same.
    """
    rng = random.Random(seed)
    persons = [f"p{number:05}" for number in range(people)]
    organizations = [f"o{number:04}" for number in range(max(6, people // 8))]
    outsiders = {person for person in persons if rng.random() < 0.2}
    near = organizations[: len(organizations) * 2 // 3]
    homes = {person: _home(rng, organizations if person in outsiders else near) for person in persons}
    works = [f"c{number:05}" for number in range(people)]
    collaborations = [_work(rng, works, number) for number in range(len(works))]
    return {
        "organizations": [{"id": key} for key in organizations],
        "people": [{"id": key, "organization": home if rng.random() < 0.8 else None} for key, home in homes.items()],
        "affiliations": _affiliations(rng, homes, near),
        "communities": [
            {"id": COHORT, "started_on": started, "ended_on": ended, "field_size": len(organizations) * 5},
            {"id": "other", "started_on": "2016"},
        ],
        "memberships": _memberships(rng, persons, outsiders, near),
        "collaborations": collaborations,
        "participations": _participations(rng, homes, outsiders, organizations, works),
    }


def _later(day: dt.date, days: int) -> dt.date:
    return min(day + dt.timedelta(days=days), LAST)


def coarse(rng: random.Random, day: dt.date) -> str:
    """A day, or only its month or year."""
    return day.isoformat()[: rng.choice((10, 10, 10, 7, 7, 4))]


def _home(rng: random.Random, organizations: list[str]) -> str:
    """A few large organizations and many small ones; of the last third only outsiders come."""
    return organizations[int(len(organizations) * rng.random() ** 2)]


def _any_day(rng: random.Random) -> dt.date:
    return FIRST + dt.timedelta(days=rng.randrange(DAYS))


def _work(rng: random.Random, works: list[str], number: int) -> Row:
    day = _any_day(rng)
    start = coarse(rng, day) if rng.random() < 0.95 else None
    status = rng.choice(STATUSES)
    end = None
    if start and rng.random() < 0.25:
        if rng.random() < 0.15:
            status = "ongoing"
        else:
            end = _later(day, 31 + rng.randrange(500)).isoformat()[: rng.choice((10, 7))]
            if len(start) == 4:
                end = f"{min(day.year + rng.randrange(2), 2023)}"
    sources = rng.sample(works[:number], min(number, rng.choice((1, 1, 2)))) if rng.random() < 0.25 else []
    return {
        "id": works[number], "title": works[number], "kind": rng.choice(KINDS), "started_on": start, "ended_on": end,
        "community": rng.choice((None, None, COHORT, COHORT, "other")), "status": status,
        "grew_out_of": sources, "part_of": rng.choice(works[:number]) if number and rng.random() < 0.1 else None,
    }  # fmt: skip


def _affiliations(rng: random.Random, homes: dict[str, str], organizations: list[str]) -> list[Row]:
    rows = {}
    for person, home in homes.items():
        if rng.random() < 0.5:
            continue
        change = _any_day(rng)
        stays = [(home, None, change.isoformat()), (rng.choice(organizations), coarse(rng, change), None)]
        for organization, start, end in stays if rng.random() < 0.6 else stays[1:]:
            row = {"person": person, "organization": organization, "started_on": start, "ended_on": end}
            rows[person, organization, start] = row
    return list(rows.values())


def _memberships(rng: random.Random, persons: list[str], outsiders: set[str], organizations: list[str]) -> list[Row]:
    rows: list[Row] = []

    def add(subject: Row, role: str, status: str | None = None, joined: dt.date | None = None, stays: int = 0) -> None:
        row = subject | {"community": COHORT, "role": role, "status": status}
        row["joined_on"] = coarse(rng, joined) if joined else None
        row["left_on"] = _later(joined, 400 + stays).isoformat() if joined and stays else None
        rows.append(row)

    for person in persons:
        chance, subject = rng.random(), {"person": person}
        if person in outsiders:
            if chance < 0.3:
                add(subject, "applicant", rng.choice(("applied", "invited", "declined", "withdrawn")), _any_day(rng))
            elif chance < 0.4:
                add(subject, "member", rng.choice(("applied", "invited", "declined")), _any_day(rng))
        elif chance < 0.95:
            joined = _any_day(rng) if rng.random() < 0.85 else None
            stays = rng.choice((0, 0, rng.randrange(1, 900)))
            subject |= {"organization": rng.choice(organizations)} if rng.random() < 0.05 else {}
            add(subject, "member", rng.choice((None, "admitted")), joined, stays)
            if joined and stays and rng.random() < 0.3:  # came back
                add(subject, "member", None, _later(joined, 1_400))
        else:
            add(subject, rng.choice(("facilitator", "coach", "funder")), None, _any_day(rng))
    for organization in organizations:
        if rng.random() < 0.15:
            role = rng.choice(("member", "member", "funder"))
            add({"organization": organization}, role, None, _any_day(rng) if rng.random() < 0.7 else None)
    rows += [{"community": "other", "person": person, "role": "member", "joined_on": coarse(rng, _any_day(rng))}
             for person in persons if rng.random() < 0.05]  # fmt: skip
    return rows


def _participations(
    rng: random.Random, homes: dict[str, str], outsiders: set[str], organizations: list[str], works: list[str]
) -> list[Row]:
    colleagues: dict[str, list[str]] = {}
    for person, home in homes.items():
        colleagues.setdefault(home, []).append(person)
    active = [person for person in homes if rng.random() < 0.9]
    outside = [person for person in active if person in outsiders]
    teams: list[list[str]] = []
    rows: dict[tuple[Any, ...], Row] = {}
    for number, work in enumerate(works):
        size = rng.choice((1, 2, 2, 3, 3, 4, 5, 7)) if number != len(works) // 2 else max(2, len(homes) // 60)
        if teams and rng.random() < 0.45:  # a team works together again, perhaps with somebody new
            team = [*rng.choice(teams), *rng.sample(active, rng.choice((0, 0, 1)))]
        else:
            pool = active if rng.random() < 0.8 else outside
            team = rng.sample(pool, min(size, len(pool)))
            team += rng.sample(colleagues[homes[team[0]]], 1)
            teams.append(team[:6])
        for person in team:
            role = rng.choice((None, None, None, None, "author", "host", "participant", "audience", "Leadership"))
            named = _home(rng, organizations) if rng.random() < 0.05 else None
            for again in (role, "author") if rng.random() < 0.05 else (role,):
                row = {"collaboration": work, "person": person, "organization": named, "role": again}
                rows.setdefault((work, person, again), row)
        if rng.random() < 0.08:
            row = {"collaboration": work, "person": None, "organization": _home(rng, organizations), "role": None}
            rows[work, row["organization"], None] = row
    named_by = {(row["collaboration"], row["person"]): row["organization"] for row in rows.values() if row["person"]}
    for row in rows.values():  # a person stands for one organization in one collaboration
        if row["person"]:
            row["organization"] = named_by[row["collaboration"], row["person"]]
    return list(rows.values())
