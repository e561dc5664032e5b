"""The four areas: what belongs to them, what is counted, what became of recommendations."""

from __future__ import annotations

import json
from typing import Any

import pytest

from copnet.analysis.areas import areas
from copnet.analysis.registry import REGISTRY
from tests.support.sample_snapshot import sample_snapshot
from tests.support.table_snapshot import snapshot_of

Json = dict[str, Any]


@pytest.fixture(scope="module")
def sample() -> Json:
    return areas(sample_snapshot(), "cohort")


def area(found: Json, wanted: str) -> Json:
    return next(row for row in found["areas"] if row["area"] == wanted)


def figures(found: Json, wanted: str) -> dict[str, Any]:
    return {
        row["name"]: row["value"] if row["numerator"] is None else (row["numerator"], row["denominator"])
        for row in area(found, wanted)["figures"]
    }


def of(**tables: list[Json]) -> Json:
    """Areas of a community since 2020 with the member ann, of organization o1."""
    rows: Json = {
        "organizations": [{"id": one} for one in ("o1", "o2", "out")],
        "people": [{"id": "ann", "organization": "o1"}, {"id": "dan", "organization": "out"}],
        "communities": [{"id": "c", "started_on": "2020"}, {"id": "g", "parent": "c"}, {"id": "elsewhere"}],
        "memberships": [{"community": "c", "person": "ann"}, {"community": "c", "organization": "o2"}],
    }
    for table, more in tables.items():
        rows[table] = [*rows.get(table, []), *more]
    return areas(snapshot_of(**rows), "c")


def test_own_aims_come_first_and_no_area_is_lost(sample: Json) -> None:
    assert [(row["name"], row["area"]) for row in sample["areas"]] == [
        ("Relationships and network building", "relationships"),
        ("New approaches, tools and resources", "learning"),
        ("Action", "action"),
        ("Collaboration and field building", "field-building"),
    ]
    assert [row["name"] for row in of()["areas"]] == ["Strong relationships", "Learning", "Action", "Field building"]
    unmapped = of(aims=[{"community": "c", "name": "Joy"}])["areas"][-1]
    assert (unmapped["name"], unmapped["area"], unmapped["figures"], unmapped["evidence"]) == ("Joy", None, [], [])


def test_figures_of_the_sample(sample: Json) -> None:
    relationships, field = figures(sample, "relationships"), figures(sample, "field-building")
    assert relationships["members_with_ties"] == (20, 22)
    assert relationships["partnership_rate.reported"] == (14, 17)
    assert (relationships["ties.before"], relationships["ties.during"], relationships["ties.after"]) == (2, 46, 11)
    action = figures(sample, "action")
    assert (action["recommendations"], action["recommendations_answered"]) == (3, (2, 3))
    assert action["recommendations_taken_up"] == (1, 3)
    assert figures(sample, "learning")["adopting_organizations"] == (4, 8)
    assert (field["adoptions_outside"], field["ring2.people"], field["field_share"]) == (3, 5, (8, 40))
    assert sum(figures(sample, row["area"])["stories"] for row in sample["areas"]) == 8
    json.dumps(sample, allow_nan=False)


def test_every_figure_is_explained(sample: Json) -> None:
    shown = {row["name"] for part in sample["areas"] for row in part["figures"]}
    assert shown <= REGISTRY.keys()
    assert {name for name, metric in REGISTRY.items() if metric.level == "areas"} <= shown
    assert all(metric.plain for metric in REGISTRY.values() if metric.level == "areas")


def test_affinity_groups_from_question_to_answer(sample: Json) -> None:
    families, rural = area(sample, "action")["groups"]
    assert (families["id"], rural["id"]) == ("families-circle", "rural-circle")
    assert families["focus_areas"] == ["Why families who work late shifts rarely hear from school"]
    yes, no = families["recommendations"]
    assert (yes["id"], yes["taken_up"], yes["pilots"], yes["answered_on"]) == (
        "fc-recommendation", True, ["fc-pilot"], "2022-06-21",
    )  # fmt: skip
    assert (no["taken_up"], no["answered"], no["presentations"]) == (False, True, ["fc-presentation"])
    assert no["answered_by"].startswith("Walter Jung")
    assert [(row["answered"], row["taken_up"]) for row in rural["recommendations"]] == [(False, False)]
    assert all("groups" not in row for row in sample["areas"] if row["area"] != "action")


@pytest.mark.parametrize(
    ("recommendation", "others", "taken_up"),
    [
        ({"status": "accepted"}, {}, True), ({"status": "adopted"}, {}, True), ({"status": "presented"}, {}, False),
        ({"status": "declined"}, {"p": {"kind": "pilot", "grew_out_of": ("r",)}}, True),
        ({}, {"p": {"kind": "pilot", "grew_out_of": ("r",), "status": "planned"}}, False),
        ({}, {"p": {"kind": "pilot", "grew_out_of": ("r",), "community": None}}, True),
        ({}, {"s": {"kind": "presentation", "grew_out_of": ("r",)},
              "p": {"kind": "pilot", "grew_out_of": ("s",)}}, True),
        ({}, {"q": {"kind": "recommendation"}, "s": {"kind": "presentation", "grew_out_of": ("r", "q")},
              "p": {"kind": "pilot", "grew_out_of": ("s",)}}, False),
        ({}, {"p": {"kind": "article", "grew_out_of": ("r",)}}, False),
    ],
)  # fmt: skip
def test_what_is_taken_up(recommendation: Json, others: dict[str, Json], taken_up: bool) -> None:
    rows = [{"id": "r", "kind": "recommendation", "community": "g"} | recommendation]
    rows += [{"id": key, "community": "g"} | row for key, row in others.items()]
    (group,) = area(of(collaborations=rows), "action")["groups"]
    assert next(row for row in group["recommendations"] if row["id"] == "r")["taken_up"] == taken_up


@pytest.mark.parametrize(
    ("work", "person", "counted"),
    [
        ({"started_on": "2020-02-01"}, "ann", 1), ({"started_on": "2019-12-31"}, "ann", 0), ({}, "ann", 0),
        ({"started_on": "2020-02-01"}, "dan", 0), ({"community": "g"}, "dan", 1),
        ({"community": "elsewhere"}, "dan", 0),
        ({"started_on": "2020-02-01", "status": "cancelled"}, "ann", 0),
        ({"community": "g", "status": "planned"}, "ann", 0),
    ],
)  # fmt: skip
def test_what_belongs_to_a_community(work: Json, person: str, counted: int) -> None:
    found = of(
        collaborations=[{"id": "w", "kind": "pilot"} | work],
        participations=[{"collaboration": "w", "person": person}],
    )
    assert figures(found, "action")["pilots"] == counted
    assert len(area(found, "action")["evidence"]) == counted


@pytest.mark.parametrize(
    ("adoption", "inside", "outside"),
    [
        ({"organization": "o1", "adopted_on": "2020-05"}, 1, 0), ({"organization": "o1", "adopted_on": "2019"}, 0, 0),
        ({"organization": "o1"}, 0, 0), ({"organization": "o1", "from_collaboration": "w"}, 1, 0),
        ({"organization": "o1", "adopted_on": "2020-05", "status": "Planned"}, 0, 0),
        ({"organization": "out", "adopted_on": "2020-05", "from_organization": "o2"}, 0, 1),
        ({"organization": "out", "adopted_on": "2020-05", "from_person": "ann"}, 0, 1),
        ({"organization": "out", "adopted_on": "2020-05", "from_person": "dan"}, 0, 0),
    ],
)  # fmt: skip
def test_what_was_taken_over(adoption: Json, inside: int, outside: int) -> None:
    found = of(collaborations=[{"id": "w", "community": "c"}], adoptions=[{"approach": "Ladder"} | adoption])
    assert figures(found, "learning")["adoptions"] == inside
    assert figures(found, "field-building")["adoptions_outside"] == outside


def test_undated_adoptions_count_without_a_start_and_else_are_told() -> None:
    adoptions = [{"organization": "o1", "approach": "Ladder"}, {"organization": "elsewhere", "approach": "Ladder"}]
    places = [{"id": "elsewhere"}]
    dated = of(adoptions=adoptions, organizations=places)
    assert (figures(dated, "learning")["adoptions"], dated["undated_adoptions"]) == (0, 1)
    assert "1 adoption without a date: left out here." in dated["cautions"]
    without = [{"id": "k"}]
    rows = {
        "communities": without, "memberships": [{"community": "k", "organization": "o1"}], "adoptions": adoptions,
        "organizations": [{"id": "o1"}, *places],
    }  # fmt: skip
    found = areas(snapshot_of(**rows), "k")
    assert (figures(found, "learning")["adoptions"], found["undated_adoptions"]) == (1, 0)


def test_lineage_counts_what_took_place() -> None:
    grown: Json = {"root": None, "done": "done", "blank": None, "plan": "planned", "off": "cancelled", "no": "declined"}
    works = [
        {"id": key, "community": "c" if key == "root" else None, "status": status, "started_on": "2021",
         "grew_out_of": () if key == "root" else ("root",)}
        for key, status in grown.items()
    ]  # fmt: skip
    assert figures(of(collaborations=works), "field-building")["lineage"] == 2


@pytest.mark.parametrize(
    ("learning", "where", "figure"),
    [
        ({"kind": "insight"}, "learning", "insights"), ({"kind": "problem"}, "learning", "insights"),
        ({}, "learning", "insights"), ({"kind": "next-time"}, "learning", "next_times"),
        ({"kind": "action"}, "action", "actions"), ({"kind": "story"}, "relationships", "stories"),
        ({"kind": "story", "area": "field-building"}, "field-building", "stories"),
    ],
)  # fmt: skip
def test_where_a_learning_speaks(learning: Json, where: str, figure: str) -> None:
    for place in ({"community": "g"}, {"collaboration": "w"}):
        found = of(collaborations=[{"id": "w", "community": "c"}], learnings=[{"text": "So."} | place | learning])
        assert [row["area"] for row in found["areas"] if any(one["title"] == "So." for one in row["evidence"])] == [
            where
        ]
        assert figures(found, where)[figure] == 1
    assert not figures(of(learnings=[{"text": "So.", "community": "elsewhere"} | learning]), where)[figure]


def test_unknown_kinds_speak_to_relationships_or_with_outsiders_to_field_building() -> None:
    for people, where in ((("ann",), "relationships"), (("ann", "dan"), "field-building")):
        found = of(
            collaborations=[{"id": "w", "kind": "kayak trip", "started_on": "2021"}],
            participations=[{"collaboration": "w", "person": person} for person in people],
        )
        assert [row["id"] for row in area(found, where)["evidence"]] == ["w"]
