"""One cell at a time: what a text means in a column, or in clear words what was expected there."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from dataclasses import dataclass
from typing import Final

from copnet.cell_text import BLANK_MARK, without_apostrophe
from copnet.dates import EXPECTED as EXPECTED_DATE
from copnet.dates import PartialDate
from copnet.fields import LARGEST_NUMBER, clean_id, clean_text
from copnet.importers.formulas import EXPECTED as EXPECTED_TEXT
from copnet.importers.formulas import is_formula
from copnet.tables import Column

_TEXT_KINDS = frozenset({"text", "texts", "reference", "references"})
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(?:\d{1,2}|\d{4,})", re.ASCII)
_THREE_PARTS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})", re.ASCII)
_SERIAL = re.compile(r"\d{5,6}(?:\.\d+)?", re.ASCII)
_MISTYPED_YEARS = (dt.date(1905, 3, 14), dt.date(1905, 9, 30))  # days 1900 to 2100 of a spreadsheet's calendar


class _Clear:
    """The one value that says: what the store has is to go."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "CLEAR"


CLEAR: Final = _Clear()


@dataclass(frozen=True, slots=True)
class Spelling:
    """How texts of one file are to be understood.

    Attributes:
        workbook: cells come from a spreadsheet, where a day can be a number and a text is never a formula.
        epoch: the spreadsheet's day 0.
        day_first: 17.05.2024 is a date.
        month_first: 5/17/2024 is a date.
        suggest: name the nearest allowed value (slow: off after the first many wrong cells).
        exported: copnet wrote the table: one apostrophe before a text is its own, and words stand as they were kept.
    """

    workbook: bool = False
    epoch: dt.date = dt.date(1899, 12, 30)
    day_first: bool = False
    month_first: bool = False
    suggest: bool = True
    exported: bool = False


def parse(column: Column | None, text: str, spelling: Spelling = Spelling()) -> object:
    """The value of a filled cell.

    Args:
        column: a column of the contract; None for a column of the file's own.
        text: the cell, trimmed and not empty.
        spelling: how the file writes dates.

    Returns:
        str, bool, int, float, PartialDate, a tuple of str for lists, or ``CLEAR``. References stay texts.

    Raises:
        ValueError: what was expected instead.
    """
    plain = column is None or column.kind in _TEXT_KINDS
    literal = without_apostrophe(text) if spelling.exported and plain else None
    if literal is not None:
        text = literal
    elif text == BLANK_MARK:
        if column is not None and (column.required or column.name == "id"):
            raise ValueError(f"a value; {column.name} cannot be cleared")
        return CLEAR
    elif plain and not spelling.workbook and is_formula(text):
        raise ValueError(EXPECTED_TEXT)
    if column is None:
        return clean_text(text)
    match column.kind:
        case "texts" | "references":
            return tuple(clean_text(item) for item in split_list(text))
        case "date":
            return parse_date(text, spelling)
        case "integer":
            return _integer(text)
        case "number":
            return _number(text)
        case "share":
            return _share(text)
        case "yes-no":
            return _yes_no(text)
        case "choice":
            return _choice(text, column.choices, suggest=spelling.suggest)
        case _:
            if column.name == "id":
                return clean_id(text)
            return known_spelling(clean_text(text), () if spelling.exported else column.known)


def split_list(text: str) -> tuple[str, ...]:
    r"""The values of a cell, separated by ``|``; ``\|`` is a bar, ``\\`` a backslash. Blank ones are dropped.

    >>> split_list(r"grants | R\\D \| x")
    ('grants', 'R\\D | x')
    """
    if "\\" not in text:
        return tuple(filter(None, (item.strip() for item in text.split("|"))))
    items, item, signs = [], "", iter(text)
    for sign in signs:
        if sign == "\\":
            following = next(signs, "")
            item += following if following in ("|", "\\") else sign + following
        elif sign == "|":
            items.append(item)
            item = ""
        else:
            item += sign
    return tuple(filter(None, (value.strip() for value in [*items, item])))


def parse_date(text: str, spelling: Spelling) -> PartialDate:
    """A date: ISO of any precision, a spreadsheet's day number, or the order of day and month that was asked for.

    Raises:
        ValueError: any other spelling, with the hint that fits it.
    """
    try:
        found = PartialDate.parse(text)
    except ValueError as error:
        other = _other_spelling(text, spelling)
        if other is None:
            raise ValueError(_date_hint(text, str(error), spelling)) from None
        return other
    doubted = spelling.workbook and not spelling.exported
    if doubted and _MISTYPED_YEARS[0] <= found.first and found.last <= _MISTYPED_YEARS[1]:
        raise ValueError(f"{EXPECTED_DATE}; a year typed into a cell formatted as a day ends up in 1905")
    return found


def _other_spelling(text: str, spelling: Spelling) -> PartialDate | None:
    if spelling.workbook and _SERIAL.fullmatch(text):
        return PartialDate.of(spelling.epoch + dt.timedelta(days=int(float(text))))
    if not (spelling.day_first or spelling.month_first):
        return None
    if match := _THREE_PARTS.fullmatch(text):
        one, two, year = match.groups()
        day, month = (one, two) if spelling.day_first else (two, one)
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    elif match := _MONTH_YEAR.fullmatch(text):
        month, year = match.groups()
        day = None
    else:
        return None
    return PartialDate.parse(f"{year}-{month:0>2}" + (f"-{day:0>2}" if day else ""))


def _date_hint(text: str, message: str, spelling: Spelling) -> str:
    match = _THREE_PARTS.fullmatch(text)
    if not match or spelling.day_first or spelling.month_first:
        return message
    one, two = int(match[1]), int(match[2])
    options = [
        name
        for name, day, month in (("day first", one, two), ("month first", two, one))
        if 1 <= month <= 12 and 1 <= day <= 31
    ]
    return f"{message}; for dates such as this one import with {' or '.join(options)}" if options else message


def _integer(text: str) -> int:
    try:
        number = _number(text)
    except ValueError:
        raise ValueError("a whole number such as 12") from None
    if number != int(number):
        raise ValueError("a whole number such as 12")
    return int(number)


def _number(text: str) -> float:
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not abs(number) <= LARGEST_NUMBER:  # also when it is no number
        hint = "; a comma may mean thousands or decimals: write a point or nothing" if "," in text else ""
        raise ValueError(f"a number such as 3 or 2.5, of at most twelve digits{hint}")
    return number


def _share(text: str) -> float:
    expected = "a share from 0 to 1, or a percentage such as 30 %"
    percent = text.endswith("%")
    try:
        number = _number(text[:-1].strip() if percent else text)
    except ValueError:
        raise ValueError(expected) from None
    share = number / 100 if percent else number
    if not 0 <= share <= 1:
        hint = f'; write "{text} %" if that is meant' if not percent and 1 < number <= 100 else ""
        raise ValueError(expected + hint)
    return share


def _yes_no(text: str) -> bool:
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError("yes or no")


def _choice(text: str, choices: tuple[str, ...], *, suggest: bool) -> str:
    by_word = {fold_word(choice): choice for choice in choices}
    word = fold_word(text)
    if word in by_word:
        return by_word[word]
    near = difflib.get_close_matches(word, by_word, n=1) if suggest else []
    hint = f'; did you mean "{by_word[near[0]]}"?' if near else ""
    raise ValueError(f"one of: {', '.join(choices)}{hint}")


def known_spelling(text: str, known: tuple[str, ...]) -> str:
    """A value of an open list: the known one that differs in case, blanks, hyphens or underscores only, or itself."""
    if not known:
        return text
    word = fold_word(text)
    return next((value for value in known if fold_word(value) == word), text)


def fold_word(text: str) -> str:
    """A word without case, spaces, hyphens and underscores."""
    return "".join(text.casefold().split()).replace("-", "").replace("_", "")
