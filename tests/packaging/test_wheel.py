"""The wheel, alone in a bare environment: what a user installs."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from copnet.tables import TABLES
from tests.packaging.conftest import Installed

HEAVY = ("pandas", "polars", "igraph", "networkx", "fastapi", "neo4j", "arcadedb_embedded", "jpype", "numpy", "click")


def test_the_wheel_holds_only_copnets_packages_and_all_their_files(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    roots = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert roots == {"copnet", "copnet_api", "copnet_cypher", "copnet_viz"}
    assert {f"copnet_cypher/{table}.cypher" for table in TABLES} <= set(names)
    assert {f"copnet/sample/tables/{table}.csv" for table in TABLES} <= set(names)
    assert "copnet/stores/java-logging.properties" in names
    assert any(name.startswith("copnet_viz/static/") for name in names)
    assert any(name.startswith("copnet_viz/templates/") for name in names)
    assert not [name for name in names if "__pycache__" in name]


def test_commands_run_from_the_wheel(installed: Installed, tmp_path: Path) -> None:
    help_text = installed.run("copnet", "--help", cwd=tmp_path)
    assert (help_text.returncode, "copnet demo" in help_text.stdout) == (0, True)
    assert installed.run("copnet", "--version", cwd=tmp_path).stdout.strip() == "copnet, version 0.1.0"
    assert installed.run("copnet", "template", "mine.xlsx", cwd=tmp_path).returncode == 0
    sample = next((installed.folder / "lib").glob("python*/site-packages/copnet/sample/tables"))
    imported = installed.run("copnet", "import", str(sample), "--json", cwd=tmp_path)
    assert imported.returncode == 0, imported.stderr
    assert json.loads(imported.stdout)["created"]["people"] == 53
    metrics = installed.run("copnet", "metrics", "--json", cwd=tmp_path)
    assert json.loads(metrics.stdout)["metrics"]["nodes"] == 53
    assert not metrics.stderr, "nothing but what was asked for reaches the terminal"
    drawn = installed.run("copnet", "map", "map.html", "--audience", "funder", cwd=tmp_path)
    assert drawn.returncode == 0, drawn.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copnet-store", "map.html", "mine.xlsx"]


def test_importing_is_cheap(installed: Installed, tmp_path: Path) -> None:
    code = f"import sys, copnet; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert installed.run("python", "-c", code, cwd=tmp_path).stdout.strip() == "[]"
