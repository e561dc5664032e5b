"""What a merge makes of two, and what undoing it leaves."""

from __future__ import annotations

import datetime as dt

import pytest

from copnet.errors import Conflict, NotFound, UsageError
from copnet.record import Source
from copnet.services import decisions, merges, records
from copnet.services.checks import check_store
from tests.support.stores import everything, raw
from tests.support.world import make
from tests.unit.same.conftest import Same

DAY = dt.date(2026, 1, 1)


def test_the_kept_one_s_words_win_and_the_other_fills_what_is_blank(two: Same) -> None:
    done = two.merge("a", "b")
    ann = two.one("people", "a")
    assert (ann.name, ann.aliases, ann.email) == ("Ann", ("A. Smith", "Annie"), "a@x.example")
    assert (ann.role, ann.organization, ann.topics) == ("nurse", "o", ("x", "y"))
    assert ann.attributes == {"Shoe": "4", "Hat": "6"}
    assert done["not_taken"] == [
        {"table": "people", "key": "a", "column": "email", "kept": "a@x.example", "dropped": "b@x.example"},
        {"table": "people", "key": "a", "column": "organization", "kept": "o", "dropped": "o2"},
        {"table": "people", "key": "a", "column": "shoe", "kept": "4", "dropped": "5"},
    ]
    assert two.one("merges", "person-b").email == "b@x.example"


def test_the_stricter_word_on_consent_wins_and_is_said(two: Same) -> None:
    done = two.merge("a", "b")
    ann = two.one("people", "a")
    assert (ann.visibility, ann.contact, ann.name_in_reports, ann.willing) == ("facilitators", "nobody", False, "no")
    assert [(line["column"], line["kept"], line["dropped"]) for line in done["stricter"]] == [
        ("visibility", "everyone", "facilitators"), ("contact", "communities", "nobody"),
        ("name_in_reports", "yes", "no"),
    ]  # fmt: skip
    back = two.unmerge("person-b")
    assert [tuple(line.values()) for line in back["wider"]] == [
        ("people", "a", "visibility", "facilitators", "everyone"),
        ("people", "a", "contact", "nobody", "communities"),
        ("people", "a", "willing", "no", "blank"),
        ("people", "a", "name_in_reports", "no", "yes"),
    ]
    strict = two.merge("b", "a")
    assert strict["stricter"] == []


def test_two_records_of_one_key_become_one_and_are_two_again(two: Same) -> None:
    two.put(
        make("memberships", community="k", person="a", status="withdrawn"),
        make("memberships", community="k", person="b", status="applied", left_on="2022", attributes={"Note": "x"}),
        make("participations", collaboration="w", person="a", role="host"),
        make("participations", collaboration="w", person="b", role="host"),
        make("participations", collaboration="w", person="b", role="guest"),
        make("ties", from_="c", to="a", kind="knows", value=1),
        make("ties", from_="c", to="b", kind="knows", value=3),
        make("ties", from_="a", to="b", kind="knows"),
        make("ties", from_="b", to="a", kind="trusts"),
        make("ties", from_="b", to="b", kind="values"),
    )
    before = everything(two.store)
    done = two.merge("a", "b")
    assert done["folded"] == {"memberships": 1, "participations": 1, "ties": 1}
    assert done["moved"] == {"participations": 1, "ties": 1}
    assert done["set_aside"] == {"ties": 2}
    (membership,) = two.all("memberships")
    assert (membership.status, membership.left_on, membership.attributes) == ("withdrawn", None, {"Note": "x"})
    assert sorted(one.role for one in two.all("participations")) == ["guest", "host"]
    assert sorted((one.from_, one.to, one.kind, one.value) for one in two.all("ties")) == [
        ("a", "a", "values", 1.0), ("c", "a", "knows", 1.0),
    ]  # fmt: skip
    (listed,) = merges.list_merges(two.store)["merges"]
    assert (listed["moved"], listed["folded"], listed["set_aside"]) == (2, 3, 2)
    assert merges.get_merge(two.store, "person-b") == listed
    assert two.unmerge("person-b")["restored"] == {"memberships": 1, "participations": 2, "ties": 4}
    assert everything(two.store) == before


def test_what_goes_on_does_not_end_with_a_duplicate(two: Same) -> None:
    two.put(
        make("affiliations", person="a", organization="o", role="x", started_on="2020"),
        make("affiliations", person="b", organization="o", role="x", started_on="2020", ended_on="2021"),
        make("memberships", community="k", person="a", joined_on="2020-05"),
        make("memberships", community="k", person="b", joined_on="2020-05", left_on="2020-06"),
    )
    done = two.merge("a", "b")
    assert [one.ended_on for one in two.all("affiliations")] == [None]
    assert [one.left_on for one in two.all("memberships")] == [None]
    lost = [(one["table"], one["column"], one["kept"], one["dropped"]) for one in done["not_taken"]]
    assert ("affiliations", "ended_on", "blank", "2021") in lost
    assert ("memberships", "left_on", "blank", "2020-06") in lost
    (affiliation,) = two.all("affiliations")
    assert affiliation.key in [one["key"] for one in done["not_taken"]]


def test_who_answered_has_answered_and_on_that_day(two: Same) -> None:
    two.put(
        make("responses", person="a", wave="1", status="invited", answered_on="2020"),
        make("responses", person="b", wave="1", status="answered", answered_on="2023-05"),
        make("responses", person="a", wave="2", status="partial"),
        make("responses", person="b", wave="2", status="declined", answered_on="2024"),
    )
    before = everything(two.store)
    done = two.merge("a", "b")
    found = {one.wave: (one.status, one.answered_on and one.answered_on.text) for one in two.all("responses")}
    assert found == {"1": ("answered", "2023-05"), "2": ("partial", None)}
    lost = [(one["column"], one["dropped"]) for one in done["not_taken"] if one["table"] == "responses"]
    assert sorted(lost) == [
        ("answered_on", "2020"), ("answered_on", "2024"), ("status", "declined"), ("status", "invited")
    ]  # fmt: skip
    two.unmerge("person-b")
    assert everything(two.store) == before


def test_what_is_said_twice_is_said_once_with_the_stricter_word(two: Same) -> None:
    tables = {
        "person_attributes": "person,attribute,value,sensitive,source\n"
        "a,region,north,no,\nb,region,north,yes,form\nb,region,south,no,\n",
        "learnings": "community,text,by,quotable\nk,Listen,a,no\nk,Listen,b,yes\nk,Speak,b,yes\n",
    }
    two.load(**tables)
    before = everything(two.store)
    done = two.merge("a", "b")
    assert [(line["table"], line["column"], line["kept"], line["dropped"]) for line in done["stricter"]][3:] == [
        ("person_attributes", "sensitive", "no", "yes"),
    ]  # fmt: skip
    assert sorted((one.value, one.sensitive, one.source) for one in two.all("person_attributes")) == [
        ("north", True, "form"), ("south", False, None),
    ]  # fmt: skip
    assert sorted((one.text, one.quotable) for one in two.all("learnings")) == [("Listen", False), ("Speak", True)]
    between = everything(two.store)
    two.load(**tables)
    assert everything(two.store) == between, "the same tables again"
    back = two.unmerge("person-b")
    assert ("person_attributes", "sensitive", "yes", "no") in [
        (line["table"], line["column"], line["from"], line["to"]) for line in back["wider"]
    ]
    assert everything(two.store) == before


def test_undoing_makes_nothing_a_part_of_itself(same: Same) -> None:
    same.put(
        *(make("organizations", id=key, name=key.upper()) for key in ("c", "d")),
        make("organizations", id="a", name="A", parent="d"),
        make("organizations", id="b", name="B", parent="c"),
        make("organizations", id="x", name="X", parent="b"),
    )
    same.merge("a", "b")
    records.change_record(same.store, "organizations", "c", {"parent": "x"}, Source(kind="api"))
    before = everything(same.store)
    with pytest.raises(Conflict, match="would lead back to itself"):
        same.unmerge("organization-b")
    assert everything(same.store) == before
    records.change_record(same.store, "organizations", "c", {"parent": None}, Source(kind="api"))
    same.unmerge("organization-b")
    assert same.one("organizations", "x").parent == "b"


def test_organizations_keep_their_parents_and_no_circle_comes_up(same: Same) -> None:
    same.put(
        make("organizations", id="top", name="Top"),
        make("organizations", id="mid", name="Mid", parent="top"),
        make("organizations", id="low", name="Low", parent="mid"),
        make("adoptions", organization="mid", approach="Huddle", from_organization="low"),
    )
    before = everything(same.store)
    same.merge("low", "mid")
    assert same.one("organizations", "low").parent == "top"
    assert [(one.organization, one.from_organization) for one in same.all("adoptions")] == [("low", None)]
    same.unmerge("organization-mid")
    same.merge("mid", "low")
    assert same.one("organizations", "mid").parent == "top"
    same.unmerge("organization-low")
    for keep, drop in (("low", "top"), ("top", "low")):
        with pytest.raises(Conflict, match="a part of itself"):
            same.merge(keep, drop)
    assert everything(same.store) == before


def test_a_merge_of_a_merge_is_undone_from_the_outside(two: Same) -> None:
    two.put(make("people", id="d", name="Dee"), make("people", id="e", name="Eli"))
    before = everything(two.store)
    two.merge("a", "b")
    two.merge("e", "d")
    between = everything(two.store)
    two.merge("c", "a")
    assert {one["kept"]["id"] for one in merges.list_merges(two.store)["merges"]} == {"c", "e"}
    assert [one["id"] for one in merges.list_merges(two.store)["merges"]] == ["person-a", "person-d", "person-b"]
    with pytest.raises(Conflict, match=r"A later merge builds on person-b.*copnet unmerge person-a, then this one"):
        two.unmerge("person-b")
    two.unmerge("person-a")
    assert everything(two.store) == between
    two.unmerge("person-b")  # before person-d, which has nothing to do with it
    two.unmerge("person-d")
    assert everything(two.store) == before


def test_a_person_s_merge_waits_for_that_of_an_organization_they_named(two: Same) -> None:
    two.merge("a", "b")
    two.merge("o", "o2")
    with pytest.raises(Conflict, match="organization-o2"):
        two.unmerge("person-b")
    two.unmerge("organization-o2")
    two.unmerge("person-b")
    assert two.one("people", "b").organization == "o2"


def test_what_came_since_stays_with_the_kept_one(two: Same) -> None:
    two.put(make("memberships", community="k", person="b"), make("ties", from_="b", to="c", kind="knows", value=2))
    before = two.contract()
    two.merge("a", "b")
    two.load(
        memberships="community,person,status\nk,a,withdrawn\n",
        people="id,name,bio,location\na,Ann,New,Here\n",
        ties="from,to,kind,value\na,c,trusts,5\n",
    )
    back = two.unmerge("person-b")
    assert back["changed_since"] == {"memberships": 1}
    assert [(one.person, one.status) for one in sorted(two.all("memberships"), key=lambda one: one.person)] == [
        ("a", "withdrawn"), ("b", "admitted"),
    ]  # fmt: skip
    assert {(one.from_, one.kind) for one in two.all("ties")} == {("a", "trusts"), ("b", "knows")}
    ann = two.one("people", "a")
    assert (ann.bio, ann.location, ann.role, ann.aliases) == ("New", "Here", None, ())
    assert two.one("people", "b") == next(one for one in before["people"] if one.key == "b")


def test_what_was_deleted_since_stays_deleted(two: Same) -> None:
    two.put(make("participations", collaboration="w", person="b", role="host"))
    two.merge("a", "b")
    (moved,) = two.all("participations")
    records.delete_record(two.store, "participations", moved.key)
    records.delete_record(two.store, "collaborations", "w")
    back = two.unmerge("person-b")
    assert back["deleted_since"] == {"participations": 1}
    assert two.all("participations") == []
    assert check_store(two.store)["faults"] == []


def test_something_that_is_needed_and_gone_is_named(two: Same) -> None:
    two.merge("a", "b")
    records.delete_record(two.store, "organizations", "o2")
    before = everything(two.store)
    with pytest.raises(Conflict, match=r"cannot be undone yet.*\"o2\" is not among the organizations.*again first"):
        two.unmerge("person-b")
    assert everything(two.store) == before
    two.put(make("organizations", id="o2", name="O2"))
    two.unmerge("person-b")


def test_who_is_found_and_who_is_not(two: Same) -> None:
    two.put(make("people", id="z", name="Ann"), make("organizations", id="p", name="Ann"),
            make("organizations", id="q", name="A. Smith"))  # fmt: skip
    with pytest.raises(Conflict, match=r'"Ann" fits 2 people: Ann \(id a, a@x.example\) and Ann \(id z\)'):
        two.merge("Ann", "b")
    with pytest.raises(UsageError, match="Say the kind too"):
        two.merge("Ann", "A. Smith")
    with pytest.raises(NotFound, match='no person or organization called "Nobody"'):
        two.merge("a", "Nobody")
    with pytest.raises(NotFound, match="not of one kind"):
        two.merge("c", "o")
    with pytest.raises(NotFound, match='There is no organization called "c"'):
        two.merge("c", "o", kind="organization")
    with pytest.raises(Conflict, match="are one person already"):
        two.merge("b", "Annie")
    with pytest.raises(NotFound, match="control"):
        two.merge("a", "\udc80")
    assert two.merge("a", "Annie", dry_run=True)["dropped"] == {"id": "b", "name": "A. Smith"}
    two.merge("a", "Annie")
    with pytest.raises(Conflict, match="are one person already"):
        two.merge("a", "b")
    for unknown in ("b", "person-c", "organization-b", "\udc80"):
        with pytest.raises(NotFound):
            two.unmerge(unknown)


def test_the_dropped_id_is_not_given_to_anybody_else(two: Same) -> None:
    two.put(make("people", id="ann-smith", name="Ann Smith"))
    two.merge("a", "ann-smith")
    source = Source(kind="api")
    with pytest.raises(Conflict, match=r"id ann-smith was merged into a \(merge person-ann-smith\)"):
        records.create_record(two.store, "people", {"id": "ann-smith", "name": "X"}, source)
    with pytest.raises(Conflict, match="was merged into a"):
        records.change_record(two.store, "people", "c", {"id": "ann-smith"}, source)
    with pytest.raises(NotFound, match=r"merged into a \(merge person-ann-smith\)"):
        records.get_record(two.store, "people", "ann-smith")
    assert records.create_record(two.store, "people", {"name": "Ann Smith"}, source).key == "ann-smith-2"
    records.create_record(two.store, "organizations", {"id": "ann-smith", "name": "X"}, source)


def test_what_a_merge_left_cannot_be_deleted_or_renamed(two: Same) -> None:
    two.merge("a", "b")
    for change in (
        lambda: records.delete_record(two.store, "people", "a"),
        lambda: records.change_record(two.store, "people", "a", {"id": "new"}, Source(kind="api")),
    ):
        with pytest.raises(Conflict, match=r"person a is what a merge left of two.*copnet unmerge person-b"):
            change()


def test_check_finds_a_merge_whose_people_are_not_as_it_left_them(two: Same) -> None:
    two.merge("a", "b")
    two.put(make("people", id="b", name="Back"))
    (fault,) = check_store(two.store)["faults"]
    assert (fault["table"], fault["key"]) == ("merges", "person-b")
    assert "there again" in fault["message"]
    with pytest.raises(Conflict, match="id b again"):
        two.unmerge("person-b")
    records.delete_record(two.store, "people", "b")
    raw(two.store, "MATCH (n:Person {key: 'a'}) DETACH DELETE n")
    assert merges.list_merges(two.store)["merges"][0] == merges.get_merge(two.store, "person-b")
    with pytest.raises(Conflict, match="person a is gone"):
        two.unmerge("person-b")
    faults = check_store(two.store)["faults"]
    assert ["merges", "person-b", 'Its person "a" is not among the people.'] in [
        [one["table"], one["key"], one["message"]] for one in faults
    ]


def test_figures_see_one_person(two: Same) -> None:
    two.put(
        make("participations", collaboration="w", person="b"), make("participations", collaboration="w", person="c")
    )
    two.merge("a", "b")
    snapshot = two.store.snapshot()
    assert snapshot["people"]["id"].to_list() == ["a", "c"]
    assert snapshot["participations"]["person"].to_list() == ["a", "c"]
    assert "merges" not in snapshot.frames


def test_decisions_are_remembered_once_a_pair_and_move_along(two: Same) -> None:
    store = two.store
    two.put(make("people", id="d", name="Dee"))
    decisions.decide(store, "c", "b", "different", on=DAY)
    decisions.decide(store, "b", "c", "later", on=DAY)
    assert decisions.remembered_pairs(store, "person", "later") == {("b", "c")}
    assert decisions.remembered_pairs(store, "person") == frozenset()
    decisions.decide(store, "Cem", "Annie", "different", on=DAY)
    decisions.decide(store, "o", "o2", "different", on=DAY)
    decisions.decide(store, "a", "c", "later", on=DAY)
    decisions.decide(store, "a", "b", "different", on=DAY)
    assert decisions.remembered_pairs(store, "person") == {("b", "c"), ("a", "b")}
    assert decisions.remembered_pairs(store, "organization") == {("o", "o2")}
    before = everything(store)
    assert two.merge("a", "b")["were_different"]
    assert decisions.remembered_pairs(store, "person") == {("a", "c")}
    two.unmerge("person-b")
    assert everything(store) == before
    assert decisions.reopen(store, "a", "b")["a"] == {"id": "a", "name": "Ann"}
    with pytest.raises(NotFound, match="Nothing was decided"):
        decisions.reopen(store, "a", "b")
    records.change_record(store, "people", "c", {"id": "zoe"}, Source(kind="api"))
    assert decisions.remembered_pairs(store, "person") == {("b", "zoe")}
    records.delete_record(store, "people", "zoe")
    assert decisions.remembered_pairs(store, "person") == frozenset()
    (left,) = decisions.list_decisions(store)["decisions"]
    assert (left["kind"], left["verdict"], left["decided_on"]) == ("organization", "different", "2026-01-01")
    assert decisions.forget_decision(store, left["id"])["b"]["name"] == "O2"
    assert check_store(store)["faults"] == []
