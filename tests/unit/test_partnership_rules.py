"""Reported and documented partnerships: who counts as a partner, which wave, and how a share is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from copnet.analysis.rates import in_words, percent
from copnet.errors import NotFound
from copnet.graph import NetworkSpec, build_network
from tests.support.ripples import found_in
from tests.support.table_snapshot import snapshot_of

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(14, 17, 82), (1, 8, 12), (3, 8, 38), (5, 8, 62), (1, 3, 33), (2, 3, 67), (0, 4, 0)]
)
def test_whole_per_cent_are_rounded_from_the_integers(part: int, whole: int, expected: int) -> None:
    assert percent(part, whole) == expected


def test_nothing_has_no_share() -> None:
    assert in_words(None) == in_words({"rate": None, "numerator": 0, "denominator": 0}) == "–"


def test_of_a_field_of_unknown_size_the_number_is_said() -> None:
    places = [{"id": "o1"}, {"id": "o2"}]
    members = [{"community": "c", "organization": "o1"}]
    found = found_in({}, tables={"organizations": places, "memberships": members})["field_share"]
    assert in_words(found) == "1 (of how many is not known)"


ANSWERS: Json = {
    "organizations": [{"id": one} for one in ("o1", "o2", "o3", "out")],
    "affiliations": [
        {"person": "ann", "organization": "o1"},
        {"person": "bob", "organization": "o2", "ended_on": "2020-12-31"},
        {"person": "bob", "organization": "o1", "started_on": "2021-01-01"},
        {"person": "dan", "organization": "out"},
    ],
    "memberships": [{"community": "c", "organization": one} for one in ("o1", "o2", "o3")],
}


def reported(ties: list[Json], responses: list[Json], more: Sequence[Json] = (), **options: Any) -> Json:
    tables = ANSWERS | {
        "memberships": [*ANSWERS["memberships"], *more],
        "ties": [{"from": "ann", "kind": "partners-with", "wave": "1"} | row for row in ties],
        "responses": [
            {"person": "ann", "wave": "1", "community": "c", "status": "answered"} | row for row in responses
        ],
    }
    return found_in({"one": ("2020-05-01", "dan")}, tables=tables, **options)


@pytest.mark.parametrize(
    ("tie", "partnered"),
    [
        ({"to": "o2", "to_kind": "organization"}, 1), ({"to": "o1", "to_kind": "organization"}, 0),
        ({"to": "out", "to_kind": "organization"}, 0), ({"to": "o2", "to_kind": "organization", "value": 0}, 0),
        ({"to": "o2", "to_kind": "organization", "wave": "2"}, 0),
        ({"to": "o2", "to_kind": "organization", "kind": "knows"}, 0),
        ({"to": "bob", "asked_on": "2020-06-01"}, 1), ({"to": "bob", "asked_on": "2021-06-01"}, 0), ({"to": "dan"}, 0),
    ],
)  # fmt: skip
def test_partners_are_of_another_member_organization(tie: Json, partnered: int) -> None:
    found = reported([tie], [{}, {"person": "bob", "status": "declined"}], wave="1")
    assert found["partnership_rate"]["reported"] == {"rate": partnered, "numerator": partnered, "denominator": 1}
    assert found["response_rate"] == {"rate": 0.5, "numerator": 1, "denominator": 2}
    assert [row["id"] for row in found["evidence"]["reported"]] == ["ann"] * partnered


@pytest.mark.parametrize("own", [None, "out"])
def test_the_organization_named_in_the_membership_comes_first(own: str | None) -> None:
    """At both ends: dan is a member for o3, though he works at ``out``; ann for o3 is of the same as he."""
    tables = ANSWERS | {
        "people": [{"id": "dan", "organization": own}],
        "affiliations": [{"person": "dan", "organization": "out"}],
        "ties": [{"from": "ann", "to": "dan", "kind": "partners-with", "wave": "1"}],
        "responses": [{"person": "ann", "wave": "1", "community": "c", "status": "answered"}],
    }
    for place, partnered in (("o1", 1), ("o3", 0)):
        roles = {"ann": {"organization": place}, "dan": {"organization": "o3"}}
        found = found_in({}, members=("bob",), roles=roles, tables=tables)
        assert found["partnership_rate"]["reported"]["numerator"] == partnered


def test_of_several_memberships_that_of_the_day_counts() -> None:
    rows = [
        {"community": "c", "person": "bob", "organization": "o1", "left_on": "2020-12-31"},
        {"community": "c", "person": "bob", "organization": "o2", "joined_on": "2021-01-01"},
        {"community": "c", "person": "bob", "organization": "o3", "joined_on": "2019", "status": "withdrawn"},
    ]
    for asked, partnered in (("2020-06-01", 0), ("2021-06-01", 1)):
        tie = {"to": "bob", "asked_on": asked}
        assert reported([tie], [{}], more=rows)["partnership_rate"]["reported"]["numerator"] == partnered


def test_the_response_rate_is_of_rows_and_that_of_metrics() -> None:
    """Rows: one person may be asked twice in a wave; the reported rate is of persons."""
    tables = ANSWERS | {
        "ties": [{"from": "ann", "to": "bob", "kind": "partners-with", "wave": "1", "asked_on": "2020-06-01"}],
        "responses": [
            {"person": person, "wave": "1", "survey": survey, "community": "c", "status": status}
            for person, survey, status in (
                ("ann", "one", "answered"), ("ann", "two", "partial"), ("bob", "one", "answered"),
                ("bob", "two", "declined"),
            )
        ],
    }  # fmt: skip
    found = found_in({}, tables=tables)
    assert found["response_rate"] == {"rate": 0.75, "numerator": 3, "denominator": 4}
    assert found["partnership_rate"]["reported"] == {"rate": 0.5, "numerator": 1, "denominator": 2}
    assert survey_facts(tables)["response_rate"] == found["response_rate"]


@pytest.mark.parametrize(
    ("asked", "answered", "wave"),
    [
        (("2021", "2020"), ("2020", "2022"), "1"), ((None, None), ("2022", "2021"), "1"),
        ((None, "2020"), ("2022", "2021"), "2"), ((None, None), (None, None), "2"),
    ],
)  # fmt: skip
def test_the_latest_wave_is_that_of_metrics(asked: Json, answered: Json, wave: str) -> None:
    """By the day of the answers, else by that of the responses, else by name."""
    tables = ANSWERS | {
        "ties": [
            {"from": "ann", "to": "bob", "kind": "partners-with", "wave": name, "asked_on": day}
            for name, day in zip("12", asked, strict=True)
        ],
        "responses": [
            {"person": "ann", "wave": name, "community": "c", "status": "answered", "answered_on": day}
            for name, day in zip("12", answered, strict=True)
        ],
    }
    assert found_in({}, tables=tables)["wave"] == survey_facts(tables)["wave"] == wave


def survey_facts(tables: Json) -> Json:
    rows = tables | {"people": [{"id": one} for one in ("ann", "bob", "dan")], "communities": [{"id": "c"}]}
    return build_network(snapshot_of(**rows), NetworkSpec(kind="ties:partners-with", community="c")).graph


def test_respondents_are_never_inferred() -> None:
    tie = {"to": "o2", "to_kind": "organization"}
    for responses in ([], [{"community": None}]):
        found = reported([tie], responses)
        assert found["partnership_rate"]["reported"] is None
        assert found["response_rate"] is None
    silent = reported([tie], [{"status": "invited"}])
    assert silent["partnership_rate"]["reported"] == {"rate": None, "numerator": 0, "denominator": 0}
    assert silent["response_rate"]["rate"] == 0


def test_the_wave_is_the_latest_in_which_the_question_was_asked() -> None:
    responses = [{"answered_on": "2020"}, {"wave": "2", "answered_on": "2021"}, {"wave": "3", "answered_on": "2022"}]
    ties = [{"to": "o2", "to_kind": "organization", "wave": wave} for wave in ("1", "2")]
    found = reported(ties, responses)
    assert (found["wave"], found["partnership_rate"]["reported"]["numerator"]) == ("2", 1)
    asked = [tie | {"asked_on": day} for tie, day in zip(ties, ("2021-05", "2020-05"), strict=True)]
    assert reported(asked, responses)["wave"] == "1", "the day of the answers comes before that of the responses"
    last = reported(ties, responses, wave="3")
    assert last["partnership_rate"]["reported"]["numerator"] == 0
    assert any("perhaps it was not asked" in sentence for sentence in last["cautions"])
    with pytest.raises(NotFound, match="Waves are: 1, 2, 3"):
        reported(ties, responses, wave="4")
