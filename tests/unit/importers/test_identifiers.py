"""ORCID, ROR and DOI tell records apart, and find them under another spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from copnet.services.imports import import_path
from tests.unit.importers.support import Importer

A, B = "0000-0002-1825-0097", "0000-0001-5109-3700"
HEAD = "title,kind,started_on,url\n"


def again(load: Importer, **tables: str) -> None:
    """Importing the same tables once more changes nothing."""
    before = {table: load.records(table) for table in tables}
    report = load(**tables)
    assert (report.created, report.updated) == ({}, {})
    assert {table: load.records(table) for table in tables} == before


@pytest.mark.parametrize(
    ("table", "header", "one", "other"),
    [
        ("people", "ORCID", A, f"https://orcid.org/{B}"),
        ("organizations", "ROR", "https://ror.org/012345678", "https://ror.org/05gq02987"),
    ],
)
def test_another_number_is_another_record(load: Importer, table: str, header: str, one: str, other: str) -> None:
    load(**{table: f"name,{header}\nRuth Ames,{one}\n"})
    report = load(**{table: f"name,{header}\nRuth Ames,{other}\n"})
    assert report.created == {table: 1}
    assert {record.id: record.attributes[header] for record in load.records(table)} == {
        "ruth-ames": one,
        "ruth-ames-2": other,
    }
    (item,) = report.unsure
    assert item.reason == f"same name, another {header}"
    again(load, **{table: f"name,{header}\nRuth Ames,{other}\n"})
    again(load, **{table: f"name,{header}\nRuth Ames,{one}\n"})


@pytest.mark.parametrize("rows", [("", A, B), (A, B)])
def test_two_numbers_of_one_name_in_one_file(load: Importer, rows: tuple[str, ...]) -> None:
    table = "name,ORCID\n" + "".join(f"Ruth Ames,{number}\n" for number in rows)
    if "" in rows:
        assert "this row fits" in load.refused(people=table)[0].expected
    else:
        assert load(people=table).created == {"people": 2}
        again(load, people=table)


def test_a_number_is_added_to_a_known_name(load: Importer) -> None:
    load(people="name\nRuth Ames\n")
    assert load(people=f"name,ORCID\nRuth Ames,{A}\n").updated == {"people": 1}
    again(load, people="name,ORCID\nRuth Ames,n/a\n".replace("n/a", ""))


def test_the_same_orcid_is_the_same_person_under_another_spelling(load: Importer) -> None:
    load(people=f"name,ORCID,aliases\nRuth Ames,{A},Ruthie\n")
    other = f"name,ORCID,role\nR. Ames,https://orcid.org/{A},chair\n".replace("https://orcid.org/", "")
    report = load(people=other, participations="collaboration,person\nPanel,R. Ames\n")
    assert (report.created.get("people"), report.updated) == (None, {"people": 1})
    (ruth,) = load.records("people")
    assert (ruth.name, ruth.aliases, ruth.role) == ("Ruth Ames", ("Ruthie", "R. Ames"), "chair")
    assert [part.person for part in load.records("participations")] == [ruth.id]
    again(load, people=other)


def test_the_same_orcid_with_another_email_is_a_candidate(load: Importer) -> None:
    load(people=f"name,ORCID,email\nRuth Ames,{A},r@x.example\n")
    report = load(people=f"name,ORCID,email\nOmar Reyes,{A},o@x.example\n")
    assert report.created == {"people": 1}
    assert [item.candidates for item in report.unsure] == [(("ruth-ames", "Ruth Ames"),)]


def test_a_corrected_orcid_is_news_about_the_same_address(load: Importer) -> None:
    load(people=f"name,ORCID,email\nRuth Ames,{A},r@x.example\nOmar Reyes,{B},o@x.example\n")
    swapped = f"name,ORCID,email\nRuth Ames,{B},R@x.example\nOmar Reyes,{A},o@x.example\n"
    report = load(people=swapped)
    assert (report.created, report.updated) == ({}, {"people": 2})
    assert {one.id: one.attributes["ORCID"] for one in load.records("people")} == {"ruth-ames": B, "omar-reyes": A}
    again(load, people=swapped)
    twice = f"name,ORCID,email\nRuth Ames,{A},r@x.example\nRuth Ames,{B},r@x.example\n"
    assert load.refused(people=twice)[0].column == "ORCID"


@pytest.mark.parametrize("known", ["", f"Omar Reyes,{B}\n"], ids=["nobody known", "somebody else"])
def test_another_name_with_a_known_orcid_is_said(load: Importer, known: str) -> None:
    load(people=f"name,ORCID\nRuth Ames,{A}\n{known}")
    report = load(people=f"name,ORCID\nOmar Reyes,{A}\n")
    (item,) = report.unsure
    assert (item.id, "Omar Reyes" in item.reason) == ("ruth-ames", True)
    assert item.candidates == ((("omar-reyes", "Omar Reyes"),) if known else ())
    assert not load(people=f"name,ORCID\nOmar Reyes,{A}\n").unsure, "an alias by now"


def test_the_parts_of_an_organization_may_share_its_ror(load: Importer) -> None:
    load(organizations="name,ROR\nUni,https://ror.org/012345678\n")
    assert load(organizations="name,ROR\nUni Library,https://ror.org/012345678\n").created == {"organizations": 1}


def test_works_with_other_dois_are_others(load: Importer) -> None:
    one = f"{HEAD}Editorial,article,2024,https://doi.org/10.1000/a\n"
    other = f"{HEAD}Editorial,article,2024,https://doi.org/10.1000/b\n"
    load(collaborations=one)
    assert load(collaborations=other).created == {"collaborations": 1}
    again(load, collaborations=one)
    again(load, collaborations=other)
    assert sorted(work.url[-1] for work in load.records("collaborations")) == ["a", "b"]


@pytest.mark.parametrize(("first", "second"), [("2024", "2024-05-03"), ("2024-05-03", "2024"), ("2024-05-03", "")])
def test_the_same_doi_is_the_same_work_and_keeps_the_finer_date(load: Importer, first: str, second: str) -> None:
    load(collaborations=f"{HEAD}The whole,article,{first},https://doi.org/10.1000/a\n")
    other = f"{HEAD}The Whole: more,article,{second},https://doi.org/10.1000/A\n"
    assert not load(collaborations=other).created
    (work,) = load.records("collaborations")
    assert (work.title, work.started_on.text) == ("The whole", "2024-05-03")
    again(load, collaborations=other)


@pytest.mark.parametrize("row", ["The whole,article,2023", "The whole,talk,2024", "Apart,article,2024"])
def test_another_date_kind_or_title_is_another_work(load: Importer, row: str) -> None:
    load(collaborations=f"{HEAD}The whole,article,2024,https://doi.org/10.1000/a\n")
    assert load(collaborations=f"{HEAD}{row},https://doi.org/10.1000/a\n").created == {"collaborations": 1}


@pytest.mark.parametrize("dates", [("2024", "2024-05-03"), ("2024-05-03", "2024")])
def test_the_same_doi_twice_in_one_file_is_one_work(load: Importer, tmp_path: Path, dates: tuple[str, str]) -> None:
    rows = "".join(
        f"The whole,article,{date},https://doi.org/10.1000/{sign}\n" for date, sign in zip(dates, "aA", strict=True)
    )
    load(collaborations=f"{HEAD}{rows}")
    assert [work.started_on.text for work in load.records("collaborations")] == ["2024-05-03"]
    again(load, collaborations=f"{HEAD}{rows}")
    path = tmp_path / "works.ris"
    entries = [
        f"TY  - JOUR\nTI  - The half\nDA  - {date.replace('-', '/')}\nDO  - 10.1000/H\nAU  - Ames, {name}\nER  - \n"
        for date, name in zip(dates, ("Ruth", "Omar"), strict=True)
    ]
    path.write_text("\n".join(entries), encoding="utf-8")
    report = import_path(load.store, path)
    assert report.created == {"collaborations": 1, "people": 2, "participations": 2}
    assert any("the same DOI" in line for line in report.cautions)
    assert {work.started_on.text for work in load.records("collaborations")} == {"2024-05-03"}
    assert import_path(load.store, path).created == {}


def test_the_same_doi_of_two_titles_in_one_file_is_said(load: Importer) -> None:
    rows = "The whole,article,2024,https://doi.org/10.1000/a\nA part,article,2024,https://doi.org/10.1000/a\n"
    report = load(collaborations=f"{HEAD}{rows}")
    assert report.created == {"collaborations": 2}
    (item,) = report.unsure
    assert (item.reason, item.candidates) == (
        "the same DOI, another title, kind or date", (("the-whole", "The whole"),)
    )  # fmt: skip


def test_the_same_orcid_twice_in_one_file_is_one_person(load: Importer) -> None:
    rows = f"name,ORCID\nRuth Ames,{A}\nR. Ames,https://orcid.org/{A}\n"
    assert load(people=rows).created == {"people": 1}
    assert [(one.name, one.aliases) for one in load.records("people")] == [("Ruth Ames", ("R. Ames",))]
    again(load, people=rows)


@pytest.mark.parametrize(
    "known",
    [
        {"people": f"name,url\nRuth Ames,https://orcid.org/{A}\n"},
        {"people": f"name,ORCID iD\nRuth Ames,{A}\n"},
        {
            "people": "name\nRuth Ames\n",
            "person_attributes": f"person,attribute,value\nRuth Ames,orcid,https://orcid.org/{A}\n",
        },
    ],
    ids=["address", "own column", "attribute"],
)
@pytest.mark.parametrize(
    "other",
    [
        {"people": f"name,ORCID\nR. Ames,{A}\n"},
        {"people": f"name,url\nR. Ames,https://orcid.org/{A}\n"},
        {"people": "name\nR. Ames\n", "person_attributes": f"person,attribute,value\nR. Ames,ORCID,{A}\n"},
        {"person_attributes": f"person,attribute,value\nR. Ames,Orcid,{A}\n"},
    ],
    ids=["own column", "address", "attribute", "attribute alone"],
)
def test_wherever_the_orcid_stands(load: Importer, known: dict[str, str], other: dict[str, str]) -> None:
    load(**known)
    assert load(**other).created.get("people") is None
    assert load.ids("people") == ["ruth-ames"]
    assert load(**other).created == {}


def test_the_ror_stands_in_an_own_column_or_an_address(load: Importer) -> None:
    load(organizations="name,url\nNorth Readers,https://ror.org/012345678\n")
    report = load(organizations="name,ROR ID\nNorth Readers,https://ror.org/05gq02987\n")
    assert [item.reason for item in report.unsure] == ["same name, another ROR"]


@pytest.mark.parametrize("name", ["Rut Ames", "Omar Reyes"], ids=["a slip", "a shared mailbox"])
def test_the_same_email_under_another_name_is_proposed_never_joined(load: Importer, name: str) -> None:
    load(people="name,email\nRuth Ames,info@north.example\n")
    report = load(people=f"name,email\n{name},INFO@north.example\n")
    assert report.created == {"people": 1}
    (item,) = report.unsure
    assert item.candidates == (("ruth-ames", "Ruth Ames"),)
    assert "The same e-mail address." in item.reason
    report = load(participations=f"collaboration,person\nPanel,{name}a <info@north.example>\n")
    assert len(report.unsure) == 2, "everybody with this address is named"
