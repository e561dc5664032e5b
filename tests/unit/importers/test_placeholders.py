"""Placeholders are not people: nobody is made of them, and it is said where they stood."""

from __future__ import annotations

from pathlib import Path

import pytest

from copnet.importers.mapping import load_mapping
from copnet.importers.options import ImportOptions
from copnet.services.imports import import_path
from tests.unit.importers.graph_files import GraphFiles
from tests.unit.importers.support import Importer

WORDS = ("Various speakers", "TBD", "staff of North Readers", "N/A", "et al.", "Anonymous", "???")


def said(report: object) -> list[tuple[str | None, int | None, str]]:
    left_out = getattr(report, "left_out", ())
    return [(one.sheet, one.row, one.reason) for one in left_out if "is not a" in one.reason]


@pytest.mark.parametrize("word", WORDS)
def test_nobody_is_made_of_a_reference(load: Importer, word: str) -> None:
    tables = {"participations": f"collaboration,person,role\nPanel,{word},guest\nPanel,Ruth Ames,host\n"}
    report = load(**tables)
    assert [one.name for one in load.records("people")] == ["Ruth Ames"]
    assert [(one.person, one.role) for one in load.records("participations")] == [("ruth-ames", "host")]
    ((_, row, reason),) = said(report)
    assert row == 2
    assert reason.startswith(f'"{word}" is not a person: ')
    again = load(**tables)
    assert (again.created, again.updated) == ({}, {})


def test_what_else_a_row_says_stays(load: Importer) -> None:
    report = load(
        participations="collaboration,person,organization\nPanel,TBD,North Readers\nPanel,Ruth Ames,n/a\n",
        learnings="collaboration,text,by\nPanel,Listen,Anonymous\n",
        ties="from,to,kind\nRuth Ames,TBD,knows\nRuth Ames,Omar Reyes (n/a),knows\n",
    )
    assert sorted((one.person, one.organization) for one in load.records("participations") if one.person) == [
        ("ruth-ames", None)
    ]
    assert [one.organization for one in load.records("participations") if not one.person] == ["north-readers"]
    assert [(one.text, one.by) for one in load.records("learnings")] == [("Listen", None)]
    assert [(one.from_, one.to) for one in load.records("ties")] == [("ruth-ames", "omar-reyes")]
    assert load.ids("organizations") == ["north-readers"]
    assert [reason for _, _, reason in said(report)] == [
        '"TBD" is not a person: a word for nobody in particular',
        '"n/a" is not an organization: a word for nobody in particular',
        '"TBD" is not a person: a word for nobody in particular',
        '"Anonymous" is not a person: a word for nobody in particular',
    ]  # fmt: skip


def test_a_list_loses_only_the_placeholder(load: Importer) -> None:
    load(people="name\nRuth Ames\n", communities="name,funders\nK,Ruth Ames|TBD\n")
    assert [(one.person, one.role) for one in load.records("memberships")] == [("ruth-ames", "funder")]


def test_somebody_entered_on_purpose_stays_and_is_named_unsure(load: Importer) -> None:
    report = load(people="name\nTBD\n", participations="collaboration,person\nPanel,TBD\n")
    assert load.ids("people") == ["tbd"]
    assert [one.person for one in load.records("participations")] == ["tbd"]
    assert [(one.id, one.reason) for one in report.unsure] == [
        ("tbd", "may be nobody: a word for nobody in particular")
    ]
    assert said(report) == []
    assert load(participations="collaboration,person\nTalk,TBD\n").created == {"collaborations": 1, "participations": 1}


@pytest.mark.parametrize("name", ["12", "Student 3", "Speaker B", "N N", "Person 7 of 9"])
def test_a_number_may_stand_for_somebody(load: Importer, name: str) -> None:
    load(participations=f"collaboration,person\nPanel,{name}\n")
    assert [one.name for one in load.records("people")] == [name]


def test_in_a_list_of_works(load: Importer, tmp_path: Path) -> None:
    path = tmp_path / "works.bib"
    path.write_text("@article{a,title={On it},year=2024,author={Anonymous and Ruth Ames and others}}", encoding="utf-8")
    report = import_path(load.store, path)
    assert [one.name for one in load.records("people")] == ["Ruth Ames"]
    assert [one.person for one in load.records("participations")] == ["ruth-ames"]
    assert [(row, reason.partition(":")[0]) for _, row, reason in said(report)] == [(1, '"Anonymous" is not a person')]


def test_in_a_calendar(load: Importer, tmp_path: Path) -> None:
    path = tmp_path / "days.ics"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20240517T090000Z",
        "DTSTART:20240517T090000Z", "SUMMARY:Convening", "ATTENDEE;CN=TBD:mailto:tbd@x.example",
        "ATTENDEE;CN=Ruth Ames:mailto:ruth@x.example", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    path.write_text("\r\n".join(lines), encoding="utf-8")
    report = import_path(load.store, path)
    assert [one.name for one in load.records("people")] == ["Ruth Ames"]
    assert len(load.records("participations")) == 1
    assert len(said(report)) == 1


def test_in_a_graph(graphs: GraphFiles) -> None:
    report = graphs("a.net", '*Vertices 4\n1 "Ruth"\n2 "TBD"\n3 "12"\n4 "TBD"\n*Arcs\n1 2\n1 3\n4 3\n')
    assert sorted(one.name for one in graphs.records("people")) == ["12", "Ruth"]
    assert [(one.from_, one.to) for one in graphs.records("ties")] == [("ruth", "12")]
    assert {reason.partition(":")[0] for _, _, reason in said(report)} == {'"TBD" is not a person'}


@pytest.mark.parametrize("apart", ["", 'tell_apart_by = "Place"\n'])
def test_by_a_mapping(load: Importer, tmp_path: Path, apart: str) -> None:
    table = tmp_path / "sessions.csv"
    table.write_text("Name,Place\nRuth Ames,Ohio\nVarious speakers,Ohio\nTBD,Iowa\n", encoding="utf-8")
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        f'[table."sessions.csv"]\neach_row = "person"\n{apart}[table."sessions.csv".columns]\nName = "name"\n'
        'Place = "location"\n',
        encoding="utf-8",
    )
    report = import_path(load.store, table, ImportOptions(mapping=load_mapping(mapping)))
    assert [one.name for one in load.records("people")] == ["Ruth Ames"]
    assert [row for _, row, _ in said(report)] == [3, 4]


def test_who_is_in_the_store_by_such_a_name_is_meant_in_other_files(load: Importer, graphs: GraphFiles) -> None:
    load(people="name\nNil\n")
    report = graphs("a.net", '*Vertices 2\n1 "Ruth"\n2 "Nil"\n*Arcs\n1 2\n')
    assert [(one.from_, one.to) for one in load.records("ties")] == [("ruth", "nil")]
    assert said(report) == []


def test_a_cell_of_two_names_is_offered_as_a_split(load: Importer) -> None:
    report = load(participations="collaboration,person\nPanel,Ann and Bob Ray\n")
    (item,) = report.unsure
    assert item.reason == 'may be several people: "Ann Ray" and "Bob Ray"; one row for each'


def test_where_the_people_are_in_the_import_it_is_an_error_as_ever(load: Importer) -> None:
    (problem,) = load.refused(people="name\nRuth Ames\n", participations="collaboration,person\nPanel,TBD\n")
    assert (problem.row, problem.value) == (2, "TBD")
