"""Whatever a store holds: a merge taken back leaves no trace, in any order, and whatever was imported meanwhile."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copnet.errors import Conflict, ImportRefused
from copnet.record import Entity, Record
from copnet.remembered import KIND_OF
from copnet.services.checks import check_store
from copnet.services.decisions import decide
from copnet.services.imports import import_path
from copnet.services.merges import list_merges, merge, unmerge
from copnet.stores.base import GraphStore
from copnet.tables import TABLES
from tests.support.any_records import small_stores
from tests.support.stores import SharedEmbedded, everything

DAY = dt.date(2026, 1, 1)


def pairs(records: list[Record]) -> list[tuple[str, str, str]]:
    """Kind and ids of any two that may be merged."""
    ids: dict[str, list[str]] = {"people": [], "organizations": []}
    for one in records:
        if isinstance(one, Entity) and one.table in ids:
            ids[one.table].append(one.id)
    return sorted((KIND_OF[table], a, b) for table, keys in ids.items() for a in keys for b in keys if a != b)


SIZES = [pytest.param(10, id="ci"), pytest.param(100, id="full", marks=pytest.mark.full)]
MERGEABLE = small_stores().filter(lambda records: len(pairs(records)) > 2)


def contract(store: GraphStore) -> dict[str, list[Record]]:
    """What the tables of the contract hold."""
    return {table: store.read(table) for table in TABLES}


def merged(store: GraphStore, kind: Any, keep: str, drop: str) -> str | None:
    """The id of the merge; None where a circle of parents forbids it."""
    before = everything(store)
    trial = None
    try:
        trial = merge(store, keep, drop, on=DAY, kind=kind, dry_run=True)
        assert everything(store) == before
        done = merge(store, keep, drop, on=DAY, kind=kind)
    except Conflict as error:
        if "a part of itself" not in str(error):
            raise
        assert everything(store) == before
        return None
    assert done == trial | {"dry_run": False}
    return str(done["id"])


def _taken_back(shared: SharedEmbedded, records: list[Record], data: st.DataObject) -> None:
    store = shared.empty()
    store.write(lambda writer: writer.put(records))
    for kind, a, b in data.draw(st.lists(st.sampled_from(pairs(records)), max_size=3)):
        decide(store, a, b, data.draw(st.sampled_from(["different", "later"])), on=DAY, kind=kind)  # type: ignore[arg-type]
    before = everything(store)
    kind, keep, drop = data.draw(st.sampled_from(pairs(records)))
    done = merged(store, kind, keep, drop)
    if done is None:
        return
    table = {"person": "people", "organization": "organizations"}[kind]
    assert check_store(store)["faults"] == []
    assert store.read(table, keys=[drop]) == []
    assert store.referring(table, drop) == {}
    store.snapshot()
    unmerge(store, done)
    assert everything(store) == before
    assert check_store(store)["faults"] == []


def _in_any_order(shared: SharedEmbedded, records: list[Record], data: st.DataObject) -> None:
    store = shared.empty()
    store.write(lambda writer: writer.put(records))
    before = everything(store)
    gone: set[tuple[str, str]] = set()
    for kind, keep, drop in data.draw(st.lists(st.sampled_from(pairs(records)), min_size=2, max_size=4)):
        if not {(kind, keep), (kind, drop)} & gone and merged(store, kind, keep, drop):
            gone.add((kind, drop))
    while standing := [one["id"] for one in list_merges(store)["merges"]]:
        refused = 0
        for key in data.draw(st.permutations(standing)):
            now = everything(store)
            try:
                unmerge(store, key)
            except Conflict as error:
                if not any(words in str(error) for words in ("Undo in this order", "lead back to itself")):
                    raise
                assert everything(store) == now
                refused += 1
        assert refused < len(standing), "the latest can always be undone"
    assert everything(store) == before
    assert check_store(store)["faults"] == []


def _beside_an_import(shared: SharedEmbedded, records: list[Record], data: st.DataObject) -> None:
    kind, keep, drop = data.draw(st.sampled_from(pairs(records)))
    table = {"person": "people", "organization": "organizations"}[kind]
    others = [one for one in records if (one.table, one.key) not in {(table, keep), (table, drop)}]
    tables = data.draw(_tables(others))
    store = shared.empty()
    store.write(lambda writer: writer.put(records))
    expected_refusal = _import(store, tables)
    expected = contract(store)
    store = shared.empty()
    store.write(lambda writer: writer.put(records))
    done = merged(store, kind, keep, drop)
    if done is None:
        return
    refused = _import(store, tables)
    unmerge(store, done)
    assert refused == expected_refusal
    assert contract(store) == expected
    assert check_store(store)["faults"] == []


@st.composite
def _tables(draw: st.DrawFn, records: list[Record]) -> dict[str, list[dict[str, str]]]:
    """Tables about these people, organizations and communities, and somebody new."""
    named = {name: [one for one in records if one.table == name] for name in TABLES}
    words = st.sampled_from(["", "north", "south"])
    people: list[Any] = named["people"]
    places: list[Any] = named["organizations"]
    groups: list[Any] = named["communities"]
    found: dict[str, list[dict[str, str]]] = {"people": [], "organizations": [], "communities": []}
    for one in people:
        place = draw(st.sampled_from(["", *(other.id for other in places)]))
        found["people"].append({"id": one.id, "name": one.name, "location": draw(words), "organization": place})
    for one in places:
        found["organizations"].append({"id": one.id, "name": one.name, "sector": draw(words)})
    for one in groups:
        funders = draw(st.sampled_from(["", "-", *(f"{other.id}" for other in places)]))
        found["communities"].append({"id": one.id, "name": one.name, "domain": draw(words), "funders": funders})
    found["people"].append({"id": "somebody-new", "name": "Somebody New"})
    ids = [*(one.id for one in people), "somebody-new"]
    found["ties"] = [
        {"from": draw(st.sampled_from(ids)), "to": draw(st.sampled_from(ids)), "kind": "knows", "value": "2"}
        for _ in range(draw(st.integers(0, 2)))
    ]
    if groups:
        found["memberships"] = [
            {"community": draw(st.sampled_from(groups)).id, "person": draw(st.sampled_from(ids)), "status": "applied"}
        ]
    filled = [name for name, rows in found.items() if rows]
    return {name: found[name] for name in draw(st.lists(st.sampled_from(filled), unique=True, min_size=1))}


def _import(store: GraphStore, tables: dict[str, list[dict[str, str]]]) -> bool:
    """Import the tables; whether they were refused."""
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in tables.items():
            with (Path(folder) / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
                writer.writeheader()
                writer.writerows(rows)
        try:
            import_path(store, Path(folder))
        except ImportRefused:
            return True
    return False


@pytest.mark.parametrize("most", SIZES)
@pytest.mark.parametrize(
    "check",
    [
        pytest.param(_taken_back, id="a merge taken back leaves no trace"),
        pytest.param(_in_any_order, id="several merges are taken back in any order they allow"),
        pytest.param(_beside_an_import, id="an import that does not name them is as if they had never been merged"),
    ],
)
def test_whatever_a_store_holds(
    shared_embedded: SharedEmbedded, check: Callable[[SharedEmbedded, list[Record], st.DataObject], None], most: int
) -> None:
    @settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck))
    @given(records=MERGEABLE, data=st.data())
    def hold(records: list[Record], data: st.DataObject) -> None:
        check(shared_embedded, records, data)

    hold()
