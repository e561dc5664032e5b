from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from copnet.errors import ImportRefused, NotFound, UsageError
from copnet.importers.options import ImportOptions
from copnet.services import imports
from copnet.services.imports import import_path
from tests.support.stores import everything
from tests.unit.importers.support import Importer

EVERYTHING = {
    "organizations": "name,parent,aliases\nAlpha,,A | AA\nBeta,Alpha,\n",
    "people": "name,email,organization,topics,name_in_reports,shoe\n"
    "Ruth,r@a.example,Alpha,x | y,yes,41\nOmar,,Beta,,,\n",
    "person_attributes": "person,attribute,value,sensitive\nRuth,region,north,no\nRuth,income,low,\n",
    "communities": "name,started_on,capacity,funders,parent\nCohort,2024-03,15,Beta,\nGroup,,,,Cohort\n",
    "aims": "community,name,area\nCohort,Act,Action\n",
    "memberships": "community,person,organization,role,joined_on\nCohort,Ruth,Alpha,,2024-03-01\nCohort,,Beta,,\n",
    "engagements": "person,community,level,noted_on\nRuth,Cohort,High,2024\n",
    "affiliations": "person,organization,role,started_on\nRuth,Alpha,lead,2020\n",
    "collaborations": "title,kind,started_on,grew_out_of,part_of\n"
    "Panel,Hack Day,2024-05-17,,Series\nSeries,series,,,\nNext,pilot,2025,Panel | Series,\n",
    "participations": "collaboration,person,organization,role\n"
    "Panel,Ruth,Alpha,Presenter\nPanel,Omar,,\nNext,,Beta,host\n",
    "responses": "person,wave,community,status\nRuth,2024,Cohort,answered\n",
    "ties": "from,to,kind,value,wave\nRuth,Omar,Would call on,2,2024\nOmar,Ruth,knows,0,2024\n",
    "learnings": "community,collaboration,kind,text,by,quotable\nCohort,Panel,Next time,Pairs,Ruth,yes\n",
    "adoptions": "organization,approach,from_organization,from_person,from_collaboration\n"
    "Alpha,levels,Beta,Omar,Panel\n",
    "intents": "community,attribute,value,share,seats\nCohort,region,north,30 %,\nCohort,region,south,,4\n",
}


def test_every_table_and_twice_changes_nothing(load: Importer) -> None:
    report = load(**EVERYTHING)
    assert report.as_dict()["created"] == {
        "organizations": 2, "people": 2, "person_attributes": 2, "communities": 2, "aims": 1, "memberships": 3,
        "engagements": 1, "affiliations": 1, "collaborations": 3, "participations": 3, "responses": 1, "ties": 2,
        "learnings": 1, "adoptions": 1, "intents": 2,
    }  # fmt: skip
    assert report.new_kinds == {"collaborations.kind": ("Hack Day",)}
    before, version = everything(load.store), load.store.version()
    again = load(**EVERYTHING)
    assert (again.created, again.updated) == ({}, {})
    assert again.matched == report.created
    assert everything(load.store) == before
    assert load.store.version() == version


def test_values_arrive(load: Importer) -> None:
    load(**EVERYTHING)
    omar, ruth = load.records("people")
    assert (ruth.topics, ruth.name_in_reports, ruth.attributes) == (("x", "y"), True, {"shoe": "41"})
    assert (omar.visibility, omar.name_in_reports) == ("facilitators", False)
    assert ruth.provenance.model_dump() == {
        "kind": "file", "file": "people.csv", "sheet": None, "row": 2, "person": None,
    }  # fmt: skip
    by_id = {record.id: record for record in load.records("collaborations")}
    assert by_id["next"].grew_out_of == ("panel", "series")
    assert by_id["panel"].part_of == "series"
    assert {(tie.kind, tie.value) for tie in load.records("ties")} == {("would-call-on", 2.0), ("knows", 0.0)}
    assert {attribute.sensitive for attribute in load.records("person_attributes")} == {True, False}
    assert {intent.share for intent in load.records("intents")} == {0.3, None}


def test_updates_fill_keep_and_clear(load: Importer) -> None:
    load(people="id,name,email,bio,topics,willing,shoe,hat\nr,Ruth,r@a.example,old,a | b,yes,41,L\n")
    report = load(people="id,name,email,bio,topics,willing,shoe,hat\nr,Ruth,,new,-,-,-,\n")
    assert report.updated == {"people": 1}
    (ruth,) = load.records("people")
    assert (ruth.email, ruth.bio, ruth.topics, ruth.willing) == ("r@a.example", "new", (), None)
    assert ruth.attributes == {"hat": "L"}


def test_a_changed_record_has_new_provenance_an_unchanged_one_the_old(load: Importer) -> None:
    load(ties="from,to,kind,value\nA,B,knows,1\nA,C,knows,1\n")
    report = load(ties="from,to,kind,value\nX,Y,knows,\nA,B,knows,1\nA,C,knows,2\n")
    assert (report.created, report.updated, report.matched) == ({"people": 2, "ties": 1}, {"ties": 1}, {"ties": 1})
    rows = {(tie.from_, tie.to): (tie.value, tie.provenance.row) for tie in load.records("ties")}
    assert rows == {("x", "y"): (1.0, 2), ("a", "b"): (1.0, 2), ("a", "c"): (2.0, 4)}


def test_a_blank_tie_value_keeps_what_is_known(load: Importer) -> None:
    load(ties="from,to,kind,value\nA,B,knows,4\n")
    assert load(ties="from,to,kind\nA,B,knows\n").matched == {"ties": 1}
    assert load.records("ties")[0].value == 4


def test_the_same_row_twice_is_fine(load: Importer) -> None:
    report = load(
        people="id,name,bio\nr,Ruth,\nr,Ruth,hello\nr,Ruth,hello\n",
        participations="collaboration,person\nP,Ruth\nP,r\n",
    )
    assert report.created == {"people": 1, "collaborations": 1, "participations": 1}
    assert load.records("people")[0].bio == "hello"


def test_dry_run_reports_and_writes_nothing(load: Importer) -> None:
    report = load(ImportOptions(dry_run=True), **EVERYTHING)
    assert report.dry_run is True
    assert report.created["people"] == 2
    assert load.store.version() == 0
    assert load.records("people") == []
    assert load.refused(ImportOptions(dry_run=True), people="name,visibility\nR,x\n")


def test_bad_rows_can_be_skipped_with_all_that_depends_on_them(load: Importer) -> None:
    report = load(
        ImportOptions(skip_bad_rows=True),
        people="name,visibility\nRuth,what\nOmar,\n",
        organizations="name,parent\nAlpha,Gone\nBeta,\nGamma,Alpha\n",
        participations="collaboration,person\nPanel,Ruth\nPanel,Omar\nOnly Ruth,Ruth\n",
    )
    assert load.ids("people") == ["omar"]
    assert load.ids("organizations") == ["beta"]
    assert load.ids("collaborations") == ["panel"]
    assert report.created == {"organizations": 1, "people": 1, "collaborations": 1, "participations": 1}
    assert [(item.file, item.row) for item in report.errors] == [
        ("organizations.csv", 2), ("organizations.csv", 4),
        ("participations.csv", 2), ("participations.csv", 4), ("people.csv", 2),
    ]  # fmt: skip
    assert "row 2 of people (Ruth) is left out" in report.errors[2].expected
    assert load.records("collaborations")[0].provenance.row == 3


def test_skipping_leaves_out_both_of_two_contradicting_rows(load: Importer) -> None:
    report = load(ImportOptions(skip_bad_rows=True), ties="from,to,kind,value\nA,B,knows,1\nA,B,knows,2\nA,C,knows,1\n")
    assert [(item.row, item.column) for item in report.errors] == [(2, "value"), (3, "value")]
    assert report.created["ties"] == 1


def test_skipping_does_not_help_a_file_that_cannot_be_read(load: Importer) -> None:
    assert load.refused(ImportOptions(skip_bad_rows=True), people="nome\nRuth\n", ties="from,to,kind\nA,B,knows\n")


def test_a_known_record_stays_when_its_row_is_bad(load: Importer) -> None:
    load(people="name\nRuth\n")
    report = load(
        ImportOptions(skip_bad_rows=True),
        people="name,visibility\nRuth,what\n",
        participations="collaboration,person\nPanel,Ruth\n",
    )
    assert report.created == {"collaborations": 1, "participations": 1}


def test_wave_and_community_fill_blank_cells(load: Importer) -> None:
    load(communities="id,name\nc1,Cohort One\n")
    options = ImportOptions(wave="spring", community="Cohort One")
    load(
        options,
        ties="from,to,kind,wave\nA,B,knows,\nA,C,knows,fall\n",
        responses="person\nA\n",
        memberships="person\nA\n",
        collaborations="title,kind,community\nPanel,pilot,\nTalk,pilot,Other\n",
    )
    assert {(tie.to, tie.wave) for tie in load.records("ties")} == {("b", "spring"), ("c", "fall")}
    assert [(record.wave, record.community) for record in load.records("responses")] == [("spring", "c1")]
    assert [record.community for record in load.records("memberships")] == ["c1"]
    assert {record.id: record.community for record in load.records("collaborations")} == {
        "panel": "c1",
        "talk": "other",
    }


def test_filling_an_empty_table_adds_no_rows(load: Importer) -> None:
    assert load(ImportOptions(wave="spring"), ties="from,to,kind\n", responses="person\n").created == {}


def test_the_community_of_the_option_must_exist(load: Importer) -> None:
    with pytest.raises(NotFound, match="Cohort"):
        load(ImportOptions(community="Cohort"), memberships="person\nA\n")
    report = load(ImportOptions(community="Cohort"), communities="name\nCohort\n", memberships="person\nA\n")
    assert report.created == {"people": 1, "communities": 1, "memberships": 1}


def test_values_can_be_reversed(load: Importer) -> None:
    options = ImportOptions(reverse_values=5)
    load(options, ties="from,to,kind,value\nA,B,trusts,1\nA,C,trusts,4.5\nA,D,trusts,\nA,E,trusts,0\n")
    assert {tie.to: tie.value for tie in load.records("ties")} == {"b": 5.0, "c": 1.5, "d": 1.0, "e": 0.0}
    problems = load.refused(options, ties="from,to,kind,value\nA,B,trusts,0.5\nA,C,trusts,6\nA,D,trusts,-1\n")
    assert [(problem.row, problem.value) for problem in problems] == [(2, "0.5"), (3, "6"), (4, "-1")]


@pytest.mark.parametrize(
    "options",
    [
        ImportOptions(day_first=True, month_first=True),
        ImportOptions(reverse_values=0),
        ImportOptions(reverse_values=float("nan")),
        ImportOptions(wave=" "),
    ],
)
def test_options_that_make_no_sense(load: Importer, options: ImportOptions) -> None:
    with pytest.raises(UsageError):
        load(options, people="name\nRuth\n")


def test_day_first(load: Importer) -> None:
    load(ImportOptions(day_first=True), communities="name,started_on\nC,17.05.2024\n")
    assert str(load.records("communities")[0].started_on) == "2024-05-17"


def test_too_many_rows_are_refused_with_the_number(load: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MAX_ROWS_AN_IMPORT", 3)
    tables = {"people": "name\nRuth\nOmar\n", "participations": "collaboration,person\nP,Ruth\nP,Nobody\nP,Omar (X)\n"}
    for options in (ImportOptions(), ImportOptions(dry_run=True), ImportOptions(skip_bad_rows=True)):
        problems = load.refused(options, **tables)
        assert [(problem.row, problem.value) for problem in problems] == [(None, "5"), (3, "Nobody")]
        assert "at most 3 rows" in problems[0].expected


@pytest.mark.parametrize(("most", "ways"), [(1, [True]), (3, [False, True]), (6, [False])])
def test_what_is_too_large_for_one_transaction_is_written_in_batches(
    load: Importer, monkeypatch: pytest.MonkeyPatch, most: int, ways: list[bool]
) -> None:
    """Two rows, and six records with those made from references: known beforehand, found out, or few enough."""
    monkeypatch.setattr(imports, "MAX_ROWS_A_TRANSACTION", most)
    write, seen = load.store.write, list[bool]()

    def noting(change: Any, *, large: bool = False) -> Any:
        seen.append(large)
        return write(change, large=large)

    monkeypatch.setattr(load.store, "write", noting)
    report = load(ties="from,to,kind\nA,B,knows\nC,D,knows\n")
    assert report.created == {"people": 4, "ties": 2}
    assert seen == ways
    assert load.store.check() == []
    assert load.store.version() == 1


def test_a_transaction_may_be_run_again(load: Importer) -> None:
    class Conflicted:
        """Runs every change twice, as a store does after a conflict."""

        def __getattr__(self, name: str) -> Any:
            return getattr(load.store, name)

        def write(self, change: Any, *, large: bool = False) -> Any:
            class Once(Exception):
                pass

            def first(writer: Any) -> None:
                change(writer)
                raise Once

            with pytest.raises(Once):
                load.store.write(first, large=large)
            return load.store.write(change, large=large)

    path = load.path(dict(EVERYTHING))
    report = import_path(Conflicted(), path)
    assert report.created["people"] == 2
    assert load.ids("people") == ["omar", "ruth"]
    bad = load.path({"people": "name,visibility\nAnn,what\nBob,\n"})
    report = import_path(Conflicted(), bad, ImportOptions(skip_bad_rows=True))
    assert len(report.errors) == 1


def test_progress_is_told(load: Importer) -> None:
    told: list[str] = []
    import_path(load.store, load.path({"people": "name\nRuth\n"}), progress=lambda what, done, total: told.append(what))
    assert told == [
        "reading people.csv",
        "checking people.csv",
        "matching people",
        "writing",
        "comparing names",
        "done",
    ]


def test_the_report_as_json(load: Importer) -> None:
    path = load.path({"people": "name,email\nRuth,a@a.example\nRuth,b@b.example\n"})
    (path / "other.txt").write_text("x")
    found = import_path(load.store, path).as_dict()
    assert found["format"] == "csv"
    assert found["unsure"] == [
        {
            "table": "people", "id": "ruth-2", "name": "Ruth", "reason": "same name, another e-mail or organization",
            "candidates": [{"id": "ruth", "name": "Ruth"}],
        }
    ]  # fmt: skip
    assert found["left_out"] == [{"file": "other.txt", "sheet": None, "row": None, "reason": "not a table of copnet"}]


def test_many_problems_are_counted_and_some_listed(load: Importer, tmp_path: Path) -> None:
    rows = "".join(f"Person {n},x\n" for n in range(5_000))
    with pytest.raises(ImportRefused, match="5,000 problems") as caught:
        load(people="name,visibility\n" + rows)
    assert len(caught.value.problems) == 2_000
    assert "3,000 more" in str(caught.value)
    report = load(ImportOptions(skip_bad_rows=True), people="name,visibility\n" + rows + "Ruth,\n")
    assert (len(report.errors), report.errors_not_listed) == (2_000, 3_000)
    assert report.created == {"people": 1}
