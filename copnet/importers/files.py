"""Finds the tables behind a path: a folder, one text table, a zip of tables, or a workbook."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from copnet import manifest
from copnet.errors import ImportRefused
from copnet.importers import exported
from copnet.importers.archive import MAX_INFLATED, Archive, open_archive
from copnet.importers.headers import Place, table_named
from copnet.importers.report import LeftOut
from copnet.manifest import Manifest
from copnet.tables import TABLES, Table, fold_header

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
BOOK_ENDINGS = (".xlsx", ".xlsm")
README = "read me"
_OTHER_BOOKS = (".xls", ".xlsb", ".ods", ".numbers")


@dataclass(frozen=True, slots=True)
class Found:
    """A text table: what it is, where it can be read, how the reader of the report knows it."""

    table: Table
    path: Path
    place: Place


@dataclass
class Input:
    """What a path holds: text tables, or one workbook."""

    format: str
    tables: list[Found] = field(default_factory=list)
    workbook: Path | None = None
    left_out: list[LeftOut] = field(default_factory=list)
    manifest: Manifest | None = None


@contextmanager
def find(path: Path, format: str | None = None, others: str = "") -> Iterator[Input]:  # noqa: A002 - the option's name
    """What there is to read at a path. Files unpacked from a zip are gone when the block ends.

    Args:
        path: the file or folder.
        format: what it must be.
        others: what else could have been read, for the error about a file of which nothing is known.

    Raises:
        ImportRefused: nothing there, not allowed to read it, no table in it, one table twice.
    """
    place = Place(path.name or str(path))
    try:
        if not path.exists():
            raise ImportRefused([Place(str(path)).problem("a file or folder that exists; nothing is there")])
        kind = path.suffix.lower()
        if path.is_dir():
            _require_format(place, format, "csv", "a folder")
            yield _folder(path)
        elif kind in BOOK_ENDINGS:
            _require_format(place, format, "xlsx", "a workbook")
            yield Input("xlsx", workbook=path)
        elif kind == ".zip":
            _require_format(place, format, "csv", "a zip of text tables")
            with open_archive(path, place, "a zip of text tables") as archive, tempfile.TemporaryDirectory() as scratch:
                yield _zip(archive, place, Path(scratch))
        elif kind in TEXT_ENDINGS:
            _require_format(place, format, "csv", "a text table")
            yield _text(path, place)
        else:
            raise ImportRefused([place.problem(_wrong_kind(kind, others))])
    except PermissionError as error:
        named = Path(error.filename).name if isinstance(error.filename, str) else place.file
        raise ImportRefused([Place(named).problem("a file you are allowed to read; the system refuses")]) from None
    except OSError as error:
        raise ImportRefused([place.problem(f"a file that can be read ({error.strerror or error})")]) from None


def nothing_recognized(place: Place, names: Iterable[str], what: str) -> ImportRefused:
    """The error for an input without any table of the contract."""
    found = ", ".join(sorted(names)[:20]) or "nothing"
    hint = "copnet mapping makes a first guess of what the columns of a table of your own mean"
    if place.file.lower().endswith(".zip"):
        hint += "; a file of another program stands alone in a zip"
    expected = f"at least one {what} named after a table ({', '.join(TABLES)}); found: {found}; {hint}"
    return ImportRefused([place.problem(expected)])


def not_a_table(name: str) -> str:
    """Why a file or sheet is left out, with the table that may be meant."""
    near = difflib.get_close_matches(
        fold_header(name), {fold_header(table): table for table in TABLES}, n=1, cutoff=0.8
    )
    meant = next((table for table in TABLES if fold_header(table) in near), None)
    return f"not a table of copnet; was {meant} meant?" if meant else "not a table of copnet"


def twice(place: Place, table: Table, first: str) -> ImportRefused:
    """The error for two files or sheets of one table."""
    return ImportRefused([place.problem(f"one place for the table {table.name}; {first} is the same table")])


def _require_format(place: Place, asked: str | None, found: str, what: str) -> None:
    if asked is not None and asked != found:
        raise ImportRefused([place.problem(f"an input of format {asked}; this is {what} (format {found})")])


def _wrong_kind(kind: str, others: str) -> str:
    endings = ", ".join((*BOOK_ENDINGS, *TEXT_ENDINGS, ".zip"))
    if kind in _OTHER_BOOKS:
        return f"an .xlsx workbook; open this {kind} file in its program and save it as .xlsx"
    return f"a folder of tables, or a file that ends in {endings}{others and f', or that holds {others}'}"


def _text(path: Path, place: Place) -> Input:
    table = table_named(path.stem)
    if table is None:
        raise nothing_recognized(place, [path.name], "file")
    _limit([path], place)
    return Input("csv", [Found(table, path, place)])


def _folder(path: Path) -> Input:
    found = Input("csv")
    for child in sorted(path.iterdir()):
        if child.name.startswith((".", "~$")):
            continue
        if child.name == manifest.NAME and child.is_file() and not child.is_symlink():
            found.manifest = exported.read_file(child, Place(child.name))
        elif child.is_symlink():
            found.left_out.append(LeftOut(child.name, "a link to another place is not followed"))
        elif not child.is_file():
            found.left_out.append(LeftOut(child.name, "a folder inside the folder is not read"))
        else:
            _take(found, child.name, child)
    return _complete(found, Place(path.name or str(path)))


def _zip(archive: Archive, place: Place, scratch: Path) -> Input:
    found = Input("csv")
    names = [name for name in archive.entries if not is_litter(PurePosixPath(name))]
    homes = {PurePosixPath(name).parent for name in names if table_of(PurePosixPath(name).name)}
    for name in sorted(names):
        if PurePosixPath(name).name == manifest.NAME and {PurePosixPath(name).parent} == homes:
            found.manifest = exported.read_entry(archive, name, Place(name))
            continue
        if len(homes) > 1 or PurePosixPath(name).parent not in homes:
            if len(homes) > 1 and table_of(PurePosixPath(name).name):
                raise archive.refused("all tables in one folder of the zip")
            found.left_out.append(LeftOut(name, not_a_table(PurePosixPath(name).stem)))
            continue
        path = scratch / f"{len(found.tables)}{PurePosixPath(name).suffix}"
        if _take(found, PurePosixPath(name).name, path, shown=name):
            with path.open("wb") as target:
                archive.copy(name, target)
    return _complete(found, place)


def is_litter(path: PurePosixPath) -> bool:
    """Whether an entry of a zip is what a system put there for itself."""
    return "__MACOSX" in path.parts or path.name.startswith((".", "~$"))


def table_of(name: str) -> Table | None:
    """The table of the contract that a text file of this name holds."""
    path = PurePosixPath(name)
    return table_named(path.stem) if path.suffix.lower() in TEXT_ENDINGS else None


def _take(found: Input, name: str, path: Path, shown: str | None = None) -> bool:
    """Add a file as a table, or to what is left out."""
    table = table_of(name)
    if table is None:
        ending = PurePosixPath(name).suffix.lower()
        if PurePosixPath(name).stem.casefold().replace("_", " ").replace("readme", README) == README:
            return False
        book = ending in (*BOOK_ENDINGS, *_OTHER_BOOKS)
        reason = "a workbook is imported by itself" if book else not_a_table(PurePosixPath(name).stem)
        found.left_out.append(LeftOut(shown or name, reason))
        return False
    place = Place(shown or name)
    for other in found.tables:
        if other.table is table:
            raise twice(place, table, other.place.file)
    found.tables.append(Found(table, path, place))
    return True


def _complete(found: Input, place: Place) -> Input:
    if not found.tables:
        raise nothing_recognized(place, (item.file for item in found.left_out), "file")
    _limit((table.path for table in found.tables), place)
    return found


def _limit(paths: Iterable[Path], place: Place) -> None:
    size = sum(path.stat().st_size for path in paths)
    if size > MAX_INFLATED:
        expected = f"at most {MAX_INFLATED // 2**20} MB of tables in one import, found {size // 2**20:,} MB; split them"
        raise ImportRefused([place.problem(expected)])
