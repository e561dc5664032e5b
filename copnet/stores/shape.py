"""How records lie in the graph: which are nodes, which are relationships, and how one becomes properties and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from pydantic import ValidationError

from copnet.dates import PartialDate
from copnet.model import Tie
from copnet.record import Record, Source
from copnet.snapshot import COLUMNS
from copnet.tables import END_TABLES, STORED, Column

_JSON_FIELDS = ("attributes", "provenance")
_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class Ends(NamedTuple):
    """Where a relationship begins and ends, and which of the table's put queries draws it."""

    variant: str
    from_table: str
    from_key: str
    to_table: str
    to_key: str


def _taker(record: Any, table: str, target: str) -> Ends:
    """A relationship from the person where one is named, else from the organization."""
    variant = "person" if record.person else "organization"
    return Ends(variant, END_TABLES[variant], getattr(record, variant), table, getattr(record, target))


def _tie(record: Tie) -> Ends:
    one, other = record.from_kind, record.to_kind
    return Ends(f"{one}_{other}", END_TABLES[one], record.from_, END_TABLES[other], record.to)


EDGES: Mapping[str, Callable[[Any], Ends]] = {
    "memberships": lambda record: _taker(record, "communities", "community"),
    "engagements": lambda record: Ends("person", "people", record.person, "communities", record.community),
    "affiliations": lambda record: Ends("person", "people", record.person, "organizations", record.organization),
    "participations": lambda record: _taker(record, "collaborations", "collaboration"),
    "ties": _tie,
}
"""Tables whose records are relationships; all others are nodes with a relationship for each reference."""


_REFERRING = {
    name: [column for column in table.columns if column.kind in ("reference", "references") and column.field]
    for name, table in STORED.items()
}

_PLACES: Mapping[str, str] = {
    "organizations": "(r:Organization)", "people": "(r:Person)", "person_attributes": "(r:PersonAttribute)",
    "communities": "(r:Community)", "aims": "(r:Aim)", "memberships": "()-[r:MEMBER_OF]->()",
    "engagements": "()-[r:ENGAGED_IN]->()", "affiliations": "()-[r:AFFILIATED_WITH]->()",
    "collaborations": "(r:Collaboration)", "participations": "()-[r:TOOK_PART_IN]->()", "responses": "(r:Response)",
    "ties": "()-[r:NAMES]->()", "learnings": "(r:Learning)", "adoptions": "(r:Adoption)", "intents": "(r:Intent)",
}  # fmt: skip
"""Where the records of each table lie, as a pattern of Cypher."""


def column_query(table: str, head: int | None = None) -> str:
    """Cypher for the columns of a table as ``copnet.snapshot`` names them, a row a record.

    Args:
        table: its name.
        head: the last large import that is whole, where another is being written.
    """
    columns = ", ".join(f"r.`{name}` AS `{name}`" for name in COLUMNS[table])
    committed = "" if head is None else f"WHERE coalesce(r.import, 0) <= {head} "
    return f"MATCH {_PLACES[table]} {committed}RETURN {columns}"


def references(record: Record) -> Iterable[tuple[Column, str, str]]:
    """What a record refers to: (column, table, id)."""
    values = vars(record)
    for column in _REFERRING[record.table]:
        if value := values[column.field or ""]:
            table = column.refers_to or END_TABLES[values[f"{column.name}_kind"]]
            for target in (value,) if type(value) is str else value:
                yield column, table, target


def referring(table: str) -> Iterable[tuple[str, str]]:
    """The (table, query name) of everything that may refer to a record of this table."""
    for other in STORED.values():
        for column in other.columns:
            end_of_tie = other.name == "ties" and column.kind == "reference" and table in END_TABLES.values()
            if end_of_tie or (column.refers_to == table and column.field):
                yield other.name, refer_query(other.name, column, table)


def refer_query(table: str, column: Column, target: str) -> str:
    """The name of the query for the records of ``table`` whose ``column`` refers to some of ``target``."""
    return f"refer_{table}_{column.name}" + (f"_{target}" if column.refers_to is None else "")


def loose(table: str, properties: Mapping[str, Any]) -> Any:
    """Stored properties in the place of their record, for ``EDGES`` and ``references``: also where they make none.

    A reference is a text or a list of texts, or is not there.
    """
    fields = STORED[table].record.model_fields
    values = {name: properties.get(info.alias or name, info.default) for name, info in fields.items()}
    for column in _REFERRING[table]:
        value, known = values[column.field or ""], column.refers_to or values[f"{column.name}_kind"] in END_TABLES
        texts = [text for text in (value if isinstance(value, list) else [value]) if known and isinstance(text, str)]
        values[column.field or ""] = texts if column.kind == "references" else next(iter(texts), None)
    return SimpleNamespace(**values, table=table)


_NAMES = {
    record: [(name, info.alias or name) for name, info in record.model_fields.items()]
    for record in (table.record for table in STORED.values())
}


def to_properties(record: Record, key: str) -> dict[str, Any]:
    """A record with its key as flat properties: dates as ISO text, own columns and provenance as JSON text.

    Taken field by field: measured, a fraction of what ``model_dump`` takes.
    """
    properties: dict[str, Any] = {"key": key}
    values = vars(record)
    for name, written in _NAMES[type(record)]:
        value = values[name]
        if type(value) is str:
            properties[written] = value
        elif value is not None and value not in ((), {}):
            properties[written] = _property(value)
    return properties


def _property(value: Any) -> Any:
    match value:
        case PartialDate():
            return value.text
        case tuple():
            return list(value)
        case dict():
            return _as_json(value)
        case Source():
            return _as_json({name: some for name, some in vars(value).items() if some is not None})
        case _:
            return value


def from_properties(table: str, properties: Mapping[str, Any]) -> Record:
    """The record that ``to_properties`` made the properties of.

    Raises:
        ValueError: properties that make no record; one line that names each column that does not fit.
    """
    values = {name: value for name, value in properties.items() if name not in ("key", "import")}
    for name in _JSON_FIELDS:
        if name in values:
            if not isinstance(values[name], str):
                raise ValueError(f"{name} is not JSON text")
            values[name] = json.loads(values[name])
    try:
        return STORED[table].record.model_validate(values)
    except ValidationError as error:
        words = [f"{'.'.join(map(str, one['loc'])) or table}: {one['msg']}" for one in error.errors(include_url=False)]
        raise ValueError("; ".join(words)) from None
