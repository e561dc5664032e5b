"""Every error is a problem (RFC 9457), and bad input is never a fault of ours."""

from __future__ import annotations

import json
import logging
from typing import Any, Never

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from copnet import errors
from copnet.errors import ComputationError, CopnetError, StoreError, StoreFailed, StoreUnreachable
from copnet.stores.base import GraphStore
from copnet_api import errors as api_errors
from copnet_api.app import create_app
from copnet_api.deps import ApiSettings
from tests.api.conftest import BASE, V1


def _all(cls: type[CopnetError]) -> set[type[CopnetError]]:
    return {cls}.union(*(_all(child) for child in cls.__subclasses__()))


def _is_problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert set(body) - {"errors"} == {"type", "title", "status", "detail"}
    assert body["status"] == status
    assert body["detail"]
    assert body["title"]
    return body


def test_every_error_of_copnet_has_an_answer() -> None:
    known = {found for found in _all(CopnetError) if found.__module__ == errors.__name__}
    assert set(api_errors.KINDS) == known
    for error, kind in api_errors.KINDS.items():
        assert (kind.status == 503) == issubclass(error, (ComputationError, StoreError))


def test_every_type_of_problem_is_explained_on_the_page(client: TestClient) -> None:
    page = client.get("/api/docs").text
    kinds = {*api_errors.KINDS.values(), *api_errors.HTTP_KINDS.values(), api_errors.INVALID_REQUEST}
    for kind in kinds:
        assert f'id="{kind.type.partition("#")[2]}"' in page


@pytest.mark.parametrize(
    ("method", "path", "status", "name"),
    [
        ("GET", "/nothing", 404, "no-such-page"),
        ("GET", f"{V1}/nothing", 404, "no-such-page"),
        ("GET", "/static/nothing.js", 404, "no-such-page"),
        ("GET", "/static/../copnet_api/app.py", 404, "no-such-page"),
        ("GET", "/static/%2e%2e/app.py", 404, "no-such-page"),
        ("GET", f"{V1}/people/nobody", 404, "not-found"),
        ("GET", f"{V1}/people/%00", 404, "not-found"),
        ("GET", f"{V1}/people/{'x' * 5000}", 404, "not-found"),
        ("DELETE", f"{V1}/people/nobody", 404, "not-found"),
        ("PUT", f"{V1}/people", 405, "method"),
        ("DELETE", f"{V1}/metrics", 405, "method"),
        ("GET", f"{V1}/people?limit=x", 422, "invalid-request"),
    ],
)
def test_problems_by_address(method: str, path: str, status: int, name: str, client: TestClient) -> None:
    body = _is_problem(client.request(method, path), status)
    assert body["type"] == f"/api/docs#problem-{name}"


def test_a_refused_method_names_those_taken(client: TestClient) -> None:
    assert client.put(f"{V1}/people").headers["allow"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"name": "\\ud800"}', b'{"name": "a", "\\ud800": 1}',
     b"[" * 100_000, b'{"name": "a", "attributes": {"\\ud800": "x"}}', b'{"name": "a", "attributes": {"x": "\\udfff"}}',
     b'{"name": ' + b"1" * 5000 + b"}", b'{"name": "a", "name_in_reports": NaN}', b'{"name": {"$ne": 1}}'],
)  # fmt: skip
def test_hostile_bodies_are_refused(body: bytes, client: TestClient) -> None:
    answer = client.post(f"{V1}/people", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    _is_problem(answer, answer.status_code)
    assert client.get(f"{V1}/people").json()["items"] == []


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_refused(number: str, client: TestClient) -> None:
    body = f'{{"from": "a", "to": "b", "kind": "knows", "value": {number}}}'
    answer = client.post(f"{V1}/ties", content=body, headers={"content-type": "application/json"})
    assert _is_problem(answer, 422)["errors"][0]["field"] == "value"


def test_json_is_only_taken_as_json(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = client.post(f"{V1}/people", content=b'{"name": "a"}', headers={"content-type": kind} if kind else {})
        _is_problem(answer, 422)


def test_too_much_at_once(store: GraphStore) -> None:
    with TestClient(
        create_app(store, settings=ApiSettings(body_limit=100, upload_limit=1000)), base_url=BASE
    ) as client:
        long = json.dumps({"name": "a" * 200}).encode()
        kind = {"content-type": "application/json"}
        for body in (long, iter([long[:90], long[90:]])):  # with and without a length told in advance
            _is_problem(client.post(f"{V1}/people", content=body, headers=kind), 413)
        _is_problem(client.get(f"{V1}/people", headers={"content-length": "9" * 30}), 413)
        _is_problem(client.post(f"{V1}/imports", files={"files": ("people.csv", b"x" * 1001)}), 413)
        assert client.get(f"{V1}/people").json()["items"] == []


@pytest.mark.parametrize("error", [StoreUnreachable("It does not answer."), StoreFailed("It failed.")])
def test_a_store_that_fails_is_told_with_when_to_ask_again(
    error: StoreError, client: TestClient, store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> Never:
        raise error

    for name in ("read", "write", "version", "snapshot"):
        monkeypatch.setattr(store, name, fail)
    for answer in (client.get(f"{V1}/people"), client.post(f"{V1}/people", json={"name": "a"}), client.get("/readyz"),
                   client.get(f"{V1}/metrics"), client.get("/")):  # fmt: skip
        assert _is_problem(answer, 503)["detail"] == str(error)
        assert int(answer.headers["retry-after"]) > 0
    assert client.get("/healthz").status_code == 200


def test_a_fault_of_ours_is_logged_and_not_told(
    client: TestClient, store: GraphStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> Never:
        raise RuntimeError("a secret inside")

    monkeypatch.setattr(store, "read", fail)
    with caplog.at_level(logging.ERROR, "copnet.api"):
        answer = client.get(f"{V1}/people")
    body = _is_problem(answer, 500)
    assert "secret" not in json.dumps(body)
    assert "a secret inside" in caplog.text
    assert answer.headers["x-content-type-options"] == "nosniff"


NETWORK_ROUTES = (
    f"{V1}/metrics", f"{V1}/network", f"{V1}/map", "/", f"{V1}/growth?every=year", f"{V1}/growth/ledger?every=year",
)  # fmt: skip


@pytest.mark.parametrize("path", NETWORK_ROUTES)
@pytest.mark.parametrize(
    "query",
    [
        "community=nowhere", "community=%00", "community=%ED%A0%80", "community=", "network=friends", "network=ties:",
        "network=%00", "from=2024&to=2023", "from=2024-13", "from=0000", "from=99999-01-01", "from=yesterday", "to=%00",
        "roles=king", "roles=", "roles=member,,coach", "ends=both", "min_weight=x", "min_weight=nan", "min_weight=inf",
        "min_value=1", "weight=heavy", "wave=2023", "symmetrize=no", "by=%00", "kind=", "unknown=1",
        "network=ties:knows&kind=x",
    ],
)  # fmt: skip
def test_network_options_that_make_no_sense_are_refused(path: str, query: str, client: TestClient) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}{query}")
    assert answer.status_code in (404, 422), answer.text
    _is_problem(answer, answer.status_code)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("metrics", "limit=0"), ("metrics", "limit=99999999999999999999"), ("metrics", "metrics=nonsense"),
        ("metrics", "metrics="), ("metrics", "nodes=true&sort=nonsense"), ("metrics", "nodes=perhaps"),
        ("metrics", "audience=king"), ("metrics", "audience=member:nobody"), ("metrics", "audience=member:%00"),
        ("network", "audience=member:nobody"), ("map", "audience=member:nobody"), ("map", "size=nonsense"),
        ("map", "color=%00"), ("growth", ""), ("growth", "every=day"), ("growth", "every=year&dormant_after=0"),
        ("growth", "every=year&dormant_after=99999999999999999999999"), ("growth", "every=year&audience=king"),
        ("growth/ledger", ""), ("growth/ledger", "every=day"), ("growth/ledger", "every=year&audience=member:nobody"),
    ],
)  # fmt: skip
def test_options_of_figures_that_make_no_sense_are_refused(path: str, query: str, client: TestClient) -> None:
    answer = client.get(f"{V1}/{path}?{query}")
    assert answer.status_code in (404, 422), answer.text
    _is_problem(answer, answer.status_code)


def test_the_app_closes_nothing_it_did_not_open(app: FastAPI, store: GraphStore) -> None:
    with TestClient(app, base_url=BASE) as client:
        assert client.get("/readyz").status_code == 200
    assert store.write(lambda writer: writer.count("people")) == 0
    assert store.read("people") == []
