"""Growth and endurance from the definitions alone: every period computed anew from the rows, with loops."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.brute_rows import Pair, Store, Work, ends_of, first_day, joined, latest, pairs, works

DAY = dt.timedelta(days=1)


@dataclass
class State:
    """The network at the end of a day: nodes, the collaborations of each tie, components by node."""

    nodes: set[str]
    ties: dict[Pair, list[Work]]
    neighbors: dict[str, set[str]] = field(init=False)
    component: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.neighbors = {node: set() for node in self.nodes}
        for one, other in self.ties:
            self.neighbors[one].add(other)
            self.neighbors[other].add(one)
        self.component = {}
        for node in sorted(self.nodes):
            stack = [] if node in self.component else [node]
            while stack:
                found = stack.pop()
                if found not in self.component:
                    self.component[found] = node
                    stack.extend(self.neighbors[found])


class Growth:
    """A history, and what is true in any period of it.

    Args:
        store: the rows.
        community: its id; None: everyone.
        organizations: a network of organizations.
        roles, kinds, exclude_kinds, min_weight, newman, to: options of the network.
        dormant_after: days.
    """

    def __init__(
        self,
        store: Store,
        community: str | None = None,
        *,
        organizations: bool = False,
        roles: Sequence[str] = ("member",),
        kinds: Sequence[str] = (),
        exclude_kinds: Sequence[str] = (),
        min_weight: float = 0,
        newman: bool = False,
        to: dt.date | None = None,
        dormant_after: int = 365,
    ) -> None:
        self.organizations, self.min_weight, self.newman = organizations, min_weight, newman
        self.community, self.dormant_after = community, dt.timedelta(days=dormant_after)
        self.as_of = to or latest(store)
        self.works = [
            work for work in works(store, self.as_of)
            if (not kinds or work.kind in kinds) and work.kind not in exclude_kinds
        ]  # fmt: skip
        self.joined = joined(store, community, roles, organizations)
        self.since = self._since()
        self.ended = next((row.get("ended_on") for row in store["communities"] if row["id"] == community), None)
        self.states: dict[dt.date, State] = {}

    def _since(self) -> dict[str, dt.date | None]:
        """First day of being a node; None: always."""
        if self.community is not None:
            return self.joined
        found: dict[str, list[dt.date]] = {key: [day] for key, day in self.joined.items() if day}
        for work in self.works:
            for end in ends_of(work, self.organizations):
                found.setdefault(end, []).append(work.first)
        return {key: min(days) for key, days in found.items()}

    def state(self, day: dt.date) -> State:
        """The network at the end of a day."""
        if day not in self.states:
            nodes = {key for key, since in self.since.items() if since is None or since <= day}
            self.states[day] = State(nodes, self._tied(nodes, [work for work in self.works if work.first <= day]))
        return self.states[day]

    def _tied(self, nodes: set[str], chosen: list[Work]) -> dict[Pair, list[Work]]:
        shared: dict[Pair, list[Work]] = {}
        for work in chosen:
            for pair in pairs(ends_of(work, self.organizations) & nodes):
                shared.setdefault(pair, []).append(work)
        return {pair: found for pair, found in shared.items() if self._weight(found) >= self.min_weight}

    def _weight(self, shared: list[Work]) -> float:
        if not self.newman:
            return len(shared)
        return sum(1 / (len(ends_of(work, self.organizations)) - 1) for work in shared)

    def active(self, start: dt.date, end: dt.date) -> set[Pair]:
        """E_t: ties of the network at the end of the period with a collaboration whose span meets it."""
        ties = self.state(end).ties
        return {pair for pair, found in ties.items() if any(work.last >= start for work in found)}

    def row(self, start: dt.date, end: dt.date, before: tuple[dt.date, dt.date] | None) -> dict[str, Any]:
        """One row of growth; ``before`` is the period before it."""
        now, past = self.state(end), self.state(start - DAY)
        n, m = len(now.nodes), len(now.ties)
        sizes: dict[str, int] = {}
        for root in now.component.values():
            sizes[root] = sizes.get(root, 0) + 1
        largest = max(sizes.values(), default=0)
        events = self.events(start, end)
        meeting = [work for work in self.works if work.first <= end and work.last >= start]
        taking_part = {node for work in meeting for node in ends_of(work, self.organizations)}
        active = self.active(start, end)
        last = self.active(*before) if before else None
        kinds = [how(past, pair) for pair in events["first met"]]
        return {
            "from": start.isoformat(),
            "to": end.isoformat(),
            "nodes": n,
            "ties": m,
            "density": 2 * m / (n * (n - 1)) if n > 1 else None,
            "average_degree": 2 * m / n if n else None,
            "components": len(sizes),
            "isolates": sum(not found for found in now.neighbors.values()),
            "largest_component": largest,
            "largest_component_share": largest / n if n else None,
            "new_members": sum(start <= day <= end for day in self.joined.values() if day),
            "active_members": len(now.nodes & taking_part),
            "new_ties": len(events["first met"]),
            "repeated_ties": len(events["met again"]),
            "dormant_ties": len(self.dormant(end)),
            "retention": len(last & active) / len(last) if last else None,
            "jaccard": len(last & active) / len(last | active) if last is not None and last | active else None,
            "bridging_share": kinds.count("bridging") / len(kinds) if kinds else None,
            "bonding_share": kinds.count("bonding") / len(kinds) if kinds else None,
            "newcomer_share": kinds.count("newcomer") / len(kinds) if kinds else None,
        }

    def dormant(self, day: dt.date) -> set[Pair]:
        """Ties to date whose latest end is too long ago."""
        ties = self.state(day).ties
        return {pair for pair, found in ties.items() if day - max(work.last for work in found) > self.dormant_after}

    def tied_on(self, shared: list[Work]) -> dt.date:
        """First day of a tie: of its first collaboration, or of the one that brought it to the least weight."""
        shared = sorted(shared, key=lambda work: work.first)
        return next(
            work.first for number, work in enumerate(shared, 1) if self._weight(shared[:number]) >= self.min_weight
        )

    def events(self, start: dt.date, end: dt.date) -> dict[str, set[Pair]]:
        """Ties of the network at the end of a period that were first tied in it, and that met again in it."""
        new, again = set(), set()
        for pair, shared in self.state(end).ties.items():
            if self.tied_on(shared) >= start:
                new.add(pair)
            elif any(work.first >= start for work in shared):
                again.add(pair)
        return {"first met": new, "met again": again}

    def endurance(self) -> list[dict[str, Any]]:
        """Years after the community's end, as many as have begun by ``as_of``."""
        if self.community is None:
            return []
        if not self.ended:
            return [{"year": 1, "rate": None, "numerator": None, "denominator": None}]
        end = first_day(self.ended)
        assert end is not None
        own = [work for work in self.works if not work.is_gathering_of(self.community)]
        formed = self._tied(self.state(end).nodes, [work for work in own if work.first <= end])
        total = len(formed) if end <= self.as_of else None
        result: list[dict[str, Any]] = []
        for year in range(1, 100):
            after, until = years_later(end, year - 1), years_later(end, year)
            if total is None or until > self.as_of:
                result.append({"year": year, "rate": None, "numerator": None, "denominator": total})
                break
            going_on = {pair for work in own if after < work.first <= until
                        for pair in pairs(ends_of(work, self.organizations))}  # fmt: skip
            counted = len(formed.keys() & going_on)
            rate = counted / total if total else None
            result.append({"year": year, "rate": rate, "numerator": counted, "denominator": total})
        return result


def how(past: State, pair: Pair) -> str:
    """How a new tie stands to the network before it."""
    one, other = pair
    mine, theirs = past.neighbors.get(one, set()), past.neighbors.get(other, set())
    if not mine or not theirs:
        return "newcomer"
    if past.component[one] != past.component[other]:
        return "bridging"
    return "bonding" if mine & theirs else "other"


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; 28 February for a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def calendar_periods(first: dt.date, last: dt.date, every: str) -> list[tuple[dt.date, dt.date]]:
    """Whole months, quarters or years from the one of ``first`` to the one of ``last``."""
    months = {"month": 1, "quarter": 3, "year": 12}[every]
    year, place = first.year, (first.month - 1) // months
    result = []
    while (start := dt.date(year, 1 + place * months, 1)) <= last:
        year, place = (year, place + 1) if (place + 1) * months < 12 else (year + 1, 0)
        result.append((start, dt.date(year, 1 + place * months, 1) - DAY))
    return result
