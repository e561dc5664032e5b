"""What stays after a community's formal end, and which coarse dates could change the figures of growth."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from copnet.analysis.history import History, formed
from copnet.analysis.periods import Period, years_later


def endurance(history: History) -> list[dict[str, Any]]:
    """For each year after the end: of the ties formed by the end, the share with a collaboration that begins in it.

    An end known to the month or year is compared by its first possible day, as every date is: ties formed by that day
    are the base, and the years run from the day after. The community's own gatherings neither form nor renew a tie
    here. One row a year until the first that had not passed on ``history.to``, whose rate is null; without an end one
    row of nulls; without a community none.
    """
    if history.community is None:
        return []
    if history.end is None or history.to is None:
        return [{"year": 1, "rate": None, "numerator": None, "denominator": None}]
    end = dt.date.fromordinal(history.end[0])
    found = history.found
    counted = ~history.gathering[found.work]
    day = history.with_nodes(formed(found, history.began, counted, history.spec))
    before = day <= end.toordinal()
    total = int(before.sum()) if history.to >= end else None
    rows: list[dict[str, Any]] = []
    for year in range(1, dt.MAXYEAR):
        first, last = years_later(end, year - 1), years_later(end, year)
        if last > history.to or total is None or last.year == dt.MAXYEAR:
            return [*rows, {"year": year, "rate": None, "numerator": None, "denominator": total}]
        begins = (history.began > first.toordinal()) & (history.began <= last.toordinal())
        again = np.zeros(len(before), dtype=bool)
        again[found.pair[counted & begins[found.work]]] = True
        kept = int((again & before).sum())
        rows.append({"year": year, "rate": kept / total if total else None, "numerator": kept, "denominator": total})
    return rows


def imprecise_records(history: History, rows: list[Period], dormant_after: int) -> int:
    """Number of records whose coarse date could move them over an edge of a period, of dormancy or of endurance.

    The community itself is one of them when its end is coarse and its first possible day has come: another day of it
    moves every year of endurance.
    """
    edges = {end for _, end in rows} | {start - 1 for start, _ in rows}
    coarse_end = False
    if history.end is not None and history.to is not None:
        end = dt.date.fromordinal(history.end[0])
        coarse_end = history.end[0] < history.end[1] and end <= history.to
        edges |= {years_later(end, year).toordinal() for year in range(max(history.to.year - end.year, 0) + 1)}
    sleeping = {end - dormant_after - 1 for _, end in rows}
    works = history.found.works
    ids = works["id"].to_list()
    paired = np.isin(np.arange(len(ids)), history.found.work)
    began, began_last, ended_first, ended = (
        history.found.day(column, 0) for column in ("start_first", "start_last", "end_first", "end_last")
    )
    crosses = _crosses(began, began_last, edges) | _crosses(ended_first, ended, edges)
    crosses |= _crosses(ended_first, ended, sleeping) & paired
    unsure = {f"collaboration:{ids[place]}" for place in np.flatnonzero(crosses)} | history.unsure
    joined = np.array(history.coarse_joined, dtype=np.int64).reshape(-1, 2)
    return len(unsure) + int(_crosses(joined[:, 0], joined[:, 1], edges).sum()) + coarse_end


def _crosses(first: Any, last: Any, edges: set[int]) -> Any:
    """Whether an edge lies between the days: first <= edge < last."""
    ordered = np.array(sorted(edges), dtype=np.int64)
    return np.searchsorted(ordered, first) < np.searchsorted(ordered, last)
