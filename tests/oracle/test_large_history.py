"""Growth and endurance of 3,000 people over eight years, at every period, against the rows counted anew each time."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

import pytest

from copnet.analysis.periods import Every
from copnet.graph import NetworkSpec
from copnet.services.audience import FACILITATOR
from copnet.services.figures import growth
from copnet.services.ledger import ledger_for
from copnet.snapshot import Snapshot
from tests.oracle.brute_growth import Growth, calendar_periods
from tests.oracle.brute_rows import first_day
from tests.support.histories import COHORT, FIRST, Store, large_history
from tests.support.table_snapshot import snapshot_of

Past: TypeAlias = Callable[[str], Growth]
IDLE = 200

NETWORKS: dict[str, tuple[Every, dict[str, Any], dict[str, Any]]] = {
    "members": ("quarter", {"community": COHORT}, {"community": COHORT}),
    "everyone": ("year", {}, {}),
    "strong ties": ("quarter", {"community": COHORT, "min_weight": 2}, {"community": COHORT, "min_weight": 2}),
    "newman": (
        "year",
        {"community": COHORT, "min_weight": 0.4, "weight": "newman"},
        {"community": COHORT, "min_weight": 0.4, "newman": True},
    ),
    "member organizations": (
        "quarter", {"community": COHORT, "kind": "organizations"}, {"community": COHORT, "organizations": True},
    ),
    "organizations": ("year", {"kind": "organizations"}, {"organizations": True}),
    "kinds and roles": (
        "year",
        {"community": COHORT, "roles": ("facilitator", "member"), "exclude_kinds": ("convening", "article")},
        {"community": COHORT, "roles": ("facilitator", "member"), "exclude_kinds": ("convening", "article")},
    ),
    "two kinds": ("year", {"kinds": ("pilot", "article")}, {"kinds": ("pilot", "article")}),
    "until a day": (
        "quarter", {"community": COHORT, "end": dt.date(2022, 5, 10)}, {"community": COHORT, "to": dt.date(2022, 5, 10)}
    ),
    "months": ("month", {"community": COHORT}, {"community": COHORT}),
    "months of everyone": ("month", {}, {}),
}  # fmt: skip
COUNTS = ("new_ties", "repeated_ties", "dormant_ties")
FULL = ("months", "months of everyone")
ALL = [pytest.param(name, marks=[pytest.mark.full] if name in FULL else []) for name in NETWORKS]


@pytest.fixture(scope="module")
def store() -> Store:
    return large_history()


@pytest.fixture(scope="module")
def snapshot(store: Store) -> Snapshot:
    return snapshot_of(**store)


@pytest.fixture(scope="module")
def past(store: Store) -> Past:
    """The recomputation of a network, once for all tests."""
    return cache(lambda network: Growth(store, **NETWORKS[network][2], dormant_after=IDLE))


@pytest.mark.parametrize("network", ALL)
def test_every_period(past: Past, snapshot: Snapshot, network: str) -> None:
    every, spec, _ = NETWORKS[network]
    found = growth(snapshot, NetworkSpec(**spec), every=every, dormant_after=IDLE)
    wanted = calendar_periods(FIRST, past(network).as_of, every)
    if "end" in spec:
        wanted[-1] = (wanted[-1][0], spec["end"])
    assert [(row["from"], row["to"]) for row in found["periods"]] == [(str(one), str(other)) for one, other in wanted]
    for row, (before, period) in zip(found["periods"], pairwise([None, *wanted]), strict=True):
        assert period is not None
        assert row == pytest.approx(past(network).row(*period, before), abs=1e-9), row["from"]
    assert found["endurance"] == past(network).endurance()
    assert any(row["repeated_ties"] and row["dormant_ties"] and row["bonding_share"] for row in found["periods"])


@pytest.mark.full
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("network", NETWORKS)
def test_every_period_of_other_histories(network: str, seed: int) -> None:
    store = large_history(1_000, seed, started=None, ended="2020")
    every, spec, options = NETWORKS[network]
    past = Growth(store, **options, dormant_after=IDLE)
    found = growth(snapshot_of(**store), NetworkSpec(**spec), every=every, dormant_after=IDLE)
    before = None
    for row in found["periods"]:
        period = (dt.date.fromisoformat(row["from"]), dt.date.fromisoformat(row["to"]))
        assert row == pytest.approx(past.row(*period, before), abs=1e-9), row["from"]
        before = period
    assert found["endurance"] == past.endurance()


def test_rows_begin_where_asked_and_still_know_what_was_before(store: Store, snapshot: Snapshot) -> None:
    start = dt.date(2019, 2, 10)
    found = growth(snapshot, NetworkSpec(community=COHORT, start=start), every="year")["periods"]
    past = Growth(store, COHORT)
    wanted = calendar_periods(start, past.as_of, "year")
    wanted[0] = (start, wanted[0][1])
    for row, (before, period) in zip(found, pairwise([None, *wanted]), strict=True):
        assert period is not None
        assert row == pytest.approx(past.row(*period, before), abs=1e-9)


def _lines(snapshot: Snapshot, network: str) -> dict[tuple[str, str], dict[str, str]]:
    """The ledger's table, read back."""
    every, spec, _ = NETWORKS[network]
    text = ledger_for(snapshot, NetworkSpec(**spec), FACILITATOR, every=every, dormant_after=IDLE)
    return {(line["a"], line["b"]): line for line in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}


@pytest.mark.parametrize("network", ALL)
def test_the_ledger_tells_every_row_of_growth(past: Past, snapshot: Snapshot, network: str) -> None:
    every, spec, _ = NETWORKS[network]
    rows = growth(snapshot, NetworkSpec(**spec), every=every, dormant_after=IDLE)["periods"]
    ties = _lines(snapshot, network)
    events = {pair: [event.split(" ", 1) for event in line["events"].split(" | ")] for pair, line in ties.items()}
    for row in rows:
        start, end = (dt.date.fromisoformat(row[name]) for name in ("from", "to"))
        called = {
            "month": row["from"][:7],
            "quarter": f"{start.year}-Q{start.month // 3 + 1}",
            "year": row["from"][:4],
        }[every]
        told = {
            "first met": {pair for pair, found in events.items() if [called, "first met"] in found},
            "met again": {pair for pair, found in events.items() if [called, "met again"] in found},
            "dormant": {pair for pair, found in events.items() if _last(found, called) == "dormant"},
        }
        assert told == past(network).events(start, end) | {"dormant": past(network).dormant(end)}
        assert [len(pairs) for pairs in told.values()] == [row[name] for name in COUNTS]
        present = {pair for pair, line in ties.items() if line["in_network_since"] <= row["to"]}
        assert len(present) == row["ties"]
        assert told["dormant"] == {pair for pair in present if _asleep(ties[pair]["dormant"], row["to"])}


@pytest.mark.parametrize("network", ALL)
def test_the_ledger_gives_the_evidence_of_every_tie(past: Past, snapshot: Snapshot, network: str) -> None:
    every, spec, _ = NETWORKS[network]
    end = spec.get("end") or calendar_periods(FIRST, past(network).as_of, every)[-1][1]
    shared, dormant = past(network).state(end).ties, past(network).dormant(end)
    ties = _lines(snapshot, network)
    assert ties.keys() == shared.keys()
    for pair, line in ties.items():
        works = sorted(shared[pair], key=lambda work: (work.first, work.id))
        met = line["met_again"].split(" | ") if line["met_again"] else []
        first = past(network).tied_on(works)
        assert line["collaborations"].split(" | ") == [work.id for work in works]
        assert first_day(line["first_met"]) == works[-len(met) - 1].first == first
        assert [first_day(day) for day in met] == [work.first for work in works[len(works) - len(met) :]]
        assert line["last"] == max(work.last for work in works).isoformat()
        assert bool(line["dormant_since"]) == (pair in dormant)


def _last(events: list[list[str]], period: str) -> str | None:
    """What happened last, up to a period."""
    return next((event for when, event in reversed(events) if when <= period), None)


def _asleep(spans: str, day: str) -> bool:
    found = [span.split("/") for span in spans.split(" | ")] if spans else []
    return any(first <= day and (not until or day < until) for first, until in found)


@pytest.mark.parametrize("organizations", [False, True])
@pytest.mark.parametrize("least", [None, 2])
@pytest.mark.parametrize("ended", ["2021-06-30", "2021-06", "2021", "2020-02-29", "2023-12-31", "2030", None])
def test_endurance_of_an_end_of_any_precision(ended: str | None, least: int | None, organizations: bool) -> None:
    store = large_history(400, seed=8, started="2018", ended=ended)
    past = Growth(store, COHORT, organizations=organizations, min_weight=least or 0)
    kind = "organizations" if organizations else "people"
    spec = NetworkSpec(community=COHORT, kind=kind, min_weight=least, end=past.as_of)
    found = growth(snapshot_of(**store), spec, every="year")["endurance"]
    assert found == past.endurance()
