from __future__ import annotations

from pathlib import Path
from typing import Any

from copnet.errors import ImportRefused, Problem
from copnet.importers.mapping import GraphMapping, Mapping
from copnet.importers.options import ImportOptions
from copnet.importers.report import ImportReport
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore


class GraphFiles:
    """Imports graph files written as text; every import is done twice, and the second must change nothing."""

    def __init__(self, store: GraphStore, base: Path) -> None:
        self.store = store
        self.base = base

    def __call__(self, name: str, text: str | bytes, **graph: Any) -> ImportReport:
        self.write(name, text)
        return self.read(name, **graph)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name: str, **graph: Any) -> ImportReport:
        options = ImportOptions(mapping=Mapping(graph=GraphMapping(**graph)))
        report = import_path(self.store, self.base / name, options)
        before = {table: self.store.read(table) for table in report.created}
        again = import_path(self.store, self.base / name, options)
        assert not again.created
        assert not again.updated
        assert before == {table: self.store.read(table) for table in report.created}
        return report

    def refused(self, name: str, text: str | bytes) -> tuple[Problem, ...]:
        try:
            self(name, text)
        except ImportRefused as error:
            return error.problems
        raise AssertionError("the import was accepted")

    def records(self, table: str) -> list[Any]:
        return list(self.store.read(table))

    def people(self) -> dict[str, dict[str, str]]:
        """Own attributes by name, without the ids of nodes."""
        own = {person.name: dict(person.attributes) for person in self.records("people")}
        return {name: {k: v for k, v in attributes.items() if k != "node id"} for name, attributes in own.items()}

    def ties(self) -> set[tuple[str, str, str, float]]:
        """From, to, kind and value, with the names of the ends."""
        names = {record.id: record.name for table in ("people", "organizations") for record in self.records(table)}
        return {(names[tie.from_], names[tie.to], tie.kind, tie.value) for tie in self.records("ties")}
