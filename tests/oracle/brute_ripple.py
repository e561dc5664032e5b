"""The ripple of a community, counted from plain rows with loops, from the definitions alone.

    found = ripple(store, "cohort")                   # from the community's start on
    found = ripple(store, "cohort", after="end")      # strictly after its end
    found.ring1.people, found.ring1.new_people        # ids with their collaborations, ids

``store`` is a mapping of the contract's tables to rows (``tests.support.histories.large_history`` makes one): people,
affiliations, communities, memberships, collaborations, participations; dates as ISO text of any precision. Everything
is compared by first possible days. What the definitions leave open is decided so:

- Taking part is what makes a tie: not as audience or leadership, not in what is proposed, planned, declined or called
  off, and not in what has no date. That goes for rings and for ties alike.
- An organization takes part through whoever stands for it, or itself. It is with a person through somebody else or
  itself, not through that person alone.
- New is who was in nothing before, in any role: the audience has seen the community's people too.
- The end of a community is the first day it can mean, as in endurance.
- The community's own gatherings count in the rings, not in ``ties`` and ``documented``.
- Held a role: an admitted membership as member, facilitator, coach or funder. An applicant held none yet, nor did who
  was not admitted (applied, invited, declined, withdrawn): an outsider. That goes for persons: an organization is
  outside unless it ever was a member organization.
- A collaboration is with outsiders when a person outside is with somebody of M, or an organization outside itself.
- The organization of a member: named in the membership, else of every affiliation that overlaps it, else
  ``people.organization``. What a member names in one participation makes no member organization.
- Rings count work with somebody who was in M by its first day. Ring 2 is reached with a person of ring 1, also for
  organizations.
- ``joined_later`` are those of M (or member organizations) who would be in a ring by what they did before they had any
  role.
- What is part of a work of the lineage is of the same generation; a whole is not of the lineage of its parts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from tests.oracle.brute_rows import Pair, Store, Work, first_day, joined, latest, pairs, works

ROLES = ("member", "facilitator", "coach", "funder")
DAY = dt.timedelta(days=1)


Reached = dict[str, list[str]]
"""Who was reached, each with the ids of the collaborations that say so, in the order of time."""


@dataclass
class Ring:
    """Outsiders one or two steps from the community; ``new_`` those never seen before."""

    people: Reached = field(default_factory=dict)
    organizations: Reached = field(default_factory=dict)
    new_people: set[str] = field(default_factory=set)
    new_organizations: set[str] = field(default_factory=set)


@dataclass
class Ripple:
    """Every figure of the ripple, as the ids behind it.

    Attributes:
        members: M.
        member_organizations: organizations that are a member themselves or through a person of M.
        ring1, ring2: the rings.
        joined_later: people and organizations that joined after they had worked with the community.
        with_outsiders: collaborations of somebody of M with an outsider.
        bridging_out: those of M who took part in one of these.
        ties: pairs of M by when they first did something together: before, during, after.
        documented: member organizations with a collaboration with another; without the own gatherings.
        lineage: generation of every collaboration that grew out of the community's own (0).
    """

    members: set[str]
    member_organizations: set[str]
    ring1: Ring
    ring2: Ring
    joined_later: tuple[Reached, Reached]
    with_outsiders: set[str]
    bridging_out: set[str]
    ties: dict[Literal["before", "during", "after"], set[Pair]]
    documented: set[str]
    lineage: dict[str, int]


def ripple(store: Store, community: str, *, after: Literal["start", "end"] = "start") -> Ripple:
    """The ripple of a community.

    Raises:
        ValueError: ``after="end"`` of a community without an end.
    """
    place = _Community(store, community, after)
    ring1 = _ring(place, place.insiders, Ring())
    days = {work.id: work.first for work in place.works}

    def bridges(work: Work) -> set[str]:
        """People of ring 1 who were brought there strictly earlier."""
        return {one for one in work.people & ring1.people.keys() if days[ring1.people[one][0]] < work.first}

    reaching = [work for work in place.reached if place.insiders(work) and place.outsiders(work)]
    return Ripple(
        members=set(place.member_since),
        member_organizations=set(place.organization_since),
        ring1=ring1,
        ring2=_ring(place, bridges, ring1),
        joined_later=_joined_later(place, bridges),
        with_outsiders={work.id for work in reaching},
        bridging_out={person for work in reaching for person in place.insiders(work)},
        ties=_ties(place),
        documented=_documented(place),
        lineage=lineage(store, community),
    )


class _Community:
    """Who belongs to it since when, and what counts."""

    def __init__(self, store: Store, community: str, after: Literal["start", "end"]) -> None:
        self.id, self.store = community, store
        row = next(row for row in store["communities"] if row["id"] == community)
        self.start = first_day(row.get("started_on")) or dt.date.min
        self.end = first_day(row.get("ended_on"))
        if after == "end" and self.end is None:
            raise ValueError("The community has no end.")
        self.first = self.end + DAY if after == "end" and self.end else self.start
        self.works = sorted(works(store, latest(store)), key=lambda work: (work.first, work.id))
        self.reached = [work for work in self.works if work.first >= self.first]
        self.member_since = _earliest(store, community, self.start, organizations=False)
        self.organization_since = _earliest(store, community, self.start, organizations=True)
        self.role_since = _earliest(store, community, self.start, organizations=False, roles=ROLES)

    def is_member(self, person: str, day: dt.date) -> bool:
        return person in self.member_since and self.member_since[person] <= day

    def insiders(self, work: Work) -> set[str]:
        """Those of M by the first day of a collaboration."""
        return {person for person in work.people if self.is_member(person, work.first)}

    def outside_people(self, keys: Iterable[str]) -> set[str]:
        return set(keys) - self.role_since.keys()

    def outside_organizations(self, keys: Iterable[str]) -> set[str]:
        return set(keys) - self.organization_since.keys()

    def with_one_of(self, work: Work, persons: set[str]) -> tuple[set[str], set[str]]:
        """People and organizations that took part with one of these persons."""
        here = set(work.people) & persons
        people = {person for person in work.people if here - {person}}
        organizations = {
            organization for organization, through in work.stands.items()
            if any(here - {person} for person in through)
        }  # fmt: skip
        return people, organizations

    def outsiders(self, work: Work) -> set[str]:
        people, organizations = self.with_one_of(work, self.insiders(work))
        themselves = {one for one in organizations if None in work.stands[one]}
        return self.outside_people(people) | self.outside_organizations(themselves)

    def seen_before(self) -> tuple[set[str], set[str]]:
        """People and organizations in a collaboration dated before ``first``, in any role."""
        anyhow = {**self.store, "participations": [{**row, "role": None} for row in self.store["participations"]]}
        before = [work for work in works(anyhow, latest(anyhow)) if work.first < self.first]
        return {one for work in before for one in work.people}, {one for work in before for one in work.stands}


def _earliest(
    store: Store, community: str, start: dt.date, *, organizations: bool, roles: tuple[str, ...] = ("member",)
) -> dict[str, dt.date]:
    """Since when each has a role: the earliest of several memberships, a blank one from the community's start on."""
    dated = [
        row if row.get("joined_on") else {**row, "joined_on": start.isoformat() if start > dt.date.min else None}
        for row in store["memberships"]
    ]
    found = joined({**store, "memberships": dated}, community, roles, organizations)
    return {key: day or dt.date.min for key, day in found.items()}


def _ring(place: _Community, of: Callable[[Work], set[str]], inner: Ring) -> Ring:
    """Outsiders, not of the inner ring, beside somebody ``of`` each collaboration."""
    ring = Ring()
    for work in place.reached:
        people, organizations = place.with_one_of(work, of(work))
        _add(ring.people, place.outside_people(people) - inner.people.keys(), work)
        _add(ring.organizations, place.outside_organizations(organizations) - inner.organizations.keys(), work)
    people, organizations = place.seen_before()
    ring.new_people, ring.new_organizations = ring.people.keys() - people, ring.organizations.keys() - organizations
    return ring


def _joined_later(place: _Community, bridges: Callable[[Work], set[str]]) -> tuple[Reached, Reached]:
    """Members who took part as ring 1 or ring 2 do before they had any role, and member organizations likewise."""
    found: tuple[Reached, Reached] = {}, {}
    for work in place.reached:
        beside = [place.with_one_of(work, there) for there in (place.insiders(work), bridges(work))]
        people, organizations = (set().union(*parts) for parts in zip(*beside, strict=True))
        since = place.organization_since
        _add(found[0], {one for one in people & place.member_since.keys() if place.role_since[one] > work.first}, work)
        _add(found[1], {one for one in organizations & since.keys() if since[one] > work.first}, work)
    return found


def _add(found: Reached, who: set[str], work: Work) -> None:
    for one in who:
        found.setdefault(one, []).append(work.id)


def _ties(place: _Community) -> dict[Literal["before", "during", "after"], set[Pair]]:
    """Pairs of M by their first collaboration, in the order of time."""
    result: dict[Literal["before", "during", "after"], set[Pair]] = {"before": set(), "during": set(), "after": set()}
    known: set[Pair] = set()
    for work in place.works:
        if work.is_gathering_of(place.id):
            continue
        when: Literal["before", "during", "after"] = "during"
        if work.first < place.start:
            when = "before"
        elif place.end and work.first > place.end:
            when = "after"
        new = set(pairs(work.people & place.member_since.keys())) - known
        result[when] |= new
        known |= new
    return result


def _documented(place: _Community) -> set[str]:
    """Member organizations with a collaboration, from the start on, with another."""
    found: set[str] = set()
    for work in place.works:
        members = work.stands.keys() & place.organization_since.keys()
        if work.first >= place.start and not work.is_gathering_of(place.id) and len(members) > 1:
            found |= members
    return found


def lineage(store: Store, community: str) -> dict[str, int]:
    """Generations: the fewest steps of ``grew_out_of`` from a collaboration of the community, which is 0."""
    found = {row["id"]: 0 for row in store["collaborations"] if row.get("community") == community}
    changed = True
    while changed:
        changed = False
        for row in store["collaborations"]:
            through = [found[key] + 1 for key in row.get("grew_out_of") or () if key in found]
            through += [found[row["part_of"]]] if row.get("part_of") in found else []
            best = min(through, default=None)
            if best is not None and best < found.get(row["id"], best + 1):
                found[row["id"]] = best
                changed = True
    return found
