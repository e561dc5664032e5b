"""The embedded store: ArcadeDB in this process, in a folder."""

from __future__ import annotations

import atexit
import contextlib
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

from copnet.snapshot import Snapshot
from copnet.stores import jvm
from copnet.stores.base import Writer
from copnet.stores.columns import read_snapshot, version_of
from copnet.stores.embedded_bulk import EmbeddedBulk
from copnet.stores.embedded_columns import read_columns
from copnet.stores.embedded_errors import require_free, translated
from copnet.stores.embedded_folder import create as create_store
from copnet.stores.embedded_folder import is_small
from copnet.stores.embedded_threads import Threads
from copnet.stores.looking import LookingStore
from copnet.stores.migrations import migrate
from copnet.stores.queries import Query, Rows, Run, load_queries
from copnet.stores.staging import Bulk
from copnet.stores.transaction import Transaction
from copnet.stores.turns import Inside, Turns

T = TypeVar("T")


class EmbeddedStore(LookingStore):
    """A ``GraphStore`` in a folder that one process at a time may open.

    All calls into Java come from ``Threads`` of its own. Writers take turns. A commit and a read never overlap, because
    the engine shows a running scan what is committed meanwhile.
    """

    dialect = "embedded"

    def __init__(self, database: Any, folder: Path, *, scratch: bool = False) -> None:
        self._database = database
        self._folder = folder
        self._scratch = scratch
        self._queries: Mapping[str, Query] = load_queries(self.dialect)
        self._threads = Threads(folder)
        self._writing = threading.Lock()
        self._turns = Turns()
        self._inside = Inside()
        self._head: int | None = None
        self._unswept = False
        self._closing = threading.Lock()
        self._closed = False
        atexit.register(self.close)

    @classmethod
    def open(
        cls, folder: Path, *, create: bool = False, memory: str = "1g", scratch: bool = False, once: bool = False
    ) -> Self:  # fmt: skip
        """Open the store in a folder.

        Args:
            folder: an embedded store's folder.
            create: make one where there is none; the folder must be empty or absent.
            memory: what Java may use; only the first store opened in a process decides.
            scratch: remove the folder when closed, and do not wait for the disk.
            once: it is opened for one answer; where little is in it, Java is started for that. Only the first store
                opened in a process decides.

        Raises:
            StoreMissing: nothing there, or a folder that is no store.
            StoreLocked: another process has it open.
            StoreTooNew: written by a newer copnet.
            StoreFailed: anything else, such as a folder that may not be written to.
        """
        folder = folder.absolute()
        with translated(folder):
            jvm.start(memory, brief=once and is_small(folder))
            import arcadedb_embedded as arcadedb

            if not arcadedb.database_exists(str(folder)):
                require_free(folder, create)
                create_store(folder)
            database = arcadedb.open_database(str(folder))
            if not scratch:
                database.set_wal_flush("yes_full")  # the engine's default acknowledges before the disk has it
        store = cls(database, folder, scratch=scratch)
        try:
            migrate(store._run_alone, store._queries, store.address)
            store._sweep()  # nobody else has the folder: what is left of an import was interrupted
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def scratch(cls, *, memory: str = "1g") -> Self:
        """A store in a temporary folder that is gone when it is closed."""
        parent = Path(tempfile.mkdtemp(prefix="copnet-"))
        try:
            return cls.open(parent / "store", create=True, memory=memory, scratch=True)
        except BaseException:
            shutil.rmtree(parent, ignore_errors=True)
            raise

    @property
    def address(self) -> str:
        """The folder."""
        return "a scratch store" if self._scratch else str(self._folder)

    def version(self) -> int:
        """See ``GraphStore.version``."""
        return self._look(lambda tx: version_of(self._query("read_version")))

    def snapshot(self) -> Snapshot:
        """See ``GraphStore.snapshot``."""

        return self._look(lambda tx: read_snapshot(self._columns, tx.version(), tx.formers))

    def write(self, change: Callable[[Writer], T], *, large: bool = False) -> T:
        """See ``GraphStore.write``. Ctrl-C takes everything back, except during the commit, which is finished first."""
        with self._inside.change(), self._writing:
            if self._unswept:
                self._sweep()
            if large:
                return self._stage(change)
            failed: list[Exception] = []

            def run(name: str, /, **params: Any) -> list[Mapping[str, Any]]:
                self._queries[name].require(params)
                try:
                    return self._as_writer(lambda: self._command(name, **params))
                except Exception as error:
                    failed.append(error)
                    raise

            self._as_writer(self._begin)
            try:
                transaction = Transaction(run)
                result = change(transaction)
                if failed:  # the change went on after it: what stands in the transaction is not what was asked for
                    raise failed[0]
                if transaction.written:
                    run("enter_gate")
                    run("raise_version")
            except BaseException:
                with contextlib.suppress(Exception):  # the first error is the one to report
                    self._as_writer(self._database.rollback)
                raise
            self._as_writer(self._commit if transaction.written else self._database.rollback)
            return result

    def close(self) -> None:
        """See ``GraphStore.close``. A write that has not begun to commit fails, and nothing of it is kept."""
        self._inside.refuse()
        with self._closing:
            if self._closed:
                return
            self._closed = True
        self._threads.refuse()
        atexit.unregister(self.close)
        if not self._threads.ours:
            return
        self._threads.close(self._take_back)
        try:
            with translated(self._folder):
                (self._database.drop if self._scratch else self._database.close)()
        finally:
            if self._scratch:
                shutil.rmtree(self._folder.parent, ignore_errors=True)

    def _batch(self, work: Callable[[Run], Rows]) -> Rows:
        def whole() -> Rows:
            self._begin()
            try:
                rows = work(self._run)
                self._commit()
            except BaseException:
                self._take_back()
                raise
            return rows

        return self._as_writer(whole)

    def _bulk(self, number: int) -> Bulk:
        self._head = number - 1
        self._unswept = True
        flush = "no" if self._scratch else "yes_full"
        return EmbeddedBulk(self._database, self._turns.committing, self._as_writer, self._batch, flush)

    def _move_head(self, finish: Callable[[Run], None]) -> None:
        def work() -> None:
            self._begin()
            finish(self._run)
            with self._turns.committing():
                self._database.commit()
                self._head = None

        self._as_writer(work)

    def _sweep(self) -> None:
        super()._sweep()
        self._head = None
        self._unswept = False

    def _see(self, read: Callable[[Transaction], T]) -> T:
        def in_turn() -> T:
            with self._turns.reading():
                return read(Transaction(self._query, head=self._head))

        return self._threads.read(in_turn)

    def _as_writer(self, work: Callable[[], T]) -> T:
        return self._threads.write(work)

    def _begin(self) -> None:
        self._take_back()  # what Ctrl-C may have left between two statements
        self._database.begin()

    def _commit(self) -> None:
        with self._turns.committing():
            self._database.commit()

    def _take_back(self) -> None:
        if self._database.is_transaction_active():
            self._database.rollback()

    def _run(self, name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        self._queries[name].require(params)
        return self._command(name, **params)

    def _query(self, name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        self._queries[name].require(params)
        rows: list[Mapping[str, Any]] = self._read(name, params).to_list()
        return rows

    def _read(self, name: str, params: dict[str, Any]) -> Any:
        query = self._queries[name]
        return self._database.query(query.language, *self._seen(query, params))

    def _seen(self, query: Query, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The text and the parameters of a query that leaves out what is not whole yet."""
        if self._head is None or not query.reads:
            return query.text, params
        return query.committed, params | {"head": self._head}

    def _columns(self, name: str, wanted: Sequence[str]) -> Mapping[str, Any]:
        text, params = self._seen(self._queries[name], {})
        return read_columns(lambda asked: self._database.query("sql", asked, params), text, wanted)

    def _command(self, name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        found = self._database.command("opencypher", self._queries[name].text, params)
        rows: list[Mapping[str, Any]] = found.to_list() if found is not None else []
        return rows

    def _run_alone(self, name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        """A statement in a transaction of its own; schema statements begin none, the engine does that by itself."""
        self._queries[name].require(params)

        def work() -> list[Mapping[str, Any]]:
            if self._queries[name].text.startswith("CREATE CONSTRAINT"):
                return self._command(name, **params)
            rows: list[Mapping[str, Any]] = self._database.run_in_transaction(lambda: self._command(name, **params))
            return rows

        return self._as_writer(work)
