"""One row of every table, in an order in which each comes after what it refers to; and a change for each."""

from __future__ import annotations

from typing import Any

ROWS: dict[str, dict[str, Any]] = {
    "organizations": {"id": "maple", "name": "Maple Teachers", "aliases": ["MT"], "attributes": {"Founded": "1990"}},
    "people": {
        "name": "Zoë Łukas", "email": "zoe@maple.example", "organization": "maple", "topics": ["reading", "math"],
        "visibility": "everyone", "name_in_reports": True,
    },
    "person_attributes": {"person": "zoë-łukas", "attribute": "region", "value": "north", "sensitive": False},
    "communities": {"name": "First cohort", "started_on": "2022-09", "ended_on": "2024-06-30", "capacity": 15},
    "aims": {"community": "first-cohort", "name": "Know each other", "area": "relationships"},
    "memberships": {"community": "first-cohort", "person": "zoë-łukas", "joined_on": "2022-10-01"},
    "engagements": {"person": "zoë-łukas", "community": "first-cohort", "level": "high", "noted_on": "2023"},
    "affiliations": {"person": "zoë-łukas", "organization": "maple", "role": "director", "started_on": "2019"},
    "collaborations": {
        "title": "Reading for All", "kind": "co-presentation", "started_on": "2023-03-02", "community": "first-cohort",
    },
    "participations": {"collaboration": "reading-for-all", "person": "zoë-łukas", "role": "presenter"},
    "responses": {"person": "zoë-łukas", "wave": "2023", "survey": "spring", "status": "answered"},
    "ties": {"from": "zoë-łukas", "to": "maple", "to_kind": "organization", "kind": "values", "value": 4},
    "learnings": {"community": "first-cohort", "kind": "insight", "text": "Ask early.", "by": "zoë-łukas"},
    "adoptions": {"organization": "maple", "approach": "levels of engagement", "from_person": "zoë-łukas"},
    "intents": {"community": "first-cohort", "attribute": "region", "value": "north", "share": 0.5},
}  # fmt: skip

CHANGES: dict[str, dict[str, Any]] = {
    "organizations": {"sector": "education", "attributes": {"Founded": None, "Size": "20"}},
    "people": {"location": "Springfield", "email": None, "topics": ["reading"]},
    "person_attributes": {"source": "application"},
    "communities": {"purpose": "Learn together", "capacity": None},
    "aims": {"area": "learning"},
    "memberships": {"left_on": "2024"},
    "engagements": {"level": "leading"},
    "affiliations": {"ended_on": "2023-12"},
    "collaborations": {"status": "ongoing", "venue": "The Conference"},
    "participations": {"role": "author"},
    "responses": {"status": "partial", "answered_on": "2023-05-01"},
    "ties": {"value": 5.5},
    "learnings": {"quotable": True},
    "adoptions": {"status": "done"},
    "intents": {"share": None, "seats": 5},
}
