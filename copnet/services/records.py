"""Single records: list, read, create, change, delete. The API and the pages call this; bulk goes through imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from copnet.errors import Conflict, InvalidRecord, NotFound
from copnet.fields import clean_id, clean_text
from copnet.ids import free_id
from copnet.record import Record, Source
from copnet.services.checked import findings
from copnet.services.circles import leads_back
from copnet.services.decisions import follow, forget_about
from copnet.services.merges import merged_into
from copnet.stores.base import GraphStore, Reader, Writer
from copnet.tables import TABLES, Table, fold_header


@dataclass(frozen=True, slots=True)
class Page:
    """Some records in order of their keys; ``next`` is the key to go on after, None on the last page."""

    items: tuple[Record, ...]
    next: str | None


def list_records(
    store: Reader, table: str, *, where: Mapping[str, str] | None = None, after: str | None = None, limit: int = 100
) -> Page:
    """One page. Following ``next`` meets every record that is there all the while exactly once, whatever is added.

    Args:
        store: where to read.
        table: a name in ``copnet.tables.TABLES``.
        where: columns (texts, choices, references) that must equal a value.
        after: the ``next`` of the page before.
        limit: records a page.
    """
    found = store.read(table, where=where or None, after=after, limit=limit + 1)
    more = len(found) > limit
    items = tuple(found[:limit])
    return Page(items, items[-1].key if more else None)


def get_record(store: Reader, table: str, key: str) -> Record:
    """The record with this key.

    Raises:
        NotFound: there is none.
    """
    try:
        wanted = clean_id(key)
    except ValueError:
        raise NotFound(f"There is no {TABLES[table].record.singular} with the key {_shown(key)}.") from None
    found = store.read(table, keys=[wanted])
    if not found:
        merge = merged_into(store, table, wanted)
        more = f" It was merged into {merge.kept} (merge {merge.key})." if merge else ""
        raise NotFound(f"There is no {TABLES[table].record.singular} with the key {_shown(key)}.{more}")
    return found[0]


def create_record(store: GraphStore, table: str, fields: Mapping[str, Any], source: Source) -> Record:
    """Write a new record; without an id of its own it is given one made from its name.

    Raises:
        InvalidRecord: fields that do not fit.
        Conflict: the key is taken, or a reference points to nothing.
    """
    spec = TABLES[table]
    given = {name: value for name, value in fields.items() if value is not None}
    named = spec.has_id and not str(given.get("id") or "").strip()
    draft = _build(spec, {**given, "id": "draft"} if named else given, source)
    name = str(getattr(draft, "name", None) or getattr(draft, "title", ""))

    def change(writer: Writer) -> Record:
        if named:
            free = free_id(name, lambda candidate: _is_taken(writer, table, candidate))
            record = draft.model_copy(update={"id": free})
        else:
            _refuse_taken(writer, spec, draft)
            record = draft
        writer.put([record])
        _refuse_circle(writer, record)
        return record

    return store.write(change)


def change_record(store: GraphStore, table: str, key: str, changes: Mapping[str, Any], source: Source) -> Record:
    """Change the given fields; None clears one. Own attributes are changed one by one in the same way.

    Raises:
        NotFound: no record has this key.
        InvalidRecord: the record would not fit any more.
        Conflict: the new key is taken, the id is still referred to, or a reference points to nothing.
    """
    spec = TABLES[table]

    def change(writer: Writer) -> Record:
        old = get_record(writer, table, key)
        new = _build(spec, _merged(old, changes), source)
        if new.model_copy(update={"provenance": old.provenance}) == old:
            return old
        if new.key != old.key:
            _refuse_taken(writer, spec, new)
        writer.put([new])
        if new.key != old.key:
            follow(writer, table, old.key, new.key)
            writer.delete(table, [old.key])
        _refuse_circle(writer, new)
        return new

    try:
        return store.write(change)
    except Conflict as error:
        wanted = changes.get("id")
        if not wanted or wanted == key or store.read(table, keys=[wanted]):
            raise
        raise _named(store, table, key, error) from error


def delete_record(store: GraphStore, table: str, key: str) -> None:
    """Delete one record, and what was decided about whom it may be the same as.

    Raises:
        NotFound: no record has this key.
        Conflict: others refer to it; the message says how many in which table. A merge that left it has to be undone.
    """

    def change(writer: Writer) -> None:
        forget_about(writer, table, get_record(writer, table, key).key)
        writer.delete(table, [clean_id(key)])

    try:
        store.write(change)
    except Conflict as error:
        raise _named(store, table, key, error) from error


def _refuse_circle(writer: Writer, record: Record) -> None:
    if field := leads_back(writer, record):
        raise InvalidRecord([(field, "something that does not lead back to itself")])


def _merged(old: Record, changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = old.model_dump(by_alias=True, exclude={"provenance", "attributes"}) | dict(changes)
    attributes: dict[str, Any] = {}
    if "attributes" not in changes or changes["attributes"] is not None:
        attributes = dict(old.attributes) | dict(changes.get("attributes") or {})
    merged["attributes"] = {name: value for name, value in attributes.items() if value is not None}
    return {name: value for name, value in merged.items() if value is not None}


def _build(spec: Table, fields: Mapping[str, Any], source: Source) -> Record:
    _check_attributes(spec, fields.get("attributes") or {})
    try:
        return spec.record.model_validate({**fields, "provenance": source})
    except ValidationError as error:
        raise InvalidRecord(findings(error)) from None


def _check_attributes(spec: Table, attributes: Mapping[str, Any]) -> None:
    """Own columns share the header row with the table's, so they must not be taken for one of them."""
    wrong: list[tuple[str, str]] = []
    seen: set[str] = set()
    for name in attributes:
        folded = fold_header(name)
        try:
            fits = clean_text(name) == name and bool(folded)
        except ValueError:
            fits = False
        if not fits:
            wrong.append(("attributes", "names of letters, digits and signs, without blanks around them"))
        elif spec.column(name) or folded in seen:
            wrong.append((f"attributes.{name}", "a name that differs from every other column's"))
        seen.add(folded)
    if wrong:
        raise InvalidRecord(wrong)


def _refuse_taken(reader: Reader, spec: Table, record: Record) -> None:
    if reader.read(spec.name, keys=[record.key]):
        what = f"the id {record.key}" if spec.has_id else "these key fields"
        raise Conflict(f"There is a {spec.record.singular} with {what} already.")
    if merge := merged_into(reader, spec.name, record.key):
        raise Conflict(f"The id {record.key} was merged into {merge.kept} (merge {merge.key}). Give another id.")


def _is_taken(reader: Reader, table: str, key: str) -> bool:
    """Whether an id is in use, or was until a merge."""
    return bool(reader.read(table, keys=[key]) or merged_into(reader, table, key))


def _named(store: Reader, table: str, key: str, error: Conflict) -> Conflict:
    """The conflict, with the tables that refer to the record when that is why."""
    if not TABLES[table].has_id or not (found := store.referring(table, clean_id(key))):
        return error
    singular = TABLES[table].record.singular
    if merges := found.get("merges"):
        undo = ", ".join(f"copnet unmerge {one}" for one in merges)
        return Conflict(f"The {singular} {key} is what a merge left of two. Undo it first: {undo}")
    lines = ", ".join(f"{len(keys)} in {other}" for other, keys in found.items() if other in TABLES)
    return Conflict(f"Others refer to the {singular} {key}: {lines}. Change or delete them first. ({error})")


def _shown(key: str) -> str:
    """A key as it may stand in a message."""
    return key.encode("utf-8", "backslashreplace").decode()[:80]
