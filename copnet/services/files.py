"""Files and folders written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from copnet.errors import Conflict, InputError

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day a zip knows: the same files give the same zip


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old one or the new one, never half of it; only its owner may read it.

    Raises:
        InputError: the folder does not exist or may not be written to.
    """
    with path_whole(path) as target, target.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)


@contextmanager
def path_whole(path: Path) -> Iterator[Path]:
    """An empty file beside ``path`` to write to, which takes its place at the end of the block, or is gone.

    Raises:
        InputError: the folder does not exist or may not be written to.
    """
    with _in_words(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        try:
            yield Path(name)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def folder_whole(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """An empty folder beside ``path`` to write to, which takes its place at the end of the block, or is gone.

    Args:
        overwrite: a folder that is there already goes; otherwise it must be empty.

    Raises:
        Conflict: a folder with something in it is there.
        InputError: the place cannot be written to.
    """
    with _in_words(path):
        made = Path(tempfile.mkdtemp(dir=path.absolute().parent, prefix=f".{path.name}."))
        try:
            yield made
            if overwrite and path.is_dir():
                old = Path(tempfile.mkdtemp(dir=path.absolute().parent, prefix=f".{path.name}."))
                path.rename(old / path.name)
                try:
                    made.rename(path)
                except BaseException:
                    (old / path.name).rename(path)
                    raise
                shutil.rmtree(old, ignore_errors=True)
            else:
                _move(made, path)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise


@contextmanager
def zip_folder(path: Path) -> Iterator[Path]:
    """A folder whose files are packed into the zip at ``path`` at the end of the block; then the folder is gone."""
    with tempfile.TemporaryDirectory(prefix="copnet-export-") as name:
        folder = Path(name)
        yield folder
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for file in sorted(folder.iterdir()):
                entry = zipfile.ZipInfo(file.name, _EPOCH)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                with file.open("rb") as content, packed.open(entry, "w", force_zip64=True) as target:
                    shutil.copyfileobj(content, target)


def _move(made: Path, path: Path) -> None:
    try:
        made.rename(path)
    except OSError as error:
        if path.is_dir() and any(path.iterdir()):
            raise Conflict(f"{path} exists already. Give another name, so that nothing is overwritten.") from error
        raise


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None
