"""Published and independently computed figures of real data (beside the repository, where the machine has it)."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from copnet.graph import NetworkSpec, build_network
from copnet.services.figures import growth, metrics
from copnet.services.imports import import_path
from copnet.snapshot import Snapshot
from copnet.tables import TABLES
from tests.conftest import BOTH
from tests.support.real_data import acl_tables, davis_tables, folder_or_skip
from tests.support.stores import SharedEmbedded, SharedNeo4j
from tests.support.table_snapshot import snapshot_of_folder

BY_MONTH = [0.222222, 0.411765, 0.758170, 0.790850, 0.790850, 0.790850, 0.790850, 0.908497, 0.908497, 0.908497]


def _facts(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder_or_skip(name) / "facts.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def davis_facts() -> dict[str, Any]:
    return _facts("davis_southern_women")


@pytest.fixture(scope="module")
def acl_facts() -> dict[str, Any]:
    return _facts("acl_articles_small")


def _through(kind: str, request: pytest.FixtureRequest, folder: Path) -> Snapshot:
    """The snapshot of a store that the tables were imported into, as a user would."""
    shared: SharedEmbedded | SharedNeo4j = request.getfixturevalue(f"shared_{kind}")
    store = shared.empty()
    first = import_path(store, folder).as_dict()
    assert sum(first["created"].values()) == sum(store.count(table) for table in TABLES)
    version = store.version()
    assert not any(import_path(store, folder).as_dict()["created"].values())
    assert store.version() == version, "the same tables twice change nothing"
    return store.snapshot()


@pytest.fixture(scope="module", params=BOTH)
def davis(
    request: pytest.FixtureRequest, davis_facts: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Snapshot:
    return _through(request.param, request, davis_tables(tmp_path_factory.mktemp("davis"), community=True))


@pytest.fixture(scope="module", params=BOTH)
def acl(
    request: pytest.FixtureRequest, acl_facts: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Snapshot:
    return _through(request.param, request, acl_tables(tmp_path_factory.mktemp("acl")))


def test_davis_projection(davis: Snapshot, davis_facts: dict[str, Any]) -> None:
    result = metrics(davis, NetworkSpec(), nodes=True)
    assert result["metrics"]["nodes"] == 18
    assert result["metrics"]["ties"] == 139
    assert round(result["metrics"]["density"], 6) == 0.908497
    assert {row["id"]: row["degree"] for row in result["nodes"]} == davis_facts["degree"]
    graph = build_network(davis, NetworkSpec())
    weights = Counter(str(data["count"]) for _, _, data in graph.edges(data=True))
    assert weights == davis_facts["pairs_by_weight"]
    assert sum(data["weight"] for _, _, data in graph.edges(data=True)) == davis_facts["projected_weight_sum"]
    assert graph.edges["Evelyn", "Theresa"]["count"] == 7


def test_davis_two_mode(davis: Snapshot, davis_facts: dict[str, Any]) -> None:
    found = metrics(davis, NetworkSpec(kind="two-mode"))["metrics"]
    assert found["nodes_by_mode"] == {"collaboration": 14, "person": 18}
    assert found["ties"] == davis_facts["attendances"]
    assert found["density"] == pytest.approx(davis_facts["bipartite_density"], abs=1e-15)


def test_davis_growth_by_month(davis: Snapshot) -> None:
    rows = growth(davis, NetworkSpec(community="davis"), every="month")["periods"]
    assert [row["from"][:7] for row in rows] == [f"1936-{month:02}" for month in range(2, 12)]
    assert [row["to"] for row in rows][-1] == "1936-11-30"
    assert [round(row["density"], 6) for row in rows] == BY_MONTH
    alone = growth(davis, NetworkSpec(), every="month")["periods"]
    assert [round(row["density"], 6) for row in alone[:2]] == [0.515152, 0.692308]


def test_davis_growth_after_each_gathering(davis: Snapshot, davis_facts: dict[str, Any]) -> None:
    """The network up to each gathering, by ``--to``, has the edges and active women of the facts."""
    for step in davis_facts["growth_by_event"]:
        day = dt.date.fromisoformat(step["date"])
        row = growth(davis, NetworkSpec(end=day), every="year")["periods"][-1]
        assert (row["nodes"], row["ties"]) == (step["active_women"], step["edges"])
        found = metrics(davis, NetworkSpec(community="davis", end=day))["metrics"]
        assert round(found["density"], 6) == step["density_of_18"]


def test_acl_whole(acl: Snapshot, acl_facts: dict[str, Any]) -> None:
    result = metrics(acl, NetworkSpec())
    assert result["metrics"]["nodes"] == acl_facts["people"]
    assert result["metrics"]["ties"] == acl_facts["edges"]
    assert result["metrics"]["largest_component"] == 322
    assert round(result["metrics"]["density"], 8) == 0.00095323
    assert result["network"]["undated_collaborations"] == 0
    graph = build_network(acl, NetworkSpec())
    assert sum(data["count"] for _, _, data in graph.edges(data=True)) == acl_facts["edge_weight_sum"]
    top = max(graph.edges(data=True), key=lambda edge: edge[2]["count"])
    assert {graph.nodes[end]["name"] for end in top[:2]} == {"Peter F. Brown", "Robert L. Mercer"}
    assert top[2]["count"] == 7


def test_acl_growth_by_year(acl: Snapshot, acl_facts: dict[str, Any]) -> None:
    rows = growth(acl, NetworkSpec(), every="year")["periods"]
    wanted = acl_facts["per_year_cumulative"]
    assert [int(row["from"][:4]) for row in rows] == [year["year"] for year in wanted]
    for row, year in zip(rows, wanted, strict=True):
        assert row["nodes"] == year["people"]
        assert row["ties"] == year["edges"]
        assert row["density"] == pytest.approx(year["density"], abs=1e-12)
        assert row["largest_component"] == year["largest_component"]


def test_acl_undated_at_source(acl_facts: dict[str, Any], tmp_path: Path) -> None:
    """With the source's own blank years, undated articles count in the whole but in no part of the time."""
    undated = snapshot_of_folder(acl_tables(tmp_path, year="year"))
    whole = metrics(undated, NetworkSpec(), names=["ties"])
    assert whole["network"]["undated_collaborations"] == acl_facts["undated_in_source"]
    assert whole["metrics"]["ties"] == acl_facts["edges"]
    part = metrics(undated, NetworkSpec(end=dt.date(1999, 12, 31)), names=["ties"])
    assert part["network"]["undated_collaborations"] == acl_facts["undated_in_source"]
    assert part["metrics"]["ties"] < acl_facts["edges"]
    rows = growth(undated, NetworkSpec(), every="year")
    assert rows["network"]["undated_collaborations"] == acl_facts["undated_in_source"]
    assert rows["periods"][-1]["ties"] == part["metrics"]["ties"]
