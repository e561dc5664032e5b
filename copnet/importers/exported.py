"""What copnet noted itself beside tables that it exported: without the note, tables are read as anybody's."""

from __future__ import annotations

import re
from pathlib import Path

from copnet import manifest
from copnet.errors import ImportRefused
from copnet.importers.archive import Archive
from copnet.importers.book_parts import Attributes, scan
from copnet.importers.headers import Place
from copnet.manifest import Manifest

PROPERTIES = "docProps/custom.xml"
_CHUNK = re.compile(re.escape(manifest.NAME) + r"(?: \d+)?")


def read_file(path: Path, place: Place) -> Manifest:
    """The manifest in a file.

    Raises:
        ImportRefused: too large, or not what copnet writes.
    """
    with path.open("rb") as file:
        return _parsed(file.read(manifest.MAX_SIZE + 1), place)


def read_entry(archive: Archive, name: str, place: Place) -> Manifest:
    """The manifest in a zip; errors as ``read_file``."""
    found = b""
    for block in archive.blocks(name):
        found += block
        if len(found) > manifest.MAX_SIZE:
            break
    return _parsed(found, place)


def read_properties(archive: Archive, place: Place) -> Manifest | None:
    """The manifest in the document properties of a workbook, where it may stand in several parts; None without one.

    Raises:
        ImportRefused: damaged, too large, or not what copnet writes.
    """
    if PROPERTIES not in archive.entries:
        return None
    pieces: list[str] = []
    ours = inside = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal ours, inside
        if name == "property":
            ours = bool(_CHUNK.fullmatch(attributes.get("name", "")))
        inside = ours and name == "lpwstr"

    def end(name: str) -> None:
        nonlocal inside
        inside = False

    def text(data: str) -> None:
        if inside:
            pieces.append(data)

    scan(archive, PROPERTIES, start, end, text)
    return _parsed("".join(pieces).encode(), Place(place.file)) if pieces else None


def _parsed(content: bytes, place: Place) -> Manifest:
    hint = "without it, the tables are imported like any others"
    if len(content) > manifest.MAX_SIZE:
        raise ImportRefused([place.problem(f"a note of copnet of at most {manifest.MAX_SIZE // 2**20} MB; {hint}")])
    try:
        return Manifest.parse(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ImportRefused([place.problem(f"UTF-8 text; {hint}")]) from None
    except ValueError as error:
        raise ImportRefused([place.problem(f"{error}; {hint}")]) from None
