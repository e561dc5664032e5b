"""The ledger of growth, one small history each."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest

from copnet.errors import NotFound, UsageError
from copnet.graph import NetworkSpec
from copnet.services.audience import FACILITATOR, Audience
from copnet.services.ledger import COLUMNS, ledger_for
from copnet.snapshot import Snapshot
from tests.support.table_snapshot import snapshot_of

Line = dict[str, str]


def _history(
    works: dict[str, tuple[str, str]], joined: dict[str, str] | None = None, **people: dict[str, Any]
) -> Snapshot:
    """Collaborations by id: who (one letter a person) and when; more columns of people by their letter."""
    parts = [{"collaboration": key, "person": one} for key, (persons, _) in works.items() for one in persons]
    everybody = sorted({part["person"] for part in parts})
    agreed = {"visibility": "everyone", "name_in_reports": True}
    return snapshot_of(
        people=[{"id": key, **agreed, **people.get(key, {})} for key in everybody],
        communities=[{"id": "k", "name": "K"}],
        memberships=[{"community": "k", "person": key, "joined_on": (joined or {}).get(key)} for key in everybody],
        collaborations=[{"id": key, "started_on": day} for key, (_, day) in works.items()],
        participations=parts,
    )


def _ledger(snapshot: Snapshot, audience: Audience = FACILITATOR, dormant_after: int = 365, **spec: Any) -> list[Line]:
    text = ledger_for(snapshot, NetworkSpec(**spec), audience, every="year", dormant_after=dormant_after)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def _events(line: Line) -> list[str]:
    return line["events"].split(" | ")


def test_a_tie_from_first_to_last() -> None:
    works = {"talk": ("ab", "2019-05"), "tour": ("ab", "2019-11-01"), "tea": ("ab", "2022"), "end": ("cd", "2024")}
    tie, _ = _ledger(_history(works, a={"name": "Ana"}, b={"name": "Ben"}))
    assert tie == {
        "a": "a", "a_name": "Ana", "b": "b", "b_name": "Ben",
        "first_met": "2019-05", "in_network_since": "2019-05-01", "met_again": "2019-11-01 | 2022",
        "last": "2022-12-31", "dormant_since": "2024-01-01", "dormant": "2020-11-01/2022-01-01 | 2024-01-01/",
        "events": "2019 first met | 2020 dormant | 2022 met again | 2024 dormant",
        "collaborations": "talk | tour | tea", "titles": "talk | tour | tea", "withheld": "", "audience": "facilitator",
    }  # fmt: skip
    assert tuple(tie) == COLUMNS


def test_a_nap_within_one_period_is_a_span_but_no_event() -> None:
    works = {"one": ("ab", "2019-01-10"), "two": ("ab", "2019-11-01"), "end": ("cd", "2019-12-31")}
    tie, _ = _ledger(_history(works), dormant_after=100)
    assert tie["dormant"] == "2019-04-21/2019-11-01"
    assert _events(tie) == ["2019 first met"]


@pytest.mark.parametrize(("day", "nap"), [("2021-01-01", ""), ("2021-01-02", "2021-01-01/2021-01-02")])
def test_the_shortest_nap(day: str, nap: str) -> None:
    works = {"one": ("ab", "2020-01-01"), "two": ("ab", day)}
    assert _ledger(_history(works))[0]["dormant"] == nap


def test_dormant_again_in_the_period_they_met_again() -> None:
    works = {"one": ("ab", "2018-01-10"), "two": ("ab", "2019-01-10"), "end": ("cd", "2019-12-31")}
    tie, _ = _ledger(_history(works), dormant_after=100)
    assert _events(tie) == [
        "2018 first met", "2018 dormant", "2019 met again", "2019 dormant",
    ]  # fmt: skip


def test_a_tie_older_than_a_membership_comes_with_the_member() -> None:
    works = {"one": ("ab", "2015-03-01"), "two": ("ab", "2017-03-01"), "three": ("ab", "2021-02-01")}
    (tie,) = _ledger(_history(works, {"b": "2020-06-01"}), community="k")
    assert (tie["first_met"], tie["in_network_since"]) == ("2015-03-01", "2020-06-01")
    assert tie["dormant"] == "2018-03-02/2021-02-01", "what ended before they were in the network is not told"
    assert _events(tie) == ["2020 came with a member", "2020 dormant", "2021 met again"]


def test_what_was_before_the_first_row_is_earlier() -> None:
    works = {"one": ("ab", "2015"), "two": ("ab", "2017"), "three": ("ab", "2021")}
    (tie,) = _ledger(_history(works), start=dt.date(2020, 1, 1))
    assert _events(tie) == ["earlier first met", "earlier dormant", "2021 met again"]
    assert tie["met_again"] == "2017 | 2021"


def test_a_threshold_is_reached_by_one_of_them() -> None:
    works = {"c1": ("ab", "2019"), "c2": ("abc", "2020-01-01"), "c3": ("ab", "2020-01-01"), "c4": ("ab", "2022")}
    (tie,) = _ledger(_history(works), min_weight=3)
    assert (tie["first_met"], tie["met_again"]) == ("2020-01-01", "2022")
    assert tie["collaborations"] == "c1 | c2 | c3 | c4"
    newman = _ledger(_history(works), min_weight=1.5, weight="newman")
    assert [(line["a"] + line["b"], line["first_met"], line["met_again"]) for line in newman] == [
        ("ab", "2020-01-01", "2020-01-01 | 2022")
    ]


def test_a_tie_of_somebody_withheld_tells_only_that_it_is_there() -> None:
    works = {"one": ("ab", "2015"), "two": ("bc", "2016"), "three": ("cd", "2017")}
    snapshot = _history(works, b={"name": "Berta Hidden", "visibility": "communities"})
    lines = _ledger(snapshot, Audience("public"))
    assert [line["a"] + line["b"] for line in lines] == ["cd", "", ""]
    assert {name: cell for name, cell in lines[-1].items() if cell} == {"withheld": "yes", "audience": "public"}
    assert [line["withheld"] for line in _ledger(snapshot, Audience.parse("member:c"))] == ["", "", ""]


def test_titles_that_spell_a_name_go_by_their_kind() -> None:
    works = {"one": ("ac", "2015"), "berta-hidden": ("abc", "2016")}
    snapshot = _history(works, b={"name": "Berta Hidden", "visibility": "nobody"})
    text = ledger_for(snapshot, NetworkSpec(), Audience("public"), every="year")
    assert "berta" not in text.casefold()
    assert "one | withheld:1" in text


@pytest.mark.parametrize("name", ["=1+1", "+SUM(A1:A9)", "-2+cmd|'/C calc'!A0", "@SUM(1)"])
def test_no_cell_is_run_by_a_spreadsheet_program(name: str) -> None:
    (tie,) = _ledger(_history({"one": ("ab", "2015")}, a={"name": name}, b={"name": "-5"}))
    assert (tie["a_name"], tie["b_name"]) == (f"'{name}", "-5")


def test_texts_survive_the_table() -> None:
    names = {"a": {"name": 'Zoë "Z", \U0001f33b | Sons'}, "b": {"name": "\u05e0\u05d5\u05e2\u05d4"}}
    snapshot = _history({"one|two": ("ab", "2015")}, **names)
    (tie,) = _ledger(snapshot)
    assert [tie["a_name"], tie["b_name"]] == [name["name"] for name in names.values()]
    assert tie["titles"] == "one\\|two"
    text = ledger_for(snapshot, NetworkSpec(), FACILITATOR, every="year")
    assert text.startswith("\ufeffa,a_name,"), "spreadsheet programs read names with accents by the mark"
    assert text.endswith("\r\n")


def test_organizations_are_named() -> None:
    snapshot = snapshot_of(
        organizations=[{"id": "x", "name": "X-Ray"}, {"id": "y", "name": "Yard"}],
        people=[{"id": "a", "organization": "x"}, {"id": "b", "organization": "y"}],
        collaborations=[{"id": "one", "started_on": "2020"}],
        participations=[{"collaboration": "one", "person": person} for person in "ab"],
    )
    (tie,) = _ledger(snapshot, Audience("public"), kind="organizations")
    assert [tie[name] for name in COLUMNS[:4]] == ["x", "X-Ray", "y", "Yard"]


def test_nothing_dated_is_only_the_headers() -> None:
    snapshot = _history({"one": ("ab", "")})
    assert ledger_for(snapshot, NetworkSpec(), FACILITATOR, every="year") == "\ufeff" + ",".join(COLUMNS) + "\r\n"


def test_what_the_ledger_is_not_for() -> None:
    snapshot = _history({"one": ("ab", "2015")})
    with pytest.raises(UsageError, match="people or organizations"):
        ledger_for(snapshot, NetworkSpec(kind="two-mode"), FACILITATOR, every="year")
    with pytest.raises(UsageError, match="dormant-after"):
        ledger_for(snapshot, NetworkSpec(), FACILITATOR, every="year", dormant_after=0)
    with pytest.raises(NotFound, match="nobody"):
        ledger_for(snapshot, NetworkSpec(), Audience.parse("member:nobody"), every="year")
