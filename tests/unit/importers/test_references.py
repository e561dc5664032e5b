from __future__ import annotations

import pytest

from copnet.ids import slug
from copnet.importers.options import ImportOptions
from tests.unit.importers.support import Importer

ORGANIZATIONS = "id,name\na,Alpha Org\nb,Beta Org\n"
PEOPLE = (
    "id,name,email,organization\nr1,Ruth Ames,ruth@a.example,Alpha Org\nr2,Ruth Ames,ruth@b.example,b\no,Omar Reyes,,\n"
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("r1", "r1"),
        ("Omar Reyes", "o"),
        ("Ruth Ames <ruth@b.example>", "r2"),
        ("Ruth Ames <RUTH@A.EXAMPLE>", "r1"),
        ("Ruth Ames (Alpha Org)", "r1"),
        ("Ruth Ames (b)", "r2"),
    ],
)
@pytest.mark.parametrize("separately", [False, True])
def test_ways_to_name_a_person(load: Importer, text: str, key: str, separately: bool) -> None:
    participations = f"collaboration,person\nPanel,{text}\n"
    if separately:
        load(people=PEOPLE, organizations=ORGANIZATIONS)
        report = load(participations=participations)
        assert report.created == {"collaborations": 1, "participations": 1}
    else:
        load(people=PEOPLE, organizations=ORGANIZATIONS, participations=participations)
    (participation,) = load.records("participations")
    assert participation.person == key
    assert participation.collaboration == "panel"


def test_a_reference_that_fits_two_names_both(load: Importer) -> None:
    tables = {"people": PEOPLE, "organizations": ORGANIZATIONS}
    (problem,) = load.refused(**tables, participations="collaboration,person\nPanel,Ruth Ames\n")
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "participations.csv",
        2,
        "person",
        "Ruth Ames",
    )
    assert "id r1, ruth@a.example" in problem.expected
    assert "id r2, ruth@b.example" in problem.expected


def test_an_id_that_is_the_name_of_another_fits_two(load: Importer) -> None:
    problems = load.refused(people="id,name\nx,y\ny,z\n", participations="collaboration,person\nPanel,y\n")
    assert "fits y (id x)" in problems[0].expected or "fits z (id y)" in problems[0].expected


def test_what_only_rows_name_is_made_and_told(load: Importer) -> None:
    report = load(
        participations=(
            "collaboration,person,organization,role\n"
            "Panel,Ruth Ames <ruth@a.example>,Alpha Org,presenter\n"
            "Panel,Omar Reyes (Beta Org),,presenter\n"
            "Panel,Omar Reyes,,author\n"
        )
    )
    assert report.created == {"organizations": 2, "people": 2, "collaborations": 1, "participations": 3}
    people = {person.id: person for person in load.records("people")}
    assert people["ruth-ames"].email == "ruth@a.example"
    assert people["omar-reyes"].organization == "beta-org"
    assert people["omar-reyes"].provenance.row == 3
    (panel,) = load.records("collaborations")
    assert (panel.kind, panel.started_on) == ("unknown", None)
    assert {(item.table, item.id) for item in report.implied} == {
        ("people", "ruth-ames"), ("people", "omar-reyes"), ("organizations", "alpha-org"),
        ("organizations", "beta-org"), ("collaborations", "panel"),
    }  # fmt: skip
    assert "unknown" in report.cautions[0]
    assert "Panel" in report.cautions[0]


def test_an_empty_sheet_of_the_template_does_not_forbid_new_names(load: Importer) -> None:
    report = load(
        people="name\n",
        collaborations="id,title,kind\nexample: x,Y,pilot\n",
        participations="collaboration,person\nP,Ruth\n",
    )
    assert report.created == {"people": 1, "collaborations": 1, "participations": 1}


def test_a_table_in_the_import_must_hold_what_others_name(load: Importer) -> None:
    load(people="name\nKnown Before\n")
    problems = load.refused(
        people="name\nRuth Ames\n",
        participations="collaboration,person\nPanel,Known Before\nPanel,Ruth Aymes\nPanel,Ruth Ames <x@y.example>\n",
    )
    assert [(problem.row, problem.value) for problem in problems] == [(3, "Ruth Aymes"), (4, "Ruth Ames <x@y.example>")]
    assert 'did you mean "Ruth Ames"' in problems[0].expected


def test_a_broken_table_is_not_blamed_on_the_rows_that_refer_to_it(load: Importer) -> None:
    (problem,) = load.refused(people="nome\nRuth\n", participations="collaboration,person\nPanel,Ruth\n")
    assert problem.file == "people.csv"


def test_ends_of_ties(load: Importer) -> None:
    load(ties="from,to,kind,to_kind\nRuth,Alpha,partners-with,organization\nRuth,Alpha,knows,\n")
    assert load.ids("people") == ["alpha", "ruth"]
    assert load.ids("organizations") == ["alpha"]
    assert {(tie.kind, tie.to_kind) for tie in load.records("ties")} == {
        ("partners-with", "organization"),
        ("knows", "person"),
    }


def test_funders_become_memberships(load: Importer) -> None:
    tables = {
        "people": "name\nMarta Funder\nHarbor\n",
        "communities": "name,funders\nCohort,Harbor | Marta Funder\n",
        "organizations": "name\nHarbor\n",
    }
    report = load(**tables)
    found = {(record.person, record.organization, record.role) for record in load.records("memberships")}
    assert found == {(None, "harbor", "funder"), ("marta-funder", None, "funder")}
    assert report.created["memberships"] == 2
    version = load.store.version()
    load(**tables)
    assert load.store.version() == version
    assert load.records("communities")[0].attributes == {}


@pytest.mark.parametrize(
    ("cell", "left"), [("Beacon", {"beacon"}), ("Harbor|Beacon", {"harbor", "beacon"}), ("-", set()), ("", {"harbor"})]
)
def test_a_later_funders_cell_replaces_or_clears(load: Importer, cell: str, left: set[str]) -> None:
    load(organizations="name\nHarbor\nBeacon\nOld\n", communities="name,funders\nCohort,Harbor\nOther,Harbor\n",
         memberships="community,organization,role,joined_on\nCohort,Old,funder,2019\n")  # fmt: skip
    report = load(communities=f"name,funders,purpose\nCohort,{cell},learn\n")
    found = {record.organization for record in load.records("memberships") if record.community == "cohort"}
    assert found == left | {"old"}, "who funded from a day on is history"
    assert report.removed == ({} if "harbor" in left else {"memberships": 1})
    assert {record.organization for record in load.records("memberships") if record.community == "other"} == {"harbor"}
    version = load.store.version()
    assert load(communities=f"name,funders,purpose\nCohort,{cell},learn\n").removed == {}
    assert load.store.version() == version


def test_a_funder_the_same_import_names_elsewhere_stays(load: Importer) -> None:
    load(organizations="name\nHarbor\nBeacon\n", communities="name,funders\nCohort,Harbor\n")
    load(communities="name,funders\nCohort,Beacon\n", memberships="community,organization,role\nCohort,Harbor,funder\n")
    assert {record.organization for record in load.records("memberships")} == {"harbor", "beacon"}


def test_two_rows_of_a_community_with_different_funders_contradict(load: Importer) -> None:
    (problem,) = load.refused(
        organizations="name\nHarbor\nBeacon\n", communities="name,funders\nCohort,Harbor\nCohort,Beacon\n"
    )
    assert (problem.row, problem.column) == (3, "funders")
    assert "row 2" in problem.expected


def test_a_community_with_an_unknown_funder_is_left_out_with_all_about_it(load: Importer) -> None:
    report = load(
        ImportOptions(skip_bad_rows=True),
        organizations="name\nHarbor\n",
        communities="name,funders\nCohort,Habor\nOther,Harbor\n",
        aims="community,name\nCohort,Act\nOther,Act\n",
    )
    assert report.created == {"organizations": 1, "communities": 1, "aims": 1, "memberships": 1}
    assert [(item.file, item.row) for item in report.errors] == [("aims.csv", 2), ("communities.csv", 2)]


def test_an_unknown_funder_is_an_error_when_organizations_are_imported(load: Importer) -> None:
    (problem,) = load.refused(organizations="name\nHarbor\n", communities="name,funders\nCohort,Habor\n")
    assert (problem.row, problem.column, problem.value) == (2, "funders", "Habor")


@pytest.mark.parametrize(
    ("name", "made"),
    [("Ruth Ames", "ruth-ames"), ("Ångström & Söhne", "ångström-söhne"), ("王小明", "王小明"),
     ("ﬁeld  day!", "field-day"), ("a/b\\c", "a-b-c"), ("…", ""), ("x" * 500, "x" * 180)],
)  # fmt: skip
def test_slugs(name: str, made: str) -> None:
    assert slug(name) == made


def test_made_ids_never_collide(load: Importer) -> None:
    load(people="id,name\nruth-ames,Somebody Else\n,Ruth Ames\n,?!\n")
    load(people="name,email\nRuth  Ames,x@y.example\nruth ames,\n")
    assert load.ids("people") == ["person", "ruth-ames", "ruth-ames-2", "ruth-ames-3", "ruth-ames-4"]


def test_a_community_named_davis_has_the_id_davis(load: Importer) -> None:
    load(memberships="community,person\ndavis,Evelyn\n", organizations="name\nDavis\n")
    assert load.ids("communities") == ["davis"]
