"""What the person who imports may choose."""

from __future__ import annotations

import math
from dataclasses import dataclass

from copnet.errors import UsageError
from copnet.importers.mapping import Mapping

OWN_FORMATS = ("csv", "xlsx")
"""The contract's tables as text files and as a workbook."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Options of one import.

    Attributes:
        format: how the input is to be read; None: seen from its content.
        mapping: what the columns and entries of another program's file mean; None: as the file itself says.
        dry_run: report, write nothing.
        skip_bad_rows: write the good rows and list the bad ones.
        wave: the wave of ties and responses that name none.
        community: id or name of the community of rows that name none.
        day_first: read 17.05.2024 and 17/5/2024.
        month_first: read 5/17/2024.
        reverse_values: the top of a scale whose 1 is the strongest; value v of a tie becomes top + 1 - v, and 0
            (no tie) stays 0.
    """

    format: str | None = None
    mapping: Mapping | None = None
    dry_run: bool = False
    skip_bad_rows: bool = False
    wave: str | None = None
    community: str | None = None
    day_first: bool = False
    month_first: bool = False
    reverse_values: float | None = None

    def check(self) -> None:
        """Refuse options that make no sense.

        Raises:
            UsageError: both orders of day and month, a scale that ends below 1, a blank name.
        """
        if self.day_first and self.month_first:
            raise UsageError("either day first or month first, not both")
        top = self.reverse_values
        if top is not None and not (math.isfinite(top) and top >= 1):
            raise UsageError(f"values can be reversed on a scale from 1 to a number of at least 1, not to {top}")
        for name in ("wave", "community"):
            value = getattr(self, name)
            if value is not None and not value.strip():
                raise UsageError(f"the {name} must not be blank")

    def filling(self, column: str) -> str | None:
        """What fills blank cells of a column of this name; None: they stay blank."""
        given = {"wave": self.wave, "community": self.community}.get(column)
        return given.strip() if given else None
