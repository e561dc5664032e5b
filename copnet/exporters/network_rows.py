"""A network as flat rows: what every format of graphs is written from. One value a cell, one type a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from copnet.cell_text import join_list
from copnet.dates import PartialDate

Value = str | int | float | bool
Flat = dict[str, Value]
Type = Literal["string", "integer", "double", "boolean"]
Row = Mapping[str, Any]

_ENDS = frozenset({"source", "target"})


@dataclass(frozen=True)
class Network:
    """A network in node-link form (see ``copnet.services.networks.node_link``), told to one audience.

    Attributes:
        directed: whether ties have a direction.
        facts: what is known of the network; ``collaborations`` has the dates of the evidence.
        nodes: with ``id``, ``name`` and ``mode``.
        edges: with ``source`` and ``target``.
        node_types: the columns of ``flat_nodes`` and their types.
        edge_types: the columns of ``flat_edges`` and their types.
    """

    directed: bool
    facts: Mapping[str, Any]
    nodes: Sequence[Row]
    edges: Sequence[Row]
    node_types: Mapping[str, Type]
    edge_types: Mapping[str, Type]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Network:
        """From the node-link object."""
        nodes, edges = told["nodes"], told["edges"]
        node_types, edge_types = _types(map(_node, nodes)), _types(map(_edge, edges))
        return cls(told["directed"], told["graph"], nodes, edges, node_types, edge_types)

    @property
    def two_mode(self) -> bool:
        """Whether ties lead from people or organizations to collaborations."""
        return bool(self.facts["network"]["kind"] == "two-mode")

    def flat_nodes(self) -> Iterator[tuple[str, str, Flat]]:
        """Id, name and everything else known of each node; what is not known is not there."""
        return ((node["id"], str(node["name"] or node["id"]), _node(node)) for node in self.nodes)

    def flat_edges(self) -> Iterator[tuple[str, str, Flat]]:
        """Both ends and everything else known of each tie; lists are joined by bars."""
        return ((edge["source"], edge["target"], _edge(edge)) for edge in self.edges)

    def spans(self, edge: Row) -> list[tuple[str, str]]:
        """First and last day of each dated collaboration of a tie, else of the tie itself, in order of time."""
        works = [self.facts["collaborations"].get(key, {}) for key in edge.get("collaborations", ())]
        found = {(work["date"], work["until"] or work["date"]) for work in works if work.get("date")}
        if len(found) < 2 and edge.get("first"):
            found = {(edge["first"], edge.get("last") or edge["first"])}
        return sorted((first_day(start), last_day(end)) for start, end in found)


def first_day(date: str) -> str:
    """The first day an ISO date of any precision can mean.

    >>> first_day("2024"), first_day("2024-05"), first_day("2024-05-17")
    ('2024-01-01', '2024-05-01', '2024-05-17')
    """
    return PartialDate.parse(date).first.isoformat()


def last_day(date: str) -> str:
    """The last day an ISO date of any precision can mean."""
    return PartialDate.parse(date).last.isoformat()


def _node(row: Row) -> Flat:
    flat = _scalars({name: value for name, value in row.items() if name not in ("id", "name", "attributes")})
    for name, value in (row.get("attributes") or {}).items():
        flat[f"{name} (own)" if name in row or name in flat else name] = value
    return flat


def _edge(row: Row) -> Flat:
    return _scalars({name: value for name, value in row.items() if name not in _ENDS})


def _scalars(row: Row) -> Flat:
    flat: Flat = {}
    for name, value in row.items():
        if isinstance(value, (list, tuple)):
            if value:
                flat[name] = join_list(map(str, value))
        elif value is not None:
            flat[name] = value
    return flat


def _types(rows: Iterator[Flat]) -> dict[str, Type]:
    """By column the narrowest type that all of its values have; ordered by name."""
    found: dict[str, set[Type]] = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, set()).add(_type(value))
    return {name: _common(kinds) for name, kinds in sorted(found.items())}


def _type(value: Value) -> Type:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "double" if isinstance(value, float) else "string"


def _common(kinds: set[Type]) -> Type:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"integer", "double"} else "string"
