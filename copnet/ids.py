"""Ids made from names: short, readable, fit for a web address. No store is known here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

MAX_SLUG = 60
UNNAMED = "unnamed"
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}  # do not decompose
)


def slug(name: str) -> str:
    """An id made from a name: lower case, words joined by hyphens, accents of Latin letters removed.

    Letters of other scripts stay as they are. Empty when there is no letter or digit. At most 60 characters, cut between
    words where there is a cut.

    >>> slug("Zoë Łukasiewicz-O'Neil")
    'zoe-lukasiewicz-o-neil'
    >>> slug("山田 太郎"), slug("?!")
    ('山田-太郎', '')
    """
    kept: list[str] = []
    for sign in unicodedata.normalize("NFKD", _folded(name)):
        group = unicodedata.category(sign)[0]
        if group == "M":
            if kept and kept[-1] != "-" and not kept[-1].isascii():
                kept.append(sign)
        elif group in "LN":
            kept.append(sign)
        elif kept and kept[-1] != "-":
            kept.append("-")
    text = unicodedata.normalize("NFC", "".join(kept)).strip("-")
    return _cut(text)


def free_id(name: str, taken: Callable[[str], bool]) -> str:
    """The slug of a name (``unnamed`` when it is empty), with ``-2``, ``-3`` ... behind it when it is taken.

    Few questions are asked even when thousands share the name, so a number may be left out where ids were deleted.

    >>> free_id("Ana Ruiz", {"ana-ruiz", "ana-ruiz-2"}.__contains__)
    'ana-ruiz-3'
    """
    base = slug(name) or UNNAMED
    if not taken(base):
        return base
    used, free = 1, 2
    while taken(f"{base}-{free}"):
        used, free = free, free * 2
    while free - used > 1:
        middle = (used + free) // 2
        if taken(f"{base}-{middle}"):
            used = middle
        else:
            free = middle
    return f"{base}-{free}"


def _folded(name: str) -> str:
    """Small letters throughout: some letters become capitals or plain ones only when taken apart, so fold twice."""
    return unicodedata.normalize("NFKC", name.casefold()).casefold().translate(_LETTERS)


def _cut(text: str) -> str:
    if len(text) <= MAX_SLUG:
        return text
    head, hyphen, _ = text[: MAX_SLUG + 1].rpartition("-")
    return (head if hyphen else text[:MAX_SLUG]).strip("-")
