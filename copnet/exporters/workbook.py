"""The tables as one workbook: the same cells as the text tables, texts as texts whatever they begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from copnet import manifest
from copnet.cell_text import APOSTROPHE, BLANK_MARK, EXAMPLE_MARK
from copnet.errors import InputError
from copnet.exporters.book_file import save
from copnet.exporters.table_cells import CellTable
from copnet.manifest import Manifest

MAX_ROWS = 1_048_575
"""Rows a sheet can have below its header."""
MAX_CELL = 32_767
"""Characters a cell of a spreadsheet can hold."""
ABOUT = "Read me"
_PART = 30_000  # characters of a document property
_NOT_IN_XML = re.compile("[\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write_tables(path: Path, tables: Sequence[CellTable], note: Manifest) -> None:
    """Write all tables as sheets, a sheet that says what this is, and the manifest as a document property.

    Raises:
        InputError: a table has more rows, or a cell more characters, than a workbook can hold.
    """
    for cells in tables:
        _require_room(cells)
    book = Workbook(write_only=True)
    _about(book, note)
    for cells in tables:
        sheet = book.create_sheet(cells.table.name)
        sheet.freeze_panes = "A2"
        sheet.append([text_cell(sheet, header, bold=True) for header in cells.frame.columns])
        numeric = [header in cells.numeric for header in cells.frame.columns]
        plain = [header in cells.plain for header in cells.frame.columns]
        for row in cells.frame.iter_rows():
            sheet.append(
                None if text is None else _number(sheet, text) if number else text_cell(sheet, _marked(text, free))
                for text, number, free in zip(row, numeric, plain, strict=True)
            )
    text = note.text(ascii_only=True).replace("_x", "\\u005fx")  # a workbook spells signs that way
    for number, start in enumerate(range(0, len(text), _PART)):
        part = StringProperty(name=f"{manifest.NAME} {number}", value=text[start : start + _PART])
        book.custom_doc_props.append(part)  # type: ignore[attr-defined]  # the stubs do not know it
    save(book, path)


def text_cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    """A cell that holds a text, never a formula.

    Raises:
        InputError: more characters than a cell has room for.
    """
    value = escaped(text)
    if len(value) > MAX_CELL:  # openpyxl would cut it short without a word
        raise InputError(
            f'A cell of a workbook has room for {MAX_CELL:,} characters; "{text[:40]}..." has more. Use another format.'
        )
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def escaped(text: str) -> str:
    """A text as it may stand in the XML of a workbook: what XML changes or forbids is spelled ``_x000D_``."""
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def about_lines(note: Manifest) -> Iterable[tuple[str, str]]:
    """What a reader of a workbook should know, as pairs of a word and a sentence."""
    yield "Written by", "copnet"
    yield "Audience", note.audience
    for name, count in note.withheld.items():
        yield "Withheld", f"{name}: {count:,}"
    for sentence in note.left_out:
        yield "Left out", sentence
    for sentence in note.cautions:
        yield "Note", sentence


def _about(book: Workbook, note: Manifest) -> None:
    sheet = book.create_sheet(ABOUT)
    for word, sentence in about_lines(note):
        sheet.append([text_cell(sheet, word), text_cell(sheet, sentence)])


def _marked(text: str, plain: bool) -> str:
    """With an apostrophe where the importer would take the text for something else."""
    other = text in ("", BLANK_MARK) or text.startswith(APOSTROPHE) or text.lower().startswith(EXAMPLE_MARK)
    return APOSTROPHE + text if plain and other else text


def _number(sheet: WriteOnlyWorksheet, text: str) -> float | Cell:
    """A number; as text where a spreadsheet program would not keep its last digits."""
    value = float(text)
    return value if float(f"{value:.15g}") == value else text_cell(sheet, text)


def _require_room(cells: CellTable) -> None:
    name, frame = cells.table.name, cells.frame
    if frame.height > MAX_ROWS:
        raise InputError(
            f"A sheet has room for {MAX_ROWS:,} rows; {name} has {frame.height:,}. Export to a folder (--format csv)."
        )
    for column in frame.iter_columns():
        longest = column.str.len_chars().max()
        if isinstance(longest, int) and longest >= MAX_CELL:
            raise InputError(
                f"A cell of a workbook has room for {MAX_CELL:,} characters; one in {name}, column {column.name}, has "
                f"{longest:,}. Export to a folder (--format csv)."
            )
