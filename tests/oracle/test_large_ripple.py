"""Ripple, lineage and the documented partnerships of synthetic histories against the rows counted in plain loops."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import pytest

from copnet.analysis.ripple_report import ripple
from tests.oracle import brute_ripple
from tests.support.histories import COHORT, large_history
from tests.support.ripples import check_rings
from tests.support.table_snapshot import snapshot_of

FULL = [(3_000, 8), *((200, seed) for seed in range(60))]
SIZES = [
    (3_000, 7),
    *((80, seed) for seed in range(12)),
    *(pytest.param(people, seed, marks=pytest.mark.full) for people, seed in FULL),
]
Both = tuple[dict[str, Any], brute_ripple.Ripple]


@cache
def _both(people: int, seed: int, after: Literal["start", "end"]) -> Both:
    store = large_history(people, seed)
    return ripple(snapshot_of(**store), COHORT, after=after), brute_ripple.ripple(store, COHORT, after=after)


def _ids(rows: list[dict[str, Any]]) -> set[str]:
    return {row["id"] for row in rows}


@pytest.mark.parametrize("after", ["start", "end"])
@pytest.mark.parametrize(("people", "seed"), SIZES)
def test_rings(people: int, seed: int, after: Literal["start", "end"]) -> None:
    found, counted = _both(people, seed, after)
    check_rings(found, counted)


@pytest.mark.parametrize(("people", "seed"), SIZES)
def test_members_ties_lineage_and_documented_partnerships(people: int, seed: int) -> None:
    found, counted = _both(people, seed, "start")
    assert _ids(found["evidence"]["members"]) == counted.members
    assert found["member_organizations"] == len(counted.member_organizations)
    for when, pairs in counted.ties.items():
        rows = [row for row in found["ties"]["evidence"] if row["when"] == when]
        assert {(row["a"]["id"], row["b"]["id"]) for row in rows} == pairs
        assert found["ties"][when] == len(pairs)
    grew = {row["id"]: row["generation"] for row in found["lineage"] if row["generation"]}
    assert grew == {key: generation for key, generation in counted.lineage.items() if generation}
    roots = {row["id"] for row in found["lineage"]} - grew.keys()
    assert roots <= counted.lineage.keys()
    rate = found["partnership_rate"]["documented"]
    assert (rate["numerator"], rate["denominator"]) == (len(counted.documented), len(counted.member_organizations))


def test_the_large_history_has_something_of_everything() -> None:
    for after in ("start", "end"):
        counted = _both(3_000, 7, after)[1]
        assert min(len(counted.ring1.people), len(counted.ring2.people), len(counted.joined_later[0])) > 20
        assert 0 < len(counted.ring1.new_people) < len(counted.ring1.people)
        assert 0 < len(counted.ring2.new_people) < len(counted.ring2.people)
    assert all(counted.ties.values())
    assert len(set(counted.lineage.values())) > 2
