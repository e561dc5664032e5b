"""Merges and decisions over HTTP."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from copnet.stores.base import GraphStore
from tests.api.conftest import V1, get
from tests.support.stores import everything
from tests.support.world import make


@pytest.fixture
def two(client: TestClient, store: GraphStore) -> TestClient:
    records = [
        make("people", id="a", name="Ann"), make("people", id="b ü", name="Anne", email="b@x.example"),
        make("organizations", id="a", name="Ann"),
        make("ties", from_="b ü", to="a", kind="knows", to_kind="organization"),
    ]  # fmt: skip
    store.write(lambda writer: writer.put(records))
    return client


def test_a_merge_is_made_read_and_taken_back(two: TestClient, store: GraphStore) -> None:
    before = everything(store)
    body = {"keep": "Ann", "drop": "b ü", "kind": "person"}
    trial = two.post(f"{V1}/merges", json=body | {"dry_run": True})
    assert trial.status_code == 200
    assert everything(store) == before
    made = two.post(f"{V1}/merges", json=body)
    assert made.status_code == 201
    assert made.json() == trial.json() | {"dry_run": False}
    assert made.json()["moved"] == {"ties": 1}
    address = made.headers["location"]
    assert unquote(address) == f"{V1}/merges/person-b ü"
    assert two.get(address).json() == get(two, "merges")["merges"][0]
    assert "was merged into a" not in two.get(f"{V1}/people/nobody").json()["detail"]
    assert "merged into a" in two.get(f"{V1}/people/b ü").json()["detail"]
    back = two.delete(address)
    assert back.status_code == 200
    assert back.json()["restored"] == {"ties": 1}
    assert everything(store) == before
    assert two.delete(address).status_code == 404


def test_decisions_are_made_listed_and_forgotten(two: TestClient) -> None:
    body = {"a": "b ü", "b": "a", "verdict": "different"}
    made = two.post(f"{V1}/decisions", json=body)
    assert made.status_code == 200
    assert made.json()["kind"] == "person"
    assert get(two, "decisions") == {"decisions": [made.json()]}
    assert two.delete(f"{V1}/decisions/{made.json()['id']}").json() == made.json()
    assert get(two, "decisions") == {"decisions": []}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("POST", "merges", {"keep": "a", "drop": "nobody"}, 404, "called"),
        ("POST", "merges", {"keep": "a", "drop": "a", "kind": "person"}, 409, "one person already"),
        ("POST", "merges", {"keep": "Ann", "drop": "Ann"}, 422, "kind"),
        ("POST", "merges", {"keep": "a"}, 422, "drop"), ("POST", "merges", {"keep": "a", "drop": 1}, 422, "drop"),
        ("POST", "merges", {"keep": "a", "drop": "b", "kind": "dog"}, 422, "kind"),
        ("GET", "merges/x", None, 404, "no merge"), ("DELETE", "merges/x", None, 404, "no merge"),
        ("POST", "decisions", {"a": "a", "b": "b ü", "verdict": "same"}, 422, "verdict"),
        ("DELETE", "decisions/x", None, 404, "Nothing was decided"),
    ],
)  # fmt: skip
def test_refusals_are_problems(
    two: TestClient, method: str, path: str, body: dict[str, object] | None, status: int, words: str
) -> None:
    answer = two.request(method, f"{V1}/{path}", json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_a_later_merge_goes_first_and_what_a_merge_left_stays(two: TestClient, store: GraphStore) -> None:
    store.write(lambda writer: writer.put([make("people", id="c", name="Cem")]))
    for keep, drop in (("a", "b ü"), ("c", "a")):
        assert two.post(f"{V1}/merges", json={"keep": keep, "drop": drop, "kind": "person"}).status_code == 201
    answer = two.delete(f"{V1}/merges/person-b ü")
    assert answer.status_code == 409
    assert "Undo in this order" in answer.json()["detail"]
    assert two.delete(f"{V1}/people/c").status_code == 409
    assert two.post(f"{V1}/people", json={"id": "a", "name": "New"}).status_code == 409
