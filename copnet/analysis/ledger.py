"""The ledger of a network's growth: of every tie, when the two first met, met again, and had not met for long."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from copnet.analysis.history import History
from copnet.analysis.periods import Period
from copnet.graph.days import NEVER

Event: TypeAlias = Literal["first met", "came with a member", "met again", "dormant"]


@dataclass(frozen=True, slots=True)
class LedgerTie:
    """One tie of the network at the end of the last row of growth; days are numbers (``date.toordinal``).

    Attributes:
        one, other: ids, in the order of the nodes.
        works: positions in ``history.found.works`` of all they did together, oldest first possible day first.
        forming: which of ``works`` made them a tie: the first, or the one that reached the threshold.
        first_met: first possible day of that one.
        since: the day from which it is a tie of the network; later than ``first_met`` when one of them joined later.
        last: the latest day of all they did together.
        dormant: spans of dormancy while in the network: its first day, and the day they met again (None: not yet).
        events: what happened in which row of growth (its number; -1: before the first), in order, with at most one of
            each kind a row. ``new_ties`` of a row are those with "first met" in it, ``repeated_ties`` those with
            "met again" in it, ``dormant_ties`` those whose last event up to its end is "dormant". "came with a member":
            they had met before both were in the network, so the tie was never new to it.
    """

    one: str
    other: str
    works: tuple[int, ...]
    forming: int
    first_met: int
    since: int
    last: int
    dormant: tuple[tuple[int, int | None], ...]
    events: tuple[tuple[int, Event], ...]

    @property
    def again(self) -> tuple[int, ...]:
        """What they did together after the one that made them a tie."""
        return self.works[self.forming + 1 :]


def ledger(history: History, rows: list[Period], dormant_after: int) -> list[LedgerTie]:
    """Every tie that growth counts in these rows, by the day of the first meeting, then by ids.

    Args:
        history: of a network of people or organizations.
        rows: the periods of growth (``row_periods``).
        dormant_after: days after its latest end on which a tie is not yet dormant.
    """
    if not rows:
        return []
    ties = list(_ties(history, rows, dormant_after))
    return sorted(ties, key=lambda tie: (tie.first_met, tie.one, tie.other))


def _ties(history: History, rows: list[Period], dormant_after: int) -> Iterator[LedgerTie]:
    found, began, ended = history.found, history.began.tolist(), history.ended.tolist()
    stops = np.searchsorted(found.pair, np.arange(len(found.left) + 1)).tolist()
    formed, forming, since = history.formed.tolist(), history.forming.tolist(), history.present.tolist()
    evidence = found.work.tolist()
    rows = [(NEVER, rows[0][0] - 1), *rows]
    ends = [end for _, end in rows]
    ends_of_pair = zip(found.left.tolist(), found.right.tolist(), strict=True)
    for pair, (left, right) in enumerate(ends_of_pair):
        if since[pair] > ends[-1]:
            continue
        works = evidence[stops[pair] : stops[pair + 1]]
        days = [began[work] for work in works]
        dormant = _dormant(days, [ended[work] for work in works], dormant_after)
        dormant = [span for span in dormant if span[0] <= ends[-1] and (span[1] is None or span[1] > since[pair])]
        yield LedgerTie(
            one=found.nodes[left],
            other=found.nodes[right],
            works=tuple(works),
            forming=forming[pair] - stops[pair],
            first_met=formed[pair],
            since=since[pair],
            last=max(ended[work] for work in works),
            dormant=tuple(dormant),
            events=tuple(_events(rows, ends, formed[pair], since[pair], days, dormant)),
        )


def _dormant(days: list[int], ends: list[int], dormant_after: int) -> list[tuple[int, int | None]]:
    """Spans in which everything they had begun by then had ended more than ``dormant_after`` days before."""
    spans: list[tuple[int, int | None]] = []
    latest = ends[0]
    for day, end in zip(days[1:], ends[1:], strict=True):
        if latest + dormant_after + 1 < day:
            spans.append((latest + dormant_after + 1, day))
        latest = max(latest, end)
    return [*spans, (latest + dormant_after + 1, None)]


def _events(
    rows: list[Period], ends: list[int], formed: int, since: int, days: list[int], dormant: list[tuple[int, int | None]]
) -> list[tuple[int, Event]]:
    """What happened in each row; the first of ``rows`` is the time before them, number -1."""
    came = bisect_left(ends, since)
    found: list[tuple[int, int, Event]] = [
        (came, 0, "first met" if formed >= rows[came][0] else "came with a member"),
    ]
    met = {bisect_left(ends, day) for day in days if day > formed}
    found += [(row, 1, "met again") for row in met if row >= came and formed < rows[row][0]]
    for first, until in dormant:
        row = max(bisect_left(ends, first), came)
        if row < len(rows) and (until is None or ends[row] < until):
            found.append((row, 2, "dormant"))
    return [(row - 1, event) for row, _, event in sorted(found)]
