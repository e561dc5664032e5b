"""The JSON of ``metrics``: options, cautions, registry."""

from __future__ import annotations

import json
from typing import Any

import pytest

from copnet.analysis import clusters
from copnet.analysis.metric import Metric
from copnet.analysis.registry import REGISTRY, register
from copnet.errors import UsageError
from copnet.graph import NetworkSpec
from copnet.services.figures import growth, metrics, node_figure
from copnet.snapshot import Snapshot
from tests.support.table_snapshot import snapshot_of


@pytest.fixture
def store() -> Snapshot:
    """A hub with three arms; one pair meets twice."""
    works = {"w1": "hub a", "w2": "hub b", "w3": "hub c", "w4": "hub a"}
    return snapshot_of(
        people=[{"id": key, "name": key.upper()} for key in ("a", "b", "c", "hub", "z")],
        collaborations=[{"id": key, "started_on": "2020"} for key in works],
        participations=[
            {"collaboration": key, "person": who} for key, persons in works.items() for who in persons.split()
        ],
        ties=[{"from": "a", "to": "b", "kind": "knows", "wave": "1"}],
        responses=[
            {"person": key, "wave": "1", "status": status} for key, status in (("a", "answered"), ("b", "invited"))
        ],
    )


def test_everything_is_json_without_nan(store: Snapshot) -> None:
    for kind in ("people", "organizations", "two-mode", "ties:knows"):
        json.dumps(metrics(store, NetworkSpec(kind=kind), nodes=True), allow_nan=False)
    json.dumps(growth(store, NetworkSpec(), every="month"), allow_nan=False)


def test_all_figures_or_only_those_asked_for(store: Snapshot) -> None:
    whole = metrics(store, NetworkSpec(), nodes=True)
    of_nodes = [metric.name for metric in REGISTRY.values() if metric.level == "node"]
    assert list(whole["metrics"]) == [metric.name for metric in REGISTRY.values() if metric.level == "network"]
    assert list(whole["nodes"][0]) == ["id", "name", "mode", *of_nodes, "group"]
    assert {row["group"] for row in whole["nodes"]} == {None}
    some = metrics(store, NetworkSpec(), names=["density", "degree"], nodes=True, sort="strength", limit=2)
    assert list(some["metrics"]) == ["density"]
    assert [list(row) for row in some["nodes"]] == [["id", "name", "mode", "degree", "strength", "group"]] * 2
    assert [(row["id"], row["strength"]) for row in some["nodes"]] == [("hub", 4.0), ("a", 2.0)]
    assert "nodes" not in metrics(store, NetworkSpec(), names=["density"])


def test_undefined_ones_are_sorted_last(store: Snapshot) -> None:
    rows = metrics(store, NetworkSpec(), nodes=True, sort="constraint")["nodes"]
    assert [row["id"] for row in rows] == ["a", "b", "c", "hub", "z"]
    assert rows[-1]["constraint"] is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"names": ["densty"]}, "Not a figure: densty. Figures are: nodes, "),
        ({"names": ["new_ties"]}, "Not a figure: new_ties"),
        ({"names": ["degree"]}, "add --nodes"),
        ({"nodes": True, "sort": "density"}, "Sort by one of: degree"),
        ({"sort": "degree"}, "--nodes"),
        ({"limit": 3}, "--nodes"),
        ({"nodes": True, "limit": 0}, "1 or more"),
    ],
)
def test_options_that_make_no_sense(store: Snapshot, options: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        metrics(store, NetworkSpec(), **options)


def test_cautions_are_sentences(store: Snapshot) -> None:
    assert metrics(store, NetworkSpec())["cautions"] == [
        "This is a small network (5): one person or one tie more or less changes every figure a lot."
    ]
    survey = metrics(store, NetworkSpec(kind="ties:knows"))
    assert survey["network"]["response_rate"] == {"rate": 0.5, "numerator": 1, "denominator": 2}
    assert any(caution.startswith("Only 1 of 2 who were asked answered") for caution in survey["cautions"])


def test_figures_without_the_one_collaboration() -> None:
    people = [f"p{number}" for number in range(12)]
    store = snapshot_of(
        people=[{"id": key} for key in people],
        collaborations=[{"id": "plenary"}, {"id": "pair"}, {"id": "again"}],
        participations=[
            *({"collaboration": "plenary", "person": key} for key in people),
            *({"collaboration": work, "person": key} for work in ("pair", "again") for key in people[:2]),
        ],
    )
    found = metrics(store, NetworkSpec())
    one = found["network"]["one_collaboration"]
    assert (one["id"], one["ties"], one["ties_without"]) == ("plenary", 65, 1)
    assert one["without"]["ties"] == 1
    assert one["without"]["density"] == 1 / 66
    assert one["without"]["isolates"] == 10
    assert "Without it: 1 tie, density 0.0151515." in found["cautions"][-1]


def test_growth_too_says_what_rests_on_one_collaboration() -> None:
    members = [f"p{number}" for number in range(12)]
    works = {"plenary": members, "pair": members[:2], "again": members[:2]}
    store = snapshot_of(
        people=[{"id": key} for key in members],
        communities=[{"id": "k", "name": "K"}],
        memberships=[{"community": "k", "person": key} for key in members],
        collaborations=[{"id": key, "title": f"The {key}", "started_on": "2020-05-01"} for key in works],
        participations=[{"collaboration": key, "person": who} for key, persons in works.items() for who in persons],
    )
    found = growth(store, NetworkSpec(community="k"), every="year")
    one = found["network"]["one_collaboration"]
    assert (one["id"], one["ties"], one["ties_without"]) == ("plenary", 65, 1)
    assert one["without"] == {
        "nodes": 12, "ties": 1, "density": 1 / 66, "average_degree": 1 / 6, "components": 11, "isolates": 10,
        "largest_component": 2, "largest_component_share": 1 / 6,
    }  # fmt: skip
    assert (
        found["cautions"][-1] == '65 of 66 ties rest on one single collaboration, "The plenary". '
        "Without it: 1 tie, density 0.0151515."
    )


def test_two_mode_networks_have_no_average_degree(store: Snapshot) -> None:
    found = metrics(store, NetworkSpec(kind="two-mode"))["metrics"]
    assert found["average_degree"] is None
    assert found["density"] == 8 / 20
    assert (found["isolates"], found["components"]) == (1, 2)
    assert (found["largest_component"], found["largest_component_share"]) == (8, 8 / 9)


def test_a_sensitive_grouping_says_so() -> None:
    store = snapshot_of(
        people=[{"id": "a"}, {"id": "b", "region": "north"}],
        person_attributes=[{"person": "a", "attribute": "origin", "value": "x"}],
    )
    assert metrics(store, NetworkSpec(by="origin"))["network"]["by_sensitive"] is True
    found = metrics(store, NetworkSpec(by="region"), nodes=True)
    assert found["network"]["by_sensitive"] is False
    assert found["network"]["no_value"] == 1
    assert [row["group"] for row in found["nodes"]] == [None, "north"]


def test_every_figure_is_explained() -> None:
    for name, metric in REGISTRY.items():
        assert name in (metric.name, f"{metric.level}.{metric.name}")
        assert all((metric.label, metric.unit, metric.range, metric.formula, metric.reference)), name
        assert metric.plain.endswith("."), name
        assert ". " not in metric.plain, f"{name}: one plain sentence"
        assert (metric.compute is None) == (metric.level not in ("network", "node")), name
    row = growth(snapshot_of(people=[{"id": "a"}]), NetworkSpec(), every="year")
    assert row["periods"] == []


def test_every_field_of_growth_is_explained(store: Snapshot) -> None:
    fields = set(growth(store, NetworkSpec(), every="year")["periods"][0]) - {"from", "to"}
    assert fields <= set(REGISTRY)
    assert {name for name, metric in REGISTRY.items() if metric.level == "growth"} == (fields | {"endurance"}) - {
        name for name, metric in REGISTRY.items() if metric.level == "network"
    }


def test_a_figure_is_registered_once_a_level() -> None:
    def made(level: Any) -> Metric:
        return Metric("x", "X", level, "nodes", "0", "x", "me")

    assert list(register([made("network"), made("node")])) == ["x", "node.x"]
    with pytest.raises(ValueError, match="twice"):
        register([made("node"), made("node")])


def test_figures_come_in_the_order_of_the_contract(store: Snapshot) -> None:
    found = metrics(store, NetworkSpec(), nodes=True)
    of_network = (
        "nodes nodes_by_mode ties density average_degree isolates components largest_component largest_component_share "
        "average_path_length diameter transitivity average_clustering reciprocity degree_centralization "
        "betweenness_centralization closeness_centralization indegree_centralization outdegree_centralization "
        "modularity groups bridges cutpoints"
    )
    of_nodes = (
        "degree in_degree out_degree strength in_strength out_strength total_trust total_value betweenness closeness "
        "harmonic eigenvector pagerank constraint effective_size efficiency core_number clustering reach_2 is_cutpoint "
        "leiden_group"
    )
    assert [name for name in found["metrics"] if name in of_network.split()] == of_network.split()
    assert [name for name in found["nodes"][0] if name in of_nodes.split()] == of_nodes.split()


def test_two_mode_networks_have_only_what_means_something_there(store: Snapshot) -> None:
    found = metrics(store, NetworkSpec(kind="two-mode"), nodes=True)
    assert {name for name, value in found["metrics"].items() if value is not None} == {
        "nodes", "nodes_by_mode", "ties", "density", "isolates", "components", "largest_component",
        "largest_component_share", "average_path_length", "bridges", "cutpoints",
    }  # fmt: skip
    has = {name for row in found["nodes"] for name, value in row.items() if value is not None}
    assert has == {"id", "name", "mode", "degree", "betweenness", "is_cutpoint"}


def test_trust_and_value_are_read_in_the_same_wave() -> None:
    def tie(one: str, other: str, kind: str, wave: str | None, value: float) -> dict[str, Any]:
        return {"from": one, "to": other, "kind": kind, "wave": wave, "value": value}

    store = snapshot_of(
        people=[{"id": key} for key in "abcd"],
        ties=[
            tie("a", "b", "trusts", "1", 1), tie("a", "b", "trusts", "2", 4), tie("c", "b", "trusts", "2", 1),
            tie("a", "b", "values", "1", 3), tie("a", "c", "values", "3", 2), tie("a", "d", "knows", "2", 1),
            tie("a", "a", "trusts", "2", 9), tie("a", "d", "trusts", None, 5), tie("a", "d", "works-with", None, 1),
        ],
    )  # fmt: skip

    def rated(kind: str, wave: str | None = None, **options: Any) -> dict[str, tuple[float | None, float | None]]:
        rows = metrics(store, NetworkSpec(kind=f"ties:{kind}", wave=wave, **options), nodes=True)["nodes"]
        return {row["id"]: (row["total_trust"], row["total_value"]) for row in rows}

    nobody = dict.fromkeys("abcd", (None, None))
    assert rated("trusts") == nobody | {"b": (2.5, None)}
    assert rated("knows") == nobody | {"b": (2.5, None)}
    assert rated("trusts", "1") == rated("values", "1") == nobody | {"b": (1.0, 3.0)}
    assert rated("values") == nobody | {"c": (None, 2.0)}
    assert rated("trusts", min_value=2) == nobody | {"b": (4.0, None)}
    assert rated("works-with") == nobody, "answers without a wave do not borrow the latest one"


def test_one_figure_of_a_graph_for_a_map(store: Snapshot) -> None:
    from copnet.graph import build_network

    graph = build_network(store, NetworkSpec(kind="two-mode"))
    assert node_figure(graph, "degree")[0]["person:hub"] == 4
    assert set(node_figure(graph, "constraint")[0].values()) == {None}
    with pytest.raises(UsageError, match="betweenness"):
        node_figure(graph, "density")


def test_where_leiden_stops_early_it_is_said(store: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["groups", "modularity", "leiden_group"]
    exact = metrics(store, NetworkSpec(), names=names, nodes=True)
    monkeypatch.setattr(clusters, "_SAME_WHATEVER_THE_NAMES", 4)
    said = metrics(store, NetworkSpec(), names=names, nodes=True)["cautions"]
    assert [one for one in said if one not in exact["cautions"]] == [
        "Groups: above 4 nodes Leiden stops when another round adds less than 0.001 to modularity, and what it finds "
        "can depend on the order of the nodes."
    ]
    assert not any("Leiden" in one for one in metrics(store, NetworkSpec(), names=["density"])["cautions"])
