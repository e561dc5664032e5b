"""Rows without an id that are new records as they stand: decided by columns, and made records when they are written.

A plain row is good, clears nothing, names nobody who is left out, and no other row of the table has its key. A million
of them take no more memory than their columns; every other row is looked at by itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
import polars as pl
from pydantic import ValidationError

from copnet.cell_text import BLANK_MARK
from copnet.importers.cells import CLEAR
from copnet.importers.frames import TableData
from copnet.importers.headers import Bound
from copnet.importers.merge import compose
from copnet.importers.registry import Entry
from copnet.importers.rows import BAD, Row, cell_name, parse_cell, rows_of
from copnet.importers.work import Work
from copnet.model import RECORDS
from copnet.record import Record

Indices = np.ndarray[tuple[int], np.dtype[np.intp]]

BATCH = 10_000
_NOTHING = r"\A[\s\x1c-\x1f']*\z"  # may be blank once it is cleaned


def plain_rows(work: Work, data: TableData) -> PlainRows | None:
    """The plain rows of a table; None where each row has to be looked at, because others may change what it means."""
    record = RECORDS[data.table.name]
    if record.key is not Record.key or data.changing or len(data.open_lists) > 1 or work.history.is_any:
        return None
    if data.table.name == "ties" and work.options.reverse_values is not None:
        return None
    for _, column in data.references:
        if column.kind != "reference" or (column.refers_to is None and data.bound(f"{column.name}_kind")):
            return None
    return PlainRows(work, data)


class PlainRows:
    """The rows of one table, sorted into plain ones and others.

    Args:
        work: all references of the import are decided.
        data: a table without ids.
    """

    def __init__(self, work: Work, data: TableData) -> None:
        self._work = work
        self._data = data
        self._record = RECORDS[data.table.name]
        self._values: dict[str, dict[str, Any]] = {}  # by column and text
        self._firsts: list[tuple[int, Entry]] = []
        self._others = data.bad.copy()
        self._sort()

    @property
    def indices(self) -> Indices:
        """The plain rows."""
        return np.flatnonzero(~self._others)

    def others(self) -> Iterator[Row]:
        """The rows to look at; what is made because rows refer to it gets the first plain one of them."""
        firsts = deque(sorted(self._firsts, key=lambda first: first[0]))
        for row in chain(rows_of(self._data, np.flatnonzero(self._others)), [None]):
            while firsts and (row is None or firsts[0][0] < row.index):
                index, entry = firsts.popleft()
                entry.rows.append(Row(self._data, index, self._data.rows[index]))
            if row is not None:
                yield row

    def rows(self, indices: Indices) -> Iterator[Row]:
        """Plain rows with ids in the place of references."""
        data = self._data
        columns = [(bound, cell_name(bound), self._values.get(bound.name)) for bound in data.columns]
        numbers = data.rows.gather(indices).to_list()
        frame = data.frame.select(bound.name for bound in data.columns)[indices]
        for index, number, texts in zip(indices.tolist(), numbers, frame.iter_rows(), strict=True):
            row = Row(data, index, number)
            for (bound, name, values), text in zip(columns, texts, strict=True):
                if text is not None:
                    value = parse_cell(bound, text, data) if values is None else values[text]
                    (row.cells if bound.column else row.own)[name] = value
            yield row

    def made(self, indices: Indices) -> Iterator[tuple[Row, Record]]:
        """Plain rows with the records they make."""
        for row in self.rows(indices):
            yield row, compose(self._record, None, row.cells, row.own, row.source)

    def _sort(self) -> None:
        data, fields = self._data, self._record.key_fields()
        keys, implied = [], []
        for bound in data.columns:
            if bound.column is None or (
                bound.column.kind == "text" and bound.column.field not in fields and not bound.column.known
            ):
                self._take_texts(data.frame[bound.name])
                continue
            codes, made = self._take_values(bound)
            implied.append((bound, made))
            if bound.column.field in fields:
                keys.append(codes)
        self._others |= pl.DataFrame(keys).is_duplicated().to_numpy()
        self._take_invalid(keys)
        self._note_kinds()
        for bound, made in implied:
            self._note_firsts(bound, made)

    def _take_texts(self, texts: pl.Series) -> None:
        """Cells kept as they are, each looked at when it is needed."""
        self._mark(texts.str.contains(_NOTHING) | (texts == BLANK_MARK))

    def _take_values(self, bound: Bound) -> tuple[pl.Series, dict[str, Entry]]:
        """A number for each value of a column, the same for what means the same; and what its texts make."""
        texts = self._data.frame[bound.name]
        values: dict[str, Any] = {}
        made: dict[str, Entry] = {}
        odd = []
        for text in texts.drop_nulls().unique().to_list():
            value = parse_cell(bound, text, self._data)
            plain = value is not BAD and value is not CLEAR and value != ""
            if plain and bound.column and bound.column.kind == "reference":
                value, plain = self._meant(bound, value, text, made)
            values[text] = value if plain or isinstance(value, str) else None
            if not plain:
                odd.append(text)
        if odd:
            self._mark(texts.is_in(pl.Series(odd, dtype=pl.String).implode()))
        self._values[bound.name] = values
        assert bound.column is not None
        info = self._record.model_fields.get(bound.column.field or "")
        numbers: dict[Any, int | None] = {None: None, "": None, info and info.default: None}
        found = [numbers.setdefault(value, len(numbers)) for value in values.values()]
        codes = texts.replace_strict(
            pl.Series(list(values), dtype=pl.String),
            pl.Series(found, dtype=pl.UInt32),
            default=None,
            return_dtype=pl.UInt32,
        )
        return codes.alias(bound.column.field or ""), made

    def _meant(self, bound: Bound, value: str, text: str, made: dict[str, Entry]) -> tuple[str, bool]:
        """The id of what a text refers to, blank where that is nobody; whether a row with it may be plain."""
        assert bound.column is not None
        entry = self._work.resolver.decide(bound.column.refers_to or "people", value, single=True)
        if not isinstance(entry, Entry) or entry.nobody:
            return "", False
        if entry.implied:
            made[text] = entry
        return entry.real.id, entry.implied or not (self._work.skipping and entry.lost)

    def _take_invalid(self, keys: list[pl.Series]) -> None:
        """Rows that make no record by themselves are not plain."""
        if self._data.table.name == "participations":
            filled = {codes.name: codes.is_not_null() for codes in keys}
            none = pl.repeat(value=False, n=len(self._others), eager=True)
            somebody = filled.get("person", none) | filled.get("organization", none)
            self._mark(~(filled.get("collaboration", none) & somebody))
            return
        for start in range(0, len(indices := self.indices), BATCH):
            for row in self.rows(indices[start : start + BATCH]):
                try:
                    compose(self._record, None, row.cells, row.own, row.source)
                except ValidationError:
                    self._others[row.index] = True

    def _note_kinds(self) -> None:
        for bound, column in self._data.open_lists:
            values = self._values[bound.name]
            for text in self._data.frame[bound.name].drop_nulls().unique(maintain_order=True).to_list():
                self._work.note_kind(self._data, column, values[text])

    def _note_firsts(self, bound: Bound, made: dict[str, Entry]) -> None:
        """The first plain row that refers to each thing that is made because rows refer to it."""
        if not made:
            return
        texts = self._data.frame[bound.name].to_frame("text").with_row_index("index").filter(pl.Series(~self._others))
        wanted = pl.DataFrame({"text": list(made)}, schema={"text": pl.String})
        found = texts.join(wanted, on="text", how="semi").group_by("text").agg(pl.col("index").min())
        self._firsts += [(index, made[text]) for text, index in found.iter_rows()]

    def _mark(self, found: pl.Series) -> None:
        self._others |= found.fill_null(value=False).to_numpy()
