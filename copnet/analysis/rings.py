"""How far a community's work reached: outsiders who worked with a member, and outsiders who worked with those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from copnet.analysis.belonging import Belonging, Span
from copnet.analysis.deeds import Deed
from copnet.graph.days import NEVER

Reached: TypeAlias = dict[str, list[Deed]]
"""Who was reached, with the collaborations that say so, first to last."""

Beside: TypeAlias = Callable[[str], bool]
"""Whether a person took part with somebody else than themselves who reaches others."""


@dataclass(slots=True)
class Ring:
    """The persons and organizations of a ring, and those of them never seen before."""

    people: Reached = field(default_factory=dict)
    organizations: Reached = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Rings:
    """Both rings of a community.

    Attributes:
        one, two: the rings.
        later_people, later_organizations: who was reached from outside and joined afterwards; in no ring.
        with_outsiders: the collaborations of ring 1.
        bridging: members who took part in them, with these collaborations.
        seen: persons and organizations that took part in something before.
    """

    one: Ring
    two: Ring
    later_people: Reached
    later_organizations: Reached
    with_outsiders: list[Deed]
    bridging: Reached
    seen_people: frozenset[str]
    seen_organizations: frozenset[str]


def rings(who: Belonging, deeds: list[Deed], after: int) -> Rings:
    """The rings of everything that began later than the day ``after``.

    An organization is in a ring when it took part itself or an outsider stood for it, and it never was a member
    organization nor held a role of its own: what a member, a facilitator or a coach does for an employer is no reach.

    Args:
        who: the community.
        deeds: all dated collaborations, by first possible day.
        after: the day before the community's start, or its last day.
    """
    counted = [deed for deed in deeds if deed.day > after]
    before = [deed for deed in deeds if deed.day <= after]
    finder = _Finder(who)
    finder.first(counted)
    finder.second(counted)
    return Rings(
        one=finder.one, two=finder.two,
        later_people=_ordered(finder.later_people), later_organizations=_ordered(finder.later_organizations),
        with_outsiders=finder.with_outsiders, bridging=_ordered(finder.bridging),
        seen_people=frozenset(one for deed in before for one in deed.people),
        seen_organizations=frozenset(one for deed in before for one in (*deed.direct, *deed.through)),
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
            if not active and not self.seated(deed):
                continue
            outside = [one for one in deed.people if one not in self.who.insiders]
            places = self.places(deed, lambda person: True)
            for one in outside:
                people[one].append(deed)
            for place in places:
                organizations[place].append(deed)
            if outside or places:
                self.with_outsiders.append(deed)
                for one in active:
                    self.bridging[one].append(deed)
            self.joined_later(deed, lambda person: True)
        self.one = Ring(_ordered(people), _ordered(organizations))

    def second(self, counted: list[Deed]) -> None:
        """Outsiders beside somebody of ring 1, strictly later than what brought that person there."""
        people: Reached = defaultdict(list)
        organizations: Reached = defaultdict(list)
        first = {one: found[0].day for one, found in self.one.people.items()}
        for deed in counted:
            if self.active(deed) or self.seated(deed):
                continue
            bridges = {one for one in deed.people if first.get(one, deed.day) < deed.day}
            if not bridges:
                continue

            def beside(person: str, bridges: set[str] = bridges) -> bool:
                return bool(bridges - {person})  # nobody reaches somebody by being both

            for one in deed.people:
                if one not in self.who.insiders and one not in first:
                    people[one].append(deed)
            for place in self.places(deed, beside):
                if place not in self.one.organizations:
                    organizations[place].append(deed)
            self.joined_later(deed, beside)
        self.two = Ring(_ordered(people), _ordered(organizations))

    def active(self, deed: Deed) -> list[str]:
        """Who of the deed was a member when it began."""
        since = self.who.members
        return [one for one in sorted(deed.people) if one in since and since[one][0] <= deed.day]

    def seated(self, deed: Deed) -> bool:
        """Whether a member organization took part itself."""
        since = self.who.seated
        return any(one in since and since[one][0] <= deed.day for one in deed.direct)

    def places(self, deed: Deed, beside: Beside) -> set[str]:
        """Outside organizations that took part themselves or through an outsider beside the other side."""
        return {place for place in self.came(deed, beside) if place not in self.who.organizations_inside}

    def came(self, deed: Deed, beside: Beside) -> set[str]:
        found = set(deed.direct)
        for place, persons in deed.through.items():
            if any(self.outside_then(person, deed) and beside(person) for person in persons):
                found.add(place)
        return found

    def outside_then(self, person: str, deed: Deed) -> bool:
        """Whether a person had no role in the community on the day."""
        return self.who.insiders.get(person, (deed.day + 1,))[0] > deed.day

    def joined_later(self, deed: Deed, beside: Beside) -> None:
        """Note who took part here from outside and joined after that day."""
        for one in deed.people & self.who.insiders.keys():
            if self.outside_then(one, deed) and beside(one):
                self.later_people[one].append(deed)
        for place in self.came(deed, beside) & self.who.organizations.keys():
            if self.who.organizations[place][0] > deed.day:
                self.later_organizations[place].append(deed)


def _ordered(found: Reached) -> Reached:
    """By the first collaboration, then id."""
    return dict(sorted(found.items(), key=lambda item: (item[1][0].day, item[0])))


def imprecise(who: Belonging, deeds: list[Deed], found: Rings) -> frozenset[str]:
    """Records whose coarse date could change a ring, what is new, or what is before, during and after.

    They are those that cross the community's start or end, and those of two that could have come the other way round:
    a joining and a collaboration with outsiders, what brought somebody into ring 1 and what they did with others.
    """
    edges = [edge for edge in (who.start, who.end) if edge]
    days = {edge[0] - 1 for edge in (who.start,) if edge} | {edge[0] for edge in (who.end,) if edge}
    relevant = who.members.keys() | found.one.people.keys() | found.two.people.keys()
    places = found.one.organizations.keys() | found.two.organizations.keys() | who.seated.keys()
    brought = {one: reached[0] for one, reached in found.one.people.items()}
    unsure: set[str] = set()
    for deed in deeds:
        if deed.people.isdisjoint(relevant) and deed.direct.isdisjoint(places):
            continue
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
