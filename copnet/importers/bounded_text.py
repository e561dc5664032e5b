"""Text files from strangers, read whole: of bounded size, in a known encoding, with lines of bounded length."""

from __future__ import annotations

from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers import encoding
from copnet.importers.csv_reader import MAX_LINE
from copnet.importers.headers import Place


def load_text(path: Path, place: Place, cautions: list[str], *, most_bytes: int) -> str:
    r"""The text of a file, every line ending in ``\n``.

    Args:
        path: the file.
        place: for the errors.
        cautions: gets a sentence when the encoding had to be assumed.
        most_bytes: refuse larger files without reading them.

    Raises:
        ImportRefused: too large, no text, or with a line longer than 4 MB.
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    if size > most_bytes:
        expected = f"a file of at most {most_bytes // 2**20:,} MB, found {size / 2**20:,.0f} MB; split it"
        raise ImportRefused([place.problem(expected)])
    found = encoding.detect(path, place)
    if found.caution:
        cautions.append(found.caution)
    lines: list[str] = []
    with path.open(encoding=found.name) as file:  # any line end becomes \n
        while line := file.readline(MAX_LINE):
            if len(line) >= MAX_LINE:
                raise ImportRefused(
                    [place.problem(f"a line of fewer than {MAX_LINE:,} characters", row=len(lines) + 1)]
                )
            lines.append(line)
    return "".join(lines)
