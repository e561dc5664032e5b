"""Made-up histories of any size: the same people and seed give the same records."""

from __future__ import annotations

import datetime as dt

import numpy as np

from copnet.model import Collaboration, Organization, Participation, Person
from copnet.record import Record
from copnet.snapshot import COLUMNS, Snapshot, make_snapshot

START = dt.date(2015, 1, 1)
DAYS = 3650


def history(people: int, seed: int = 7) -> list[Record]:
    """People of ``people // 25`` organizations and about four participations each, over ten years.

    Teams are of two to six; half of each is drawn from one organization, and busy people are drawn more often.
    """
    random = np.random.default_rng(seed)
    places = max(3, people // 25)
    home = random.integers(0, places, people)
    busy = random.pareto(2.5, people) + 0.2
    busy /= busy.sum()
    records: list[Record] = [Organization(id=f"o{place}", name=f"Organization {place}") for place in range(places)]
    records += [Person(id=f"p{one}", name=f"Person {one}", organization=f"o{home[one]}") for one in range(people)]
    for number in range(people * 4 // 3):
        size = int(random.integers(2, 7))
        team = set(random.choice(people, size=size, p=busy).tolist())
        first = next(iter(team))
        colleagues = np.flatnonzero(home == home[first])
        team |= set(random.choice(colleagues, size=size // 2).tolist())
        day = START + dt.timedelta(days=int(random.integers(0, DAYS)))
        work = Collaboration.model_validate(
            {"id": f"c{number}", "title": f"Work {number}", "kind": "article", "started_on": day.isoformat()}
        )
        records.append(work)
        records += [Participation(collaboration=work.id, person=f"p{one}") for one in sorted(team)]
    return records


def as_snapshot(records: list[Record]) -> Snapshot:
    """The snapshot a store with these records gives, without a store."""
    columns: dict[str, dict[str, list[object]]] = {
        table: {name: [] for name in names} for table, names in COLUMNS.items()
    }
    for record in records:
        values = record.model_dump(mode="json", by_alias=True)
        for name, column in columns[record.table].items():
            column.append(values[name])
    for table in ("people", "organizations"):
        columns[table]["attributes"] = [None] * len(columns[table]["id"])
    return make_snapshot(columns, version=1)
