"""Members against the intent: what facilitators see, and what nobody else can find out."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest

from copnet.analysis.best_fill import best_fill
from copnet.analysis.representation import Intent, intents_of
from copnet.errors import NotFound, UsageError
from copnet.services.audience import WITHHELD, Audience
from copnet.services.representation import representation_for
from copnet.services.told_representation import OTHER
from copnet.snapshot import Snapshot
from tests.support.table_snapshot import snapshot_of

FACILITATOR, PUBLIC = Audience(), Audience("public")


def community(
    answers: dict[str, list[str]], intents: list[dict[str, Any]], capacity: int | None = 20, **more: Any
) -> Snapshot:
    """Members with their regions; ``more`` are further rows of tables."""
    rows: dict[str, list[dict[str, Any]]] = {
        "people": [{"id": key} for key in answers],
        "communities": [{"id": "c", "capacity": capacity}],
        "memberships": [{"community": "c", "person": key} for key in answers],
        "person_attributes": [
            {"person": key, "attribute": "Region", "value": value}
            for key, values in answers.items()
            for value in values
        ],
        "intents": [{"community": "c", "attribute": "region"} | row for row in intents],
    }  # fmt: skip
    for table, extra in more.items():
        rows[table] = [*rows.get(table, ()), *extra]
    return snapshot_of(**rows)


def spread(**counts: int) -> dict[str, list[str]]:
    return {f"{value}{number}": [value] for value, count in counts.items() for number in range(count)}


NORTH_SOUTH = [{"value": "North", "share": 0.2}, {"value": "South", "seats": 8}]


def lines(result: dict[str, Any]) -> dict[str, Any]:
    return {line["value"]: line for line in result["attributes"][0]["lines"]}


def test_gaps_are_counted_in_points_and_seats() -> None:
    answers = spread(north=3, South=6) | {"x1": [], "x2": ["west", "NORTH "], "x3": ["west"]}
    found = representation_for(community(answers, NORTH_SOUTH), "c", FACILITATOR)
    assert (found["members"], found["capacity"], found["attributes"][0]["no_answer"]) == (12, 20, 1)
    assert found["attributes"][0]["several"] == 1
    assert lines(found) == {
        "North": {"value": "North", "counted": 4, "share": 4 / 12, "intended_share": 0.2,
                  "gap_points": pytest.approx(100 * (4 / 12 - 0.2)), "gap_seats": 0.0},
        "South": {"value": "South", "counted": 6, "share": 0.5, "intended_share": 0.4,
                  "gap_points": pytest.approx(10), "gap_seats": -2.0},
        "west": {"value": "west", "counted": 2, "share": 2 / 12, "intended_share": None,
                 "gap_points": None, "gap_seats": None},
    }  # fmt: skip
    assert found["what_if"] is None is found["best_fill"]
    assert found["cautions"] == ["Who gave several answers counts in several lines."]


def test_without_a_capacity_shares_are_no_seats() -> None:
    found = lines(representation_for(community(spread(North=5), NORTH_SOUTH, capacity=None), "c", FACILITATOR))
    assert (found["North"]["gap_seats"], found["North"]["gap_points"]) == (None, pytest.approx(80))
    assert (found["South"]["gap_seats"], found["South"]["intended_share"]) == (-8.0, None)


def test_nobody_is_undefined_not_zero() -> None:
    found = lines(representation_for(community({}, NORTH_SOUTH), "c", FACILITATOR))
    assert (found["North"]["counted"], found["North"]["share"], found["North"]["gap_points"]) == (0, None, None)
    assert found["North"]["gap_seats"] == -4.0


def test_who_left_and_who_was_not_admitted_does_not_count() -> None:
    more = [
        {"community": "c", "person": "gone", "left_on": "2023-01"},
        {"community": "c", "person": "back", "left_on": "2023-01", "joined_on": "2022"},
        {"community": "c", "person": "back", "joined_on": "2023-05"},
        {"community": "c", "person": "helper", "role": "facilitator"},
        {"community": "c", "person": "asks", "role": "applicant", "status": "applied"},
        {"community": "c", "person": "asked", "status": "invited"},
        {"community": "c", "person": "no", "role": "applicant", "status": "declined"},
    ]
    people = [{"id": row["person"]} for row in more if "joined_on" not in row or row["joined_on"] == "2022"]
    works = [{"id": "w", "started_on": "2024"}]
    store = community(spread(North=2), NORTH_SOUTH, memberships=more, people=people, collaborations=works)
    found = representation_for(store, "c", FACILITATOR)
    assert (found["members"], found["as_of"]) == (3, "2024-12-31")
    assert [row["id"] for row in found["applicants"]] == ["asked", "asks"]


def test_a_leaving_that_may_be_over_is_counted_and_said() -> None:
    people = [{"community": "c", "person": "maybe", "left_on": "2024"}]
    works = [{"id": "w", "started_on": "2024-03-01"}]
    store = community(spread(North=2), NORTH_SOUTH, memberships=people, people=[{"id": "maybe"}], collaborations=works)
    found = representation_for(store, "c", FACILITATOR)
    assert (found["members"], found["imprecise_dates"]) == (3, 1)
    assert found["cautions"] == [
        "3 members: one more or less changes every share a lot.",
        "1 left in a month or year that is not over: they are counted as still there.",
    ]


def test_records_stand_in_where_nobody_was_asked() -> None:
    store = snapshot_of(
        organizations=[{"id": "o", "name": "O", "sector": "Health"}],
        people=[{"id": "a", "organization": "o"}, {"id": "b"}],
        communities=[{"id": "c"}],
        memberships=[{"community": "c", "person": "a"}, {"community": "c", "person": "b"}],
        intents=[{"community": "c", "attribute": "Sector", "value": "health", "share": 0.5}],
    )
    found = representation_for(store, "c", FACILITATOR)
    assert (found["attributes"][0]["no_answer"], lines(found)["health"]["counted"]) == (1, 1)


def test_of_two_intents_for_one_value_the_seats_count() -> None:
    store = community({}, [{"value": "North", "share": 0.9}, {"value": "north", "seats": 3}])
    found, said = intents_of(store, "c", 20)
    assert [(intent.value, intent.seats) for intent in found["region"]] == [("north", Fraction(3))]
    assert len(said) == 1


def _applicants(**regions: str) -> dict[str, Any]:
    return {
        "people": [{"id": key} for key in regions],
        "memberships": [{"community": "c", "person": key, "role": "applicant", "status": "applied"} for key in regions],
        "person_attributes": [{"person": key, "attribute": "region", "value": value} for key, value in regions.items()],
    }


def test_what_if_counts_applicants_as_members() -> None:
    store = community(spread(North=3, South=6), NORTH_SOUTH, **_applicants(ann="North", bob="South"))
    found = representation_for(store, "c", FACILITATOR, what_if=["ann", "bob", "ann"])
    assert lines(found)["North"]["counted"] == 3
    assert {name: row["counted"] for name, row in lines(found["what_if"]).items()} == {"North": 4, "South": 7}
    assert lines(found["what_if"])["North"]["share"] == 4 / 11
    with pytest.raises(UsageError, match="a member already"):
        representation_for(store, "c", FACILITATOR, what_if=["North0"])
    with pytest.raises(NotFound, match="zed"):
        representation_for(store, "c", FACILITATOR, what_if=["zed"])


def test_best_fill_brings_what_is_missing() -> None:
    store = community(spread(North=4, South=6), NORTH_SOUTH, 14, **_applicants(a="North", b="South", c="South", d="x"))
    found = representation_for(store, "c", FACILITATOR, best_fill=True)["best_fill"]
    assert [row["id"] for row in found["people"]] == ["b", "c", "d"]
    assert (found["seats"], found["method"], found["left_out"]) == (4, "exact", 0)
    assert (found["gap_before"], found["gap_after"]) == pytest.approx((1.2 + 2, 1.2))
    with pytest.raises(UsageError, match="capacity"):
        representation_for(community({}, NORTH_SOUTH, capacity=None), "c", FACILITATOR, best_fill=True)


@pytest.mark.parametrize(
    ("membership", "asks"),
    [
        ({"left_on": "2020"}, False), ({"role": "coach", "left_on": "2020"}, True), ({"status": "withdrawn"}, True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("old", [{"role": "applicant"}, {"status": "applied"}, {"status": "invited"}])
def test_who_ever_was_a_member_is_no_open_applicant(membership: dict[str, Any], asks: bool, old: Any) -> None:
    rows = [{"community": "c", "person": "ann"} | row for row in (membership, old)]
    store = community(spread(North=4), [], people=[{"id": "ann"}], memberships=rows, collaborations=[
        {"id": "later", "started_on": "2022"}
    ])  # fmt: skip
    assert [row["id"] for row in representation_for(store, "c", FACILITATOR)["applicants"]] == ["ann"] * asks


def test_one_member_is_not_some_members() -> None:
    for answers, words in ((spread(North=1), "1 member:"), (spread(North=2), "2 members:")):
        cautions = representation_for(community(answers, NORTH_SOUTH), "c", FACILITATOR)["cautions"]
        assert any(sentence.startswith(words) for sentence in cautions)


def test_applicants_who_may_not_be_named_are_counted_and_not_chosen() -> None:
    more = _applicants(ann="South", wil="South")
    more["people"][1] |= {"name": "Wilma", "visibility": "nobody"}
    store = community(spread(North=4, South=6), NORTH_SOUTH, 14, **more)
    found = representation_for(store, "c", FACILITATOR, best_fill=True)
    assert found["applicants"] == [{"id": "ann", "name": "ann"}, WITHHELD]
    assert (found["best_fill"]["people"], found["best_fill"]["left_out"]) == ([{"id": "ann", "name": "ann"}], 1)
    assert "Wilma" not in json.dumps(found)
    for wanted in ("wil", "Wilma"):
        with pytest.raises(NotFound, match="who may be named"):
            representation_for(store, "c", FACILITATOR, what_if=[wanted])


@pytest.mark.parametrize("seed", range(25))
def test_best_fill_is_the_best_of_all_choices(seed: int) -> None:
    rng = random.Random(seed)
    values = ["a", "b", "c"]
    intents = {name: [Intent(value, Fraction(rng.randint(0, 9), 2), None) for value in values] for name in ("x", "y")}
    people = [f"p{number}" for number in range(rng.randint(0, 9))]
    given = {
        name: {one: tuple(rng.sample(values, rng.choice((0, 1, 1, 2)))) for one in people if rng.random() < 0.9}
        for name in intents
    }
    members, applicants, seats = people[:2], people[2:], rng.randint(0, 6)

    def gap(chosen: tuple[str, ...]) -> float:
        return sum(
            abs(sum(intent.value in given[name].get(one, ()) for one in (*members, *chosen)) - float(intent.seats or 0))
            for name, found in intents.items()
            for intent in found
        )

    choices = [choice for size in range(seats + 1) for choice in combinations(applicants, size)]
    best = min(choices, key=lambda choice: (round(gap(choice), 4), -len(choice), choice))
    found = best_fill(intents, given, members, applicants[::-1], seats)
    assert (found.people, found.method) == (best, "exact")
    assert (found.before, found.after) == pytest.approx((gap(()), gap(best)))


def test_many_applicants_are_exchanged_and_never_make_it_worse() -> None:
    rng = random.Random(4)
    people = [f"p{number:02}" for number in range(60)]
    given = {"x": {one: (rng.choice("abcd"),) for one in people}}
    intents = {"x": [Intent(value, Fraction(6), None) for value in "abcd"]}
    found = best_fill(intents, given, [], people, 24)
    assert (found.method, len(found.people), found.after) == ("exchange", 24, 0.0)
    assert best_fill(intents, given, [], people[::-1], 24) == found


@pytest.mark.parametrize("options", [{"what_if": ["North0"]}, {"best_fill": True}])
@pytest.mark.parametrize("audience", ["funder", "public", "member:South0"])
def test_what_if_and_best_fill_are_for_facilitators(options: dict[str, Any], audience: str) -> None:
    with pytest.raises(UsageError, match="facilitators only"):
        representation_for(community(spread(North=9, South=9), NORTH_SOUTH), "c", Audience.parse(audience), **options)


def test_nothing_is_shown_of_fewer_than_ten() -> None:
    nine = representation_for(community(spread(North=9), NORTH_SOUTH), "c", PUBLIC)
    assert (nine["attributes"], nine["members"]) == ([], WITHHELD)
    ten = representation_for(community(spread(North=10), NORTH_SOUTH), "c", PUBLIC)
    assert {name: line["counted"] for name, line in lines(ten).items()} == {"North": 10, "South": 0, OTHER: 0}


def test_others_own_words_are_one_line_and_applicants_are_not_told() -> None:
    answers = spread(North=7, South=8) | {"x1": ["The last house on Mill Lane"], "x2": []}
    store = community(answers, NORTH_SOUTH, **_applicants(ann="North"))
    found = representation_for(store, "c", PUBLIC)
    assert "applicants" not in found
    assert "Mill Lane" not in json.dumps(found)
    assert lines(found)[OTHER]["counted"] == WITHHELD == found["attributes"][0]["no_answer"]
    assert "Mill Lane" in json.dumps(representation_for(store, "c", FACILITATOR))


def test_of_a_part_only_the_whole_is_shown() -> None:
    answers = spread(North=10, South=8)
    store = community(
        answers,
        [*NORTH_SOUTH, *({"community": place, "value": "North", "seats": 2} for place in ("part", "alone"))],
        communities=[{"id": "part", "parent": "c"}, {"id": "alone", "parent": "none"}, {"id": "none"}],
        memberships=[{"community": place, "person": key} for place in ("part", "alone") for key in answers],
    )  # fmt: skip
    assert representation_for(store, "part", PUBLIC)["attributes"] == []
    assert representation_for(store, "part", FACILITATOR)["attributes"]
    assert representation_for(store, "alone", PUBLIC)["attributes"]


@pytest.mark.parametrize("seed", range(60))
def test_no_withheld_count_is_found_by_differencing(seed: int) -> None:
    """An attacker who knows how many members there are adds up and takes away everything that is shown."""
    rng = random.Random(seed)
    values = ["east", "north", "south", "zone"][: rng.randint(2, 4)]
    weights = [rng.choice((1, 2, 8)) for _ in range(len(values) + 1)]
    people = rng.randint(10, 24)
    often = seed % 3 == 0
    answers = {}
    for number in range(people):
        value = rng.choices([*values, ""], weights)[0]
        second = [rng.choice(values)] if value and often and rng.random() < 0.3 else []
        answers[f"p{number}"] = list(dict.fromkeys([*([value] if value else []), *second]))
    intents = [{"value": value, "seats": 3} for value in values[:-1]]
    result = representation_for(community(answers, intents), "c", PUBLIC)
    attribute = result["attributes"][0]
    truth = [sum(value in found for found in answers.values()) for value in values]
    truth.append(sum(not found for found in answers.values()))
    shown = [line["counted"] for line in attribute["lines"]] + [attribute["no_answer"]]
    assert [count for count in shown if count != WITHHELD] == [
        count for count, told in zip(truth, shown, strict=True) if told != WITHHELD
    ]
    for line in attribute["lines"]:
        hidden = {name for name in ("counted", "share", "gap_points", "gap_seats") if line[name] == WITHHELD}
        assert len(hidden) in (0, 4), line
    unknown = [place for place, count in enumerate(shown) if count == WITHHELD]
    assert len(unknown) != 1
    possible: dict[int, set[int]] = {place: set() for place in unknown}
    for guess in product(range(people + 1), repeat=len(unknown)) if len(unknown) < 5 else ():
        cells = list(shown)
        for place, count in zip(unknown, guess, strict=True):
            cells[place] = count
        *counted, silent = cells
        fits = sum(counted) + silent == people
        if attribute["several"]:
            fits = sum(counted) > people - silent >= max(counted)
        if fits:
            for place, count in zip(unknown, guess, strict=True):
                possible[place].add(count)
    if len(unknown) < 5:
        assert all(len(counts) > 1 for counts in possible.values()), (shown, possible)
