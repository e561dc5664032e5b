"""Two that are one: merged so that nothing is lost, and taken apart again to exactly what was before."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from copnet.errors import Conflict, NotFound
from copnet.folding import NotTaken, not_taken, redirected, stricter
from copnet.model import Person
from copnet.record import Entity, Record
from copnet.remembered import KIND_OF, TABLE_OF, Kind, Merge, MergedRow, as_json, merge_key
from copnet.services.moving import Group, counted, groups
from copnet.services.pairs import find_pair, readable
from copnet.services.unmerging import Unmerging
from copnet.stores.base import GraphStore, Reader, Writer
from copnet.tables import STORED, TABLES

Json = dict[str, Any]


def merge(
    store: GraphStore, keep: str, drop: str, *, on: dt.date, kind: Kind | None = None, dry_run: bool = False
) -> Json:
    """Make two people, or two organizations, one.

    Every record that refers to the dropped one refers to the kept one then. What is filled in the kept one wins, the
    dropped one fills what is blank, lists are united, and the stricter word on consent wins. Of two records that
    would have one key, one is left; ties between the two are set aside. All of it can be undone.

    Args:
        store: where; all of it in one transaction.
        keep: id, name or alias of the one that stays.
        drop: of the one that goes; its name leads to the kept one from then on, in imports too.
        on: the day it is done.
        kind: of the two; None: found out.
        dry_run: only say what would happen.

    Raises:
        NotFound: no such person or organization.
        Conflict: the names fit several, both are one already, or an organization would become a part of itself.
    """

    def plan(reader: Reader) -> tuple[Merge, list[Group], Json]:
        kept, dropped = find_pair(reader, keep, drop, kind)
        found = groups(reader, kept, dropped)
        record = _record(reader, kept, dropped, found, on)
        return record, found, _told(record, kept, dropped, found) | {"dry_run": dry_run}

    def change(writer: Writer) -> Json:
        record, found, result = plan(writer)
        parts = [_row(record, number, group) for number, group in enumerate(found)]
        writer.put([*(group.after for group in found if group.after is not None), record, *parts])
        for table in reversed(STORED):
            writer.delete(table, [key for group in found for key in _leaving(group) if group.table == table])
        return result

    return plan(store)[2] if dry_run else store.write(change)


def unmerge(store: GraphStore, merge_id: str) -> Json:
    """Undo a merge: everything that was there before is as it was, whatever was imported meanwhile.

    What was added since stays with the kept one. Of what was changed since, the changes stay: with the kept one where
    the record was moved to it. What was deleted since stays deleted.

    Raises:
        NotFound: no such merge.
        Conflict: a later merge builds on it (its id is named), or something it needs is gone.
    """
    return store.write(lambda writer: Unmerging(writer, _find(writer, merge_id)).run())


def list_merges(reader: Reader) -> Json:
    """Every merge that stands, the latest first."""
    found = _all(reader)
    kept = {
        (kind, record.key): getattr(record, "name", "")
        for kind, table in TABLE_OF.items()
        for record in reader.read(table, keys=[one.kept for one in found if one.kind == kind])
    }
    return {"merges": [summary(one, kept.get((one.kind, one.kept), one.kept)) for one in reversed(found)]}


def get_merge(reader: Reader, merge_id: str) -> Json:
    """One merge, as in the list.

    Raises:
        NotFound: no such merge.
    """
    record = _find(reader, merge_id)
    kept = reader.read(TABLE_OF[record.kind], keys=[record.kept])
    return summary(record, getattr(kept[0], "name", "") if kept else record.kept)


def summary(record: Merge, kept_name: str) -> Json:
    """A merge in a list."""
    return {
        "id": record.key,
        "kind": record.kind,
        "kept": {"id": record.kept, "name": kept_name},
        "dropped": {"id": record.dropped, "name": record.name},
        "merged_on": record.merged_on.text if record.merged_on else None,
        "moved": record.moved,
        "folded": record.folded,
        "set_aside": record.set_aside,
    }


def merged_into(reader: Reader, table: str, key: str) -> Merge | None:
    """The merge that dropped the record with this id, if one did."""
    if table not in KIND_OF:
        return None
    found = reader.read("merges", keys=[merge_key(KIND_OF[table], key)])
    return found[0] if found and isinstance(found[0], Merge) else None


def _find(reader: Reader, merge_id: str) -> Merge:
    found = reader.read("merges", keys=[readable(merge_id)])
    if not found or not isinstance(found[0], Merge):
        raise NotFound(f'There is no merge "{merge_id}". copnet merges lists those that can be undone.')
    return found[0]


def _all(reader: Reader) -> list[Merge]:
    found = [one for one in reader.read("merges") if isinstance(one, Merge)]
    return sorted(found, key=lambda one: one.number)


def _record(reader: Reader, kept: Entity, dropped: Entity, found: Sequence[Group], on: dt.date) -> Merge:
    person = isinstance(dropped, Person)
    counts = {name: sum(of.values()) for name, of in _relations(found).items()}
    values: Json = {
        "number": max((one.number for one in _all(reader)), default=0) + 1,
        "person" if person else "organization": kept.id,
        "dropped": dropped.id,
        "name": getattr(dropped, "name", ""),
        "email": dropped.email if isinstance(dropped, Person) else None,
        "worked_for": dropped.organization if isinstance(dropped, Person) else None,
        "merged_on": on.isoformat(),
    }
    record = Merge.model_validate(values | counts)
    if reader.read("merges", keys=[record.key]):
        raise Conflict(
            f"A merge dropped the id {dropped.id} before, and it is in use again. Give this {record.kind} another id, "
            f"or undo that merge first: copnet unmerge {record.key}"
        )
    return record


def _relations(found: Sequence[Group]) -> Mapping[str, Counter[str]]:
    """The counts without the two themselves and without what copnet remembers for itself."""
    return counted(group for group in found[1:] if group.table in TABLES)


def _told(record: Merge, kept: Entity, dropped: Entity, found: Sequence[Group]) -> Json:
    result = summary(record, getattr(kept, "name", ""))
    result |= {name: dict(of) for name, of in _relations(found).items()}
    result["not_taken"] = [*_lines(kept, dropped, found, not_taken, beside_result=True)]
    result["stricter"] = [*_lines(kept, dropped, found, stricter, beside_result=False)]
    return result | {"were_different": any(_said_different(group, kept.id, dropped.id) for group in found)}


def _lines(
    kept: Entity,
    dropped: Entity,
    found: Sequence[Group],
    differing: Callable[[Record, Record], Iterator[NotTaken]],
    *,
    beside_result: bool,
) -> Iterator[Json]:
    """Columns in which the two differ, or the records that became one.

    Args:
        kept: the one that stays.
        dropped: the one that goes.
        found: all that changes.
        differing: what of two records differs.
        beside_result: compare what became one with the record that is left; else with the first of them.
    """
    for group in found:
        if group.after is None or group.table not in TABLES:
            continue
        one = group is found[0]
        first = kept if one else group.after if beside_result else group.before[0]
        for record in (dropped,) if one else group.before if len(group.before) > 1 else ():
            moved = record if one else redirected(record, kept.table, dropped.id, kept.id) or record
            for line in differing(first, moved):
                yield {
                    "table": group.table, "key": group.after.key,
                    "column": line.column, "kept": line.kept, "dropped": line.dropped,
                }  # fmt: skip


def _said_different(group: Group, kept: str, dropped: str) -> bool:
    record: Record = group.before[0]
    return (
        group.after is None
        and group.table == "decisions"
        and getattr(record, "verdict", "") == "different"
        and getattr(record, "pair", ()) == tuple(sorted((kept, dropped)))
    )


def _leaving(group: Group) -> list[str]:
    staying = group.after.key if group.after is not None else None
    return [record.key for record in group.before if record.key != staying]


def _row(record: Merge, number: int, group: Group) -> MergedRow:
    after = None if group.after is None else as_json(group.after)[1:-1]
    return MergedRow.model_construct(
        merge=record.key, number=number, of=group.table, before=as_json(*group.before), after=after,
        attributes={}, provenance=None,
    )  # fmt: skip
