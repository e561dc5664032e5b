"""Kumu's workbook and blueprint: elements with their fields, connections between them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from openpyxl import Workbook

from copnet.exporters.book_file import save
from copnet.exporters.network_rows import Flat, Network, Row
from copnet.exporters.workbook import about_lines, text_cell
from copnet.manifest import Manifest

LEFT_OUT = (
    "Kumu knows no time: the dates of ties are texts in the fields first and last.",
    "In the workbook Kumu takes a bar in a text for the end of one value of a list.",
)
ABOUT = "(ignore) copnet"
"""Kumu passes over sheets whose names begin like this."""
_TAKEN = frozenset({"id", "label", "type", "description", "tags", "image", "from", "to", "direction", "strength"})
_LISTS = ("kinds", "collaborations")

Thing = dict[str, Any]


def write_blueprint(file: TextIO, network: Network, note: Manifest) -> None:
    """Write the JSON that Kumu calls a blueprint; connections lead from id to id, since names may be there twice."""
    about = {"audience": note.audience, "left_out": list(note.left_out), "withheld": dict(note.withheld)}
    file.write(f'{{"copnet": {_json(about)},\n"elements": [')
    file.writelines(f"{',' if number else ''}\n{_json(thing)}" for number, thing in enumerate(_elements(network)))
    file.write('],\n"connections": [')
    file.writelines(f"{',' if number else ''}\n{_json(thing)}" for number, thing in enumerate(_connections(network)))
    file.write("]}\n")


def write_workbook(path: Path, network: Network, note: Manifest) -> None:
    """Write the sheets Elements and Connections, and one that Kumu ignores and that says for whom this is."""
    book = Workbook(write_only=True)
    _sheet(book, "Elements", list(_elements(network)), ("id", "label", "type"))
    _sheet(book, "Connections", list(_connections(network)), ("from", "to", "direction", "type"))
    about = book.create_sheet(ABOUT)
    for word, sentence in about_lines(note):
        about.append([text_cell(about, word), text_cell(about, sentence)])
    save(book, path)


def _elements(network: Network) -> Iterator[Thing]:
    for key, name, flat in network.flat_nodes():
        mode = str(flat.get("mode", ""))
        fields = _fields(flat, ("mode",))
        yield {"id": key, "label": name, "type": mode.capitalize(), **fields}


def _connections(network: Network) -> Iterator[Thing]:
    direction = "directed" if network.directed else "undirected"
    for (source, target, flat), edge in zip(network.flat_edges(), network.edges, strict=True):
        kinds: list[str] = list(edge.get("kinds") or ())
        lists = {name: list(edge[name]) for name in _LISTS if edge.get(name)}
        yield {
            "from": source,
            "to": target,
            "direction": direction,
            "type": kinds[0] if len(kinds) == 1 else "several kinds",
            "strength": flat.get("weight", 1),
            **_fields(flat, ("weight", *_LISTS)),
            **lists,
        }


def _fields(flat: Flat, without: tuple[str, ...]) -> Flat:
    """What is known, under names that are no fields of Kumu's own."""
    return {
        f"{name} (own)" if name.casefold() in _TAKEN else name: value
        for name, value in flat.items()
        if name not in without
    }


def _sheet(book: Workbook, name: str, things: list[Thing], first: tuple[str, ...]) -> None:
    sheet = book.create_sheet(name)
    more = sorted({field for thing in things for field in thing} - set(first))
    headers = [*first, *more]
    sheet.append([text_cell(sheet, "ID" if field == "id" else _title(field, first)) for field in headers])
    for thing in things:
        sheet.append([None if thing.get(field) is None else _cell(sheet, thing[field]) for field in headers])


def _title(field: str, first: tuple[str, ...]) -> str:
    return field.capitalize() if field in first or field == "strength" else field


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, list):
        return text_cell(sheet, "|".join(value))
    return value if isinstance(value, (bool, int, float)) else text_cell(sheet, value)


def _json(value: Row) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
