"""References to people by more than a name, and what does not depend on the order of rows."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from copnet.importers.options import ImportOptions
from copnet.stores.base import GraphStore
from tests.unit.importers.support import Importer

HEAD = "collaboration,person\n"


def people(load: Importer) -> set[tuple[str, str | None, str | None]]:
    return {(person.name, person.email, person.organization) for person in load.records("people")}


@pytest.mark.parametrize(
    ("text", "name", "organization"),
    [
        ("Cy (Org (North))", "Cy", "Org (North)"),
        ("Cy (Org (North) (East))", "Cy", "Org (North) (East)"),
        ("Cy (the elder) (Org (North))", "Cy (the elder)", "Org (North)"),
        ("Cy (Org)", "Cy", "Org"),
        ("Cy ((Org))", "Cy", "(Org)"),
        ("Cy (Smiley :))", "Cy (Smiley :))", None),
        ("Cy ()", "Cy ()", None),
        ("(Org)", "(Org)", None),
    ],
)
def test_the_last_parenthesis_tells_the_organization(
    load: Importer, text: str, name: str, organization: str | None
) -> None:
    load(participations=f"{HEAD}P,{text}\n")
    assert {(person.name, person.organization is None) for person in load.records("people")} == {
        (name, organization is None)
    }
    assert [record.name for record in load.records("organizations")] == ([organization] if organization else [])


@pytest.mark.parametrize("place", ["Org (North)", "n", "Smiley :)", "((x"])
def test_a_known_organization_decides_where_the_name_ends(load: Importer, place: str) -> None:
    load(
        organizations="id,name\nn,Org (North)\ns,Smiley :)\nx,((x\n",
        people="id,name,organization\n1,Cy,n\n2,Bo,Org (North)\n3,Cy,s\n4,Cy,x\n",
    )
    load(participations=f"{HEAD}P,Cy ({place})\n")
    (participation,) = load.records("participations")
    assert participation.person == {"Smiley :)": "3", "((x": "4"}.get(place, "1")
    assert len(load.records("people")) == 4


def outcome(load: Importer, store: GraphStore, rows: tuple[str, ...]) -> Any:
    """Everything about people that an import of these rows makes, or what is wrong with which cell."""
    store.write(lambda writer: [writer.delete(table, [r.key for r in writer.read(table)]) for table in TABLES])
    table = HEAD + "".join(f"{row}\n" for row in rows)
    report = load(ImportOptions(skip_bad_rows=True), participations=table)
    found = {
        table: [record.model_copy(update={"provenance": None}) for record in store.read(table)] for table in TABLES
    }
    again = load(ImportOptions(skip_bad_rows=True), participations=table)
    assert (again.created, again.updated) == ({}, {})
    assert len(again.errors) == len(report.errors)
    wrong = sorted((str(problem.value), problem.expected) for problem in report.errors)
    return found, wrong, [(item.id, item.candidates) for item in report.unsure]


TABLES = ("participations", "people", "organizations", "collaborations")


@pytest.mark.parametrize(
    ("rows", "made", "refused"),
    [
        (("X,Dee", "Y,Dee (NewOrg)"), {("Dee", None, "neworg")}, []),
        (("X,Dee", "Y,Dee <d@x.example>"), {("Dee", "d@x.example", None)}, []),
        (("X,Dee <d@x.example>", "Y,Dee (NewOrg)", "Z,Dee <D@X.example>"), {("Dee", "D@X.example", "neworg")}, []),
        (("X,Dee (A)", "Y,Dee (B)"), {("Dee", None, "a"), ("Dee", None, "b")}, []),
        (("X,Dee (A)", "Y,Dee (B)", "Z,Dee"), {("Dee", None, "a"), ("Dee", None, "b")}, ["Dee"]),
        (
            ("X,Dee (A)", "Y,Dee (B)", "Z,Dee <d@x.example>"),
            {("Dee", None, "a"), ("Dee", None, "b"), ("Dee", "d@x.example", None)},
            [],
        ),
        (
            ("X,Dee <d@x.example>", "Y,Dee <e@x.example>", "Z,Dee (A)"),
            {("Dee", "d@x.example", None), ("Dee", "e@x.example", None)},
            ["Dee (A)"],
        ),
    ],
)
def test_the_order_of_rows_changes_nothing(
    load: Importer, store: GraphStore, rows: tuple[str, ...], made: set[Any], refused: list[str]
) -> None:
    results = []
    for order in permutations(rows):
        results.append(outcome(load, store, order))
        assert people(load) == made
        assert [value for value, _ in results[-1][1]] == refused
        assert len(results[-1][2]) == len(made) - 1
    assert all(result == results[0] for result in results)


def test_two_who_exclude_each_other_are_not_one_known_person(load: Importer) -> None:
    load(people="name\nDee\n")
    report = load(participations=f"{HEAD}P,Dee <d@x.example>\nP,Dee <e@x.example>\n")
    assert report.created["people"] == 2
    assert {candidate for item in report.unsure for candidate in item.candidates} >= {("dee", "Dee")}
    assert load(participations=f"{HEAD}Q,Dee <d@x.example>\n").created == {"collaborations": 1, "participations": 1}


def test_the_ends_of_ties_are_told_apart_before_they_are_made(load: Importer) -> None:
    load(ties="from,to,kind,from_kind\nDee (A),Omar,knows,organization\nDee,Omar,knows,\n")
    assert [record.name for record in load.records("organizations")] == ["Dee (A)"]
    assert people(load) == {("Dee", None, None), ("Omar", None, None)}


def test_a_bar_in_a_name(load: Importer) -> None:
    report = load(
        communities="name,funders\nCohort,New\\|Fund | Other\n",
        memberships="community,person,organization\nCohort,Ruth (New\\|Fund),New\\|Fund\n",
    )
    assert sorted(record.name for record in load.records("organizations")) == ["New|Fund", "Other"]
    assert people(load) == {("Ruth", None, "new-fund")}
    assert report.created["memberships"] == 3
    (problem,) = load.refused(memberships="community,organization\nCohort,A | B\n")
    assert "one for each" in problem.expected.replace("row ", "")


def test_a_funder_known_only_from_participations_is_the_same_in_both_runs(load: Importer) -> None:
    options = ImportOptions(skip_bad_rows=True)
    tables = {
        "organizations": "name\nHarbor\n",
        "communities": "name,funders\nCohort,Marta | Harbor\nOther,Nobody\n",
        "participations": "collaboration,person\nPanel,Marta\n",
    }
    first = load(options, **tables)
    assert [(item.file, item.row, item.value) for item in first.errors] == [("communities.csv", 3, "Nobody")]
    assert {(record.person, record.organization) for record in load.records("memberships")} == {
        ("marta", None),
        (None, "harbor"),
    }
    again = load(options, **tables)
    assert (again.created, again.updated, again.errors) == ({}, {}, first.errors)


def test_a_funder_is_a_person_when_later_tables_say_so(load: Importer) -> None:
    load(communities="name,funders\nCohort,Marta\n", participations="collaboration,person\nPanel,Marta\n")
    assert load.records("organizations") == []
    assert load.ids("people") == ["marta"]
