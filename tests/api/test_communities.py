"""Ripple and the four areas over HTTP and on the command line: the same objects as the services give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from copnet.bootstrap import scratch_store
from copnet.services.audience import Audience
from copnet.services.demo import load_sample
from copnet.services.ripple import areas_for, ripple_for
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore
from copnet_api.app import create_app
from tests.api.conftest import BASE

V1 = "/api/v1/communities"


@pytest.fixture(scope="module")
def sample_store() -> Iterator[GraphStore]:
    with scratch_store() as store:
        load_sample(store)
        yield store


@pytest.fixture(scope="module")
def sample(sample_store: GraphStore) -> Iterator[TestClient]:
    with TestClient(create_app(sample_store), base_url=BASE) as client:
        yield client


@pytest.fixture(scope="module")
def snapshot(sample_store: GraphStore) -> Snapshot:
    return sample_store.snapshot()


@pytest.mark.parametrize(
    "options", [{}, {"after": "end"}, {"wave": "2022"}, {"audience": "public"}, {"audience": "member:maya-okafor"}]
)
def test_ripple_is_that_of_the_service(options: dict[str, Any], sample: TestClient, snapshot: Snapshot) -> None:
    answer = sample.get(f"{V1}/cohort/ripple", params=options)
    assert answer.status_code == 200, answer.text
    who = Audience.parse(options.get("audience", "facilitator"))
    after, wave = options.get("after", "start"), options.get("wave")
    assert answer.json() == ripple_for(snapshot, "cohort", who, after=after, wave=wave)


@pytest.mark.parametrize("audience", ["facilitator", "funder"])
def test_areas_are_those_of_the_service(audience: str, sample: TestClient, snapshot: Snapshot) -> None:
    answer = sample.get(f"{V1}/families-circle/areas", params={"audience": audience})
    assert answer.status_code == 200, answer.text
    assert answer.json() == areas_for(snapshot, "families-circle", Audience.parse(audience))
    by_name = sample.get(f"{V1}/Families circle/areas", params={"audience": audience})
    assert by_name.json() == answer.json()


def test_what_stories_tell_came_through_the_store(sample: TestClient) -> None:
    text = sample.get(f"{V1}/cohort/areas").text
    assert "The children wave at the driver now." in text
    assert "there is no budget line" in text
    assert "Members know one another's work" in text


@pytest.mark.parametrize(
    ("path", "query", "status", "words"),
    [
        ("nowhere/ripple", {}, 404, "nowhere"), ("nowhere/areas", {}, 404, "nowhere"),
        ("cohort/ripple", {"wave": "1999"}, 404, "Waves are: 2022, 2024"),
        ("cohort/ripple", {"after": "lunch"}, 422, ""),
        ("cohort/areas", {"audience": "boss"}, 422, "boss"), ("cohort/areas", {"shoe": "4"}, 422, ""),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said(
    path: str, query: dict[str, str], status: int, words: str, sample: TestClient
) -> None:
    answer = sample.get(f"{V1}/{path}", params=query)
    assert answer.status_code == status, answer.text
    assert words in answer.json()["detail"]
