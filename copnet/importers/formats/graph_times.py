"""The times of dynamic graphs: when a node or edge was there, and which of it is a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from copnet.dates import PartialDate

_DATE = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:\.0+)?", re.ASCII)
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$", re.ASCII)
_CLOCK = re.compile(r"\d[T ]\d{2}:\d{2}", re.ASCII)
_INTERVAL = re.compile(r"([\[(\]])([^,\[\]()<>;]*+),([^,\[\]()<>;]*+)([\])\[])")
_INFINITE = frozenset({"infinity", "inf", "+infinity", "+inf", "-infinity", "-inf"})
DATE_FORMATS = frozenset({"date", "datetime"})


@dataclass(frozen=True, slots=True)
class Spell:
    """A time something was there; a point in time has ``at`` only. None: without beginning or end."""

    start: str | None = None
    end: str | None = None
    start_open: bool = False
    end_open: bool = False
    at: str | None = None

    def __str__(self) -> str:
        if self.at is not None:
            return self.at
        opening, closing = "([" if self.start_open else "[", ")" if self.end_open else "]"
        return f"{opening[0]}{self.start or '-Infinity'}, {self.end or 'Infinity'}{closing}"


@dataclass(frozen=True, slots=True)
class TimeRules:
    """How a file writes times.

    Attributes:
        format: ``double``, ``date``, ``dateTime`` ...; a bare number is a year only where it is a date.
        zone: the time zone of times without one.
    """

    format: str = "double"
    zone: str | None = None

    def date(self, time: str) -> str | None:
        """The date of a time as it is written, in its own zone; None: it is no date."""
        found = _DATE.fullmatch(time)
        if found is None and self.format.casefold() in DATE_FORMATS:
            found = _YEAR.fullmatch(time)
        try:
            return PartialDate.parse(found[1]).text if found else None
        except ValueError:
            return None

    def time(self, text: str | None) -> str | None:
        """A time as written, with the file's zone where it has none; None: blank or infinite."""
        text = (text or "").strip()
        if not text or text.casefold() in _INFINITE:
            return None
        return f"{text} {self.zone}" if self.zone and _CLOCK.search(text) and not _ZONE.search(text) else text


@dataclass(slots=True)
class Times:
    """All the times of one node or edge."""

    rules: TimeRules
    spells: list[Spell] = field(default_factory=list)

    def take(self, attributes: dict[str, str]) -> None:
        """Take the times that the attributes of an element of GEXF say."""
        at = self.rules.time(attributes.get("timestamp"))
        if at is not None:
            self.spells.append(Spell(at=at))
        start_open, end_open = attributes.get("startopen", ""), attributes.get("endopen", "")
        start = attributes.get("start") or ("" if _is_flag(start_open) else start_open)
        end = attributes.get("end") or ("" if _is_flag(end_open) else end_open)
        if start.strip() or end.strip():
            opened, closed = _opens(start_open), _opens(end_open)
            self.spells.append(Spell(self.rules.time(start), self.rules.time(end), opened, closed))
        self.points(attributes.get("timestamps", ""))
        self.intervals(attributes.get("intervals", ""))

    def points(self, text: str) -> None:
        """Take points in time as Gephi lists them: ``<[2004.0, 2005.0]>``."""
        for point in text.strip("<>[] ").split(","):
            time = self.rules.time(point)
            if time is not None:
                self.spells.append(Spell(at=time))

    def intervals(self, text: str) -> None:
        """Take times as Gephi lists them: ``<[2004.0, 2005.0); (2006.0, Infinity]>``."""
        for opening, start, end, closing in _INTERVAL.findall(text):
            self.spells.append(
                Spell(self.rules.time(start), self.rules.time(end), opening != "[", closing != "]")
            )  # fmt: skip

    @property
    def first_date(self) -> str | None:
        """The first start that is a date; None: there is none."""
        starts = (spell.at or spell.start for spell in self.spells)
        return min(
            (date for start in starts if start and (date := self.rules.date(_bare(start, self.rules)))), default=None
        )

    def columns(self, *, edge: bool) -> dict[str, str]:
        """What of the times the row cannot say otherwise, as own columns.

        A node's one time is ``start`` and ``end``; several, and those of edges, are ``spells``.
        """
        if not self.spells:
            return {}
        if edge:
            plain = len(self.spells) == 1 and str(self.spells[0]) == self.first_date
            return {} if plain else {"spells": written(self.spells)}
        if len(self.spells) > 1:
            return {"spells": written(self.spells)}
        (spell,) = self.spells
        if spell.at is not None:
            return {"timestamp": spell.at}
        ends = {"start": spell.start or "-Infinity", "end": spell.end or "Infinity"}
        return ends | ({"spells": str(spell)} if spell.start_open or spell.end_open else {})


def written(spells: Iterable[Spell]) -> str:
    """Times in one cell."""
    return "; ".join(map(str, dict.fromkeys(spells)))


def _bare(time: str, rules: TimeRules) -> str:
    return time.removesuffix(f" {rules.zone}") if rules.zone else time


def _is_flag(text: str) -> bool:
    return text.strip().casefold() in ("", "true", "false")


def _opens(text: str) -> bool:
    return text.strip().casefold() not in ("", "false")
