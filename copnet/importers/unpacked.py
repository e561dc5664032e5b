"""A zip that holds one file of another program, or tables of any names: read as what is in it."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from copnet.importers.archive import Archive, open_archive
from copnet.importers.files import TEXT_ENDINGS, is_litter, table_of
from copnet.importers.headers import Place

_MOST_NAME = 200
_WHAT = "a zip of text tables, or of one file"


@contextmanager
def unpacked(path: Path, *, tables: bool = False) -> Iterator[Path]:
    """The one file of a zip, by its own name; any other path as it is.

    What is unpacked is gone when the block ends. A zip of copnet's tables stays as it is, and so does one in a zip.

    Args:
        path: a file or folder.
        tables: of a zip with several files give a folder of its text tables, whatever they are called.

    Raises:
        ImportRefused: damaged, hostile, or with two tables of one name.
        OSError: it cannot be read.
    """
    if path.suffix.lower() != ".zip" or not path.is_file() or not zipfile.is_zipfile(path):
        yield path
        return
    with open_archive(path, Place(path.name), _WHAT) as archive, tempfile.TemporaryDirectory() as scratch:
        names = [name for name in archive.entries if not is_litter(PurePosixPath(name))]
        if len(names) == 1 and (tables or table_of(PurePosixPath(names[0]).name) is None):
            if not names[0].lower().endswith(".zip"):
                (path,) = _copied(archive, names, Path(scratch))
        elif tables and (texts := [name for name in names if name.lower().endswith(TEXT_ENDINGS)]):
            folder = Path(scratch, path.name)
            folder.mkdir()
            _copied(archive, texts, folder)
            path = folder
        yield path


def _copied(archive: Archive, names: list[str], folder: Path) -> list[Path]:
    made: list[Path] = []
    for name in names:
        plain = PurePosixPath(name)
        fits = len(plain.name.encode("utf-8", "replace")) <= _MOST_NAME and plain.name.isprintable()
        path = Path(folder, plain.name if fits else f"file {len(made) + 1}{plain.suffix[:10]}")
        if path.exists():
            raise archive.refused(f'every file under a name of its own; "{plain.name}" is there twice')
        with path.open("wb") as target:
            archive.copy(name, target)
        made.append(path)
    return made
