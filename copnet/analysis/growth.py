"""How a network grew: one row a period, all in one pass over its history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copnet.analysis.history import LATER, History
from copnet.analysis.periods import Every, Period, periods
from copnet.graph.days import NEVER
from copnet.graph.projection import Ints

Row = dict[str, Any]


def growth_rows(history: History, every: Every, dormant_after: int) -> list[Row]:
    """One row a period, from that of the first event to that of ``history.to``; empty without any date.

    The first event is ``--from``, else the earliest of the community's start, the first joining and the first
    collaboration of someone who was in the network then. Figures "to date" also count what happened before the first
    row. All figures of pairs are of nodes in the network at the end of the row: a tie older than the membership of one
    of its ends comes with the member and is never new. Who joins again is a new member once, when they first joined;
    without a community, when they first joined any.
    """
    rows = row_periods(history, every)
    if not rows:
        return []
    before: Period = (NEVER, rows[0][0] - 1)
    state = _Network.empty(len(history.found.nodes))
    pulse = _Pulse(history, dormant_after)
    arrivals = _Arrivals(history, [before, *rows])
    _advance(state, arrivals, 0, before)
    pulse.row(before, first=True)
    result = []
    for number, period in enumerate(rows, start=1):
        kinds = _advance(state, arrivals, number, period)
        row: Row = {"from": _iso(period[0]), "to": _iso(period[1])}
        row |= state.figures() | _members(history, period)
        row |= pulse.row(period, first=number == 1) | _shares(kinds)
        result.append({name: row[name] for name in FIELDS})
    return result


FIELDS = (
    "from", "to", "nodes", "ties", "density", "average_degree", "components", "isolates", "largest_component",
    "largest_component_share", "new_members", "active_members", "new_ties", "repeated_ties", "dormant_ties",
    "retention", "jaccard", "bridging_share", "bonding_share", "newcomer_share",
)  # fmt: skip


def row_periods(history: History, every: Every) -> list[Period]:
    """The periods of the rows; the first and the last are cut to ``--from`` and ``--to`` where these are given."""
    spec = history.spec
    joined = history.joined[history.joined != LATER]
    began = history.began[history.found.what]
    began = began[history.since[history.found.who] <= began]
    days = [history.start, *(int(found.min()) for found in (joined, began) if len(found))]
    first = spec.start.toordinal() if spec.start else min((day for day in days if day is not None), default=None)
    if history.to is None or first is None or first > history.to.toordinal():
        return []
    rows = periods(first, history.to.toordinal(), every)
    if spec.start:
        rows[0] = (first, rows[0][1])
    if spec.end:
        rows[-1] = (rows[-1][0], spec.end.toordinal())
    return rows


@dataclass
class _Network:
    """The network to date: union-find over the nodes, with neighbors."""

    parent: list[int]
    size: list[int]
    neighbors: list[set[int]]
    nodes: int = 0
    ties: int = 0
    components: int = 0
    isolates: int = 0
    largest: int = 0

    @classmethod
    def empty(cls, n: int) -> _Network:
        return cls(list(range(n)), [1] * n, [set() for _ in range(n)])

    def add_nodes(self, count: int) -> None:
        self.nodes += count
        self.components += count
        self.isolates += count
        self.largest = max(self.largest, min(count, 1))

    def root(self, node: int) -> int:
        parent = self.parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def kind(self, one: int, other: int) -> str:
        """What a tie between the two would be to the network as it is."""
        if not self.neighbors[one] or not self.neighbors[other]:
            return "newcomer"
        if self.root(one) != self.root(other):
            return "bridging"
        return "other" if self.neighbors[one].isdisjoint(self.neighbors[other]) else "bonding"

    def add_tie(self, one: int, other: int) -> None:
        self.ties += 1
        self.isolates -= (not self.neighbors[one]) + (not self.neighbors[other])
        self.neighbors[one].add(other)
        self.neighbors[other].add(one)
        small, large = sorted((self.root(one), self.root(other)), key=lambda root: self.size[root])
        if small != large:
            self.parent[small] = large
            self.size[large] += self.size[small]
            self.components -= 1
            self.largest = max(self.largest, self.size[large])

    def figures(self) -> Row:
        n, m = self.nodes, self.ties
        return {
            "nodes": n, "ties": m,
            "density": 2 * m / (n * (n - 1)) if n > 1 else None,
            "average_degree": 2 * m / n if n else None,
            "components": self.components, "isolates": self.isolates,
            "largest_component": self.largest if n else None,
            "largest_component_share": self.largest / n if n else None,
        }  # fmt: skip


def figures_of(history: History, last: int, ties: NDArray[np.bool_]) -> Row:
    """The figures to date of a row that ends on the day ``last``, had it these of the history's pairs as ties."""
    state = _Network.empty(len(history.found.nodes))
    state.add_nodes(int((history.since <= last).sum()))
    for pair in zip(history.found.left[ties].tolist(), history.found.right[ties].tolist(), strict=True):
        state.add_tie(*pair)
    return state.figures()


class _Arrivals:
    """The nodes and ties that come in each period."""

    def __init__(self, history: History, rows: list[Period]) -> None:
        ends = np.array([end for _, end in rows])
        self.nodes = np.bincount(np.searchsorted(ends, history.since), minlength=len(rows) + 1)
        present = np.searchsorted(ends, history.present)
        self.order = np.argsort(present, kind="stable")
        self.stops = np.searchsorted(present[self.order], np.arange(len(rows) + 1))
        self.left, self.right, self.formed = history.found.left, history.found.right, history.formed

    def ties(self, number: int) -> tuple[list[tuple[int, int]], list[int]]:
        """The pairs that come in a period, and the day each formed."""
        chosen = self.order[self.stops[number] : self.stops[number + 1]]
        pairs = list(zip(self.left[chosen].tolist(), self.right[chosen].tolist(), strict=True))
        return pairs, self.formed[chosen].tolist()


def _advance(state: _Network, arrivals: _Arrivals, number: int, period: Period) -> list[str]:
    """Take one period's nodes and ties in; what its new ties were to the network before it."""
    state.add_nodes(int(arrivals.nodes[number]))
    pairs, formed = arrivals.ties(number)
    kinds = [state.kind(*pair) for pair, day in zip(pairs, formed, strict=True) if day >= period[0]]
    for pair in pairs:
        state.add_tie(*pair)
    return kinds


def _shares(kinds: list[str]) -> Row:
    total = len(kinds)
    shares = {
        f"{kind}_share": kinds.count(kind) / total if total else None for kind in ("bridging", "bonding", "newcomer")
    }
    return {"new_ties": total, **shares}


def _members(history: History, period: Period) -> Row:
    start, end = period
    meets = (history.began <= end) & (history.ended >= start)
    active = np.unique(history.found.who[meets[history.found.what]])
    new = (history.joined >= start) & (history.joined <= end)
    return {
        "new_members": int(new.sum()),
        "active_members": int((history.since[active] <= end).sum()),
    }


@dataclass
class _Pulse:
    """Which pairs met in each period, and when each pair met last."""

    history: History
    dormant_after: int
    latest: Ints = field(init=False)
    met: Any = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.latest = np.zeros(len(self.history.found.left), dtype=np.int64)

    def row(self, period: Period, *, first: bool) -> Row:
        history, (start, end) = self.history, period
        found, began, ended = history.found, history.began, history.ended
        here = history.present <= end
        begins = ((began >= start) & (began <= end))[found.work]
        np.maximum.at(self.latest, found.pair[begins], ended[found.work[begins]])
        again = self._pairs(begins) & here & (history.formed < start)
        met = self._pairs(((began <= end) & (ended >= start))[found.work]) & here
        row = {
            "repeated_ties": int(again.sum()),
            "dormant_ties": int((here & (end - self.latest > self.dormant_after)).sum()),
            "retention": None if first else _rate((self.met & met).sum(), self.met.sum()),
            "jaccard": None if first else _rate((self.met & met).sum(), (self.met | met).sum()),
        }
        self.met = met
        return row

    def _pairs(self, evidence: Any) -> Any:
        chosen = np.zeros(len(self.latest), dtype=bool)
        chosen[self.history.found.pair[evidence]] = True
        return chosen


def _rate(part: Any, whole: Any) -> float | None:
    return int(part) / int(whole) if int(whole) else None


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()
