"""The definitions once more, in the plainest way: dictionaries and loops over rows, no columns, no arrays.

Written from the definitions, not from the code under test; only the reading of one date is shared.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from copnet.dates import PartialDate
from tests.support.random_stores import Store

FAR = dt.date.max
LONG_AGO = dt.date.min


class Work(NamedTuple):
    """One collaboration that counts."""

    id: str
    kind: str
    own: bool
    first: dt.date | None
    last: dt.date | None
    people: frozenset[str]
    organizations: frozenset[str]


def span(text: str | None) -> tuple[dt.date, dt.date] | None:
    """First and last possible day."""
    if not text:
        return None
    date = PartialDate.parse(text)
    return date.first, date.last


def latest_day(store: Store) -> dt.date | None:
    """The latest last possible day of any date."""
    found = [
        span(row[name]) for rows in store.values() for row in rows for name in row if name.endswith("_on") and row[name]
    ]
    return max((days[1] for days in found if days), default=None)


def works(store: Store, to: dt.date | None) -> list[Work]:
    """Collaborations with a status that makes ties, with who took part in a role that makes ties."""
    result = []
    for row in store["collaborations"]:
        if row["status"] in ("proposed", "planned", "declined", "cancelled"):
            continue
        start, end = span(row["started_on"]), span(row["ended_on"])
        first = last = None
        if start:
            first, last = start[0], start[1]
            if end:
                last = max(end[1], last)
            elif row["status"] == "ongoing" and to:
                last = max(to, last)
        parts = [
            part
            for part in store["participations"]
            if part["collaboration"] == row["id"] and (part["role"] or "").lower() not in ("audience", "leadership")
        ]
        people = frozenset(part["person"] for part in parts if part["person"])
        stands = {stands_for(store, person, parts, first) for person in people} - {None}
        direct = {part["organization"] for part in parts if not part["person"]}
        own = row["community"] == "cohort" and row["kind"] in ("convening", "coaching", "introduction")
        result.append(Work(row["id"], row["kind"], own, first, last, people, frozenset(stands | direct)))  # type: ignore[arg-type]  # None was taken out
    return result


def stands_for(store: Store, person: str, parts: list[dict[str, Any]], day: dt.date | None) -> str | None:
    """Named there, else affiliated on the day (earliest started, smallest id), else the person's own.

    Without a day: affiliated whatever the day.
    """
    named = sorted(part["organization"] for part in parts if part["person"] == person and part["organization"])
    if named:
        return str(named[0])
    places = []
    for row in store["affiliations"]:
        always = not row["started_on"] and not row["ended_on"]
        if row["person"] == person and (day or always):
            start = (span(row["started_on"]) or (LONG_AGO, LONG_AGO))[0]
            end = (span(row["ended_on"]) or (FAR, FAR))[1]
            if always or (day and start <= day <= end):
                places.append((start, row["organization"]))
    if places:
        return str(min(places)[1])
    return next((row["organization"] for row in store["people"] if row["id"] == person), None)


def members(store: Store, roles: tuple[str, ...] = ("member",)) -> dict[str, dt.date]:
    """Persons ever admitted to the cohort, with the day they joined (the beginning of time when blank)."""
    found: dict[str, dt.date] = {}
    for row in store["memberships"]:
        if row.get("person") and row["role"] in roles and row["status"] in (None, "admitted"):
            joined = (span(row["joined_on"]) or (LONG_AGO, LONG_AGO))[0]
            found[row["person"]] = min(found.get(row["person"], FAR), joined)
    return found


def pairs(
    nodes: set[str], collaborations: list[Work], organizations: bool = False
) -> dict[tuple[str, str], list[Work]]:
    """Evidence of each pair of nodes."""
    found: dict[tuple[str, str], list[Work]] = defaultdict(list)
    for work in collaborations:
        for pair in combinations(sorted((work.organizations if organizations else work.people) & nodes), 2):
            found[pair].append(work)
    return dict(found)


def newman(evidence: list[Work], organizations: bool = False) -> Fraction:
    """Sum of 1/(k-1)."""
    sizes = [len(work.organizations if organizations else work.people) for work in evidence]
    return sum((Fraction(1, size - 1) for size in sizes), Fraction(0))


def meets(work: Work, start: dt.date | None, end: dt.date | None) -> bool:
    """Whether the work counts in the window."""
    if start is None and end is None:
        return True
    if work.first is None or work.last is None:
        return False
    return work.first <= (end or FAR) and work.last >= (start or LONG_AGO)


def components(nodes: set[str], edges: set[tuple[str, str]]) -> list[set[str]]:
    """Connected components by flooding."""
    near: dict[str, set[str]] = {node: set() for node in nodes}
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    left, result = set(nodes), []
    while left:
        reached, edge = set(), {left.pop()}
        while edge:
            reached |= edge
            edge = set().union(*(near[node] for node in edge)) - reached
        left -= reached
        result.append(reached)
    return result


def constraint(near: dict[str, dict[str, float]], node: str) -> float | None:
    """Burt's constraint from a table of symmetric tie strengths."""
    total = {key: sum(row.values()) for key, row in near.items()}
    if not total[node]:
        return None

    def share(one: str, other: str) -> float:
        return near[one].get(other, 0) / total[one] if total[one] else 0.0

    return sum(
        (share(node, other) + sum(share(node, third) * share(third, other) for third in near[node] if third != other))
        ** 2
        for other in near[node]
    )


def effective_size(near: dict[str, set[str]], node: str) -> float | None:
    """Contacts less mean ties among them, counted pair by pair."""
    contacts = near[node]
    if not contacts:
        return None
    ties = sum(1 for one, other in combinations(sorted(contacts), 2) if other in near[one])
    return len(contacts) - 2 * ties / len(contacts)
