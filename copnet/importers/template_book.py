"""The workbook a facilitator fills in: one sheet per table, drop-down lists, notes, an example row, an explanation."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from copnet.dates import EXPECTED as EXPECTED_DATE
from copnet.importers.examples import EXAMPLES
from copnet.tables import TABLES, Column, Table

LIST_ROWS = 5_000
"""Rows that have drop-down lists."""
_MAX_LIST = 255  # characters a list typed into a validation may have in spreadsheet programs

_REQUIRED = PatternFill("solid", fgColor="1F4E79")
_OPTIONAL = PatternFill("solid", fgColor="DCE6F1")
_HEADER = Font(bold=True)
_HEADER_ON_DARK = Font(bold=True, color="FFFFFF")
_EXAMPLE = Font(italic=True, color="7F7F7F")
_WIDTHS = {
    "id": 28,
    "text": 60,
    "bio": 50,
    "purpose": 50,
    "outcome": 40,
    "name": 32,
    "title": 40,
    "url": 32,
    "email": 30,
}

SHEET_NAMES = {name: name.replace("_", " ").capitalize() for name in TABLES}
README_SHEET = "Read me"

_WORDS = (
    ("What this is", None),
    (
        None,
        "Each sheet is a list of one kind of thing. Fill in what you know and leave the rest blank: every sheet, "
        "and every column with a light header, may stay empty. Columns with a dark header are needed in each row.",
    ),
    (
        None,
        "Start with three sheets: People, Collaborations (what people did together) and Participations (who took part "
        "in what). That is enough for a map.",
    ),
    ("How to fill it in", None),
    (None, "Row 1 has the column names; leave them as they are. Point at a name to read what belongs there."),
    (
        None,
        "The gray row that begins with “example:” shows one filled row. It is never imported; delete it or leave it.",
    ),
    (None, "Write names the same way everywhere: “Ruth Ames” under Participations is the “Ruth Ames” under People."),
    (
        None,
        "Two people with one name? Write “Ruth Ames <ruth@rcn.example>” or “Ruth Ames (River Counties Network)”, "
        "or give each an id and use it.",
    ),
    (None, "Several values in one cell: put a bar between them, like “data use | peer visits”."),
    (None, f"A date is {EXPECTED_DATE.removeprefix('a date such as ')}, as precisely as you know it."),
    (None, "Columns of your own are welcome: add them on the right; they are kept with each row."),
    ("Later", None),
    (
        None,
        "Correct something and import the same file again: what is new is added, a filled cell replaces what was "
        "there, a blank one changes nothing, and a cell with only “-” clears it. If something is wrong, nothing is "
        "imported and you get a list of every row to look at.",
    ),
    ("The sheets", None),
)


def make_workbook() -> Workbook:
    """The template as an openpyxl workbook."""
    book = Workbook()
    readme = book.active
    assert isinstance(readme, Worksheet)
    readme.title = README_SHEET
    _explain(readme)
    for table in TABLES.values():
        _fill(book.create_sheet(SHEET_NAMES[table.name]), table)
    return book


def _explain(sheet: Worksheet) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 100
    lines: list[tuple[str | None, str | None]] = [*_WORDS]
    lines += [
        (SHEET_NAMES[table.name], " ".join((table.record.__doc__ or "").split("\n\n")[0].split()).replace("``", "“"))
        for table in TABLES.values()
    ]
    for number, (head, words) in enumerate(lines, 1):
        sheet.cell(number, 1, head).font = _HEADER
        sheet.cell(number, 2, words).alignment = Alignment(wrap_text=True, vertical="top")
        if words:
            sheet.row_dimensions[number].height = 15.0 * (1 + len(words) // 105)


def _fill(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes = "A2"
    example = EXAMPLES[table.name]
    for number, column in enumerate(table.columns, 1):
        cell = sheet.cell(1, number, column.name)
        cell.font = _HEADER_ON_DARK if column.required else _HEADER
        cell.fill = _REQUIRED if column.required else _OPTIONAL
        note = Comment(_note(column), "copnet")
        note.width, note.height = 320, 110
        cell.comment = note
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
        if text := example.get(column.name):
            shown = sheet.cell(2, number, int(text) if text.isdigit() else text)
            shown.font = _EXAMPLE
        _offer(sheet, number, column)


def _note(column: Column) -> str:
    parts = ["Needed in each row." if column.required else "", column.description]
    values = column.choices or column.known
    if values:
        parts.append(f"{'One of' if column.choices else 'For example'}: {', '.join(values)}.")
    if column.kind == "date":
        parts.append(f"Write {EXPECTED_DATE}.")
    elif column.kind in ("texts", "references"):
        parts.append("Several values: put | between them.")
    elif column.kind == "yes-no":
        parts.append("yes or no.")
    return " ".join(filter(None, parts))


def _width(column: Column) -> float:
    if column.name in _WIDTHS:
        return _WIDTHS[column.name]
    usual = 26 if column.kind in ("reference", "references", "texts") else 14
    return max(usual, len(column.name) + 4)


def _offer(sheet: Worksheet, number: int, column: Column) -> None:
    """A drop-down list: closed lists refuse other values, open ones only ask whether they are meant."""
    values = ("yes", "no") if column.kind == "yes-no" else column.choices or column.known
    if not values:
        return
    words = ",".join(values)
    assert len(words) <= _MAX_LIST, column.name
    closed = not column.known
    offer = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    offer.errorStyle = "stop" if closed else "warning"
    offer.errorTitle = column.name
    offer.error = "Please choose a value of the list." if closed else "This is a new value. Is it meant?"
    sheet.add_data_validation(offer)
    letter = get_column_letter(number)
    offer.add(f"{letter}2:{letter}{LIST_ROWS}")
