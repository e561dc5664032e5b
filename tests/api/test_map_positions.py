"""The map as the service draws it again: who was there stays, and one version of the store is one page."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from copnet.graph import NetworkSpec
from copnet.services.maps import map_page
from copnet.services.positions import Positions
from copnet.stores.base import GraphStore
from copnet_api.app import create_app
from copnet_viz.staying import Start
from tests.api.conftest import BASE, V1
from tests.api.test_computations import in_processes

MAP = f"{V1}/map"


def positions(answer: Any) -> dict[str, list[int]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', answer.text, re.DOTALL)
    assert found, answer.text
    return {node["key"]: node["wide"] for node in json.loads(found[1])["spec"]["nodes"]}


def person(client: TestClient, key: str, *works: str) -> None:
    made = client.post(f"{V1}/people", json={"id": key, "name": key.title(), "visibility": "everyone"})
    assert made.status_code == 201, made.text
    for work in works:
        row = {"collaboration": work, "person": key}
        assert client.post(f"{V1}/participations", json=row).status_code == 201


def fill(client: TestClient) -> None:
    for work in ("one", "two", "three"):
        row = {"id": work, "title": work, "kind": "article", "started_on": "2024-05-01"}
        assert client.post(f"{V1}/collaborations", json=row).status_code == 201
    for number, works in enumerate((("one",), ("one", "two"), ("two",), ("two", "three"), ("three",), ())):
        person(client, f"p{number}", *works)


def test_one_more_person_moves_nobody_and_tags_hold(store: GraphStore) -> None:
    with TestClient(in_processes(store), base_url=BASE) as client:
        fill(client)
        first = client.get(MAP)
        assert client.get(MAP, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
        person(client, "added", "three")
        second = client.get(MAP)
        assert second.headers["ETag"] != first.headers["ETag"]
        before, after = positions(first), positions(second)
        assert {key: after[key] for key in before} == before
        assert set(after) - set(before) == {"person:added"}
        again = client.get(MAP)
        assert (again.content, again.headers["ETag"]) == (second.content, second.headers["ETag"])
        client.app.state.services.computations._kept._answers.clear()  # type: ignore[attr-defined]  # as if there were no room
        assert client.get(MAP).content == second.content, "computed again, the same page"
        assert positions(client.get(f"{MAP}?size=same")) != {}


def test_what_was_written_before_it_was_read_belongs_to_the_newer_version(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(store), base_url=BASE) as client:
        fill(client)
        own, known = Positions.start, client.app.state.services.positions  # type: ignore[attr-defined]

        def written(*args: Any) -> Start:
            monkeypatch.undo()
            person(client, "added", "three")
            return own(*args)

        monkeypatch.setattr(Positions, "start", written)
        assert "person:added" in positions(client.get(MAP))
        assert [one.version for one in known._drawn.values()] == [store.version()]


@pytest.mark.parametrize("made", [in_processes, create_app])
def test_no_page_is_read_where_all_requests_are_served(
    made: Callable[[GraphStore], FastAPI], store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, loops = Positions.learn, []

    def learn(*args: Any) -> None:
        loops.append(asyncio._get_running_loop())
        own(*args)

    monkeypatch.setattr(Positions, "learn", learn)
    with TestClient(made(store), base_url=BASE) as client:
        fill(client)
        assert client.get(MAP).status_code == 200
    assert loops == [None]


def test_who_withdraws_leaves_no_place(store: GraphStore) -> None:
    with TestClient(create_app(store), base_url=BASE) as client:
        fill(client)
        person(client, "added", "three")
        before = positions(client.get(MAP))
        assert client.patch(f"{V1}/people/p1", json={"visibility": "nobody"}).status_code == 200
        alone = map_page(store.snapshot(), NetworkSpec(), standalone=False)
        after = client.get(MAP)
        assert after.text == alone, "as if nothing had been drawn before"
        assert positions(after)["withheld:1"] != before["person:p1"]
