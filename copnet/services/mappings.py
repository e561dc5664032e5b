"""A first guess of a mapping file, written beside the file it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from copnet.errors import Conflict
from copnet.importers.guess import guess
from copnet.importers.guess_write import as_toml
from copnet.services.files import write_whole


def write_mapping(path: Path, target: Path | None = None) -> dict[str, Any]:
    """Guess what the columns of a file mean and write it down.

    Args:
        path: a text table, a folder of them, or a workbook.
        target: where; None: ``PATH.mapping.toml``.

    Returns:
        ``{"written", "tables": [{"table", "each_row", "columns": [{"header", "guess", "samples"}], ...}]}``.

    Raises:
        Conflict: the target exists; nothing is ever overwritten.
        ImportRefused: nothing that can be read.
        InputError: the target cannot be written.
    """
    target = target or path.with_name(f"{path.name}.mapping.toml")
    if target.exists():
        raise Conflict(f"{target} exists already. Give another name, so that nothing is overwritten.")
    guesses = guess(path)
    write_whole(target, as_toml(guesses, path.name))
    return {"written": str(target), "tables": [one.as_dict() for one in guesses]}
