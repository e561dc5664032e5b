"""How records lie in the graph: which are nodes, which are relationships, and how one becomes properties and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from copnet.model import Record, Tie
from copnet.snapshot import COLUMNS
from copnet.tables import END_TABLES, STORED, Column

_JSON_FIELDS = ("attributes", "provenance")


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a relationship begins and ends, and which of the table's put queries draws it."""

    variant: str
    from_key: str
    to_key: str


def _taker(record: Any, target: str) -> Ends:
    """A relationship from the person where one is named, else from the organization."""
    variant = "person" if record.person else "organization"
    return Ends(variant, getattr(record, variant), getattr(record, target))


def _tie(record: Tie) -> Ends:
    return Ends(f"{record.from_kind}_{record.to_kind}", record.from_, record.to)


EDGES: Mapping[str, Callable[[Any], Ends]] = {
    "memberships": lambda record: _taker(record, "community"),
    "engagements": lambda record: Ends("person", record.person, record.community),
    "affiliations": lambda record: Ends("person", record.person, record.organization),
    "participations": lambda record: _taker(record, "collaboration"),
    "ties": _tie,
}
"""Tables whose records are relationships; all others are nodes with a relationship for each reference."""


_PLACES: Mapping[str, str] = {
    "organizations": "(r:Organization)", "people": "(r:Person)", "person_attributes": "(r:PersonAttribute)",
    "communities": "(r:Community)", "aims": "(r:Aim)", "memberships": "()-[r:MEMBER_OF]->()",
    "engagements": "()-[r:ENGAGED_IN]->()", "affiliations": "()-[r:AFFILIATED_WITH]->()",
    "collaborations": "(r:Collaboration)", "participations": "()-[r:TOOK_PART_IN]->()", "responses": "(r:Response)",
    "ties": "()-[r:NAMES]->()", "learnings": "(r:Learning)", "adoptions": "(r:Adoption)", "intents": "(r:Intent)",
}  # fmt: skip
"""Where the records of each table lie, as a pattern of Cypher."""


def column_query(table: str) -> str:
    """Cypher for the columns of a table as ``copnet.snapshot`` names them, a row a record."""
    columns = ", ".join(f"r.`{name}` AS `{name}`" for name in COLUMNS[table])
    return f"MATCH {_PLACES[table]} RETURN {columns}"


def references(record: Record) -> Iterable[tuple[Column, str, str]]:
    """What a record refers to: (column, table, id)."""
    for column in STORED[record.table].columns:
        if column.kind not in ("reference", "references") or not column.field:
            continue
        value = getattr(record, column.field)
        table = column.refers_to or END_TABLES[getattr(record, f"{column.name}_kind")]
        for target in value if isinstance(value, tuple) else [value] if value else []:
            yield column, table, target


def referring(table: str) -> Iterable[tuple[str, str]]:
    """The (table, query name) of everything that may refer to a record of this table."""
    for other in STORED.values():
        for column in other.columns:
            if column.refers_to == table and column.field:
                yield other.name, f"refer_{other.name}_{column.name}"
            elif other.name == "ties" and column.kind == "reference" and table in END_TABLES.values():
                yield other.name, f"refer_ties_{column.name}_{table}"


def to_properties(record: Record) -> dict[str, Any]:
    """A record as flat properties: dates as ISO text, own columns and provenance as JSON text, no absent values."""
    properties = {
        name: value
        for name, value in record.model_dump(mode="json", by_alias=True, exclude_none=True).items()
        if value not in ([], {})
    }
    for name in _JSON_FIELDS:
        if name in properties:
            properties[name] = json.dumps(properties[name], ensure_ascii=False, sort_keys=True)
    return properties | {"key": record.key}


def from_properties(table: str, properties: Mapping[str, Any]) -> Record:
    """The record that ``to_properties`` made the properties of.

    Raises:
        ValueError: properties that make no record; one line that names each column that does not fit.
    """
    values = {name: value for name, value in properties.items() if name != "key"}
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
