"""Rates with their counts: no share without what it is a share of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Rate = dict[str, Any]


def rate(part: int, whole: int) -> Rate:
    """``rate`` (0 to 1; None of nothing), ``numerator`` and ``denominator``."""
    return {"rate": part / whole if whole else None, "numerator": part, "denominator": whole}


def percent(part: int, whole: int) -> int:
    """Whole per cent from the integers, half to even: 1 of 8 is 12, 3 of 8 is 38.

    Raises:
        ZeroDivisionError: a share of nothing.
    """
    quotient, rest = divmod(100 * part, whole)
    half = 2 * rest - whole
    return quotient + (half > 0 or (half == 0 and quotient % 2 == 1))


def in_words(found: Mapping[str, Any] | None) -> str:
    """``82 % (14 of 17)``; a dash for a share of nothing; the count alone where nobody knows of how many."""
    if found is None or found["denominator"] == 0:
        return "–"
    part, whole = found["numerator"], found["denominator"]
    if whole is None:
        return f"{part:,} (of how many is not known)"
    return f"{percent(part, whole)} % ({part:,} of {whole:,})"
