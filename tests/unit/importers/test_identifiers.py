"""ORCID, ROR and DOI tell records apart, and find them under another spelling."""

from __future__ import annotations

import pytest

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
