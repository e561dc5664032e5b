"""Empty tables to fill in: a workbook for facilitators, or a folder of CSV files with the same columns."""

from __future__ import annotations

import csv
from pathlib import Path

from copnet.errors import InputError, UsageError
from copnet.importers.examples import EXAMPLES
from copnet.tables import TABLES


def write_template(path: Path) -> list[Path]:
    """Write the template: a workbook when the name ends in .xlsx, else a folder of CSV files.

    Args:
        path: a file or folder that is not there yet, or an empty folder.

    Returns:
        The files written.

    Raises:
        UsageError: the name of another kind of file.
        InputError: something is there already (nothing is overwritten), or the place cannot be written to.
    """
    if path.suffix and path.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{path} would be neither a folder nor a workbook. Give a name that ends in .xlsx, or a folder."
        )
    try:
        if path.suffix.lower() == ".xlsx":
            from copnet.importers.template_book import make_workbook

            if path.exists():
                raise InputError(f"{path} exists already; give another name, nothing is overwritten")
            path.parent.mkdir(parents=True, exist_ok=True)
            make_workbook().save(path)
            return [path]
        return _write_folder(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror or error}); give another place") from None


def _write_folder(folder: Path) -> list[Path]:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is not an empty folder; give another name, nothing is overwritten")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in TABLES.values():
        path = folder / f"{table.name}.csv"
        example = EXAMPLES[table.name]
        # the byte-order mark makes spreadsheet programs read names with accents right
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.name for column in table.columns)
            writer.writerow(example.get(column.name, "") for column in table.columns)
        written.append(path)
    return written
