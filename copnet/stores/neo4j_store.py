"""The Neo4j store: a server, for production."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self, TypeVar

import neo4j
from neo4j import exceptions as driver_errors

from copnet.errors import StoreFailed, UsageError
from copnet.snapshot import Snapshot
from copnet.stores.base import Writer
from copnet.stores.columns import read_snapshot, version_of
from copnet.stores.looking import LookingStore
from copnet.stores.migrations import migrate
from copnet.stores.neo4j_bulk import Neo4jBulk
from copnet.stores.neo4j_errors import BUSY_SECONDS
from copnet.stores.neo4j_transactions import Neo4jTransactions, without_password
from copnet.stores.queries import Rows, Run
from copnet.stores.staging import Bulk
from copnet.stores.transaction import Transaction
from copnet.stores.turns import Inside

T = TypeVar("T")
CONNECT_SECONDS = 5.0
OPENING_SECONDS = 1.0
"""How long whoever opens the store waits to find out whether a large import is still being written."""


class _Staging(Exception):
    """A large import is being written, or was when its program ended."""


class Neo4jStore(Neo4jTransactions, LookingStore):
    """A ``GraphStore`` on a Neo4j server.

    The server is read committed: even one query may see two versions. Every transaction that writes, and every one that
    reads records, therefore first writes the gate node, which makes them wait for each other.
    """

    def __init__(self, driver: neo4j.Driver, address: str, database: str | None) -> None:
        super().__init__(driver, address, database)
        self._inside = Inside()

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
        shown = without_password(address)
        try:
            driver = neo4j.GraphDatabase.driver(
                address,
                auth=(user, password) if password is not None else None,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=CONNECT_SECONDS * 2,
                notifications_min_severity="OFF",
            )
        except (driver_errors.ConfigurationError, ValueError):
            raise UsageError(  # without the driver's words, which repeat a password in the address
                f"{shown} is no address of a Neo4j server; give neo4j://host:port or bolt://host:port. User and "
                "password go into COPNET_STORE_USER and COPNET_STORE_PASSWORD."
            ) from None
        store = cls(driver, shown, database or None)
        try:
            with store._translated(OSError, ValueError):
                driver.verify_connectivity()
            migrate(store._run_alone, store._queries, shown)
            with suppress(StoreFailed):  # another program is writing it
                store._free(OPENING_SECONDS)
        except BaseException:
            driver.close()
            raise
        return store

    @property
    def address(self) -> str:
        """Where the server is, without user and password."""
        return self._address

    def version(self) -> int:
        """See ``GraphStore.version``."""
        return self._again(lambda: self._once(lambda tx: version_of(self._runner(tx)("read_version"))))

    def snapshot(self) -> Snapshot:
        """See ``GraphStore.snapshot``."""

        def read(tx: neo4j.Transaction) -> Snapshot:
            transaction, version = self._gated(tx)
            return read_snapshot(lambda name, _: transaction.run(name)[0], version, transaction.formers)

        self._inside.refuse()
        return self._again(lambda: self._once(read))

    def still(self, look: Callable[[int | None], T]) -> T:
        """Run ``look`` while nobody commits, for readers with connections of their own.

        While a large import is being written it is given the number of the last whole one: what has a higher number is
        not for anybody to see.

        Raises:
            StoreFailed: an import changes what is there already. Such readers cannot see what it was.
        """

        def gated(tx: neo4j.Transaction) -> T:
            run = self._runner(tx)
            gate = run("enter_gate")[0]
            head = gate["head"] if gate["staging"] is not None else None
            if head is not None and run("former_any", head=head):
                raise _Staging
            return look(head)

        self._inside.refuse()
        while True:
            try:
                return self._once(gated)
            except _Staging:
                self._free(BUSY_SECONDS)

    def write(self, change: Callable[[Writer], T], *, large: bool = False) -> T:
        """See ``GraphStore.write``. Ctrl-C takes everything back."""

        def gated(tx: neo4j.Transaction) -> T:
            run = self._runner(tx)
            if run("enter_gate")[0]["staging"] is not None:
                raise _Staging
            transaction = Transaction(run)
            with self._inside.change():
                result = change(transaction)
            if transaction.written:
                run("raise_version")
            return result

        self._inside.refuse()
        if large:
            self._free(BUSY_SECONDS)
            with self._holding(0), self._inside.change():
                return self._stage(change)
        while True:
            try:
                return self._again(lambda: self._once(gated))
            except _Staging:
                self._free(BUSY_SECONDS)

    def close(self) -> None:
        """See ``GraphStore.close``."""
        self._driver.close()

    def _see(self, read: Callable[[Transaction], T]) -> T:
        return self._again(lambda: self._once(lambda tx: read(self._gated(tx)[0])))

    def _gated(self, tx: neo4j.Transaction) -> tuple[Transaction, int]:
        """A transaction behind the gate, and the data version there."""
        gate = self._runner(tx)("enter_gate")[0]
        head = gate["head"] if gate["staging"] is not None else None
        return Transaction(self._runner(tx, head), head=head), gate["version"]

    def _batch(self, work: Callable[[Any], Rows]) -> Rows:
        return self._again(lambda: self._once(lambda tx: work(self._runner(tx))))

    def _bulk(self, number: int) -> Bulk:
        return Neo4jBulk(self._batch, self._queries, number)

    def _move_head(self, finish: Callable[[Run], None]) -> None:
        self._again(lambda: self._once(lambda tx: finish(self._runner(tx))))

    @contextmanager
    def _holding(self, seconds: float) -> Iterator[None]:
        """Be the only one who writes a large import: by a lock that falls with this program or its connection.

        Args:
            seconds: how long, waiting included; 0: as long as it takes.
        """
        with self._translated(), self._session() as session:
            tx = session.begin_transaction(timeout=seconds)
            try:
                self._runner(tx)("hold_imports")
                yield
            finally:
                with suppress(driver_errors.DriverError, driver_errors.Neo4jError):  # gone, and the lock with it
                    tx.close()

    def _free(self, seconds: float) -> None:
        """Wait until no large import is being written; sweep away what is left of one whose program is gone.

        Raises:
            StoreFailed: it is still being written after so many seconds.
        """
        if not self._is_staging():
            return
        try:
            with self._holding(seconds):
                pass
        except StoreFailed as error:
            raise StoreFailed(
                f"A large import is being written to the Neo4j server at {self._address}. Try again when it is done; "
                "nothing was written."
            ) from error
        with self._holding(0):
            if self._is_staging():
                self._sweep()

    def _is_staging(self) -> bool:
        return bool(self._batch(lambda run: run("enter_gate"))[0]["staging"])
