"""Every broken mapping, and every table that does not fit its own, is refused in words; the store stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from copnet.errors import ImportRefused, Problem
from copnet.importers.guess import guess
from copnet.importers.mapping import load_mapping
from copnet.model import Person
from copnet.services.imports import ImportOptions, import_path
from copnet.stores.base import GraphStore
from tests.broken.mapping_cases import CASES, MappingCase, broken_book
from tests.cli.conftest import Copnet
from tests.cli.conftest import copnet as copnet  # noqa: PLC0414 - the fixture of the commands, used here too
from tests.support.stores import everything


def test_there_are_enough() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused(case: MappingCase, store: GraphStore, tmp_path: Path) -> None:
    store.write(lambda writer: writer.put([Person(id="known", name="Known Person")]))
    before, version = everything(store), store.version()
    path, mapping = case.build(tmp_path)
    with pytest.raises(ImportRefused) as caught:
        import_path(store, path, ImportOptions(mapping=load_mapping(mapping), format="mapped"))
    problems = caught.value.problems
    assert all(problem.file and problem.expected for problem in problems)
    assert any(_fits(problem, case) for problem in problems), [str(problem) for problem in problems]
    assert everything(store) == before
    assert store.version() == version


@pytest.mark.parametrize(("size", "expected"), [(1 << 30, "512 MB"), (500_000_000, "zero bytes")])
def test_one_line_of_a_gigabyte(size: int, expected: str, store: GraphStore, tmp_path: Path) -> None:
    """As a hole that takes no place, by a mapping and for a guess."""
    path, mapping = tmp_path / "t.csv", tmp_path / "m.toml"
    mapping.write_text('[table.t]\neach_row = "person"\ncolumns.Who = "name"\n', encoding="utf-8")
    with path.open("wb") as file:
        file.write(b"Who,What\nRuth,")
        file.truncate(size)
    with pytest.raises(ImportRefused) as caught:
        import_path(store, path, ImportOptions(mapping=load_mapping(mapping)))
    assert expected in caught.value.problems[0].expected
    with pytest.raises(ImportRefused):
        guess(path)


def _fits(problem: Problem, case: MappingCase) -> bool:
    found = problem.as_dict()
    return all(
        value in str(found[name]) if name == "expected" else found[name] == value
        for name, value in case.problem.items()
    )


def test_a_row_of_the_second_sheet_is_named_with_its_sheet(store: GraphStore, tmp_path: Path) -> None:
    sheet = 'each_row = "collaboration"\nalways.kind = "pilot"\n'
    columns = 'columns.Title = "title"\n'
    mapping = tmp_path / "m.toml"
    mapping.write_text(f'[table.One]\n{sheet}{columns}[table.Two]\n{sheet}{columns}columns.Day = "started on"\n')
    with pytest.raises(ImportRefused) as caught:
        import_path(store, broken_book(tmp_path), ImportOptions(mapping=load_mapping(mapping)))
    (problem,) = caught.value.problems
    assert (problem.sheet, problem.row, problem.column, problem.value) == ("Two", 2, "Day", "soon")


@pytest.mark.parametrize("case", CASES[::12], ids=lambda case: case.name)
def test_the_command_ends_with_1_and_words(case: MappingCase, copnet: Copnet, tmp_path: Path) -> None:
    path, mapping = case.build(tmp_path)
    ran = copnet("import", path, "--mapping", mapping)
    assert (ran.code, ran.out) == (1, "")
    assert "nothing was written" in ran.err
    assert "Traceback" not in ran.err
    assert not Path("copnet-store").exists()
