"""The text that LaTeX writes, for titles and names of BibTeX: accents, braces, dashes."""

from __future__ import annotations

import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text

from copnet.fields import MAX_TEXT

MOST_BRACES = 20
"""Braces within each other."""

_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_BARE = re.compile(r"(?<!\\)([%&#])")


@lru_cache(maxsize=1)
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="verbatim")


def latex_text(source: str) -> str:
    """A text without LaTeX, blanks put together. Formulas stay as they are written.

    Raises:
        ValueError: what was expected.
    """
    source = " ".join(source.split())
    if not _LATEX.search(source):
        return source
    if len(source) > 2 * MAX_TEXT:
        raise ValueError(f"at most {2 * MAX_TEXT:,} characters")
    if _depth(source) > MOST_BRACES:
        raise ValueError(f"braces of at most {MOST_BRACES} levels within each other")
    try:
        text = _decoder().latex_to_text(_BARE.sub(r"\\\1", source))
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise ValueError(f"LaTeX that can be read ({type(error).__name__})") from None
    return " ".join(text.split())


def _depth(source: str) -> int:
    depth = most = 0
    for sign in re.findall(r"\\.|[{}]", source):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        most = max(most, depth)
    return most
