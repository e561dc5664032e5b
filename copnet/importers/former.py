"""Rows that name somebody whom a merge dropped: they add to the kept one what the merge itself would have added.

So a table from before the merge, imported again, changes nothing, and neither does it contradict itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from copnet.folding import STRICTEST_FIRST, fold, without_itself
from copnet.importers.cells import CLEAR
from copnet.importers.merge import compose
from copnet.importers.rows import Row
from copnet.model import Record


def with_former(made: Record, stored: Record | None, rows: Sequence[Row]) -> Record:
    """A record with what rows about those it stands for add to it: blanks are filled, lists united.

    Args:
        made: the record as its own rows leave it.
        stored: what the store has; returned itself when nothing changes.
        rows: the rows, in file order; none is bad.

    Raises:
        pydantic.ValidationError: the cells of a row do not go together.
    """
    result = made
    for row in rows:
        said = compose(type(made), None, _cells(made, row), row.own, row.source)
        folded = without_itself(fold(result, said), before=result) or result
        if folded != result:
            result = folded.model_copy(update={"provenance": row.source})
    return stored if stored is not None and _same(result, stored) else result


def _cells(made: Record, row: Row) -> dict[str, Any]:
    """The cells of a row as those of a record with the same key; a column on consent it does not have says nothing."""
    known = {
        name: getattr(made, name) for name in (*type(made).key_fields(), "name") if name in type(made).model_fields
    }
    silent = {
        name: getattr(made, name)
        for name in STRICTEST_FIRST
        if name in type(made).model_fields and row.data.bound(name) is None
    }
    given = {name: value for name, value in row.cells.items() if value is not CLEAR}
    return known | silent | given | ({"id": known["id"]} if "id" in known else {})


def _same(one: Record, other: Record) -> bool:
    return one.model_copy(update={"provenance": other.provenance}) == other
