"""What a store is. Both stores pass one suite (``tests/contract``); nothing else knows which one it talks to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

from copnet.record import Record
from copnet.snapshot import Snapshot

T = TypeVar("T")

MAX_ROWS_A_TRANSACTION = 300_000
"""Records one transaction may write; measured to fit both stores' memory. More is written in batches."""

MAX_ROWS_AN_IMPORT = 2_000_000
"""Rows of one import; more is refused with the number."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the store that should not be: a reference to nothing, a record that cannot be read."""

    table: str
    key: str
    message: str
    mend: str


class Reader(Protocol):
    """Reads records. Inside ``GraphStore.write`` it sees what the transaction has written so far."""

    def read(
        self,
        table: str,
        *,
        keys: Sequence[str] | None = None,
        where: Mapping[str, str] | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        """Records of one table, sorted by key (code point order).

        Args:
            table: a name in ``copnet.tables.STORED``.
            keys: only these keys; unknown ones are left out.
            where: only records whose column (a text, choice, date or reference) equals the value.
            after: only keys greater than this one (for cursor pages).
            limit: at most so many.
        """
        ...

    def count(self, table: str) -> int:
        """The number of records of one table."""
        ...

    def referring(self, table: str, key: str) -> dict[str, list[str]]:
        """The keys of the records that refer to one record, sorted, by their table; tables with none are left out."""
        ...


class Writer(Reader, Protocol):
    """One transaction. Everything it does is kept together or not at all."""

    def put(self, records: Iterable[Record]) -> None:
        """Create the records, or replace those whose keys are known, whole. Any tables, in any order.

        In a large write they are taken one by one, and written while more are made: what stays in memory are their
        keys, a batch of each table, and records that come before those they refer to (so these had better come first).

        Raises:
            Conflict: a record refers to one that does not exist, or uniqueness would be broken.
            UsageError: more than ``MAX_ROWS_A_TRANSACTION`` records in this transaction; the message has the number.
        """
        ...

    def delete(self, table: str, keys: Sequence[str]) -> int:
        """Delete by key and say how many there were.

        Raises:
            Conflict: another record still refers to one of them (or would after the transaction).
        """
        ...


class GraphStore(Reader, Protocol):
    """A store of all records. Safe to use from several threads; every method may raise ``StoreError``."""

    @property
    def address(self) -> str:
        """Where it is, without any password."""
        ...

    def write(self, change: Callable[[Writer], T], *, large: bool = False) -> T:
        """Run ``change`` in one transaction and commit it; an exception rolls everything back.

        ``change`` may be run more than once (conflicts with other writers), so it must not have other effects.
        Writers are serialized by a gate, and no reader sees half of a commit.

        Args:
            change: what to do.
            large: any number of records, in as many transactions as the store needs, and still all or nothing for
                every reader and after every interruption. The writer then reads what was there before, a reference
                leads there or to a record put in the same call, and at most ``MAX_ROWS_A_TRANSACTION`` are deleted.
        """
        ...

    def snapshot(self) -> Snapshot:
        """All that analysis needs, at one moment."""
        ...

    def tables(self) -> Snapshot:
        """All records of all tables at one moment, as columns: those of ``copnet.snapshot.whole_schema``.

        Nothing is committed between the first row and the last. Where a record came from is not in it.
        """
        ...

    def version(self) -> int:
        """The data version: grows with every commit that wrote something."""
        ...

    def check(self) -> list[Fault]:
        """Look for broken references and unreadable records."""
        ...

    def close(self) -> None:
        """Release files, threads and connections. Twice does no harm."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...
