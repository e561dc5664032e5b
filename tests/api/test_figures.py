"""Figures over HTTP: the same objects as the services give, and names only to whom people agreed."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from starlette.testclient import TestClient

from copnet.analysis.registry import REGISTRY
from copnet.graph import NetworkSpec
from copnet.services import figures
from copnet.services.audience import Audience
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore
from tests.api.conftest import V1, get


@pytest.fixture(scope="module")
def community(sample_store: GraphStore) -> str:
    communities: list[Any] = list(sample_store.read("communities"))
    return next(str(record.id) for record in communities if record.parent is None)


@pytest.mark.parametrize("kind", ["people", "organizations", "two-mode", "ties:trusts"])
def test_metrics_are_those_of_the_service(
    kind: str, sample: TestClient, sample_store: GraphStore, community: str
) -> None:
    expected = figures.metrics(sample_store.snapshot(), NetworkSpec(kind=kind, community=community))
    assert get(sample, "metrics", network=kind, community=community) == expected | {"audience": "facilitator"}
    assert expected["metrics"]["nodes"] > 0


def test_options_reach_the_figures(sample: TestClient, sample_store: GraphStore, community: str) -> None:
    found = get(
        sample, "metrics", community=community, roles=["member, facilitator", "funder"], kind=["convening", "article"],
        metrics="nodes,degree", nodes="true", sort="degree", limit=3, to="2024", **{"from": "2023-02"},
    )  # fmt: skip
    network = found["network"]
    assert (network["from"], network["to"]) == ("2023-02-01", "2024-12-31")
    assert network["roles"] == ["member", "facilitator", "funder"]
    assert network["kinds"] == ["convening", "article"]
    assert set(found["metrics"]) == {"nodes"}
    degrees = [row["degree"] for row in found["nodes"] if "degree" in row]
    assert degrees == sorted(degrees, reverse=True)
    assert len(found["nodes"]) == 3


@pytest.mark.parametrize("every", ["month", "quarter", "year"])
def test_growth_is_that_of_the_service(
    every: Any, sample: TestClient, sample_store: GraphStore, community: str
) -> None:
    expected = figures.growth(sample_store.snapshot(), NetworkSpec(community=community), every=every)
    assert get(sample, "growth", community=community, every=every) == expected | {"audience": "facilitator"}
    assert len(expected["periods"]) > 1


def test_growth_is_told_to_an_audience(sample: TestClient, snapshot: Snapshot) -> None:
    spec = NetworkSpec()
    told = {
        name: figures.growth_for(snapshot, spec, Audience.parse(name), every="year") for name in ("funder", "public")
    }
    for audience, expected in told.items():
        assert get(sample, "growth", every="year", audience=audience) == expected
    assert sample.get(f"{V1}/growth", params={"every": "year", "audience": "boss"}).status_code == 422
    assert sample.get(f"{V1}/growth", params={"every": "year", "audience": "member:nobody"}).status_code == 404


@pytest.mark.parametrize("kind", ["people", "organizations", "two-mode", "ties:trusts"])
def test_the_network_can_be_read_by_networkx_and_has_its_evidence(kind: str, sample: TestClient) -> None:
    answer = get(sample, "network", network=kind)
    graph = nx.node_link_graph(answer, edges="edges")
    counts = get(sample, "metrics", network=kind)["metrics"]
    withheld = answer["graph"]["withheld"]
    assert graph.number_of_nodes() + withheld["nodes"] == counts["nodes"]
    assert graph.number_of_edges() + withheld["ties"] == counts["ties"]
    known = answer["graph"]["collaborations"]
    for _, _, data in graph.edges(data=True):
        if kind in ("people", "organizations"):
            assert len(data["collaborations"]) == data["count"] > 0
            assert all(known[key]["title"] for key in data["collaborations"])


def test_names_are_shown_to_whom_people_agreed(sample: TestClient, sample_store: GraphStore) -> None:
    people: list[Any] = sample_store.read("people")
    for audience, allowed in (
        ("facilitator", {person.id for person in people if person.visibility != "nobody"}),
        ("funder", {person.id for person in people if person.visibility == "everyone"}),
        ("public", {person.id for person in people if person.visibility == "everyone" and person.name_in_reports}),
    ):
        assert 0 < len(allowed) < len(people)
        answer = get(sample, "network", audience=audience)
        assert {node["id"] for node in answer["nodes"]} == allowed
        assert answer["graph"]["withheld"]["nodes"] == len(people) - len(allowed)
        rows = get(sample, "metrics", nodes="true", audience=audience)["nodes"]
        assert {row["id"] for row in rows if "id" in row} == allowed
        assert rows.count({"withheld": True}) == len(people) - len(allowed)
        for path in ("network", "network?network=two-mode", "map", "metrics?nodes=true"):
            query = "&" if "?" in path else "?"
            text = sample.get(f"{V1}/{path}{query}audience={audience}").text
            for person in people:
                if person.id not in allowed:
                    assert person.name not in text, (path, audience, person.name)


def test_others_learn_of_people_no_more_than_the_network_needs(sample: TestClient) -> None:
    for node in get(sample, "network", audience="funder")["nodes"]:
        assert not {"attributes", "location", "role", "visibility"} & set(node)


def test_what_was_told_in_trust_is_for_facilitators(sample: TestClient, sample_store: GraphStore) -> None:
    attributes: list[Any] = list(sample_store.read("intents"))
    by = attributes[0].attribute
    member = next(person.key for person in sample_store.read("people"))
    assert get(sample, "metrics", nodes="true", audience="facilitator")["nodes"]
    for audience in ("funder", "public", f"member:{member}"):
        for path, query in (("metrics", {"by": by}), ("network", {"by": by}), ("network", {"network": "ties:trusts"})):
            answer = sample.get(f"{V1}/{path}", params={**query, "audience": audience})
            assert answer.status_code == 422, (path, query)
            assert "facilitators only" in answer.json()["detail"]


def test_every_figure_is_explained(sample: TestClient) -> None:
    found = get(sample, "definitions")["definitions"]
    assert len(found) == len(REGISTRY)
    assert {item["level"] for item in found} == {metric.level for metric in REGISTRY.values()}
    assert all(item["label"] and item["plain"] and item["formula"] and item["reference"] for item in found)


def test_the_start_page_is_the_map_and_takes_its_options(sample: TestClient, community: str) -> None:
    assert sample.get("/").text == sample.get(f"{V1}/map").text
    narrowed = sample.get("/", params={"community": community, "color": "sector", "audience": "public"})
    assert narrowed.status_code == 200
    assert narrowed.text == sample.get(f"{V1}/map", params=dict(narrowed.request.url.params)).text
