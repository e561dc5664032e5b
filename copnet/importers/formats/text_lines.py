"""Text files of other programs line by line, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers import encoding
from copnet.importers.archive import MAX_INFLATED
from copnet.importers.csv_reader import MAX_LINE
from copnet.importers.headers import Place


def text_lines(path: Path, place: Place, cautions: list[str], *, newline: str | None = None) -> Iterator[str]:
    """The lines of a text file with their ends, in UTF-8, UTF-16 with a byte-order mark, or cp1252.

    Args:
        path: the file.
        place: for the errors.
        cautions: gets a sentence when the encoding had to be assumed.
        newline: as for ``open``.

    Raises:
        ImportRefused: no text, too large, or a line of 4 MB.
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    if size > MAX_INFLATED:
        raise ImportRefused([place.problem(f"at most {MAX_INFLATED // 2**20} MB, found {size // 2**20:,} MB")])
    found = encoding.detect(path, place)
    if found.caution:
        cautions.append(found.caution)
    with path.open(encoding=found.name.replace("utf-8-sig", "utf-8"), newline=newline) as file:
        row = 0
        while line := file.readline(MAX_LINE):
            row += 1
            if len(line) >= MAX_LINE:
                raise ImportRefused([place.problem(f"a line of fewer than {MAX_LINE:,} characters", row=row)])
            yield line.removeprefix("\ufeff") if row == 1 else line
