"""The ledger of growth as a table for spreadsheets: one line a tie, with dates, evidence and what happened when."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from copnet.analysis.ledger import LedgerTie, ledger
from copnet.analysis.periods import Every, period_name
from copnet.cell_text import join_list
from copnet.graph import NetworkSpec
from copnet.importers.formulas import is_formula
from copnet.services.audience import Audience, named_people
from copnet.services.consent import told_network
from copnet.services.figures import growth_history
from copnet.snapshot import Snapshot

COLUMNS = (
    "a", "a_name", "b", "b_name", "first_met", "in_network_since", "met_again", "last", "dormant_since", "dormant",
    "events", "collaborations", "titles", "withheld", "audience",
)  # fmt: skip
"""
a, b, a_name, b_name: ids and names of the two.
first_met, met_again: dates as they were written down, ``2024-05`` when only the month is known.
in_network_since: the day from which both were in the network and had met; growth counts the tie from then on.
last: the latest day of all they did together.
dormant_since: the day from which the tie is dormant at the end of the last period; blank when it is not.
dormant: every span of dormancy, ``FIRST/NEXT`` with the day they met again, which is blank while they have not.
events: ``PERIOD first met``, ``PERIOD came with a member``, ``PERIOD met again``, ``PERIOD dormant``, with the period
    as ``2024``, ``2024-Q2`` or ``2024-05``; ``earlier`` for what was before the first.
    See ``copnet.analysis.ledger.LedgerTie``.
collaborations, titles: all they did together, oldest first.
withheld: ``yes`` for a tie of somebody who may not be named; nothing else is told of it.
audience: for whom this was written.
"""

BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheet programs misread names with accents
Line = dict[str, str]


def ledger_for(
    snapshot: Snapshot, spec: NetworkSpec, audience: Audience, *, every: Every, dormant_after: int = 365
) -> str:
    """The ledger as CSV text; arguments and errors as ``figures.growth_for``, with whose figures it agrees.

    Ties of persons who may not be named to the audience come last and tell nothing but that they are there. No cell is
    run by a spreadsheet program. Several values in a cell are separated by bars, as in the contract's tables.

    Raises:
        NotFound: no such community, or the audience is a member who is not in the store.
        UsageError: another kind of network than people or organizations, or options that make no sense.
    """
    named = named_people(snapshot, audience)
    told, spec = told_network(snapshot, spec, audience)
    past, rows = growth_history(told, spec, every=every, dormant_after=dormant_after)
    names = dict(told["people" if spec.mode == "person" else "organizations"].select("id", "name").iter_rows())
    ties = ledger(past, rows, dormant_after)
    shown = [tie for tie in ties if spec.mode != "person" or {tie.one, tie.other} <= named]
    works = {name: past.found.works[name].to_list() for name in ("id", "title", "started_on")}
    called = [period_name(dt.date.fromordinal(start), every) for start, _ in rows]
    lines = [_line(tie, works, called, names) for tie in shown]
    lines += [{"withheld": "yes"} for _ in range(len(ties) - len(shown))]
    return _csv({**line, "audience": str(audience)} for line in lines)


def _line(tie: LedgerTie, works: dict[str, list[str]], names_of_rows: Sequence[str], names: dict[str, str]) -> Line:
    ids, titles, started = works["id"], works["title"], works["started_on"]
    sleeping = [_day(first) for first, until in tie.dormant if until is None]
    return {
        "a": tie.one,
        "a_name": names[tie.one],
        "b": tie.other,
        "b_name": names[tie.other],
        "first_met": started[tie.works[tie.forming]],
        "in_network_since": _day(tie.since),
        "met_again": join_list(started[work] for work in tie.again),
        "last": _day(tie.last),
        "dormant_since": "".join(sleeping),
        "dormant": join_list(f"{_day(first)}/{_day(until) if until else ''}" for first, until in tie.dormant),
        "events": join_list(f"{names_of_rows[row] if row >= 0 else 'earlier'} {event}" for row, event in tie.events),
        "collaborations": join_list(ids[work] for work in tie.works),
        "titles": join_list(titles[work] for work in tie.works),
    }


def _csv(lines: Iterable[Line]) -> str:
    text = io.StringIO(BYTE_ORDER_MARK, newline="")
    text.seek(0, io.SEEK_END)
    table = csv.DictWriter(text, COLUMNS, restval="")
    table.writeheader()
    table.writerows({name: _defused(cell) for name, cell in line.items()} for line in lines)
    return text.getvalue()


def _defused(cell: str) -> str:
    """A text that a spreadsheet program shows instead of running it: it takes what follows an apostrophe as text."""
    return f"'{cell}" if is_formula(cell) else cell


def _day(number: int) -> str:
    return dt.date.fromordinal(number).isoformat()
