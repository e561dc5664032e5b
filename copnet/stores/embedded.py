"""The embedded store: ArcadeDB in this process, in a folder."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, Self, TypeVar

import polars as pl

from copnet.errors import StoreFailed, StoreMissing
from copnet.snapshot import Snapshot
from copnet.stores import jvm
from copnet.stores.base import Writer
from copnet.stores.columns import read_snapshot, version_of
from copnet.stores.embedded_bulk import EmbeddedBulk
from copnet.stores.embedded_errors import CLOSED, require_free, translated
from copnet.stores.looking import LookingStore
from copnet.stores.migrations import migrate
from copnet.stores.queries import Query, load_queries
from copnet.stores.staging import Bulk, Rows
from copnet.stores.transaction import Run, Transaction
from copnet.stores.turns import Inside, Turns

T = TypeVar("T")
READERS = 4


class EmbeddedStore(LookingStore):
    """A ``GraphStore`` in a folder that one process at a time may open.

    All calls into Java come from a few threads that live as long as the store, because short-lived threads leave theirs
    behind in Java: some for reading and one for writing, as the engine ties a transaction to its thread. Writers take
    turns. A commit and a read never overlap, because the engine shows a running scan what is committed meanwhile.
    """

    dialect = "embedded"

    def __init__(self, database: Any, folder: Path, *, scratch: bool = False) -> None:
        self._database = database
        self._folder = folder
        self._scratch = scratch
        self._queries: Mapping[str, Query] = load_queries(self.dialect)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="copnet-store-read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="copnet-store-write")
        self._writing = threading.Lock()
        self._turns = Turns()
        self._inside = Inside()
        self._head: int | None = None
        self._closing = threading.Lock()
        self._closed = False
        self._process = os.getpid()
        atexit.register(self.close)

    @classmethod
    def open(cls, folder: Path, *, create: bool = False, memory: str = "1g", scratch: bool = False) -> Self:
        """Open the store in a folder.

        Args:
            folder: an embedded store's folder.
            create: make one where there is none; the folder must be empty or absent.
            memory: what Java may use; only the first store opened in a process decides.
            scratch: remove the folder when closed, and do not wait for the disk.

        Raises:
            StoreMissing: nothing there, or a folder that is no store.
            StoreLocked: another process has it open.
            StoreTooNew: written by a newer copnet.
            StoreFailed: anything else, such as a folder that may not be written to.
        """
        folder = folder.absolute()
        with translated(folder):
            jvm.start(memory)
            import arcadedb_embedded as arcadedb

            if not arcadedb.database_exists(str(folder)):
                require_free(folder, create)
                _create(folder)
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

        return self._look(lambda tx: read_snapshot(self._columns, tx.version()))

    def write(self, change: Callable[[Writer], T], *, large: bool = False) -> T:
        """See ``GraphStore.write``. Ctrl-C takes everything back, except during the commit, which is finished first."""
        with self._inside.change(), self._writing:
            if self._head is not None:
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
        atexit.unregister(self.close)
        if os.getpid() != self._process:  # a fork has neither the threads nor the Java machine
            return
        with contextlib.suppress(RuntimeError):  # at the end of the process the threads are gone before this is called
            self._writer.submit(self._take_back)
        self._readers.shutdown()
        self._writer.shutdown()
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
        flush = "no" if self._scratch else "yes_full"
        return EmbeddedBulk(self._database, self._turns.committing, self._as_writer, flush)

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

    def _see(self, read: Callable[[Transaction], T]) -> T:
        def in_turn() -> T:
            with self._turns.reading():
                return read(Transaction(self._query))

        future = self._submit(self._readers, in_turn)
        try:
            return future.result()
        finally:
            future.cancel()  # when Ctrl-C came first nobody wants the answer any more

    def _as_writer(self, work: Callable[[], T]) -> T:
        """Run ``work`` in the writing thread. Ctrl-C is raised once it is done: a statement cannot be interrupted."""
        future = self._submit(self._writer, work)
        try:
            return future.result()
        except BaseException:
            while not (future.cancel() or future.done()):
                with contextlib.suppress(KeyboardInterrupt):
                    wait([future])
            raise

    def _submit(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> Future[T]:
        def in_our_words() -> T:
            with translated(self._folder):
                return work()

        if os.getpid() != self._process:
            raise StoreFailed("The store was opened before this process was forked off. Open it in this process.")
        if self._closed:
            raise StoreFailed(CLOSED)
        try:
            return threads.submit(in_our_words)
        except RuntimeError:  # closed between the two lines, or the interpreter ends
            raise StoreFailed(CLOSED) from None

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
        query, head = self._queries[name], self._head
        if head is None or not query.reads:
            return self._database.query(query.language, query.text, params)
        return self._database.query(query.language, query.committed, params | {"head": head})

    def _columns(self, name: str, wanted: Sequence[str]) -> Mapping[str, Any]:
        """As Arrow columns: measured four times faster than rows."""
        return pl.DataFrame(self._read(name, {}).to_arrow(columns=list(wanted))).to_dict()

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


def _create(folder: Path) -> None:
    """An empty database in a folder for its owner alone: what people shared in trust is in it.

    A folder that is not there yet gets its name when the database in it is whole, so that a program killed meanwhile
    leaves nothing in the way. One that is there already is used as it is: it may be where a disk is mounted.
    """
    import arcadedb_embedded as arcadedb

    with contextlib.suppress(FileNotFoundError):
        try:
            folder.stat()
        except ValueError:  # a name with a NUL
            raise StoreMissing(f"{str(folder)!r} cannot be the name of a folder. Give another one.") from None
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.exists():
        arcadedb.create_database(str(folder)).close()
        return
    made = Path(tempfile.mkdtemp(prefix=".copnet-new-", dir=folder.parent))
    try:
        arcadedb.create_database(str(made)).close()
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
