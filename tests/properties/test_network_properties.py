"""What must hold of every network, whatever the store."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copnet.graph import NetworkSpec, build_network
from copnet.services.figures import growth, metrics
from tests.support.random_stores import Store, random_store
from tests.support.table_snapshot import snapshot_of

stores = st.integers(0, 100_000).map(lambda seed: random_store(seed, largest=16))
kinds = st.sampled_from(("people", "organizations", "two-mode"))
few = settings(max_examples=25, deadline=None, derandomize=True)


def _figures(store: Store, **options: Any) -> dict[str, Any]:
    return metrics(snapshot_of(**store), NetworkSpec(**options), nodes=True)


@few
@given(stores, kinds, st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(store: Store, kind: str, seed: int) -> None:
    shuffled = {table: random.Random(seed).sample(rows, len(rows)) for table, rows in store.items()}
    assert _figures(shuffled, kind=kind) == _figures(store, kind=kind)
    if kind != "two-mode":
        spec = NetworkSpec(kind=kind)
        assert growth(snapshot_of(**shuffled), spec, every="year") == growth(snapshot_of(**store), spec, every="year")


@few
@given(stores)
def test_names_of_people_do_not_matter(store: Store) -> None:
    """New ids in another order give every person the same figures."""

    def renamed(value: Any) -> Any:
        return (
            f"q{99 - int(value[1:]):02}"
            if isinstance(value, str) and value[:1] == "p" and value[1:].isdigit()
            else value
        )

    other = {
        table: [{name: renamed(value) for name, value in row.items()} for row in rows] for table, rows in store.items()
    }
    before, after = _figures(store, weight="newman"), _figures(other, weight="newman")
    _as_likely(*(found["metrics"].pop("core_periphery_p_value") for found in (before, after)))
    for name, value in before["metrics"].items():
        found = after["metrics"][name]
        assert found == (pytest.approx(value, abs=1e-12) if isinstance(value, float) else value), name
    rows = {row["id"]: row for row in after["nodes"]}
    for row in before["nodes"]:
        found = rows[renamed(row["id"])]
        for name, value in row.items():
            if name not in ("id", "name", "leiden_group"):  # equal groups are numbered, equal places told apart by ids
                assert found[name] == (pytest.approx(value, abs=1e-12) if isinstance(value, float) else value), name


def _as_likely(one: float | None, other: float | None, times: int = 200) -> None:
    """Two estimates of one probability from ``times`` random networks each, within 4 standard errors."""
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        middle = (one + other) / 2
        assert abs(one - other) <= 4 * (2 * middle * (1 - middle) / times) ** 0.5 + 1 / times


@few
@given(stores)
def test_somebody_without_ties_dilutes_and_disturbs_nobody(store: Store) -> None:
    before = _figures(store)
    after = _figures(store | {"people": [*store["people"], {"id": "zz"}]})
    n, found = before["metrics"]["nodes"], after["metrics"]
    assert found["nodes"] == n + 1
    assert found["isolates"] == before["metrics"]["isolates"] + 1
    assert found["components"] == before["metrics"]["components"] + 1
    for name in ("ties", "bridges", "cutpoints"):
        assert found[name] == before["metrics"][name]
    if n > 1:
        assert found["density"] == pytest.approx(before["metrics"]["density"] * (n - 1) / (n + 1), abs=1e-12)
    for one, other in zip(before["nodes"], after["nodes"], strict=False):
        for name in ("degree", "strength", "constraint", "effective_size", "efficiency", "is_cutpoint"):
            assert one[name] == other[name]
    assert after["nodes"][-1]["constraint"] is None


@few
@given(stores, kinds)
def test_figures_stay_in_their_range(store: Store, kind: str) -> None:
    found = _figures(store, kind=kind)
    n, whole = found["metrics"]["nodes"], found["metrics"]
    assert whole["density"] is None or 0 <= whole["density"] <= 1
    assert sum(row["degree"] for row in found["nodes"]) == 2 * whole["ties"]
    assert whole["isolates"] <= whole["components"] <= n
    for row in found["nodes"]:
        assert row["betweenness"] is None or 0 <= row["betweenness"] <= 1
        if row["constraint"] is not None:
            assert 0 < row["constraint"] <= 1.125 + 1e-12
            assert 1 - 1e-12 <= row["effective_size"] <= row["degree"]
            assert 0 < row["efficiency"] <= 1


@few
@given(stores)
def test_growth_only_grows(store: Store) -> None:
    snapshot = snapshot_of(**store)
    rows = growth(snapshot, NetworkSpec(), every="quarter")["periods"]
    if any(tie["first"] for _, _, tie in build_network(snapshot, NetworkSpec()).edges(data=True)):
        assert rows
    for one, other in pairwise(rows):
        for name in ("nodes", "ties", "largest_component"):
            assert (one[name] or 0) <= other[name]
        assert other["ties"] - one["ties"] == other["new_ties"], "in the whole store every tie is new when it comes"
    for row in rows:
        shares = [row[f"{kind}_share"] for kind in ("bridging", "bonding", "newcomer")]
        assert all(share is None for share in shares) if not row["new_ties"] else 0 <= sum(shares) <= 1 + 1e-12
