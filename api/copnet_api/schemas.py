"""The JSON of every table, made from the model: what is read, created, changed, and asked for."""

from __future__ import annotations

import types
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from copnet.fields import FilledText, Identifier, Text
from copnet.record import Source
from copnet.tables import TABLES, Column, Table

MAX_PAGE = 1_000
FILTER_KINDS = frozenset({"text", "choice", "reference"})
PAGING = frozenset({"limit", "cursor"})

Attributes = Annotated[dict[str, Text], Field(description="Columns of your own, kept as they are.")]
ChangedAttributes = Annotated[
    dict[str, Text | None] | None, Field(description="Only the ones to change; null removes one, or all of them.")
]
Key = Annotated[str, Field(description="What the record is addressed by; the id where it has one.")]


class _Sent(BaseModel):
    """What clients send: typed strictly, since JSON has numbers, texts and truth values of its own."""

    model_config = ConfigDict(extra="forbid", strict=True, validate_by_name=False, validate_by_alias=True)


class _Asked(BaseModel):
    """Query parameters: a misspelled one is an error rather than a filter that filters nothing."""

    model_config = ConfigDict(extra="forbid", validate_by_name=False, validate_by_alias=True)

    limit: int = Field(default=100, ge=1, le=MAX_PAGE, description="Records a page.")
    cursor: FilledText | None = Field(default=None, description='The "next" of the page before.')


class _Given(BaseModel):
    """What is answered."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class TableSchemas:
    """The pydantic classes of one table."""

    record: type[BaseModel]
    create: type[BaseModel]
    patch: type[BaseModel]
    page: type[BaseModel]
    asked: type[BaseModel]


def _schemas(table: Table) -> TableSchemas:
    name, doc = table.record.__name__, table.record.__doc__
    fields = {
        column.field: (column, table.record.model_fields[column.field]) for column in table.columns if column.field
    }
    record = _model(name, _Given, doc, {
        "key": (Key, ...),
        **{field: (info.annotation, _described(column, info)) for field, (column, info) in fields.items()},
        "attributes": (Attributes, Field(default_factory=dict)),
        "provenance": (Source | None, Field(default=None, description="Where the record came from.")),
    })  # fmt: skip
    create = _model(f"{name}Create", _Sent, f"A new {table.record.singular}.", {
        **{field: _created(column, info) for field, (column, info) in fields.items()},
        "attributes": (Attributes, Field(default_factory=dict)),
    })  # fmt: skip
    patch = _model(f"{name}Patch", _Sent, f"The fields of a {table.record.singular} to change; null clears one.", {
        **{field: _changed(column, info) for field, (column, info) in fields.items()},
        "attributes": (ChangedAttributes, None),
    })  # fmt: skip
    page = _model(f"{name}Page", _Given, f"Some records of {table.name}.", {
        "items": (list[record], ...),  # type: ignore[valid-type]  # a class made at run time
        "next": (str | None, Field(description="The cursor of the next page; null on the last.")),
    })  # fmt: skip
    asked = _model(f"{name}Query", _Asked, "Paging and filters.", {
        field: _filter(column, info) for field, (column, info) in fields.items() if column.kind in FILTER_KINDS
    })  # fmt: skip
    return TableSchemas(record, create, patch, page, asked)


def _model(name: str, base: type[BaseModel], doc: str | None, fields: Mapping[str, Any]) -> type[BaseModel]:
    return create_model(name, __base__=base, __doc__=doc, **dict(fields))


def _created(column: Column, info: FieldInfo) -> Any:
    described = _described(column, info)
    if column.name == "id":
        return (Annotated[Identifier, described] | None, Field(default=None, description=info.description))
    return (_as_json(info.annotation), described)


def _changed(column: Column, info: FieldInfo) -> Any:
    marks = tuple(info.metadata)
    bare = _as_json(info.annotation)
    annotation = Annotated[(bare, *marks)] if marks else bare
    return (annotation | None, Field(default=None, alias=info.alias, description=_words(column, info)))


def _filter(column: Column, info: FieldInfo) -> Any:
    bare = _without_none(info.annotation) if column.kind == "choice" else FilledText
    return (bare | None, Field(default=None, alias=info.alias, description=f"Only records with this {column.name}."))


def _described(column: Column, info: FieldInfo) -> FieldInfo:
    described = copy(info)
    described.description = _words(column, info)
    if column.known:
        described.examples = list(column.known)
    return described


def _words(column: Column, info: FieldInfo) -> str:
    words = info.description or ""
    if column.refers_to:
        words += f" The id of a record of {column.refers_to}."
    if column.known:
        words += f" Known: {', '.join(column.known)}; others are taken too."
    return words.strip()


def _as_json(annotation: Any) -> Any:
    """The type as JSON has it: an array is a list."""
    if get_origin(annotation) is tuple:
        return list[get_args(annotation)[0]]  # type: ignore[misc]  # a type made at run time
    return annotation


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next(option for option in get_args(annotation) if option is not type(None))
    return annotation


def filters(table: Table, asked: BaseModel) -> dict[str, str]:
    """The filters somebody asked for, by the table's column names."""
    given = asked.model_dump(by_alias=True, exclude_none=True, exclude=set(PAGING))
    return {name: str(value) for name, value in given.items()}


SCHEMAS: Mapping[str, TableSchemas] = {name: _schemas(table) for name, table in TABLES.items()}
"""By table name. The tables never change while the service runs, so their classes are made with the module."""
