"""What records were before merges made them one: what tables from that time say is no news."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from copnet.folding import ALIKE, redirected
from copnet.importers.registry import Existing
from copnet.record import Record
from copnet.remembered import TABLE_OF, Merge, MergedRow

Place = tuple[str, str]
"""Table and key."""


class History:
    """What was merged in a store, read when it is asked for first.

    Args:
        existing: what the store has.
    """

    def __init__(self, existing: Existing) -> None:
        self._existing = existing

    @property
    def is_any(self) -> bool:
        """Whether anything was merged."""
        return bool(self._merges)

    def of_kept(self, table: str, key: str) -> Sequence[Record]:
        """What the record at this place was before others were merged into it; none if it was not there."""
        return self._read[0].get((table, key), ())

    def of_dropped(self, table: str, key: str) -> Sequence[Record]:
        """What those were that became the record at this place; they refer to whom they would refer to now."""
        return self._read[1].get((table, key), ())

    def place_of(self, record: Record) -> str:
        """The key at which a record is that says just this, where merges made one of it and another that is alike."""
        return self._moved.get((record.table, record.key), record.key) if record.table in ALIKE else record.key

    @cached_property
    def _merges(self) -> list[Merge]:
        found = [one for one in self._existing.read("merges") if isinstance(one, Merge)]
        return sorted(found, key=lambda one: one.number)

    @cached_property
    def _read(self) -> tuple[dict[Place, list[Record]], dict[Place, list[Record]]]:
        """Of the kept and of the dropped ones, by the place they have after the last merge."""
        kept: dict[Place, list[Record]] = defaultdict(list)
        dropped: dict[Place, list[Record]] = defaultdict(list)
        order = {one.key: one.number for one in self._merges}
        rows = [one for one in self._existing.read("merged_rows") if isinstance(one, MergedRow)] if order else []
        for row in sorted(rows, key=lambda one: (order[one.merge], one.number)):
            after = row.record_after
            if after is None:
                continue
            place = (row.of, after.key)
            gathered: list[Record] = []
            for record in row.records_before:
                was = (row.of, record.key)
                if was == place:
                    kept[place].append(self._today(record))
                else:
                    gathered += [*kept.pop(was, ()), *dropped.pop(was, ()), self._today(record)]
            dropped[place] += gathered
        return kept, dropped

    @cached_property
    def _moved(self) -> dict[Place, str]:
        """Where records that are known by all they say are now, by the key they would have now."""
        return {
            (table, record.key): key
            for found in self._read
            for (table, key), records in found.items()
            if table in ALIKE
            for record in records
        }

    def _today(self, record: Record) -> Record:
        for one in self._merges:
            record = redirected(record, TABLE_OF[one.kind], one.dropped, one.kept) or record
        return record
