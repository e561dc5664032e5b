"""The specification of a map: the same facts as the network, in words and numbers, before any browser sees it."""

from __future__ import annotations

import json

import pytest

from copnet.errors import UsageError
from copnet.graph import NetworkSpec, build_network
from copnet.services.audience import FACILITATOR
from copnet.services.maps import specification
from copnet_viz import words
from copnet_viz.shape import Line, MapSpec, Mark
from tests.support.community import EMOJI, EVIL, RTL, snapshot

COHORT = NetworkSpec(community="cohort")


def spec_of(network: NetworkSpec = COHORT, *, color_by: str = "organization", size_by: str = "degree") -> MapSpec:
    return specification(snapshot(), network, color_by=color_by, size_by=size_by, audience=FACILITATOR)


@pytest.fixture(scope="module")
def people() -> MapSpec:
    return spec_of()


def node(spec: MapSpec, name: str) -> Mark:
    return next(mark for mark in spec.nodes if mark.name == name)


def line(spec: MapSpec, one: str, other: str) -> Line:
    return next(tie for tie in spec.lines if {tie.source, tie.target} == {f"person:{one}", f"person:{other}"})


def test_everybody_and_every_tie_is_there_once(people: MapSpec) -> None:
    graph = build_network(snapshot(), COHORT)
    assert len(people.nodes) == graph.number_of_nodes() == 8
    assert len(people.lines) == graph.number_of_edges() == 7
    assert len({mark.key for mark in people.nodes}) == 8
    assert {end for tie in people.lines for end in (tie.source, tie.target)} <= {mark.key for mark in people.nodes}


def test_the_sentence_and_the_cards_are_counted_from_the_data(people: MapSpec) -> None:
    # across organizations: ana-evil, ana-noa, noa-zoe, ana-secret, ben-secret: ana, evil, noa, zoe, secret, ben
    assert people.sentence == (
        "6 of 8 members have worked with someone outside their own organization; two have no tie yet."
    )
    cards = {card.id: card for card in people.cards}
    assert (cards["across"].figure, cards["across"].count) == ("75 %", "6 of 8")
    assert cards["across"].caution == "One has no organization on record."
    assert (cards["ties"].figure, cards["ties"].count, cards["ties"].term) == ("7", "of 28", "density 25 %")
    assert (cards["again"].figure, cards["again"].count) == ("43 %", "3 of 7")  # ana-evil, ana-ben, ana-secret
    assert (cards["quiet"].figure, cards["quiet"].count) == ("14 %", "1 of 7")  # noa-zoe
    assert (cards["none"].figure, cards["none"].nodes) == ("2", ("person:dov", "person:eva"))
    assert people.cautions[0].startswith("Fewer than ten members")
    assert "One collaboration without a date." in people.cautions


def test_show_me_shows_exactly_what_was_counted_and_may_be_named(people: MapSpec) -> None:
    quiet = next(card for card in people.cards if card.id == "quiet")
    assert set(quiet.nodes) == {"person:noa", "person:zoe"}
    assert [people.lines[place].dormant for place in quiet.lines] == [True]
    across = next(card for card in people.cards if card.id == "across")
    assert set(across.nodes) == {f"person:{key}" for key in ("ana", "ben", "evil", "noa", "zoe")}


def test_every_tie_opens_to_its_evidence(people: MapSpec) -> None:
    tie = line(people, "ana", "evil")
    assert [people.happenings[place].title for place in tie.evidence] == [
        "Reading aloud, a talk",
        "Reading aloud, again",
    ]
    assert (tie.count, tie.first, tie.last, tie.kinds) == (2, "2024-03-05", "2025-02", ("co-presentation",))
    again = people.happenings[tie.evidence[1]]
    assert (again.date, again.kind, again.members, again.others) == (
        "2025-02", "Co-presentation", ("person:ana", "person:evil", "person:noa"), False,
    )  # fmt: skip
    assert people.happenings[-1].date is None  # without a date: after all others
    assert [happening.date for happening in people.happenings[:-1]] == sorted(
        happening.date or "" for happening in people.happenings[:-1]
    )


def test_width_opacity_and_dashes_follow_count_and_age(people: MapSpec) -> None:
    often, once, old = line(people, "ana", "evil"), line(people, "ana", "noa"), line(people, "noa", "zoe")
    assert often.width > once.width == 1
    assert (once.dormant, once.opacity) == (False, 1)
    assert old.dormant
    assert old.opacity < 0.5


def test_names_are_kept_as_they_are_written_and_shapes_follow_the_mode(people: MapSpec) -> None:
    assert {node(people, name).mode for name in (EVIL, RTL, EMOJI)} == {"person"}
    assert node(people, "Ana Almeida").initials == "AA"
    assert node(people, RTL).initials == "\u05e0\u05dc"
    assert spec_of(NetworkSpec(kind="organizations")).nodes[0].mode == "organization"


@pytest.mark.parametrize(
    ("name", "organization", "expected"),
    [
        ("Ana María López", False, "AL"),
        ("Cher", False, "C"),
        ("\U0001f33b", False, ""),
        ("Association of Rural Schools", True, "ARS"),
        ("UNESCO", True, "UN"),
        ("(The) Forum", True, "F"),
        ("", False, ""),
    ],
)
def test_initials(name: str, organization: bool, expected: str) -> None:
    assert words.initials(name, organization=organization) == expected


def test_isolates_stand_in_one_row_below(people: MapSpec) -> None:
    alone = [mark for mark in people.nodes if mark.isolate]
    assert [mark.name for mark in alone] == ["Dov Alone", "Eva Alone"]
    assert len({mark.wide[1] for mark in alone}) == 1
    assert alone[0].wide[1] > max(mark.wide[1] for mark in people.nodes if not mark.isolate)


def test_channels_cover_all_nodes_and_offer_what_is_there(people: MapSpec) -> None:
    assert [channel.id for channel in people.colors] == ["organization", "sector"]
    for channel in people.colors:
        assert len(channel.of) == len(people.nodes)
        assert sum(entry.count for entry in channel.entries) == len(people.nodes)
    assert " ".join(size.id for size in people.sizes) == ("degree strength betweenness constraint effective_size same")
    assert spec_of(color_by="Region").colors[-1].entries[0].label == "Coast"


def test_figures_stand_beside_their_plain_words(people: MapSpec) -> None:
    degree = dict(zip((mark.key for mark in people.nodes), people.sizes[0].values or (), strict=True))
    assert (degree["person:ana"], degree["person:dov"]) == (4, 0)
    columns = {column.id: (column.label, column.term) for column in people.columns}
    assert columns["betweenness"] == ("Go-between", "betweenness")
    assert columns["constraint"] == ("Relies on few", "constraint")


def test_without_what_is_asked_for_it_says_what_there_is() -> None:
    with pytest.raises(UsageError, match="organization, sector"):
        spec_of(color_by="shoe size")
    with pytest.raises(UsageError, match="degree, strength"):
        spec_of(size_by="fame")


def test_the_order_of_rows_changes_nothing(people: MapSpec) -> None:
    turned = specification(
        snapshot(reverse=True), COHORT, color_by="organization", size_by="degree", audience=FACILITATOR
    )
    assert turned == people


def test_it_is_plain_json(people: MapSpec) -> None:
    said = json.loads(json.dumps(people.as_dict(), allow_nan=False))
    assert said["nodes"][0]["wide"] == list(people.nodes[0].wide)


def test_nobody_yet() -> None:
    spec = specification(snapshot(empty=True), COHORT, color_by="organization", size_by="degree", audience=FACILITATOR)
    assert spec.sentence == "There are no members here yet."
    assert (spec.nodes, spec.lines, spec.cards) == ((), (), ())


def test_two_kinds_of_nodes() -> None:
    spec = spec_of(NetworkSpec(kind="two-mode", community="cohort"))
    assert spec.sentence == "6 people took part in 6 collaborations; two took part in none."
    diamonds = [mark for mark in spec.nodes if mark.mode == "collaboration"]
    assert len(diamonds) == 6
    assert {mark.initials for mark in diamonds} == {""}
    assert not any(tie.dormant for tie in spec.lines)
    none = next(card for card in spec.cards if card.id == "none")
    assert (none.figure, none.count) == ("2", "of 8")


def test_organizations_are_colored_by_sector_when_nothing_else_is_asked() -> None:
    spec = spec_of(NetworkSpec(kind="organizations"))
    assert spec.color_by == "sector"
    assert spec.sentence == "4 of 4 organizations have worked with another one; everyone has at least one tie."


def test_answers_keep_their_direction_and_value() -> None:
    spec = spec_of(NetworkSpec(kind="ties:trusts", community="cohort"))
    assert spec.directed
    assert {(tie.source, tie.target): tie.value for tie in spec.lines} == {
        ("person:ana", "person:ben"): 4, ("person:ben", "person:ana"): 2, ("person:ana", "person:zoe"): 3,
    }  # fmt: skip
    assert spec.sentence == "3 of 8 people named somebody or were named; five neither."
    mutual = next(card for card in spec.cards if card.id == "answered")
    assert (mutual.figure, mutual.count) == ("67 %", "2 of 3")


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(14, 17, "82 %"), (1, 8, "12 %"), (3, 8, "38 %"), (0, 3, "0 %"), (0, 0, None)]
)
def test_per_cent_are_whole_and_half_goes_to_even(part: int, whole: int, expected: str | None) -> None:
    assert words.percent(part, whole) == expected


def test_dates_and_counts_as_people_write_them() -> None:
    assert [words.day(text) for text in ("2024-05-07", "2024-05", "2024")] == ["7 May 2024", "May 2024", "2024"]
    assert words.window("2023-03-01", "2025-06-30") == "March 2023 – June 2025"
    assert words.window(None, None) == "all dates"
    assert (words.number(3), words.number(1200)) == ("three", "1,200")
