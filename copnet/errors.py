"""Every error copnet raises on purpose.

    CopnetError
    ├── InputError            what was handed in cannot be taken (exit code 1, HTTP 422)
    │   ├── ImportRefused         an import with bad rows; carries every Problem
    │   ├── InvalidRecord         fields of one record that do not fit; carries field and words
    │   ├── NotFound              no such record (HTTP 404)
    │   └── Conflict              a key exists already, or a record is still referred to (HTTP 409)
    ├── UsageError            an option or parameter that makes no sense (exit code 2, HTTP 422)
    ├── EngineFailed          Spark does not start, or fails (exit code 1, HTTP 500)
    └── StoreError            the store (exit code 3, HTTP 503)
        ├── StoreMissing          nothing at that address
        ├── StoreUnreachable      a server that does not answer
        ├── StoreRefused          wrong user or password
        ├── StoreLocked           another process has the embedded folder open
        ├── StoreTooNew           written by a newer copnet
        └── StoreFailed           anything else a driver raised

Each message says what happened and what to do next, in words a facilitator understands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one cell, row or file, in the words of the contract.

    ``row`` counts as a spreadsheet does: the header is row 1. ``column`` is the header as the file spells it.
    """

    file: str
    expected: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def as_dict(self) -> dict[str, str | int | None]:
        """The JSON object of the import report."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "expected": self.expected,
        }

    def __str__(self) -> str:
        found = f' found "{self.value}";' if self.value is not None else ""
        return f"{place_words(self.file, self.sheet, self.row, self.column)}:{found} {self.expected}"


def place_words(file: str, sheet: str | None = None, row: int | None = None, column: str | None = None) -> str:
    """Where something is: ``people.csv, row 3, column email``."""
    parts = {"sheet": sheet, "row": row, "column": column}
    return ", ".join([file, *(f"{name} {part}" for name, part in parts.items() if part is not None)])


class CopnetError(Exception):
    """Base of every error copnet raises on purpose."""

    exit_code = 1


class InputError(CopnetError):
    """What was handed in cannot be taken; nothing was written."""


class ImportRefused(InputError):
    """An import with at least one bad row; nothing was written. ``format``: what it was taken for; None: not known."""

    def __init__(self, problems: Sequence[Problem], summary: str | None = None) -> None:
        self.problems = tuple(problems)
        self.format: str | None = None
        count = len(self.problems)
        super().__init__(summary or f"{count} problem{'' if count == 1 else 's'} found; nothing was written.")

    def taken_for(self, name: str, title: str) -> None:
        """Say what the input was taken for: ``kumu``, a Kumu map."""
        self.format = name
        self.args = (f"{self} It was taken for {title} (format {name}).",)


class InvalidRecord(InputError):
    """Fields of one record that do not fit; nothing was written. ``fields``: pairs of column and what was expected."""

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        self.fields = tuple(fields)
        super().__init__(" ".join(f"{name}: {expected}." if name else f"{expected}." for name, expected in self.fields))


class NotFound(InputError):
    """No record answers to this id or name."""


class Conflict(InputError):
    """A record with this key exists already, or others still refer to the one to be deleted."""


class UsageError(CopnetError):
    """An option or parameter that makes no sense."""

    exit_code = 2


class EngineFailed(CopnetError):
    """What was to be computed elsewhere (Spark) failed there."""


class StoreError(CopnetError):
    """The store cannot be used; nothing was written."""

    exit_code = 3


class StoreMissing(StoreError):
    """Nothing is at the store's address."""


class StoreUnreachable(StoreError):
    """The server does not answer."""


class StoreRefused(StoreError):
    """Wrong user or password."""


class StoreLocked(StoreError):
    """Another process has the embedded folder open."""


class StoreTooNew(StoreError):
    """The store was written by a newer copnet."""


class StoreFailed(StoreError):
    """Anything else a driver raised."""
