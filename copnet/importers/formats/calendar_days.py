"""The days of an event of a calendar: time zones, whole days, several days, and series that recur."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

MOST_OCCURRENCES = 1_000
"""Of one series."""
_LONGEST_RULE = 500
_YEARS = 20
_PARTS = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "WKST")
_SLOW = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
_RATES = {"DAILY": 1, "WEEKLY": 4, "MONTHLY": 12, "YEARLY": 24}
"""How often, and how much less it costs than every day to look for the next date."""
_DAY = dt.timedelta(days=1)
_YEAR = 366

Moment = dt.date | dt.datetime


@dataclass(frozen=True)
class Span:
    """When an event begins and ends, in its own time zone.

    Attributes:
        start: without zone; whole days begin at midnight.
        days: how many days later its last day is.
        zone: of its times; None: they have none.
        in_utc: its times are those of UTC, so that the day may be another than where it took place.
    """

    start: dt.datetime
    days: int
    zone: dt.tzinfo | None
    in_utc: bool


@dataclass
class Series:
    """The starts of an event that recurs.

    Attributes:
        starts: each, without zone.
        cut: there are more than are taken.
        endless: the rule has no end.
        cost: days that are looked through for them.
    """

    starts: list[dt.datetime] = field(default_factory=list)
    cut: bool = False
    endless: bool = False
    cost: int = 0


def span(start: Moment, end: Moment | None, duration: dt.timedelta | None, calendar_zone: dt.tzinfo | None) -> Span:
    """The days of an event.

    Args:
        start: DTSTART.
        end: DTEND, which is the day after the last one where whole days are given.
        duration: DURATION, where there is no DTEND.
        calendar_zone: what the calendar says of its zone; for times given in UTC.

    Raises:
        ValueError: a day beyond the calendar.
    """
    zone = start.tzinfo if isinstance(start, dt.datetime) else None
    utc = zone is not None and str(zone) in ("UTC", "Etc/UTC")
    if utc and calendar_zone is not None:
        zone = calendar_zone
    first = local(start, zone)
    try:
        last = local(end, zone) if end is not None else first + (duration or dt.timedelta(0))
        if last > first and last.time() == dt.time(0):
            last -= _DAY
    except OverflowError:
        raise ValueError("a day of the calendar") from None
    return Span(first, (last.date() - first.date()).days, zone, utc and calendar_zone is None)


def local(moment: Moment, zone: dt.tzinfo | None) -> dt.datetime:
    """A moment as the clock in a zone shows it, without zone.

    Raises:
        ValueError: beyond the calendar.
    """
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time(0))
    try:
        return (moment.astimezone(zone) if zone and moment.tzinfo else moment).replace(tzinfo=None)
    except OverflowError:
        raise ValueError("a day of the calendar") from None


def known_zone(name: str) -> dt.tzinfo | None:
    """The zone of this name; None: nobody knows it."""
    try:
        return ZoneInfo(name.strip())
    except (LookupError, ValueError, OSError):
        return None


def series(rule: Any, event: Span, today: dt.date) -> Series:
    """The starts of a series, at most 1,000 and within 20 years; one without end is taken up to today.

    Raises:
        ValueError: a rule that is none, or that recurs within a day.
    """
    parts = {name.upper(): value for name, value in rule.items()}
    rate = "".join(map(str, parts.get("FREQ", [])))
    if rate not in _RATES:
        raise ValueError(f"a rule that recurs by one of: {', '.join(_RATES)}")
    if any(int(number) < 1 for number in parts.get("INTERVAL", [1])):
        raise ValueError("an INTERVAL of at least 1")
    text = ";".join(f"{name}={','.join(map(str, _listed(parts[name])))}" for name in _PARTS if name in parts)
    if len(text) > _LONGEST_RULE:
        raise ValueError(f"a rule of at most {_LONGEST_RULE} characters")
    most = min((int(number) for number in parts.get("COUNT", [])), default=None)
    ends = [local(moment, event.zone) for moment in parts.get("UNTIL", [])]
    if any(not isinstance(moment, dt.datetime) for moment in parts.get("UNTIL", [])):
        ends = [end.replace(hour=23, minute=59) for end in ends]
    found = Series(endless=most is None and not ends)
    latest = min([*ends, event.start.replace(year=min(event.start.year + _YEARS, 9999), day=1)])
    if found.endless:
        latest = min(latest, dt.datetime.combine(today, dt.time.max))
    if latest < event.start:
        return found
    later = _years_to_the_last_alike(event.start.year)
    walked = None
    for number, moved in enumerate(rrulestr(text, dtstart=event.start.replace(year=event.start.year + later))):
        start = moved.replace(year=moved.year - later)
        found.cut = start <= latest and number >= MOST_OCCURRENCES and (most is None or number < most)
        if start > latest or found.cut or (most is not None and number >= most):
            walked = moved.year
            break
        found.starts.append(start)
    if walked is None or any(name in parts for name in _SLOW):
        found.cost = ((walked or dt.MAXYEAR) - event.start.year - later + 1) * _YEAR // _RATES[rate]
    return found


def _years_to_the_last_alike(year: int) -> int:
    """How much later the calendar is the same for all years of a series, as late as it can be.

    A rule that fits no day is followed to the end of the calendar, the year 9999; there it is near. The calendar
    repeats every 400 years, mostly every 28.
    """
    shape = _shape(year)
    return next((late - year for late in range(dt.MAXYEAR - _YEARS - 1, year, -1) if _shape(late) == shape), 0)


def _shape(year: int) -> tuple[int, list[bool]]:
    years = range(year - 1, year + _YEARS + 1)
    return dt.date(year, 1, 1).weekday(), [calendar.isleap(one) for one in years]


def excluded(starts: Iterable[dt.datetime], moments: Iterable[Moment], zone: dt.tzinfo | None) -> Iterator[dt.datetime]:
    """The starts without those excluded; a day alone excludes what begins on it."""
    listed = list(moments)
    days = {moment for moment in listed if not isinstance(moment, dt.datetime)}
    times = {local(moment, zone) for moment in listed if isinstance(moment, dt.datetime)}
    return (start for start in starts if start not in times and start.date() not in days)


def moments(value: Any) -> list[Moment]:
    """Those of EXDATE or RDATE, of which an event may have several."""
    lists = value if isinstance(value, list) else [value] if value is not None else []
    found = [one.dt for many in lists for one in many.dts]
    return [moment[0] if isinstance(moment, tuple) else moment for moment in found]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
