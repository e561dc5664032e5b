"""The embedded store: ArcadeDB in this process, in a folder."""

from __future__ import annotations

import atexit
import contextlib
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from copnet.errors import Conflict, StoreError, StoreFailed, StoreLocked, StoreMissing
from copnet.model import Record
from copnet.snapshot import Snapshot
from copnet.stores import jvm
from copnet.stores.base import Fault, Writer
from copnet.stores.columns import snapshot_from_rows
from copnet.stores.faults import find_faults
from copnet.stores.migrations import migrate
from copnet.stores.queries import Query, load_queries
from copnet.stores.transaction import Transaction

T = TypeVar("T")
THREADS = 4
_LOCKED = "com.arcadedb.utility.LockException"
_DUPLICATE = "com.arcadedb.exception.DuplicatedKeyException"
_IN_USE = "already in use"


class EmbeddedStore:
    """A ``GraphStore`` in a folder that one process at a time may open.

    All calls into Java come from a few threads that live as long as the store, because short-lived threads leave theirs
    behind in Java. Writers take turns; a commit and a read of more than one record never overlap, because the engine
    shows a running scan what is committed meanwhile.
    """

    dialect = "embedded"

    def __init__(self, database: Any, folder: Path, *, scratch: bool = False) -> None:
        self._database = database
        self._folder = folder
        self._scratch = scratch
        self._queries: Mapping[str, Query] = load_queries(self.dialect)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="copnet-store")
        self._writing = threading.Lock()
        self._committing = threading.Lock()
        self._closed = False
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
        """
        folder = folder.absolute()
        jvm.start(memory)
        import arcadedb_embedded as arcadedb

        with _translated(folder):
            exists = arcadedb.database_exists(str(folder))
            if not exists:
                _require_free(folder, create)
            database = (arcadedb.open_database if exists else arcadedb.create_database)(str(folder))
            if not scratch:
                database.set_wal_flush("yes_full")  # the engine's default acknowledges before the disk has it
        store = cls(database, folder, scratch=scratch)
        try:
            store._submit(lambda: migrate(store._run_alone, store._queries, store.address))
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def scratch(cls, *, memory: str = "1g") -> Self:
        """A store in a temporary folder that is gone when it is closed."""
        return cls.open(Path(tempfile.mkdtemp(prefix="copnet-")) / "store", create=True, memory=memory, scratch=True)

    @property
    def address(self) -> str:
        """The folder."""
        return "a scratch store" if self._scratch else str(self._folder)

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
        return self._look(lambda tx: _version(self._query("read_version")))

    def snapshot(self) -> Snapshot:
        """See ``GraphStore.snapshot``."""

        def read(tx: Transaction) -> Snapshot:
            return snapshot_from_rows(self._query("snapshot"), _version(self._query("read_version")))

        return self._look(read)

    def check(self) -> list[Fault]:
        """See ``GraphStore.check``."""
        return self._look(find_faults)

    def write(self, change: Callable[[Writer], T]) -> T:
        """See ``GraphStore.write``. Ctrl-C before the commit takes everything back."""
        stop = threading.Event()
        return self._submit(lambda: self._write(change, stop), stop)

    def close(self) -> None:
        """See ``GraphStore.close``."""
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self.close)
        end = self._database.drop if self._scratch else self._database.close
        with _translated(self._folder):
            try:
                self._threads.submit(end).result()
            except RuntimeError:  # at the end of the process the threads are gone before this is called
                end()
        self._threads.shutdown()
        if self._scratch:
            shutil.rmtree(self._folder.parent, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _look(self, read: Callable[[Transaction], T]) -> T:
        def locked() -> T:
            with self._committing:
                return read(Transaction(self._query))

        return self._submit(locked)

    def _write(self, change: Callable[[Writer], T], stop: threading.Event) -> T:
        with self._writing:
            self._database.begin()
            try:
                transaction = Transaction(self._command)
                result = change(transaction)
                if stop.is_set():
                    raise StoreFailed("The write was stopped; nothing was written.")
                if not transaction.written:
                    self._database.rollback()
                    return result
                self._command("enter_gate")
                self._command("raise_version")
                with self._committing:
                    self._database.commit()
            except BaseException:
                with contextlib.suppress(Exception):  # the first error is the one to report
                    self._database.rollback()
                raise
            return result

    def _submit(self, work: Callable[[], T], stop: threading.Event | None = None) -> T:
        if self._closed:
            raise StoreFailed("The store is closed. Open it again.")

        def translated() -> T:
            with _translated(self._folder):
                return work()

        future: Future[T] = self._threads.submit(translated)
        try:
            return future.result()
        except BaseException:
            if stop:  # Ctrl-C while we waited: let the writer take everything back before anyone goes on
                stop.set()
            with contextlib.suppress(BaseException):
                future.result()
            raise

    def _query(self, name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        self._queries[name].require(params)
        rows: list[Mapping[str, Any]] = self._database.query("opencypher", self._queries[name].text, params).to_list()
        return rows

    def _command(self, name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        self._queries[name].require(params)
        found = self._database.command("opencypher", self._queries[name].text, params)
        rows: list[Mapping[str, Any]] = found.to_list() if found is not None else []
        return rows

    def _run_alone(self, name: str, /, **params: Any) -> list[Mapping[str, Any]]:
        """A statement in a transaction of its own; schema statements begin none, the engine does that by itself."""
        if name.startswith("schema_"):
            return self._command(name, **params)
        rows: list[Mapping[str, Any]] = self._database.run_in_transaction(lambda: self._command(name, **params))
        return rows


def _version(rows: Sequence[Mapping[str, Any]]) -> int:
    return int(rows[0]["version"]) if rows else 0


def _require_free(folder: Path, create: bool) -> None:
    """The engine would make a database in any folder, even among other files."""
    if not create or (folder.exists() and not folder.is_dir()):
        raise StoreMissing(
            f"{folder} is no copnet store. Give its folder, or import into a new one: copnet import PATH"
        )
    if folder.exists() and any(folder.iterdir()):
        raise StoreMissing(f"{folder} holds other files, not a copnet store. Give an empty or a new folder.")


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Make the engine's errors ours."""
    from arcadedb_embedded import ArcadeDBError

    try:
        yield
    except ArcadeDBError as error:
        raise _meaning(error, folder) from error


def _meaning(error: Exception, folder: Path) -> StoreError | Conflict:
    names = jvm.class_names(error)
    if _LOCKED in names:
        return StoreLocked(
            f"The store {folder} is open in another program, perhaps copnet serve. Stop that one first, or use it."
        )
    if _IN_USE in str(error):
        return StoreLocked(f"The store {folder} is open already in this program.")
    if _DUPLICATE in names:
        return Conflict("Two records would have the same key; nothing was written.")
    return StoreFailed(f"The store {folder} failed: {error}")
