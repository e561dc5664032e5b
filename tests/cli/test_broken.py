"""Every broken input through the command: exit code 1, one readable report, no traceback, an unchanged store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from copnet.bootstrap import open_store
from copnet.cli import run
from copnet.model import Person
from tests.broken.cases import BUILDERS, Builder
from tests.broken.graph_cases import GRAPH_CASES
from tests.broken.works_cases import CASES as WORKS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("broken") / "store"
    with open_store(str(path), create=True) as store:
        store.write(lambda writer: writer.put([Person(id="known", name="Known Person")]))
    yield path
    with open_store(str(path)) as store:
        assert [person.key for person in store.read("people")] == ["known"]
        assert store.version() == 1


ALL = [*BUILDERS, *((case.name, case.build) for case in (*GRAPH_CASES, *WORKS))]
NAMED = [
    ("kumu: connection to nobody", "kumu", "a Kumu map"), ("CSL: no items", "csl-json", "a file of CSL-JSON"),
    ("UCINET data too short", "ucinet", "a UCINET data set"), ("parents in a circle", "csv", "tables of copnet"),
    ("XML bomb", "xlsx", "tables of copnet"), ("path does not exist", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "form", "title"), NAMED, ids=[name for name, *_ in NAMED])
def test_the_format_is_named(
    name: str, form: str | None, title: str | None, folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """In the text and in the JSON object."""
    path = dict(ALL)[name](tmp_path)
    assert run(["import", str(path), "--store", str(folder), "--json"]) == 1
    report = json.loads(capfd.readouterr().out)
    assert report["format"] == form
    assert ("It was taken for" in report["message"]) == (form is not None)
    if form:
        assert f"taken for {title}" in report["message"]
        assert report["message"].endswith(f"(format {form}).")


@pytest.mark.parametrize("build", [build for _, build in ALL], ids=[name for name, _ in ALL])
def test_refused(build: Builder, folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = build(tmp_path)
    capfd.readouterr()
    code = run(["import", str(path), "--store", str(folder)])
    said = capfd.readouterr()
    assert code == 1
    assert not said.out
    report, _, last = said.err.rstrip("\n").rpartition("\n")
    assert last.startswith("copnet: ")
    assert "nothing was written" in last
    assert report
    assert "Traceback" not in said.err
