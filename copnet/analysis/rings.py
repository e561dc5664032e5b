"""How far a community's work reached: outsiders who worked with a member, and outsiders who worked with those."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

from copnet.analysis.belonging import Belonging, Span
from copnet.analysis.deeds import Deed
from copnet.graph.days import NEVER

Reached: TypeAlias = dict[str, list[Deed]]
"""Who was reached, with the collaborations that say so, first to last."""


@dataclass(slots=True)
class Ring:
    """Who is in a ring."""

    people: Reached = field(default_factory=dict)
    organizations: Reached = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Rings:
    """Both rings of a community.

    Attributes:
        one, two: the rings.
        later_people, later_organizations: who was reached from outside and joined afterwards; in no ring.
        with_outsiders: the collaborations of ring 1 with a person outside, or an organization outside that took part
            itself: one that is there by its facilitator alone is reached, but nobody from outside was there.
        bridging: members who took part in them, with these collaborations.
    """

    one: Ring
    two: Ring
    later_people: Reached
    later_organizations: Reached
    with_outsiders: list[Deed]
    bridging: Reached


def rings(who: Belonging, deeds: list[Deed], after: int) -> Rings:
    """The rings of everything that began later than the day ``after``.

    An organization is in a ring when it took part itself, or somebody stood for it beside somebody else who reaches
    others, and it never was a member organization: that of a facilitator, a coach or a funder can be reached.

    Args:
        who: the community.
        deeds: all dated collaborations, by first possible day.
        after: the day before the community's start, or its last day.
    """
    counted = [deed for deed in deeds if deed.day > after]
    finder = _Finder(who)
    finder.first(counted)
    finder.second(counted)
    return Rings(
        one=finder.one, two=finder.two,
        later_people=_ordered(finder.later_people), later_organizations=_ordered(finder.later_organizations),
        with_outsiders=finder.with_outsiders, bridging=_ordered(finder.bridging),
    )  # fmt: skip


class _Finder:
    """Walks through the collaborations once a ring."""

    def __init__(self, who: Belonging) -> None:
        self.who = who
        self.one, self.two = Ring(), Ring()
        self.later_people: Reached = defaultdict(list)
        self.later_organizations: Reached = defaultdict(list)
        self.with_outsiders: list[Deed] = []
        self.bridging: Reached = defaultdict(list)

    def first(self, counted: list[Deed]) -> None:
        """Outsiders beside somebody of the community."""
        people: Reached = defaultdict(list)
        organizations: Reached = defaultdict(list)
        for deed in counted:
            active = self.active(deed)
            if not active:
                continue
            outside = [one for one in deed.people if one not in self.who.insiders]
            came = self.came(deed, active)
            places = {place for place in came if place not in self.who.organizations}
            for one in outside:
                people[one].append(deed)
            for place in places:
                organizations[place].append(deed)
            if outside or places & deed.direct:
                self.with_outsiders.append(deed)
                for one in active:
                    self.bridging[one].append(deed)
            self.joined_later(deed, active, came)
        self.one = Ring(_ordered(people), _ordered(organizations))

    def second(self, counted: list[Deed]) -> None:
        """Outsiders beside somebody of ring 1, strictly later than what brought that person there."""
        people: Reached = defaultdict(list)
        organizations: Reached = defaultdict(list)
        first = {one: found[0].day for one, found in self.one.people.items()}
        for deed in counted:
            bridges = {one for one in deed.people if first.get(one, deed.day) < deed.day}
            if not bridges:
                continue
            came = self.came(deed, bridges)
            # one by one: a set less the keys of a dictionary goes through all of these
            for one in deed.people:
                if one not in self.who.insiders and one not in first:
                    people[one].append(deed)
            for place in came:
                if place not in self.who.organizations and place not in self.one.organizations:
                    organizations[place].append(deed)
            self.joined_later(deed, bridges, came)
        self.two = Ring(_ordered(people), _ordered(organizations))

    def active(self, deed: Deed) -> set[str]:
        """Who of the deed was a member when it began."""
        since = self.who.members
        return {one for one in deed.people if one in since and since[one][0] <= deed.day}

    def came(self, deed: Deed, others: set[str]) -> set[str]:
        """Organizations that took part with one of ``others``: themselves, or through somebody else than that one."""
        return set(deed.direct) | {
            place for place, persons in deed.through.items() if any(others - {person} for person in persons)
        }

    def joined_later(self, deed: Deed, others: set[str], came: set[str]) -> None:
        """Note members, and member organizations that came, who took part here before they had any role."""
        who = self.who
        for one in deed.people & who.members.keys():
            if who.insiders[one][0] > deed.day and others - {one}:
                _add(self.later_people[one], deed)
        for place in came & who.organizations.keys():
            if who.organizations[place][0] > deed.day:
                _add(self.later_organizations[place], deed)


def _add(found: list[Deed], deed: Deed) -> None:
    if deed not in found:
        found.append(deed)


def _ordered(found: Reached) -> Reached:
    """By the first collaboration, then id; each with its collaborations in their order."""
    for reached in found.values():
        reached.sort(key=lambda deed: (deed.day, deed.id))
    return dict(sorted(found.items(), key=lambda item: (item[1][0].day, item[0])))


def imprecise(who: Belonging, deeds: list[Deed], found: Rings) -> frozenset[str]:
    """Records whose coarse date could change a ring, or what is before, during and after.

    They are those that cross the community's start or end, and those of two that could have come the other way round:
    a joining and a collaboration with outsiders, what brought somebody into ring 1 and what they did with others.

    Args:
        who: the community.
        deeds: dated collaborations in which somebody took part whom these figures are about.
        found: its rings.
    """
    edges = [edge for edge in (who.start, who.end) if edge]
    days = {edge[0] - 1 for edge in (who.start,) if edge} | {edge[0] for edge in (who.end,) if edge}
    brought = {one: reached[0] for one, reached in found.one.people.items()}
    unsure: set[str] = set()
    for deed in deeds:
        if any(deed.span[0] <= day < deed.span[1] for day in days):
            unsure.add(f"collaboration:{deed.id}")
        if any(_either(edge, deed.span) for edge in edges if edge[0] < edge[1]):
            unsure.add(f"community:{who.community}")
        if deed.people <= who.members.keys() or not deed.people:
            continue
        for one in deed.people:
            if one in who.members and _either(who.members[one], deed.span):
                unsure |= _coarse(f"member:{one}", who.members[one]) | _coarse(f"collaboration:{deed.id}", deed.span)
            if one in brought and brought[one] is not deed and _either(brought[one].span, deed.span):
                first = brought[one]
                unsure |= _coarse(f"collaboration:{first.id}", first.span)
                unsure |= _coarse(f"collaboration:{deed.id}", deed.span)
    return frozenset(unsure)


def _either(one: Span, other: Span) -> bool:
    """Whether two dates could be in either order."""
    return one[0] <= other[1] and other[0] <= one[1] and one[0] > NEVER


def _coarse(name: str, span: Span) -> set[str]:
    return {name} if span[0] < span[1] else set()
