"""XML from strangers as events: no document types (the way to XML bombs), bounded depth, size and memory."""

from __future__ import annotations

import xml.parsers.expat
from collections.abc import Callable
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.archive import MAX_INFLATED
from copnet.importers.csv_reader import MAX_LINE
from copnet.importers.headers import Place

MAX_DEPTH = 100
_BLOCK = 1 << 16

Attributes = dict[str, str]


def scan_xml(
    path: Path,
    place: Place,
    title: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str, str], None],
) -> None:
    """Read an XML file.

    Args:
        path: the file.
        place: for the errors.
        title: what it should be, for the errors: "a GEXF graph".
        start: gets the name of an element without its prefix, and its attributes with theirs.
        end: gets the name and the text in the element itself, outside of those within it.

    Raises:
        ImportRefused: damaged, with a document type, too large, too deep, or with a part of more than 4 MB.
        OSError: it cannot be read.
    """
    _Scan(path, place, title, start, end).run()


class _Scan:
    def __init__(
        self,
        path: Path,
        place: Place,
        title: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str, str], None],
    ) -> None:
        self._path, self._place, self._title = path, place, title
        self._start, self._end = start, end
        self._open: list[tuple[str, list[str]]] = []
        self._signs = 0
        self._fed = self._heard = 0
        self._parser = parser = xml.parsers.expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = self._text

    def run(self) -> None:
        size = self._path.stat().st_size
        if size > MAX_INFLATED:
            raise self._refused(f"at most {MAX_INFLATED // 2**20} MB, found {size // 2**20:,} MB")
        try:
            with self._path.open("rb") as file:
                while block := file.read(_BLOCK):
                    self._fed += len(block)
                    self._parser.Parse(block, False)
                    if self._fed - self._heard > MAX_LINE:
                        raise self._refused(f"no tag of more than {MAX_LINE:,} characters")
                self._parser.Parse(b"", True)
        except xml.parsers.expat.ExpatError as error:
            words = xml.parsers.expat.ErrorString(error.code)
            raise self._refused(f"undamaged XML ({words})", error.lineno) from None
        except (ValueError, LookupError) as error:  # an encoding nobody knows
            raise self._refused(f"XML in an encoding such as UTF-8 ({error})") from None

    def _opened(self, name: str, attributes: Attributes) -> None:
        self._heard = self._fed
        if len(self._open) >= MAX_DEPTH:
            raise self._refused(f"elements nested at most {MAX_DEPTH} deep", self._parser.CurrentLineNumber)
        local = name.rpartition(":")[2]
        self._open.append((local, []))
        self._start(local, attributes)

    def _closed(self, name: str) -> None:
        self._heard = self._fed
        local, pieces = self._open.pop()
        self._signs = 0
        self._end(local, "".join(pieces))

    def _text(self, text: str) -> None:
        self._heard = self._fed
        self._signs += len(text)
        if self._signs > MAX_LINE:
            raise self._refused(f"no text of more than {MAX_LINE:,} characters", self._parser.CurrentLineNumber)
        self._open[-1][1].append(text)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, with_entities: int) -> None:
        expected = "a file without a document type declaration"
        hint = "" if with_entities else "; delete <!DOCTYPE …> in a text editor and import it again"
        raise self._refused(expected + hint, self._parser.CurrentLineNumber)

    def _refused(self, expected: str, row: int | None = None) -> ImportRefused:
        line = f", line {row:,}" if row else ""
        return ImportRefused([self._place.problem(f"{self._title}: {expected}{line}")])
