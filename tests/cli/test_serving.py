"""The service ends with all its processes, however it is ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from tests.support.gates import PATIENCE, Gate, gate

DEMO = """
import sys
import copnet_api.routes.figures as figures
from copnet.cli import main
from copnet.services import demo
from copnet.services.computations import Computations
from tests.support.gates import held

figures.node_link = held
demo.load_sample = lambda *_: None
Computations.__init__.__kwdefaults__["small"] = -1  # everything in another process, even what an empty store has
main(["demo", "--port", sys.argv[1]])
"""


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Gate]:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("COPNET_STORE", raising=False)
    with gate(monkeypatch) as made:
        yield made


def _network(port: int) -> int:
    """Ask for the network as soon as the service listens; the status of the answer."""
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.connect()
        except ConnectionRefusedError:
            time.sleep(0.05)
            continue
        with closing(connection):
            connection.request("GET", "/api/v1/network")
            return connection.getresponse().status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left(number: signal.Signals, door: Gate, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with (
        subprocess.Popen([sys.executable, "-c", DEMO, str(port)], env=environment, stdout=subprocess.PIPE) as service,
        ThreadPoolExecutor(1) as pool,
    ):
        assert service.stdout is not None
        try:
            while "Open http" not in service.stdout.readline().decode():
                assert service.poll() is None
            asked = pool.submit(_network, port)
            computation = door.arrived()
            processes = psutil.Process(service.pid).children(recursive=True)
            assert computation.process in {one.pid for one in processes}
            if number == signal.SIGTERM:
                computation.let_go()
                assert asked.result(PATIENCE) == 200
            service.send_signal(number)
            service.wait(PATIENCE)
            assert psutil.wait_procs(processes, PATIENCE)[1] == []
            if number == signal.SIGKILL:
                assert computation.ends()
                assert asked.exception(PATIENCE) is not None
            assert list(tmp_path.glob("copnet-worker-*")) == []
        finally:
            service.kill()
