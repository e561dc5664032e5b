"""The records of an import as a sequence; those of plain rows are made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import overload

import numpy as np

from copnet.importers.plain_rows import BATCH, Indices, PlainRows
from copnet.model import Record


class Parts(Sequence[Record]):
    """The records of several tables, one after the other."""

    def __init__(self, parts: Iterable[Sequence[Record]]) -> None:
        self._parts = [part for part in parts if part]

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[Record]:
        return chain.from_iterable(self._parts)

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...

    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        if isinstance(place, int):
            first = range(len(self))[place]
            return self[first : first + 1][0]
        first, end, step = place.indices(len(self))
        if step != 1:
            return list(self)[place]
        found: list[Record] = []
        for part in self._parts:
            found += part[max(first, 0) : max(end, 0)]
            first, end = first - len(part), end - len(part)
        return found


class RowRecords(Sequence[Record]):
    """The records of one table, in the order of its rows.

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

    def __iter__(self) -> Iterator[Record]:
        for start in range(0, len(self._order), BATCH):
            yield from self[start : start + BATCH]

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...

    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        if isinstance(place, int):
            return self._made(self._order[[place]])[0]
        return self._made(self._order[place])

    def _made(self, order: Indices) -> list[Record]:
        plain = order[[index not in self._others for index in order.tolist()]] if self._others else order
        made = {row.index: record for row, record in self._rows.made(plain)}
        return [made[index] if index in made else self._others[index] for index in order.tolist()]
