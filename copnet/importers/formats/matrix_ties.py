"""Matrices, as UCINET keeps networks: rows say something of columns; people by people, or people by events."""

from __future__ import annotations

import math
from collections.abc import Sequence

from copnet.importers.drafts import Drafts
from copnet.importers.formats.graph_input import GraphInput
from copnet.importers.formats.graph_words import SECOND_MODE

LARGEST_REAL = 1e30  # UCINET writes 1e38 where it has no value, and takes anything from 1e37 on for none


class MatrixTies:
    """The nodes of rows and columns, and the filled cells between them.

    Args:
        graph: gets nodes and edges.
        rows: names of the rows; None: they have none.
        columns: names of the columns.
        size: numbers of rows and columns.
        two_modes: rows and columns are different things, even if as many.
    """

    def __init__(
        self, graph: GraphInput, rows: Sequence[str] | None, columns: Sequence[str] | None, size: tuple[int, int],
        *, two_modes: bool = False,
    ) -> None:  # fmt: skip
        self._graph = graph
        self.size = size
        self.two_modes = two_modes or size[0] != size[1] or (bool(rows) and bool(columns) and rows != columns)
        names = rows or (None if self.two_modes else columns)
        for number in range(1, size[0] + 1):
            graph.node(number, str(number), names[number - 1] if names else None, {})
        for number in range(1, size[1] + 1) if self.two_modes else ():
            label = columns[number - 1] if columns else f"column {number}"
            graph.node(number, f"c{number}", label, {}, SECOND_MODE)
        self.missing = 0

    def cell(
        self, place: int, row: int, column: int, value: float, kind: str | None, *, directed: bool = True
    ) -> None:  # fmt: skip
        """Take one cell, if it says that there is a tie.

        Args:
            place: the number of its row for the report.
            row: from 1.
            column: from 1.
            value: 0 is no tie.
            kind: of the tie.
            directed: whether the other way is said in another cell.
        """
        if math.isnan(value) or abs(value) >= LARGEST_REAL:
            self.missing += 1
        elif value:
            target = f"c{column}" if self.two_modes else str(column)
            self._graph.edge(place, str(row), target, directed=directed, kind=kind, value=value)

    def say(self, drafts: Drafts) -> None:
        """Tell what was read as blank."""
        if self.missing:
            drafts.cautions.append(f"{self.missing:,} cell(s) without a value were read as no tie")
