"""Growth on random histories against every period computed anew from the definitions, with plain loops.

Written apart from ``brute_growth``, which recomputes the large history: two readings of the definitions.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from copnet.graph import NetworkSpec
from copnet.services.figures import growth, metrics
from tests.oracle import brute
from tests.oracle.brute import Work
from tests.support.random_stores import Store, random_date, random_store
from tests.support.table_snapshot import snapshot_of

SEEDS = [*range(40), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(40, 200))]
DAY = dt.timedelta(days=1)
TO_DATE = ("nodes", "ties", "density", "average_degree", "components", "isolates", "largest_component")
Pair = tuple[str, str]


def _periods(first: dt.date, last: dt.date, every: str) -> list[tuple[dt.date, dt.date]]:
    step = {"month": 1, "quarter": 3, "year": 12}[every]
    start, result = first.replace(day=1), []
    while (start.month - 1) % step:
        start = (start - DAY).replace(day=1)
    while start <= last:
        after = start
        for _ in range(step):
            after = (after.replace(day=28) + 4 * DAY).replace(day=1)
        result.append((start, after - DAY))
        start = after
    return result


class _Past:
    """What is known of a random store, and the network at the end of any day."""

    def __init__(self, store: Store, community: bool, to: dt.date | None) -> None:
        self.to = to or brute.latest_day(store)
        self.community = community
        counted = [work for work in brute.works(store, self.to) if work.first and self.to and work.first <= self.to]
        joined = brute.members(store)
        if community:
            self.since = dict(joined)
        else:
            real = {person: day for person, day in joined.items() if day > brute.LONG_AGO}
            real |= self._first_joinings(store)
            self.since = dict(real)
            for work in counted:
                for person in work.people:
                    self.since[person] = min(self.since.get(person, brute.FAR), work.first or brute.FAR)
        dated = {person: day for person, day in joined.items() if day > brute.LONG_AGO}
        self.joined = dated if community else self._first_joinings(store)
        self.works = [work for work in counted if work.people & set(self.since)]

    @staticmethod
    def _first_joinings(store: Store) -> dict[str, dt.date]:
        days: dict[str, dt.date] = {}
        for row in store["memberships"]:
            admitted = row.get("person") and row["role"] == "member" and row["status"] in (None, "admitted")
            if admitted and (day := brute.span(row["joined_on"])):
                days[row["person"]] = min(days.get(row["person"], brute.FAR), day[0])
        return days

    def nodes(self, day: dt.date) -> set[str]:
        return {person for person, since in self.since.items() if since <= day}

    def evidence(self, day: dt.date) -> dict[Pair, list[Work]]:
        return brute.pairs(self.nodes(day), [work for work in self.works if (work.first or brute.FAR) <= day])

    def met(self, start: dt.date, end: dt.date) -> set[Pair]:
        return set(brute.pairs(self.nodes(end), [work for work in self.works if brute.meets(work, start, end)]))

    def first_day(self) -> dt.date | None:
        days = [work.first for work in self.works if work.first and work.people & self.nodes(work.first)]
        days += list(self.joined.values()) if self.community else [*self._real_since()]
        return min(days, default=None)

    def _real_since(self) -> list[dt.date]:
        return [day for day in self.since.values() if day > brute.LONG_AGO]


def _some_come_back(store: Store, rng: random.Random) -> None:
    """A second membership of the same person, earlier or later, for about a third of the members."""
    for row in list(store["memberships"]):
        if row.get("person") and rng.random() < 0.35:
            store["memberships"].append(row | {"joined_on": random_date(rng, 2018, 2022), "left_on": None})


def _row(
    past: _Past, start: dt.date, end: dt.date, previous: tuple[dt.date, dt.date] | None, idle: int
) -> dict[str, Any]:
    nodes, evidence = past.nodes(end), past.evidence(end)
    n, m = len(nodes), len(evidence)
    parts = brute.components(nodes, set(evidence))
    tied = {node for pair in evidence for node in pair}
    began = {pair: min(work.first for work in works if work.first) for pair, works in evidence.items()}
    new = {pair for pair in evidence if began[pair] >= start}
    kinds = [_kind(past, pair, start - DAY) for pair in new]
    now = past.met(start, end)
    before = past.met(*previous) if previous else set()
    return {
        "from": start.isoformat(), "to": end.isoformat(), "nodes": n, "ties": m,
        "density": 2 * m / (n * (n - 1)) if n > 1 else None, "average_degree": 2 * m / n if n else None,
        "components": len(parts), "isolates": len(nodes - tied),
        "largest_component": max(map(len, parts)) if parts else None,
        "largest_component_share": max(map(len, parts)) / n if parts else None,
        "new_members": sum(start <= day <= end for day in past.joined.values()),
        "active_members": len(
            {node for work in past.works if brute.meets(work, start, end) for node in work.people & nodes}
        ),
        "new_ties": len(new),
        "repeated_ties": sum(
            began[pair] < start and any(start <= (work.first or brute.FAR) <= end for work in works)
            for pair, works in evidence.items()
        ),
        "dormant_ties": sum(
            (end - max(work.last for work in works if work.last)).days > idle for works in evidence.values()
        ),
        "retention": len(before & now) / len(before) if before else None,
        "jaccard": len(before & now) / len(before | now) if previous and before | now else None,
        **{
            f"{kind}_share": kinds.count(kind) / len(new) if new else None
            for kind in ("bridging", "bonding", "newcomer")
        },
    }  # fmt: skip


def _kind(past: _Past, pair: Pair, day: dt.date) -> str:
    evidence = past.evidence(day)
    near = {end: {node for other in evidence if end in other for node in other} - {end} for end in pair}
    if not near[pair[0]] or not near[pair[1]]:
        return "newcomer"
    if not any(set(pair) <= part for part in brute.components(past.nodes(day), set(evidence))):
        return "bridging"
    return "bonding" if near[pair[0]] & near[pair[1]] else "other"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("community", [None, "cohort"])
def test_rows(seed: int, community: str | None) -> None:
    rng = random.Random(seed)
    store = random_store(seed, largest=24)
    if seed % 2:
        _some_come_back(store, random.Random(seed))
    every: Any = rng.choice(("quarter", "year", "year", "month" if seed % 8 == 0 else "quarter"))
    start = rng.choice((None, None, dt.date(2019, 5, 20)))
    to = rng.choice((None, None, dt.date(2022, 11, 12)))
    idle = rng.choice((365, 100))
    past = _Past(store, community is not None, to)
    founded = brute.span(store["communities"][0]["started_on"])
    days = [day for day in (past.first_day(), founded[0] if founded and community else None) if day]
    found = growth(
        snapshot_of(**store), NetworkSpec(community=community, start=start, end=to), every=every, dormant_after=idle
    )
    first = start or min(days, default=None)
    if first is None or past.to is None:
        assert found["periods"] == []
        return
    rows = _periods(first, past.to, every)
    if start:
        rows[0] = (start, rows[0][1])
    if to:
        rows[-1] = (rows[-1][0], to)
    expected = [_row(past, *row, rows[number - 1] if number else None, idle) for number, row in enumerate(rows)]
    assert len(found["periods"]) == len(expected)
    for row, wanted in zip(found["periods"], expected, strict=True):
        assert list(row) == list(wanted)
        for name, value in wanted.items():
            assert row[name] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), (
                name,
                row["to"],
            )


@pytest.mark.parametrize("seed", SEEDS)
def test_endurance(seed: int) -> None:
    store = random_store(seed, largest=30)
    past = _Past(store, True, None)
    found = growth(snapshot_of(**store), NetworkSpec(community="cohort"), every="year")["endurance"]
    ended = brute.span(store["communities"][0]["ended_on"])
    if ended is None:
        assert found == [{"year": 1, "rate": None, "numerator": None, "denominator": None}]
        return
    end = ended[0]
    past.works = [work for work in past.works if not work.own]
    base = set(past.evidence(end))
    assert past.to is not None
    for number, row in enumerate(found, start=1):
        first, last = end.replace(year=end.year + number - 1), end.replace(year=end.year + number)
        assert row["year"] == number
        if last > past.to:
            assert row == {"year": number, "rate": None, "numerator": None, "denominator": len(base)}
            assert number == len(found)
            return
        again = {
            pair
            for pair in base
            if any(first < (work.first or brute.FAR) <= last for work in past.works if set(pair) <= work.people)
        }
        assert row["numerator"] == len(again)
        assert row["denominator"] == len(base)
        assert row["rate"] == (pytest.approx(len(again) / len(base)) if base else None)
    pytest.fail("the last year must be one that has not passed")


@pytest.mark.parametrize("seed", range(20))
def test_last_row_is_the_network_of_metrics(seed: int) -> None:
    """Everything to date, once everybody has joined, is what ``metrics`` says of the dated collaborations."""
    store = random_store(seed)
    for row in store["memberships"]:
        row["joined_on"] = None
    end = dt.date(2025, 1, 1)
    spec = NetworkSpec(community="cohort", end=end)
    grown, whole = growth(snapshot_of(**store), spec, every="year"), metrics(snapshot_of(**store), spec)
    rows = grown["periods"]
    if not rows:
        return
    for name in TO_DATE:
        assert rows[-1][name] == whole["metrics"][name], name
    one, other = (result["network"]["one_collaboration"] for result in (grown, whole))
    if other is not None:
        del other["without"]["nodes_by_mode"]
    assert one == other


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("community", [None, "cohort"])
@pytest.mark.parametrize("least", [None, 2])
def test_the_one_collaboration(seed: int, community: str | None, least: float | None) -> None:
    """Taken out of the evidence of every pair, one by one; who was in the network stays in it."""
    store = random_store(seed, largest=7)
    past = _Past(store, community is not None, None)
    result = growth(snapshot_of(**store), NetworkSpec(community=community, min_weight=least), every="year")
    found = result["network"]["one_collaboration"]
    if not result["periods"]:
        assert found is None
        return
    assert past.to is not None
    end = dt.date.fromisoformat(result["periods"][-1]["to"])
    evidence = past.evidence(end)

    def tied(gone: str | None) -> set[Pair]:
        left = {pair: [work for work in works if work.id != gone] for pair, works in evidence.items()}
        return {pair for pair, works in left.items() if len(works) >= (least or 1)}

    whole = tied(None)
    lost = {work.id: len(whole - tied(work.id)) for work in past.works}
    worst = min(lost, key=lambda key: (-lost[key], key), default=None)
    if worst is None or not whole or 2 * lost[worst] < len(whole):
        assert found is None
        return
    assert (found["id"], found["ties"], found["ties_without"]) == (worst, lost[worst], len(whole) - lost[worst])
    assert found["share"] == pytest.approx(lost[worst] / len(whole))
    nodes, ties = past.nodes(end), tied(worst)
    parts = brute.components(nodes, ties)
    n, m = len(nodes), len(ties)
    assert found["without"] == {
        "nodes": n, "ties": m, "density": pytest.approx(2 * m / (n * (n - 1))),
        "average_degree": pytest.approx(2 * m / n), "components": len(parts),
        "isolates": len(nodes - {node for pair in ties for node in pair}),
        "largest_component": max(map(len, parts)), "largest_component_share": pytest.approx(max(map(len, parts)) / n),
    }  # fmt: skip
    assert any(f'"{worst}". Without it: {m} tie' in caution for caution in result["cautions"])


def test_threshold_dates_a_tie_by_the_collaboration_that_reaches_it() -> None:
    store: Any = {
        "people": [{"id": "a"}, {"id": "b"}],
        "collaborations": [
            {"id": f"c{year}", "kind": "article", "started_on": f"{year}-05-01", "status": "done"}
            for year in (2020, 2021, 2022)
        ],
        "participations": [
            {"collaboration": f"c{year}", "person": person} for year in (2020, 2021, 2022) for person in ("a", "b")
        ],
    }
    rows = growth(snapshot_of(**store), NetworkSpec(min_weight=2), every="year")["periods"]
    assert [row["ties"] for row in rows] == [0, 1, 1]
    assert [row["new_ties"] for row in rows] == [0, 1, 0]
    assert [row["repeated_ties"] for row in rows] == [0, 0, 1]
