"""What pydantic found wrong, in words for facilitators: shared by records and by the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

_WORDS = {
    "missing": "must be filled in",
    "extra_forbidden": "is not known here",
    "string_type": "a text",
    "string_unicode": "a text of valid Unicode characters",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of fewer digits",
    "int_from_float": "a whole number",
    "json_invalid": "valid JSON",
}


def expected(error: Mapping[str, Any]) -> str:
    """One finding of pydantic as the words that complete "expected ..."."""
    kind = str(error["type"])
    if kind in _WORDS:
        return _WORDS[kind]
    context = error.get("ctx") or {}
    if kind in ("literal_error", "enum"):
        return f"one of {context['expected']}"
    return str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")


def field_name(place: Iterable[Any]) -> str:
    """The place of a finding as a dotted name, without signs that cannot be written to JSON."""
    return ".".join(str(part) for part in place).encode("utf-8", "backslashreplace").decode()


def findings(error: ValidationError) -> list[tuple[str, str]]:
    """Field and expectation of every finding; the field is blank where several fields do not fit together."""
    return [(field_name(item["loc"]), expected(item)) for item in error.errors(include_url=False, include_input=False)]
