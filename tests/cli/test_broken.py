"""Every broken input through the command: exit code 1, one readable report, no traceback, an unchanged store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from copnet.bootstrap import open_store
from copnet.cli import run
from copnet.model import Person
from tests.broken.cases import BUILDERS, Builder
from tests.broken.graph_cases import GRAPH_CASES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("broken") / "store"
    with open_store(str(path), create=True) as store:
        store.write(lambda writer: writer.put([Person(id="known", name="Known Person")]))
    yield path
    with open_store(str(path)) as store:
        assert [person.key for person in store.read("people")] == ["known"]
        assert store.version() == 1


ALL = [*BUILDERS, *((case.name, case.build) for case in GRAPH_CASES)]


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
