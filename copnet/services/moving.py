"""What becomes of every record that refers to somebody who is found to be somebody else: moved, folded or set aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from copnet.errors import Conflict
from copnet.folding import ALIKE, fold, redirected, without_itself
from copnet.model import Organization
from copnet.record import Entity, Record, digest
from copnet.stores.base import Reader
from copnet.tables import STORED

Pair = tuple[Record, Record | None]
"""A record as it is, and as it will be; None: it says nothing any more."""


@dataclass(frozen=True, slots=True)
class Group:
    """Records that become one, or none.

    Attributes:
        before: as they were; those of the kept one first.
        after: what they become; None: set aside.
    """

    before: tuple[Record, ...]
    after: Record | None

    @property
    def table(self) -> str:
        """The table of all of them."""
        return self.before[0].table

    @property
    def own(self) -> Record | None:
        """The record that was at the place of the one they become."""
        key = self.after.key if self.after else None
        return next((record for record in self.before if record.key == key), None)

    @property
    def touched(self) -> set[tuple[str, str]]:
        """Table and key of every place it changes."""
        records = self.before if self.after is None else (*self.before, self.after)
        return {(record.table, record.key) for record in records}


def groups(reader: Reader, kept: Entity, dropped: Entity) -> list[Group]:
    """Everything a merge changes, the two themselves first.

    Raises:
        Conflict: an organization would become a part of itself.
    """
    table = kept.table
    one = redirected(kept, table, dropped.id, kept.id) or kept
    folded = without_itself(fold(one, dropped), before=kept) or kept
    _refuse_circle(reader, folded, dropped)
    return [Group((kept, dropped), folded), *_grouped(reader, kept, _moved(reader, kept, dropped))]


def counted(found: Iterable[Group]) -> dict[str, Counter[str]]:
    """How many records were ``moved``, ``folded`` and ``set_aside``, by table."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("moved", "folded", "set_aside")}
    for group in found:
        if group.after is None:
            counts["set_aside"][group.table] += len(group.before)
        elif len(group.before) > 1:
            counts["folded"][group.table] += len(group.before) - 1
        else:
            counts["moved"][group.table] += 1
    return counts


def _moved(reader: Reader, kept: Entity, dropped: Entity) -> Iterator[Pair]:
    """Every record that refers to the dropped one, apart from the two."""
    itself = {kept.key, dropped.key}
    for other, keys in reader.referring(kept.table, dropped.id).items():
        wanted = [key for key in keys if other != kept.table or key not in itself]
        for record in reader.read(other, keys=wanted):
            yield record, redirected(record, kept.table, dropped.id, kept.id)


def _grouped(reader: Reader, kept: Entity, pairs: Iterable[Pair]) -> Iterator[Group]:
    """The pairs by what they become, together with what is there already."""
    by_place: dict[str, dict[str, list[tuple[Record, Record]]]] = defaultdict(lambda: defaultdict(list))
    leaving: set[tuple[str, str]] = set()
    for before, after in pairs:
        leaving.add((before.table, before.key))
        if after is None:
            yield Group((before,), None)
        else:
            by_place[after.table][_place(after)].append((before, after))
    referring = reader.referring(kept.table, kept.id) if any(table in ALIKE for table in by_place) else {}
    for table, places in by_place.items():
        keys = referring.get(table, []) if table in ALIKE else list(places)
        stored: dict[str, list[tuple[Record, Record]]] = defaultdict(list)
        for record in reader.read(table, keys=keys):
            if (table, record.key) not in leaving:
                stored[_place(record)].append((record, record))
        for place, found in places.items():
            yield _as_group([*stored[place], *found])


def _place(record: Record) -> str:
    """What is the same in records that become one: their key, or that they say the same."""
    fields = ALIKE.get(record.table)
    return digest(*(getattr(record, name) for name in fields)) if fields else record.key


def _as_group(found: list[tuple[Record, Record]]) -> Group:
    (_, after), *others = found
    for _, other in others:
        after = fold(after, other)
    return Group(tuple(before for before, _ in found), after)


def _refuse_circle(reader: Reader, kept: Record, dropped: Entity) -> None:
    """An organization must not become a part of itself, over others that are parts of the dropped one."""
    above = kept.parent if isinstance(kept, Organization) else None
    seen: set[str] = set()
    while above is not None and above not in seen:
        if above in (kept.key, dropped.id):
            raise Conflict(
                f"{dropped.id} and {kept.key} cannot be one: {STORED[kept.table].record.singular} {kept.key} is a part "
                f"of another that is a part of {dropped.id}, or the other way round, so it would become a part of "
                "itself. Correct the parents first."
            )
        seen.add(above)
        found = reader.read("organizations", keys=[above])
        above = found[0].parent if found and isinstance(found[0], Organization) else None
