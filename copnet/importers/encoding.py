"""Which encoding a text file has: found out by reading it, never guessed in silence."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from copnet.errors import ImportRefused
from copnet.importers.headers import Place

_BLOCK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_KINDS = (
    (b"PK\x03\x04", "a zip file or workbook"),
    (b"\xd0\xcf\x11\xe0", "an old or password-protected Office file"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_NOT_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_CONTROLS = frozenset([*range(9), 11, 12, *range(14, 32), 127])
SAVE_AS = "save it as CSV UTF-8 in the spreadsheet program"


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding and what must be said about it."""

    name: str
    caution: str | None = None


def detect(path: Path, place: Place) -> Encoding:
    """The encoding of a text file: UTF-8, UTF-16 with a byte-order mark, or cp1252.

    Raises:
        ImportRefused: not text, or text in another encoding.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(4)
        for mark, kind in _OTHER_KINDS:
            if start.startswith(mark):
                raise _refused(place, f"a text file; this is {kind} with another name")
        name = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
        if name == "utf-32":
            raise _refused(place, f"a UTF-8 file; this one is UTF-32: {SAVE_AS}")
        file.seek(0)
        fault = _fault(file, name, place)
    if fault is None:
        return Encoding(name)
    if name != "utf-8":
        raise _refused(place, f"text in the encoding its byte-order mark says ({name}): {SAVE_AS}", fault)
    _require_cp1252(path, place, fault)
    return Encoding(
        "cp1252",
        f"{place.file} is not UTF-8 (row {fault}); it was read as Windows-1252: look at names with accents, "
        f"or {SAVE_AS}",
    )


def _fault(file: BinaryIO, name: str, place: Place) -> int | None:
    """The line of the first byte that is not of the encoding; None when all are."""
    decoder = codecs.getincrementaldecoder(name)()
    lines = 1
    while True:
        block = file.read(_BLOCK)
        if not name.startswith("utf-16") and b"\0" in block:
            expected = f"a text file; this holds zero bytes: if it is a table, {SAVE_AS}"
            raise _refused(place, expected, lines + block[: block.index(b"\0")].count(b"\n"))
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            return lines + error.object[: error.start].count(b"\n")
        if not block:
            return None
        lines += block.count(b"\n")


def _require_cp1252(path: Path, place: Place, line: int) -> None:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            present = set(block)
            if present & _NOT_CP1252 or present & _CONTROLS:
                raise _refused(place, f"a UTF-8 text file; the bytes of this one are no text: {SAVE_AS}", line)


def _refused(place: Place, expected: str, row: int | None = None) -> ImportRefused:
    return ImportRefused([place.problem(expected, row=row)])
