"""How a network grew: one row a period, all in one pass over its history.

Everything is counted by the place of the period in which it came, in arrays: no figure is computed anew for a period.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from copnet.analysis.growth_pulse import Timeline, active_nodes, pulse
from copnet.analysis.growth_ties import growing
from copnet.analysis.history import LATER, History
from copnet.analysis.periods import Every, Period, periods

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
    timeline = Timeline(rows)
    new_nodes = timeline.count(timeline.places(history.since))
    columns = growing(history, timeline, np.cumsum(new_nodes))
    columns |= pulse(history, timeline, dormant_after) | {
        "new_members": timeline.count(timeline.places(history.joined)),
        "active_members": active_nodes(history, timeline),
    }
    lists = {name: column.tolist() for name, column in columns.items()}
    result = []
    for place, (first, last) in enumerate(rows, start=1):
        row: Row = {name: values[place] for name, values in lists.items()}
        row |= {"from": _iso(first), "to": _iso(last)} | figures(row) | _shares(row)
        row |= _stability(row, lists["met"][place - 1] if place > 1 else None)
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


def figures(counts: Row) -> Row:
    """The figures to date of these numbers of nodes, ties, components, isolates and nodes of the largest component."""
    n, m = counts["nodes"], counts["ties"]
    return {
        "nodes": n, "ties": m,
        "density": 2 * m / (n * (n - 1)) if n > 1 else None,
        "average_degree": 2 * m / n if n else None,
        "components": counts["components"], "isolates": counts["isolates"],
        "largest_component": counts["largest"] if n else None,
        "largest_component_share": counts["largest"] / n if n else None,
    }  # fmt: skip


def figures_of(history: History, last: int, ties: NDArray[np.bool_]) -> Row:
    """The figures to date of a row that ends on the day ``last``, had it these of the history's pairs as ties."""
    known, nodes = len(history.found.nodes), int((history.since <= last).sum())
    one, other = history.found.left[ties], history.found.right[ties]
    matrix = sparse.csr_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(known, known))
    parts, labels = csgraph.connected_components(matrix, directed=False) if known else (0, np.zeros(0, dtype=np.int64))
    tied = len(np.unique(np.concatenate((one, other))))
    return figures(
        {
            "nodes": nodes, "ties": len(one), "components": nodes - known + parts, "isolates": nodes - tied,
            "largest": int(np.bincount(labels).max(initial=0)),
        }
    )  # fmt: skip


def _shares(row: Row) -> Row:
    total = row["new_ties"]
    return {f"{kind}_share": row[kind] / total if total else None for kind in ("bridging", "bonding", "newcomer")}


def _stability(row: Row, before: int | None) -> Row:
    """Of the pairs that met in the row before, and in either row, the share that met in both; null in the first row."""
    if before is None:
        return {"retention": None, "jaccard": None}
    both, either = row["met_again"], before + row["met"] - row["met_again"]
    return {"retention": both / before if before else None, "jaccard": both / either if either else None}


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()
