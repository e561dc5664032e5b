"""Merging and undoing it on both stores: all of it or nothing, and everything that refers to somebody moves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copnet.errors import Conflict
from copnet.record import Record
from copnet.remembered import KIND_OF
from copnet.services.checks import check_store
from copnet.services.decisions import decide, remembered_pairs
from copnet.services.merges import list_merges, merge, unmerge
from copnet.stores.base import GraphStore
from copnet.stores.transaction import Transaction
from copnet.tables import STORED, TABLES
from tests.support.stores import everything
from tests.support.world import make, people, world

DAY = dt.date(2026, 1, 1)
SIZES = [pytest.param(300, id="ci"), pytest.param(20_000, id="full", marks=pytest.mark.full)]
REFERENCES = [
    (table, column.name, kind)
    for table in TABLES
    for column in TABLES[table].columns
    for kind in ("person", "organization")
    if column.field and column.kind == "reference"
    and (column.refers_to is None or KIND_OF.get(column.refers_to) == kind)
]  # fmt: skip


def _filled(store: GraphStore) -> None:
    more = [make("people", id="p0", name="Kept"), make("organizations", id="o0", name="Kept")]
    store.write(lambda writer: writer.put([*world(), *more]))


@pytest.mark.parametrize(("table", "column", "kind"), REFERENCES)
def test_every_column_that_refers_to_somebody_moves_and_comes_back(
    store: GraphStore, table: str, column: str, kind: Any
) -> None:
    _filled(store)
    spec = STORED[table].column(column)
    assert spec is not None
    before = everything(store)
    users = [one for one in store.read(table) if _refers(one, column, kind)]
    assert users, "the world uses every column"
    dropped = getattr(users[0], spec.field or "")
    keep = {"person": "p0", "organization": "o0"}[kind]
    done = merge(store, keep, dropped, on=DAY, kind=kind)
    assert any(getattr(one, spec.field or "") == keep for one in store.read(table) if _refers(one, column, kind))
    assert store.referring({"person": "people", "organization": "organizations"}[kind], dropped) == {}
    assert check_store(store)["faults"] == []
    unmerge(store, done["id"])
    assert everything(store) == before
    assert check_store(store)["faults"] == []


def _refers(record: Record, column: str, kind: str) -> bool:
    spec = STORED[record.table].column(column)
    assert spec is not None
    ends = spec.refers_to is not None or getattr(record, f"{column}_kind") == kind
    return ends and bool(getattr(record, spec.field or ""))


def test_who_refers_to_a_record_is_known_by_table(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))
    found = store.referring("people", "p1")
    assert found == {
        table: sorted(one.key for one in store.read(table) if _names(one, "p1"))
        for table in STORED
        if any(_names(one, "p1") for one in store.read(table))
    }
    assert len(found["ties"]) == 3
    assert store.referring("people", "nobody") == {}
    assert store.referring("ties", found["ties"][0]) == {}
    assert store.write(lambda writer: writer.referring("people", "p1")) == found


def _names(record: Record, key: str) -> bool:
    values = record.model_dump(exclude={"id", "provenance", "attributes"}).values()
    return any(key == value or (isinstance(value, tuple) and key in value) for value in values)


@pytest.mark.parametrize("at", ["put", "delete"])
@pytest.mark.parametrize("undoing", [False, True])
def test_all_of_it_or_nothing(store: GraphStore, monkeypatch: pytest.MonkeyPatch, at: str, undoing: bool) -> None:
    _filled(store)
    if undoing:
        merge(store, "p0", "p1", on=DAY)
    before, version = everything(store), store.version()
    real = getattr(Transaction, at)

    def stop(self: Transaction, *given: Any) -> Any:
        result = real(self, *given)
        if at == "put" or given[0] == "people" or undoing:
            raise KeyboardInterrupt
        return result

    with monkeypatch.context() as patched:
        patched.setattr(Transaction, at, stop)
        with pytest.raises(KeyboardInterrupt):
            _ = unmerge(store, "person-p1") if undoing else merge(store, "p0", "p1", on=DAY)
    assert everything(store) == before
    assert store.version() == version
    assert (unmerge(store, "person-p1") if undoing else merge(store, "p0", "p1", on=DAY))["id"] == "person-p1"
    assert store.version() == version + 1


def test_two_merges_at_once_cannot_drop_one_twice(store: GraphStore) -> None:
    """The key of a merge is made of the dropped id, and keys are unique in the store itself."""
    _filled(store)
    first = make("merges", number=1, person="p0", dropped="p1", name="Ann")
    second = make("merges", number=2, person="p2", dropped="p1", name="Ann")
    assert first.key == second.key == "person-p1"
    assert make("merges", number=3, organization="o0", dropped="p1", name="Ann").key == "organization-p1"
    merge(store, "p0", "p1", on=DAY)
    store.write(lambda writer: writer.put(people("p1")))
    with pytest.raises(Conflict, match="in use again"):
        merge(store, "p2", "p1", on=DAY)


@pytest.mark.parametrize("size", SIZES)
def test_somebody_with_many_relations(store: GraphStore, size: int) -> None:
    keys = [f"q{number:05}" for number in range(size)]
    ties = [make("ties", from_=key, to=end, kind="knows") for key in keys for end in ("a", "b")]
    store.write(lambda writer: writer.put([*people("a", "b", *keys), *ties]))
    decide(store, "b", keys[0], "different", on=DAY)
    before = everything(store)
    done = merge(store, "a", "b", on=DAY)
    assert (done["folded"], done["moved"]) == ({"ties": size}, {})
    assert store.count("ties") == size
    assert remembered_pairs(store, "person") == {("a", keys[0])}
    (listed,) = list_merges(store)["merges"]
    assert listed["folded"] == size
    unmerge(store, "person-b")
    assert everything(store) == before
    assert all(store.count(table) == 0 for table in ("merges", "merged_rows"))
