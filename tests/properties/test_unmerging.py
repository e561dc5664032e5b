"""Merges, chains among them, with changes by hand between them: undone in any order, all is as if nobody had merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copnet.errors import Conflict, InputError
from copnet.record import Record, Source
from copnet.remembered import TABLE_OF
from copnet.services import records as service
from copnet.services.checks import check_store
from copnet.services.merges import list_merges, merge, unmerge
from copnet.stores.base import GraphStore
from copnet.stores.shape import references
from copnet.tables import TABLES
from tests.properties.test_merges import DAY, MERGEABLE, pairs
from tests.support.stores import SharedEmbedded

SIZES = [pytest.param(10, id="ci"), pytest.param(500, id="full", marks=pytest.mark.full)]
BY_HAND = Source(kind="api")
PLAIN = {"people": ("location", "role", "bio"), "organizations": ("location", "sector")}
Step = tuple[Any, ...]


@st.composite
def steps(draw: st.DrawFn, records: list[Record]) -> list[Step]:
    """Merges, and changes of whoever stands and of what no merge of these has touched."""
    found: list[Step] = []
    gone: set[tuple[str, str]] = set()
    merged: set[tuple[str, str]] = set()
    deleted: set[tuple[str, str]] = set()
    all_pairs = pairs(records)
    for number in range(draw(st.integers(3, 9))):
        what = draw(st.sampled_from(["merge", "merge", "change", "new", "relation", "delete"]))
        kind, keep, drop = draw(st.sampled_from(all_pairs))
        table = TABLE_OF[kind]
        if (table, keep) in gone:
            continue
        if what == "merge" and (table, drop) not in gone:
            found.append(("merge", kind, keep, drop))
            gone.add((table, drop))
            merged |= {(table, keep), (table, drop)}
        elif what == "change":
            found.append(("change", table, keep, {draw(st.sampled_from(PLAIN[table])): f"since {number}"}))
        elif what == "new":
            tie = {"from": keep, "from_kind": kind, "to": f"new {number}", "kind": f"kind {number}"}
            found.append(("new", number, tie))
        else:
            free = [
                one
                for one in records
                if one.table in ("ties", "memberships", "participations", "learnings")
                and (one.table, one.key) not in deleted
                and not {(table, target) for _, table, target in references(one)} & merged
            ]
            if not free:
                continue
            one = draw(st.sampled_from(free))
            if what == "delete":
                deleted.add((one.table, one.key))
                found.append(("delete", one.table, one.key))
            elif one.table in ("ties", "memberships"):
                values = {"value": float(number)} if one.table == "ties" else {"status": "withdrawn"}
                found.append(("change", one.table, one.key, values))
    return found


def take(store: GraphStore, step: Step) -> None:
    """One step that is no merge; both stores refuse the same."""
    try:
        match step:
            case "change", table, key, values:
                service.change_record(store, table, key, values, BY_HAND)
            case "new", number, tie:
                service.create_record(store, "people", {"id": f"new {number}", "name": f"New {number}"}, BY_HAND)
                service.create_record(store, "ties", tie, BY_HAND)
            case "delete", table, key:
                service.delete_record(store, table, key)
    except InputError as error:
        if isinstance(error, Conflict):
            raise


def contract(store: GraphStore) -> dict[str, list[Record]]:
    """What an export of tables carries, and where each record came from."""
    return {table: store.read(table) for table in TABLES}


def taken_back(store: GraphStore, data: st.DataObject) -> Iterator[str]:
    """Undo one merge after the other, whichever lets itself be undone."""
    while standing := [one["id"] for one in list_merges(store)["merges"]]:
        for key in data.draw(st.permutations(standing)):
            try:
                unmerge(store, key)
            except Conflict as error:
                if "Undo in this order" not in str(error):
                    raise
                continue
            yield key
            break
        else:
            raise AssertionError("the latest can always be undone")


@pytest.mark.parametrize("most", SIZES)
def test_what_was_done_between_merges_stays_and_all_else_is_as_before(
    shared_embedded: SharedEmbedded, most: int
) -> None:
    @settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck))
    @given(records=MERGEABLE, data=st.data())
    def hold(records: list[Record], data: st.DataObject) -> None:
        planned = data.draw(steps(records))
        twin = shared_embedded.empty()
        twin.write(lambda writer: writer.put(records))
        for step in planned:
            if step[0] != "merge":
                take(twin, step)
        expected = contract(twin)
        store = shared_embedded.empty()
        store.write(lambda writer: writer.put(records))
        for step in planned:
            if step[0] == "merge":
                try:
                    merge(store, step[2], step[3], on=DAY, kind=step[1])
                except Conflict as error:
                    if "a part of itself" not in str(error):
                        raise
            else:
                take(store, step)
        assert check_store(store)["faults"] == []
        for _ in taken_back(store, data):
            assert check_store(store)["faults"] == []
        assert contract(store) == expected
        assert not store.read("merges")
        assert not store.read("merged_rows")

    hold()


def test_a_chain_is_undone_from_its_end(shared_embedded: SharedEmbedded) -> None:
    """A takes B, then C takes A; B cannot come back before A is there again."""
    store = shared_embedded.empty()
    for key in "abc":
        service.create_record(store, "people", {"id": key, "name": key.upper(), "email": f"{key}@x.example"}, BY_HAND)
    before = contract(store)
    merge(store, "a", "b", on=dt.date(2026, 1, 1))
    merge(store, "c", "a", on=dt.date(2026, 1, 2))
    with pytest.raises(Conflict, match="Undo in this order"):
        unmerge(store, "person-b")
    unmerge(store, "person-a")
    unmerge(store, "person-b")
    assert contract(store) == before
