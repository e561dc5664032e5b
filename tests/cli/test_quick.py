"""A command loads no more than it needs, and does not lose what it may need later."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from copnet.cli.quick import loading
from copnet.services.demo import load_sample
from copnet.stores.embedded import EmbeddedStore

COMMAND = """
import sys
from copnet.cli import run
assert run(sys.argv[1:]) == 0
print(*sys.modules)
"""
LATER = """
import sys
from copnet.cli.quick import without_pandas
without_pandas()
import pyarrow
assert "pandas" not in sys.modules
assert pyarrow.table({"a": ["x"]}).to_pandas()["a"].to_list() == ["x"]
import pandas
assert pyarrow.array(pandas.Series([1.0, float("nan")])).null_count == 1
without_pandas()
assert pyarrow.array(pandas.Series([1.0, float("nan")])).null_count == 1
"""


def _python(code: str, *arguments: str) -> str:
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quick") / "store"
    with EmbeddedStore.open(folder, create=True) as opened:
        load_sample(opened)
    return folder


@pytest.mark.parametrize("command", [["metrics"], ["growth", "--every", "year"]])
def test_a_command_loads_no_pandas_and_no_server(store: Path, command: list[str]) -> None:
    loaded = _python(COMMAND, *command, "--store", str(store)).split()
    assert "copnet.services.figures" in loaded
    assert not {"pandas", "fastapi", "neo4j", "networkit", "pyspark", "uvicorn"} & set(loaded)


def test_pandas_is_there_for_what_needs_it() -> None:
    _python(LATER)


def test_what_is_loaded_meanwhile_is_there_at_the_end() -> None:
    code = "import sys\nfrom copnet.cli.quick import loading\nwith loading(('json.tool',)): pass\nprint(*sys.modules)"
    assert "json.tool" in _python(code).split()


def test_what_cannot_be_loaded_is_told_by_who_needs_it() -> None:
    with loading(("no_such_module",)):
        pass


def test_nobody_looks_for_garbage_while_a_store_opens() -> None:
    with loading(()):
        assert not gc.isenabled()
    assert gc.isenabled()
