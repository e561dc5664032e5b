"""Where an export is written to: nothing is lost that no export wrote, and nothing stays half written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from copnet import manifest
from copnet.errors import Conflict
from copnet.exporters.formats import FORMATS, ZIP, Format, file_names
from copnet.manifest import Manifest
from copnet.services.files import folder_whole, path_whole, zip_folder


def require_free(path: Path, chosen: Format, *, overwrite: bool = False) -> None:
    """Refuse a path at which something is that would be lost.

    Raises:
        Conflict: something is there already; or, with ``overwrite``, a folder that no export wrote or in which
            something stands that no export did.
    """
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return
    if not overwrite:
        raise Conflict(f"{path} exists already. Give another name, or --overwrite to replace it.")
    folder = chosen.is_folder and path.suffix.lower() != ZIP
    if folder != path.is_dir():
        raise Conflict(f"{path} was not written by an export of this kind. Give another name.")
    if folder:
        _require_ours(path)


def _require_ours(folder: Path) -> None:
    """Refuse a folder that would not go with nothing lost but what an export wrote."""
    note = folder / manifest.NAME
    try:
        with note.open("rb") as file:
            written = Manifest.parse(file.read(manifest.MAX_SIZE + 1).decode("utf-8-sig")).format
    except (OSError, ValueError):
        written = ""
    if written not in FORMATS or not FORMATS[written].is_folder:
        raise Conflict(f"{folder} was not written by an export: it has no {manifest.NAME} of one. Give another name.")
    ours = {manifest.NAME, *file_names(written)}
    others = sorted(one.name for one in folder.iterdir() if one.name not in ours or not one.is_file())
    if others:
        more = f" and {len(others) - 5:,} more" if len(others) > 5 else ""
        raise Conflict(
            f"{folder} holds what no export wrote there, which would be lost: {', '.join(others[:5])}{more}. Move it "
            "elsewhere, or give another name."
        )


@contextmanager
def place(path: Path, chosen: Format, *, overwrite: bool) -> Iterator[Path]:
    """Where to write to: it is moved to ``path`` when all is written, and gone when something fails."""
    if not chosen.is_folder:
        with path_whole(path) as target:
            yield target
    elif path.suffix.lower() == ZIP:
        with path_whole(path) as target, zip_folder(target) as folder:
            yield folder
    else:
        with folder_whole(path, overwrite=overwrite) as folder:
            yield folder
