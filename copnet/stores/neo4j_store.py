"""The Neo4j store: a server, for production. The only module that names the driver."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString, Self, TypeVar, cast
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as driver_errors

from copnet.errors import Conflict, StoreError, StoreFailed, StoreMissing, StoreRefused, StoreUnreachable, UsageError
from copnet.model import Record
from copnet.snapshot import Snapshot
from copnet.stores.base import Fault, Writer
from copnet.stores.columns import snapshot_from_rows
from copnet.stores.faults import find_faults
from copnet.stores.migrations import migrate
from copnet.stores.queries import Query, load_queries
from copnet.stores.transaction import Transaction

T = TypeVar("T")
CONNECT_SECONDS = 10.0
RETRY_SECONDS = 30.0
_ALL_ROWS = -1  # rows in one fetch; measured faster than pages of 1,000
_OUT_OF_MEMORY = ("MemoryPoolOutOfMemoryError", "OutOfMemoryError", "TransactionOutOfMemoryError")


class Neo4jStore:
    """A ``GraphStore`` on a Neo4j server.

    The server is read committed: even one query may see two versions. Every transaction that writes, and every one that
    reads more than one record, therefore first writes the gate node, which makes them wait for each other.
    """

    dialect = "neo4j"

    def __init__(self, driver: neo4j.Driver, address: str, database: str | None) -> None:
        self._driver = driver
        self._address = address
        self._database = database
        self._queries: Mapping[str, Query] = load_queries(self.dialect)

    @classmethod
    def open(cls, address: str, *, user: str, password: str | None, database: str | None = None) -> Self:
        """Connect, and bring the schema up to date.

        Raises:
            UsageError: an address the driver does not understand.
            StoreUnreachable: no server answers there.
            StoreRefused: wrong user or password.
            StoreMissing: no such database on the server.
            StoreTooNew: written by a newer copnet.
        """
        shown = _without_password(address)
        try:
            driver = neo4j.GraphDatabase.driver(
                address,
                auth=(user, password) if password is not None else None,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=CONNECT_SECONDS * 3,
                notifications_min_severity="OFF",
            )
        except (driver_errors.ConfigurationError, ValueError) as error:
            raise UsageError(f"{shown} is no address of a Neo4j server: {error}") from None
        store = cls(driver, shown, database)
        try:
            with store._translated():
                driver.verify_connectivity()
                migrate(store._run_alone, store._queries, shown)
        except BaseException:
            driver.close()
            raise
        return store

    @property
    def address(self) -> str:
        """Where the server is, without user and password."""
        return self._address

    def read(
        self,
        table: str,
        *,
        keys: Sequence[str] | None = None,
        where: Mapping[str, str] | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        """See ``Reader.read``."""
        return self._look(lambda tx: tx.read(table, keys=keys, where=where, after=after, limit=limit))

    def count(self, table: str) -> int:
        """See ``Reader.count``."""
        return self._look(lambda tx: tx.count(table))

    def version(self) -> int:
        """See ``GraphStore.version``."""
        with self._translated(), self._session() as session:
            return session.execute_read(lambda tx: _version(self._runner(tx)("read_version")))

    def snapshot(self) -> Snapshot:
        """See ``GraphStore.snapshot``."""

        def read(tx: neo4j.Transaction) -> Snapshot:
            run = self._runner(tx)
            version = _version(run("enter_gate"))
            return snapshot_from_rows(run("snapshot"), version)

        return self._transact(read)

    def check(self) -> list[Fault]:
        """See ``GraphStore.check``."""
        return self._look(find_faults)

    def write(self, change: Callable[[Writer], T]) -> T:
        """See ``GraphStore.write``."""

        def gated(tx: neo4j.Transaction) -> T:
            run = self._runner(tx)
            run("enter_gate")
            transaction = Transaction(run)
            result = change(transaction)
            if transaction.written:
                run("raise_version")
            return result

        return self._transact(gated)

    def close(self) -> None:
        """See ``GraphStore.close``."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _look(self, read: Callable[[Transaction], T]) -> T:
        def gated(tx: neo4j.Transaction) -> T:
            run = self._runner(tx)
            run("enter_gate")
            return read(Transaction(run))

        return self._transact(gated)

    def _transact(self, work: Callable[[neo4j.Transaction], T]) -> T:
        """Run ``work`` in a transaction, again while the server calls its failure passing."""
        give_up = time.monotonic() + RETRY_SECONDS
        wait = 0.05
        while True:
            with self._translated():
                try:
                    with self._session() as session, session.begin_transaction() as tx:
                        result = work(tx)
                        tx.commit()
                        return result
                except (driver_errors.Neo4jError, driver_errors.DriverError) as error:
                    # A transaction too large for the server's memory is called passing too, but never fits.
                    if not error.is_retryable() or _is_out_of_memory(error) or time.monotonic() > give_up:
                        raise
            time.sleep(wait)
            wait = min(wait * 2, 2.0)

    def _session(self) -> neo4j.Session:
        return self._driver.session(database=self._database, fetch_size=_ALL_ROWS)

    def _runner(self, tx: neo4j.Transaction | neo4j.ManagedTransaction | neo4j.Session) -> Any:
        def run(name: str, /, **params: Any) -> list[Mapping[str, Any]]:
            query = self._queries[name]
            query.require(params)
            text = cast("LiteralString", query.text)  # from our own files, never made of input
            return tx.run(text, params).data()

        return run

    def _run_alone(self, name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        with self._session() as session:
            rows: list[Mapping[str, Any]] = self._runner(session)(name, **params)
            return rows

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Make the driver's errors ours."""
        try:
            yield
        except (driver_errors.Neo4jError, driver_errors.DriverError, OSError) as error:
            raise self._meaning(error) from error

    def _meaning(self, error: Exception) -> StoreError | Conflict:
        code = str(getattr(error, "code", "") or "")
        if isinstance(error, driver_errors.ConstraintError):
            return Conflict("Two records would have the same key; nothing was written.")
        if isinstance(error, (driver_errors.AuthError, driver_errors.TokenExpired)) or "Security" in code:
            return StoreRefused(
                f"The Neo4j server at {self._address} refuses the user or password. Set COPNET_STORE_USER and "
                f"COPNET_STORE_PASSWORD. ({error})"
            )
        if "DatabaseNotFound" in code:
            return StoreMissing(
                f"The Neo4j server at {self._address} has no database {self._database}. Set COPNET_STORE_DATABASE."
            )
        if _is_out_of_memory(error):
            return StoreFailed(
                f"The Neo4j server at {self._address} has too little memory for so many records at once; nothing was "
                "written. Give it 2 GB (server.memory.heap.max_size=2g) or import in parts."
            )
        unreachable = (driver_errors.ServiceUnavailable, driver_errors.SessionExpired, OSError)
        if isinstance(error, unreachable) or isinstance(error, driver_errors.ConnectionAcquisitionTimeoutError):
            return StoreUnreachable(
                f"No Neo4j server answers at {self._address}. Is it running, and is the address right? Nothing was written."
            )
        return StoreFailed(f"The Neo4j server at {self._address} failed: {error}")


def _version(rows: Sequence[Mapping[str, Any]]) -> int:
    return int(rows[0]["version"]) if rows else 0


def _is_out_of_memory(error: Exception) -> bool:
    return any(word in str(getattr(error, "code", "")) for word in _OUT_OF_MEMORY)


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
