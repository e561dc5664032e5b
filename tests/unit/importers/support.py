from __future__ import annotations

from pathlib import Path
from typing import Any

from copnet.errors import ImportRefused, Problem
from copnet.importers.options import ImportOptions
from copnet.importers.report import ImportReport
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from tests.support.books import folder


class Importer:
    """Imports tables written as text, each call from a new folder of the same name."""

    def __init__(self, store: GraphStore, base: Path) -> None:
        self.store = store
        self._base = base
        self._count = 0

    def path(self, tables: dict[str, str | bytes]) -> Path:
        self._count += 1
        return folder(self._base / str(self._count) / "tables", {f"{k}.csv": v for k, v in tables.items()})

    def __call__(self, options: ImportOptions | None = None, /, **tables: str | bytes) -> ImportReport:
        return import_path(self.store, self.path(tables), options)

    def refused(self, options: ImportOptions | None = None, /, **tables: str | bytes) -> tuple[Problem, ...]:
        try:
            self(options, **tables)
        except ImportRefused as error:
            return error.problems
        raise AssertionError("the import was accepted")

    def records(self, table: str) -> list[Any]:
        return list(self.store.read(table))

    def ids(self, table: str) -> list[str]:
        return [record.key for record in self.store.read(table)]
