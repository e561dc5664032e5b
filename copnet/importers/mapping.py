"""The mapping file: what the columns and entries of a file that is not copnet's mean."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from copnet.errors import ImportRefused, Problem
from copnet.importers.headers import Place
from copnet.importers.mapping_errors import faults
from copnet.importers.mapping_models import ColumnRule, GraphMapping, Mapping, TableMapping
from copnet.importers.mapping_words import check_section

__all__ = ["ColumnRule", "GraphMapping", "Mapping", "TableMapping", "load_mapping", "section_problem"]

MAX_BYTES = 1_000_000
MAX_LINE = 10_000
"""Bytes of a line: the time to read a key grows with the square of its parts."""


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises:
        ImportRefused: not there, not TOML, or words that are not known; every one is named.
    """
    place = Place(path.name or str(path))
    try:
        mapping = Mapping.model_validate(_parsed(path, place)).named(place.file)
    except ValidationError as error:
        found = faults(error)
    else:
        found = [fault for name, section in mapping.table.items() for fault in check_section(name, section)]
        if not found:
            return mapping
    raise ImportRefused([section_problem(place.file, *fault) for fault in found])


def section_problem(file: str, section: str | None, key: str | None, value: str | None, expected: str) -> Problem:
    """A problem of a mapping file: section, key and value, and what was expected."""
    where = ", ".join(
        part for part in (section and f"in the section {section}", key and f"at the key {key}") if part
    )  # fmt: skip
    return Place(file).problem(f"{where}: {expected}" if where else expected, value=value)


def _parsed(path: Path, place: Place) -> dict[str, object]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImportRefused([place.problem(f"a mapping file of at most {MAX_BYTES:,} bytes")])
        data = path.read_bytes()
        for number, line in enumerate(data.split(b"\n"), 1):
            if len(line) > MAX_LINE:
                raise ImportRefused([place.problem(f"lines of at most {MAX_LINE:,} bytes", row=number)])
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        raise ImportRefused([place.problem(f"a mapping file that can be read ({error.strerror or error})")]) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        hint = "; names with spaces or signs stand in quotation marks, texts too"
        raise ImportRefused([place.problem(f"a TOML file in UTF-8: {error}{hint}")]) from None
    except RecursionError:
        raise ImportRefused([place.problem("a mapping file; this one is nested too deeply")]) from None
