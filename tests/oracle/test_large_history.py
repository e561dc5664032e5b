"""Growth and endurance of 3,000 people over eight years, at every period, against the rows counted anew each time."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest

from copnet.graph import NetworkSpec
from copnet.services.figures import growth
from copnet.snapshot import Snapshot
from tests.oracle.brute_growth import Growth, calendar_periods
from tests.support.histories import COHORT, FIRST, Store, large_history
from tests.support.table_snapshot import snapshot_of

NETWORKS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
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
    "one kind": ("year", {"kinds": ("pilot",)}, {"kinds": ("pilot",)}),
    "until a day": (
        "quarter", {"community": COHORT, "end": dt.date(2022, 5, 10)}, {"community": COHORT, "to": dt.date(2022, 5, 10)}
    ),
    "months": ("month", {"community": COHORT}, {"community": COHORT}),
    "months of everyone": ("month", {}, {}),
}  # fmt: skip
FULL = ("months", "months of everyone")
ALL = [pytest.param(name, marks=[pytest.mark.full] if name in FULL else []) for name in NETWORKS]


@pytest.fixture(scope="module")
def store() -> Store:
    return large_history()


@pytest.fixture(scope="module")
def snapshot(store: Store) -> Snapshot:
    return snapshot_of(**store)


@pytest.mark.parametrize("network", ALL)
def test_every_period(store: Store, snapshot: Snapshot, network: str) -> None:
    every, spec, options = NETWORKS[network]
    past = Growth(store, **options, dormant_after=200)
    found = growth(snapshot, NetworkSpec(**spec), every=every, dormant_after=200)  # type: ignore[arg-type]
    wanted = calendar_periods(FIRST, past.as_of, every)
    if "end" in spec:
        wanted[-1] = (wanted[-1][0], spec["end"])
    assert [(row["from"], row["to"]) for row in found["periods"]] == [(str(one), str(other)) for one, other in wanted]
    for row, (before, period) in zip(found["periods"], pairwise([None, *wanted]), strict=True):
        assert period is not None
        assert row == pytest.approx(past.row(*period, before), abs=1e-9), row["from"]
    assert found["endurance"] == past.endurance()
    assert any(row["repeated_ties"] and row["dormant_ties"] and row["bonding_share"] for row in found["periods"])


def test_rows_begin_where_asked_and_still_know_what_was_before(store: Store, snapshot: Snapshot) -> None:
    start = dt.date(2019, 2, 10)
    found = growth(snapshot, NetworkSpec(community=COHORT, start=start), every="year")["periods"]
    past = Growth(store, COHORT)
    wanted = calendar_periods(start, past.as_of, "year")
    wanted[0] = (start, wanted[0][1])
    for row, (before, period) in zip(found, pairwise([None, *wanted]), strict=True):
        assert period is not None
        assert row == pytest.approx(past.row(*period, before), abs=1e-9)


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
