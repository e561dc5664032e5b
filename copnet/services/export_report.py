"""What an export did, and how many it does not tell of: the same object for the command line, the API and the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copnet.importers.headers import MAX_COLUMNS
from copnet.manifest import Manifest
from copnet.stores.base import MAX_ROWS_AN_IMPORT

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how much is done, and of how much."""

_WORDS = {
    "people": ("1 person", "{} people"),
    "emails": ("1 e-mail address", "{} e-mail addresses"),
    "nodes": ("1 person", "{} people"),
    "ties": ("1 tie", "{} ties"),
}
"""What is withheld, one and several of it; other names are those of tables."""


@dataclass(frozen=True)
class ExportReport:
    """What an export did: the contract's JSON of ``export``.

    Attributes:
        format: the name of the format.
        path: where it was written.
        audience: for whom.
        rows: how many rows are there, by table; of a network ``nodes`` and ``ties``.
        withheld: how many are not told to this audience.
        left_out: what the export cannot carry, in sentences.
        cautions: what the reader should know beside, in sentences.
    """

    format: str
    path: str
    audience: str
    rows: Mapping[str, int] = field(default_factory=dict)
    withheld: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    @classmethod
    def of(cls, note: Manifest, path: Path) -> ExportReport:
        """What was written at a path, by the note that says what it is."""
        return cls(note.format, str(path), note.audience, note.rows, note.withheld, note.left_out, note.cautions)

    def as_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "format": self.format,
            "path": self.path,
            "audience": self.audience,
            "rows": dict(self.rows),
            "withheld": dict(self.withheld),
            "left_out": list(self.left_out),
            "cautions": list(self.cautions),
        }


def withheld_words(withheld: Mapping[str, int]) -> Iterator[str]:
    """How many are not told, in one sentence each; what spells their names is not told either."""
    for name, count in withheld.items():
        one, several = _WORDS.get(name, ("1 row of {}", "{} rows of {}"))
        what = name.replace("_", " ")
        yield f"{one.format(what) if count == 1 else several.format(f'{count:,}', what)} withheld."
    if withheld.get("people") or withheld.get("nodes"):
        yield "Titles and texts that spell the name of somebody withheld are replaced or left out."


def import_limits(rows: Mapping[str, int], widths: Mapping[str, int]) -> tuple[str, ...]:
    """What keeps tables from being imported again as they are, in sentences.

    Args:
        rows: how many rows each table has.
        widths: how many columns each table has.
    """
    found = [
        f"An import takes tables of at most {MAX_COLUMNS} columns; {table.replace('_', ' ')} has {width:,}: take own "
        "columns away before it is imported."
        for table, width in widths.items()
        if width > MAX_COLUMNS
    ]
    total = sum(rows.values())
    if total > MAX_ROWS_AN_IMPORT:
        found.append(
            f"An import takes at most {MAX_ROWS_AN_IMPORT:,} rows at once; these tables have {total:,}: import a "
            "few tables at a time, organizations, people and communities first, and a longer table in pieces."
        )
    return tuple(found)
