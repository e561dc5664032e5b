"""The rules of growth, one small history each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copnet.errors import NotFound, UsageError
from copnet.graph import NetworkSpec
from copnet.services.figures import growth
from copnet.snapshot import Snapshot
from tests.support.table_snapshot import snapshot_of

Row = dict[str, Any]


def _history(
    works: dict[str, tuple[str, str]], members: dict[str, str | None] | None = None, **community: Any
) -> Snapshot:
    """Collaborations by id: who (one letter a person) and when (``start`` or ``start/end``)."""
    people = sorted({person for persons, _ in works.values() for person in persons} | set(members or {}))
    dates = {key: (*when.split("/"), None)[:2] for key, (_, when) in works.items()}
    return snapshot_of(
        people=[{"id": person} for person in people],
        communities=[{"id": "k", "name": "K", **community}],
        memberships=[{"community": "k", "person": person, "joined_on": day} for person, day in (members or {}).items()],
        collaborations=[
            {
                "id": key,
                "kind": key.rstrip("0123456789"),
                "started_on": start or None,
                "ended_on": end,
                "community": "k",
            }
            for key, (start, end) in dates.items()
        ],
        participations=[
            {"collaboration": key, "person": who} for key, (persons, _) in works.items() for who in persons
        ],
    )


def _column(result: dict[str, Any], name: str) -> list[Any]:
    return [row[name] for row in result["periods"]]


def test_kinds_of_new_ties() -> None:
    """A square closed by its fourth side is neither bridging nor bonding; its diagonal is bonding."""
    store = _history(
        {
            "article1": ("ab", "2020"), "article2": ("cd", "2020"),
            "article3": ("bc", "2021"),
            "article4": ("ad", "2022"),
            "article5": ("ac", "2023"), "article6": ("ae", "2023"),
        }
    )  # fmt: skip
    found = growth(store, NetworkSpec(), every="year")
    assert _column(found, "newcomer_share") == [1.0, 0.0, 0.0, 0.5]
    assert _column(found, "bridging_share") == [0.0, 1.0, 0.0, 0.0]
    assert _column(found, "bonding_share") == [0.0, 0.0, 0.0, 0.5]
    assert _column(found, "components") == [2, 1, 1, 1]


def test_active_members_are_members_by_then() -> None:
    store = _history({"article1": ("ab", "2020-05-10")}, {"a": None, "b": "2020-06-05"})
    found = growth(store, NetworkSpec(community="k"), every="month")
    assert _column(found, "from") == ["2020-05-01", "2020-06-01"]
    assert _column(found, "nodes") == [1, 2]
    assert _column(found, "active_members") == [1, 0]
    assert _column(found, "new_members") == [0, 1]
    assert _column(found, "ties") == [0, 1]
    assert _column(found, "new_ties") == [0, 0], "the tie is older than the membership"


def test_empty_periods_have_rows_and_rates_over_nothing_are_undefined() -> None:
    store = _history({"article1": ("ab", "2020-01-31"), "article2": ("ab", "2020-04-01")})
    found = growth(store, NetworkSpec(), every="month")
    assert _column(found, "to") == ["2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30"]
    assert _column(found, "retention") == [None, 0.0, None, None]
    assert _column(found, "jaccard") == [None, 0.0, None, 0.0]
    assert _column(found, "repeated_ties") == [0, 0, 0, 1]
    assert _column(found, "newcomer_share") == [1.0, None, None, None]
    assert _column(found, "new_members") == [0] * 4, "nobody joined anything"


def test_dormant_after_exactly_so_many_days() -> None:
    store = _history(
        {"article1": ("ab", "2020-12-30"), "article2": ("cd", "2020-12-31"), "article3": ("ef", "2021-12-31")}
    )
    assert _column(growth(store, NetworkSpec(), every="year"), "dormant_ties") == [0, 1]
    assert _column(growth(store, NetworkSpec(), every="year", dormant_after=366), "dormant_ties") == [0, 0]


def test_quarters_and_cut_windows() -> None:
    store = _history(
        {"article1": ("ab", "2019-11-05"), "article2": ("bc", "2020-02-20"), "article3": ("ac", "2020-08-01")}
    )
    spec = NetworkSpec(start=dt.date(2020, 2, 10), end=dt.date(2020, 7, 15))
    found = growth(store, spec, every="quarter")
    assert [(row["from"], row["to"]) for row in found["periods"]] == [
        ("2020-02-10", "2020-03-31"), ("2020-04-01", "2020-06-30"), ("2020-07-01", "2020-07-15"),
    ]  # fmt: skip
    assert _column(found, "ties") == [2, 2, 2], "what was before the first row is in the network, what is after is not"
    assert _column(found, "new_ties") == [1, 0, 0]
    assert found["network"]["as_of"] == "2020-07-15"


def test_rows_begin_with_the_community() -> None:
    store = _history({"article1": ("ab", "2020-03-01")}, {"a": None, "b": None}, started_on="2019-12")
    found = growth(store, NetworkSpec(community="K"), every="quarter")
    assert _column(found, "from") == ["2019-10-01", "2020-01-01"]
    assert _column(found, "isolates") == [2, 0]
    assert found["network"]["community"] == "k"


def test_no_rows_before_anybody_is_there() -> None:
    """What members did before they joined makes ties that come with them, but no rows of an empty network."""
    store = _history(
        {"article1": ("ab", "2015-03-01")}, {"a": "2020-02-01", "b": "2021-02-01"}, started_on="2020-01-01"
    )
    found = growth(store, NetworkSpec(community="k"), every="year")
    assert _column(found, "from") == ["2020-01-01", "2021-01-01"]
    assert _column(found, "ties") == [0, 1]
    assert _column(found, "dormant_ties") == [0, 1]


def test_undated_collaborations_are_left_out_and_counted() -> None:
    store = _history({"article1": ("ab", ""), "article2": ("bc", "2020-03-01")}, {"a": None, "b": None, "c": None})
    found = growth(store, NetworkSpec(community="k"), every="year")
    assert _column(found, "ties") == [1]
    assert found["network"]["undated_collaborations"] == 1
    assert any("without a date" in caution for caution in found["cautions"])
    nothing = growth(_history({"article1": ("ab", "")}), NetworkSpec(), every="year")
    assert nothing["periods"] == []


def _joinings(*rows: tuple[str, str, str | None], **more: Any) -> Snapshot:
    """Memberships as community, person and day of joining; something happens every year from 2018 to 2022."""
    return snapshot_of(
        people=[{"id": key} for key in ("a", "b", "c", "other")],
        communities=[{"id": key, "name": key} for key in ("k", "l")],
        memberships=[{"community": key, "person": who, "joined_on": day, **more} for key, who, day in rows],
        collaborations=[{"id": f"w{year}", "started_on": f"{year}"} for year in range(2018, 2023)],
        participations=[{"collaboration": f"w{year}", "person": "other"} for year in range(2018, 2023)],
    )


def test_who_comes_back_joined_once_and_first() -> None:
    store = _joinings(("k", "a", "2021-03-01"), ("k", "a", "2019-05-01"), ("k", "b", "2021"), ("l", "b", "2018"))
    found = growth(store, NetworkSpec(community="k"), every="year")
    assert (_column(found, "from")[0], _column(found, "new_members")) == ("2019-01-01", [1, 0, 1, 0])
    again = growth(store, NetworkSpec(community="k", start=dt.date(2020, 1, 1)), every="year")
    assert _column(again, "new_members") == [0, 1, 0], "a came back in 2021"
    blank = _joinings(("k", "a", "2021-03-01"), ("k", "a", None), ("k", "b", "2020"))
    found = growth(blank, NetworkSpec(community="k"), every="year")
    assert _column(found, "new_members") == [1, 0, 0], "a was there from the beginning"


def test_without_a_community_whoever_joined_any_is_new_once() -> None:
    store = _joinings(
        ("k", "a", "2020-03-01"), ("l", "a", "2019-05-01"), ("k", "b", "2020-04"), ("l", "c", None), ("k", "c", "2022")
    )
    assert _column(growth(store, NetworkSpec(), every="year"), "new_members") == [0, 1, 1, 0, 1]
    guides = NetworkSpec(roles=("facilitator",))
    assert _column(growth(store, guides, every="year"), "new_members") == [0] * 5
    waiting = _joinings(("k", "a", "2020"), status="applied")
    assert _column(growth(waiting, NetworkSpec(), every="year"), "new_members") == [0] * 5


@pytest.mark.parametrize(
    ("ended", "imprecise", "rates"),
    [
        ("2020", 1, [(0, 1), (1, 1), (0, 1), (None, 1)]),
        ("2020-01-01", 0, [(0, 1), (1, 1), (0, 1), (None, 1)]),
        ("2020-12-31", 0, [(1, 2), (0, 2), (None, 2)]),
        ("2024", 0, [(None, None)]),
    ],
)
def test_a_coarse_end_is_compared_by_its_first_day(ended: str, imprecise: int, rates: list[Any]) -> None:
    store = _history(
        {"article1": ("ab", "2020-01-01"), "article2": ("cd", "2020-06-01"), "article3": ("ab", "2021-03-01"),
         "article4": ("ef", "2023-06-30")},
        dict.fromkeys("abcdef"),
        ended_on=ended,
    )  # fmt: skip
    spec = NetworkSpec(community="k", end=dt.date(2023, 6, 30))
    found = growth(store, spec, every="year", dormant_after=9999)
    assert [(row["numerator"], row["denominator"]) for row in found["endurance"]] == rates
    assert found["network"]["imprecise_dates"] == imprecise


def test_endurance_does_not_count_own_gatherings_nor_the_last_day() -> None:
    store = _history(
        {
            "article1": ("ab", "2020-01-01"), "article2": ("cd", "2020-01-01"), "convening1": ("ef", "2020-01-01"),
            "article3": ("ab", "2020-06-30"), "article4": ("cd", "2021-06-30"), "convening2": ("ab", "2020-09-01"),
            "article5": ("ab", "2021-07-01"), "article6": ("ae", "2022-05-05"),
        },
        dict.fromkeys("abcdef"),
        started_on="2019-01-01",
        ended_on="2020-06-30",
    )  # fmt: skip
    assert growth(store, NetworkSpec(community="k"), every="year")["endurance"] == [
        {"year": 1, "rate": 0.5, "numerator": 1, "denominator": 2},
        {"year": 2, "rate": None, "numerator": None, "denominator": 2},
    ]
    assert growth(store, NetworkSpec(), every="year")["endurance"] == []


@pytest.mark.parametrize(
    ("date", "every", "imprecise"),
    [
        ("2020-05-10", "month", 0),
        ("2020-05", "month", 0),
        ("2020", "month", 1),
        ("2020", "quarter", 1),
        ("2020", "year", 0),
    ],
)
def test_dates_too_coarse_for_the_rows_are_counted(date: str, every: Any, imprecise: int) -> None:
    store = _history({"article1": ("ab", date), "article2": ("ab", "2020-12-31")})
    assert growth(store, NetworkSpec(), every=every, dormant_after=9999)["network"]["imprecise_dates"] == imprecise


def test_what_growth_is_not_for() -> None:
    store = _history({"article1": ("ab", "2020")})
    with pytest.raises(UsageError, match="two-mode"):
        growth(store, NetworkSpec(kind="two-mode"), every="year")
    with pytest.raises(UsageError, match="month, quarter, year"):
        growth(store, NetworkSpec(), every="week")  # type: ignore[arg-type]  # what is refused
    with pytest.raises(UsageError, match="1 or more"):
        growth(store, NetworkSpec(), every="year", dormant_after=0)
    with pytest.raises(NotFound, match="nowhere"):
        growth(store, NetworkSpec(community="nowhere"), every="year")


def test_several_affiliations_are_those_of_collaborations_of_the_community() -> None:
    rows: dict[str, list[Row]] = {
        "organizations": [{"id": one} for one in ("o1", "o2", "home")],
        "people": [{"id": one} for one in "ab"],
        "communities": [{"id": "k"}],
        "memberships": [{"community": "k", "organization": "home"}],
        "affiliations": [{"person": "a", "organization": one, "started_on": "2019"} for one in ("o1", "o2")],
        "collaborations": [{"id": "w", "started_on": "2020"}],
        "participations": [{"collaboration": "w", "person": one} for one in "ab"],
    }
    spec = NetworkSpec(kind="organizations", community="k")
    for more, several in (([], 0), ([{"collaboration": "w", "organization": "home"}], 1)):
        found = growth(snapshot_of(**rows | {"participations": [*rows["participations"], *more]}), spec, every="year")
        assert found["network"]["several_affiliations"] == several
