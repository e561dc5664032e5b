"""Tables as cells of text: the columns of the contract, then the store's own; rows in the order of their keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from copnet.cell_text import RISKY_STARTS, join_list
from copnet.tables import OWN_FIELDS, TABLES, Column, Table, fold_header

MAX_HEADER = 200
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\x85]")
_YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class CellTable:
    """One table as text.

    Attributes:
        table: the contract's table.
        frame: one text column per header; null where the cell is blank.
        numeric: headers of columns of numbers.
        plain: headers of columns whose cells are free text, references or lists of them, as against dates, numbers
            and words of a list.
        own_names: the real names of own columns that could not be headers, by header.
    """

    table: Table
    frame: pl.DataFrame
    numeric: frozenset[str]
    plain: frozenset[str]
    own_names: Mapping[str, str]


def columns_of(table: Table) -> list[Column]:
    """The columns that are written: ``communities.funders`` stands in the memberships of role funder already."""
    return [column for column in table.columns if column.field]


def cell_table(name: str, frame: pl.DataFrame) -> CellTable:
    """A whole table (see ``copnet.snapshot.whole_schema``) as cells.

    Rows are sorted by the fields of the contract's key and then all others, in the order of Unicode code points, blank
    cells first: the same records give the same table whatever the store.
    """
    table = TABLES[name]
    columns = columns_of(table)
    own, own_names = own_columns(table, frame["attributes"])
    cells = pl.DataFrame([*(_cells(column, frame[column.name]) for column in columns), *own])
    by_field = {column.field: column.name for column in columns}
    keys = [by_field[field] for field in table.record.key_fields() if field in by_field]
    order = [*keys, *(header for header in cells.columns if header not in keys)]
    return CellTable(
        table,
        cells.sort(order, nulls_last=False, maintain_order=True),
        frozenset(column.name for column in columns if column.kind in ("number", "share", "integer")),
        frozenset(
            [column.name for column in columns if column.kind in ("text", "texts", "reference", "references")]
            + [series.name for series in own]
        ),
        own_names,
    )


def own_columns(table: Table, attributes: pl.Series) -> tuple[list[pl.Series], dict[str, str]]:
    """The own columns of a table as text columns in the order of their names, and the real names of renamed ones.

    A name is a header as it is, unless it would be read as another column or not as a name at all; then the header is
    ``own 1``, ``own 2`` ...
    """
    rows = [json.loads(text) if text else {} for text in attributes]
    names = sorted({name for row in rows for name in row})
    taken = {fold_header(column.name) for column in table.columns} | set(OWN_FIELDS)
    series, renamed, number = [], {}, 0
    for name in names:
        header = name
        if not _can_be_header(name) or fold_header(name) in taken:
            number, header = _free(number, taken, names)
            renamed[header] = name
        taken.add(fold_header(header))
        series.append(pl.Series(header, [row.get(name) for row in rows], dtype=pl.String()))
    return series, renamed


def _can_be_header(name: str) -> bool:
    return (
        bool(fold_header(name))
        and name.strip() == name
        and len(name) <= MAX_HEADER
        and not name.startswith(RISKY_STARTS)
        and not _INVISIBLE.search(name)
    )


def _free(number: int, taken: Iterable[str], names: Iterable[str]) -> tuple[int, str]:
    """The next header of our own that nothing else is called."""
    used = {*taken, *map(fold_header, names)}
    while True:
        number += 1
        if fold_header(f"own {number}") not in used:
            return number, f"own {number}"


def _cells(column: Column, values: pl.Series) -> pl.Series:
    match column.kind:
        case "texts" | "references":
            texts: list[str | None] = [join_list(found) or None if found is not None else None for found in values]
        case "number" | "share":
            texts = [None if value is None else number_text(value) for value in values]
        case "integer":
            return values.cast(pl.String())
        case "yes-no":
            texts = [None if value is None else _YES_NO[value] for value in values]
        case _:
            return values
    return pl.Series(column.name, texts, dtype=pl.String())


def number_text(value: float) -> str:
    """The shortest text that is read as exactly this number; ``3`` for 3.0.

    >>> number_text(3.0), number_text(0.1), number_text(-2.5e-7)
    ('3', '0.1', '-2.5e-07')
    """
    return repr(value).removesuffix(".0")
