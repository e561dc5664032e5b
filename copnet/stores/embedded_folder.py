"""Making the folder of an embedded store."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

from copnet.errors import StoreMissing

SMALL_BYTES = 64 << 20
"""Up to 46 MB, 150,000 participations, an answer was measured to come sooner from Java started for little."""


def is_small(folder: Path) -> bool:
    """Whether little has to be read from a store."""
    return sum(file.stat().st_size for file in folder.glob("*") if file.is_file()) < SMALL_BYTES


def create(folder: Path) -> None:
    """An empty database in a folder for its owner alone: what people shared in trust is in it.

    A folder that is not there yet gets its name when the database in it is whole, so that a program killed meanwhile
    leaves nothing in the way. One that is there already is used as it is: it may be where a disk is mounted.
    """
    import arcadedb_embedded as arcadedb

    with contextlib.suppress(FileNotFoundError):
        try:
            folder.stat()
        except ValueError:  # a name with a NUL
            raise StoreMissing(f"{str(folder)!r} cannot be the name of a folder. Give another one.") from None
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.exists():
        arcadedb.create_database(str(folder)).close()
        return
    made = Path(tempfile.mkdtemp(prefix=".copnet-new-", dir=folder.parent))
    try:
        arcadedb.create_database(str(made)).close()
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
