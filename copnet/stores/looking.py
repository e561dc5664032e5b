"""What both stores do alike, given a way to look into the store at one moment."""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Self, TypeVar

from copnet.record import Record
from copnet.snapshot import Snapshot
from copnet.stores.base import Fault, Writer
from copnet.stores.changing import require_whole, sweep
from copnet.stores.faults import find_faults
from copnet.stores.queries import Query, Rows, Run
from copnet.stores.staging import Bulk, Staging
from copnet.stores.transaction import Transaction
from copnet.stores.turns import Inside
from copnet.stores.whole import read_tables

T = TypeVar("T")


class LookingStore(ABC):
    """The reading half of a ``GraphStore``, the course of a large import, and its use in a ``with`` block."""

    _queries: Mapping[str, Query]
    _inside: Inside

    @abstractmethod
    def _see(self, read: Callable[[Transaction], T]) -> T:
        """Run ``read`` while nothing is committed that readers may see."""

    @abstractmethod
    def _batch(self, work: Callable[[Run], Rows]) -> Rows:
        """Run ``work`` in a transaction of its own."""

    @abstractmethod
    def _bulk(self, number: int) -> Bulk:
        """The store's way of writing much, for an import."""

    @abstractmethod
    def _move_head(self, finish: Callable[[Run], None]) -> None:
        """Run ``finish`` in a transaction that no reader overlaps."""

    def _look(self, read: Callable[[Transaction], T]) -> T:
        self._inside.refuse()
        return self._see(read)

    def _stage(self, change: Callable[[Writer], T]) -> T:
        """A large import. What goes wrong is swept away, if need be by the next program that opens the store."""

        def begin(run: Run) -> Rows:
            run("enter_gate")
            return run("begin_import")

        def finish(run: Run) -> None:
            run("enter_gate")
            require_whole(run("commit_import", number=number))
            staging.finish(Transaction(run))
            if staging.written:
                run("raise_version")

        self._sweep()
        number = int(self._batch(begin)[0]["number"])
        try:
            staging = Staging(self._see, self._bulk(number), self._queries, number)
            result = change(staging)
            self._move_head(finish)
        except BaseException:
            with contextlib.suppress(Exception):  # the first error is the one to report
                self._sweep()
            raise
        # It is whole, so nothing more may make it look as if it were not; what it kept of old, if that is not removed
        # now, is removed by the next write or by whoever opens the store.
        with contextlib.suppress(Exception, KeyboardInterrupt):
            self._sweep()
        return result

    def _sweep(self) -> None:
        """Remove what a large import left, if one did."""
        sweep(self._batch)

    @abstractmethod
    def close(self) -> None:
        """See ``GraphStore.close``."""

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

    def tables(self) -> Snapshot:
        """See ``GraphStore.tables``."""
        return self._look(read_tables)

    def referring(self, table: str, key: str) -> dict[str, list[str]]:
        """See ``Reader.referring``."""
        return self._look(lambda tx: tx.referring(table, key))

    def check(self) -> list[Fault]:
        """See ``GraphStore.check``."""
        return self._look(find_faults)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
