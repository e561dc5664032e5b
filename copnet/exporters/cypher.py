"""A Cypher script that builds the tables as a graph in an empty Neo4j database, by the statements copnet itself runs.

Every value is a literal: nothing of the data is ever read as Cypher.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

import polars as pl

from copnet.exporters.table_cells import columns_of
from copnet.manifest import Manifest
from copnet.model import RECORDS
from copnet.record import Record
from copnet.tables import TABLES, Column

BATCH = 500
"""Rows a statement: Neo4j reads a statement as a whole before it runs it."""
_ROWS = "$rows"
_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})

Json = dict[str, Any]


@dataclass(frozen=True)
class GraphShape:
    """How a store lays records out as a graph.

    Attributes:
        queries: the text of each statement, by name.
        ends: for tables that are relationships, what they lead from and to (``variant``, ``from_key``, ``to_key``).
        references: what a record refers to: column, table and id.
    """

    queries: Mapping[str, str]
    ends: Mapping[str, Callable[[Any], Any]]
    references: Callable[[Record], Iterable[tuple[Column, str, str]]]


def write(file: TextIO, frames: Mapping[str, pl.DataFrame], shape: GraphShape, note: Manifest) -> None:
    """Write the script: what makes records one, then nodes, then relationships; a statement ends with ``;``."""
    file.writelines(f"// {_comment(line)}\n" for line in ("copnet", f"Audience: {note.audience}", *note.left_out))
    for name, query in sorted(shape.queries.items()):
        if name.startswith("schema_") and not any(word in query for word in (":Gate", ":Migration")):
            file.write(f"{query};\n")
    for table, frame in frames.items():
        for name, rows in _nodes_or_edges(table, frame, shape):
            file.write(_statement(shape.queries[name], rows))
    for table, frame in frames.items():
        if table not in shape.ends:
            for name, rows in _links(table, frame, shape):
                file.write(_statement(shape.queries[name], rows))


def literal(value: Any) -> str:
    """A value as Cypher spells it.

    A backslash and a ``u`` are kept apart: some versions of Neo4j read such a pair as an escape before anything else.

    >>> print(literal({"name": "O'Hara", "tags": ["a", None, 1.5, True]}))
    {`name`: 'O\\'Hara', `tags`: ['a', null, 1.5, true]}
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        text = value.translate(_ESCAPES)
        return "'" + text.replace("\\\\u", "\\\\' + 'u").replace("\\\\U", "\\\\' + 'U") + "'"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"`{name}`: {literal(item)}" for name, item in value.items()) + "}"
    return "[" + ", ".join(map(literal, value)) + "]"


def _statement(query: str, rows: list[Json]) -> str:
    listed = ",\n".join(map(literal, rows))
    return query.replace(_ROWS, f"[\n{listed}\n]", 1) + ";\n"


def _nodes_or_edges(table: str, frame: pl.DataFrame, shape: GraphShape) -> Iterator[tuple[str, list[Json]]]:
    for part in frame.iter_slices(BATCH):
        rows: dict[str, list[Json]] = {}
        for record, properties in _records(table, part):
            row: Json = {"key": record.key}
            name = f"put_{table}"
            if table in shape.ends:
                ends = shape.ends[table](record)
                name, row = f"{name}_{ends.variant}", row | {"from": ends.from_key, "to": ends.to_key}
            rows.setdefault(name, []).append(row | {"properties": properties | {"key": record.key}})
        yield from rows.items()


def _links(table: str, frame: pl.DataFrame, shape: GraphShape) -> Iterator[tuple[str, list[Json]]]:
    for part in frame.iter_slices(BATCH):
        rows: dict[str, list[Json]] = {}
        for record, _ in _records(table, part):
            for column, _, target in shape.references(record):
                rows.setdefault(f"link_{table}_{column.name}", []).append({"key": record.key, "to": target})
        yield from rows.items()


def _records(table: str, frame: pl.DataFrame) -> Iterator[tuple[Record, Json]]:
    """Each row as a record, which knows its key and ends, and as properties; nothing is checked again."""
    columns = columns_of(TABLES[table])
    for row in frame.iter_rows(named=True):
        values = {str(column.field): _value(row[column.name]) for column in columns}
        properties = {column.name: row[column.name] for column in columns if row[column.name] not in (None, [])}
        if row["attributes"]:
            own = json.loads(row["attributes"])
            properties |= {"attributes": json.dumps(own, ensure_ascii=False, sort_keys=True)} if own else {}
        yield RECORDS[table].model_construct(**values), properties


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _comment(text: str) -> str:
    return " ".join(text.replace("\\", "/").split())
