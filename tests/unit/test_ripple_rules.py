"""The rules of ripple, one at a time: rings, ties, lineage, what is said beside them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from copnet.analysis.rates import in_words
from copnet.analysis.registry import REGISTRY
from copnet.analysis.ripple_report import ripple
from copnet.errors import UsageError
from tests.support.ripples import found_in
from tests.support.sample_snapshot import sample_snapshot

Json = dict[str, Any]


def people(found: Json, ring: str) -> list[str]:
    return [row["id"] for row in found[ring]["evidence"]["people"]]


def test_rings_and_what_is_new() -> None:
    found = found_in(
        {
            "old": ("2019-05-01", "ann cyd"),
            "one": ("2020-05-01", "ann cyd dan"),
            "two": ("2020-06-01", "dan eve"),
            "three": ("2020-07-01", "eve fay"),
        }
    )
    assert (people(found, "ring1"), people(found, "ring2")) == (["cyd", "dan"], ["eve"])
    assert (found["ring1"]["new_people"], found["ring2"]["new_people"]) == (1, 1)
    assert found["ring1"]["evidence"]["people"][0] == {
        "id": "cyd", "name": "Cyd", "new": False, "first": "2020-05-01", "collaborations": ["one"],
    }  # fmt: skip
    assert (found["collaborations_with_outsiders"], found["members_bridging_out"]) == (1, 1)


@pytest.mark.parametrize(("day", "reached"), [("2020-05-01", []), ("2020-04-30", []), ("2020-05-02", ["eve"])])
def test_the_second_ring_comes_strictly_later(day: str, reached: list[str]) -> None:
    found = found_in({"one": ("2020-05-01", "ann dan"), "two": (day, "dan eve")})
    assert people(found, "ring2") == reached


@pytest.mark.parametrize(
    ("day", "after", "reached"),
    [
        ("2019-12-31", "start", []), ("2020-01-01", "start", ["dan"]), ("2020", "start", ["dan"]),
        ("2021-12-31", "end", []), ("2022-01-01", "end", ["dan"]),
    ],
)  # fmt: skip
def test_first_possible_days_are_compared(day: str, after: str, reached: list[str]) -> None:
    assert people(found_in({"one": (day, "ann dan")}, after=after), "ring1") == reached


@pytest.mark.parametrize(
    ("role", "status", "new"),
    [
        ("audience", None, 0), ("Leadership", None, 0), (None, None, 0),
        (None, "planned", 1), ("audience", "cancelled", 1),
    ],
)  # fmt: skip
def test_seen_before_in_any_role_of_what_took_place(role: str | None, status: str | None, new: int) -> None:
    tables: Json = {
        "organizations": [{"id": "school"}, {"id": "clinic"}],
        "affiliations": [{"person": "dan", "organization": "school"}],
        "collaborations": [{"id": "old", "started_on": "2019-05", "status": status}],
        "participations": [
            {"collaboration": "old", "person": "dan", "role": role},
            {"collaboration": "old", "organization": "clinic", "role": role},
            {"collaboration": "one", "organization": "clinic"},
        ],
    }
    found = found_in({"one": ("2020-05-01", "ann dan")}, tables=tables)
    assert (found["ring1"]["new_people"], found["ring1"]["new_organizations"]) == (new, 2 * new)
    assert [row["new"] for row in found["ring1"]["evidence"]["people"]] == [bool(new)]


def test_a_coarse_date_of_a_talk_listened_to_may_change_who_is_new() -> None:
    tables = {
        "collaborations": [{"id": "old", "started_on": "2019"}],
        "participations": [{"collaboration": "old", "person": "dan", "role": "audience"}],
    }
    works = {"one": ("2020-05-01", "ann dan")}
    assert found_in(works, tables=tables)["imprecise_dates"] == 0
    assert found_in(works, tables=tables, community={"started_on": "2019-06-01"})["imprecise_dates"] == 1


def test_new_after_the_end_is_in_nothing_on_or_before_the_end() -> None:
    works = {"end": ("2021-12-31", "dan eve"), "one": ("2022-02-01", "ann dan fay")}
    assert found_in(works, after="end")["ring1"]["new_people"] == 1
    assert found_in(works)["ring1"]["new_people"] == 2


@pytest.mark.parametrize(
    ("role", "outside"),
    [
        ({"role": "facilitator"}, False), ({"role": "coach"}, False), ({"role": "funder"}, False),
        ({"role": "applicant", "status": "applied"}, True), ({"role": "applicant", "status": "declined"}, True),
        ({"role": "applicant", "status": "admitted"}, True), ({"role": "applicant"}, True),
        ({"role": "member", "status": "withdrawn"}, True), ({"role": "member", "left_on": "2020-02-01"}, False),
    ],
)  # fmt: skip
def test_outsiders_never_held_a_role(role: Json, outside: bool) -> None:
    found = found_in({"one": ("2020-05-01", "ann dan")}, roles={"dan": role})
    assert (people(found, "ring1") == ["dan"]) == outside


def test_a_facilitator_alone_reaches_nobody() -> None:
    found = found_in({"one": ("2020-05-01", "flo dan")}, roles={"flo": {"role": "facilitator"}})
    assert (found["ring1"]["people"], found["members_bridging_out"]) == (0, 0)


def test_who_joined_later_is_in_no_ring() -> None:
    found = found_in(
        {"one": ("2020-05-01", "ann dan"), "two": ("2020-08-01", "dan eve"), "three": ("2020-10-01", "dan fay")},
        roles={"dan": {"role": "member", "joined_on": "2020-09"}},
    )
    (joined,) = found["joined_later"]
    assert (joined["id"], joined["mode"], joined["joined_on"], joined["collaborations"]) == (
        "dan", "person", "2020-09", ["one"],
    )  # fmt: skip
    assert (people(found, "ring1"), people(found, "ring2")) == (["fay"], [])


@pytest.mark.parametrize("status", [None, "admitted", "applied"])
def test_who_had_applied_before_joining_joined_later(status: str | None) -> None:
    applied = [{"community": "c", "person": "dan", "role": "applicant", "status": status}]
    found = found_in(
        {"one": ("2020-05-01", "ann dan")},
        roles={"dan": {"joined_on": "2020-09"}}, tables={"memberships": applied},
    )  # fmt: skip
    assert ([row["id"] for row in found["joined_later"]], people(found, "ring1")) == (["dan"], [])


def test_which_organizations_are_reached() -> None:
    """Through somebody beside a member or themselves, if never a member organization: a facilitator's can be."""
    tables: Json = {
        "organizations": [{"id": one} for one in ("home", "fund", "school", "clinic", "work", "alone")],
        "memberships": [
            {"community": "c", "organization": "home"},
            {"community": "c", "organization": "fund", "role": "funder"},
            {"community": "c", "person": "flo", "organization": "school", "role": "facilitator"},
        ],
        "participations": [
            {"collaboration": "one", "person": "ann", "organization": "alone"},
            {"collaboration": "one", "person": "dan", "organization": "clinic"},
            {"collaboration": "one", "person": "flo", "organization": "school"},
            {"collaboration": "one", "organization": "fund"},
            {"collaboration": "two", "person": "ann", "organization": "home"},
            {"collaboration": "two", "organization": "work"},
        ],
    }
    works = {"one": ("2020-05-01", "ann dan flo"), "two": ("2020-06-01", "ann")}
    found = found_in(works, roles={"flo": {"role": "coach"}}, tables=tables)
    rows = {row["id"]: row["collaborations"] for row in found["ring1"]["evidence"]["organizations"]}
    assert rows == {"clinic": ["one"], "school": ["one"], "fund": ["one"], "work": ["two"]}
    assert found["collaborations_with_outsiders"] == 2


def test_a_facilitator_is_nobody_from_outside_though_the_employer_is_reached() -> None:
    roles = {"flo": {"role": "facilitator"}}
    tables = {
        "organizations": [{"id": "school"}], "affiliations": [{"person": "flo", "organization": "school"}],
    }  # fmt: skip
    found = found_in({"one": ("2020-05-01", "ann flo")}, roles=roles, tables=tables)
    assert [row["id"] for row in found["ring1"]["evidence"]["organizations"]] == ["school"]
    assert (found["collaborations_with_outsiders"], found["members_bridging_out"]) == (0, 0)


def test_ties_before_during_and_after_leave_own_gatherings_out() -> None:
    own = [{"id": "meeting", "kind": "convening", "community": "c", "started_on": "2019-06"}]
    found = found_in(
        {
            "a": ("2019-12-31", "ann bob"), "b": ("2021-12-31", "ann cyd"), "c": ("2022", "bob cyd"),
            "d": ("2023", "ann bob"),
        },
        members=("ann", "bob", "cyd", "dov"),
        tables={
            "collaborations": own,
            "participations": [{"collaboration": "meeting", "person": name} for name in ("ann", "dov")],
        },
    )  # fmt: skip
    evidence = found["ties"].pop("evidence")
    assert found["ties"] == {"before": 1, "during": 1, "after": 1}
    assert [(row["a"]["id"], row["b"]["id"], row["when"], row["collaborations"]) for row in evidence] == [
        ("ann", "bob", "before", ["a", "d"]), ("ann", "cyd", "during", ["b"]), ("bob", "cyd", "after", ["c"]),
    ]  # fmt: skip


def test_without_start_or_end_nothing_is_guessed() -> None:
    works = {"old": ("2001", "ann dan"), "tie": ("2020", "ann bob")}
    found = found_in(works, community={"started_on": None, "ended_on": None})
    assert (found["ring1"]["people"], found["ring1"]["new_people"]) == (1, None)
    assert [found["ties"][when] for when in ("before", "during", "after")] == [None, None, None]
    assert any("no start" in sentence for sentence in found["cautions"])
    with pytest.raises(UsageError, match="--after start"):
        found_in(works, community={"ended_on": None}, after="end")


def test_what_is_new_after_the_end_is_known_without_a_start() -> None:
    works = {"old": ("2001", "ann dan"), "new": ("2022-05", "ann dan eve")}
    found = found_in(works, community={"started_on": None}, after="end")
    assert (found["ring1"]["people"], found["ring1"]["new_people"]) == (2, 1)
    assert [row["new"] for row in found["ring1"]["evidence"]["people"]] == [False, True]
    (caution,) = [sentence for sentence in found["cautions"] if "no start" in sentence]
    assert caution.endswith("nothing can be called before or during.")


def test_undated_and_coarse_records_are_counted() -> None:
    exact = found_in({"one": ("2020-05-01", "ann dan"), "two": ("2020-06-01", "dan eve")})
    assert (exact["undated_collaborations"], exact["imprecise_dates"]) == (0, 0)
    works = {
        "none": ("", "ann dan"),
        "far": ("", "eve fay"),
        "one": ("2020-05", "ann dan"),
        "two": ("2020-05-09", "dan eve"),
    }
    vague = found_in(works)
    assert (vague["undated_collaborations"], vague["imprecise_dates"]) == (1, 1)
    assert found_in({"edge": ("2020", "ann dan"), "over": ("2021", "ann bob")})["imprecise_dates"] == 1


def test_doubts_are_those_of_people_the_figures_are_about() -> None:
    tables: Json = {
        "organizations": [{"id": one} for one in ("o1", "o2", "o3", "o4")],
        "affiliations": [
            {"person": name, "organization": place, "started_on": day}
            for name, places in (("dan", ("o1", "o2")), ("eve", ("o3", "o4")))
            for place, day in zip(places, (None, "2020-06"), strict=True)
        ],
    }  # fmt: skip
    near, far = {"one": ("2020-06-15", "ann dan")}, {"two": ("2020-06-15", "eve fay")}
    for works, doubts in ((near, 1), (far, 0), (near | far, 1)):
        found = found_in(works, tables=tables)
        assert (found["several_affiliations"], found["imprecise_dates"]) == (doubts, doubts)


def test_what_member_organizations_did_alone_is_undated_or_imprecise_too() -> None:
    tables: Json = {
        "organizations": [{"id": one} for one in ("o1", "o2")],
        "memberships": [{"community": "c", "organization": one} for one in ("o1", "o2")],
        "participations": [
            {"collaboration": work, "organization": one} for work in ("vague", "none") for one in ("o1", "o2")
        ],
    }
    works = {"vague": ("2020", ""), "none": ("", "")}
    found = found_in(works, tables=tables, community={"started_on": "2020-06-01"})
    assert found["partnership_rate"]["documented"]["numerator"] == 0
    assert (found["undated_collaborations"], found["imprecise_dates"]) == (1, 1)


def test_lineage_is_the_fewest_steps_and_parts_add_none() -> None:
    grown: dict[str, Json] = {
        "root": {"community": "c"}, "child": {"grew_out_of": ("root",)}, "part": {"part_of": "child"},
        "grand": {"grew_out_of": ("part", "elsewhere")}, "short": {"grew_out_of": ("grand", "root")},
        "conference": {}, "talk": {"part_of": "conference", "grew_out_of": ("root",)},
        "other": {"part_of": "conference"}, "elsewhere": {}, "idle": {"community": "c"},
    }  # fmt: skip
    tables = {"collaborations": [{"id": key, "started_on": "2020"} | row for key, row in grown.items()]}
    rows = found_in({}, tables=tables)["lineage"]
    assert {row["id"]: row["generation"] for row in rows} == {
        "root": 0, "child": 1, "part": 1, "short": 1, "talk": 1, "grand": 2,
    }  # fmt: skip
    assert {row["id"]: row["parents"] for row in rows}["short"] == ["grand", "root"]
    assert [row["generation"] for row in rows] == sorted(row["generation"] for row in rows)


def test_half_of_the_ties_on_one_collaboration_is_said() -> None:
    works = {"big": ("2020-05-01", "ann bob cyd"), "two": ("2019-05-01", "ann bob")}
    found = found_in(works, members=("ann", "bob", "cyd"))
    one = found["one_collaboration"]["ties"]
    assert (one["id"], one["ties"], one["without"]) == ("big", 2, {"before": 1, "during": 0, "after": 0})
    assert any("2 of 3 ties rest on one single collaboration" in sentence for sentence in found["cautions"])


def test_half_of_the_ring_on_one_collaboration_is_said() -> None:
    found = found_in(
        {"fair": ("2020-05-01", "ann dan eve fay"), "one": ("2020-06-01", "bob gil"), "two": ("2020-07-01", "fay hal")}
    )
    one = found["one_collaboration"]["ring1"]
    assert (one["id"], one["people"], one["people_without"]) == ("fair", 3, 1)
    assert one["without"]["ring1"] == {"people": 1, "organizations": 0, "new_people": 1, "new_organizations": 0}
    assert (found["ring2"]["people"], one["without"]["ring2"]["people"]) == (1, 0)
    assert any("3 of 4 people reached are known from one single" in sentence for sentence in found["cautions"])
    assert found_in({"fair": ("2020-05-01", "ann dan")})["one_collaboration"]["ring1"] is None


def test_the_sample() -> None:
    found = ripple(sample_snapshot(), "cohort")
    assert in_words(found["partnership_rate"]["reported"]) == "82 % (14 of 17)"
    assert in_words(found["response_rate"]) == "85 % (17 of 20)"
    assert in_words(found["partnership_rate"]["documented"]) == "88 % (7 of 8)"
    assert in_words(found["field_share"]) == "20 % (8 of 40)"
    assert [row["id"] for row in found["evidence"]["documented"] if not row["collaborations"]] == ["mise"]
    assert set(people(found, "ring2")) == {
        "ada-lindgren",
        "felix-oduya",
        "june-castellano",
        "sione-vea",
        "bea-thornton",
    }
    assert [row["id"] for row in found["joined_later"]] == ["noah-feld"]
    organizations = {row["id"] for row in found["ring1"]["evidence"]["organizations"]}
    assert organizations & {"commons", "tinder-fdn", "tapl"} == {"commons"}, "a facilitator came from there"
    assert {row["id"]: row["generation"] for row in found["lineage"]}["levels-letters"] == 4
    earlier = ripple(sample_snapshot(), "cohort", wave="2022")
    assert in_words(earlier["partnership_rate"]["reported"]) == "44 % (7 of 16)"
    json.dumps(found, allow_nan=False)


def test_every_figure_of_ripple_is_explained() -> None:
    found = ripple(sample_snapshot(), "cohort")
    for metric in REGISTRY.values():
        if metric.level == "ripple":
            value: Any = found
            for part in metric.name.split("."):
                value = value[part]
            assert metric.plain.endswith("."), metric.name
