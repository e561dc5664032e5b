"""Rows decided by columns: the same records, report and problems as row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copnet.importers import keyed_rows
from copnet.importers.check import check_cells
from copnet.importers.options import ImportOptions
from copnet.importers.plain_rows import plain_rows
from copnet.importers.plan import Plan, make_plan
from copnet.importers.reader import Reading, read
from copnet.record import Record

PEOPLE_ROWS = ("p1,Ann,a@x.example,", ",Ann,,Org", ",Bob,,", "p2,Cy,,Org", ",,x,", "p3,Di\x07,,")
TABLES = {
    "people": ("id,name,email,organization", PEOPLE_ROWS),
    "organizations": ("name", ("Org", "Other", "=1")),
    "collaborations": ("id,title,kind,started_on", ("w1,Work,article,2020", ",Talk,pilot,", "w2,Bad,pilot,20x")),
    "communities": ("id,name", ("c1,Circle",)),
}
WHO = st.sampled_from(
    ["Bob", "p1", "p2", "Cy", "New", "New 2", "Ann", "Ann <a@x.example>", "n/a", "", "-", "Cy (Org)", "p3"]
)
WHERE = st.sampled_from(["", "", "Org", "Other", "Third", "-"])
WHAT = st.sampled_from(["w1", "Work", "Talk", "w2", "Some", "n/a", ""])
CIRCLE = st.sampled_from(["c1", "Circle", "Other circle"])
WHEN = st.sampled_from(["", "2020", "2021-02", "2021-02-03", "-", "x"])
OWN = st.sampled_from(["", "x", "-", "'", "\x1c", "y"])
ROLE = st.sampled_from(["", "author", "Author", "Chair", "-", "member", "coach"])
KIND = st.sampled_from(["knows", "likes", "KNOWS"])
NUMBER = st.sampled_from(["", "1", "2", "x"])
YES = st.sampled_from(["", "yes", "no"])
LEVEL = st.sampled_from(["low", "high", "hig"])
ANSWER = st.sampled_from(["", "answered", "declined"])
KEYED = {
    "participations": ("person,organization,collaboration,role,my own", (WHO, WHERE, WHAT, ROLE, OWN)),
    "ties": ("from,to,kind,value,wave", (WHO, WHO, KIND, NUMBER, NUMBER)),
    "affiliations": ("person,organization,role,started_on,ended_on", (WHO, WHERE, OWN, WHEN, WHEN)),
    "person_attributes": ("person,attribute,value,sensitive", (WHO, st.just("region"), OWN, YES)),
    "engagements": ("person,community,level,noted_on,own", (WHO, CIRCLE, LEVEL, WHEN, OWN)),
    "responses": ("person,wave,community,status", (WHO, NUMBER, CIRCLE, ANSWER)),
    "memberships": ("community,person,role", (CIRCLE, WHO, ROLE)),
}


class Store:
    """What a store with some records says."""

    def __init__(self, records: Sequence[Record] = ()) -> None:
        self._records = {(record.table, record.key): record for record in records}

    def read(
        self, table: str, *, keys: Sequence[str] | None = None, where: Mapping[str, str] | None = None
    ) -> list[Record]:
        found = [one for (name, key), one in self._records.items() if name == table and (keys is None or key in keys)]
        return [one for one in found if all(getattr(one, name) == value for name, value in (where or {}).items())]

    def count(self, table: str) -> int:
        return len(self.read(table))


@st.composite
def inputs(draw: st.DrawFn) -> dict[str, list[str]]:
    """Texts of tables."""
    found = {}
    for table, (header, lines) in TABLES.items():
        if draw(st.booleans()):
            found[table] = [header, *draw(st.lists(st.sampled_from(lines), max_size=4))]
    for table in draw(st.lists(st.sampled_from(sorted(KEYED)), min_size=1, max_size=3, unique=True)):
        header, columns = KEYED[table]
        rows = draw(st.lists(st.tuples(*columns), min_size=1, max_size=8))
        found[table] = [header, *map(",".join, rows)]
    return found


def _read(folder: Path, tables: dict[str, list[str]], options: ImportOptions) -> Reading:
    for old in folder.iterdir():
        old.unlink()
    for table, lines in tables.items():
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read(folder, options, lambda *_: None)
    for data in reading.tables:
        check_cells(data, options, reading.problems)
    return reading


def _said(plan: Plan) -> tuple[Any, ...]:
    doubts = plan.doubts.listed()
    return list(plan.records), plan.removed, plan.report, plan.problems.listed(), plan.problems.count, doubts


def _both_ways(reading: Reading, options: ImportOptions, store: Store) -> Plan:
    plan = make_plan(reading, options, store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyed_rows, "plain_rows", lambda work, data: None)
        slow = make_plan(reading, options, store)
    assert _said(plan) == _said(slow)
    assert plan.records[-3:] == list(plan.records)[-3:]
    report = plan.report
    assert len(list(plan.records)) == len(plan.records) == sum(report.created.values()) + sum(report.updated.values())
    return plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@settings(max_examples=60, deadline=None)
@given(first=inputs(), second=inputs(), skipping=st.booleans())
def test_any_tables(folder: Path, first: dict[str, list[str]], second: dict[str, list[str]], skipping: bool) -> None:
    options = ImportOptions(skip_bad_rows=skipping)
    known = _both_ways(_read(folder, first, options), options, Store()).records
    _both_ways(_read(folder, first | second, options), options, Store(known))


def test_most_rows_are_plain(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []

    def noted(*args: Any) -> Any:
        plain = plain_rows(*args)
        assert plain is not None
        found.append(len(plain.indices))
        return plain

    monkeypatch.setattr(keyed_rows, "plain_rows", noted)
    rows = ["person,collaboration,role,own"] + [f"Person {n},Work {n % 7},author,{n}" for n in range(50)]
    options = ImportOptions()
    plan = make_plan(_read(folder, {"participations": [*rows, rows[-1]]}, options), options, Store())
    assert found == [49]
    assert plan.report.created == {"people": 50, "collaborations": 7, "participations": 50}
    assert [record.provenance and record.provenance.row for record in plan.records[-2:]] == [50, 51]
