"""The tables of the contract, read off the model: what the importer, the template, the API and the docs all follow."""

from __future__ import annotations

import types
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from copnet.dates import PartialDate
from copnet.fields import Known, RefersTo
from copnet.model import RECORDS
from copnet.record import Entity, Record
from copnet.remembered import INTERNAL

ColumnKind = Literal[
    "text", "texts", "date", "integer", "number", "share", "yes-no", "choice", "reference", "references"
]

END_TABLES = {"person": "people", "organization": "organizations"}
"""What an end of a tie is, and the table it is in."""

OWN_FIELDS = ("attributes", "provenance")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: its header in the contract.
        field: the model's field; None where a column is read as rows of another table (``communities.funders``).
        kind: how a cell is read.
        required: whether a blank cell is an error.
        choices: the values of a closed list; empty otherwise.
        known: the values named by the contract of an open list; others are accepted and reported.
        refers_to: the table a reference points at; None where another column decides (ends of ties).
        description: one sentence for facilitators.
    """

    name: str
    field: str | None
    kind: ColumnKind
    required: bool = False
    choices: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    refers_to: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract: its name, record class and columns in the contract's order."""

    name: str
    record: type[Record]
    columns: tuple[Column, ...]
    _by_header: dict[str, Column] = field(default_factory=dict, repr=False, compare=False)

    def column(self, header: str) -> Column | None:
        """The column a header names, without regard to case, spaces and underscores; None for an own column."""
        return self._by_header.get(fold_header(header))

    @property
    def has_id(self) -> bool:
        """Whether its rows have an id of their own."""
        return issubclass(self.record, Entity)


def fold_header(header: str) -> str:
    """A header without case, spaces and underscores."""
    return "".join(header.casefold().split()).replace("_", "")


def _table(record: type[Record]) -> Table:
    columns = [
        _column(info.alias or name, name, info) for name, info in record.model_fields.items() if name not in OWN_FIELDS
    ]
    columns.sort(key=lambda column: column.name != "id")
    if record.table == "communities":
        columns.insert(
            -2,
            Column(
                "funders",
                None,
                "references",
                refers_to="organizations",
                description="Who pays for it; a later filled cell replaces, - clears.",
            ),
        )
    return Table(record.table, record, tuple(columns), {fold_header(column.name): column for column in columns})


def _column(name: str, field_name: str, info: FieldInfo) -> Column:
    marks = list(info.metadata)
    base = _unwrap(info.annotation, marks)
    refers_to = next((mark.table for mark in marks if isinstance(mark, RefersTo)), None)
    known = next((mark.values for mark in marks if isinstance(mark, Known)), ())
    choices: tuple[str, ...] = ()
    kind: ColumnKind
    if get_origin(base) is tuple:
        item_marks: list[Any] = []
        _unwrap(get_args(base)[0], item_marks)
        refers_to = next((mark.table for mark in item_marks if isinstance(mark, RefersTo)), None)
        kind = "references" if refers_to else "texts"
    elif get_origin(base) is Literal:
        kind, choices = "choice", get_args(base)
    elif refers_to or (name in ("from", "to")):
        kind = "reference"
    elif base is PartialDate:
        kind = "date"
    elif base is bool:
        kind = "yes-no"
    elif base is int:
        kind = "integer"
    elif base is float:
        kind = "share" if name == "share" else "number"
    else:
        kind = "text"
    required = info.is_required() and name != "id"  # a row without an id is known by its other keys
    return Column(name, field_name, kind, required, choices, known, refers_to, info.description or "")


def _unwrap(annotation: Any, marks: list[Any]) -> Any:
    """The bare type inside Annotated and Optional; what was annotated is added to ``marks``."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *found = get_args(annotation)
            marks.extend(found)
        elif origin in (Union, types.UnionType):
            annotation = next(option for option in get_args(annotation) if option is not type(None))
        else:
            return annotation


TABLES: dict[str, Table] = {name: _table(record) for name, record in RECORDS.items()}
"""By name, in an order in which a table comes after those it refers to."""

STORED: dict[str, Table] = TABLES | {name: _table(record) for name, record in INTERNAL.items()}
"""What stores keep: the tables of the contract, and what copnet remembers about them for itself."""
