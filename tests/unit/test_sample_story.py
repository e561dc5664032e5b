"""What happened in the sample community, counted from its files alone: networks, partnerships, ripples, lineage."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

import pytest

from tests.support.sample_rows import (
    GATHERINGS,
    Rows,
    by_id,
    components,
    evidence_of,
    members_of,
    organizations_in,
    organizations_of,
    read_sample,
    took_part,
)  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> Rows:
    return read_sample()


def test_people_network_can_be_read(rows: Rows) -> None:
    members = members_of(rows)
    evidence = evidence_of(rows, members)
    parts = components(members, evidence)
    assert [len(part) for part in parts] == [20, 1, 1]
    assert parts[1] | parts[2] == {"ben-adler", "peter-vos"}
    neighbors: dict[str, set[str]] = defaultdict(set)
    for a, b in evidence:
        neighbors[a].add(b)
        neighbors[b].add(a)
    assert {one: near for one, near in neighbors.items() if len(near) == 1} == {
        "josie-marsh": {"ruth-holloway"},
        "sol-merriweather": {"kaia-lund"},
    }
    assert 0.3 < len(evidence) / (22 * 21 / 2) < 0.45


@pytest.mark.parametrize("whole_store", [False, True])
def test_no_single_collaboration_makes_the_network(rows: Rows, whole_store: bool) -> None:
    evidence = evidence_of(rows, set(by_id(rows, "people")) if whole_store else members_of(rows))
    counts = Counter(one for ids in evidence.values() for one in ids)
    assert max(counts.values()) / len(evidence) < 0.25


def _reported(rows: Rows, wave: str) -> tuple[set[str], set[str]]:
    """Respondents of the wave, and those of them with a partner in another member organization."""
    respondents = {
        row["person"] for row in rows["responses"] if row["wave"] == wave and row["status"] in ("answered", "partial")
    }
    at, member_organizations = organizations_in(rows, wave), organizations_of(rows)
    partners = {
        tie["from"]
        for tie in rows["ties"]
        if tie["kind"] == "partners-with" and tie["wave"] == wave and tie["value"] != "0"
        for theirs in [{tie["to"]} if tie["to_kind"] == "organization" else at[tie["to"]]]
        if theirs <= member_organizations and not theirs & at[tie["from"]]
    }
    return respondents, partners & respondents


@pytest.mark.parametrize(
    ("wave", "answered", "partnered", "statuses"),
    [
        ("2022", 16, 7, {"answered": 14, "partial": 2, "invited": 3, "declined": 1}),
        ("2024", 17, 14, {"answered": 15, "partial": 2, "invited": 2, "declined": 1}),
    ],
)
def test_survey_waves(rows: Rows, wave: str, answered: int, partnered: int, statuses: dict[str, int]) -> None:
    asked = [row for row in rows["responses"] if row["wave"] == wave]
    assert len({row["person"] for row in asked}) == len(asked) == 20
    assert {row["person"] for row in asked} <= members_of(rows)
    assert {row["community"] for row in asked} == {"cohort"}
    assert Counter(row["status"] for row in asked) == statuses
    respondents, partners = _reported(rows, wave)
    assert (len(respondents), len(partners)) == (answered, partnered)
    assert {tie["from"] for tie in rows["ties"] if tie["wave"] == wave} == respondents
    assert all(bool(row["answered_on"]) == (row["person"] in respondents) for row in asked)


def test_ties_are_of_five_kinds_and_rated(rows: Rows) -> None:
    kinds = {"knows", "would-call-on", "trusts", "values", "partners-with"}
    for wave in ("2022", "2024"):
        assert {tie["kind"] for tie in rows["ties"] if tie["wave"] == wave} == kinds
    for tie in rows["ties"]:
        rated = tie["kind"] in ("trusts", "values")
        assert tie["value"] in ({"1", "2", "3", "4"} if rated else {"", "0"}), tie
        assert tie["from"] != tie["to"]


def test_documented_partnerships(rows: Rows) -> None:
    collaborations, member_organizations = by_id(rows, "collaborations"), organizations_of(rows)
    at = {wave: organizations_in(rows, wave) for wave in ("2021", "2022", "2023", "2024", "2025")}
    joined = set()
    for one, people in took_part(rows).items():
        row = collaborations[one]
        if row["started_on"] < "2021-09-14" or (row["community"] == "cohort" and row["kind"] in GATHERINGS):
            continue
        for a, b in combinations(people, 2):
            first, second = (at[row["started_on"][:4]][person] & member_organizations for person in (a, b))
            if first and second and not first & second:
                joined |= first | second
    assert member_organizations - joined == {"mise"}


def test_rings_of_people_reached(rows: Rows) -> None:
    collaborations, members = by_id(rows, "collaborations"), members_of(rows)
    held_a_role = {
        row["person"] for row in rows["memberships"] if row["community"] == "cohort" and row["role"] != "applicant"
    }
    since_start = [
        (collaborations[one]["started_on"], people)
        for one, people in took_part(rows).items()
        if collaborations[one]["started_on"] >= "2021-09-14"
    ]
    first: dict[str, str] = {}
    for day, people in sorted(since_start, key=lambda pair: pair[0]):
        if people & members:
            for person in people - held_a_role:
                first.setdefault(person, day)
    second = {
        person
        for day, people in since_start
        for person in people - held_a_role - set(first)
        if any(other in first and day > first[other] for other in people)
    }
    assert len(first) >= 11
    assert {"marta-silva", "isaac-thorne", "henry-osei", "rosa-delgado", "farah-nasser", "tariq-mahmoud"} <= set(first)
    assert second == {"ada-lindgren", "felix-oduya", "june-castellano", "sione-vea", "bea-thornton"}


def test_a_guest_joined_later(rows: Rows) -> None:
    (joined,) = [row["joined_on"] for row in rows["memberships"] if row["person"] == "noah-feld"]
    starts = {row["id"]: row["started_on"] for row in rows["collaborations"]}
    guest = [starts[row["collaboration"]] for row in rows["participations"] if row["person"] == "noah-feld"]
    assert min(guest) < joined < max(guest)


def test_lineage_has_generations(rows: Rows) -> None:
    parents = {row["id"]: [p for p in row["grew_out_of"].split("|") if p] for row in rows["collaborations"]}
    starts = {row["id"]: row["started_on"] for row in rows["collaborations"]}
    line = ["levels-letters"]
    while parents[line[-1]]:
        line.append(parents[line[-1]][0])
    assert line == ["levels-letters", "levels-district", "levels-coast", "levels-pilot", "winter-2022"]
    assert all(starts[parent] <= starts[child] for child, found in parents.items() for parent in found)
    kinds = {row["id"]: row["kind"] for row in rows["collaborations"]}
    pilots = {child for child, found in parents.items() if found and kinds[child] == "pilot"}
    assert len(pilots) >= 8


def test_a_series_in_three_parts_in_anothers_magazine(rows: Rows) -> None:
    parts = [row["id"] for row in rows["collaborations"] if row["part_of"] == "lamp-series"]
    assert len(parts) == 3
    authors = {
        row["organization"]
        for row in rows["participations"]
        if row["collaboration"] in parts and row["role"] == "author"
    }
    hosts = {
        row["organization"]
        for row in rows["participations"]
        if row["collaboration"] == "lamp-series" and row["role"] == "host"
    }
    assert (authors, hosts) == ({"qcta"}, {"tlc"})


def test_an_inquiry_becomes_a_pilot(rows: Rows) -> None:
    found = by_id(rows, "collaborations")
    parent = {row["id"]: row["parent"] for row in rows["communities"]}
    circle = [row for row in rows["collaborations"] if row["community"] == "families-circle"]
    assert parent["families-circle"] == "cohort"
    assert {row["kind"] for row in circle} == {"inquiry", "recommendation", "presentation", "pilot"}
    assert found["fc-inquiry"]["focus_area"]
    assert found["fc-recommendation"]["grew_out_of"] == "fc-inquiry"
    assert "fc-recommendation" in found["fc-presentation"]["grew_out_of"].split("|")
    assert "fc-recommendation" in found["fc-pilot"]["grew_out_of"].split("|")
    for one in ("fc-recommendation", "fc-recommendation-care"):
        assert all(found[one][name] for name in ("answer", "answered_by", "answered_on"))
        assert found["fc-presentation"]["started_on"] < found[one]["answered_on"] < found["fc-pilot"]["started_on"]
    assert not found["rc-recommendation"]["answer"]
    assert len([one for one in parent.values() if one == "cohort"]) == 3


def test_learnings_of_all_kinds_by_people_of_differing_consent(rows: Rows) -> None:
    assert {row["kind"] for row in rows["learnings"]} == {"problem", "insight", "action", "next-time", "story"}
    named = {row["id"]: row["name_in_reports"] for row in rows["people"]}
    stories = [row for row in rows["learnings"] if row["kind"] == "story"]
    assert {(row["quotable"], named[row["by"]]) for row in stories} >= {("yes", "yes"), ("no", "no")}
    assert {(row["quotable"], named[row["by"]]) for row in rows["learnings"] if row["by"]} == {
        ("yes", "yes"), ("no", "yes"), ("yes", "no"), ("no", "no"),
    }  # fmt: skip
    areas = {"relationships", "learning", "action", "field-building"}
    assert {row["area"] for row in rows["aims"]} == areas
    assert {row["area"] for row in rows["learnings"]} == areas


def test_levels_of_engagement_were_taken_over(rows: Rows) -> None:
    line = [
        (row["from_organization"], row["organization"])
        for row in rows["adoptions"]
        if row["approach"] == "Levels of engagement"
    ]
    assert line == [("lvmn", "tapl"), ("tapl", "qcta"), ("qcta", "larkspur-sd")]
