"""What is wrong with the words of a mapping file: section, key, value, and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from copnet.importers.mapping_models import ColumnRule, GraphMapping, Mapping, TableMapping

Fault = tuple[str | None, str | None, str | None, str]
"""Section, key, value, expected."""

_NESTED = {"columns": ColumnRule}
_EXPECTED = {
    "string_type": "a text in quotation marks",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "dict_type": 'a section with lines such as "name in the file" = "what it means"',
    "model_type": "a text in quotation marks, or keys in braces { }",
    "tuple_type": "a list in brackets, such as [\",\", \" and \"]",
    "missing": "a line with this key",
}  # fmt: skip


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word as the end of a sentence; blank when none is near."""
    by_fold = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), by_fold, n=1)
    return f'; did you mean "{by_fold[near[0]]}"?' if near else ""


def table_section(name: str) -> str:
    """A section as it is written."""
    return f'[table."{name}"]'


def faults(error: ValidationError) -> list[Fault]:
    """Every fault that the models found, in words; one for each key."""
    found: dict[tuple[str | None, str | None], Fault] = {}
    for one in error.errors(include_url=False, include_context=True):
        section, keys = _place(one["loc"])
        fault = _fault(section, keys, one)
        found.setdefault(fault[:2], fault)
    return list(found.values())


def _place(location: Sequence[int | str]) -> tuple[str | None, list[str]]:
    parts = [str(part) for part in location]
    if parts[:1] == ["table"] and len(parts) > 1:
        return table_section(parts[1]), _keys(parts[2:])
    if parts[:1] == ["graph"]:
        return "[graph]", parts[1:]
    return None, parts


def _keys(parts: list[str]) -> list[str]:
    """Keys without the names of types that a choice between several adds."""
    if parts[:1] == ["answers"]:
        return parts[:2]
    depth = {"columns": 3, "only": 2, "words": 3}.get(parts[0], 2) if parts else 0
    return parts[:depth]


def _fault(section: str | None, keys: list[str], one: Any) -> Fault:
    key = ".".join(keys) or None
    value = one["input"] if isinstance(one["input"], str | int | float) else None
    shown = None if value is None else str(value)
    if one["type"] == "extra_forbidden":
        known = _known(section, keys[:-1])
        expected = f"one of the keys {', '.join(known)}{did_you_mean(keys[-1], known)}"
        return section, key, keys[-1], expected
    if one["type"] == "missing":
        return section, key, None, _EXPECTED["missing"]
    if one["type"] == "literal_error" or keys[:1] == ["answers"]:
        return section, key, shown, _choice(keys, shown, one)
    limits = one.get("ctx", {})
    if "ge" in limits or "le" in limits:
        return section, key, shown, "a number from 1 on" if "ge" in limits else f"a number up to {limits['le']:g}"
    return section, key, shown, _EXPECTED.get(one["type"], str(one["msg"]))


def _choice(keys: list[str], value: str | None, one: Any) -> str:
    if keys[:1] == ["answers"]:
        return f'a number, or "not a tie"{did_you_mean(value or "", ["not a tie"])}'
    choices = [word.strip(" '") for word in str(one["ctx"]["expected"]).replace(" or ", ",").split(",")]
    return f"one of: {', '.join(choices)}{did_you_mean(value or '', choices)}"


def _known(section: str | None, above: list[str]) -> list[str]:
    """The keys there are at a place."""
    model: type[BaseModel] = Mapping
    if section == "[graph]":
        model = GraphMapping
    elif section:
        model = _NESTED.get(above[0], TableMapping) if above else TableMapping
    return list(model.model_fields)
