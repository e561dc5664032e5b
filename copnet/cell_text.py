"""How values stand in the cells of a table that copnet wrote itself: for what reads tables and what writes them."""

from __future__ import annotations

from collections.abc import Iterable

APOSTROPHE = "'"
"""Stands before a text that something would take for something else; the importer removes exactly one."""

RISKY_STARTS = ("=", "+", "-", "@", "'", "\t", "\r")
"""How a cell begins that a spreadsheet program may run, or whose own apostrophe would be taken for ours."""

EXAMPLE_MARK = "example:"
"""How the first filled cell (or the name) of a template's example row begins; such rows are never imported."""

BLANK_MARK = "-"
"""A cell with only this clears what the store has."""


def join_list(values: Iterable[str]) -> str:
    """Several values in one cell, separated by bars; a bar or backslash of their own has a backslash before it."""
    return " | ".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def without_apostrophe(text: str) -> str | None:
    """The text of a cell without the one apostrophe that an export put there; None where none stands there."""
    return text[1:] if text.startswith(APOSTROPHE) else None
