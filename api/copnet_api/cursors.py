"""Cursors of pages: the key to go on after, in a form nobody is tempted to read or make."""

from __future__ import annotations

import base64
import binascii

from copnet.errors import UsageError

_VERSION = "1"


def write_cursor(table: str, after: str) -> str:
    """The cursor of the page after this key."""
    return base64.urlsafe_b64encode(f"{_VERSION}:{table}:{after}".encode()).decode().rstrip("=")


def read_cursor(table: str, cursor: str) -> str:
    """The key a cursor stands for.

    Raises:
        UsageError: not a cursor of this table.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        version, of_table, after = base64.b64decode(padded, altchars=b"-_", validate=True).decode().split(":", 2)
    except (binascii.Error, ValueError):
        version, of_table, after = "", "", ""
    if (version, of_table) != (_VERSION, table) or not after:
        raise UsageError(f'cursor: give the value of "next" from the page of {table} before, as it is.')
    return after
