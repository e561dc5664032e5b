"""Lists of names in one cell, as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copnet.importers.mapping_models import LINE_BREAK

SEPARATORS = (",", ";", " and ", " & ", LINE_BREAK)
"""What stands between two names unless a mapping says otherwise."""

_OPENING, _CLOSING = "([<", ")]>"
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WORDS = 3
"""A given name, or a family name, of more words is none."""


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


def spoken(name: str) -> str:
    """A name in the order in which it is spoken.

    >>> spoken("Ames, Ruth, Jr."), spoken("Ames, Jr., Ruth"), spoken("Lee, Ann (Arts, Music)"), spoken("Bo Chen")
    ('Ruth Ames Jr.', 'Ruth Ames Jr.', 'Ann Lee (Arts, Music)', 'Bo Chen')
    """
    before, bracketed, _ = _masked(name).partition("\0")
    end = len(before.rstrip(_OPENING)) if bracketed else len(name)
    parts = [part.strip() for part in name[:end].split(",")]
    if len(parts) == 3 and _is_suffix(parts[1]):
        parts[1:] = [parts[2], parts[1]]
    return " ".join(filter(None, [*parts[1:2], parts[0], *parts[2:], name[end:].strip()]))


def family_first(text: str, separators: Sequence[str] = SEPARATORS) -> list[str]:
    """The names in a cell that writes each as ``Last, First``, as they are spoken.

    >>> family_first("Smith, Anna; van der Berg, Jo and Bo Chen"), family_first("Smith, Anna, Jones, Bob")
    (['Anna Smith', 'Jo van der Berg', 'Bo Chen'], ['Anna Smith', 'Bob Jones'])

    Raises:
        ValueError: commas that leave open which names belong together.
    """
    names = []
    for item in split_names(text, [sign for sign in separators if sign != ","] or [";"]):
        parts = split_names(item, [","])
        if len(parts) < 3 or (len(parts) == 3 and any(map(_is_suffix, parts[1:]))):
            names.append(spoken(item))
        elif len(parts) % 2 == 0:
            names += [f"{first} {last}" for last, first in zip(parts[::2], parts[1::2], strict=True)]
        else:
            raise ValueError('names as "Last, First" with ";" between them; here commas do not show who is who')
    return names


def maybe_family_first(text: str, separators: Sequence[str] = SEPARATORS) -> str | None:
    """The first item of a cell with a comma that may be one name, ``Smith, Anna``, or two; None: there is none."""
    for item in split_names(text, [sign for sign in separators if sign != ","] or [";"]):
        parts = split_names(item, [","])
        words = [len(re.sub(r"[(<\[].*", "", part, flags=re.DOTALL).split()) for part in parts]
        if len(parts) == 2 and min(words) == 1 and max(words) <= _WORDS and not any(map(str.isdigit, item)):
            return item
    return None


def _is_suffix(part: str) -> bool:
    return part.strip(".").casefold() in _SUFFIXES


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
