"""Kumu: a workbook of elements and connections, the same as two text tables, and both of its JSON forms.

Sheets and columns with ``(ignore)`` in their name are left out. Several values in a cell stand between bars, also in
From and To, where each is a connection of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.archive import open_archive
from copnet.importers.book_parts import read_sheets
from copnet.importers.cells import split_list
from copnet.importers.drafts import Drafts
from copnet.importers.files import BOOK_ENDINGS, TEXT_ENDINGS
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.kumu_input import KumuInput
from copnet.importers.formats.kumu_json import read_kumu_json
from copnet.importers.grids import Grid, open_sources
from copnet.importers.headers import Place, table_named
from copnet.importers.options import ImportOptions
from copnet.tables import fold_header

_ELEMENTS, _CONNECTIONS = "elements", "connections"
_IGNORE = "(ignore)"
_JSON = re.compile(r'"(elements|connections)"\s*:\s*\[')


def recognize(head: Head) -> bool:
    """A workbook with a sheet named Elements or Connections, text tables named so, or JSON with both."""
    if head.path.is_dir() or head.ending in TEXT_ENDINGS:
        return bool(_texts(head.path))
    if head.ending in BOOK_ENDINGS:
        return _is_book(head.path)
    if not head.text.startswith("{") or '"nodes"' in head.text:
        return False
    return head.ending == ".json" and (_JSON.search(head.text) is not None or '"attributeRelevance"' in head.text)


def read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    """Read a file or folder of Kumu.

    Raises:
        ImportRefused: nothing of Kumu, or damaged.
        OSError: it cannot be read.
    """
    if path.is_dir() or path.suffix.lower() in TEXT_ENDINGS:
        _read_grids([*_text_grids(path, drafts)], drafts, options)
    elif path.suffix.lower() in BOOK_ENDINGS:
        _read_grids([*_sheets(path, drafts)], drafts, options)
    else:
        read_kumu_json(path, drafts, options)


def _word(path: Path) -> str | None:
    """``elements`` or ``connections``, where a file is named so: elements.csv, paypal-mafia.elements.csv."""
    word = fold_header(path.stem.rpartition(".")[2])
    return word if word in (_ELEMENTS, _CONNECTIONS) and path.suffix.lower() in TEXT_ENDINGS else None


def _texts(path: Path) -> dict[str, Path]:
    """The text tables of a folder, or beside a file, by what they hold; none where it is not clear."""
    if not path.is_dir():
        word = _word(path)
        if word is None:
            return {}
        start = path.stem.rpartition(".")[0]
        beside = [
            other
            for other in sorted(path.parent.iterdir())
            if _word(other) and other.is_file() and not other.is_symlink()
        ]
        pair = {_word(other): other for other in beside if other.stem.rpartition(".")[0] == start}
        return {name: other for name, other in pair.items() if name} | {word: path}
    children = [child for child in sorted(path.iterdir()) if child.is_file() and not child.is_symlink()]
    if any(table_named(child.stem) and child.suffix.lower() in TEXT_ENDINGS for child in children):
        return {}
    named = [(_word(child), child) for child in children if _word(child)]
    found = {word: child for word, child in named if word}
    return found if len(found) == len(named) else {}


def _is_book(path: Path) -> bool:
    try:
        with open_archive(path, Place(path.name), "an .xlsx workbook") as archive:
            names = [sheet.name for sheet in read_sheets(archive).sheets]
    except (ImportRefused, OSError):
        return False
    return not any(map(table_named, names)) and any(fold_header(name) in (_ELEMENTS, _CONNECTIONS) for name in names)


def _sheets(path: Path, drafts: Drafts) -> Iterator[Grid]:
    with open_sources(path, drafts) as sources:
        for source in sources:
            if _IGNORE in source.name.casefold():
                drafts.leave_out("its name says (ignore)", part=source.name)
            elif grid := source.read(1):
                yield grid


def _text_grids(path: Path, drafts: Drafts) -> Iterator[Grid]:
    found = _texts(path)
    if not found:
        expected = "text tables named elements and connections, or map.elements.csv and map.connections.csv"
        raise ImportRefused([Place(drafts.file).problem(expected)])
    for one in found.values():
        if one.name != drafts.file and not path.is_dir():
            drafts.cautions.append(f"{one.name} beside {drafts.file} was read too")
        here = Drafts(one.name, drafts.problems, drafts.left_out, drafts.cautions)
        with open_sources(one, here) as sources:
            yield from filter(None, (source.read(1) for source in sources))


def _read_grids(grids: list[Grid], drafts: Drafts, options: ImportOptions) -> None:
    elements, connections = [], []
    for grid in grids:
        words = set(map(fold_header, grid.headers))
        if {"from", "to"} <= words:
            connections.append(grid)
        elif "label" in words:
            elements.append(grid)
        else:
            reason = "neither elements (a column Label in row 1) nor connections (columns From and To)"
            drafts.leave_out(reason, part=grid.place.sheet)
    if not elements and not connections:
        expected = "elements with a column Label, or connections with columns From and To, in row 1"
        raise ImportRefused([*drafts.problems.listed(), Place(drafts.file).problem(expected)])
    kumu = KumuInput(
        drafts, options, _names(elements) or "elements", _names(connections) or "connections", not elements
    )  # fmt: skip
    for grid in elements:
        for row, cells in _rows(grid, drafts):
            kumu.element(row, _pop(cells, "id"), _pop(cells, "label"), cells)
    for grid in connections:
        for row, cells in _rows(grid, drafts):
            froms, tos = (split_list(_pop(cells, name) or "") for name in ("from", "to"))
            kumu.connection(row, _pop(cells, "id"), froms, tos, _pop(cells, "direction"), cells)
    kumu.finish()


def _names(grids: list[Grid]) -> str:
    return ", ".join(grid.place.sheet or grid.place.file for grid in grids)


def _rows(grid: Grid, drafts: Drafts) -> list[tuple[int, dict[str, str]]]:
    """The rows by header, without the columns to ignore."""
    kept = [(number, name) for number, name in enumerate(grid.headers) if _IGNORE not in name.casefold()]
    part = grid.place.sheet or grid.place.file
    for name in grid.headers:
        if _IGNORE in name.casefold():
            drafts.leave_out(f'the column "{name}": its name says (ignore)', part=part)
    rows = []
    for row, cells in grid.rows():
        if [fold_header(cell or "") for cell in cells[:2]] in (["from", "to"], ["id", "label"], ["id", "from"]):
            expected = "one table in a sheet; put the one that begins here into a sheet of its own"
            raise ImportRefused([grid.place.problem(expected, row=row)])
        rows.append((row, {name: text for number, name in kept if (text := cells[number])}))
    return rows


def _pop(cells: dict[str, str], word: str) -> str | None:
    found = _header(cells, word)
    return cells.pop(found) if found else None


def _header(cells: Mapping[str, str], word: str) -> str | None:
    return next((name for name in cells if fold_header(name) == word), None)


KUMU = FileFormat("kumu", "a Kumu map", recognize, read)
