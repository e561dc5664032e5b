"""The rules of the definitions on who is a node and what makes a tie, one small store each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import networkx as nx
import pytest

from copnet.errors import InputError, NotFound, UsageError
from copnet.graph import NetworkSpec, build_network, group_values
from copnet.graph.days import latest_day
from copnet.snapshot import COLUMNS, Snapshot, make_snapshot, schema
from copnet.tables import TABLES
from tests.support.table_snapshot import snapshot_of

Row = dict[str, Any]


def people(*ids: str, **more: Any) -> list[Row]:
    return [{"id": key, **more} for key in ids]


def took_part(**works: str) -> list[Row]:
    return [{"collaboration": work, "person": person} for work, persons in works.items() for person in persons]


def ties(graph: Any) -> set[str]:
    return {"-".join(sorted(edge)) for edge in graph.edges}


def test_a_graph_is_frozen_and_in_order_of_ids() -> None:
    store = snapshot_of(people=people("c", "a", "b"), collaborations=[{"id": "w"}], participations=took_part(w="cab"))
    graph = build_network(store, NetworkSpec())
    assert list(graph) == ["a", "b", "c"]
    assert list(graph.edges) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert nx.is_frozen(graph)


def test_audience_leadership_and_unfinished_plans_make_no_tie() -> None:
    states = ["proposed", "planned", "declined", "cancelled", "presented", "accepted", "ongoing", "done", "adopted"]
    store = snapshot_of(
        people=people("a", "b", "c"),
        collaborations=[{"id": f"w-{state}", "status": state} for state in states],
        participations=[
            {"collaboration": f"w-{state}", "person": person, "role": role}
            for state in states
            for person, role in (("a", "author"), ("b", None), ("c", "audience"), ("c", "Leadership"))
        ],
    )
    graph = build_network(store, NetworkSpec())
    assert ties(graph) == {"a-b"}
    assert set(graph.edges["a", "b"]["collaborations"]) == {f"w-{state}" for state in states[4:]}


def test_named_twice_counts_once_and_outsiders_count_in_newman_weights() -> None:
    store = snapshot_of(
        people=people("a", "b", "outsider"),
        communities=[{"id": "k", "name": "K"}],
        memberships=[{"community": "k", "person": person} for person in "ab"],
        collaborations=[{"id": "w"}],
        participations=[
            {"collaboration": "w", "person": person, "role": role}
            for person, role in (("a", "author"), ("a", "host"), ("b", None), ("outsider", None))
        ],
    )
    graph = build_network(store, NetworkSpec(community="K", weight="newman"))
    assert graph.edges["a", "b"]["count"] == 1
    assert graph.edges["a", "b"]["weight"] == 0.5


def test_members_are_admitted_ones_also_after_leaving_and_without_ties() -> None:
    rows: list[Row] = [
        {"person": "stays"},
        {"person": "left", "joined_on": "2019", "left_on": "2020"},
        {"person": "guide", "role": "facilitator"},
        {"person": "applied", "status": "applied"},
        {"person": "withdrew", "status": "withdrawn"},
        {"person": "applicant", "role": "applicant"},
    ]
    store = snapshot_of(
        people=people(*(row["person"] for row in rows), "stranger"),
        communities=[{"id": "k", "name": "The circle"}],
        memberships=[{"community": "k", **row} for row in rows],
    )
    assert list(build_network(store, NetworkSpec(community="k"))) == ["left", "stays"]
    both = NetworkSpec(community="The circle", roles=("member", "facilitator"))
    assert list(build_network(store, both)) == ["guide", "left", "stays"]
    assert build_network(store, both).graph["community"] == "k"
    late = NetworkSpec(community="k", start=dt.date(2023, 1, 1), kinds=("article",))
    assert list(build_network(store, late)) == ["left", "stays"]


def test_a_community_is_found_by_id_or_name_and_near_names_are_told() -> None:
    store = snapshot_of(
        communities=[{"id": "k1", "name": "Health leaders"}, {"id": "k2", "name": "Twin"}, {"id": "k3", "name": "Twin"}]
    )
    with pytest.raises(NotFound, match="Did you mean: Health leaders"):
        build_network(store, NetworkSpec(community="health leader"))
    with pytest.raises(InputError, match="k2, k3"):
        build_network(store, NetworkSpec(community="Twin"))


def _organizations() -> Snapshot:
    return snapshot_of(
        organizations=[{"id": key} for key in ("north", "south", "west")],
        people=[{"id": "a", "organization": "north"}, {"id": "b", "organization": "north"}, {"id": "c"}, {"id": "d"}],
        affiliations=[
            {"person": "b", "organization": "south", "started_on": "2020-03", "ended_on": "2020-06-01"},
            {"person": "b", "organization": "west", "started_on": "2020-05-01"},
        ],
        collaborations=[
            {"id": "early", "started_on": "2020-01-15"}, {"id": "spring", "started_on": "2020-06-01"},
            {"id": "later", "started_on": "2021-02-01"}, {"id": "undated"},
        ],
        participations=[
            *took_part(early="ab", spring="ab", later="ab", undated="ab"),
            {"collaboration": "early", "organization": "west"},
        ],
    )  # fmt: skip


def test_a_person_stands_for_the_organization_of_the_day() -> None:
    graph = build_network(_organizations(), NetworkSpec(kind="organizations"))
    found = {edge: graph.edges[edge]["collaborations"] for edge in graph.edges}
    assert found == {("north", "south"): ("spring",), ("north", "west"): ("early", "later")}
    assert graph.graph["several_affiliations"] == 1


def test_doubts_about_organizations_are_those_of_collaborations_in_the_network() -> None:
    store = _organizations()
    member = {"community": "k", "organization": "south"}
    frames = {table: store[table].to_dicts() for table in ("people", "affiliations", "collaborations")}
    frames["participations"] = [row for row in store["participations"].to_dicts() if row["collaboration"] != "spring"]
    frames["affiliations"].append({"person": "a", "organization": "west", "started_on": "2021-02"})
    for more, several in (([], 0), (took_part(spring="ab"), 1)):
        rows = frames | {"participations": [*frames["participations"], *more]}
        found = snapshot_of(**rows, organizations=store["organizations"].to_dicts(),
                            communities=[{"id": "k"}], memberships=[member])  # fmt: skip
        graph = build_network(found, NetworkSpec(kind="organizations", community="k"))
        assert (graph.graph["several_affiliations"], graph.graph["imprecise_dates"]) == (several, 0)


def test_an_affiliation_without_any_day_is_valid_for_what_has_none() -> None:
    store = snapshot_of(
        organizations=[{"id": key} for key in ("always", "ever", "from", "own", "until", "other")],
        people=[{"id": key, "organization": "own"} for key in "abcd"] + [{"id": "z", "organization": "other"}],
        affiliations=[
            {"person": "a", "organization": "always"},
            {"person": "b", "organization": "from", "started_on": "2000"},
            {"person": "c", "organization": "until", "ended_on": "2040"},
            {"person": "d", "organization": "ever"}, {"person": "d", "organization": "always"},
            {"person": "d", "organization": "from", "started_on": "2000"},
        ],
        collaborations=[{"id": f"w{key}"} for key in "abcd"],
        participations=took_part(wa="az", wb="bz", wc="cz", wd="dz"),
    )  # fmt: skip
    graph = build_network(store, NetworkSpec(kind="organizations"))
    assert {edge: graph.edges[edge]["collaborations"] for edge in graph.edges} == {
        ("always", "other"): ("wa", "wd"),
        ("other", "own"): ("wb", "wc"),
    }
    assert graph.graph["several_affiliations"] == 1
    assert graph.graph["imprecise_dates"] == 0


def test_the_organization_named_in_a_participation_wins_and_one_person_ties_none() -> None:
    store = snapshot_of(
        organizations=[{"id": "x"}, {"id": "y"}, {"id": "z"}],
        people=[{"id": "a", "organization": "z"}, {"id": "b", "organization": "z"}],
        collaborations=[{"id": "alone"}, {"id": "both"}],
        participations=[
            {"collaboration": "alone", "person": "a", "organization": "x"},
            {"collaboration": "alone", "person": "a", "organization": "y"},
            {"collaboration": "both", "person": "a", "organization": "x"},
            {"collaboration": "both", "person": "b"},
        ],
    )
    graph = build_network(store, NetworkSpec(kind="organizations"))
    assert ties(graph) == {"x-z"}
    assert graph.graph["several_affiliations"] == 1


def test_member_organizations_come_by_their_row_or_by_a_member() -> None:
    store = snapshot_of(
        organizations=[{"id": key} for key in ("direct", "named", "placed", "past", "own", "nobody")],
        people=[{"id": "a"}, {"id": "b", "organization": "own"}, {"id": "c", "organization": "own"}, {"id": "d"}],
        affiliations=[
            {"person": "b", "organization": "past", "ended_on": "2018"},
            {"person": "d", "organization": "placed", "started_on": "2020"},
        ],
        communities=[{"id": "k", "name": "K"}],
        memberships=[
            {"community": "k", "organization": "direct"},
            {"community": "k", "person": "a", "organization": "named"},
            {"community": "k", "person": "b", "joined_on": "2019"},
            {"community": "k", "person": "d"},
        ],
    )
    assert list(build_network(store, NetworkSpec(kind="organizations", community="k"))) == [
        "direct",
        "named",
        "own",
        "placed",
    ]


def _dated() -> Snapshot:
    dates = {
        "day": ("2020-05-10", None), "month": ("2020-05", None), "year": ("2020", None), "edge": ("2020-05-31", None),
        "long": ("2019-12-01", "2020-05-01"), "before": ("2020-04-30", None), "after": ("2020-06-01", None),
        "undated": (None, None), "only-end": (None, "2020-05-10"),
    }  # fmt: skip
    return snapshot_of(
        people=people("a", "b"),
        collaborations=[{"id": key, "started_on": start, "ended_on": end} for key, (start, end) in dates.items()],
        participations=[{"collaboration": key, "person": person} for key in dates for person in "ab"],
    )


def test_a_window_includes_both_days_and_every_span_that_meets_it() -> None:
    graph = build_network(_dated(), NetworkSpec(start=dt.date(2020, 5, 1), end=dt.date(2020, 5, 31)))
    data = graph.edges["a", "b"]
    assert set(data["collaborations"]) == {"day", "edge", "month", "year", "long"}
    assert graph.graph["imprecise_dates"] == 1
    assert graph.graph["undated_collaborations"] == 2
    assert (data["first"], data["last"]) == ("2019-12-01", "2020")
    assert graph.graph["as_of"] == "2020-05-31"
    whole = build_network(_dated(), NetworkSpec())
    assert whole.edges["a", "b"]["count"] == 9
    assert whole.graph["as_of"] == "2020-12-31"


@pytest.mark.parametrize(
    ("table", "column"),
    [(name, column.name) for name in COLUMNS for column in TABLES[name].columns if column.kind == "date"],
)
def test_every_date_of_the_store_can_be_the_latest(table: str, column: str) -> None:
    row: dict[str, list[object]] = {name: ["2031-02"] if name == column else [None] for name in schema(table)}
    store = make_snapshot({table: row}, 1)
    assert latest_day(store) == dt.date(2031, 2, 28)


def test_what_is_ongoing_runs_to_the_day_looked_at() -> None:
    store = snapshot_of(
        people=people("a", "b"),
        collaborations=[
            {"id": "w", "started_on": "2020-02-01", "status": "ongoing"},
            {"id": "x", "started_on": "2022-08"},
        ],
        participations=took_part(w="ab"),
    )
    graph = build_network(store, NetworkSpec(start=dt.date(2021, 1, 1)))
    assert graph.edges["a", "b"]["last"] == "2022-08-31"
    graph = build_network(store, NetworkSpec(start=dt.date(2021, 1, 1), end=dt.date(2021, 6, 30)))
    assert graph.edges["a", "b"]["last"] == "2021-06-30"


def test_one_collaboration_that_makes_half_the_ties_is_named() -> None:
    store = snapshot_of(
        people=people(*"abcde"),
        collaborations=[{"id": "plenary"}, {"id": "w"}, {"id": "x"}, {"id": "y"}],
        participations=took_part(plenary="abc", w="cd", x="de", y="ab"),
    )
    assert build_network(store, NetworkSpec()).graph["one_collaboration"] is None  # a-b also rests on y: 2 of 5
    found = build_network(store, NetworkSpec(exclude_kinds=("pilot",), min_weight=1)).graph["one_collaboration"]
    assert found is None
    fewer = snapshot_of(
        people=people(*"abcd"),
        collaborations=[{"id": "plenary"}, {"id": "w"}],
        participations=took_part(plenary="abc", w="cd"),
    )
    found = build_network(fewer, NetworkSpec()).graph["one_collaboration"]
    assert (found["id"], found["ties"], found["ties_without"]) == ("plenary", 3, 1)


def test_without_one_collaboration_ties_may_fall_below_the_threshold() -> None:
    store = snapshot_of(
        people=people(*"abc"),
        collaborations=[{"id": key} for key in ("plenary", "w", "x", "y")],
        participations=took_part(plenary="abc", w="ab", x="bc", y="bc"),
    )
    found = build_network(store, NetworkSpec(min_weight=2)).graph["one_collaboration"]
    assert (found["id"], found["ties"], found["ties_without"]) == ("plenary", 1, 1)


def test_survey_takes_the_wave_asked_last_and_no_zero() -> None:
    store = snapshot_of(
        people=people("a", "b", "c"),
        ties=[
            {"from": "a", "to": "b", "kind": "trusts", "wave": "spring", "asked_on": "2021-03", "value": 3},
            {"from": "b", "to": "a", "kind": "trusts", "wave": "spring", "asked_on": "2021-03", "value": 0},
            {"from": "c", "to": "c", "kind": "trusts", "wave": "spring", "asked_on": "2021-03"},
            {"from": "a", "to": "c", "kind": "trusts", "wave": "zero", "asked_on": "2020-03"},
            {"from": "a", "to": "c", "kind": "knows"},
        ],
        responses=[
            {"person": person, "wave": "spring", "status": status}
            for person, status in (("a", "answered"), ("b", "partial"), ("c", "invited"))
        ],
    )  # fmt: skip
    graph = build_network(store, NetworkSpec(kind="ties:trusts"))
    assert graph.is_directed()
    assert list(graph.edges) == [("a", "b")]
    assert graph.edges["a", "b"]["value"] == graph.edges["a", "b"]["weight"] == 3
    assert graph.graph["wave"] == "spring"
    assert graph.graph["response_rate"] == {"rate": 2 / 3, "numerator": 2, "denominator": 3}
    assert list(build_network(store, NetworkSpec(kind="ties:trusts", wave="zero")).edges) == [("a", "c")]
    assert build_network(store, NetworkSpec(kind="ties:knows")).graph["response_rate"] is None
    with pytest.raises(NotFound, match="spring, zero"):
        build_network(store, NetworkSpec(kind="ties:trusts", wave="autumn"))
    with pytest.raises(NotFound, match="knows, trusts"):
        build_network(store, NetworkSpec(kind="ties:trust"))


@pytest.mark.parametrize("options", [{}, {"start": "2024-01-01", "wave": "2"}])
def test_undated_answers_are_counted_when_they_are_ties_of_the_wave(options: dict[str, str]) -> None:
    no_ties = [("a", "b", 0), ("a", "a", 3), ("b", "a", 1)]
    store = snapshot_of(
        people=people("a", "b", "c"),
        ties=[
            {"from": "b", "to": "c", "kind": "trusts", "value": 3, "wave": "2", "asked_on": "2024"},
            {"from": "c", "to": "b", "kind": "trusts", "value": 3, "wave": "2"},
            {"from": "a", "to": "c", "kind": "trusts", "value": 3, "wave": "1"},
            *({"from": one, "to": to, "kind": "trusts", "value": value, "wave": "2"} for one, to, value in no_ties),
        ],
    )
    spec = NetworkSpec.model_validate({"kind": "ties:trusts", "min_value": 2} | options)
    assert build_network(store, spec).graph["undated_ties"] == 1


def test_waves_are_those_of_the_store_not_of_the_community() -> None:
    """Nobody of the community answered in wave 2: that is wave 2 without ties, not wave 1."""
    store = snapshot_of(
        people=people("a", "b", "x", "y"),
        communities=[{"id": "k", "name": "K"}],
        memberships=[{"community": "k", "person": person} for person in "ab"],
        ties=[
            {"from": "a", "to": "b", "kind": "trusts", "wave": "1", "asked_on": "2020-05-01"},
            {"from": "x", "to": "y", "kind": "trusts", "wave": "2", "asked_on": "2021-05-01"},
            {"from": "x", "to": "a", "kind": "trusts", "wave": "2", "asked_on": "2021-05-01"},
        ],
        responses=[
            {"person": person, "wave": wave, "community": "k", "status": "answered" if wave == "1" else "invited"}
            for person in "ab" for wave in "12"
        ],
    )  # fmt: skip
    for wave in (None, "2"):
        graph = build_network(store, NetworkSpec(kind="ties:trusts", community="k", wave=wave))
        assert (list(graph), list(graph.edges), graph.graph["wave"]) == (["a", "b"], [], "2")
        assert graph.graph["response_rate"] == {"rate": 0, "numerator": 0, "denominator": 2}
    early = NetworkSpec(kind="ties:trusts", community="k", end=dt.date(2020, 12, 31))
    assert list(build_network(store, early).edges) == [("a", "b")]
    assert build_network(store, early).graph["wave"] == "1"
    with pytest.raises(NotFound, match="Waves are: 1, 2"):
        build_network(store, NetworkSpec(kind="ties:trusts", community="k", wave="3"))


def test_waves_without_days_are_compared_by_name_numbers_as_numbers() -> None:
    rows = [{"from": "a", "to": "b", "kind": "knows", "wave": wave} for wave in ("wave 9", "wave 10")]
    graph = build_network(snapshot_of(people=people("a", "b"), ties=rows), NetworkSpec(kind="ties:knows"))
    assert graph.graph["wave"] == "wave 10"


def test_ties_between_people_and_organizations_have_two_kinds_of_nodes() -> None:
    store = snapshot_of(
        people=people("x"), organizations=[{"id": "x"}],
        ties=[{"from": "x", "to": "x", "kind": "partners-with", "to_kind": "organization"}],
    )  # fmt: skip
    graph = build_network(store, NetworkSpec(kind="ties:partners-with"))
    assert list(graph.edges) == [("person:x", "organization:x")]


def test_groups_on_the_last_day_of_the_window() -> None:
    store = snapshot_of(
        organizations=[{"id": "old", "sector": "health"}, {"id": "new", "sector": "schools"}],
        people=[{"id": "a", "organization": "new", "region": "north"}, {"id": "b", "region": "south|west"}],
        affiliations=[{"person": "a", "organization": "old", "started_on": "2019", "ended_on": "2020"}],
        communities=[{"id": "k", "name": "K", "started_on": "2018"}, {"id": "l", "name": "L"}],
        memberships=[{"community": "k", "person": "a"}, {"community": "l", "person": "a", "joined_on": "2022"}],
    )
    spec = NetworkSpec(end=dt.date(2020, 6, 1))
    graph = build_network(store, spec)
    assert group_values(store, graph, "sector") == {"a": "health", "b": None}
    assert group_values(store, graph, "Organization") == {"a": "old", "b": None}
    assert group_values(store, graph, "community") == {"a": "k", "b": None}
    now = build_network(store, NetworkSpec(by="sector"))
    assert now.nodes["a"]["group"] == "schools"
    assert now.graph["no_value"] == 1
    assert now.nodes["a"]["community"] == "l"
    with pytest.raises(UsageError, match="several values for 1"):
        build_network(store, NetworkSpec(by="region"))
    with pytest.raises(UsageError, match="region"):
        build_network(store, NetworkSpec(by="height"))


def test_sensitive_answers_are_on_no_node() -> None:
    store = snapshot_of(
        people=[{"id": "a", "TRIBE": "x", "region": "north"}],
        communities=[{"id": "k", "name": "K"}],
        person_attributes=[
            {"person": "a", "attribute": "Identity", "value": "mine"},
            {"person": "a", "attribute": "language", "value": "es", "sensitive": False},
            {"person": "a", "attribute": "language", "value": "en", "sensitive": False},
        ],
        intents=[{"community": "k", "attribute": "Tribe", "value": "x", "seats": 1}],
    )
    graph = build_network(store, NetworkSpec())
    assert graph.nodes["a"]["attributes"] == {"region": "north", "language": "en | es"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": "persons"}, "people, organizations, two-mode"),
        ({"kind": "ties:"}, "ties:KIND"),
        ({"start": dt.date(2021, 1, 1), "end": dt.date(2020, 1, 1)}, "ends before that"),
        ({"min_value": 2}, "survey networks"),
        ({"wave": "1"}, "survey networks"),
        ({"kind": "ties:knows", "min_weight": 2}, "a survey network has none"),
        ({"kind": "two-mode", "min_weight": 2}, "not for two-mode"),
        ({"roles": ("boss",)}, "facilitator"),
        ({"roles": ()}, "At least one role"),
        ({"weight": "pounds"}, "weight"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_options_that_make_no_sense_are_refused_in_words(options: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        NetworkSpec(**options)


def test_an_unknown_kind_of_collaboration_is_refused_and_a_known_one_without_rows_is_not() -> None:
    store = snapshot_of(people=people("a"), collaborations=[{"id": "w", "kind": "barbecue"}])
    with pytest.raises(UsageError, match="barbecue"):
        build_network(store, NetworkSpec(kinds=("artcle",)))
    assert not build_network(store, NetworkSpec(kinds=("pilot", "barbecue"))).edges
