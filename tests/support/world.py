"""One small hand-made store in which every reference column of every table is used."""

from __future__ import annotations

from typing import Any

from copnet.record import Record, Source
from copnet.tables import STORED

_ROWS: list[tuple[str, dict[str, Any]]] = [
    ("organizations", {"id": "o1", "name": "One", "sector": "health", "attributes": {"Size": "3"}}),
    ("organizations", {"id": "o2", "name": "Two", "parent": "o1", "aliases": ["2", "II"]}),
    ("people", {"id": "p1", "name": "Ann", "organization": "o1", "topics": ["x", "y"], "attributes": {"Shoe": "4"}}),
    ("people", {"id": "p2", "name": "Bö", "visibility": "everyone", "name_in_reports": True}),
    ("people", {"id": "p3", "name": "Cem"}),
    ("person_attributes", {"person": "p1", "attribute": "region", "value": "north"}),
    ("communities", {"id": "c1", "name": "Cohort", "started_on": "2020", "capacity": 12}),
    ("communities", {"id": "c2", "name": "Group", "parent": "c1", "field_size": 40}),
    ("aims", {"community": "c1", "name": "More bridges", "area": "relationships"}),
    ("memberships", {"community": "c1", "person": "p1", "organization": "o1", "joined_on": "2020-02"}),
    ("memberships", {"community": "c1", "organization": "o2", "role": "funder"}),
    ("engagements", {"person": "p1", "community": "c1", "level": "high"}),
    ("affiliations", {"person": "p2", "organization": "o2", "started_on": "2019", "role": "nurse"}),
    ("collaborations", {"id": "k1", "title": "Pilot", "kind": "pilot", "community": "c1", "started_on": "2021-03-04"}),
    ("collaborations", {"id": "k2", "title": "Part", "kind": "article", "part_of": "k1", "grew_out_of": ["k1"]}),
    ("participations", {"collaboration": "k1", "person": "p1", "organization": "o1", "role": "host"}),
    ("participations", {"collaboration": "k1", "organization": "o2"}),
    ("responses", {"person": "p2", "wave": "2024", "community": "c1", "status": "answered"}),
    ("ties", {"from": "p1", "to": "p2", "kind": "trusts", "value": -1.0, "wave": "2024"}),
    ("ties", {"from": "o1", "to": "o2", "kind": "knows", "from_kind": "organization", "to_kind": "organization"}),
    ("ties", {"from": "p1", "to": "o2", "kind": "values", "to_kind": "organization", "value": 0}),
    ("ties", {"from": "o2", "to": "p1", "kind": "values", "from_kind": "organization", "value": 2.5}),
    ("learnings", {"community": "c1", "collaboration": "k1", "text": "It takes time", "by": "p1"}),
    ("adoptions", {"organization": "o2", "approach": "Huddle", "from_organization": "o1", "from_person": "p1",
                   "from_collaboration": "k1", "adopted_on": "2022"}),
    ("intents", {"community": "c1", "attribute": "region", "value": "north", "share": 0.25}),
    ("intents", {"community": "c1", "attribute": "region", "value": "south", "seats": 3}),
    ("decisions", {"people": ["p3", "p1"], "verdict": "different", "decided_on": "2026-01"}),
    ("decisions", {"organizations": ["o1", "o2"], "verdict": "later"}),
    ("merges", {"number": 1, "person": "p3", "dropped": "p9", "name": "C. Em", "email": "c@e.example", "moved": 2}),
    ("merges", {"number": 2, "organization": "o2", "dropped": "o9", "name": "Too"}),
    ("merged_rows", {"merge": "person-p9", "number": 0, "of": "people", "before": '[{"id": "p9", "name": "C. Em"}]'}),
]  # fmt: skip


def world() -> list[Record]:
    """The records, each with the row of the file it came from."""
    return [
        STORED[table].record.model_validate(row | {"provenance": Source(file="world.xlsx", sheet=table, row=number)})
        for number, (table, row) in enumerate(_ROWS, start=2)
    ]


def people(*keys: str) -> list[Record]:
    return [make("people", id=key, name=key.upper()) for key in keys]


def make(table: str, **values: Any) -> Record:
    """A record from keywords; ``from_`` stands for ``from``."""
    return STORED[table].record.model_validate({name.rstrip("_"): value for name, value in values.items()})
