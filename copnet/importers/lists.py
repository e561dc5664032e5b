"""Lists of names in one cell, as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copnet.importers.mapping_models import LINE_BREAK

SEPARATORS = (",", ";", " and ", " & ", LINE_BREAK)
"""What stands between two names unless a mapping says otherwise."""

_OPENING, _CLOSING = "([<", ")]>"


def split_names(text: str, separators: Sequence[str] = SEPARATORS) -> list[str]:
    """The names in a cell; what stands in parentheses or angle brackets is left together.

    A separator of letters is a word of its own, whatever its case.

    >>> split_names("Ann Lee (Arts, Music and Drama), Bo Chen <bo@x.example>; Cy Diaz, and Di Ek")
    ['Ann Lee (Arts, Music and Drama)', 'Bo Chen <bo@x.example>', 'Cy Diaz', 'Di Ek']
    """
    text = re.sub(r"[^\S\n]+", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    words = [separator.strip().casefold() for separator in separators if _is_word(separator)]
    masked = _masked(text)
    items, start = [], 0
    for match in _pattern(tuple(separators)).finditer(masked):
        items.append(text[start : match.start()])
        start = match.end()
    items.append(text[start:])
    if LINE_BREAK not in separators:
        items = [" ".join(item.split()) for item in items]
    return [name for item in items if (name := _without_word(item.strip(), words))]


def _pattern(separators: tuple[str, ...]) -> re.Pattern[str]:
    parts = []
    for separator in separators:
        if separator == LINE_BREAK:
            parts.append("\n")
        elif _is_word(separator):
            parts.append(rf"(?<=\s){re.escape(separator.strip())}(?=\s)")
        else:
            parts.append(re.escape(separator.strip() or separator))
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def _is_word(separator: str) -> bool:
    """Whether it parts names only where blanks are around it: a word, or a sign written with blanks."""
    return (
        bool(separator.strip()) and separator != LINE_BREAK and (separator != separator.strip() or separator.isalpha())
    )


def _without_word(name: str, words: Sequence[str]) -> str:
    """``and Cy`` after a comma is Cy; a name that is a separator is none."""
    for word in words:
        if name.casefold() == word:
            return ""
        if name.casefold().startswith(f"{word} "):
            return name[len(word) :].strip()
    return name


def _masked(text: str) -> str:
    """The text with everything inside brackets blotted out; as it is when the brackets are not balanced."""
    signs, depth = [], 0
    for sign in text:
        depth -= sign in _CLOSING
        if depth < 0:
            return text
        signs.append("\0" if depth and sign not in _OPENING else sign)
        depth += sign in _OPENING
    return "".join(signs) if not depth else text
