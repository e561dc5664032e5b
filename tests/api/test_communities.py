"""What is told of a community over HTTP: the same objects as the services give."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from copnet.services.audience import Audience
from copnet.services.introductions import introductions_for
from copnet.services.representation import representation_for
from copnet.services.ripple import areas_for, ripple_for
from copnet.snapshot import Snapshot
from tests.api.conftest import V1, get

AUDIENCES = ("facilitator", "funder", "public", "member:maya-okafor")


@pytest.mark.parametrize(
    "options", [{}, {"after": "end"}, {"wave": "2022"}, {"audience": "public"}, {"audience": "member:maya-okafor"}]
)
def test_ripple_is_that_of_the_service(options: dict[str, Any], sample: TestClient, snapshot: Snapshot) -> None:
    answer = sample.get(f"{V1}/communities/cohort/ripple", params=options)
    assert answer.status_code == 200, answer.text
    who = Audience.parse(options.get("audience", "facilitator"))
    after, wave = options.get("after", "start"), options.get("wave")
    assert answer.json() == ripple_for(snapshot, "cohort", who, after=after, wave=wave)


@pytest.mark.parametrize("audience", ["facilitator", "funder"])
def test_areas_are_those_of_the_service(audience: str, sample: TestClient, snapshot: Snapshot) -> None:
    answer = sample.get(f"{V1}/communities/families-circle/areas", params={"audience": audience})
    assert answer.status_code == 200, answer.text
    assert answer.json() == areas_for(snapshot, "families-circle", Audience.parse(audience))
    by_name = sample.get(f"{V1}/communities/Families circle/areas", params={"audience": audience})
    assert by_name.json() == answer.json()


def test_what_stories_tell_came_through_the_store(sample: TestClient) -> None:
    text = sample.get(f"{V1}/communities/cohort/areas").text
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
    answer = sample.get(f"{V1}/communities/{path}", params=query)
    assert answer.status_code == status, answer.text
    assert words in answer.json()["detail"]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_representation_is_that_of_the_service(audience: str, sample: TestClient, snapshot: Snapshot) -> None:
    found = get(sample, "communities/cohort/representation", audience=audience)
    assert found == representation_for(snapshot, "cohort", Audience.parse(audience))
    assert {attribute["attribute"] for attribute in found["attributes"]} == set(snapshot["intents"]["attribute"])


def test_what_if_and_best_fill(sample: TestClient, snapshot: Snapshot) -> None:
    asked: dict[str, Any] = {"what_if": ["tala-rivers", "Owen Price"], "best_fill": "true"}
    found = get(sample, "communities/cohort/representation", **asked)
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
        text = json.dumps(get(sample, "communities/cohort/representation", audience=audience), ensure_ascii=False)
        assert not [value for value in own_words if f'"{value}"' in text]
        assert not [name for name in snapshot["people"]["name"] if name in text]


def test_introductions_are_those_of_the_service(sample: TestClient, snapshot: Snapshot) -> None:
    found = get(sample, "communities/cohort/introductions", by="sector", limit=4)
    assert found == introductions_for(snapshot, "cohort", Audience(), by="sector", limit=4)
    assert len(found["introductions"]) == 4
    assert sample.get(f"{V1}/communities/cohort/introductions?audience=public").status_code == 422
    assert sample.get(f"{V1}/communities/nowhere/introductions").status_code == 404
