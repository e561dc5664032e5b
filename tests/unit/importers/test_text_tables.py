from __future__ import annotations

import codecs

import pytest

from tests.unit.importers.support import Importer

PEOPLE = "name;location\nÉlise Müller;Łódź\nOmar;Fairwater\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le with mark", "utf-16-be with mark"])
def test_unicode_encodings(load: Importer, encoding: str) -> None:
    name, _, mark = encoding.partition(" ")
    start = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[name] if mark else b""
    report = load(people=start + PEOPLE.encode(name))
    assert [person.name for person in load.records("people")] == ["Omar", "Élise Müller"]
    assert report.cautions == ()


def test_cp1252_is_read_and_said(load: Importer) -> None:
    report = load(people="name\nÉlise “Lise” Müller\n".encode("cp1252"))
    assert [person.name for person in load.records("people")] == ["Élise “Lise” Müller"]
    assert "Windows-1252" in report.cautions[0]
    assert "row 2" in report.cautions[0]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(load: Importer, separator: str, end: str) -> None:
    rows = [["name", "topics", "bio"], ["Ruth", "a | b", "one, two; three"], ["Omar", "", "x"]]
    text = end.join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    load(people=text)
    omar, ruth = load.records("people")
    assert (ruth.name, ruth.topics, ruth.bio) == ("Ruth", ("a", "b"), "one, two; three")
    assert omar.bio == "x"


def test_excels_own_separator_line(load: Importer) -> None:
    load(people="sep=;\nname;bio\nRuth;a,b\n")
    (ruth,) = load.records("people")
    assert ruth.bio == "a,b"
    assert ruth.provenance.row == 2


def test_row_numbers_are_those_of_the_spreadsheet(load: Importer) -> None:
    text = 'name,bio\nRuth,"first\nsecond"\n\n,,\nOmar,x\nAnn,y,z\n'
    problems = load.refused(people=text)
    assert [problem.row for problem in problems] == [6]
    load(people=text.replace(",z", ""))
    assert {person.name: person.provenance.row for person in load.records("people")} == {"Ruth": 2, "Omar": 5, "Ann": 6}
    assert next(person.bio for person in load.records("people") if person.name == "Ruth") == "first\nsecond"


def test_ragged_rows_and_empty_ends(load: Importer) -> None:
    report = load(people="name,email,bio,,\nRuth\nOmar,o@b.example,,,\n,,,,\n\n\n")
    assert report.created == {"people": 2}


def test_header_only(load: Importer) -> None:
    report = load(people="name,email\n", ties="from,to,kind\n")
    assert report.created == {}
    assert load.store.version() == 0


def test_names_of_files_and_headers_are_matched_loosely(load: Importer) -> None:
    report = load(**{"Person Attributes": "PERSON,Attri bute,VALUE\nRuth,region,north\n"})
    assert report.created == {"people": 1, "person_attributes": 1}


@pytest.mark.parametrize(("file", "table"), [("Person", "people"), ("organization", "organizations")])
def test_the_singular_names_a_table_too(load: Importer, file: str, table: str) -> None:
    assert load(**{file: "name\nRuth\n"}).created == {table: 1}


def test_own_columns_are_kept(load: Importer) -> None:
    report = load(people="name, Shoe size ,organisation\nRuth,41,X\nOmar,,\n")
    by_name = {person.name: person for person in load.records("people")}
    assert by_name["Ruth"].attributes == {"Shoe size": "41", "organisation": "X"}
    assert by_name["Omar"].attributes == {}
    assert 'was "organization" meant' in report.cautions[0]


def test_unknown_files_are_left_out_and_named(load: Importer) -> None:
    path = load.path({"people": "name\nRuth\n"})
    (path / "notes.txt").write_text("x")
    (path / "organisations.csv").write_text("x")
    (path / ".hidden").write_text("x")
    (path / "deeper").mkdir()
    (path / "ties.csv").symlink_to(path / "people.csv")
    from copnet.services.imports import import_path

    report = import_path(load.store, path)
    assert [item.file for item in report.left_out] == ["deeper", "notes.txt", "organisations.csv", "ties.csv"]
    assert "organizations meant" in report.left_out[2].reason


@pytest.mark.parametrize(
    ("table", "header", "column"),
    [
        ("people", "E-mail", "email"),
        ("people", "E\u2011mail", "email"),
        ("people", "name-in-reports", "name_in_reports"),
        ("people", "i-d", "id"),
        ("people", "na-me", "name"),
        ("communities", "started-on", "started_on"),
    ],
)
def test_a_header_with_hyphens_gives_a_caution(load: Importer, table: str, header: str, column: str) -> None:
    report = load(**{table: f"name,email,{header}\nRuth,r@a.example,\n"})
    (caution,) = (caution for caution in report.cautions if table == "people" or header in caution)
    assert f'the column "{header}" is kept as an attribute; was "{column}" meant?' in caution


def test_every_problem_of_every_table_in_one_report(load: Importer) -> None:
    problems = load.refused(
        people="name,visibility\nRuth,all\nOmar,none\n",
        ties="from,to,kind,value,asked_on\nRuth,Nobody,knows,x,May\n",
        intents="community,attribute\nC,region\n",
    )
    found = {(problem.file, problem.row, problem.column) for problem in problems}
    assert found == {
        ("people.csv", 2, "visibility"),
        ("people.csv", 3, "visibility"),
        ("ties.csv", 2, "value"),
        ("ties.csv", 2, "asked_on"),
        ("ties.csv", 2, "to"),
        ("intents.csv", 1, None),
    }
