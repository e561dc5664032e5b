"""Taking a merge apart again, with everything that happened since in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from copnet.errors import Conflict
from copnet.folding import STRICTEST_FIRST, carried_over, in_words
from copnet.record import Record
from copnet.remembered import TABLE_OF, Merge, MergedRow
from copnet.services.circles import leads_back
from copnet.services.moving import Group
from copnet.stores.base import Writer
from copnet.stores.shape import references
from copnet.tables import STORED, TABLES


class Unmerging:
    """One merge being undone, inside one transaction.

    Args:
        writer: the transaction.
        merge: what to undo.
    """

    def __init__(self, writer: Writer, merge: Merge) -> None:
        self._writer = writer
        self._merge = merge
        self._groups = _groups_of(writer, merge)
        self._now = self._read_now()
        self._put: list[Record] = []
        self._undone: list[tuple[Record, Record]] = []  # what became of records, and what goes back
        self._delete: set[tuple[str, str]] = set()
        self._counts: dict[str, Counter[str]] = {
            name: Counter() for name in ("restored", "changed_since", "deleted_since")
        }

    def run(self) -> dict[str, Any]:
        """Undo it, and say what went back and what stays as it is now.

        Raises:
            Conflict: later merges have to be undone first, or something is gone that must be there.
        """
        self._refuse_later_merges()
        self._refuse_others()
        for group in self._groups:
            self._undo(group)
        self._write()
        kept, dropped = self._groups[0].before[:2]
        return {
            "id": self._merge.key,
            "kind": self._merge.kind,
            "kept": {"id": kept.key, "name": getattr(self._put[0], "name", "")},
            "dropped": {"id": dropped.key, "name": self._merge.name},
            **{name: dict(of) for name, of in self._counts.items()},
            "wider": list(self._wider()),
        }

    def _undo(self, group: Group) -> None:
        """Put back what one group was made of."""
        own, put = group.own, len(self._put)
        now = None
        others = [one for one in group.before if one is not own]
        if group.after is not None:
            place = group.after.table, group.after.key
            now = self._now.get(place)
            if now is None:
                self._count("deleted_since", group, len(group.before))
                return
            if own is not None:
                self._put.append(own if now == group.after else carried_over(own, group.after, now))
            elif now == group.after:
                self._delete.add(place)
            if now != group.after:
                self._count("changed_since", group, 1)
        back = [one for one in others if (one.table, one.key) not in self._now]
        self._put.extend(back)
        self._count("restored", group, len(back))
        if now is not None:
            self._undone += [(now, one) for one in self._put[put:]]

    def _count(self, name: str, group: Group, number: int) -> None:
        if number and group.table in TABLES and group is not self._groups[0]:
            self._counts[name][group.table] += number

    def _wider(self) -> Iterator[dict[str, str]]:
        """Consent that is less strict after the merge is undone, since it had come from the other one."""
        for now, then in self._undone:
            for name, order in STRICTEST_FIRST.items() if then.table in TABLES else ():
                if name in type(then).model_fields:
                    one, other = getattr(now, name), getattr(then, name)
                    if order.index(other) > order.index(one):
                        place = {"table": then.table, "key": then.key}
                        yield place | {"column": name, "from": in_words(one), "to": in_words(other)}

    def _write(self) -> None:
        try:
            self._writer.put(self._put)
        except Conflict as error:
            raise Conflict(
                f"This merge cannot be undone yet, because something it needs was deleted since: {error} Create it "
                "again first, with the same id."
            ) from error
        for record in self._put:
            if field := leads_back(self._writer, record):
                raise Conflict(
                    f"This merge cannot be undone yet: by its {field} the {record.singular} {record.key} would lead "
                    "back to itself, because of what was changed or merged since. Correct that, or undo later "
                    "merges, first."
                )
        parts = [("merged_rows", row.key) for row in _rows(self._writer, self._merge)]
        leaving = {*self._delete, *parts, ("merges", self._merge.key)}
        for table in reversed(STORED):
            self._writer.delete(table, sorted(key for of, key in leaving if of == table))

    def _read_now(self) -> dict[tuple[str, str], Record]:
        wanted: dict[str, set[str]] = {}
        for group in self._groups:
            for table, key in group.touched:
                wanted.setdefault(table, set()).add(key)
        return {
            (table, record.key): record
            for table, keys in wanted.items()
            for record in self._writer.read(table, keys=sorted(keys))
        }

    def _refuse_others(self) -> None:
        """The kept one has to be there, and the dropped one not: somebody changed the store by hand otherwise."""
        table = TABLE_OF[self._merge.kind]
        if (table, self._merge.kept) not in self._now:
            raise Conflict(f"The {self._merge.kind} {self._merge.kept} is gone. Create it again first, with that id.")
        if (table, self._merge.dropped) in self._now:
            raise Conflict(
                f"There is a {self._merge.kind} with the id {self._merge.dropped} again. Give it another id first."
            )

    def _refuse_later_merges(self) -> None:
        """A merge made later that builds on this one has to be undone before it."""
        touched = {place for group in self._groups for place in group.touched}
        needed = {
            (table, target)
            for group in self._groups
            for record in group.before
            for _, table, target in references(record)
        }
        later = [one for one in self._writer.read("merges") if isinstance(one, Merge)]
        first = [
            one.key
            for one in sorted(later, key=lambda one: -one.number)
            if one.number > self._merge.number
            and (
                (TABLE_OF[one.kind], one.dropped) in needed
                or any(group.touched & touched for group in _groups_of(self._writer, one))
            )
        ]
        if first:
            many = "a later merge builds" if len(first) == 1 else f"{len(first)} later merges build"
            commands = ", then ".join(f"copnet unmerge {key}" for key in first)
            raise Conflict(f"{many.capitalize()} on {self._merge.key}. Undo in this order: {commands}, then this one.")


def _rows(writer: Writer, merge: Merge) -> list[MergedRow]:
    keys = writer.referring("merges", merge.key).get("merged_rows", [])
    found = [one for one in writer.read("merged_rows", keys=keys) if isinstance(one, MergedRow)]
    return sorted(found, key=lambda row: row.number)


def _groups_of(writer: Writer, merge: Merge) -> list[Group]:
    return [Group(tuple(row.records_before), row.record_after) for row in _rows(writer, merge)]
