"""Nobody is found out from several tables at once: of several attributes, or of several communities."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

import polars as pl
import pytest
from scipy.optimize import linprog

from copnet.services.audience import WITHHELD, Audience
from copnet.services.representation import representation_for
from copnet.snapshot import Snapshot
from tests.support.table_snapshot import snapshot_of

FACILITATOR, PUBLIC = Audience(), Audience("public")
Given = Mapping[str, Mapping[str, str]]


def store(given: Given, meant: Mapping[str, Iterable[str]], **members: Iterable[str]) -> Snapshot:
    """Answers by attribute and person, the values meant, and the members of each community that means them."""
    return snapshot_of(
        people=[{"id": one} for one in next(iter(given.values()))],
        communities=[{"id": key} for key in members],
        memberships=[{"community": key, "person": one} for key, people in members.items() for one in people],
        person_attributes=[
            {"person": one, "attribute": name, "value": value}
            for name, answers in given.items() for one, value in answers.items() if value
        ],
        intents=[
            {"community": key, "attribute": name, "value": value, "seats": 1}
            for key in members for name, values in meant.items() for value in values
        ],
    )  # fmt: skip


def shown_of(snapshot: Snapshot, community: str = "c", audience: Audience = PUBLIC) -> dict[str, list[Any]]:
    """By attribute the counts as printed: values meant, other answers, no answer."""
    return {
        row["attribute"]: [*(line["counted"] for line in row["lines"]), row["no_answer"]]
        for row in representation_for(snapshot, community, audience)["attributes"]
    }


def nested(seed: int) -> Given:
    """Answers on counties, the regions they lie in, and something else; some people left all blank."""
    rng = random.Random(seed)
    people = [f"p{number:02}" for number in range(rng.randint(10, 30))]
    counties = [f"county{number}" for number in range(rng.randint(2, 6))]
    lies_in = {county: rng.choice(["north", "south", "west"]) for county in counties}
    weights = [rng.choice((1, 2, 8)) for _ in range(len(counties) + 1)]
    county = {one: rng.choices([*counties, ""], weights)[0] for one in people}
    region = {one: lies_in.get(county[one], "") for one in people}
    sector = {one: rng.choice(["food", "food", "health"]) if seed % 2 else region[one] for one in people}
    return {"county": county, "region": region, "sector": sector}


def cells_of(answers: Mapping[str, str], values: list[str]) -> list[frozenset[str]]:
    """The people in each cell: values meant, other answers, no answer."""
    meant = [frozenset(one for one, value in answers.items() if value == wanted) for wanted in values]
    silent = frozenset(one for one, value in answers.items() if not value)
    return [*meant, frozenset(answers).difference(silent, *meant), silent]


def groups_of(cells: list[frozenset[str]]) -> dict[frozenset[str], list[int]]:
    """Every group of people that cells make up, with the places of those cells."""
    used = [place for place, cell in enumerate(cells) if cell]
    return {
        frozenset().union(*(cells[place] for place in places)): list(places)
        for size in range(1, len(used) + 1) for places in combinations(used, size)
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(150))
def test_no_withheld_count_is_found_by_differencing(seed: int) -> None:
    """An attacker who knows which cells have the same people adds up and takes away all that is shown."""
    given = nested(seed)
    values = {name: sorted(set(found.values()) - {""})[: 9 if seed % 3 else 2] for name, found in given.items()}
    shown = shown_of(store(given, values, c=given["county"]))
    cells = {name: cells_of(given[name], values[name]) for name in shown}
    keys = [(name, place) for name in shown for place in range(len(shown[name]))]
    equations: list[list[int]] = []
    totals: list[int] = []
    for name, counts in shown.items():
        equations.append([int(key[0] == name) for key in keys])
        totals.append(len(given[name]))
        for place, count in enumerate(counts):
            if count != WITHHELD:
                assert count == len(cells[name][place])
                assert not 1 <= count <= 4
                equations.append([int(key == (name, place)) for key in keys])
                totals.append(count)
    for one, other in combinations(shown, 2):
        theirs = groups_of(cells[other])
        for group, mine in groups_of(cells[one]).items():
            if group in theirs:
                left, right = {(one, place) for place in mine}, {(other, place) for place in theirs[group]}
                equations.append([(key in left) - (key in right) for key in keys])
                totals.append(0)
    for number, (name, place) in enumerate(keys):
        if 1 <= len(cells[name][place]) <= 4:
            least, most = (
                linprog([sign * (other == number) for other in range(len(keys))], A_eq=equations, b_eq=totals).x[number]
                for sign in (1, -1)
            )
            assert most - least > 0.9, (shown, name, place)


def test_a_region_does_not_tell_its_counties() -> None:
    """Two withheld counties in two regions: each region, less its other county, would tell one."""
    counties = {"North-a": 9, "North-b": 2, "South-a": 9, "South-b": 3}
    county = {f"{name}-{number}": name for name, count in counties.items() for number in range(count)}
    region = {one: name.partition("-")[0] for one, name in county.items()}
    shown = shown_of(
        store({"county": county, "region": region}, {"county": counties, "region": ["North", "South"]}, c=county)
    )
    assert shown == {"county": [WITHHELD] * 6, "region": [11, 12, 0, 0]}


def test_a_county_that_is_the_region_does_not_tell_it() -> None:
    county = {f"p{number}": "a" if number < 1 else "b" if number < 3 else "c" if number < 12 else "d"
              for number in range(32)}  # fmt: skip
    region = {one: {"a": "west", "b": "west"}.get(name, name) for one, name in county.items()}
    shown = shown_of(store({"county": county, "region": region}, {"county": "abcd", "region": ["c", "d", "west"]},
                           c=county))  # fmt: skip
    assert shown == {"county": [WITHHELD] * 6, "region": [WITHHELD] * 5}, "region d would tell county d"


def test_who_left_all_blank_does_not_close_the_other_table() -> None:
    people = [f"p{number}" for number in range(22)]
    region = {one: "" if place < 2 else "north" if place % 2 else "south" for place, one in enumerate(people)}
    stage = {one: "" if place < 2 else "abc"[place // 8] for place, one in enumerate(people)}
    shown = shown_of(
        store({"region": region, "stage": stage}, {"region": ["north", "south"], "stage": "abc"}, c=people)
    )
    assert shown == {
        "region": [WITHHELD, WITHHELD, 0, WITHHELD],
        "stage": [WITHHELD, 8, WITHHELD, 0, WITHHELD],
    }


@pytest.mark.parametrize(
    ("only_c", "only_d", "told"),
    [(1, 0, False), (0, 3, False), (9, 20, False), (0, 0, True), (10, 0, True), (10, 12, True)],
)
def test_of_nearly_the_same_members_neither_table_is_told(only_c: int, only_d: int, told: bool) -> None:
    people = [f"p{number:02}" for number in range(20 + only_c + only_d)]
    answers = {one: "north" if place % 2 else "south" for place, one in enumerate(people)}
    both, rest = people[:20], people[20:]
    snapshot = store({"region": answers}, {"Region": ["north", "south"]}, c=both + rest[:only_c],
                     d=both + rest[only_c:], apart=[], few=people[:9])  # fmt: skip
    for key in "cd":
        counts = shown_of(snapshot, key)["Region"]
        assert all((count != WITHHELD) == told for count in counts), counts
        assert WITHHELD not in shown_of(snapshot, key, FACILITATOR)["Region"]


def test_another_attribute_or_no_member_in_common_closes_nothing() -> None:
    people = [f"p{number:02}" for number in range(24)]
    answers = {one: "north" if place % 2 else "south" for place, one in enumerate(people)}
    meant = {"Region": ["north", "south"]}
    assert WITHHELD not in shown_of(store({"region": answers}, meant, c=people[:12], d=people[12:]))["Region"]
    snapshot = store({"region": answers, "other": answers}, meant, c=people, d=people[1:])
    elsewhere = pl.when(pl.col("community") == "d").then(pl.lit("other")).otherwise(pl.col("attribute"))
    intents = snapshot["intents"].with_columns(elsewhere.alias("attribute"))
    assert WITHHELD not in shown_of(Snapshot({**snapshot.frames, "intents": intents}, 1))["Region"]
