"""When a work appeared, to the day, the month or the year, however its file writes it."""

from __future__ import annotations

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?![\d-])", re.ASCII)
_DAY = re.compile(r"\d{1,2}", re.ASCII)


def work_date(year: str | None, month: str | None = None, day: str | None = None) -> str | None:
    """An ISO date of the precision that is known; None when the year is none, such as "in press".

    A month or a day that is no word or number of one, such as "Spring", is not known. Days that the calendar does not
    have stay, so that they are refused by name.

    >>> work_date("2024", "may", "3"), work_date("2024", "Spring"), work_date("in press"), work_date("2024/05/03/")
    ('2024-05-03', '2024', None, '2024-05-03')
    """
    match = _DATE.match((year or "").strip().lstrip("{").strip())
    if not match:
        return None
    parts = [match[1], match[2] or _month(month), match[3] or (_day(day) if match[2] is None else None)]
    known = parts[: parts.index(None)] if None in parts else parts
    return "-".join([match[1], *(f"{int(part or 0):02}" for part in known[1:])])


def _month(text: str | None) -> str | None:
    word = (text or "").strip().strip(".").casefold()
    if word.isascii() and word.isdigit() and len(word) <= 2:
        return word
    found = next((names.index(word) for names in (_MONTHS, _FULL) if word in names), None)
    if found is None and word == "sept":
        found = _MONTHS.index("sep")
    return None if found is None else str(found + 1)


def _day(text: str | None) -> str | None:
    word = (text or "").strip()
    return word if _DAY.fullmatch(word) else None
