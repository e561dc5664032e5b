"""Who may ask, from where, and what browsers may do with the answers."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from copnet.stores.base import GraphStore
from copnet_api.app import create_app
from copnet_api.deps import ApiSettings
from copnet_api.guard import SECURITY_HEADERS
from tests.api.conftest import BASE, V1


@pytest.mark.parametrize(
    "path", ["/", "/api/docs", "/api/openapi.json", f"{V1}/people", "/static/reference.css", "/nothing", "/healthz"]
)
def test_security_headers_are_on_every_answer(path: str, client: TestClient) -> None:
    headers = client.get(path).headers
    for name, value in SECURITY_HEADERS.items():
        assert headers[name] == value
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000", "127.0.0.5"]
)
def test_this_computer_is_answered(host: str, client: TestClient) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "localhost:80@evil", "[::2]"],
)
def test_other_names_are_not_answered(host: str, client: TestClient) -> None:
    answer = client.get("/healthz", headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_other_names_can_be_set(store: GraphStore) -> None:
    client = TestClient(create_app(store, settings=ApiSettings(hosts=("Copnet.Example",))), base_url=BASE)
    assert client.get("/healthz", headers={"host": "copnet.example:8443"}).status_code == 200
    assert client.get("/healthz", headers={"host": "localhost"}).status_code == 421
    assert client.get("/healthz", headers={"host": "127.0.0.1:1"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://evil.example"},
        {"origin": "null"}, {"origin": "http://localhost:9999"}, {"origin": ""},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
    ],
)  # fmt: skip
def test_other_pages_can_change_nothing(headers: dict[str, str], client: TestClient) -> None:
    client.post(f"{V1}/people", json={"name": "Ana"})
    for answer in (
        client.post(f"{V1}/people", json={"name": "Eve"}, headers=headers),
        client.patch(f"{V1}/people/ana", json={"name": "Eve"}, headers=headers),
        client.delete(f"{V1}/people/ana", headers=headers),
        client.post(f"{V1}/imports", files={"files": ("people.csv", b"name\nEve\n")}, headers=headers),
    ):
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
    assert [item["name"] for item in client.get(f"{V1}/people", headers=headers).json()["items"]] == ["Ana"]


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": BASE}, {"sec-fetch-site": "same-origin", "origin": BASE}, {"sec-fetch-site": "none"}],
)
def test_own_pages_and_programs_can(headers: dict[str, str], client: TestClient) -> None:
    assert client.post(f"{V1}/people", json={"name": "Ana"}, headers=headers).status_code == 201
