"""One table as the guess sees it: names of columns, cells, and what may be told from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from copnet.identity.not_people import placeholder
from copnet.importers.cells import Spelling
from copnet.importers.formats.mapped_section import read_date
from copnet.importers.grids import Grid
from copnet.importers.guess_words import BLANK
from copnet.importers.lists import SEPARATORS, maybe_family_first, split_names
from copnet.importers.namesakes import with_organization as split_place

SAMPLES = 3
_BETWEEN = tuple(sign for sign in SEPARATORS if sign != ",")
MOST_WORDS = 40
"""Different words of a scale; a question with more has free answers."""


@dataclass
class Guess:
    """The first guess of one section.

    Attributes:
        name: of the sheet or file.
        headers: all names of columns.
        samples: up to three cells of each.
        each_row: what a row is.
        keys: single keys of the section.
        always: what holds for every row.
        columns: by name: a word, or the keys of a rule.
        questions: question to kind of tie.
        answers: answer to value.
        asked: names of columns that ask about a colleague.
        notes: for the person who reads it, by key or name of a column.
    """

    name: str
    headers: list[str]
    samples: list[list[str]]
    each_row: str = "ignore"
    keys: dict[str, Any] = field(default_factory=dict)
    always: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str | dict[str, Any]] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    answers: dict[str, float | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The JSON object."""
        means: Mapping[str, Any] = self.columns
        return {
            "table": self.name,
            "each_row": self.each_row,
            **self.keys,
            "always": self.always,
            "columns": [
                {
                    "header": header,
                    "guess": means.get(header, "colleague" if header in self.asked else None),
                    "samples": samples,
                }
                for header, samples in zip(self.headers, self.samples, strict=True)
            ],
            "questions": self.questions,
            "answers": self.answers,
        }


class Seen:
    """A table that was read for guessing."""

    def __init__(self, name: str, grid: Grid, header_row: int) -> None:
        self.name = name
        self.header_row = header_row
        self.spelling = grid.spelling
        self._rows = [cells for _, cells in grid.rows()]
        used = [number for number in range(len(grid.headers)) if self._is_used(grid.headers[number], number)]
        self.headers = [grid.headers[number] for number in used]
        self._columns = dict(zip(self.headers, used, strict=True))

    def _is_used(self, header: str, number: int) -> bool:
        return not header.startswith("column ") or any(row[number] is not None for row in self._rows)

    def column(self, header: str) -> list[str | None]:
        """All cells of a column."""
        number = self._columns[header]
        return [row[number] for row in self._rows]

    def filled(self, header: str) -> list[str]:
        """The cells that say something."""
        return [cell for cell in self.column(header) if cell is not None and cell not in self.blank]

    @cached_property
    def blank(self) -> list[str]:
        """Words that mean nothing was said, as they stand in the table."""
        found = {cell for row in self._rows for cell in row if cell is not None and len(cell) < 10}
        return ["-", *sorted(found & BLANK)]

    def samples(self, header: str) -> list[str]:
        """The first different cells."""
        return list(dict.fromkeys(cell for cell in self.column(header) if cell))[:SAMPLES]

    def is_key(self, headers: Iterable[str]) -> bool:
        """Whether no two rows have the same cells in these columns."""
        rows = list(zip(*(self.column(header) for header in headers), strict=True))
        return len(set(rows)) == len(rows)

    def words(self, headers: Iterable[str]) -> list[str] | None:
        """The different answers that are no numbers, most frequent first; None when too many to be a scale."""
        counts: Counter[str] = Counter()
        for header in headers:
            counts.update(cell for cell in self.filled(header) if not _is_number(cell))
            if len(counts) > MOST_WORDS:
                return None
        return list(counts)

    def dates(self, header: str) -> str | None:
        """How the dates of a column are read: ``iso``, ``day first``, ``month first``; None: it has no dates."""
        cells = list(dict.fromkeys(self.filled(header)))[:5_000]
        fits = [name for name, spelling in self._spellings().items() if _all_dates(cells, spelling)]
        if not cells or not fits:
            return None
        return fits[0] if "iso" in fits or len(fits) == 1 else "either"

    def _spellings(self) -> dict[str, Spelling]:
        workbook, epoch = self.spelling.workbook, self.spelling.epoch
        return {
            "iso": Spelling(workbook, epoch),
            "day first": Spelling(workbook, epoch, day_first=True),
            "month first": Spelling(workbook, epoch, month_first=True),
        }

    def separators(self, header: str) -> list[str]:
        """What stands between the names of a column; the usual ones when each cell has one name."""
        text = "\n".join(f" {cell.replace(chr(10), chr(0))} " for cell in self.filled(header)).casefold()
        found = [sign for sign in SEPARATORS if (chr(0) if sign == "line break" else sign) in text]
        return found or list(SEPARATORS)

    def family_first(self, header: str) -> bool:
        """Whether a column seems to have names as ``Last, First``: wherever a comma stands, it parts these two."""
        items = [item for cell in self.filled(header) for item in split_names(cell, _BETWEEN)]
        parted = [item for item in items if len(split_names(item, [","])) > 1]
        alone = any(len(item.split()) == 1 and not placeholder(item) for item in items)  # Anna, Bob: first names
        return bool(parted) and not alone and all(maybe_family_first(item) for item in parted)

    def with_places(self, header: str) -> bool:
        """Whether most cells are ``Name (Organization)``."""
        cells = self.filled(header)
        return sum(split_place(cell, lambda _: False, lambda _: False) is not None for cell in cells) * 2 > len(cells)

    def lengths(self, header: str, separators: list[str]) -> list[int | None]:
        """How many names each cell has; None where it is blank."""
        return [None if cell is None else len(split_names(cell, separators)) for cell in self.column(header)]


def _all_dates(cells: Iterable[str], spelling: Spelling) -> bool:
    try:
        for cell in cells:
            read_date(cell, spelling)
    except ValueError:
        return False
    return True


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
