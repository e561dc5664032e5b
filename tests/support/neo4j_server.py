"""The real Neo4j Community server for the tests, without Docker.

Every server runs on loopback in a home folder of its own.

From the shell, to share one server between test runs or to look into it:

    python -m tests.support.neo4j_server --fetch    # only fill the cache and print its folder
    python -m tests.support.neo4j_server --run      # one JSON line: uri, user, password; runs until SIGTERM

With COPNET_TEST_NEO4J_URI (and _USER, _PASSWORD) set, `neo4j_for_tests` yields that server, starting none.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import NoReturn, Self

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from tests.support.maven_jars import NoJars, jars, tail

NEO4J_VERSION = "5.26.25"
MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
POM = Path(__file__).with_name("neo4j") / "pom.xml"
FIRST_PASSWORD = "neo4j"
OPENED_PACKAGES = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
HOME_FOLDERS = ("conf", "data", "logs", "plugins", "import")
BIND_ATTEMPTS = 3
# One transaction may use 70 % of the heap: beside 100,000 nodes 1g held 100,000 relationships, 2g 300,000.
HEAP = "1g"

CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={page_cache}
# A preallocated log takes 256 MB for every database.
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
"""


class Neo4jServerError(RuntimeError):
    """The test server could not be started; the message says why."""


@dataclass(frozen=True)
class Neo4jAddress:
    """Where a server answers and who may log in."""

    uri: str
    user: str
    password: str


def fetch_jars() -> Path:
    """Return the folder of the server's jars, downloading them if they are missing or damaged."""
    return jars(POM, f"neo4j-{NEO4J_VERSION}")


# --- one server ---


class Neo4jServer:
    """A Neo4j process on loopback: `with Neo4jServer() as server: connect(server.uri, ...)`.

    Without `home` the data are in a temporary folder that `close` removes; `stop`, `kill`, `restart` keep it.
    """

    user = "neo4j"

    def __init__(
        self,
        home: Path | None = None,
        *,
        password: str | None = None,
        heap: str = HEAP,
        page_cache: str = "128m",
        timeout_s: float = 120.0,
    ) -> None:
        """Prepare a server; `password` is needed to reopen the home of an earlier server object."""
        self._temporary = None if home else tempfile.TemporaryDirectory(prefix="copnet-neo4j-")
        self.home = (home or Path(self._temporary.name if self._temporary else "")).absolute()
        self.password = password or secrets.token_urlsafe(16)
        self._heap = heap
        self._page_cache = page_cache
        self._timeout_s = timeout_s
        self._port: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._log = self.home / "logs" / "neo4j.log"
        self._log_start = 0

    @property
    def uri(self) -> str:
        """The bolt address; it stays the same over restarts."""
        if self._port is None:
            raise Neo4jServerError("The server has not been started.")
        return f"bolt://127.0.0.1:{self._port}"

    @property
    def address(self) -> Neo4jAddress:
        """Address and credentials in one value."""
        return Neo4jAddress(self.uri, self.user, self.password)

    @property
    def pid(self) -> int | None:
        """The id of the running process."""
        return self._process.pid if self._process else None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the process on this home and wait until it answers a query."""
        if self._process is not None:
            raise Neo4jServerError("The server is already running.")
        folder = fetch_jars()
        fixed = self._port is not None
        for attempt in range(BIND_ATTEMPTS):
            # Another process may take the port between our look and Neo4j's bind: look again, unless a client
            # already knows the address.
            if not fixed:
                self._port = _free_port()
            self._launch(folder)
            try:
                self._wait_until_ready()
            except BaseException as error:
                self.kill()
                if fixed or attempt + 1 == BIND_ATTEMPTS or "already in use" not in str(error):
                    raise
            else:
                return

    def stop(self) -> None:
        """Stop the server in good order; its data stay."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server as a power cut would (SIGKILL); its data stay."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Start again on the same home and address, after `stop`, `kill` or while running."""
        self.stop()
        self.start()

    def wait(self) -> int:
        """Wait until the process ends by itself and return its exit code."""
        if self._process is None:
            raise Neo4jServerError("The server is not running.")
        return self._process.wait()

    def close(self) -> None:
        """Stop the server and remove its temporary home."""
        # Nobody reads a temporary home again, so there is nothing to flush.
        self._end(signal.SIGKILL if self._temporary else signal.SIGTERM)
        if self._temporary:
            self._temporary.cleanup()

    def logtail(self) -> str:
        """Return the last lines of what the server wrote."""
        logs = (self.home / "logs" / name for name in ("console.log", "neo4j.log", "debug.log"))
        return "\n".join(
            f"--- {log.name}\n{tail(log.read_text(encoding='utf-8', errors='replace'))}" for log in logs if log.exists()
        )

    def _launch(self, jars: Path) -> None:
        for folder in HOME_FOLDERS:
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        configuration = CONFIGURATION.format(port=self._port, page_cache=self._page_cache)
        (self.home / "conf" / "neo4j.conf").write_text(configuration, encoding="utf-8")
        self._log_start = self._log.stat().st_size if self._log.exists() else 0
        command = [_java(), "-Xms512m", f"-Xmx{self._heap}"]
        command += [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED_PACKAGES]
        command += ["-cp", f"{jars}/*", MAIN_CLASS]
        command += [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        with (self.home / "logs" / "console.log").open("wb") as console:
            self._process = subprocess.Popen(
                command, cwd=self.home, stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT
            )
        # A test run that ends without teardown must not leave a server behind.
        atexit.register(self.kill)

    def _end(self, sign: signal.Signals) -> None:
        process, self._process = self._process, None
        atexit.unregister(self.kill)
        if process is None:
            return
        process.send_signal(sign)
        try:
            process.wait(self._timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + self._timeout_s
        last: Exception | None = None
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise Neo4jServerError(f"Neo4j ended while starting:\n{self.logtail()}")
            if not self._says_started():
                time.sleep(0.2)
                continue
            try:
                self._log_in()
            except (OSError, DriverError, Neo4jError) as error:
                last = error
                time.sleep(0.2)
            else:
                return
        message = f"Neo4j did not answer at {self.uri} within {self._timeout_s:.0f} s ({last}):"
        raise Neo4jServerError(f"{message}\n{self.logtail()}")

    def _says_started(self) -> bool:
        # Its own log, not the port: if the port was taken, another server would answer, and a second test
        # worker's new server would even let us change its password.
        if not self._log.exists():
            return False
        with self._log.open("rb") as log:
            log.seek(self._log_start)
            return b"Started." in log.read()

    def _log_in(self) -> None:
        """Run a query on the default database; on a new home, first set the password."""
        try:
            _query(self.address, "RETURN 1", "neo4j")
        except AuthError:
            # We ask by trying: whether the home is new cannot be told from its files after a kill in between.
            first = Neo4jAddress(self.uri, self.user, FIRST_PASSWORD)
            change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
            try:
                _query(first, change, "system", old=FIRST_PASSWORD, new=self.password)
            except AuthError as error:
                raise Neo4jServerError(f"{self.home} was made with another password.") from error
            _query(self.address, "RETURN 1", "neo4j")


def _query(address: Neo4jAddress, cypher: str, database: str, **parameters: str) -> None:
    authentication = (address.user, address.password)
    with (
        GraphDatabase.driver(address.uri, auth=authentication, connection_timeout=5) as driver,
        driver.session(database=database) as session,
    ):
        # One try: the caller waits itself, and the driver's own retries take 30 s.
        session.run(cypher, parameters).consume()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if java is None:
        raise Neo4jServerError("No java found (JAVA_HOME or PATH). Install Java 17, or set COPNET_TEST_NEO4J_URI.")
    return java


# --- for the tests and the shell ---


def existing_server() -> Neo4jAddress | None:
    """Return the server named by COPNET_TEST_NEO4J_URI, _USER and _PASSWORD, if any."""
    uri = os.environ.get("COPNET_TEST_NEO4J_URI")
    if not uri:
        return None
    user = os.environ.get("COPNET_TEST_NEO4J_USER", "neo4j")
    return Neo4jAddress(uri, user, os.environ.get("COPNET_TEST_NEO4J_PASSWORD", ""))


@contextmanager
def neo4j_for_tests() -> Iterator[Neo4jAddress]:
    """Yield the existing server if the environment names one, else a new one for the block."""
    existing = existing_server()
    if existing:
        yield existing
        return
    with Neo4jServer() as server:
        yield server.address


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def main() -> int:
    """Run a server, or only fetch it, from the shell."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--fetch", action="store_true", help="fetch the jars and print their folder")
    action.add_argument("--run", action="store_true", help="run a server until SIGTERM")
    parser.add_argument("--home", type=Path, help="keep the data in this folder (default: a temporary one)")
    parser.add_argument("--heap", default=HEAP, help="the largest Java heap (default: %(default)s)")
    arguments = parser.parse_args()
    # As an exception, so that the server is stopped and its temporary home removed, also while it starts.
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    try:
        if arguments.fetch:
            print(fetch_jars())
            return 0
        with Neo4jServer(arguments.home, heap=arguments.heap) as server:
            print(json.dumps(asdict(server.address)), flush=True)
            code = server.wait()
            print(f"Neo4j ended by itself ({code}):\n{server.logtail()}", file=sys.stderr)
            return 1
    except (NoJars, Neo4jServerError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
