from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from copnet.record import Record
from copnet.services import merges
from copnet.stores.base import GraphStore
from copnet.tables import TABLES
from tests.support.world import make
from tests.unit.importers.support import Importer

DAY = dt.date(2026, 1, 1)


@dataclass(frozen=True)
class Same:
    """A store to merge in."""

    store: GraphStore
    load: Importer

    def put(self, *records: Record) -> None:
        self.store.write(lambda writer: writer.put(records))

    def merge(self, keep: str, drop: str, **options: Any) -> dict[str, Any]:
        return merges.merge(self.store, keep, drop, on=DAY, **options)

    def unmerge(self, key: str) -> dict[str, Any]:
        return merges.unmerge(self.store, key)

    def one(self, table: str, key: str) -> Any:
        (found,) = self.store.read(table, keys=[key])
        return found

    def all(self, table: str) -> list[Any]:
        return list(self.store.read(table))

    def contract(self) -> dict[str, list[Record]]:
        return {table: self.store.read(table) for table in TABLES}


@pytest.fixture
def same(scratch: GraphStore, tmp_path: Path) -> Same:
    return Same(scratch, Importer(scratch, tmp_path))


@pytest.fixture
def two(same: Same) -> Same:
    """Two people who are one, in a community of three."""
    same.put(
        make("organizations", id="o", name="O"),
        make("organizations", id="o2", name="O2"),
        make("people", id="a", name="Ann", email="a@x.example", topics=["x"], visibility="everyone",
             contact="communities", name_in_reports=True, organization="o", attributes={"Shoe": "4"}),
        make("people", id="b", name="A. Smith", email="b@x.example", aliases=["Annie"], topics=["y", "x"], role="nurse",
             contact="nobody", organization="o2", willing="no", attributes={"shoe": "5", "Hat": "6"}),
        make("people", id="c", name="Cem"),
        make("communities", id="k", name="K"),
        make("collaborations", id="w", title="W", kind="pilot"),
    )  # fmt: skip
    return same
