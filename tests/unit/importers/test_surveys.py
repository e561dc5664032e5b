"""Surveys as their makers export them: grids, matrices and long lists, with who answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from copnet.errors import ImportRefused
from copnet.services.mappings import write_mapping
from copnet.stores.base import GraphStore
from tests.unit.importers.test_mapping import Mapped


@pytest.fixture
def mapped(store: GraphStore, tmp_path: Path) -> Mapped:
    return Mapped(store, tmp_path)


GOOGLE = (
    "Timestamp,Your name,Your email,School,How often do you talk? [Ann Lee],How often do you talk? [Bo Chen (South)],"
    "How often do you talk? [Cy Diaz],Gender\n"
    "2024/05/17 3:04:05 PM GMT+1,Ann Lee,ann@x.example,North,,Weekly,Never,f\n"
    "2024/05/18 10:00:00 AM GMT+1,Bo Chen,bo@x.example,South,Often,Never,,m\n"
)


def test_the_guess_of_a_form_comes_in_unchanged(mapped: Mapped, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(GOOGLE, encoding="utf-8")
    guess = write_mapping(tmp_path / "t.csv")
    assert guess["tables"][0]["each_row"] == "respondent"
    assert guess["tables"][0]["questions"] == {"How often do you talk?": "knows"}
    assert guess["tables"][0]["asked"] == "colleagues"
    mapping = (tmp_path / "t.csv.mapping.toml").read_text(encoding="utf-8")
    report = mapped(mapping, GOOGLE, wave="2024", community=None)
    assert report.created == {"organizations": 2, "people": 3, "person_attributes": 2, "responses": 3, "ties": 2}
    people = {row["id"]: (row["email"], row["organization"]) for row in mapped.rows("people")}
    assert people == {
        "ann-lee": ("ann@x.example", "north"), "bo-chen": ("bo@x.example", "south"), "cy-diaz": (None, None),
    }  # fmt: skip
    assert {(row["from_"], row["to"], row["value"]) for row in mapped.rows("ties")} == {
        ("ann-lee", "bo-chen", 4), ("bo-chen", "ann-lee", 3),
    }  # fmt: skip
    assert {row["person"]: (row["status"], str(row["answered_on"])) for row in mapped.rows("responses")} == {
        "ann-lee": ("answered", "2024-05-17"), "bo-chen": ("answered", "2024-05-18"), "cy-diaz": ("invited", "None"),
    }  # fmt: skip


ROSTER = '[table.t]\neach_row = "respondent"\nquestions."Trust?" = "trusts"\ncolumns.Who = "name"\n'


def test_partial_and_answered(mapped: Mapped) -> None:
    mapped(ROSTER, "Who,Trust? [Ann],Trust? [Bo],Trust? [Cy]\nAnn,,1,0\nBo,1,,\nCy,,,\n", wave="1")
    assert {row["person"]: row["status"] for row in mapped.rows("responses")} == {
        "ann": "answered", "bo": "partial", "cy": "partial",
    }  # fmt: skip


def test_where_nothing_says_no_a_blank_is_an_answer(mapped: Mapped) -> None:
    mapped(ROSTER + "answers.Yes = 1\n", "Who,Trust? [Ann],Trust? [Bo],Trust? [Cy]\nAnn,,Yes,\nBo,Yes,,\n", wave="1")
    assert {row["person"]: row["status"] for row in mapped.rows("responses")} == {"ann": "answered", "bo": "answered"}


def test_a_column_may_say_who_finished(mapped: Mapped) -> None:
    more = 'columns.Finished = "finished"\ncolumns.Round = "wave"\n'
    mapped(ROSTER + more, "Who,Round,Finished,Trust? - Ann,Trust? - Bo\nAnn,1,True,,1\nBo,1,False,1,\nBo,2,True,2,\n")
    assert {(row["person"], row["wave"]): row["status"] for row in mapped.rows("responses")} == {
        ("ann", "1"): "answered", ("bo", "1"): "partial", ("bo", "2"): "answered",
    }  # fmt: skip
    assert {(row["wave"], row["value"]) for row in mapped.rows("ties") if row["from_"] == "bo"} == {("1", 1), ("2", 2)}


def test_without_a_wave_nobody_is_said_to_have_answered(mapped: Mapped) -> None:
    report = mapped(ROSTER, "Who,Trust? [Ann],Trust? [Bo]\nAnn,5,1\n")
    assert report.created == {"people": 2, "ties": 1}
    assert any("--wave" in caution for caution in report.cautions)
    assert any("about themselves" in caution for caution in report.cautions)


def test_names_typed_into_one_cell(mapped: Mapped) -> None:
    mapped(
        '[table.t]\neach_row = "respondent"\n[table.t.columns]\nWho = "name"\n'
        '"Whom do you ask?" = { names = "people", kind = "advice", separators = [","] }\n',
        'Who,Whom do you ask?\nAnn,"Bo, Cy"\nBo,Ann\n',
    )
    assert {(row["from_"], row["to"], row["kind"]) for row in mapped.rows("ties")} == {
        ("ann", "bo", "advice"), ("ann", "cy", "advice"), ("bo", "ann", "advice"),
    }  # fmt: skip


def test_long_form_with_questions_and_waves(mapped: Mapped) -> None:
    mapping = (
        '[table.t]\neach_row = "answer"\nanswers = { never = "not a tie", often = 3 }\n'
        'questions."Trust them?" = "trusts"\n'
        'columns = { Who = "from", Whom = "to", What = "kind", Said = "value", Year = "wave" }\n'
    )
    table = "Who,Whom,What,Said,Year\nAnn,Bo,Trust them?,often,1\nAnn,Cy,Trust them?,never,1\nBo,,Trust them?,,2\n"
    report = mapped(mapping, table)
    assert report.created == {"people": 3, "responses": 2, "ties": 1}  # Cy was asked about, as in a roster
    assert [(row["from_"], row["kind"], row["value"]) for row in mapped.rows("ties")] == [("ann", "trusts", 3)]
    assert {(row["person"], row["wave"]) for row in mapped.rows("responses")} == {("ann", "1"), ("bo", "2")}


def test_organizations_may_answer(mapped: Mapped) -> None:
    mapped(ROSTER.replace('"respondent"', '"respondent"\nends = "organizations"'), "Who,Trust? [A],Trust? [B]\nA,,2\n")
    assert [row["name"] for row in mapped.rows("organizations")] == ["A", "B"]
    assert mapped.rows("people") == mapped.rows("responses") == []
    assert mapped.rows("ties")[0]["to_kind"] == "organization"


def test_two_people_of_one_name_are_told_apart(mapped: Mapped) -> None:
    table = "Who,Mail,Trust? [Ann <a@x.example>],Trust? [Ann <b@x.example>]\nAnn,a@x.example,,4\n"
    mapped(ROSTER + 'columns.Mail = "email"\n', table)
    emails = {row["id"]: row["email"] for row in mapped.rows("people")}
    assert [(emails[row["from_"]], emails[row["to"]]) for row in mapped.rows("ties")] == [
        ("a@x.example", "b@x.example"),
    ]  # fmt: skip
    with pytest.raises(ImportRefused) as caught:
        mapped(ROSTER, "Who,Trust? [Ann <a@x.example>],Trust? [Ann <b@x.example>]\nAnn,1,4\n")
    assert "a@x.example" in str(caught.value.problems[0])


def test_more_than_200_colleagues(mapped: Mapped) -> None:
    names = [f"Person {number}" for number in range(300)]
    header = ",".join(f"Trust? [{name}]" for name in names)
    report = mapped(ROSTER, f"Who,{header}\nPerson 0,{','.join('1' for _ in names)}\n")
    assert report.created == {"people": 300, "ties": 299}


SCALE = 'answers = { Often = 3, Never = "not a tie" }\n'


def _ties(mapped: Mapped) -> dict[tuple[str, str, str | None], float]:
    return {(row["from_"], row["to"], row["wave"]): row["value"] for row in mapped.rows("ties")}


@pytest.mark.parametrize("never", ["Never", "0"])
@pytest.mark.parametrize("ends", ["people", "organizations"])
def test_a_later_never_takes_a_tie_back(never: str, ends: str, mapped: Mapped) -> None:
    """Same respondent, question and wave, another answer. A blank cell keeps; another wave is another answer."""
    mapping = ROSTER + SCALE + f'ends = "{ends}"\n'
    form = "Who,Trust? [Ann],Trust? [Bo],Trust? [Cy]\nAnn,,Often,Often\nBo,{},,{}\n"
    mapped(mapping, form.format("Often", "Often"), wave="1")
    for wave in ("1", "2"):
        again = mapped(mapping, form.format(never, ""), wave=wave)
        assert again.created.get("ties", 0) == (0 if wave == "1" else 2)
        assert again.updated.get("ties", 0) == (1 if wave == "1" else 0)
        same = mapped(mapping, form.format(never, ""), wave=wave)
        assert not any((*same.created.values(), *same.updated.values()))
    assert _ties(mapped) == {
        ("ann", "bo", "1"): 3, ("ann", "cy", "1"): 3, ("bo", "ann", "1"): 0, ("bo", "cy", "1"): 3,
        ("ann", "bo", "2"): 3, ("ann", "cy", "2"): 3,
    }  # fmt: skip


LONG = """
[table.t]
each_row = "answer"
always.kind = "trusts"
answers = { Often = 3, Never = "not a tie" }
columns = { Who = "from", Whom = "to", Answer = "value", Wave = "wave" }
"""


def test_a_later_never_in_long_form(mapped: Mapped) -> None:
    mapped(LONG, "Who,Whom,Answer,Wave\nAnn,Bo,Often,1\nAnn,Cy,Often,1\nBo,Ann,Never,1\n")
    assert _ties(mapped) == {("ann", "bo", "1"): 3, ("ann", "cy", "1"): 3}
    for updated in (1, 0):
        report = mapped(LONG, "Who,Whom,Answer,Wave\nAnn,Bo,never,1\nAnn,Cy,,1\n")
        assert report.updated.get("ties", 0) == updated
    assert _ties(mapped) == {("ann", "bo", "1"): 0, ("ann", "cy", "1"): 3}


def test_never_and_often_at_once_contradict_each_other(mapped: Mapped) -> None:
    with pytest.raises(ImportRefused) as caught:
        mapped(LONG, "Who,Whom,Answer,Wave\nAnn,Bo,Often,1\nAnn,Bo,Never,1\n")
    assert any("row 2" in problem.expected and problem.row == 3 for problem in caught.value.problems)
