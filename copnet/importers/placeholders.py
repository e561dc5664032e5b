"""Words in the place of names that mean nobody - ``TBD``, ``Various speakers`` - and where an import met them."""

from __future__ import annotations

from dataclasses import dataclass

from copnet.importers.report import LeftOut
from copnet.importers.rows import Row

MOST = 200
"""Placeholders that a report lists."""


@dataclass
class _Met:
    row: Row
    reason: str
    rows: set[int]


class Placeholders:
    """The placeholders of one import, each once for every part of the input that has it."""

    def __init__(self) -> None:
        self._met: dict[tuple[str, str | None, str, str], _Met] = {}

    def take(self, table: str, name: str, reason: str, row: Row) -> None:
        """Note that a row has one."""
        place = row.data.place_of(row.index)
        met = self._met.setdefault((place.file, place.sheet, table, name), _Met(row, reason, set()))
        met.rows.add(row.number)

    def listed(self) -> list[LeftOut]:
        """What is left out, with the first row of each; how many more there are is said of the last."""
        found = [self._told(key, met) for key, met in list(self._met.items())[:MOST]]
        if (more := len(self._met) - MOST) > 0:
            found.append(LeftOut(found[-1].file, f"{more:,} more words that mean nobody"))
        return found

    def _told(self, key: tuple[str, str | None, str, str], met: _Met) -> LeftOut:
        file, sheet, table, name = key
        what = "a person" if table == "people" else "an organization"
        rows = f", in {len(met.rows):,} rows" if len(met.rows) > 1 else ""
        return LeftOut(file, f'"{name}" is not {what}: {met.reason}{rows}', sheet, min(met.rows))
