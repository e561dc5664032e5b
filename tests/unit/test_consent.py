"""What an audience is told beyond names."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType

import polars as pl
import pytest

from copnet.errors import NotFound, UsageError
from copnet.graph import NetworkSpec
from copnet.model import Collaboration, Participation, Person, PersonAttribute
from copnet.record import Record
from copnet.services.audience import Audience
from copnet.services.consent import told_snapshot
from copnet.services.figures import growth_for, metrics_for
from copnet.services.introductions import introductions_for
from copnet.services.ledger import ledger_for
from copnet.services.maps import map_page
from copnet.services.networks import node_link
from copnet.services.representation import representation_for
from copnet.services.ripple import areas_for, ripple_for
from copnet.snapshot import Snapshot
from tests.bench.histories import as_snapshot
from tests.support.table_snapshot import snapshot_of

SECRET = "Wilhelmina Ashgrove"


def record(made: type[Record], /, **fields: object) -> Record:
    return made.model_validate(fields)


@pytest.fixture
def snapshot() -> Snapshot:
    open_people = [
        record(Person, id=one, name=one.title(), visibility="everyone", name_in_reports=True) for one in ("ann", "bob")
    ]
    talk = record(
        Collaboration, id="an-evening-with-wilhelmina-ashgrove", title=f"An evening with {SECRET.upper()}",
        kind="convening", venue=f"At {SECRET}'s", started_on="2024",
    )  # fmt: skip
    tea = record(Collaboration, id="c2", title="Tea with Ash, Mina", kind="Mina Ash special", grew_out_of=(talk.key,))
    return as_snapshot(
        [
            *open_people, record(Person, id="wil", name=SECRET, aliases=("Mina Ash",)), talk,
            tea, *(record(Participation, collaboration=tea.key, person=one) for one in ("ann", "bob")),
            *(record(Participation, collaboration=talk.key, person=one) for one in ("ann", "bob", "wil")),
            record(PersonAttribute, person="ann", attribute="Tribe", value="Northern"),
            record(PersonAttribute, person="bob", attribute="Tribe", value="Southern"),
        ]
    )  # fmt: skip


@pytest.mark.parametrize("audience", ["funder", "public", "member:ann"])
def test_a_hidden_name_is_in_no_title_and_no_caution(snapshot: Snapshot, audience: str) -> None:
    who = Audience.parse(audience)
    for kind in ("people", "two-mode"):
        spec = NetworkSpec(kind=kind)
        for answer in (metrics_for(snapshot, spec, who, nodes=True), node_link(snapshot, spec, who)):
            text = json.dumps(answer, default=str).casefold()
            assert "wilhelmina" not in text
            assert "mina ash" not in text
            assert "ann" in text
    caution = metrics_for(snapshot, NetworkSpec(kind="people"), who)["cautions"]
    assert any("A collaboration (convening)" in sentence for sentence in caution)


@pytest.mark.parametrize("kind", ["people", "two-mode"])
def test_no_hidden_name_is_in_the_map(snapshot: Snapshot, kind: str) -> None:
    page = map_page(snapshot, NetworkSpec(kind=kind), audience=Audience("public"), standalone=False).casefold()
    assert "wilhelmina" not in page
    assert "mina ash" not in page
    assert "ann" in page


@pytest.mark.parametrize("column", ["location", "role", "Shoe size"])
def test_own_columns_roles_and_places_are_for_the_facilitator(snapshot: Snapshot, column: str) -> None:
    spec = NetworkSpec(by=column)
    people = snapshot["people"].with_columns(
        pl.lit("Secretville").alias("location"), pl.lit("Secret").alias("role"),
        pl.lit(json.dumps({"Shoe size": "Secret 4"})).alias("attributes"),
    )  # fmt: skip
    private = replace(snapshot, frames=MappingProxyType({**snapshot.frames, "people": people}))
    assert "Secret" in json.dumps(metrics_for(private, spec, Audience(), nodes=True))
    try:
        told = json.dumps(metrics_for(private, spec, Audience("funder"), nodes=True))
    except UsageError as error:
        told = str(error)
    assert "Secret" not in told


def test_the_facilitator_reads_the_title(snapshot: Snapshot) -> None:
    result = metrics_for(snapshot, NetworkSpec(kind="people"), Audience())
    assert SECRET.upper() in json.dumps(result)


@pytest.mark.parametrize("audience", ["funder", "public"])
def test_growth_masks_titles_too(snapshot: Snapshot, audience: str) -> None:
    growth = growth_for(snapshot, NetworkSpec(), Audience.parse(audience), every="year")
    assert "wilhelmina" not in json.dumps(growth).casefold()
    assert "WILHELMINA" in json.dumps(growth_for(snapshot, NetworkSpec(), Audience(), every="year"))


def test_totals_count_everybody(snapshot: Snapshot) -> None:
    spec = NetworkSpec(kind="people")
    assert (
        metrics_for(snapshot, spec, Audience("public"))["metrics"] == metrics_for(snapshot, spec, Audience())["metrics"]
    )


@pytest.mark.parametrize("options", [{"by": "tribe"}, {"kind": "ties:trusts"}])
def test_what_was_given_in_trust_is_for_the_facilitator(snapshot: Snapshot, options: dict[str, str]) -> None:
    spec = NetworkSpec.model_validate({"kind": "people"} | options)
    for nodes in (True, False):
        with pytest.raises(UsageError, match="facilitators only"):
            metrics_for(snapshot, spec, Audience("funder"), nodes=nodes)


@pytest.mark.parametrize("sort", [None, "degree"])
def test_the_number_of_rows_does_not_tell_where_somebody_withheld_stands(sort: str | None) -> None:
    agreed = {"visibility": "everyone", "name_in_reports": True}
    snapshot = snapshot_of(
        people=[{"id": "ann"}, {"id": "bob", **agreed}, {"id": "cyd", **agreed}],
        collaborations=[{"id": "w"}, {"id": "x"}],
        participations=[
            {"collaboration": work, "person": one}
            for work in ("w", "x")
            for one in ("ann", {"w": "bob", "x": "cyd"}[work])
        ],
    )
    spec, public = NetworkSpec(), Audience("public")
    whole = metrics_for(snapshot, spec, public, nodes=True, sort=sort)["nodes"]
    assert [row.get("id") for row in whole] == ["bob", "cyd", None]
    for limit in (1, 2, 3, 4):
        assert metrics_for(snapshot, spec, public, nodes=True, sort=sort, limit=limit)["nodes"] == whole[:limit]
    for limit, nodes in ((0, True), (1, False)):
        with pytest.raises(UsageError, match="--limit"):
            metrics_for(snapshot, spec, public, nodes=nodes, limit=limit)


SPELLED: dict[str, list[dict[str, object]]] = {
    "people": [
        {"id": "ann", "name": "Ann", "visibility": "everyone", "name_in_reports": True, "organization": "ash",
         "location": f"With {SECRET}", "Mentor": SECRET},
        {"id": "bob", "name": "Bob", "visibility": "everyone", "name_in_reports": True, "organization": "o"},
        {"id": "wil", "name": SECRET, "visibility": "nobody"},
    ],
    "organizations": [
        {"id": "ash", "name": f"{SECRET} Consulting", "sector": f"{SECRET}'s field", "parent": "house"},
        {"id": "o", "name": "Open", "Contact": SECRET, "Size": "small"},
        {"id": "house", "name": "The House of Ashgrove, Wilhelmina"},
    ],
    "communities": [
        {"id": "wilhelmina-ashgrove-fellows", "name": "Fellows", "started_on": "2023"},
        {"id": "part", "name": f"Coaching {SECRET}", "parent": "wilhelmina-ashgrove-fellows"},
    ],
    "memberships": [
        {"community": community, "person": one}
        for community in ("wilhelmina-ashgrove-fellows", "part") for one in ("ann", "bob", "wil")
    ],
    "person_attributes": [
        {"person": "ann", "attribute": "mentor", "value": SECRET, "sensitive": False},
        {"person": "bob", "attribute": "mentor", "value": "Zed", "sensitive": False},
        {"person": "bob", "attribute": f"Knows {SECRET}", "value": "yes", "sensitive": False},
    ],
    "collaborations": [{"id": "w", "started_on": "2024", "community": "part"}],
    "participations": [
        {"collaboration": "w", "person": "ann"}, {"collaboration": "w", "person": "bob"},
        {"collaboration": "w", "organization": "ash"},
    ],
    "ties": [
        {"from": "ann", "to": "ash", "kind": "partners-with", "to_kind": "organization"},
        {"from": "bob", "to": "ann", "kind": "partners-with"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("audience", ["facilitator", "funder", "public", "member:ann"])
def test_a_hidden_name_is_in_nothing_that_is_told(audience: str) -> None:
    snapshot, who = snapshot_of(**SPELLED), Audience.parse(audience)
    told = told_snapshot(snapshot, who)
    for table, frame in told.frames.items():
        rows = frame.filter(pl.col("id") != "wil") if table == "people" else frame
        assert "ashgrove" not in json.dumps(rows.to_dicts()).casefold(), table
        assert frame.height == snapshot[table].height - 2 * (table == "person_attributes"), table
    names = dict(told["organizations"].select("id", "name").iter_rows())
    ash = told["people"].filter(pl.col("id") == "ann")["organization"].item()
    assert (names[ash], names["o"], len(names)) == ("An organization", "Open", 3)
    assert set(told["organizations"]["parent"].drop_nulls()) == names.keys() - {ash, "o"}
    assert told["ties"].filter(pl.col("to_kind") == "organization")["to"].item() == ash
    assert set(told["communities"]["name"]) == {"A community"}
    assert set(told["memberships"]["community"]) == set(told["communities"]["id"])
    own = told["organizations"].filter(pl.col("id") == "o")["attributes"].item()
    assert own == ('{"Size": "small"}' if audience == "facilitator" else None)


@pytest.mark.parametrize("community", ["wilhelmina-ashgrove-fellows", "Fellows", "part", f"Coaching {SECRET}"])
def test_a_community_is_found_by_a_name_that_is_not_told(community: str) -> None:
    snapshot, public = snapshot_of(**SPELLED), Audience("public")
    spec = NetworkSpec(community=community)
    answers = [
        metrics_for(snapshot, spec, public, nodes=True), growth_for(snapshot, spec, public, every="year"),
        node_link(snapshot, spec, public), ripple_for(snapshot, community, public),
        areas_for(snapshot, community, public), introductions_for(snapshot, community, Audience()),
        representation_for(snapshot, community, public),
        map_page(snapshot, spec, audience=public, standalone=False),
        ledger_for(snapshot, spec, public, every="year"),
    ]  # fmt: skip
    for answer in answers:
        assert "ashgrove" not in json.dumps(answer, default=str).casefold()
    found = metrics_for(snapshot, spec, public)
    assert found["metrics"]["nodes"] == 3
    assert metrics_for(snapshot, NetworkSpec(community=found["network"]["community"]), public) == found


def test_no_hidden_name_is_in_the_names_that_are_near() -> None:
    snapshot = snapshot_of(**SPELLED)
    with pytest.raises(NotFound) as first:
        metrics_for(snapshot, NetworkSpec(community="Coachin"), Audience("public"))
    with pytest.raises(NotFound) as second:
        representation_for(snapshot, "Coachin", Audience("public"))
    for error in (first, second):
        assert "Ashgrove" not in str(error.value)


@pytest.mark.parametrize("audience", ["facilitator", "funder", "member:ann"])
def test_a_hidden_name_is_in_no_wave_and_no_kind_of_tie(audience: str) -> None:
    ties = [
        {"from": "ann", "to": "bob", "kind": f"asked by {SECRET}", "wave": f"After {SECRET} left"},
        {"from": "ann", "to": "bob", "kind": "partners-with", "wave": f"After {SECRET} left"},
    ]
    store = snapshot_of(
        people=[
            *({"id": one, "visibility": "everyone"} for one in ("ann", "bob")),
            {"id": "wil", "name": SECRET, "visibility": "nobody"},
        ],
        communities=[{"id": "c", "started_on": "2024"}],
        memberships=[{"community": "c", "person": one} for one in ("ann", "bob")],
        responses=[{"person": "ann", "wave": f"After {SECRET} left", "community": "c", "survey": SECRET}],
        ties=ties,
    )  # fmt: skip
    who = Audience.parse(audience)
    told = told_snapshot(store, who)
    assert told["ties"]["wave"].unique().to_list() == ["wave 1"] == told["responses"]["wave"].to_list()
    assert told["ties"]["kind"].sort().to_list() == ["kind of tie 1", "partners-with"]
    assert SECRET not in json.dumps(ripple_for(store, "c", who), default=str)
    with pytest.raises(NotFound, match="Waves are: wave 1"):
        ripple_for(store, "c", who, wave="nope")
    with pytest.raises((NotFound, UsageError)) as refused:
        metrics_for(store, NetworkSpec.model_validate({"kind": "ties:nope"}), who)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("audience", ["facilitator", "public"])
def test_a_hidden_name_is_in_no_line_of_representation(audience: str) -> None:
    people = [f"p{number:02}" for number in range(20)]
    store = snapshot_of(
        people=[*({"id": one} for one in people), {"id": "wil", "name": SECRET, "visibility": "nobody"}],
        communities=[{"id": "c", "capacity": 20}],
        memberships=[{"community": "c", "person": one} for one in people],
        person_attributes=[
            *({"person": one, "attribute": "Coach", "value": SECRET} for one in people[:9]),
            *({"person": one, "attribute": "Coach", "value": "Bo"} for one in people[9:]),
            {"person": "p00", "attribute": f"Knows {SECRET}", "value": "yes"},
        ],
        intents=[
            {"community": "c", "attribute": "Coach", "value": SECRET, "seats": 6},
            {"community": "c", "attribute": "Coach", "value": SECRET, "share": 0.5},
            {"community": "c", "attribute": "Coach", "value": "Bo", "seats": 6},
            {"community": "c", "attribute": f"Knows {SECRET}", "value": "yes", "seats": 1},
        ],
    )  # fmt: skip
    result = representation_for(store, "c", Audience.parse(audience))
    assert SECRET not in json.dumps(result)
    coach = next(row for row in result["attributes"] if row["attribute"] == "Coach")
    counted = {line["value"]: line["counted"] for line in coach["lines"]}
    assert (counted["A value 1"], counted["Bo"]) == (9, 11)
    assert any("two intents" in caution for caution in result["cautions"]) == (audience == "facilitator")
