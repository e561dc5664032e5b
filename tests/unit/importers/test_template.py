from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from copnet.errors import InputError
from copnet.importers.examples import EXAMPLES
from copnet.importers.template import write_template
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from copnet.tables import TABLES


@pytest.mark.parametrize("name", ["tables", "tables.xlsx"])
def test_untouched_it_creates_nothing(store: GraphStore, tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    report = import_path(store, tmp_path / name)
    assert report.created == {}
    assert store.version() == 0
    assert [item.reason for item in report.left_out] == ["an example row of the template"] * len(TABLES)


@pytest.mark.parametrize("name", ["tables", "tables.xlsx"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    write_template(tmp_path / name)
    with pytest.raises(InputError, match="nothing is overwritten"):
        write_template(tmp_path / name)


def test_the_examples_are_right_once_the_mark_is_gone(store: GraphStore, tmp_path: Path) -> None:
    for path in write_template(tmp_path / "tables"):
        path.write_text(path.read_text(encoding="utf-8-sig").replace("example: ", ""), encoding="utf-8")
    for name, row in (("people", "omar,Omar Reyes"), ("organizations", "l,Lakeside Alliance\nh,Harbor Foundation")):
        with (tmp_path / "tables" / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(row + "\n")
    report = import_path(store, tmp_path / "tables")
    assert set(report.created) == set(TABLES)
    assert report.new_kinds == {}
    assert report.cautions == ()


def test_a_filled_workbook_is_imported(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    book["People"]["B3"] = "Ruth Ames"
    book["Participations"]["A3"] = "Panel"
    book["Participations"]["B3"] = "Ruth Ames"
    book["Participations"]["C3"] = "River Counties"
    book.save(path)
    report = import_path(store, path)
    assert report.created == {"organizations": 1, "people": 1, "collaborations": 1, "participations": 1}


def test_sheets_have_headers_notes_lists_and_marks(tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "Read me"
    assert len(book.sheetnames) == 1 + len(TABLES)
    for table in TABLES.values():
        letters = [get_column_letter(number) for number in range(1, len(table.columns) + 1)]
        sheet = book[table.name.replace("_", " ").capitalize()]
        headers = [cell.value for cell in sheet[1]]
        assert headers == [column.name for column in table.columns]
        assert sheet.freeze_panes == "A2"
        offers = {str(offer.sqref): offer for offer in sheet.data_validations.dataValidation}
        for cell, letter, column in zip(sheet[1], letters, table.columns, strict=True):
            assert cell.comment is not None
            assert column.description in cell.comment.text
            assert cell.font.bold
            assert ("Needed" in cell.comment.text) == column.required
            offer = offers.get(f"{letter}2:{letter}5000")
            values = column.choices or column.known or (("yes", "no") if column.kind == "yes-no" else ())
            assert (offer is not None) == bool(values)
            if offer is not None:
                assert offer.formula1 == f'"{",".join(values)}"'
                assert offer.errorStyle == ("warning" if column.known else "stop")


def test_an_example_is_known_by_its_name_too(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    for sheet in book:
        if sheet["A1"].value == "id":
            sheet.delete_cols(1)
    book.save(path)
    report = import_path(store, path)
    assert report.created == {}
    assert len(report.left_out) == len(TABLES)


def test_every_example_names_only_columns_of_its_table() -> None:
    assert set(EXAMPLES) == set(TABLES)
    for name, example in EXAMPLES.items():
        columns = {column.name for column in TABLES[name].columns}
        required = {column.name for column in TABLES[name].columns if column.required}
        assert required <= set(example) <= columns
