"""Long work holds up nothing else, and requests at the same time share one read of the store."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from copnet.services.snapshots import Snapshots
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore
from copnet_api.app import create_app
from copnet_api.deps import ApiSettings
from tests.api.conftest import BASE

NETWORK = "/api/v1/network"
PATIENCE = 120  # seconds until a hang is called one


class _Slow:
    """Holds back every snapshot until it is let go, and counts them."""

    def __init__(self, store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads = 0
        self.begun = threading.Event()
        self.go = threading.Event()
        self._read = store.snapshot
        monkeypatch.setattr(store, "snapshot", self.snapshot)

    def snapshot(self) -> Snapshot:
        self.reads += 1
        self.begun.set()
        assert self.go.wait(PATIENCE)
        return self._read()


def test_a_slow_figure_holds_up_nothing_else(
    client: TestClient, store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/api/v1/people", json={"name": "Bo"})  # a change, so that no earlier read will do
    slow = _Slow(store, monkeypatch)
    with ThreadPoolExecutor(1) as pool:
        try:
            figure = pool.submit(client.get, NETWORK)
            assert slow.begun.wait(PATIENCE)
            for path in ("/healthz", "/readyz", "/api/v1/people", "/api/openapi.json"):
                assert client.get(path).status_code == 200
            assert client.post("/api/v1/people", json={"name": "Ana"}).status_code == 201
            assert not figure.done(), "all of these were answered while the figure was held back"
        finally:
            slow.go.set()
        assert figure.result(PATIENCE).status_code == 200


def test_more_computations_than_places_are_asked_to_come_again(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(store, settings=ApiSettings(computations=2))
    begun, go = threading.Semaphore(0), threading.Event()
    snapshots = app.state.services.snapshots
    read = snapshots.current

    def held() -> Snapshot:
        begun.release()
        assert go.wait(PATIENCE)
        found: Snapshot = read()
        return found

    monkeypatch.setattr(snapshots, "current", held)
    with TestClient(app, base_url=BASE) as client, ThreadPoolExecutor(2) as pool:
        try:
            running = [pool.submit(client.get, NETWORK, params={"network": kind}) for kind in ("people", "two-mode")]
            assert all(begun.acquire(timeout=PATIENCE) for _ in running)
            refused = client.get(NETWORK, params={"network": "organizations"})
            assert refused.status_code == 503
            assert refused.json()["type"] == "/api/docs#problem-busy"
            assert int(refused.headers["retry-after"]) > 0
            assert client.get("/api/v1/people").status_code == 200
        finally:
            go.set()
        assert [answer.result(PATIENCE).status_code for answer in running] == [200, 200]
        assert client.get(NETWORK).status_code == 200


def test_requests_at_the_same_time_share_one_read(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = _Slow(store, monkeypatch)
    snapshots = Snapshots(store)
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(snapshots.current) for _ in range(6)]
        assert slow.begun.wait(PATIENCE)
        slow.go.set()
        found = {id(one.result(PATIENCE)) for one in waiting}
    assert (slow.reads, len(found)) == (1, 1)
    assert snapshots.current() is not None
    assert slow.reads == 1


def test_a_snapshot_is_never_older_than_the_question(client: TestClient, app: object, store: GraphStore) -> None:
    snapshots = Snapshots(store)
    for number in range(5):
        client.post("/api/v1/people", json={"name": f"Person {number}"})
        assert snapshots.current()["people"].height == number + 1


def test_a_read_that_failed_is_tried_again(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = Snapshots(store)
    with monkeypatch.context() as patch:
        patch.setattr(store, "snapshot", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            snapshots.current()
    assert snapshots.current()["people"].is_empty()
