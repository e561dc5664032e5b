"""Dates known to the day, the month or the year: each is a span of days, never a guessed day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
EXPECTED = "a date such as 2024-05-17, 2024-05 or 2024"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of day, month or year precision.

    Attributes:
        text: the ISO spelling: ``2024``, ``2024-05`` or ``2024-05-17``.
        first: the first day it can mean.
        last: the last day it can mean; equal to ``first`` when the day is known.
    """

    text: str
    first: dt.date
    last: dt.date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read an ISO date of any of the three precisions.

        Raises:
            ValueError: any other spelling, or a day the calendar does not have.
        """
        return _parse(text)

    @classmethod
    def of(cls, day: dt.date) -> PartialDate:
        """The date known to the day."""
        return cls(day.isoformat(), day, day)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: Any) -> PartialDate:
            if isinstance(value, PartialDate):
                return value
            if isinstance(value, dt.datetime):
                return cls.of(value.date())
            if isinstance(value, dt.date):
                return cls.of(value)
            if isinstance(value, str):
                return cls.parse(value)
            raise ValueError(EXPECTED)

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.to_string_ser_schema(when_used="always")
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
            "description": EXPECTED,
            "examples": ["2024-05-17", "2024-05", "2024"],
        }


@lru_cache(maxsize=65536)
def _parse(text: str) -> PartialDate:
    match = _ISO.fullmatch(text)
    if not match:
        raise ValueError(EXPECTED)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        first = dt.date(year, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"{EXPECTED}; the calendar has no {text}") from None
    if day:
        last = first
    elif month:
        last = first.replace(day=calendar.monthrange(year, month)[1])
    else:
        last = dt.date(year, 12, 31)
    return PartialDate(text, first, last)
