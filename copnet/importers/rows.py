"""Rows as values: each cell parsed once per distinct text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from copnet.errors import Problem
from copnet.importers.cells import parse
from copnet.importers.frames import TableData
from copnet.importers.headers import Bound
from copnet.importers.problems import Problems
from copnet.record import Source

if TYPE_CHECKING:
    from copnet.importers.registry import Entry

BAD = object()
"""What a cell is that cannot be read."""


@dataclass(slots=True, eq=False)
class Row:
    """One row on its way to a record.

    Attributes:
        data: its table.
        index: its place in the table's frame.
        number: its row number in the spreadsheet.
        cells: filled cells that could be read, by field of the model (``funders`` by its name). A reference is a text
            until it is linked, an id from then on. ``CLEAR`` empties the field.
        own: filled cells of the file's own columns, by header.
        former: whether it is about somebody whom a merge dropped, and so about the kept one, whose own rows win.
        redirected: whether it refers to somebody whom a merge dropped; the reference leads to the kept one.
        identifier: the ORCID, ROR or DOI of whom or what it is about.
        nobody: whether a placeholder was taken out of it: a word in the place of a name that means nobody.
        funders: what a community's row names as its funders, once linked; None when the cell is blank.
    """

    data: TableData
    index: int
    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    former: bool = False
    redirected: bool = False
    identifier: str | None = None
    nobody: bool = False
    funders: Sequence[Entry] | None = None

    @property
    def bad(self) -> bool:
        """Whether the row cannot be written."""
        return bool(self.data.bad[self.index])

    @property
    def changes_only(self) -> bool:
        """Whether the row changes a record which is known, and makes none."""
        return self.index in self.data.changing

    @property
    def source(self) -> Source:
        """Where a record made from this row comes from."""
        place = self.data.place_of(self.index)
        return Source(file=place.file, sheet=place.sheet, row=self.number)

    def refuse(self, problems: Problems, expected: str, bound: Bound | None = None, value: str | None = None) -> None:
        """Mark the row bad and say why; without a value, the cell's own text is shown."""
        self.data.bad[self.index] = True
        problems.add(self._problem(expected, bound, value))

    def _problem(self, expected: str, bound: Bound | None, value: str | None) -> Problem:
        if value is None and bound is not None:
            value = self.data.frame[bound.name][self.index]
        column = bound.header if bound else None
        return self.data.place_of(self.index).problem(expected, row=self.number, column=column, value=value)


def rows_of(data: TableData, indices: np.ndarray[tuple[int], np.dtype[np.intp]] | None = None) -> Iterator[Row]:
    """Every row of a table, or some; bad ones with the cells that could be read: their references are checked too."""
    caches: list[tuple[Bound, str, dict[str, Any]]] = [(bound, cell_name(bound), {}) for bound in data.columns]
    names = [bound.name for bound in data.columns]
    indices = np.arange(len(data.rows)) if indices is None else indices
    frame, numbers = data.frame.select(names)[indices], data.rows.gather(indices)
    for index, number, texts in zip(indices.tolist(), numbers.to_list(), frame.iter_rows(), strict=True):
        row = Row(data, index, number)
        for (bound, field_name, cache), text in zip(caches, texts, strict=True):
            if text is None:
                continue
            value = cache.get(text)
            if value is None:
                value = cache[text] = parse_cell(bound, text, data)
            if value is not BAD:
                (row.cells if bound.column else row.own)[field_name] = value
        yield row


def cell_name(bound: Bound) -> str:
    """Under which name a row has its cell of a column."""
    if bound.column is None:
        return bound.header
    return bound.column.field or bound.column.name


def parse_cell(bound: Bound, text: str, data: TableData) -> Any:
    """The value of a filled cell, or ``BAD``."""
    try:
        return parse(bound.column, text, data.spelling)
    except ValueError:  # reported by the check of the columns
        return BAD
