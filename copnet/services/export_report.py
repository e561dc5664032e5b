"""What an export did, and how many it does not tell of: the same object for the command line, the API and the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

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
    """

    format: str
    path: str
    audience: str
    rows: Mapping[str, int] = field(default_factory=dict)
    withheld: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "format": self.format,
            "path": self.path,
            "audience": self.audience,
            "rows": dict(self.rows),
            "withheld": dict(self.withheld),
            "left_out": list(self.left_out),
        }


def withheld_words(withheld: Mapping[str, int]) -> Iterator[str]:
    """How many are not told, in one sentence each; what spells their names is not told either."""
    for name, count in withheld.items():
        one, several = _WORDS.get(name, ("1 row of {}", "{} rows of {}"))
        what = name.replace("_", " ")
        yield f"{one.format(what) if count == 1 else several.format(f'{count:,}', what)} withheld."
    if withheld.get("people") or withheld.get("nodes"):
        yield "Titles and texts that spell the name of somebody withheld are replaced or left out."
