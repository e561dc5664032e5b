"""Builds workbooks and zip files for tests, honest ones by openpyxl and dishonest ones byte by byte."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]


def book(path: Path, sheets: Mapping[str, Rows], touch: Callable[[Workbook], None] | None = None) -> Path:
    """Write a workbook with these sheets; ``touch`` may change it before it is saved."""
    made = Workbook()
    assert made.active is not None
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet: Worksheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if touch:
        touch(made)
    made.save(path)
    return path


def rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Change the parts of a zip file in place."""
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, change(name, content))
    return path


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a zip file with these entries."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return path


def folder(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a folder with these files."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def raw_book(path: Path, rows: str, texts: str = "", sheet: str = "People") -> Path:
    """A workbook of one sheet, written as spreadsheet programs do: prefixes, shared texts, absolute targets.

    Args:
        path: of the workbook.
        rows: the XML inside ``sheetData``, elements with the prefix ``x``.
        texts: the ``si`` elements of the shared texts, elements with the prefix ``x``.
        sheet: the name of the sheet.
    """
    main = f'xmlns:x="{_MAIN}" xmlns:r="{_OFFICE}"'

    def relations(*targets: tuple[str, str, str]) -> str:
        inside = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in targets)
        return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'

    return zipped(
        path,
        {
            "_rels/.rels": relations(("r1", "officeDocument", "/book/main.xml")),
            "book/main.xml": (
                f'<x:workbook {main}><x:sheets><x:sheet name="{sheet}" r:id="s1"/></x:sheets></x:workbook>'
            ),
            "book/_rels/main.xml.rels": relations(
                ("s1", "worksheet", "sheets/one.xml"), ("s2", "sharedStrings", "/book/texts.xml")
            ),
            "book/sheets/one.xml": f"<x:worksheet {main}><x:sheetData>{rows}</x:sheetData></x:worksheet>",
            "book/texts.xml": f"<x:sst {main}>{texts}</x:sst>",
        },
    )
