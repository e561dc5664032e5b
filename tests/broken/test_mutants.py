"""Files of every format with random changes: an import is done, or refused in words. Nothing else ever happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from copnet.errors import CopnetError, ImportRefused
from copnet.importers.mapping import load_mapping
from copnet.services.imports import ImportOptions, import_path
from copnet.services.mappings import write_mapping
from copnet.stores.base import GraphStore
from tests.broken.mutants import Files, mutants, seeds

MAPPED = ("survey", "sessions")
KINDS = [
    "bibtex", "csl-json", "csv", "gephi-csv", "gexf", "graphml", "icalendar", "kumu json", "kumu.xlsx", "node-link",
    "openalex", "pajek", "ris", "sessions", "survey", "tables.xlsx", "ucinet", "ucinet-dl",
]  # fmt: skip


def write(files: Files, folder: Path) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def tried(store: GraphStore, path: Path, mapping: Path | None) -> bool:
    """Whether the file would be taken; without a mapping of its own, one is guessed from the file itself."""
    try:
        options = ImportOptions(dry_run=True, mapping=load_mapping(mapping) if mapping else None)
        import_path(store, path, options)
    except ImportRefused as error:
        refused = error
    else:
        return True
    assert refused.problems
    assert all(problem.file and problem.expected for problem in refused.problems)
    return False


def test_all_formats_are_here(tmp_path: Path) -> None:
    assert sorted(seeds(tmp_path)) == KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [15, pytest.param(300, marks=pytest.mark.full)])
def test_random_changes(kind: str, number: int, scratch: GraphStore, tmp_path: Path) -> None:
    name, files = seeds(tmp_path)[kind]
    good = tmp_path / "good"
    write(files, good)
    mapping = tmp_path / "good.toml" if kind in MAPPED else None
    if mapping:
        write_mapping(good / name, mapping)
    assert tried(scratch, good / name, mapping)
    for index, changed in enumerate(mutants(files, number, seed=len(kind))):
        folder = tmp_path / str(index)
        write(changed, folder)
        tried(scratch, folder / name, mapping)
        if mapping:
            try:
                write_mapping(folder / name, folder / "guess.toml")
            except CopnetError:
                continue
            tried(scratch, folder / name, folder / "guess.toml")
    assert not any(scratch.read(table) for table in ("people", "organizations", "collaborations", "ties"))
