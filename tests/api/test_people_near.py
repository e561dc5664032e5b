"""Representation, introductions and peers over HTTP: the same objects as the services give."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from copnet.bootstrap import scratch_store
from copnet.services.audience import Audience
from copnet.services.demo import load_sample
from copnet.services.introductions import introductions_for
from copnet.services.peers import peers_for
from copnet.services.representation import representation_for
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore
from copnet_api.app import create_app
from tests.api.conftest import BASE

V1 = "/api/v1"
AUDIENCES = ("facilitator", "funder", "public", "member:maya-okafor")


@pytest.fixture(scope="module")
def sample_store() -> Iterator[GraphStore]:
    with scratch_store() as store:
        load_sample(store)
        yield store


@pytest.fixture(scope="module")
def snapshot(sample_store: GraphStore) -> Snapshot:
    return sample_store.snapshot()


@pytest.fixture(scope="module")
def sample(sample_store: GraphStore) -> Iterator[TestClient]:
    with TestClient(create_app(sample_store), base_url=BASE) as client:
        yield client


def _get(client: TestClient, path: str, **query: Any) -> Any:
    answer = client.get(f"{V1}/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_representation_is_that_of_the_service(audience: str, sample: TestClient, snapshot: Snapshot) -> None:
    found = _get(sample, "communities/cohort/representation", audience=audience)
    assert found == representation_for(snapshot, "cohort", Audience.parse(audience))
    assert {attribute["attribute"] for attribute in found["attributes"]} == set(snapshot["intents"]["attribute"])


def test_what_if_and_best_fill(sample: TestClient, snapshot: Snapshot) -> None:
    asked: dict[str, Any] = {"what_if": ["tala-rivers", "Owen Price"], "best_fill": "true"}
    found = _get(sample, "communities/cohort/representation", **asked)
    assert [row["id"] for row in found["what_if"]["people"]] == ["owen-price", "tala-rivers"]
    assert len(found["best_fill"]["people"]) <= found["best_fill"]["seats"] == found["capacity"] - found["members"]
    assert found["best_fill"]["gap_after"] < found["best_fill"]["gap_before"]
    for query in ({"what_if": "tala-rivers"}, {"best_fill": "true"}):
        answer = sample.get(f"{V1}/communities/cohort/representation", params={**query, "audience": "funder"})
        assert (answer.status_code, "facilitators only" in answer.json()["detail"]) == (422, True)


def test_what_was_given_in_trust_is_told_to_nobody_else(sample: TestClient, snapshot: Snapshot) -> None:
    intended = set(snapshot["intents"]["value"])
    given = snapshot["person_attributes"].filter(snapshot["person_attributes"]["sensitive"])
    own_words = sorted(set(given["value"]) - intended)
    assert own_words
    for audience in AUDIENCES[1:]:
        text = json.dumps(_get(sample, "communities/cohort/representation", audience=audience), ensure_ascii=False)
        assert not [value for value in own_words if f'"{value}"' in text]
        assert not [name for name in snapshot["people"]["name"] if name in text]


def test_introductions_are_those_of_the_service(sample: TestClient, snapshot: Snapshot) -> None:
    found = _get(sample, "communities/cohort/introductions", by="sector", limit=4)
    assert found == introductions_for(snapshot, "cohort", Audience(), by="sector", limit=4)
    assert len(found["introductions"]) == 4
    assert sample.get(f"{V1}/communities/cohort/introductions?audience=public").status_code == 422
    assert sample.get(f"{V1}/communities/nowhere/introductions").status_code == 404


def test_peers_are_those_of_the_service(sample: TestClient, snapshot: Snapshot) -> None:
    day = dt.date(2026, 1, 1)
    for audience in ("facilitator", "member:maya-okafor"):
        found = _get(sample, "people/maya-okafor/peers", audience=audience, topic="family math", on="2026", limit=3)
        who = Audience.parse(audience)
        assert found == peers_for(snapshot, "maya-okafor", who, on=day, topic="family math", limit=3)
        assert found["peers"][0]["id"] == "haru-yamamoto"
    assert _get(sample, "people/maya-okafor/peers", different=["sector", "organization"])["peers"]
    for query, status in (({"audience": "funder"}, 422), ({"different": "race or ethnicity"}, 422), ({"on": "x"}, 422)):
        assert sample.get(f"{V1}/people/maya-okafor/peers", params=query).status_code == status
    assert sample.get(f"{V1}/people/josie-marsh/peers").status_code == 404, "visible to nobody"
