"""Records go in and come out as they were, on both stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from copnet.errors import Conflict, UsageError
from copnet.record import Record
from copnet.stores.base import GraphStore, Writer
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.neo4j_store import Neo4jStore
from copnet.stores.transaction import FILTERABLE
from copnet.tables import STORED, Column
from tests.support.any_records import small_stores
from tests.support.stores import raw, wipe
from tests.support.world import make, people, world

REFERENCES = [
    (table, column.name)
    for table in STORED
    for column in STORED[table].columns
    if column.kind in ("reference", "references") and column.field
]


def everything(store: GraphStore) -> dict[str, list[Record]]:
    return {table: store.read(table) for table in STORED}


def sorted_by_table(records: list[Record]) -> dict[str, list[Record]]:
    return {table: sorted((one for one in records if one.table == table), key=lambda one: one.key) for table in STORED}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=small_stores(remembering=True))
def test_every_record_comes_back_as_it_went_in(store: GraphStore, records: list[Record]) -> None:
    assert isinstance(store, EmbeddedStore | Neo4jStore)
    wipe(store)
    store.write(lambda writer: writer.put(records))
    assert everything(store) == sorted_by_table(records)
    assert {table: store.count(table) for table in STORED} == {
        table: sum(one.table == table for one in records) for table in STORED
    }
    assert store.check() == []


def test_the_world_uses_every_reference_column() -> None:
    used = {
        (one.table, column.name)
        for one in world()
        for column in STORED[one.table].columns
        if (one.table, column.name) in REFERENCES and column.field and getattr(one, column.field)
    }
    assert used == set(REFERENCES)


def test_putting_the_same_twice_changes_nothing(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))
    before = everything(store), _drawn(store)
    store.write(lambda writer: writer.put(world()))
    store.write(lambda writer: writer.put([*world(), *world()]))
    assert (everything(store), _drawn(store)) == before


def _drawn(store: GraphStore) -> list[tuple[str, int]]:
    rows = raw(store, "MATCH ()-[r]->() RETURN type(r) AS type, count(r) AS number")
    return sorted((row["type"], row["number"]) for row in rows)


def test_of_two_with_one_key_in_one_put_the_last_stays(store: GraphStore) -> None:
    store.write(lambda writer: writer.put([make("people", id="a", name="One"), make("people", id="a", name="Two")]))
    assert [one.model_dump()["name"] for one in store.read("people")] == ["Two"]


def test_an_update_replaces_the_whole_record_and_its_links(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))
    bare = make("collaborations", id="k2", title="Part", kind="article")
    store.write(lambda writer: writer.put([bare]))
    assert store.read("collaborations", keys=["k2"]) == [bare]
    assert raw(store, "MATCH (:Collaboration {key: 'k2'})-[r]->() RETURN type(r) AS type") == []
    moved = make("collaborations", id="k2", title="Part", kind="article", grew_out_of=["k1", "k2"], community="c2")
    store.write(lambda writer: writer.put([moved]))
    assert store.read("collaborations", keys=["k2"]) == [moved]
    links = raw(store, "MATCH (:Collaboration {key: 'k2'})-[r]->(m) RETURN type(r) AS type, m.key AS key")
    assert sorted((row["type"], row["key"]) for row in links) == [
        ("GREW_OUT_OF", "k1"), ("GREW_OUT_OF", "k2"), ("HELD_BY", "c2"),
    ]  # fmt: skip


def test_an_update_of_a_relationship_replaces_its_values(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))
    membership = store.read("memberships", where={"person": "p1"})[0]
    changed = make("memberships", community="c1", person="p1", joined_on="2020-02", left_on="2022", status="withdrawn")
    assert changed.key == membership.key
    store.write(lambda writer: writer.put([changed]))
    assert store.read("memberships", keys=[changed.key]) == [changed]
    assert store.count("memberships") == 2
    assert store.write(lambda writer: writer.delete("organizations", ["nobody"])) == 0
    assert store.check() == []


ODD_KEYS = ["a", "aé", "b", "a\ue000", "a\uff21", "a🦊", "a\U00010000", "A", "Z", "a b", "a-b", "ab", "aa", "10", "9"]


def test_keys_sort_by_code_point_and_pages_join_up(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(people(*ODD_KEYS)))
    expected = sorted(ODD_KEYS)
    assert [one.key for one in store.read("people")] == expected
    assert [one.key for one in store.read("people", keys=[*ODD_KEYS, "nobody", "a"])] == expected
    for size in (1, 2, 7, 15, 100):
        pages: list[str] = []
        after = None
        while page := store.read("people", after=after, limit=size):
            pages.extend(one.key for one in page)
            after = page[-1].key
        assert pages == expected, size
    for cut in range(len(expected)):
        rest = expected[cut + 1 :]
        assert [one.key for one in store.read("people", after=expected[cut])] == rest
        assert [one.key for one in store.read("people", keys=ODD_KEYS, after=expected[cut], limit=2)] == rest[:2]
    assert store.read("people", limit=0) == []
    assert store.read("people", keys=[]) == []


@pytest.mark.parametrize("table", STORED)
def test_every_filter_finds_what_a_look_at_all_finds(store: GraphStore, table: str) -> None:
    store.write(lambda writer: writer.put(world()))
    all_of_it = store.read(table)
    assert all_of_it
    for column in _filterable(table):
        values = {str(getattr(one, column.field or "")) for one in all_of_it if getattr(one, column.field or "")}
        for value in [*values, "nothing like it"]:
            expected = [one for one in all_of_it if str(getattr(one, column.field or "")) == value]
            where = {column.name: value}
            assert store.read(table, where=where) == expected
            assert store.read(table, where=where, limit=1) == expected[:1]
            assert store.read(table, where=where, keys=[one.key for one in all_of_it]) == expected
            if expected:
                assert store.read(table, where=where, after=expected[0].key) == expected[1:]
                assert store.read(table, where=where, after=expected[0].key, limit=5) == expected[1:]


def _filterable(table: str) -> Iterator[Column]:
    return (column for column in STORED[table].columns if column.kind in FILTERABLE and column.field)


def test_two_filters_must_both_fit(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))
    found = store.read("ties", where={"from": "p1", "to_kind": "organization"})
    assert [one.model_dump(by_alias=True)["to"] for one in found] == ["o2"]


def test_what_cannot_be_read_or_filtered_is_named(store: GraphStore) -> None:
    with pytest.raises(UsageError, match=r'no table "peple".*people'):
        store.read("peple")
    with pytest.raises(UsageError, match=r'cannot be filtered by "nmae".*name'):
        store.read("people", where={"nmae": "x"})
    with pytest.raises(UsageError, match="topics"):
        store.read("people", where={"topics": "x"})
    with pytest.raises(UsageError, match="negative"):
        store.read("people", limit=-1)
    with pytest.raises(UsageError, match='no table "peple"'):
        store.count("peple")
    with pytest.raises(UsageError, match='no table "peple"'):
        store.write(lambda writer: writer.delete("peple", ["x"]))


@pytest.mark.parametrize(("table", "column"), REFERENCES)
def test_what_is_referred_to_stays(store: GraphStore, table: str, column: str) -> None:
    """Delete everything else that refers to the target, so that this one column alone must protect it."""
    store.write(lambda writer: writer.put(world()))
    spec = STORED[table].column(column)
    assert spec is not None
    assert spec.field is not None
    for one in [one for one in store.read(table) if getattr(one, spec.field)]:
        value = getattr(one, spec.field)
        target = value[0] if isinstance(value, tuple) else value
        other = spec.refers_to or {"person": "people", "organization": "organizations"}[getattr(one, f"{column}_kind")]
        before = everything(store)
        with pytest.raises(Conflict, match=rf"in {table} .*{target}" if _only(table, column, target) else target):
            store.write(lambda writer, o=other, t=target: writer.delete(o, [t]))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
        assert everything(store) == before


def _only(table: str, column: str, target: str) -> bool:
    """Whether nothing but this table's column of the world refers to the target."""
    users = set()
    for one in world():
        for name in (spec.name for spec in STORED[one.table].columns if (one.table, spec.name) in REFERENCES):
            value = one.model_dump(by_alias=True)[name]
            if target == value or (isinstance(value, tuple) and target in value):
                users.add((one.table, name))
    return users == {(table, column)}


@pytest.mark.parametrize(("table", "column"), REFERENCES)
def test_each_reference_alone_protects_and_each_missing_one_is_refused(
    store: GraphStore, table: str, column: str
) -> None:
    """A record that names one record of its own nowhere else named."""
    spec = STORED[table].column(column)
    assert spec is not None
    assert spec.field is not None
    for kind in ("person", "organization") if spec.refers_to is None else ("",):
        store.write(lambda writer: writer.put(world()))
        other = spec.refers_to or {"person": "people", "organization": "organizations"}[kind]
        base = next(one for one in world() if one.table == table and getattr(one, spec.field or ""))
        known, lone = getattr(base, spec.field), _lone(other)
        changes = {spec.field: tuple(sorted((known[-1], lone.key))) if spec.kind == "references" else lone.key}
        changes |= {f"{column}_kind": kind} if kind else {}
        referring = base.model_copy(update=changes)
        before = everything(store)
        with pytest.raises(Conflict, match=f'its {column} "{lone.key}" is not among the {other}'):
            store.write(lambda writer, one=referring: writer.put([*people("new"), one]))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
        assert everything(store) == before
        store.write(lambda writer, here=lone, one=referring: writer.put([one, here]))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
        with pytest.raises(Conflict, match=rf"1 record in {table} still refers to {lone.key}"):
            store.write(lambda writer, here=lone: writer.delete(here.table, [here.key]))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
        assert store.check() == []
        assert isinstance(store, EmbeddedStore | Neo4jStore)
        wipe(store)


def _lone(table: str) -> Record:
    """A record that nothing refers to."""
    if table == "merges":
        return make("merges", number=9, person="p1", dropped="lone", name="L")
    return make(table, id="lone", **{"collaborations": {"title": "L", "kind": "pilot"}}.get(table, {"name": "L"}))


def test_a_whole_store_can_be_deleted_from_the_leaves(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))

    def change(writer: Writer) -> int:
        return sum(writer.delete(table, [one.key for one in writer.read(table)]) for table in reversed(STORED))

    assert store.write(change) == len(world())
    assert all(store.count(table) == 0 for table in STORED)
    assert raw(store, "MATCH ()-[r]->() RETURN count(r) AS number") == [{"number": 0}]


def test_records_that_refer_to_each_other_can_go_together(store: GraphStore) -> None:
    ring = [
        make("collaborations", id="a", title="A", kind="x", part_of="b"),
        make("collaborations", id="b", title="B", kind="x", grew_out_of=["a", "b"]),
    ]
    store.write(lambda writer: writer.put(ring))
    with pytest.raises(Conflict):
        store.write(lambda writer: writer.delete("collaborations", ["a"]))
    assert store.write(lambda writer: writer.delete("collaborations", ["a", "b", "b", "nobody"])) == 2
    assert store.count("collaborations") == 0
