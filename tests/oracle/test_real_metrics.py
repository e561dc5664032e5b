"""Figures of real data that other programs computed (beside the repository, where the machine has it)."""

from __future__ import annotations

import pytest

from copnet.graph import NetworkSpec
from copnet.services.figures import metrics
from copnet.snapshot import Snapshot
from tests.support.real_data import rows_or_skip
from tests.support.table_snapshot import snapshot_of

pytestmark = pytest.mark.usefixtures("engine")


def _met(ends: list[tuple[str, str]], people: list[str]) -> Snapshot:
    """Each pair as an article of the two."""
    return snapshot_of(
        people=[{"id": person} for person in people],
        collaborations=[{"id": f"w{number}"} for number in range(len(ends))],
        participations=[
            {"collaboration": f"w{number}", "person": person} for number, pair in enumerate(ends) for person in pair
        ],
    )


MARRIAGE = {
    "ties": 20, "density": 0.1666666667, "transitivity": 0.1914893617, "degree_centralization": 0.2666666667,
    "betweenness_centralization": 0.3834920635, "components": 2, "largest_component": 15, "modularity": 0.39875,
}  # fmt: skip
BUSINESS = {
    "ties": 15, "density": 0.125, "transitivity": 0.4166666667, "degree_centralization": 0.2380952381,
    "betweenness_centralization": 0.2057142857, "components": 6, "largest_component": 11, "modularity": 0.3644444444,
}  # fmt: skip


@pytest.mark.parametrize(("relation", "wanted"), [("marriage", MARRIAGE), ("business", BUSINESS)])
def test_florentine_families(relation: str, wanted: dict[str, float]) -> None:
    """All 16; the modularities are the greatest there are."""
    families = [row["id"] for row in rows_or_skip("padgett_florentine", "families.csv")]
    ties = [
        (row["from"], row["to"])
        for row in rows_or_skip("padgett_florentine", "ties.csv")
        if row["relation"] == relation
    ]
    result = metrics(_met(ties, families), NetworkSpec(), nodes=True)
    assert {name: round(result["metrics"][name], 10) for name in wanted} == wanted
    assert max(row["core_number"] for row in result["nodes"]) == 2


def test_karate_club() -> None:
    """231 rows are 78 pairs: met again, tied once."""
    ties = [(row["from"], row["to"]) for row in rows_or_skip("zachary_karate", "ties_weighted.csv")]
    people = sorted({end for pair in ties for end in pair})
    result = metrics(_met(ties, people), NetworkSpec(), nodes=True)
    wanted = {
        "ties": 78, "density": 0.1390374332, "transitivity": 0.2556818182, "degree_centralization": 0.3996212121,
        "betweenness_centralization": 0.4055571953, "components": 1, "groups": 4,
    }  # fmt: skip
    assert {name: round(result["metrics"][name], 10) for name in wanted} == wanted
    assert round(result["metrics"]["modularity"], 8) == 0.41978961
    assert max(row["core_number"] for row in result["nodes"]) == 4
    assert sum(row["strength"] for row in result["nodes"]) == 2 * 231


@pytest.mark.parametrize(
    ("relation", "wanted"),
    [
        ("advice", (190, 0.4523809524, 0.4736842105, 0.47, 0.575)),
        ("friendship", (102, 0.2428571429, 0.4509803922, 0.27, 0.69)),
        ("reports_to", (20, 0.0476190476, 0.0, 0.3175, 0.0025)),
    ],
)
def test_managers_of_krackhardt(relation: str, wanted: tuple[float, ...]) -> None:
    people = [row["id"] for row in rows_or_skip("krackhardt_hightech", "people.csv")]
    rows = [row for row in rows_or_skip("krackhardt_hightech", "ties.csv") if row["relation"] == relation]
    ties = [{"from": row["from"], "to": row["to"], "kind": relation} for row in rows]
    store = snapshot_of(people=[{"id": person} for person in people], ties=ties)
    found = metrics(store, NetworkSpec(kind=f"ties:{relation}"))["metrics"]
    names = ("ties", "density", "reciprocity", "indegree_centralization", "outdegree_centralization")
    assert tuple(round(found[name], 10) for name in names) == wanted
