"""The records of an import as sequences; those that one row says all of are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

import numpy as np

from copnet.importers.merge import record_of
from copnet.importers.plain_rows import BATCH, Indices, PlainRows
from copnet.importers.registry import Entry
from copnet.record import Record


class Planned(Sequence[Record]):
    """Records that are made some at a time."""

    @abstractmethod
    def _made(self, places: slice) -> list[Record]: ...

    def __iter__(self) -> Iterator[Record]:
        for start in range(0, len(self), BATCH):
            yield from self._made(slice(start, start + BATCH))

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...

    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        if isinstance(place, slice):
            return self._made(place)
        first = range(len(self))[place]
        return self._made(slice(first, first + 1))[0]


class EntryRecords(Planned):
    """Those of entries, each of which makes one."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    def _made(self, places: slice) -> list[Record]:
        return [record for record in map(record_of, self._entries[places]) if record is not None]


class RowRecords(Planned):
    """Those of one table without ids, in the order of its rows.

    Args:
        rows: makes those of plain rows.
        indices: the plain rows that make one.
        others: the records of other rows, by the first of them.
    """

    def __init__(self, rows: PlainRows, indices: Indices, others: Mapping[int, Record]) -> None:
        self._rows = rows
        self._others = others
        self._order = np.sort(np.concatenate([indices, np.fromiter(others, dtype=np.intp, count=len(others))]))

    def __len__(self) -> int:
        return len(self._order)

    def _made(self, places: slice) -> list[Record]:
        order = self._order[places]
        plain = order[[index not in self._others for index in order.tolist()]] if self._others else order
        made = {row.index: record for row, record in self._rows.made(plain)}
        return [made[index] if index in made else self._others[index] for index in order.tolist()]


class Parts(Planned):
    """Those of several tables, one after the other."""

    def __init__(self, parts: Iterable[Sequence[Record]]) -> None:
        self._parts = list(parts)

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def _made(self, places: slice) -> list[Record]:
        first, end, step = places.indices(len(self))
        if step != 1:
            return list(self)[places]
        found: list[Record] = []
        for part in self._parts:
            found += part[max(first, 0) : max(end, 0)]
            first, end = first - len(part), end - len(part)
        return found
