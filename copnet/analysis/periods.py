"""Months, quarters and years as pairs of day numbers."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Literal, TypeAlias

Every: TypeAlias = Literal["month", "quarter", "year"]
Period: TypeAlias = tuple[int, int]
MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "year": 12}


def periods(first: int, last: int, every: Every) -> list[Period]:
    """Every calendar period from that of the day ``first`` to that of ``last``, as first and last day numbers."""
    step = MONTHS[every]
    begin, end = (_number(dt.date.fromordinal(day)) // step * step for day in (first, last))
    return [(_first_day(month), _last_day(month + step - 1)) for month in range(begin, end + 1, step)]


def period_name(day: dt.date, every: Every) -> str:
    """What people call the period of a day: ``2024``, ``2024-Q2``, ``2024-05``."""
    names = {"year": f"{day.year}", "quarter": f"{day.year}-Q{(day.month - 1) // 3 + 1}", "month": f"{day:%Y-%m}"}
    return names[every]


def years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; 29 February becomes the 28th where the year has none."""
    year = min(day.year + years, dt.MAXYEAR)
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def _number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> int:
    return dt.date(month // 12, month % 12 + 1, 1).toordinal()


def _last_day(month: int) -> int:
    year, number = month // 12, month % 12 + 1
    return dt.date(year, number, calendar.monthrange(year, number)[1]).toordinal()
