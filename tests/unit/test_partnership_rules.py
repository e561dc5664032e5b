"""Reported and documented partnerships: who counts as a partner, which wave, and how a share is written."""

from __future__ import annotations

from typing import Any

import pytest

from copnet.analysis.rates import in_words, percent
from copnet.errors import NotFound
from tests.support.ripples import found_in

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(14, 17, 82), (1, 8, 12), (3, 8, 38), (5, 8, 62), (1, 3, 33), (2, 3, 67), (0, 4, 0)]
)
def test_whole_per_cent_are_rounded_from_the_integers(part: int, whole: int, expected: int) -> None:
    assert percent(part, whole) == expected


def test_nothing_has_no_share() -> None:
    assert in_words(None) == in_words({"rate": None, "numerator": 0, "denominator": 0}) == "–"


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


def reported(ties: list[Json], responses: list[Json], **options: Any) -> Json:
    tables = ANSWERS | {
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
    last = reported(ties, responses, wave="3")
    assert last["partnership_rate"]["reported"]["numerator"] == 0
    assert any("perhaps it was not asked" in sentence for sentence in last["cautions"])
    with pytest.raises(NotFound, match="Waves are: 1, 2, 3"):
        reported(ties, responses, wave="4")
