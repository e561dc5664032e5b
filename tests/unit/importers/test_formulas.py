"""A text table never brings in what a spreadsheet program would run."""

from __future__ import annotations

from pathlib import Path

import pytest

from copnet.importers.formulas import is_formula
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from tests.support.books import book
from tests.unit.importers.support import Importer

RUNS = (
    "=1+1", "=", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0", "@SUM(1+1)", "+SUM(A1)", "- SUM(A1)", "-1*(SUM(A1))", "+A1&SUMME(A2)",
    "+cmd|x!A0", "+cmd\\|' /C calc'!A0", "-a b+WEBSERVICE(1)",
)  # fmt: skip
TEXTS = (
    "+49 30 123", "+49 (30) 123", "@handle", "@handle (Ann)", "-5", "- a dash", "- a dash (and more)", "-x",
    "- seen by colleague(s)", "+1", "1+SUM(A1)", "a=b", "+1 | wow!", "@cmd", "(=1)",
)  # fmt: skip


@pytest.mark.parametrize("text", RUNS)
def test_what_runs(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize("text", TEXTS)
def test_what_does_not(text: str) -> None:
    assert not is_formula(text)


def test_formulas_are_refused_in_every_column_of_texts_and_once(load: Importer) -> None:
    cells = ",".join('"=HYPERLINK(""http://x"")"' for _ in range(6))
    problems = load.refused(people=f"id,name,topics,organization,bio,own\n{cells}\n")
    assert [(problem.file, problem.row, problem.column) for problem in problems] == [
        ("people.csv", 2, column) for column in ("bio", "id", "name", "organization", "own", "topics")
    ]
    assert {problem.value for problem in problems} == {'=HYPERLINK("http://x")'}
    assert all(problem.expected.startswith("text, not a formula: ") for problem in problems)


def test_formulas_are_refused_in_headers(load: Importer) -> None:
    (problem,) = load.refused(people="name,=1+1\nRuth,x\n")
    assert (problem.row, problem.column, problem.value) == (1, "=1+1", "=1+1")
    assert problem.expected.startswith("text, not a formula: ")


def test_texts_with_a_sign_are_kept(load: Importer) -> None:
    rows = "".join(f'p{number:02},Ruth,"{text}"\n' for number, text in enumerate(TEXTS))
    load(people=f"id,name,bio\n{rows}")
    assert [person.bio for person in load.records("people")] == list(TEXTS)
    load(people="id,name,bio\np00,Ruth,-\n")
    assert load.records("people")[0].bio is None


def test_a_text_of_a_workbook_is_never_a_formula(store: GraphStore, tmp_path: Path) -> None:
    def touch(made: object) -> None:
        sheet = made["People"]  # type: ignore[index]  # openpyxl has no types
        for place, text in (("B1", "=own"), ("B2", "=1+1")):
            sheet[place].value, sheet[place].data_type = text, "s"

    import_path(store, book(tmp_path / "t.xlsx", {"People": [["name", "x"], ["Ruth", "x"]]}, touch))
    assert [record.attributes for record in store.read("people")] == [{"=own": "=1+1"}]
