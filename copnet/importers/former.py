"""Rows that name somebody whom a merge dropped: what they said before the merge is known, what differs is news.

So a table from before the merge, imported again, changes nothing, and neither does it contradict itself; what was
filled in since replaces what the kept one says, as in every import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from copnet.folding import STRICTEST_FIRST, TOGETHER, fold, in_words, without_itself
from copnet.importers.cells import CLEAR
from copnet.importers.history import History
from copnet.importers.merge import bound_of, compose
from copnet.importers.registry import same_email
from copnet.importers.report import LeftOut
from copnet.importers.rows import Row
from copnet.record import Record
from copnet.tables import fold_header

_NEVER_NEWS = ("id", "name", *STRICTEST_FIRST)


class _Said:
    """The cells of rows in comparison with what was known before a merge; own columns by their folded headers."""

    def __init__(self, known: Sequence[Record]) -> None:
        self._known = known
        self._attributes = [{fold_header(name): value for name, value in one.attributes.items()} for one in known]

    def news(self, row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
        """The cells, and own columns, that nobody said before; of fields that belong together all or none."""
        cells = {
            name: value
            for name, value in row.cells.items()
            if name not in _NEVER_NEWS and not any(_alike(name, value, one) for one in self._known)
        }
        together = TOGETHER.get(row.data.table.name, ())
        if any(name in cells for name in together):
            cells |= {name: row.cells[name] for name in together if name in row.cells}
        own = {
            name: value
            for name, value in row.own.items()
            if not any(one.get(fold_header(name), CLEAR) == value for one in self._attributes)
        }
        return cells, own


def with_former(
    made: Record,
    stored: Record | None,
    own: Sequence[Row],
    rows: Sequence[Row],
    history: History,
    left_out: dict[LeftOut, None],
) -> Record:
    """A record with what rows about those it stands for add to it.

    A cell that says what the dropped one said before the merge adds what the merge itself added, where a row about the
    kept one says something in that column; alone it changes nothing. A cell that differs replaces, ``-`` clears, and
    lists are united; news in a row about the kept one, and of two rows the first, go before. The stricter word on
    consent wins always.

    Args:
        made: the record as its own rows leave it.
        stored: what the store has; returned itself when nothing changes.
        own: the rows about the kept one.
        rows: the rows about others, in file order; none is bad.
        history: what they said before.
        left_out: gets the news that other news went before, with its row.

    Raises:
        pydantic.ValidationError: the cells of a row do not go together.
    """
    kept = _Said(history.of_kept(made.table, made.key))
    dropped = _Said(history.of_dropped(made.table, made.key))
    told = _names(made, (name for row in own for name in (*row.cells, *row.own)))
    taken = _names(made, (name for row in own for cells in kept.news(row) for name in cells))
    result = made
    for row in rows:
        cells, attributes = dropped.news(row) if stored is not None else ({}, {})
        old = _known_cells(result, row, told if stored is not None else None, {*cells, *attributes})
        said = compose(type(made), None, *old, row.source)
        folded = without_itself(fold(result, said), before=result) or result
        left_out |= dict.fromkeys(_not_used(folded, row, cells, attributes, taken))
        cells = {name: _united(folded, name, value) for name, value in cells.items() if name not in taken}
        attributes = {_header(folded, name): value for name, value in attributes.items() if _own(name) not in taken}
        taken |= _names(made, (*cells, *attributes))
        told |= taken
        folded = compose(type(made), folded, cells, attributes, row.source)
        folded = without_itself(folded, before=result) or result
        if not _same(folded, result):
            result = folded.model_copy(update={"provenance": row.source})
    return stored if stored is not None and _same(result, stored) else result


def _not_used(
    record: Record, row: Row, cells: dict[str, Any], attributes: dict[str, Any], taken: set[str]
) -> Iterator[LeftOut]:
    """The news of a row in columns that have news already, unless they say the same."""
    for name, value in cells.items():
        if name in taken and not isinstance(value, tuple) and not _alike(name, value, record):
            yield _unused(row, name, value, getattr(record, name), record)
    for name, value in attributes.items():
        known = record.attributes.get(_header(record, name), CLEAR)
        if _own(name) in taken and value != known:
            yield _unused(row, name, value, None if known is CLEAR else known, record)


def _unused(row: Row, name: str, value: object, known: object, record: Record) -> LeftOut:
    bound = bound_of(row, name)
    new, old = ("blank" if one in (CLEAR, None) else f'"{in_words(one)}"' for one in (value, known))
    who = getattr(record, "name", None)
    reason = f"{bound.header if bound else name} {new} is not used: since a merge this row and another are about "
    reason += f"one{f', {who}' if who else ''}, and that one says {old}"
    place = row.source
    return LeftOut(place.file or "", reason, place.sheet, row.number)


def _known_cells(
    made: Record, row: Row, told: set[str] | None, news: set[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The cells that are no news, as those of a record with the same key; a column on consent it lacks says nothing.

    Args:
        made: the record with that key.
        row: the row.
        told: the columns that other rows fill; None: all count.
        news: the columns that are news.
    """
    fields = type(made).model_fields
    known = {name: getattr(made, name) for name in (*type(made).key_fields(), "name") if name in fields}
    silent = {name: getattr(made, name) for name in STRICTEST_FIRST if name in fields and row.data.bound(name) is None}
    given = {
        name: value
        for name, value in row.cells.items()
        if value is not CLEAR and name not in news and (told is None or name in told or name in _NEVER_NEWS)
    }
    own = {
        name: value
        for name, value in row.own.items()
        if value is not CLEAR and name not in news and (told is None or _own(name) in told)
    }
    known |= {name: getattr(made, name) for name in TOGETHER.get(made.table, ())}  # what is not said is as it is
    return known | silent | given | ({"id": known["id"]} if "id" in known else {}), own


def _names(made: Record, names: Iterable[str]) -> set[str]:
    """Fields, with all that belong together with them, and own columns."""
    found = {name if name in type(made).model_fields else _own(name) for name in names}
    together = TOGETHER.get(made.table, ())
    return found | set(together) if found & set(together) else found


def _own(name: str) -> str:
    """An own column among names of fields."""
    return f"own {fold_header(name)}"


def _header(record: Record, name: str) -> str:
    """The record's own column with this header."""
    return next((known for known in record.attributes if fold_header(known) == fold_header(name)), name)


def _united(record: Record, name: str, value: Any) -> Any:
    known = getattr(record, name)
    return tuple(dict.fromkeys((*known, *value))) if isinstance(value, tuple) else value


def _alike(name: str, value: Any, record: Record) -> bool:
    """Whether a cell says what a record says."""
    known = getattr(record, name, None)
    if value is CLEAR:
        return bool(known == type(record).model_fields[name].get_default(call_default_factory=True))
    return bool(known == value) or (name == "email" and isinstance(value, str) and same_email(value, known))


def _same(one: Record, other: Record) -> bool:
    return one.model_copy(update={"provenance": other.provenance}) == other
