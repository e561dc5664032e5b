"""Computed answers over HTTP: shared, tagged, given up when nobody waits, and never another audience's."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from copnet.graph import NetworkSpec
from copnet.services import figures, ledger, maps, networks, ripple
from copnet.services.audience import Audience
from copnet.services.computations import Computations
from copnet.services.questions import Question
from copnet.services.workers import Workers
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore
from copnet_api.app import create_app
from tests.api.conftest import BASE, V1, get
from tests.support.gates import PATIENCE, Gate, gate, held

NETWORK = f"{V1}/network"


def in_processes(store: GraphStore, *, limit: float = 3_600) -> FastAPI:
    """The service, with everything computed in another process, however small."""
    app = create_app(store)
    computations = Computations(Workers(1, limit), most=8, small=-1)
    app.state.services = dataclasses.replace(app.state.services, computations=computations)
    return app


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Networks are computed behind a gate."""
    monkeypatch.setattr("copnet_api.routes.figures.node_link", held)
    with gate(monkeypatch) as made:
        yield made


def test_pages_answer_while_one_runs_and_two_share_it(store: GraphStore, door: Gate) -> None:
    with TestClient(in_processes(store), base_url=BASE) as client, ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(client.get, NETWORK) for _ in range(2)]
        computation = door.arrived()
        for path in ("/healthz", "/readyz", f"{V1}/people", f"{V1}/definitions", "/static/pages.css"):
            assert client.get(path).status_code in (200, 404)
        assert not any(one.done() for one in waiting)
        computation.let_go()
        first, second = (one.result(PATIENCE) for one in waiting)
        assert first.json() == second.json() == client.get(NETWORK).json()
        assert first.json()["process"] == computation.process != os.getpid()


async def _request(app: FastAPI, leave: asyncio.Event) -> list[Any]:
    """One request as a server hands it over, by a client who leaves when told; what is sent to it."""
    headers = [(b"host", b"localhost")]
    scope = {"type": "http", "method": "GET", "path": NETWORK, "raw_path": NETWORK.encode(), "query_string": b"",
             "headers": headers, "http_version": "1.1", "scheme": "http", "server": ("localhost", 80),
             "client": ("127.0.0.1", 1), "root_path": ""}  # fmt: skip
    sent: list[Any] = []
    begun = False

    async def receive() -> dict[str, Any]:
        nonlocal begun
        if not begun:
            begun = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await leave.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def test_it_ends_when_every_client_has_left(store: GraphStore, door: Gate) -> None:
    app = in_processes(store)

    async def story() -> None:
        leaving = [asyncio.Event(), asyncio.Event()]
        waiting = [asyncio.create_task(_request(app, leave)) for leave in leaving]
        computation = await asyncio.to_thread(door.arrived)
        leaving[0].set()
        assert await waiting[0] == []
        assert computation.is_there()
        leaving[1].set()
        assert await waiting[1] == []
        assert await asyncio.to_thread(computation.ends)
        stays = asyncio.Event()
        again = asyncio.create_task(_request(app, stays))
        (await asyncio.to_thread(door.arrived)).let_go()
        assert (await again)[0]["status"] == 200

    with ThreadPoolExecutor(1) as pool:  # a thread without a loop: the browser's tests leave one running in this one
        pool.submit(lambda: asyncio.run(asyncio.wait_for(story(), PATIENCE))).result()
    app.state.services.computations.close()


def test_too_long_is_told_in_words(store: GraphStore, door: Gate) -> None:
    with TestClient(in_processes(store, limit=0.2), base_url=BASE) as client:
        answer = client.get(NETWORK)
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0
        assert answer.json()["type"] == "/api/docs#problem-too-long"
        assert "Ask for less" in answer.json()["detail"]
        assert "etag" not in answer.headers


def test_a_killed_process_is_told_in_words_and_the_next_one_answers(store: GraphStore, door: Gate) -> None:
    with TestClient(in_processes(store), base_url=BASE) as client, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(client.get, NETWORK)
        os.kill(door.arrived().process, signal.SIGKILL)
        answer = asked.result(PATIENCE)
        assert (answer.status_code, answer.json()["type"]) == (503, "/api/docs#problem-computation-lost")
        assert int(answer.headers["retry-after"]) > 0
        again = pool.submit(client.get, NETWORK)
        door.arrived().let_go()
        assert again.result(PATIENCE).status_code == 200


TAGGED = [
    "/", f"{V1}/map", f"{V1}/metrics", f"{V1}/growth?every=year", f"{V1}/growth/ledger?every=year", NETWORK,
    f"{V1}/export/gexf", f"{V1}/export/csv", f"{V1}/duplicates", f"{V1}/communities/c/ripple",
    f"{V1}/communities/c/areas", f"{V1}/communities/c/representation", f"{V1}/communities/c/introductions",
    f"{V1}/people/ana/peers",
]  # fmt: skip


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    assert client.post(f"{V1}/communities", json={"id": "c", "name": "C"}).status_code == 201
    assert client.post(f"{V1}/people", json={"id": "ana", "name": "Ana"}).status_code == 201
    tags = {}
    for path in TAGGED:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "private, no-cache"
        tag = tags[path] = answer.headers["etag"]
        assert tag.startswith('W/"')
        for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
            unchanged = client.get(path, headers={"If-None-Match": known})
            assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", tag), path
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert len({tag for path, tag in tags.items() if path != "/"}) == len(tags) - 1
    assert client.post(f"{V1}/people", json={"name": "Bo"}).status_code == 201
    for path, tag in tags.items():
        changed = client.get(path, headers={"If-None-Match": tag})
        assert changed.status_code == 200, path
        assert changed.headers["etag"] != tag
    assert client.get(f"{V1}/people/nobody/peers", headers={"If-None-Match": "*"}).status_code == 404


def test_the_tag_of_another_service_says_nothing(client: TestClient, store: GraphStore) -> None:
    with TestClient(create_app(store), base_url=BASE) as other:
        tag = other.get(NETWORK).headers["etag"]
    assert client.get(NETWORK, headers={"If-None-Match": tag}).status_code == 200


def test_head_is_get_without_the_body(client: TestClient, store: GraphStore) -> None:
    for path in ("/", "/healthz", "/api/docs", f"{V1}/people", f"{V1}/metrics", "/static/vis-network.min.js", "/no"):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert dict(head.headers) == dict(whole.headers)
    assert client.head(f"{V1}/metrics", headers={"If-None-Match": "*"}).status_code == 304


def test_nobody_is_given_the_answer_of_another_audience(sample: TestClient, snapshot: Snapshot) -> None:
    people = snapshot["people"]
    audiences = ["facilitator", "funder", "public", *(f"member:{key}" for key in people["id"].to_list()[:3])]
    community = snapshot["communities"]["id"].to_list()[0]
    spec = NetworkSpec()
    asked: list[tuple[str, dict[str, str], Any, tuple[Any, ...], dict[str, Any]]] = [
        ("metrics", {"nodes": "true"}, figures.metrics_for, (spec,), {"nodes": True}),
        ("network", {}, networks.node_link, (spec,), {}),
        ("growth", {"every": "year"}, figures.growth_for, (spec,), {"every": "year"}),
        ("growth/ledger", {"every": "year"}, ledger.ledger_for, (spec,), {"every": "year"}),
        (f"communities/{community}/ripple", {}, ripple.ripple_for, (community,), {}),
        (f"communities/{community}/areas", {}, ripple.areas_for, (community,), {}),
    ]
    for path, query, compute, arguments, options in asked:
        expected = {
            who: Question(compute, (*arguments, Audience.parse(who)), options).answer(snapshot).body
            for who in audiences
        }
        assert len(set(expected.values())) > 3
        for who in (*audiences, *reversed(audiences)):
            answer = sample.get(f"{V1}/{path}", params={**query, "audience": who})
            assert answer.content == expected[who], (path, who)


def test_another_process_gives_the_same_bytes(sample_store: GraphStore, snapshot: Snapshot) -> None:
    with TestClient(in_processes(sample_store), base_url=BASE) as client:
        page = maps.map_page(snapshot, NetworkSpec(), standalone=False)
        assert client.get("/").text == page
        whole = figures.metrics_for(snapshot, NetworkSpec(), Audience(), nodes=True)
        assert get(client, "metrics", nodes="true") == whole
        assert client.get(f"{V1}/export/csv").headers["content-type"] == "application/zip"
        assert get(client, "duplicates")["candidates"]
        missing = client.get(f"{V1}/communities/nowhere/ripple")
        assert (missing.status_code, missing.json()["type"]) == (404, "/api/docs#problem-not-found")
        assert client.app.state.services.computations.workers.processes  # type: ignore[attr-defined]
