"""Everything the rows of a table refer to, seen before the first row is linked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from copnet.importers.cells import CLEAR, parse
from copnet.importers.frames import TableData
from copnet.importers.headers import Bound
from copnet.tables import END_TABLES, Column


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A reference somewhere in an import: the table it leads to, its text, whether it stands alone in its cell."""

    table: str
    text: str
    single: bool


def mentions(data: TableData) -> Iterator[Mention]:
    """The different references of a table; funders are left out, as another rule says what they are."""
    for bound, column in data.references:
        if column.refers_to is not None:
            for text in data.frame[bound.name].drop_nulls().unique().to_list():
                yield from _in_cell(data, column, column.refers_to, text)
            continue
        kind = data.bound(f"{column.name}_kind")
        wanted = [bound.name, kind.name] if kind else [bound.name]
        for text, *kinds in data.frame.select(wanted).drop_nulls(bound.name).unique().iter_rows():
            table = end_table(_value(data, kind, kinds[0]) if kind and kinds[0] else None)
            yield from _in_cell(data, column, table, text)


def end_table(kind: object) -> str:
    """The table an end of a tie refers to, by its ``from_kind`` or ``to_kind``."""
    return END_TABLES[kind] if isinstance(kind, str) else "people"


def _in_cell(data: TableData, column: Column, table: str, text: str) -> Iterator[Mention]:
    single = column.kind == "reference"
    value = _parsed(data, column, text)
    for item in value if isinstance(value, tuple) else (value,):
        if isinstance(item, str):
            yield Mention(table, item, single)


def _value(data: TableData, bound: Bound, text: str) -> object:
    return _parsed(data, bound.column, text)


def _parsed(data: TableData, column: Column | None, text: str) -> object:
    try:
        return parse(column, text, data.spelling)
    except ValueError:  # reported by the check of the columns
        return CLEAR
