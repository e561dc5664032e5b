"""Which person a row is about: the rules of the contract's keys."""

from __future__ import annotations

import pytest

from tests.unit.importers.support import Importer

HEAD = "name,email,organization,bio\n"


def test_name_and_email_first(load: Importer) -> None:
    load(people=HEAD + "Ruth,r@a.example,Alpha,\nRuth,r@b.example,Alpha,\n")
    report = load(people=HEAD + "Ruth,r@b.example,Beta,moved\n")
    assert (report.created, report.updated) == ({"organizations": 1}, {"people": 1})
    assert {person.email: person.organization for person in load.records("people")} == {
        "r@a.example": "alpha",
        "r@b.example": "beta",
    }


def test_name_and_organization_next(load: Importer) -> None:
    load(people=HEAD + "Ruth,,Alpha,\nRuth,,Beta,\n")
    assert load.ids("people") == ["ruth", "ruth-2"]
    report = load(people=HEAD + "Ruth,,Beta,here\n")
    assert report.updated == {"people": 1}
    assert [person.bio for person in load.records("people")] == [None, "here"]


def test_nothing_that_contradicts_is_the_same_person(load: Importer) -> None:
    load(people="name\nRuth\n")
    report = load(people=HEAD + "Ruth,r@a.example,Alpha,\n")
    assert report.updated == {"people": 1}
    assert report.unsure == ()
    report = load(people="name\nRuth\n")
    assert report.matched == {"people": 1}


def test_another_email_is_a_new_person_and_a_candidate_duplicate(load: Importer) -> None:
    load(people=HEAD + "Ruth,r@a.example,Alpha,\n")
    report = load(people=HEAD + "Ruth,r@b.example,Alpha,\n")
    assert report.created == {"people": 1}
    (unsure,) = report.unsure
    assert (unsure.table, unsure.id, unsure.candidates) == ("people", "ruth-2", (("ruth", "Ruth"),))


def test_another_organization_without_email_is_a_new_person(load: Importer) -> None:
    load(people=HEAD + "Ruth,,Alpha,\n")
    report = load(people=HEAD + "Ruth,r@b.example,Beta,\n")
    assert report.created == {"organizations": 1, "people": 1}
    assert len(report.unsure) == 1


def test_several_that_fit_are_an_error_naming_both(load: Importer) -> None:
    load(people=HEAD + "Ruth,r@a.example,,\nRuth,r@b.example,,\n")
    (problem,) = load.refused(people="name\nRuth\n")
    assert (problem.row, problem.column, problem.value) == (2, "name", "Ruth")
    assert "r@a.example" in problem.expected
    assert "r@b.example" in problem.expected


@pytest.mark.parametrize(
    ("stored", "row"),
    [
        ("Ruth,r@a.example,,\nRuth,r@b.example,,\n", "Ruth,,Alpha,\n"),
        ("Ruth,,Alpha,\nRuth,,Beta,\n", "Ruth,r@a.example,,\n"),
    ],
)
def test_who_fits_several_only_for_blank_cells_is_a_new_person(load: Importer, stored: str, row: str) -> None:
    load(people=HEAD + stored)
    report = load(people=HEAD + row)
    assert report.created["people"] == 1
    (unsure,) = report.unsure
    assert (unsure.id, unsure.candidates) == ("ruth-3", (("ruth", "Ruth"), ("ruth-2", "Ruth")))
    assert load(people=HEAD + row).matched["people"] == 1


def test_of_several_the_one_of_the_organization_is_meant(load: Importer) -> None:
    load(people=HEAD + "Ruth,r@a.example,Alpha,\nRuth,r@b.example,,\n")
    assert load(people=HEAD + "Ruth,,Alpha,here\n").updated == {"people": 1}
    assert [person.bio for person in load.records("people")] == ["here", None]
    load(people=HEAD + "Ruth,r@b.example,Alpha,\n")
    (problem,) = load.refused(people=HEAD + "Ruth,,Alpha,\n")
    assert "id ruth-2, r@b.example" in problem.expected


def test_emails_of_one_file_compare_without_regard_to_case(load: Importer) -> None:
    report = load(people="id,name,email\nz,Zoe,z@x\nz,Zoe,Z@X\n,Ann,a@x\n,Ann,A@X\n")
    assert report.created == {"people": 2}
    assert {person.email for person in load.records("people")} == {"z@x", "a@x"}
    own = load.refused(organizations="id,name,email\no,Org,z@x\no,Org,Z@X\n")
    assert [(problem.row, problem.column) for problem in own] == [(3, "email")]


def test_two_rows_cannot_both_become_the_one_known_person(load: Importer) -> None:
    load(people="name\nRuth\n")
    tables = {"people": HEAD + "Ruth,r@a.example,,\nRuth,r@b.example,,\n"}
    report = load(**tables)
    assert (report.created, report.updated) == ({"people": 1}, {"people": 1})
    assert {person.email for person in load.records("people")} == {"r@a.example", "r@b.example"}
    version = load.store.version()
    assert load(**tables).matched == {"people": 2}
    assert load.store.version() == version


def test_people_with_and_without_email_in_one_file_stay_apart_and_stable(load: Importer) -> None:
    tables = {"people": HEAD + "Ruth,,Alpha,\nRuth,r@a.example,Alpha,\n"}
    assert load(**tables).created == {"organizations": 1, "people": 2}
    version = load.store.version()
    assert load(**tables).matched == {"people": 2}
    assert load.store.version() == version


def test_an_id_wins_over_everything(load: Importer) -> None:
    load(people="id,name,email\nr,Ruth,r@a.example\n")
    report = load(people="id,name,email\nr,Ruth Ames,new@a.example\nq,Ruth,r@a.example\n")
    assert (report.created, report.updated) == ({"people": 1}, {"people": 1})
    assert {person.id: person.name for person in load.records("people")} == {"r": "Ruth Ames", "q": "Ruth"}
    assert [item.id for item in report.unsure] == ["q"]


def test_a_collaboration_known_from_its_participants_is_filled_in_later(load: Importer) -> None:
    load(participations="collaboration,person\nPanel,Ruth\n")
    report = load(collaborations="title,kind,started_on\nPanel,pilot,2024-05\n")
    assert (report.created, report.updated) == ({}, {"collaborations": 1})
    report = load(collaborations="title,kind,started_on\nPanel,pilot,2024-06\n")
    assert report.created == {"collaborations": 1}
    assert load.ids("collaborations") == ["panel", "panel-2"]
