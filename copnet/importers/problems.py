"""Everything wrong with an import, counted in full and kept in bounded memory."""

from __future__ import annotations

from collections import Counter
from typing import Self

from copnet.errors import Problem

KEPT_A_COLUMN = 2_000
"""Problems of one column of one table that are kept one by one; more are only counted."""
KEPT = 20_000
"""Problems of one import that are kept one by one; more are only counted."""


class Problems:
    """Collects problems. Thousands are listed, the rest counted: every row of a large file may be wrong."""

    def __init__(self) -> None:
        self.count = 0
        self.fatal = False
        self._kept: list[Problem] = []
        self._a_column: Counter[tuple[str, str | None, str | None]] = Counter()
        self._order: dict[tuple[str, str | None], int] = {}

    def add(self, problem: Problem, *, fatal: bool = False) -> None:
        """Count a problem and keep it while there is room.

        Args:
            problem: what is wrong.
            fatal: a whole file or table cannot be read, so that leaving out rows does not help.
        """
        self.fatal = self.fatal or fatal
        if self.room(problem.file, problem.sheet, problem.column) or fatal:
            self._a_column[problem.file, problem.sheet, problem.column] += 1
            self._order.setdefault((problem.file, problem.sheet), len(self._order))
            self._kept.append(problem)
        self.count += 1

    def expect(self, file: str, sheet: str | None) -> None:
        """Problems are listed in the order in which files and sheets are announced."""
        self._order.setdefault((file, sheet), len(self._order))

    def room(self, file: str, sheet: str | None, column: str | None) -> bool:
        """Whether one more problem of this column would be kept."""
        return len(self._kept) < KEPT and self._a_column[file, sheet, column] < KEPT_A_COLUMN

    def count_only(self, number: int) -> None:
        """Count problems for which there is no room."""
        self.count += number

    @property
    def not_listed(self) -> int:
        """How many problems are counted only."""
        return self.count - len(self._kept)

    def listed(self) -> tuple[Problem, ...]:
        """The kept problems, by file and row."""

        def place(problem: Problem) -> tuple[int, int, str]:
            return self._order[problem.file, problem.sheet], problem.row or 0, problem.column or ""

        return tuple(sorted(self._kept, key=place))

    def summary(self) -> str:
        """One sentence for the top of the list."""
        words = "1 problem" if self.count == 1 else f"{self.count:,} problems"
        rest = f" The first {len(self._kept):,} are listed, and {self.not_listed:,} more." if self.not_listed else ""
        return f"{words} found; nothing was written.{rest}"

    def copy(self) -> Self:
        """An independent copy: a transaction that is run again starts from the same problems."""
        other = type(self)()
        other.count, other.fatal = self.count, self.fatal
        other._kept, other._a_column, other._order = list(self._kept), self._a_column.copy(), dict(self._order)
        return other
