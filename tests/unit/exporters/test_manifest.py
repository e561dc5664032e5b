"""The note beside exported tables is input as any other: a broken or hostile one is refused in words."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.packaging.custom import StringProperty

from copnet import manifest
from copnet.errors import ImportRefused
from copnet.manifest import Manifest
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore

TABLE = "id,name,own 1\np,'-,'=1\n"
BROKEN = {
    "no JSON": "{",
    "another object": "[]",
    "a newer version": '{"copnet_export": 2}',
    "columns that are no names": '{"copnet_export": 1, "own_columns": {"people": {"own 1": 3}}}',
    "columns of no table": '{"copnet_export": 1, "own_columns": []}',
    "deep": "[" * 100_000,
    "invisible characters": '{"copnet_export": 1, "own_columns": {"people": {"own 1": "a\\u0007"}}}',
    "large": '{"copnet_export": 1, "x": "' + "x" * manifest.MAX_SIZE + '"}',
}


def _refused(store: GraphStore, path: Path) -> str:
    with pytest.raises(ImportRefused) as caught:
        import_path(store, path)
    assert store.count("people") == 0
    return str(caught.value.problems[0])


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_broken_note_is_refused(scratch: GraphStore, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "people.csv").write_text(TABLE)
    (folder / manifest.NAME).write_text(BROKEN[name])
    words = _refused(scratch, folder)
    assert manifest.NAME in words or "own 1" in words
    with zipfile.ZipFile(tmp_path / "tables.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for file in folder.iterdir():
            packed.write(file, f"inside/{file.name}")
    words = _refused(scratch, tmp_path / "tables.zip")
    assert manifest.NAME in words or "own 1" in words


def test_a_broken_note_of_a_workbook_is_refused(scratch: GraphStore, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "people"
    sheet.append(["id", "name"])
    sheet.append(["p", "Ann"])
    book.custom_doc_props.append(StringProperty(name=f"{manifest.NAME} 0", value="{"))  # type: ignore[attr-defined]
    book.save(tmp_path / "book.xlsx")
    assert "the JSON that copnet writes" in _refused(scratch, tmp_path / "book.xlsx")


def test_the_note_is_read_wherever_the_tables_are(scratch: GraphStore, tmp_path: Path) -> None:
    note = Manifest("csv", "facilitator", own_columns={"people": {"own 1": "a\nb"}}).text()
    with zipfile.ZipFile(tmp_path / "tables.zip", "w") as packed:
        packed.writestr("inside/people.csv", TABLE)
        packed.writestr(f"inside/{manifest.NAME}", note)
    import_path(scratch, tmp_path / "tables.zip")
    (person,) = scratch.read("people")
    assert person.name == "-"  # type: ignore[attr-defined]  # it is a person
    assert person.attributes == {"a\nb": "=1"}


def test_a_note_elsewhere_in_a_zip_says_nothing(scratch: GraphStore, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "tables.zip", "w") as packed:
        packed.writestr("inside/people.csv", "id,name\np,'x\n")
        packed.writestr(f"elsewhere/{manifest.NAME}", Manifest("csv", "facilitator").text())
    import_path(scratch, tmp_path / "tables.zip")
    (person,) = scratch.read("people")
    assert person.name == "'x"  # type: ignore[attr-defined]  # it is a person


@pytest.mark.parametrize("own", [{"own 1": "same", "own 2": "same"}, {"own 2": "own 1"}])
def test_a_note_that_gives_two_columns_one_name_is_refused(
    scratch: GraphStore, tmp_path: Path, own: dict[str, str]
) -> None:
    (tmp_path / manifest.NAME).write_text(Manifest("csv", "facilitator", own_columns={"people": own}).text())
    (tmp_path / "people.csv").write_text("id,name,own 1,own 2\np,Ann,1,2\n")
    assert "columns of different real names" in _refused(scratch, tmp_path)


def test_rows_added_by_hand_are_read_as_ever(scratch: GraphStore, tmp_path: Path) -> None:
    """Beside the note a lone hyphen still clears, and what would run is still refused."""
    (tmp_path / manifest.NAME).write_text(Manifest("csv", "facilitator").text())
    table = tmp_path / "people.csv"
    table.write_text("id,name,bio\np,Ann,'-text\n")
    import_path(scratch, tmp_path)
    table.write_text("id,name,bio\np,Ann,-\n")
    import_path(scratch, tmp_path)
    (person,) = scratch.read("people")
    assert person.bio is None  # type: ignore[attr-defined]  # it is a person
    table.write_text("id,name,bio\np,Ann,=1+1\n")
    with pytest.raises(ImportRefused, match="1 problem"):
        import_path(scratch, tmp_path)


def test_the_note_is_json_that_a_program_reads() -> None:
    note = Manifest("csv", "public", ("Nothing.",), {"people": 2}, {"people": 3}, {"people": {"own 1": "é"}})
    told = json.loads(note.text())
    assert told["copnet_export"] == 1
    assert told["withheld"] == {"people": 2}
    assert Manifest.parse(note.text(ascii_only=True)).own_columns == note.own_columns
