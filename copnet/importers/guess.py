"""A first guess of what the columns of a file mean: for a facilitator to correct, never to be trusted."""

from __future__ import annotations

from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.drafts import Drafts
from copnet.importers.grids import Source, open_sources
from copnet.importers.guess_rows import guess_rows
from copnet.importers.guess_survey import guess_survey
from copnet.importers.guess_table import Guess, Seen
from copnet.importers.headers import Place
from copnet.importers.mapping_words import fold
from copnet.importers.problems import Problems
from copnet.importers.unpacked import unpacked

_TITLE_LINES = 8
"""Lines above the column names that a sheet may have."""


def guess(path: Path) -> list[Guess]:
    """The guess for every sheet or text table behind a path.

    Raises:
        ImportRefused: nothing that can be read.
    """
    drafts = Drafts(path.name or str(path), Problems(), [], [])
    place = Place(drafts.file)
    if not path.exists():
        raise ImportRefused([Place(str(path)).problem("a file or folder that exists; nothing is there")])
    try:
        with unpacked(path, tables=True) as whole, open_sources(whole, drafts) as sources:
            seen = [table for source in sources if (table := _see(source, drafts))]
    except OSError as error:
        raise ImportRefused([place.problem(f"a file that can be read ({error.strerror or error})")]) from None
    if not seen:
        raise ImportRefused([place.problem("a table with column names and rows; there is none")])
    guesses = [guess_survey(table) or guess_rows(table) for table in seen]
    _together(seen, guesses)
    return guesses


def _see(source: Source, drafts: Drafts) -> Seen | None:
    """Read a table, with its column names in the first row that has several of them."""
    for header_row in range(1, _TITLE_LINES + 1):
        drafts.problems = Problems()
        grid = source.read(header_row)
        if grid is None and drafts.problems.fatal and header_row > 1:
            break
        if grid is None and drafts.problems.fatal:
            raise ImportRefused(drafts.problems.listed())
        if grid is None:
            return None
        if grid.has_import_ids and header_row == 1:
            continue
        if len(grid.headers) > 1:
            return Seen(source.name, grid, header_row)
    drafts.problems = Problems()
    grid = source.read(1)
    return Seen(source.name, grid, 1) if grid is not None else None


def _together(seen: list[Seen], guesses: list[Guess]) -> None:
    """What one sheet says about another: names of organizations at the ends of ties, names told apart."""
    organizations = {
        fold(name)
        for table, one in zip(seen, guesses, strict=True)
        if one.each_row == "organization"
        for header, meaning in one.columns.items()
        if meaning == "name"
        for name in table.filled(header)
    }
    apart = {one.keys["tell_apart_by"] for one in guesses if "tell_apart_by" in one.keys}
    for table, one in zip(seen, guesses, strict=True):
        if one.each_row != "tie":
            continue
        ends = {
            fold(name) for header, is_ in one.columns.items() if is_ in ("from", "to") for name in table.filled(header)
        }
        if ends and len(ends & organizations) * 2 > len(ends):
            one.keys["ends"] = "organizations"
        for header in table.headers:
            if header in apart:
                one.keys["tell_apart_by"] = header
