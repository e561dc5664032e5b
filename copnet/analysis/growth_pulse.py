"""Who met in each period: counted from the periods in which each meeting begins and ends, all periods together."""

from __future__ import annotations

import numpy as np

from copnet.analysis.history import LATER, History
from copnet.analysis.periods import Period
from copnet.graph.projection import Ints


class Timeline:
    """The periods of the rows: place 0 is all time before them, places from 1 on are the rows, ``later`` is after."""

    def __init__(self, rows: list[Period]) -> None:
        self.ends = np.array([rows[0][0] - 1, *(end for _, end in rows)], dtype=np.int64)
        self.later = len(self.ends)

    def places(self, days: Ints) -> Ints:
        """The place of the period each day is in."""
        return np.searchsorted(self.ends, days)

    def count(self, places: Ints) -> Ints:
        """How often each place occurs."""
        return np.bincount(places, minlength=self.later + 1)[: self.later]

    def lasting(self, first: Ints, last: Ints) -> Ints:
        """How many of some spans of places each place is in; spans that end before they begin are none."""
        some = first <= last
        change = np.bincount(first[some], minlength=self.later + 1)[: self.later + 1]
        change[1:] -= np.bincount(last[some], minlength=self.later)[: self.later]
        return np.cumsum(change)[: self.later]


def pulse(history: History, timeline: Timeline, dormant_after: int) -> dict[str, Ints]:
    """By period, of the pairs in the network at its end: ``met`` in it, ``met_again`` (also in the period before),
    ``repeated_ties`` and ``dormant_ties``."""
    found = history.found
    began, ended = timeline.places(history.began)[found.work], timeline.places(history.ended)[found.work]
    present, formed = timeline.places(history.present)[found.pair], timeline.places(history.formed)[found.pair]
    first, last = _runs(found.pair, np.maximum(began, present), np.minimum(ended, timeline.later - 1))
    # found.work is in the order of pairs, then days
    next_began = np.append(began[1:], timeline.later)
    next_began[np.append(found.pair[1:] != found.pair[:-1], True)] = timeline.later
    latest = found.pair * (LATER + 1) + history.ended[found.work]
    latest = np.maximum.accumulate(latest) - found.pair * (LATER + 1)
    asleep = np.searchsorted(timeline.ends, latest + dormant_after, side="right")
    starts = np.append(True, (began[1:] != began[:-1]) | (found.pair[1:] != found.pair[:-1]))[: len(began)]
    return {
        "met": timeline.lasting(first, last),
        "met_again": timeline.lasting(first + 1, last),
        "repeated_ties": timeline.count(began[starts & (present <= began) & (formed < began)]),
        "dormant_ties": timeline.lasting(np.maximum(asleep, np.maximum(began, present)), next_began - 1),
    }


def active_nodes(history: History, timeline: Timeline) -> Ints:
    """By period, how many of the nodes in the network at its end took part in something that meets it."""
    found = history.found
    order = np.lexsort((history.began[found.what], found.who))
    who, what = found.who[order], found.what[order]
    came = np.maximum(timeline.places(history.began)[what], timeline.places(history.since)[who])
    gone = np.minimum(timeline.places(history.ended)[what], timeline.later - 1)
    return timeline.lasting(*_runs(who, came, gone))


def _runs(owner: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """The spans of each owner as few as they can be: those that overlap or follow each other are one.

    Args:
        owner: in rising order; of each owner the spans begin in rising order.
        first, last: the places of each span; those that end before they begin are left out.
    """
    some = first <= last
    owner, first, last = owner[some], first[some], last[some]
    if not len(owner):
        return first, last
    room = int(last.max()) + 2
    until = np.maximum.accumulate(owner * room + last)
    new = np.append(True, owner[1:] * room + first[1:] > until[:-1] + 1)
    stops = np.append(np.flatnonzero(new)[1:] - 1, len(owner) - 1)
    return first[new], until[stops] - owner[stops] * room
