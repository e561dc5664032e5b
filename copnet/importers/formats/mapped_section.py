"""What the readers of mapped rows share: one section of the mapping beside the sheet it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from copnet.cell_text import join_list
from copnet.dates import PartialDate
from copnet.errors import ImportRefused
from copnet.fields import MAX_ID
from copnet.ids import slug
from copnet.importers.cells import Spelling, parse_date
from copnet.importers.drafts import Draft, Drafts
from copnet.importers.grids import Grid
from copnet.importers.lists import SEPARATORS, family_first, split_names
from copnet.importers.mapping import TableMapping, section_problem
from copnet.importers.mapping_errors import did_you_mean, table_section
from copnet.importers.mapping_models import ColumnRule
from copnet.importers.mapping_words import fold, kind_of_row
from copnet.importers.report import LeftOut

MAX_ROWS = 300_000
"""Rows that one mapped import may make, as many as one import can take; and answers that there is no tie."""

_TIME = re.compile(r"(\S+)[ T]\s*\d{1,2}:\d{2}\b.*", re.DOTALL)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)

Row = tuple[str | None, ...]


@dataclass
class Shared:
    """What all sections of one import have in common.

    Attributes:
        drafts: where rows go.
        mapping_file: the name of the mapping file.
        spelling: the order of day and month that was asked for.
        wave: that was asked for.
        made: rows so far.
        denied: answers so far that there is no tie.
        apart: names told apart by another column, by the id made of both.
    """

    drafts: Drafts
    mapping_file: str
    spelling: Spelling
    wave: str | None
    made: int = 0
    denied: int = 0
    apart: dict[str, tuple[str, str]] = field(default_factory=dict)

    def refuse(self, section: str, key: str | None, value: str | None, expected: str) -> None:
        """Note a fault of the mapping file: nothing can be written then."""
        problem = section_problem(self.mapping_file, table_section(section), key, value, expected)
        self.drafts.problems.add(problem, fatal=True)


class Part:
    """One sheet or text table with its section of the mapping."""

    def __init__(self, name: str, section: TableMapping, grid: Grid, shared: Shared) -> None:
        self.name = name
        self.section = section
        self.grid = grid
        self.shared = shared
        self.drafts = shared.drafts
        self.kind = kind_of_row(section.each_row) or ""
        self._blank = set(section.blank)
        self._missed: set[tuple[str, str]] = set()
        self._index = {fold(header): number for number, header in enumerate(grid.headers)}

    def find(self, header: str, key: str) -> int | None:
        """The column with this name; None, and a fault of the mapping, when there is none."""
        found = self._index.get(fold(header))
        if found is None and (header, key) not in self._missed:
            self._missed.add((header, key))
            known = ", ".join(self.grid.headers[:20]) + (", …" if len(self.grid.headers) > 20 else "")
            hint = did_you_mean(header, self.grid.headers)
            expected = f"a column of {self.place_words}{hint} (there are: {known})"
            self.shared.refuse(self.name, key, header, expected)
        return found

    @property
    def place_words(self) -> str:
        """The file, or the sheet of it."""
        place = self.grid.place
        return f"sheet {place.sheet} of {place.file}" if place.sheet else place.file

    @cached_property
    def rules(self) -> dict[int, ColumnRule]:
        """What each column means that the mapping names and the table has."""
        found = {}
        for header, rule in self.section.columns.items():
            number = self.find(header, "columns")
            if number is not None:
                found[number] = rule
        return found

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The rows that are to be read, cells that say nothing blank."""
        wanted = [
            (self.find(header, "only"), {fold(value) for value in values})
            for header, values in self.section.only.items()
        ]
        left = 0
        for number, cells in self.grid.rows():
            row = tuple(None if cell is None or cell in self._blank else cell for cell in cells)
            if all(column is not None and fold(row[column] or "") in values for column, values in wanted):
                yield number, row
            else:
                left += 1
        if left:
            self.say_left_out(f"{left:,} rows, as the mapping reads only some")

    def say_left_out(self, reason: str, row: int | None = None) -> None:
        """Note what of this part is not read."""
        place = self.grid.place
        self.drafts.left_out.append(LeftOut(place.file, reason, place.sheet, row))

    def caution(self, sentence: str) -> None:
        """Say what was assumed."""
        self.drafts.cautions.append(f"{self.place_words}: {sentence}")

    def refuse(self, number: int, column: int | str | None, value: str | None, expected: str) -> None:
        """Note a cell that nothing can be made from."""
        header = self.grid.headers[column] if isinstance(column, int) else column
        self.drafts.problems.add(self.grid.place.problem(expected, row=number, column=header, value=value))

    def add(
        self, table: str, number: int, cells: Mapping[str, str | None], headers: Mapping[str, str],
        handle: str | None = None, *, made_id: bool = False,
    ) -> None:  # fmt: skip
        """Take one row of a table of the contract.

        Args:
            table: of the contract.
            number: of the row in the file.
            cells: by column of the contract, or own name.
            headers: how the file calls these columns.
            handle: how other rows refer to this one.
            made_id: its id is made of the name and of what tells it apart.

        Raises:
            ImportRefused: more rows than one import can take.
        """
        self.shared.made += 1
        if self.shared.made > MAX_ROWS:
            expected = f"at most {MAX_ROWS:,} rows made from one input; import the sheets in parts"
            raise ImportRefused([self.grid.place.problem(expected, row=number)])
        self._draft(table, headers).add(number, cells, place=self.grid.place, handle=handle, made_id=made_id)

    def _draft(self, table: str, headers: Mapping[str, str]) -> Draft:
        draft = self.drafts.table(table, self.grid.place.sheet)
        if not draft.rows:
            draft.place = self.grid.place
        for column, header in headers.items():
            known = draft.headers.setdefault(column, header)
            if known != header:  # two sheets call it by two names
                draft.headers[column] = column
        return draft

    def deny(self, number: int, cells: Mapping[str, str | None], headers: Mapping[str, str]) -> None:
        """Take an answer that there is no tie: a tie that an earlier answer to the same question made is none then."""
        self.shared.denied += 1
        if self.shared.denied <= MAX_ROWS:
            draft = self._draft("ties", headers)
            draft.add(number, {**cells, "value": "0"}, place=self.grid.place, changes=True)
        elif self.shared.denied == MAX_ROWS + 1:
            self.caution(
                f"of the answers of no tie only the first {MAX_ROWS:,} take back a tie of an earlier import; "
                "import the sheets in parts"
            )

    def date(self, text: str) -> PartialDate:
        """A date as this part writes them; a time of day is dropped.

        Raises:
            ValueError: what was expected instead.
        """
        shared, asked = self.shared.spelling, self.section.dates
        first = (asked == "day first", asked == "month first") if asked else (shared.day_first, shared.month_first)
        file = self.grid.spelling
        spelling = Spelling(workbook=file.workbook, epoch=file.epoch, day_first=first[0], month_first=first[1])
        return read_date(text, spelling)

    def names(self, rule: ColumnRule, text: str) -> list[str]:
        """The names in a cell.

        Raises:
            ValueError: what was expected instead.
        """
        if rule.written:
            return family_first(text, rule.separators or SEPARATORS)
        return split_names(text, rule.separators or SEPARATORS)

    def told_apart(self, name: str, number: int, row: Row) -> str | None:
        """The id of a name that stands for another one beside another value of a column; None where they do not."""
        if self.section.tell_apart_by is None:
            return None
        column = self.find(self.section.tell_apart_by, "tell_apart_by")
        case = row[column] if column is not None else None
        if case is None:
            if column is not None:
                self.refuse(number, column, None, "a filled cell: names are told apart by it")
            return None
        made = f"{slug(name)[:110] or 'unnamed'}-{slug(case)[:80] or 'unnamed'}"[:MAX_ID]
        known = self.shared.apart.setdefault(made, (name, case))
        if known != (name, case):
            expected = f'names that differ in letters or digits; "{known[0]}" of {known[1]} gets the same id, {made}'
            self.refuse(number, None, name, expected)
        return made


def read_date(text: str, spelling: Spelling) -> PartialDate:
    """A date as programs write it into a column: a time of day beside it is dropped, 2024/5/17 is read.

    Raises:
        ValueError: what was expected instead.
    """
    match = _TIME.fullmatch(text)
    day = match[1].rstrip(",") if match else text
    if match := _YEAR_FIRST.fullmatch(day):
        day = f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"
    return parse_date(day, spelling)


def reference(name: str) -> str:
    """A name as a reference in a cell of its own: a bar in it is no separator."""
    return join_list([name]) if "|" in name else name


def with_organization(name: str, organization: str | None) -> str:
    """``Name (Organization)`` where that can be read back; the name alone otherwise."""
    if not organization or name.endswith((")", ">")) or organization.count("(") != organization.count(")"):
        return name
    return f"{name} ({organization})"
