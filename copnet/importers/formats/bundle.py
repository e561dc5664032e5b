"""Formats of several files: beside each other, in a folder or in a zip."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from copnet.importers.archive import open_archive
from copnet.importers.drafts import Drafts
from copnet.importers.files import BOOK_ENDINGS, TEXT_ENDINGS, is_litter
from copnet.importers.formats.kinds import HEAD_BYTES
from copnet.importers.headers import Place, table_named

_NAMED = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a bundle: its name for the report, and where it can be read."""

    name: str
    path: Path

    @property
    def ending(self) -> str:
        """The ending of its name, in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """Its name without the ending."""
        return PurePosixPath(self.name).stem


@contextmanager
def bundle(path: Path, wanted: Callable[[str], bool], title: str, drafts: Drafts) -> Iterator[list[Part]]:
    """The files of a folder or zip whose names are wanted, sorted by name; of a file, itself and those of its stem.

    What else is in the folder or zip is named as left out. Files unpacked from a zip are gone when the block ends.

    Raises:
        ImportRefused: a zip that is damaged, hostile, or none.
        OSError: something cannot be read.
    """
    if path.is_dir():
        found = [child for child in sorted(path.iterdir()) if _plain(child)]
        _say_others([child.name for child in found if not wanted(child.name)], title, drafts)
        yield [Part(child.name, child) for child in found if wanted(child.name)]
    elif zipfile.is_zipfile(path):
        with open_archive(path, Place(path.name), f"a zip of {title}") as archive, tempfile.TemporaryDirectory() as at:
            parts = []
            names = [name for name in sorted(archive.entries) if not is_litter(PurePosixPath(name))]
            _say_others([name for name in names if not wanted(name)], title, drafts)
            for number, name in enumerate(filter(wanted, names)):
                part = Part(PurePosixPath(name).name, Path(at) / str(number))
                with part.path.open("wb") as target:
                    archive.copy(name, target)
                parts.append(part)
            yield parts
    else:
        beside = [child for child in sorted(path.parent.glob("*")) if child.stem == path.stem and _plain(child)]
        yield [Part(child.name, child) for child in beside if wanted(child.name)] if beside else [Part(path.name, path)]


def _say_others(names: list[str], title: str, drafts: Drafts) -> None:
    if names:
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        drafts.leave_out(f"what lies beside {title}: {', '.join(names[:_NAMED])}{more}; import it on its own")


def heads(path: Path, endings: tuple[str, ...]) -> list[tuple[str, bytes]]:
    """Name and beginning of the files of a folder or zip, those of some endings; none of a bundle of copnet's tables.

    It never raises: what cannot be read is not recognized.
    """
    try:
        if path.is_dir():
            names = [child.name for child in path.iterdir() if _plain(child)]
            return [(name, _start(path / name)) for name in _wanted(names, endings)]
        if path.suffix.lower() in BOOK_ENDINGS or not zipfile.is_zipfile(path):
            return []
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not is_litter(PurePosixPath(name)) and name[-1:] != "/"]
            return [(name, _inflated(archive, name)) for name in _wanted(names, endings)]
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError):
        return []


def _wanted(names: list[str], endings: tuple[str, ...]) -> list[str]:
    paths = [PurePosixPath(name) for name in names]
    if any(path.suffix.lower() in TEXT_ENDINGS and table_named(path.stem) for path in paths):
        return []
    return [name for name in sorted(names)[:100] if name.lower().endswith(endings)]


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _inflated(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(HEAD_BYTES)


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~$"))
