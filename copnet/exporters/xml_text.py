"""Pieces of XML as text, written as they come: no tree is held in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from copnet.errors import InputError

HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
REPLACEMENT = "\ufffd"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def start(name: str, attributes: Mapping[str, str] | None = None, *, empty: bool = False) -> str:
    """A start tag; with ``empty`` the element has nothing in it. Line breaks and tabs in values survive."""
    inside = "".join(f" {key}={quoteattr(allowed(value))}" for key, value in (attributes or {}).items())
    return f"<{name}{inside}{'/' if empty else ''}>"


def element(name: str, text: str, attributes: Mapping[str, str] | None = None) -> str:
    """An element with only text in it."""
    return f"{start(name, attributes)}{escape(allowed(text), {chr(13): '&#13;'})}</{name}>"


def allowed(text: str) -> str:
    """The text with U+FFFD in place of what XML 1.0 cannot hold at all."""
    return _FORBIDDEN.sub(REPLACEMENT, text)


def require_distinct(ids: Iterable[str]) -> None:
    """Refuse ids that would be one in XML.

    Raises:
        InputError: two ids differ only by what XML cannot hold.
    """
    seen: dict[str, str] = {}
    for key in ids:
        told = allowed(key)
        if seen.setdefault(told, key) != key:
            raise InputError(f'Two ids would both be "{told}" in this format. Change one of them.')


def value_text(value: object) -> str:
    """A value as XML Schema spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
