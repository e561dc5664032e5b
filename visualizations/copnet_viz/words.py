"""Numbers, dates and counts as people write them. No data is known here."""

from __future__ import annotations

from copnet.analysis import rates
from copnet.dates import PartialDate

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def number(value: int) -> str:
    """A count inside a sentence: words up to nine, digits with thousands separators from ten on."""
    return _SMALL[value] if 0 <= value < len(_SMALL) else f"{value:,}"


def plural(value: int, one: str, many: str | None = None) -> str:
    """The noun that fits a count."""
    return one if value == 1 else many or f"{one}s"


def percent(part: int, whole: int) -> str | None:
    """Whole per cent from the integers, half to even, as definitions.md asks; None over zero."""
    return f"{rates.percent(part, whole)} %" if whole else None


def out_of(part: int, whole: int) -> str:
    """``14 of 17``."""
    return f"{part:,} of {whole:,}"


def day(text: str) -> str:
    """``2024-05-17`` as ``17 May 2024``, ``2024-05`` as ``May 2024``, ``2024`` as it is."""
    first = PartialDate.parse(text).first
    month = _MONTHS[first.month - 1]
    return {4: f"{first.year}", 7: f"{month} {first.year}"}.get(len(text), f"{first.day} {month} {first.year}")


def month(text: str) -> str:
    """A date without its day."""
    return day(text[:7])


def window(start: str | None, end: str | None) -> str:
    """``March 2023 – May 2026``; open ends in words."""
    match start, end:
        case str(), str():
            return f"{month(start)} – {month(end)}" if month(start) != month(end) else month(start)
        case str(), None:
            return f"since {month(start)}"
        case None, str():
            return f"until {month(end)}"
        case _:
            return "all dates"


def kind(text: str) -> str:
    """The kind of a collaboration at the head of a line: ``Co-presentation``."""
    return text[:1].upper() + text[1:]


_LITTLE = frozenset(
    {"a", "an", "and", "at", "da", "de", "der", "des", "di", "du", "for", "in", "la", "of", "on", "the", "und", "van"}
    | {"von"}
)


def initials(name: str, *, organization: bool = False) -> str:
    """The letters inside a mark: first and last name for people, up to three main words for organizations."""
    words = [word for word in ("".join(filter(str.isalnum, part)) for part in name.split()) if word]
    if not words:
        return ""
    if len(words) == 1:
        return words[0][:2].upper() if organization else words[0][0].upper()
    if organization:
        main = [word for word in words if word.casefold() not in _LITTLE] or words
        return "".join(word[0] for word in main[:3]).upper()
    return (words[0][0] + words[-1][0]).upper()
