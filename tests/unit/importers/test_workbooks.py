from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from copnet.errors import ImportRefused
from copnet.importers.book_parts import shows
from copnet.importers.options import ImportOptions
from copnet.importers.workbook_reader import number_text
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from tests.support.books import Rows, book, raw_book, rewrite


def load(store: GraphStore, path: Path, sheets: dict[str, Rows], **touch: object) -> None:
    import_path(store, book(path / "tables.xlsx", sheets, **touch))  # type: ignore[arg-type]  # any of the options


def collaborations(*days: object) -> dict[str, Rows]:
    rows: list[list[Any]] = [["title", "kind", "started_on"]]
    return {"Collaborations": rows + [[f"Panel {n}", "pilot", day] for n, day in enumerate(days)]}


def starts(store: GraphStore) -> list[str]:
    return [str(record.started_on) for record in store.read("collaborations")]  # type: ignore[attr-defined]  # of its table


def test_dates_as_the_cell_shows_them(store: GraphStore, tmp_path: Path) -> None:
    day = dt.date(2024, 5, 17)

    def touch(made: Workbook) -> None:
        made["Collaborations"]["C3"].number_format = "mmm yyyy"
        made["Collaborations"]["C4"].number_format = "yyyy"

    moment = dt.datetime(2024, 5, 17, 14, 30)  # noqa: DTZ001 - as a spreadsheet has it
    load(store, tmp_path, collaborations(day, day, day, moment, 45429, 2024, "2024-05", 2024.0), touch=touch)
    assert starts(store) == [
        "2024-05-17", "2024-05", "2024", "2024-05-17", "2024-05-17", "2024", "2024-05", "2024",
    ]  # fmt: skip


def test_the_calendar_of_1904(store: GraphStore, tmp_path: Path) -> None:
    def touch(made: Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    load(store, tmp_path, collaborations(dt.date(2024, 5, 17), 43967), touch=touch)
    assert starts(store) == ["2024-05-17", "2024-05-17"]


def test_numbers_and_booleans_become_what_a_person_would_type(store: GraphStore, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["name", "name in reports", "cohort", "score", "flag"],
        ["Ruth", True, 12.0, 0.1 + 0.2, False],
    ]
    load(store, tmp_path, {"people": rows})
    (ruth,) = store.read("people")
    assert ruth.name_in_reports is True  # type: ignore[attr-defined]  # of its table
    assert ruth.attributes == {"cohort": "12", "score": "0.3", "flag": "FALSE"}


def test_values_of_formulas(store: GraphStore, tmp_path: Path) -> None:
    path = book(tmp_path / "tables.xlsx", {"People": [["name", "bio", "score"], ["Ruth", '="=a"', "=6*7"]]})

    def with_values(name: str, data: bytes) -> bytes:
        data = data.replace(b'<c r="B2"><f>"=a"</f><v /></c>', b'<c r="B2" t="str"><f>"=a"</f><v>=a</v></c>')
        return data.replace(b"<f>6*7</f><v />", b"<f>6*7</f><v>42</v>")

    import_path(store, rewrite(path, with_values))
    (ruth,) = store.read("people")
    assert ruth.bio == "=a"  # type: ignore[attr-defined]  # of its table
    assert ruth.attributes == {"score": "42"}


def test_a_formula_without_value_is_named_once(store: GraphStore, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["title", "kind", "started_on"],
        ["A", "pilot", "=TODAY()"],
        ["=1", "pilot", "2024"],
        [None, None, "=1"],
    ]
    path = book(tmp_path / "tables.xlsx", {"Collaborations": rows})
    with pytest.raises(ImportRefused) as caught:
        import_path(store, path)
    found = [(problem.row, problem.column, problem.value) for problem in caught.value.problems]
    assert found == [(2, "started_on", None), (3, "title", None), (4, "started_on", None)]
    report = import_path(store, path, ImportOptions(skip_bad_rows=True))
    assert (report.created, len(report.errors)) == ({}, 3)


def test_cells_merged_downwards_hold_for_each_row(store: GraphStore, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["community", "person"],
        ["Cohort", "Ruth"],
        [None, "Omar"],
        [None, "Ann"],
        ["Other", "Ann"],
    ]
    load(store, tmp_path, {"Memberships": rows}, touch=lambda made: made["Memberships"].merge_cells("A2:A4"))
    found = sorted((record.community, record.person) for record in store.read("memberships"))  # type: ignore[attr-defined]  # of its table
    assert found == [("cohort", "ann"), ("cohort", "omar"), ("cohort", "ruth"), ("other", "ann")]


def test_shared_texts_rich_text_and_phonetic_guides(store: GraphStore, tmp_path: Path) -> None:
    texts = (
        "<x:si><x:t>name</x:t></x:si>"
        "<x:si><x:r><x:t>Ru</x:t></x:r><x:r><x:t>th_x000D_</x:t></x:r><x:rPh><x:t>RU-SU</x:t></x:rPh></x:si>"
    )
    cells = '<x:c{} t="s"><x:v>{}</x:v></x:c>'
    rows = f"<x:row>{cells.format('', 0)}</x:row><x:row>{cells.format('', 1)}</x:row>"
    import_path(store, raw_book(tmp_path / "tables.xlsx", rows, texts))
    (ruth,) = store.read("people")
    assert ruth.name == "Ruth"  # type: ignore[attr-defined]  # of its table
    assert ruth.provenance is not None
    assert ruth.provenance.row == 2


def test_a_text_that_is_missing_is_damage(store: GraphStore, tmp_path: Path) -> None:
    path = raw_book(tmp_path / "tables.xlsx", '<x:row><x:c t="s"><x:v>7</x:v></x:c></x:row>')
    with pytest.raises(ImportRefused) as caught:
        import_path(store, path)
    assert "undamaged" in caught.value.problems[0].expected


def test_hidden_and_unknown_sheets_are_left_out(store: GraphStore, tmp_path: Path) -> None:
    def touch(made: Workbook) -> None:
        made["Ties"].sheet_state = "hidden"

    sheets: dict[str, Rows] = {
        "Read me": [["hello"]],
        "People": [["name"], ["Ruth"]],
        "Ties": [["from", "to", "kind"], ["a", "b", "knows"]],
        "Budget": [["x"]],
        "Aims": [],
    }
    report = import_path(store, book(tmp_path / "tables.xlsx", sheets, touch))
    assert report.created == {"people": 1}
    assert {item.sheet: item.reason.split(";")[0] for item in report.left_out} == {
        "Ties": "a hidden sheet",
        "Budget": "not a table of copnet",
        "Aims": "an empty sheet",
    }


def test_a_lonely_cell_far_away_costs_nothing(store: GraphStore, tmp_path: Path) -> None:
    def touch(made: Workbook) -> None:
        made["People"]["A1048576"] = "Omar"
        made["People"]["XFD3"].number_format = "0.00"

    load(store, tmp_path, {"People": [["name"], ["Ruth"]]}, touch=touch)
    assert {record.provenance.row for record in store.read("people") if record.provenance} == {2, 1_048_576}


@pytest.mark.parametrize(
    ("code", "kind"),
    [("General", "number"), ("0.00", "number"), ("mm-dd-yy", "day"), ("mmm-yy", "month"), ("yyyy", "year"),
     ("h:mm", "time"), ("[h]:mm", "time"), ('"d" 0', "number"), ("[Red]0", "number"), ("[$-409]d mmm yyyy;@", "day")],
)  # fmt: skip
def test_what_number_formats_show(code: str, kind: str) -> None:
    assert shows(code) == kind


def test_numbers_as_text() -> None:
    epoch = dt.date(1899, 12, 30)
    assert number_text("0.5", "time", epoch) == "12:00:00"
    assert number_text("12", "number", epoch) == "12"
    assert number_text("1E-3", "number", epoch) == "0.001"
    assert number_text("what", "number", epoch) == "what"
