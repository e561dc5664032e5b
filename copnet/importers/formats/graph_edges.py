"""Edges become ties and participations: one row for each pair and kind, one each way where no direction is said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from copnet.cell_text import join_list
from copnet.importers.cells import Spelling, parse
from copnet.importers.drafts import Draft, Drafts
from copnet.importers.formats.graph_columns import GraphColumns
from copnet.importers.formats.graph_names import Node
from copnet.importers.formats.graph_words import COLLABORATIONS, ORGANIZATIONS
from copnet.tables import TABLES

Value = float | str | None
_VALUE = TABLES["ties"].column("value")


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge as the file has it."""

    row: int
    source: str
    target: str
    directed: bool
    kind: str | None
    value: Value
    asked_on: str | None
    attributes: Mapping[str, str]

    def check_value(self) -> None:
        """See whether the value is a number, before it goes into two ties or a sum.

        Raises:
            ValueError: what was expected instead.
        """
        text = str(self.value if self.value is not None else "").strip()
        if text:
            parse(_VALUE, text, Spelling(workbook=True))


@dataclass(slots=True)
class _Row:
    """What edges between the same two say together."""

    number: int
    cells: dict[str, str]
    values: list[Value] = field(default_factory=list)
    dates: set[str] = field(default_factory=set)
    own: dict[str, list[str]] = field(default_factory=dict)

    def take(self, edge: Edge, own: Mapping[str, str]) -> None:
        self.values.append(edge.value)
        if edge.asked_on:
            self.dates.add(edge.asked_on)
        for name, value in own.items():
            values = self.own.setdefault(name, [])
            if value not in values:
                values.append(value)

    @property
    def value(self) -> str | None:
        """The sum of what the edges say; each is a number or blank, which is 1 beside others."""
        if len(self.values) == 1:
            return _written(self.values[0])
        return _written(math.fsum(float(text) if (text := _written(value)) else 1.0 for value in self.values))

    @property
    def date(self) -> str | None:
        """The first."""
        return min(self.dates, default=None)

    def attributes(self) -> dict[str, str]:
        """Different values of one attribute stand beside each other."""
        return {name: values[0] if len(values) == 1 else join_list(values) for name, values in self.own.items()}


class Links:
    """The rows of one table, ties or participations, by what tells one from another."""

    def __init__(self, draft: Draft, *, ours: bool = False) -> None:
        self.draft = draft
        self.columns = GraphColumns(draft, ours=ours)
        self.repeated = 0
        self.none = 0
        self._rows: dict[tuple[str | None, ...], _Row] = {}

    def tie(self, edge: Edge, source: Node, target: Node, kind: str) -> None:
        """Take an edge between people or organizations, in one direction."""
        cells = {"from": source.handle, "to": target.handle, "kind": kind}
        for end, node in (("from", source), ("to", target)):
            if node.table == ORGANIZATIONS:
                cells[f"{end}_kind"] = "organization"
        own = self.columns.cells(edge.attributes)
        wave = own.pop("wave", None)
        if wave is not None:
            cells["wave"] = wave
        self._take((source.table, source.key, target.table, target.key, kind, wave), cells, edge, own)

    def participation(self, edge: Edge, collaboration: Node, other: Node) -> None:
        """Take an edge between a collaboration and somebody."""
        subject = "organization" if other.table == ORGANIZATIONS else "person"
        own = self.columns.cells(edge.attributes)
        role = edge.kind or own.pop("role", None)
        cells = {"collaboration": collaboration.handle, subject: other.handle}
        if role:
            cells["role"] = role
        self._take((collaboration.key, other.key, role), cells, edge, own)

    def write(self) -> None:
        """Add the rows to the draft."""
        ties = self.draft.table.name == "ties"
        for row in self._rows.values():
            cells = row.cells | row.attributes()
            value, date = row.value, row.date
            if ties:
                cells |= {"value": value} if value is not None else {}
                cells |= {"asked_on": date} if date else {}
            else:
                cells |= self.columns.own("weight", value) if value not in (None, "1") else {}
                cells |= self.columns.own("date", date) if date else {}
            self.none += ties and value == "0"
            self.draft.add(row.number, cells)

    def _take(self, key: tuple[str | None, ...], cells: dict[str, str], edge: Edge, own: Mapping[str, str]) -> None:
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = _Row(edge.row, cells)
        else:
            self.repeated += 1
        row.take(edge, own)


def both_ends(source: Node, target: Node) -> tuple[Node, Node] | None:
    """The collaboration and the other end of an edge between the two; None when it is no such edge."""
    if (source.table == COLLABORATIONS) == (target.table == COLLABORATIONS):
        return None
    return (source, target) if source.table == COLLABORATIONS else (target, source)


def say(links: Links, drafts: Drafts) -> None:
    """Tell what was put together."""
    if links.repeated:
        drafts.cautions.append(
            f"{links.repeated:,} edge(s) say again what another says of the same two and the same kind: "
            "their values were added up"
        )
    if links.none:
        drafts.cautions.append(f"{links.none:,} edge(s) have the value 0, which says that there is no tie")


def _written(value: Value) -> str | None:
    """A number without needless decimals."""
    if value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        return str(value).strip() or None
    if not math.isfinite(number):
        return str(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
