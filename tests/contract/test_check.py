"""``check`` finds what somebody broke by hand."""

from __future__ import annotations

import pytest

from copnet.errors import StoreFailed
from copnet.stores.base import GraphStore
from tests.support.stores import raw
from tests.support.world import world

PLANTED = {
    "a reference to nothing": (
        "MATCH (n:Collaboration {key: 'k1'}) SET n.community = 'gone'",
        ("collaborations", "k1", 'community "gone" is not among the communities'),
    ),
    "a target deleted": (
        "MATCH (n:Adoption)-[r]->(p:Person {key: 'p1'}) SET n.from_person = 'p9' DELETE r",
        ("adoptions", None, 'from_person "p9" is not among the people'),
    ),
    "an end that is not what the relationship says": (
        "MATCH (:Person {key: 'p1'})-[r:NAMES]->(:Person) SET r.to = 'p9'",
        ("ties", None, 'to "p9" is not among the people'),
    ),
    "a required value gone": (
        "MATCH (n:Person {key: 'p2'}) REMOVE n.name", ("people", "p2", "cannot be read"),
    ),
    "a value of the wrong kind": (
        "MATCH (n:Community {key: 'c1'}) SET n.started_on = 'soon'", ("communities", "c1", "cannot be read"),
    ),
    "a property nobody knows": (
        "MATCH (n:Organization {key: 'o1'}) SET n.rank = 1", ("organizations", "o1", "cannot be read"),
    ),
    "own columns that are no JSON": (
        "MATCH (n:Organization {key: 'o1'}) SET n.attributes = '{'", ("organizations", "o1", "cannot be read"),
    ),
    "own columns that are no text": (
        "MATCH (n:Organization {key: 'o1'}) SET n.attributes = 7", ("organizations", "o1", "cannot be read"),
    ),
    "a key that does not fit": (
        "MATCH (n:Aim) SET n.key = 'wrong'", ("aims", "wrong", "key does not fit"),
    ),
    "a relationship's key that does not fit": (
        "MATCH ()-[r:ENGAGED_IN]->() SET r.key = 'wrong'", ("engagements", "wrong", "key does not fit"),
    ),
    "no key": ("CREATE (:Person {id: 'x', name: 'X'})", ("people", "", "1 without a key")),
    "a link missing": (
        "MATCH (:Collaboration {key: 'k2'})-[r:GREW_OUT_OF]->() DELETE r",
        ("collaborations", "k2", "names its grew_out_of but has no link"),
    ),
    "a link too many": (
        "MATCH (n:Person {key: 'p3'}), (o:Organization {key: 'o2'}) CREATE (n)-[:WORKS_AT]->(o)",
        ("people", "p3", "linked as organization to one of the organizations it does not name"),
    ),
}  # fmt: skip


def test_a_sound_store_has_no_faults(store: GraphStore) -> None:
    assert store.check() == []
    store.write(lambda writer: writer.put(world()))
    assert store.check() == []


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_fault_is_found(store: GraphStore, what: str) -> None:
    cypher, (table, key, words) = PLANTED[what]
    store.write(lambda writer: writer.put(world()))
    if what == "a link too many":
        cypher = cypher.replace("WORKS_AT", _link_type(store))
    raw(store, cypher)
    faults = store.check()
    found = [fault for fault in faults if fault.table == table and words in fault.message]
    assert len(found) == 1, faults
    assert key is None or found[0].key == key
    assert found[0].mend


def _link_type(store: GraphStore) -> str:
    rows = raw(store, "MATCH (:Person {key: 'p1'})-[r]->(:Organization {key: 'o1'}) RETURN type(r) AS type")
    return next(str(row["type"]) for row in rows if row["type"] not in ("NAMES", "AFFILIATED_WITH"))


def test_all_faults_are_listed_at_once_and_a_read_names_the_first(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))
    raw(store, "MATCH (n:Person) REMOVE n.name")
    assert {fault.key for fault in store.check() if fault.table == "people"} == {"p1", "p2", "p3"}
    with pytest.raises(StoreFailed, match=r"people p1 cannot be read.*copnet check"):
        store.read("people")


def test_putting_a_record_again_mends_its_links(store: GraphStore) -> None:
    store.write(lambda writer: writer.put(world()))
    raw(store, "MATCH (:Collaboration)-[r]->() DELETE r")
    assert store.check()
    store.write(lambda writer: writer.put([one for one in world() if one.table == "collaborations"]))
    assert store.check() == []
