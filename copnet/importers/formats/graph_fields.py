"""What the attributes of nodes and edges are called that every graph file has: names, weights, dates."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from copnet.cell_text import join_list
from copnet.importers.cells import fold_word

OURS = "copnet"
"""What a graph says of itself as its ``source`` or creator when copnet wrote it."""


def take(attributes: dict[str, str], *words: str) -> str | None:
    """Remove and give the first filled attribute of one of these names; they come without case and blanks."""
    for word in words:
        for name, value in attributes.items():
            if fold_word(name) == word and value.strip():
                return attributes.pop(name)
    return None


def take_label(attributes: dict[str, str]) -> str | None:
    """The name of a node."""
    return take(attributes, "label", "name")


def take_weight(attributes: dict[str, str]) -> str | None:
    """The value of an edge: its weight as it stands, or its value if that is a number."""
    weight = take(attributes, "weight")
    if weight is not None:
        return weight if _number(weight) is None or not math.isnan(float(weight)) else None
    value = take(attributes, "value")
    if value is not None and _number(value) is None:
        attributes["value"] = value
        return None
    return value


def take_date(attributes: dict[str, str]) -> str | None:
    """The date of an edge, if it is called as in copnet's own table."""
    return take(attributes, "askedon")


def is_ours(attributes: Mapping[str, Any]) -> bool:
    """Whether the attributes of a whole graph say that copnet wrote it."""
    return attributes.get("source") == OURS


def as_text(value: object) -> str:
    """A value of JSON as a cell: lists as lists, the rest as JSON has it; none is blank."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return join_list(map(as_text, value))
    return json.dumps(value, ensure_ascii=False)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
