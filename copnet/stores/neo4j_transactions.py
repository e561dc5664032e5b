"""Transactions on a Neo4j server: tried again, given up in time, and their errors in our words."""

from __future__ import annotations

import time
from asyncio import CancelledError
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import neo4j

from copnet.errors import CopnetError, UsageError
from copnet.stores.neo4j_errors import FOREIGN, meaning, patience
from copnet.stores.queries import Query, load_queries

T = TypeVar("T")
TRANSACTION_SECONDS = 600.0
"""The server ends a transaction after this, also one that waits for another; the largest import takes a minute."""
_ALL_ROWS = -1  # rows in one fetch; measured faster than pages of 1,000


class _Pressed(CancelledError):
    """Ctrl-C on its way out of a session."""

    def __init__(self, pressed: KeyboardInterrupt) -> None:
        super().__init__()
        self.pressed = pressed


class Neo4jTransactions:
    """The half of a Neo4j store that talks to the driver."""

    dialect = "neo4j"

    def __init__(self, driver: neo4j.Driver, address: str, database: str | None) -> None:
        self._driver = driver
        self._address = address
        self._database = database
        self._queries: Mapping[str, Query] = load_queries(self.dialect)

    def _again(self, attempt: Callable[[], T]) -> T:
        """Try until it works, fails for good, or a facilitator would not wait any longer."""
        started = time.monotonic()
        wait = 0.05
        while True:
            try:
                return attempt()
            except CopnetError as error:
                if time.monotonic() - started + wait > patience(error.__cause__):
                    raise
            time.sleep(wait)
            wait = min(wait * 2, 2.0)

    def _once(self, work: Callable[[neo4j.Transaction], T]) -> T:
        try:
            with self._translated(), self._session() as session:
                try:
                    return self._in_transaction(session, work)
                except KeyboardInterrupt as pressed:
                    # Half a message may be on its way, so nothing more can be said on this connection. The session
                    # closes it without a word on this error alone; the server then takes the transaction back.
                    raise _Pressed(pressed) from pressed
        except _Pressed as error:
            raise error.pressed from None

    def _in_transaction(self, session: neo4j.Session, work: Callable[[neo4j.Transaction], T]) -> T:
        with self._translated(OSError, ValueError):
            tx = session.begin_transaction(timeout=TRANSACTION_SECONDS)
        try:
            result = work(tx)
            with self._translated(OSError):
                tx.commit()
            return result
        except Exception:
            tx.close()
            raise

    def _session(self) -> neo4j.Session:
        return self._driver.session(database=self._database, fetch_size=_ALL_ROWS)

    def _runner(self, tx: neo4j.Transaction | neo4j.Session, head: int | None = None) -> Any:
        """What runs queries in a transaction; with a head, as everybody but a large import sees the store."""

        def run(name: str | Query, /, **params: Any) -> list[Mapping[str, Any]]:
            query = name if isinstance(name, Query) else self._queries[name]
            query.require(params)
            filtered = head is not None and query.reads
            text, given = (query.committed, params | {"head": head}) if filtered else (query.text, params)
            with self._translated(OSError):
                # not .data(), which looks for nodes in every value of every list
                return [dict(record) for record in tx.run(text, given)]

        return run

    def _run_alone(self, name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        def alone() -> list[Mapping[str, Any]]:
            with self._translated(), self._session() as session:
                rows: list[Mapping[str, Any]] = self._runner(session)(name, **params)
                return rows

        return self._again(alone)

    @contextmanager
    def _translated(self, *more: type[Exception]) -> Iterator[None]:
        """Make the driver's errors ours. ``more`` only around the driver: a change's own errors are not the store's."""
        foreign: tuple[type[Exception], ...] = (*FOREIGN, *more)
        try:
            yield
        except foreign as error:
            raise meaning(error, self._address, self._database) from error


def without_password(address: str) -> str:
    """An address as it may be shown: without user, password and parameters.

    Raises:
        UsageError: an address that cannot be taken apart.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        message = "The address of the store cannot be read; give neo4j://host:port or bolt://host:port."
        raise UsageError(message) from None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
