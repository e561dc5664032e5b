"""Kumu's JSON: a blueprint written by hand or by a program, and the full export of a project."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from copnet.cell_text import join_list
from copnet.errors import ImportRefused
from copnet.importers.bounded_json import load_json
from copnet.importers.drafts import Drafts
from copnet.importers.formats.kumu_input import KumuInput
from copnet.importers.headers import Place
from copnet.importers.options import ImportOptions

_ELEMENTS, _CONNECTIONS = "elements", "connections"
_READ = frozenset({"name", "description", _ELEMENTS, _CONNECTIONS, "maps", "loops"})
_OF_ELEMENTS = frozenset({"_id", "id", "label", "attributes"})
_OF_CONNECTIONS = frozenset({"_id", "id", "from", "to", "direction", "attributes", "reversed"})
_LEFT_OUT = {
    "attributes": "the settings of fields",
    "attributeRelevance": "which fields are shown",
    "perspectives": "views",
    "views": "views",
}


def read_kumu_json(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    """Read a blueprint or a full export.

    Raises:
        ImportRefused: not JSON of this form.
        OSError: it cannot be read.
    """
    place = Place(drafts.file)
    data = load_json(path, place)
    if not isinstance(data, dict) or not isinstance(data.get(_ELEMENTS, data.get(_CONNECTIONS)), list):
        raise ImportRefused([place.problem('a JSON object with a list of "elements" and one of "connections"')])
    kumu = KumuInput(drafts, options, _ELEMENTS, _CONNECTIONS, labels_alone=not data.get(_ELEMENTS))
    maps = _maps_of_elements(data.get("maps"))
    for row, item in _entries(data, _ELEMENTS, drafts):
        attributes = _attributes(item, _OF_ELEMENTS)
        label = _text(item.get("label")) or _pop(attributes, "label")
        key = _text(item.get("_id")) or _text(item.get("id"))
        if maps.get(key or ""):
            attributes["Map"] = join_list(maps[key or ""])
        kumu.element(row, key, label, attributes)
    for row, item in _entries(data, _CONNECTIONS, drafts):
        attributes = _attributes(item, _OF_CONNECTIONS)
        ends = _ends(item.get("from")), _ends(item.get("to"))
        froms, tos = reversed(ends) if item.get("reversed") is True else ends
        kumu.connection(row, _text(item.get("id")), froms, tos, _text(item.get("direction")), attributes)
    kumu.finish()
    _leave_out(data, drafts)


def _entries(data: Mapping[str, Any], part: str, drafts: Drafts) -> Iterator[tuple[int, Mapping[str, Any]]]:
    entries = data.get(part) or []
    if not isinstance(entries, list):
        raise ImportRefused([Place(drafts.file, part).problem(f'a list of "{part}"')])
    for row, item in enumerate(entries, 1):
        if isinstance(item, dict):
            yield row, item
        else:
            drafts.refuse("an object in braces", row=row, value=str(item), part=part)


def _attributes(item: Mapping[str, Any], known: frozenset[str]) -> dict[str, str]:
    """The fields of an element or connection, of both forms, as texts; blank ones are not there."""
    own = item.get("attributes")
    fields = {name: value for name, value in item.items() if name not in known} | (own if isinstance(own, dict) else {})
    texts = {name: _text(value) for name, value in fields.items() if value is not False}
    return {name: text for name, text in texts.items() if text}


def _text(value: Any) -> str | None:
    """A value of JSON as a cell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and not any(isinstance(one, (list, dict)) for one in value):
        return join_list(filter(None, map(_text, value)))
    return json.dumps(value, ensure_ascii=False)


def _ends(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in map(_text, values) if text]


def _pop(attributes: dict[str, str], name: str) -> str | None:
    found = next((key for key in attributes if key.strip().casefold() == name), None)
    return attributes.pop(found) if found else None


def _maps_of_elements(maps: Any) -> dict[str, list[str]]:
    """By id of an element the names of the maps it is on."""
    found: dict[str, list[str]] = {}
    for one in maps if isinstance(maps, list) else []:
        name = _text(one.get("name")) if isinstance(one, dict) else None
        entries = one.get(_ELEMENTS) if name else None
        for entry in entries if isinstance(entries, list) else []:
            key = entry.get("element") if isinstance(entry, dict) else entry
            if name and isinstance(key, str) and name not in found.setdefault(key, []):
                found[key].append(name)
    return found


def _leave_out(data: Mapping[str, Any], drafts: Drafts) -> None:
    for name, value in data.items():
        if name == "loops" and value:
            drafts.leave_out(f"{len(value):,} loop(s): copnet has no place for them", part=name)
        elif name == "maps" and value:
            drafts.leave_out("where elements stand on maps; the names of the maps were kept", part=name)
        elif name not in _READ and name in _LEFT_OUT and value:
            drafts.leave_out(_LEFT_OUT[name], part=name)
