"""Everything analysis needs, read from a store at one moment, as columns. Neither a store nor a graph is known here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl
import polars.selectors as cs

from copnet.tables import TABLES, Column

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "organizations": ("id", "name", "kind", "sector", "location", "parent"),
        "people": (
            "id", "name", "email", "aliases", "organization", "role", "location", "topics", "offers", "seeks",
            "willing", "visibility", "contact", "name_in_reports",
        ),
        "person_attributes": ("person", "attribute", "value", "sensitive"),
        "communities": ("id", "name", "started_on", "ended_on", "parent", "capacity", "field_size"),
        "aims": ("community", "name", "area", "text"),
        "memberships": ("community", "person", "organization", "role", "status", "joined_on", "left_on"),
        "engagements": ("person", "community", "level", "noted_on"),
        "affiliations": ("person", "organization", "role", "started_on", "ended_on"),
        "collaborations": (
            "id", "title", "kind", "started_on", "ended_on", "community", "venue", "topics", "part_of", "grew_out_of",
            "status", "outcome", "focus_area", "answer", "answered_by", "answered_on", "url",
        ),
        "participations": ("collaboration", "person", "organization", "role"),
        "responses": ("person", "wave", "community", "survey", "status", "answered_on"),
        "ties": ("from", "to", "kind", "value", "wave", "asked_on", "from_kind", "to_kind"),
        "learnings": ("community", "collaboration", "kind", "text", "area", "by", "quotable", "noted_on"),
        "adoptions": (
            "organization", "approach", "from_organization", "from_person", "from_collaboration", "adopted_on",
            "status",
        ),
        "intents": ("community", "attribute", "value", "share", "seats"),
    }
)  # fmt: skip
"""The columns of each table that a snapshot carries, by the names of the contract."""

WITH_ATTRIBUTES = frozenset({"people", "organizations"})
"""Tables whose own columns (``attributes``) are carried too, as one JSON object a row, for grouping and coloring."""


def dtype(column: Column) -> pl.DataType:
    """The polars type of a column: dates are ISO text of any precision, lists are lists of text."""
    match column.kind:
        case "texts" | "references":
            return pl.List(pl.String())
        case "number" | "share":
            return pl.Float64()
        case "integer":
            return pl.Int64()
        case "yes-no":
            return pl.Boolean()
        case _:
            return pl.String()


def schema(table: str) -> dict[str, pl.DataType]:
    """Column names and polars types of one table of a snapshot."""
    by_name = {column.name: column for column in TABLES[table].columns}
    types = {name: dtype(by_name[name]) for name in COLUMNS[table]}
    return types | ({"attributes": pl.String()} if table in WITH_ATTRIBUTES else {})


def whole_schema(table: str) -> dict[str, pl.DataType]:
    """Column names and polars types of one whole table: all columns of the contract, and ``attributes`` as JSON."""
    columns = {column.name: dtype(column) for column in TABLES[table].columns if column.field}
    return columns | {"attributes": pl.String()}


@dataclass(frozen=True)
class Snapshot:
    """The store at one moment: one polars DataFrame a table, with the columns of ``schema(table)``.

    Attributes:
        frames: by table name; every table is there, empty ones too. Rows are sorted by all scalar columns, so that
            the same data gives the same snapshot whatever the store.
        version: the store's data version it was read at; grows with every commit.
    """

    frames: Mapping[str, pl.DataFrame]
    version: int

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.frames[table]

    def __reduce__(self) -> tuple[Callable[..., Snapshot], tuple[dict[str, pl.DataFrame], int]]:
        """How it is sent to another process: read-only mappings cannot be, frames go as Arrow columns."""
        return _received, (dict(self.frames), self.version)


def _received(frames: dict[str, pl.DataFrame], version: int) -> Snapshot:
    return Snapshot(MappingProxyType(frames), version)


def make_snapshot(columns: Mapping[str, Mapping[str, list[object]]], version: int) -> Snapshot:
    """A snapshot from plain columns (lists of equal length); missing tables are empty.

    Raises:
        polars.exceptions.PolarsError: values that are not of the schema's type.
    """
    frames = {}
    for table in COLUMNS:
        types = schema(table)
        given = columns.get(table, {})
        frames[table] = ordered(pl.DataFrame({name: given.get(name, []) for name in types}, schema=types))
    return Snapshot(MappingProxyType(frames), version)


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows sorted by all scalar columns (texts by code points), blanks last."""
    filled = [column.name for column in frame.select(~cs.list()) if column.null_count() < len(column)]
    return frame.sort(filled, nulls_last=True) if filled else frame
