"""Rows and what the store has become records: a filled cell replaces, a blank one keeps, ``-`` clears."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from copnet.fields import UNKNOWN_KIND
from copnet.importers.cells import CLEAR
from copnet.importers.headers import Bound
from copnet.importers.problems import Problems
from copnet.importers.registry import NAME_FIELD, Entry, same_email
from copnet.importers.rows import Row
from copnet.model import RECORDS
from copnet.record import Record, Source
from copnet.tables import TABLES

_NOT_CELLS = ("attributes", "provenance")
_WORD = re.compile(r"\w+")


class Merged:
    """The cells of all good rows of one key; the first filled cell counts, another value is an error.

    Args:
        rows: rows of the same key, in file order.
        problems: gets one problem per contradicting cell.
        both: also name the earlier row, because rows are left out one by one.
    """

    __slots__ = ("cells", "own", "rows")

    def __init__(self, rows: Sequence[Row], problems: Problems, *, both: bool) -> None:
        self.rows = list(rows)
        self.cells: dict[str, Any] = {}
        self.own: dict[str, Any] = {}
        if len(rows) == 1:
            self.cells, self.own = rows[0].cells, rows[0].own
            return
        first: dict[str, Row] = {}
        for row in rows:
            self._take(row, row.cells, self.cells, first, problems, both=both)
            self._take(row, row.own, self.own, first, problems, both=both)

    def _take(
        self,
        row: Row,
        cells: Mapping[str, Any],
        known: dict[str, Any],
        first: dict[str, Row],
        problems: Problems,
        *,
        both: bool,
    ) -> None:
        for name, value in cells.items():
            if name not in known:
                known[name], first[name] = value, row
            elif known[name] != value and not _same_address(row, name, known[name], value):
                refuse_contradiction(row, first[name], name, problems)
                if both:
                    refuse_contradiction(first[name], row, name, problems)

    @property
    def source(self) -> Source:
        """The first row."""
        return self.rows[0].source


def _same_address(row: Row, name: str, one: Any, other: Any) -> bool:
    """E-mails of people compare without regard to case, as in their keys; the first spelling counts."""
    return (
        name == "email"
        and row.data.table.column(name) is not None
        and isinstance(one, str)
        and isinstance(other, str)
        and same_email(one, other)
    )


def refuse_contradiction(row: Row, other: Row, name: str, problems: Problems) -> None:
    """Mark a row bad that says something else than another row about the same record."""
    bound = bound_of(row, name)
    theirs = bound_of(other, name)
    value = other.data.frame[theirs.name][other.index] if theirs else None
    what = f'"{value}"' if value is not None else "another value"
    row.refuse(problems, f"the same as in row {other.number} ({what}): both rows are about one record", bound)


def compose(
    record: type[Record], stored: Record | None, cells: Mapping[str, Any], own: Mapping[str, Any], source: Source
) -> Record:
    """The record as it will be.

    Args:
        record: its class.
        stored: what the store has.
        cells: filled cells by field; ``CLEAR`` sets a field back to its default.
        own: filled cells of own columns.
        source: where a new or changed record comes from.

    Returns:
        ``stored`` itself when nothing changes.

    Raises:
        pydantic.ValidationError: the cells do not go together.
    """
    if stored is not None and not _changes(stored, cells, own):
        return stored
    values: dict[str, Any] = {}
    attributes: dict[str, str] = {}
    if stored is not None:
        values = {name: getattr(stored, name) for name in record.model_fields if name not in _NOT_CELLS}
        attributes = dict(stored.attributes)
    for name, value in cells.items():
        if value is CLEAR:
            values.pop(name, None)
        else:
            values[name] = value
    for name, value in own.items():
        if value is CLEAR:
            attributes.pop(name, None)
        else:
            attributes[name] = value
    made = record.model_validate(values | {"attributes": attributes, "provenance": source})
    if stored is not None and made.model_copy(update={"provenance": stored.provenance}) == stored:
        return stored
    return made


def record_of(entry: Entry) -> Record | None:
    """What becomes of an entry; None where nothing does."""
    if entry.implied:
        return _implied_record(entry)
    if not entry.plain:
        return entry.new
    (row,) = entry.rows
    return compose(RECORDS[entry.table], None, row.cells | {"id": entry.id}, row.own, row.source)


def _implied_record(entry: Entry) -> Record:
    values: dict[str, Any] = {"id": entry.id, NAME_FIELD[entry.table]: entry.name}
    if entry.table == "people":
        values |= {"email": entry.email, "organization": entry.organization}
    elif entry.table == "collaborations":
        values["kind"] = UNKNOWN_KIND
    row = next((row for row in entry.rows if not row.bad), entry.rows[0] if entry.rows else None)
    return RECORDS[entry.table].model_validate(values | {"provenance": row.source if row else None})


def _changes(stored: Record, cells: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
    for name, value in cells.items():
        if name in type(stored).model_fields and (value is CLEAR or getattr(stored, name) != value):
            return True
    return any(stored.attributes.get(name, CLEAR) != value for name, value in own.items())


def report_invalid(error: ValidationError, row: Row, problems: Problems) -> None:
    """Turn what the model refuses into problems of a row."""
    for found in error.errors(include_url=False):
        context = found.get("ctx", {}).get("error")
        expected = str(context) if context is not None else found["msg"].replace("Input should be", "a value")
        location = found["loc"]
        name = str(location[0]) if location else _named_in(expected, row)
        row.refuse(problems, expected, bound_of(row, name) if name else None)


def bound_of(row: Row, name: str) -> Bound | None:
    """The file's column that fills a field of the model, or that has this header."""
    for bound in row.data.columns:
        if name in (bound.header, bound.column.name if bound.column else None, bound.column and bound.column.field):
            return bound
    return None


def _named_in(message: str, row: Row) -> str | None:
    """The first column that a message about a whole row names."""
    names = {column.field: column for column in TABLES[row.data.table.name].columns}
    return next((word for word in _WORD.findall(message) if word in names and bound_of(row, word)), None)
