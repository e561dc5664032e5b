"""What an import did, or would do: the same object for the command line, the API and the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from copnet.errors import Problem, place_words


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file, sheet or row that was not imported on purpose, and why."""

    file: str
    reason: str
    sheet: str | None = None
    row: int | None = None

    def as_dict(self) -> dict[str, str | int | None]:
        """The JSON object."""
        return {"file": self.file, "sheet": self.sheet, "row": self.row, "reason": self.reason}

    def __str__(self) -> str:
        return f"{place_words(self.file, self.sheet, self.row)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Unsure:
    """A new record that may be the same as one already known, or whose name may be that of nobody or of several."""

    table: str
    id: str
    name: str
    reason: str
    candidates: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON object; candidates are ``{"id", "name"}``."""
        return {
            "table": self.table,
            "id": self.id,
            "name": self.name,
            "reason": self.reason,
            "candidates": [{"id": key, "name": name} for key, name in self.candidates],
        }

    def __str__(self) -> str:
        others = ", ".join(key for key, _ in self.candidates)
        same = f"; may be the same as {others}" if others else ""
        return f"{self.name} ({self.id}): {self.reason}{same}"


@dataclass(frozen=True, slots=True)
class Implied:
    """A record made because rows refer to it and its own table was not in the import."""

    table: str
    id: str
    name: str

    def as_dict(self) -> dict[str, str]:
        """The JSON object."""
        return {"table": self.table, "id": self.id, "name": self.name}


@dataclass(frozen=True)
class ImportReport:
    """The report of one import.

    Attributes:
        format: ``csv``, ``xlsx`` or the name of another program's format.
        created: new records by table.
        matched: records by table that were known and stay as they are.
        updated: records by table that were known and change.
        removed: records by table that were known and go: memberships of former funders.
        unsure: new records that may be duplicates, nobody, or several people.
        implied: records made from references alone (counted in ``created`` too).
        left_out: what was not read: unknown files and sheets, example rows of the template.
        errors: what is wrong, with ``skip_bad_rows``; otherwise an import with errors raises.
        errors_not_listed: how many more errors there are than listed.
        new_kinds: values of open lists that copnet did not know, by ``table.column``.
        cautions: what the reader of the figures should know.
        dry_run: whether nothing was written.
    """

    format: str
    created: Mapping[str, int] = field(default_factory=dict)
    matched: Mapping[str, int] = field(default_factory=dict)
    updated: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    unsure: tuple[Unsure, ...] = ()
    implied: tuple[Implied, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    errors: tuple[Problem, ...] = ()
    errors_not_listed: int = 0
    new_kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()
    dry_run: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON of ``import``."""
        return {
            "format": self.format,
            "dry_run": self.dry_run,
            "created": dict(self.created),
            "matched": dict(self.matched),
            "updated": dict(self.updated),
            "removed": dict(self.removed),
            "unsure": [item.as_dict() for item in self.unsure],
            "implied": [item.as_dict() for item in self.implied],
            "left_out": [item.as_dict() for item in self.left_out],
            "errors": [item.as_dict() for item in self.errors],
            "errors_not_listed": self.errors_not_listed,
            "new_kinds": {place: list(values) for place, values in self.new_kinds.items()},
            "cautions": list(self.cautions),
        }
