"""Computations in other processes that a test holds back: it knows when one begins, lets it go, or sees it end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Client, Connection, Listener
from typing import Any

import pytest

PORT = "COPNET_TEST_GATE"
PATIENCE = 120  # seconds until a hang is called one


def held(data: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
    """A computation that says where it runs and waits to be let go."""
    with Client(("127.0.0.1", int(os.environ[PORT]))) as gate:
        gate.send(os.getpid())
        gate.recv()
    return {"process": os.getpid(), "arguments": [str(value) for value in (*arguments, *options.values())]}


class Held:
    """One computation that has begun and waits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.process: int = connection.recv()

    def let_go(self) -> None:
        self._connection.send("go")

    def is_there(self) -> bool:
        """Whether it still waits."""
        return not self._connection.poll()

    def ends(self) -> bool:
        """Whether it comes to its end without being let go."""
        if not self._connection.poll(PATIENCE):
            return False
        with pytest.raises((EOFError, ConnectionError)):
            self._connection.recv()
        return True


class Gate:
    """Where computations arrive."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._connections: list[Connection] = []
        listener._listener._socket.settimeout(PATIENCE)  # type: ignore[attr-defined]  # there is no other way

    def arrived(self) -> Held:
        """The next computation that begins."""
        connection = self._listener.accept()
        self._connections.append(connection)
        return Held(connection)

    def close(self) -> None:
        for connection in self._connections:
            connection.close()


@contextmanager
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A gate for the ``held`` of processes started from now on."""
    with Listener(("127.0.0.1", 0)) as listener:
        monkeypatch.setenv(PORT, str(listener.address[1]))
        opened = Gate(listener)
        try:
            yield opened
        finally:
            opened.close()
