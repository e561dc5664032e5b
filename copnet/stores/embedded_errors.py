"""The embedded engine's errors as copnet's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from copnet.errors import Conflict, StoreError, StoreFailed, StoreLocked, StoreMissing
from copnet.stores import jvm

_LOCKED = "com.arcadedb.utility.LockException"
_DUPLICATE = "com.arcadedb.exception.DuplicatedKeyException"
_OUT_OF_MEMORY = "java.lang.OutOfMemoryError"
_IN_USE = "already in use"
_CLOSED = "Database is closed"

CLOSED = "The store is closed. Open it again."


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Make what the engine raises in the block one of copnet's errors.

    Raises:
        StoreError: see ``meaning``.
        Conflict: two records with one key.
    """
    import jpype
    from arcadedb_embedded import ArcadeDBError

    try:
        yield
    except (ArcadeDBError, jpype.JException, OSError) as error:
        raise meaning(error, folder) from error


def meaning(error: BaseException, folder: Path) -> StoreError | Conflict:
    """The error of ours that says what the engine's error means."""
    names = jvm.class_names(error)
    if _LOCKED in names:
        return StoreLocked(
            f"The store {folder} is open in another program, perhaps copnet serve. Stop that one first, or use it."
        )
    if _IN_USE in str(error):
        return StoreLocked(f"The store {folder} is open already in this program.")
    if _DUPLICATE in names:
        return Conflict("Two records would have the same key; nothing was written.")
    if _OUT_OF_MEMORY in names:
        return StoreFailed(
            f"The store {folder} has too little memory for this; nothing was written. Set COPNET_MEMORY to more, such "
            "as 2g, and start again."
        )
    if _CLOSED in str(error):
        return StoreFailed(CLOSED)
    return StoreFailed(f"The store {folder} failed: {error}")


def require_free(folder: Path, create: bool) -> None:
    """The engine would make a database in any folder, even among other files.

    Raises:
        StoreMissing: nothing is there and nothing is to be made, or something else is there.
    """
    if not create or (folder.exists() and not folder.is_dir()):
        raise StoreMissing(
            f"{folder} is no copnet store. Give its folder, or import into a new one: copnet import PATH"
        )
    if folder.exists() and any(folder.iterdir()):
        raise StoreMissing(f"{folder} holds other files, not a copnet store. Give an empty or a new folder.")
