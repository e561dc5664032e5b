"""The parts of an .xlsx workbook around its sheets: which sheets there are, texts, and which numbers are dates."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import xml.parsers.expat
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.escape import unescape

from copnet.importers.archive import Archive

MAX_TEXTS = 5_000_000
"""Different texts of one workbook."""

Shows = Literal["number", "day", "month", "year", "time"]
"""What a number format makes of a number."""

_NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_EAST_ASIAN_DATES = frozenset([*range(27, 37), *range(50, 59)])

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of the workbook."""

    name: str
    part: str
    hidden: bool


@dataclass
class Book:
    """All of a workbook but the cells."""

    archive: Archive
    sheets: list[SheetInfo] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    shows: list[Shows] = field(default_factory=list)
    epoch: dt.date = dt.date(1899, 12, 30)


def scan(
    archive: Archive,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] = lambda name: None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read one XML part as events; names come without prefix.

    Raises:
        ImportRefused: damaged XML, or with a document type (the way to XML bombs).
    """
    names: dict[str, str] = {}

    def local(name: str) -> str:
        found = names.get(name)
        if found is None:
            found = names.setdefault(name, name.rpartition(":")[2])
        return found

    def no_doctype(*_: object) -> None:
        raise archive.refused("a workbook without document type declarations")

    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = no_doctype
    parser.StartElementHandler = lambda name, attributes: start(local(name), attributes)
    parser.EndElementHandler = lambda name: end(local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for block in archive.blocks(part):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except xml.parsers.expat.ExpatError as error:
        raise archive.refused(f"an undamaged workbook; {part} is broken ({error})") from None
    except (LookupError, ValueError) as error:
        if type(error) not in (LookupError, ValueError):  # of ours
            raise
        raise archive.refused(f"XML in an encoding such as UTF-8; {part} is not ({error})") from None


def read_book(archive: Archive) -> Book:
    """Sheets, texts, number formats and the calendar of a workbook.

    Raises:
        ImportRefused: not a workbook, or a damaged one.
    """
    book = read_sheets(archive)
    relations = _relations(archive, _main_part(archive))
    for part in relations.get("sharedStrings", []):
        book.texts = _texts(archive, part)
    for part in relations.get("styles", []):
        book.shows = _formats(archive, part)
    return book


def read_sheets(archive: Archive) -> Book:
    """The sheets and the calendar of a workbook alone, which is quick.

    Raises:
        ImportRefused: not a workbook, or a damaged one.
    """
    book = Book(archive)
    main = _main_part(archive)
    if main not in archive.entries:
        raise archive.refused("this zip file is not a workbook")
    found: list[tuple[str, str, bool]] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            book.epoch = dt.date(1904, 1, 1)
        elif name == "sheet":
            target = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            found.append((attributes.get("name", ""), target, attributes.get("state", "visible") != "visible"))

    scan(archive, main, start)
    by_id = _targets(archive, main)
    book.sheets = [SheetInfo(name, by_id[key], hidden) for name, key, hidden in found if key in by_id]
    return book


def _main_part(archive: Archive) -> str:
    return _relations(archive, "").get("officeDocument", ["xl/workbook.xml"])[0]


def _relation_rows(archive: Archive, part: str) -> list[Attributes]:
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    rows: list[Attributes] = []
    if relations in archive.entries:
        scan(archive, relations, lambda element, row: rows.append(row) if element == "Relationship" else None)
    for row in rows:
        target = row.get("Target", "")
        row["Target"] = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return [row for row in rows if row.get("TargetMode") != "External" and row["Target"] in archive.entries]


def _relations(archive: Archive, part: str) -> dict[str, list[str]]:
    """Parts by the last word of the kind of relation."""
    kinds: dict[str, list[str]] = {}
    for row in _relation_rows(archive, part):
        kinds.setdefault(row.get("Type", "").rpartition("/")[2], []).append(row["Target"])
    return kinds


def _targets(archive: Archive, part: str) -> dict[str, str]:
    return {row["Id"]: row["Target"] for row in _relation_rows(archive, part) if "Id" in row}


def _texts(archive: Archive, part: str) -> list[str]:
    """The shared texts; phonetic guides are left out."""
    texts: list[str] = []
    pieces: list[str] = []
    inside = {"t": False, "rPh": False}

    def start(name: str, _: Attributes) -> None:
        if name in inside:
            inside[name] = True
        elif name == "si":
            pieces.clear()

    def end(name: str) -> None:
        if name in inside:
            inside[name] = False
        elif name == "si":
            if len(texts) >= MAX_TEXTS:
                raise archive.refused(f"at most {MAX_TEXTS:,} different texts")
            texts.append(unescape("".join(pieces)))

    def text(data: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(data)

    scan(archive, part, start, end, text)
    return texts


def _formats(archive: Archive, part: str) -> list[Shows]:
    """For each cell style, what its number format shows."""
    codes: dict[int, str] = dict(BUILTIN_FORMATS)
    styles: list[int] = []
    inside = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name == "numFmt" and attributes.get("numFmtId", "").isdigit():
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            styles.append(int(number) if number.isdigit() else 0)

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"

    scan(archive, part, start, end)
    return [
        "day" if style in _EAST_ASIAN_DATES and style not in codes else shows(codes.get(style, "")) for style in styles
    ]


def shows(code: str) -> Shows:
    """What a number format shows of a date: a cell that shows ``May 2024`` means the month, not its first day.

    >>> shows("mmm yyyy"), shows("dd/mm/yyyy"), shows("0.00"), shows("yyyy"), shows("[h]:mm")
    ('month', 'day', 'number', 'year', 'time')
    """
    letters = set(_NOT_LETTERS.sub("", code.split(";", maxsplit=1)[0]).lower())
    if code.lower().startswith("general"):
        return "number"
    if "d" in letters:
        return "day"
    if "y" in letters:
        return "month" if "m" in letters else "year"
    if letters & {"h", "s", ":"}:
        return "time"
    return "day" if "m" in letters else "number"
