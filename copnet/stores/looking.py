"""What both stores do alike, given a way to look into the store at one moment."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Self, TypeVar

from copnet.model import Record
from copnet.snapshot import Snapshot
from copnet.stores.base import Fault
from copnet.stores.faults import find_faults
from copnet.stores.transaction import Transaction
from copnet.stores.whole import read_tables

T = TypeVar("T")


class LookingStore(ABC):
    """The reading half of a ``GraphStore``, and its use in a ``with`` block."""

    @abstractmethod
    def _look(self, read: Callable[[Transaction], T]) -> T:
        """Run ``read`` while nothing is committed."""

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
