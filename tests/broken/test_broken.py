"""Every broken input is refused in words, with the place of the fault, and leaves the store as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from copnet.errors import ImportRefused, Problem
from copnet.model import Person
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from tests.broken.cases import CASES as TABLES
from tests.broken.cases import Case
from tests.broken.graph_cases import GRAPH_CASES
from tests.broken.works_cases import CASES as WORKS
from tests.support.stores import everything

CASES = [*TABLES, *GRAPH_CASES, *WORKS]


def test_there_are_enough() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 105
    assert len(TABLES) >= 45


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused(case: Case, store: GraphStore, tmp_path: Path) -> None:
    store.write(lambda writer: writer.put([Person(id="known", name="Known Person")]))
    before, version = everything(store), store.version()
    with pytest.raises(ImportRefused) as caught:
        import_path(store, case.build(tmp_path))
    problems = caught.value.problems
    assert problems
    assert all(problem.file and problem.expected for problem in problems)
    assert any(_fits(problem, case) for problem in problems), [str(problem) for problem in problems]
    assert "Traceback" not in str(caught.value)
    assert everything(store) == before
    assert store.version() == version


def _fits(problem: Problem, case: Case) -> bool:
    """Whether a problem has what the case wants: texts of ``expected`` are contained, the others equal."""
    found = problem.as_dict()
    return all(
        value in str(found[name]) if name == "expected" else found[name] == value
        for name, value in case.problem.items()
    )


def test_no_permission_is_said_in_words(store: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name\nRuth\n")

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ImportRefused) as caught:
        import_path(store, path)
    (problem,) = caught.value.problems
    assert problem.file == "people.csv"
    assert "allowed" in problem.expected
