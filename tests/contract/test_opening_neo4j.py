"""Opening a Neo4j store at a wrong address, with a wrong password, on a server that is no Neo4j."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from pydantic import SecretStr

from copnet.bootstrap import open_store
from copnet.errors import CopnetError, StoreError, StoreMissing, StoreRefused, StoreUnreachable
from copnet.settings import Settings
from copnet.stores.neo4j_store import Neo4jStore
from copnet.stores.neo4j_transactions import without_password
from tests.support.neo4j_server import Neo4jAddress
from tests.support.world import people

pytestmark = pytest.mark.neo4j
PATIENCE = 30.0  # seconds; a request must not hang, even on a busy machine
"""Seconds a person waits at most for an answer about a server that is not there; on a busy test machine."""


def opened(address: str, password: str | None = "x", user: str = "neo4j", database: str | None = None) -> Neo4jStore:
    return Neo4jStore.open(address, user=user, password=password, database=database)


def test_the_settings_lead_to_the_server(neo4j_store: Neo4jStore, neo4j_address: Neo4jAddress) -> None:
    neo4j_store.write(lambda writer: writer.put(people("a")))
    settings = Settings(
        store=neo4j_address.uri, store_user=neo4j_address.user, store_password=SecretStr(neo4j_address.password),
        store_database="",
    )  # fmt: skip
    with open_store("some/folder", settings=settings) as store:
        assert isinstance(store, Neo4jStore)
        assert store.address == neo4j_address.uri
        assert store.count("people") == 1


def test_a_wrong_password_is_refused(neo4j_address: Neo4jAddress) -> None:
    """One try: the server slows down after three."""
    with pytest.raises(StoreRefused, match="COPNET_STORE_PASSWORD") as caught:
        opened(neo4j_address.uri, "wrong password", neo4j_address.user)
    assert caught.value.exit_code == 3
    assert "wrong password" not in str(caught.value)
    opened(neo4j_address.uri, neo4j_address.password, neo4j_address.user).close()


def test_no_password_is_refused(neo4j_address: Neo4jAddress) -> None:
    with pytest.raises(StoreRefused, match="COPNET_STORE_PASSWORD"):
        opened(neo4j_address.uri, None)


@pytest.mark.parametrize("name", ["nowhere", "no such database!", "x" * 100])
def test_no_such_database(neo4j_address: Neo4jAddress, name: str) -> None:
    with pytest.raises(StoreMissing, match="COPNET_STORE_DATABASE"):
        opened(neo4j_address.uri, neo4j_address.password, neo4j_address.user, name)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_no_server_at_the_port(scheme: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))  # bound, not listening: nobody else answers here
        address = f"{scheme}://127.0.0.1:{probe.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(StoreUnreachable, match=f"No Neo4j server answers at {address}") as caught:
            opened(address)
    assert caught.value.exit_code == 3
    assert time.monotonic() - began < PATIENCE


def test_no_such_host() -> None:
    with pytest.raises(StoreError, match=r"no-such-host\.invalid"):
        opened("bolt://no-such-host.invalid:7687")


@contextmanager
def something_else(answer: bytes | None) -> Iterator[int]:
    """A server that says ``answer`` and hangs up; None: it says nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                held.append(connection)
                if answer is not None:
                    with suppress(OSError):  # the driver may hang up first
                        connection.recv(64)
                        connection.sendall(answer)
                        connection.shutdown(socket.SHUT_RDWR)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        for connection in held:
            connection.close()


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s"])
@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0\0\0\0", b"\xff" * 64])
def test_a_server_that_is_no_neo4j(scheme: str, answer: bytes) -> None:
    with something_else(answer) as port, pytest.raises(StoreError, match=str(port)):
        opened(f"{scheme}://127.0.0.1:{port}")


def test_a_server_that_says_nothing_does_not_hang_us() -> None:
    began = time.monotonic()
    with something_else(None) as port, pytest.raises(StoreUnreachable):
        opened(f"bolt://127.0.0.1:{port}")
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize(
    "address",
    ["bolt://127.0.0.1:99999", "bolt://127.0.0.1:x", "bolt://[::1", "bolt://", "bolt+x://h", "bolt://u:secret@h:1"],
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(CopnetError) as caught:
        opened(address)
    assert caught.value.exit_code in (2, 3)
    assert "secret" not in str(caught.value)


def test_what_is_shown_has_no_password() -> None:
    assert without_password("neo4j://ann:secret@db.example.org:7687/x?k=secret#s") == "neo4j://db.example.org:7687/x"


def test_when_the_server_goes_a_request_ends_soon(neo4j_address: Neo4jAddress) -> None:
    """A tunnel that breaks stands for a server that stops."""
    host, _, port = neo4j_address.uri.removeprefix("bolt://").partition(":")
    with (
        tunnel(host, int(port)) as (address, cut),
        Neo4jStore.open(address, user=neo4j_address.user, password=neo4j_address.password) as store,
    ):
        assert store.count("people") >= 0
        cut()
        for call in (store.version, store.snapshot, lambda: store.write(lambda writer: writer.put(people("b")))):
            began = time.monotonic()
            with pytest.raises(StoreUnreachable):
                call()
            assert time.monotonic() - began < PATIENCE


@contextmanager
def tunnel(host: str, port: int) -> Iterator[tuple[str, Callable[[], None]]]:
    sockets: list[socket.socket] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass

    def serve() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            far = socket.create_connection((host, port))  # the server is there as long as the test runs
            sockets.extend((near, far))
            for pair in ((near, far), (far, near)):
                threading.Thread(target=pump, args=pair, daemon=True).start()

    def cut() -> None:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"bolt://127.0.0.1:{listener.getsockname()[1]}", cut
    finally:
        cut_quietly(listener)
        for one in sockets:
            one.close()


def cut_quietly(listener: socket.socket) -> None:
    if listener.fileno() >= 0:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
