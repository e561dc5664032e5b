"""Zip files from strangers: counted while they inflate, never unpacked under their own names."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from copnet.errors import ImportRefused
from copnet.importers.headers import Place

MAX_ENTRIES = 2_000
MAX_INFLATED = 512 * 1024 * 1024
"""Bytes all read entries of one zip file may have together."""
MAX_RATIO = 250
"""Times an entry may grow; tables and workbooks grow 5 to 50 times."""
_RATIO_FROM = 20 * 1024 * 1024  # small entries may be repetitive
_BLOCK = 1 << 18


class Archive:
    """An open zip file whose entries can only be read through a limit."""

    def __init__(self, zip_file: zipfile.ZipFile, place: Place, what: str) -> None:
        self._zip = zip_file
        self._place = place
        self._what = what
        self._left = MAX_INFLATED
        self.entries = self._checked()

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > MAX_ENTRIES:
            raise self.refused(f"at most {MAX_ENTRIES:,} files inside, found {len(infos):,}")
        entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            path = PurePosixPath(info.filename)
            if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename:
                raise self.refused(f'only names inside the zip; "{info.filename[:100]}" points out of it')
            if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16):
                continue
            if info.filename in entries:
                raise self.refused(f'every name once; "{info.filename[:100]}" is there twice')
            entries[info.filename] = info
        return entries

    def refused(self, expected: str) -> ImportRefused:
        """The error that names the file."""
        return ImportRefused([self._place.problem(f"{self._what}: {expected}")])

    def blocks(self, name: str) -> Iterator[bytes]:
        """The inflated bytes of an entry, in blocks.

        Raises:
            ImportRefused: encrypted, damaged, or larger than anything honest.
        """
        info = self.entries[name]
        if info.flag_bits & 1:
            raise self.refused("a file without a password")
        count = 0
        try:
            with self._zip.open(info) as entry:
                while block := entry.read(_BLOCK):
                    count += len(block)
                    self._left -= len(block)
                    if self._left < 0:
                        raise self.refused(f"at most {MAX_INFLATED // 2**20} MB when unpacked")
                    if count > _RATIO_FROM and count > MAX_RATIO * max(info.compress_size, 1):
                        raise self.refused(f"a file that grows at most {MAX_RATIO} times; {name[:100]} grows more")
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise self.refused(f"an undamaged file; {name[:100]} cannot be unpacked ({error})") from None

    def copy(self, name: str, target: IO[bytes]) -> None:
        """Write the inflated bytes of an entry to a file of ours."""
        for block in self.blocks(name):
            target.write(block)


@contextmanager
def open_archive(path: Path, place: Place, what: str) -> Iterator[Archive]:
    """Open a zip file.

    Args:
        path: the file.
        place: for the errors.
        what: what it should be, for the errors: "a zip of tables", "an .xlsx workbook".

    Raises:
        ImportRefused: not a zip file, or one with names that lead out of it.
        OSError: the file cannot be read.
    """
    try:
        zip_file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise ImportRefused([place.problem(f"{what}; this file is something else or damaged ({error})")]) from None
    with zip_file:
        yield Archive(zip_file, place, what)
