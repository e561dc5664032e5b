"""Texts that a spreadsheet program would run: a text table is opened in one sooner or later, and so is an export."""

from __future__ import annotations

import re

SIGNS = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet program takes for a formula."""

EXPECTED = "text, not a formula: a spreadsheet program would run it; write it without the sign it begins with"

_CALL = re.compile(r"[-+*/^&=<>(@:%!|]\s*[^\W\d][\w.]*\(")
_EXCHANGE = re.compile(r"\w\\?\|[^\s|!']+!|\w\s*\\?\|\s*'[^']*'\s*!")  # cmd|'/C calc'!A0: a program is asked for data


def is_formula(text: str) -> bool:
    """Whether a cell begins with ``=``, or with ``+``, ``-`` or ``@`` and runs something.

    A function call after a sign of arithmetic runs, and so does a data exchange with a program; ``-5``,
    ``+49 30 123``, ``@handle`` and ``- a dash`` do not.

    >>> [is_formula(text) for text in ("=1", "-2+SUM(A1)", "+cmd|'/C calc'!A0", "- seen by colleague(s)", "+49 (30) 1")]
    [True, True, True, False, False]
    """
    return text.startswith("=") or (text.startswith(SIGNS) and bool(_CALL.search(text) or _EXCHANGE.search(text)))
