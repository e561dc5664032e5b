"""One invented example row per table for the template. Its first cell and its name begin with ``example:``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from copnet.cell_text import EXAMPLE_MARK

_ROWS: dict[str, dict[str, str]] = {
    "organizations": {
        "id": "rcn",
        "name": "River Counties Network",
        "aliases": "RCN",
        "kind": "association",
        "sector": "education",
        "location": "Fairwater",
        "url": "https://rcn.example",
    },
    "people": {
        "id": "ruth-ames",
        "name": "Ruth Ames",
        "email": "ruth@rcn.example",
        "organization": "River Counties Network",
        "role": "program lead",
        "location": "Fairwater",
        "topics": "family engagement | data use",
        "offers": "running a peer visit",
        "seeks": "a partner for a pilot",
        "willing": "yes",
        "visibility": "communities",
        "contact": "facilitators",
        "name_in_reports": "no",
    },
    "person_attributes": {
        "person": "Ruth Ames",
        "attribute": "region",
        "value": "north",
        "sensitive": "no",
        "source": "application form",
    },
    "communities": {
        "id": "cohort-1",
        "name": "Learning Cohort One",
        "kind": "cohort",
        "domain": "school improvement",
        "started_on": "2024-03",
        "ended_on": "2026-02",
        "funders": "Harbor Foundation",
        "capacity": "24",
        "field_size": "40",
    },
    "aims": {
        "community": "Learning Cohort One",
        "name": "Work together across organizations",
        "area": "action",
        "text": "Every member starts something with another member.",
    },
    "memberships": {
        "community": "Learning Cohort One",
        "person": "Ruth Ames",
        "organization": "River Counties Network",
        "role": "member",
        "status": "admitted",
        "joined_on": "2024-03-12",
    },
    "engagements": {
        "person": "Ruth Ames",
        "community": "Learning Cohort One",
        "level": "high",
        "noted_on": "2024-09",
    },
    "affiliations": {
        "person": "Ruth Ames",
        "organization": "River Counties Network",
        "role": "program lead",
        "started_on": "2021",
    },
    "collaborations": {
        "id": "peer-visits-panel",
        "title": "Panel on peer visits",
        "kind": "co-presentation",
        "started_on": "2024-10-05",
        "community": "Learning Cohort One",
        "venue": "Fall conference",
        "topics": "peer visits",
        "status": "done",
    },
    "participations": {
        "collaboration": "Panel on peer visits",
        "person": "Ruth Ames",
        "organization": "River Counties Network",
        "role": "presenter",
    },
    "responses": {
        "person": "Ruth Ames",
        "wave": "2024",
        "community": "Learning Cohort One",
        "survey": "relationships",
        "status": "answered",
        "answered_on": "2024-11-20",
    },
    "ties": {
        "from": "Ruth Ames",
        "to": "Omar Reyes",
        "kind": "would-call-on",
        "value": "3",
        "wave": "2024",
        "asked_on": "2024-11",
    },
    "learnings": {
        "community": "Learning Cohort One",
        "collaboration": "Panel on peer visits",
        "kind": "insight",
        "text": "Visits work best in pairs.",
        "area": "learning",
        "by": "Ruth Ames",
        "quotable": "no",
        "noted_on": "2024-10-06",
    },
    "adoptions": {
        "organization": "River Counties Network",
        "approach": "levels of engagement",
        "from_organization": "Lakeside Alliance",
        "from_person": "Omar Reyes",
        "adopted_on": "2025-01",
        "status": "in use",
    },
    "intents": {
        "community": "Learning Cohort One",
        "attribute": "region",
        "value": "north",
        "share": "30 %",
    },
}


def _marked(row: dict[str, str]) -> Mapping[str, str]:
    first = next(iter(row))
    marked = {first, "name", "title"} if first == "id" else {first}
    return MappingProxyType(
        {column: f"{EXAMPLE_MARK} {text}" if column in marked else text for column, text in row.items()}
    )


EXAMPLES: Mapping[str, Mapping[str, str]] = MappingProxyType({table: _marked(row) for table, row in _ROWS.items()})
"""By table and column, as a person would type it."""
