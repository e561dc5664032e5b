"""Plain rows as plain facts, from the definitions alone: nothing of copnet is imported here or by who imports this."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

Row = Mapping[str, Any]
Store = Mapping[str, Sequence[Row]]
Pair = tuple[str, str]

NO_TIE_ROLES = {"audience", "leadership"}
NO_TIE_STATUSES = {"proposed", "planned", "declined", "cancelled"}
GATHERINGS = {"convening", "coaching", "introduction"}


def first_day(text: str | None) -> dt.date | None:
    """The first day a date can mean; None for a blank."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    return dt.date(*[*parts, 1, 1][:3])


def last_day(text: str | None) -> dt.date | None:
    """The last day a date can mean; None for a blank."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return dt.date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def latest(store: Store) -> dt.date:
    """The latest day any date of the rows can mean."""
    names = ("started_on", "ended_on", "joined_on", "left_on", "noted_on", "asked_on", "answered_on", "adopted_on")
    days = [last_day(row.get(name)) for rows in store.values() for row in rows for name in names]
    return max(day for day in days if day)


@dataclass(frozen=True)
class Work:
    """A dated collaboration that can tie.

    Attributes:
        first: first possible day of its start.
        last: last possible day of its span; of an ongoing one the day everything is looked at.
        people: persons who took part in a role that ties.
        stands: organization -> persons who stood for it; an organization taking part itself also has None among them.
    """

    id: str
    kind: str
    community: str | None
    first: dt.date
    last: dt.date
    people: frozenset[str]
    stands: Mapping[str, frozenset[str | None]]

    def is_gathering_of(self, community: str) -> bool:
        """Whether it is one of the community's own gatherings."""
        return self.community == community and self.kind in GATHERINGS


def works(store: Store, as_of: dt.date) -> list[Work]:
    """Every dated collaboration that can tie and had begun by ``as_of``."""
    result = []
    taking_part: dict[str, list[Row]] = {}
    for row in store["participations"]:
        if (row.get("role") or "").casefold() not in NO_TIE_ROLES:
            taking_part.setdefault(row["collaboration"], []).append(row)
    standing = _Standing(store)
    for row in store["collaborations"]:
        first, status = first_day(row.get("started_on")), row.get("status") or "done"
        if first is None or first > as_of or status in NO_TIE_STATUSES:
            continue
        last = last_day(row.get("ended_on") or row["started_on"])
        assert last is not None
        if status == "ongoing" and not row.get("ended_on"):
            last = max(as_of, last)
        rows = taking_part.get(row["id"], [])
        stands: dict[str, set[str | None]] = {}
        for part in rows:
            person, organization = part.get("person"), part.get("organization")
            if person:
                organization = organization or standing.on(person, first)
            if organization:
                stands.setdefault(organization, set()).add(person or None)
        people = frozenset(part["person"] for part in rows if part.get("person"))
        frozen = {key: frozenset(found) for key, found in stands.items()}
        result.append(Work(row["id"], row["kind"], row.get("community"), first, last, people, frozen))
    return result


class _Standing:
    """For which organization a person stands who names none."""

    def __init__(self, store: Store) -> None:
        self.own = {row["id"]: row.get("organization") for row in store["people"]}
        self.places: dict[str, list[Row]] = {}
        for row in store.get("affiliations", ()):
            self.places.setdefault(row["person"], []).append(row)

    def on(self, person: str, day: dt.date) -> str | None:
        valid = []
        for row in self.places.get(person, ()):
            start, end = first_day(row.get("started_on")) or dt.date.min, last_day(row.get("ended_on")) or dt.date.max
            if start <= day <= end:
                valid.append((start, row["organization"]))
        return min(valid)[1] if valid else self.own.get(person)


def pairs(keys: frozenset[str] | set[str]) -> list[Pair]:
    """Every two of them, the smaller first."""
    return list(combinations(sorted(keys), 2))


def ends_of(work: Work, organizations: bool) -> frozenset[str]:
    """Who is tied by a collaboration: persons, or the organizations they stood for and those that came themselves."""
    return frozenset(work.stands) if organizations else work.people


def joined(store: Store, community: str | None, roles: Sequence[str], organizations: bool) -> dict[str, dt.date | None]:
    """First possible day of joining by member, None where blank; who came back has the earliest, a blank wins.

    Without a community: the first known joining of any, a blank telling nothing. An organization is a member by its own
    row, or through a person: the one named in the membership, else every one of an affiliation that overlaps the
    membership (from its start, if that is later), else ``people.organization``.
    """
    found: dict[str, list[dt.date | None]] = {}
    own = {row["id"]: row.get("organization") for row in store["people"]}
    for row in store["memberships"]:
        admitted = (row.get("status") or "admitted") == "admitted" and (row.get("role") or "member") in roles
        if (community and row["community"] != community) or not admitted:
            continue
        day, left = first_day(row.get("joined_on")), last_day(row.get("left_on")) or dt.date.max
        person, named = row.get("person"), row.get("organization")
        if not organizations:
            if person:
                found.setdefault(person, []).append(day)
            continue
        if named:
            found.setdefault(named, []).append(day)
            continue
        places = []
        for place in store.get("affiliations", ()) if person else ():
            if place["person"] != person:
                continue
            start, end = first_day(place.get("started_on")), last_day(place.get("ended_on")) or dt.date.max
            if (start or dt.date.min) <= left and end >= (day or dt.date.min):
                places.append((place["organization"], max(day, start) if day and start else day))
        if not places and person and own.get(person):
            places.append((own[person], day))
        for organization, since in places:
            found.setdefault(organization, []).append(since)
    known = {key: [day for day in days if day] for key, days in found.items()}
    if community is None:
        return {key: min(days) for key, days in known.items() if days}
    return {key: min(known[key]) if None not in days else None for key, days in found.items()}
