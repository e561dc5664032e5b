"""Ids made from names: short, readable, fit for a web address. No store is known here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

MAX_SLUG = 180  # leaves room for a number behind it in an id
UNNAMED = "unnamed"


def slug(name: str) -> str:
    """The words of a name in small letters, joined by hyphens; any script. Empty when there is no letter or digit.

    >>> slug("Ruth  Ames, PhD"), slug("Łódź 2024"), slug("?!")
    ('ruth-ames-phd', 'łódź-2024', '')
    """
    kept: list[str] = []
    for sign in _folded(name):
        group = unicodedata.category(sign)[0]
        if group in "LN" or (group == "M" and kept and kept[-1] != "-"):  # marks belong to the letter before them
            kept.append(sign)
        elif kept and kept[-1] != "-":
            kept.append("-")
    return unicodedata.normalize("NFC", "".join(kept))[:MAX_SLUG].strip("-")


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
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.casefold()).casefold())
