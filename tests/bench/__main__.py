"""``make bench`` and ``make bench-full``: copnet beside the tool one would use without it. Writes docs/performance.md.

Every comparison first checks that both sides find the same; without that a time means nothing.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench import engine, growing, identity, imports, maps, networks, processes, stores
from tests.bench.timing import HEAD, ROUNDS, Comparison

REPORT = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
CHECKED = 1.2


@dataclass(frozen=True)
class Sizes:
    """How much of everything.

    Attributes:
        people: of networks; memory is measured of the last.
        stored: participations read from stores.
        written: participations written to stores.
        writing_rounds: how often.
        imported: participations read and checked.
        crowd: people compared with each other, beside a tenth of them.
    """

    people: Sequence[int]
    stored: int
    written: int
    writing_rounds: int
    imported: int
    crowd: int


SMALL = Sizes(people=(3_000,), stored=30_000, written=30_000, writing_rounds=3, imported=100_000, crowd=20_000)
FULL = Sizes(
    people=(30_000, 300_000), stored=300_000, written=1_000_000, writing_rounds=1, imported=1_000_000, crowd=100_000
)


def comparisons(sizes: Sizes, rounds: int = ROUNDS) -> Iterator[Comparison]:
    """All rows of the table."""
    for people in sizes.people:
        yield from engine.comparisons(people, rounds)
        yield from growing.comparisons(people, rounds)
    yield from networks.comparisons(sizes.people[0], rounds)
    yield from maps.comparisons(sizes.people[0], rounds)
    yield from aimed(imports.rows(sizes.imported, rounds), CHECKED)
    yield from processes.memory(sizes.people[-1], rounds)
    yield from processes.cold_start(rounds)
    yield from stores.rows(sizes.stored, sizes.written, rounds, sizes.writing_rounds)


def aimed(rows: Iterable[Comparison], target: float) -> Iterator[Comparison]:
    """Rows with what was promised of them, where they do not say it themselves."""
    return (row if row.target is not None else replace(row, target=target) for row in rows)


def main() -> None:
    """Print and write the report."""
    full = "--full" in sys.argv
    lines: list[str] = []

    def say(*more: str) -> None:
        for line in more:
            print(line, flush=True)
            lines.append(line)

    say(
        "# Performance",
        "",
        f"Written by `make bench{'-full' if full else ''}` on {dt.datetime.now(dt.UTC).date()}: Python "
        f"{platform.python_version()}, {os.cpu_count()} cores. CPU seconds where nothing else is said, medians of "
        "rounds in turn; the ratio is ours by the peer's, round by round, below 1 where copnet is faster; beside it "
        "what it may be at most. Both sides are checked to find the same first.",
        "",
        *HEAD,
    )
    sizes = FULL if full else SMALL
    short = []
    for row in comparisons(sizes):
        say(row.row())
        short += [row] if row.short else []
    if short:
        say("", "## What falls short, and why", "", *(f"- {row.what}: {row.why or 'not known yet.'}" for row in short))
    say("", imports.memory(sizes.imported), "", maps.page(sizes.people[0]))
    for line in identity.report(sizes.crowd // 10, sizes.crowd):
        say(line)
    REPORT.write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
