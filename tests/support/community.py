"""A small community made by hand, as a snapshot: names that try to break out, a withheld one, some without ties."""

from __future__ import annotations

from typing import Any

from copnet.snapshot import COLUMNS, WITH_ATTRIBUTES, Snapshot, make_snapshot

EVIL = "<script>window.broken = 1</script>"
RTL = "\u05e0\u05d5\u05e2\u05d4 \u05dc\u05d5\u05d9"
EMOJI = 'Zo\u00eb \U0001f33b "Quote" O\'Hara & Sons'
SECRET_NAME, SECRET_ID, SECRET_ORGANIZATION = "Sigrid Hidden-Marker", "secret-id-marker", "Secret Organization Marker"
SECRET_VALUE = "secret attribute marker"

ORGANIZATIONS = (
    {"id": "north", "name": "North Readers", "sector": "Education"},
    {"id": "harbor", "name": "Harbor Kitchen </script><b>", "sector": "Food"},
    {"id": "south", "name": "South Clinic", "sector": "Health"},
    {"id": "secret-org-marker", "name": SECRET_ORGANIZATION, "sector": "Education"},
)

PEOPLE = (
    ("ana", "Ana Almeida", "north", "everyone", True),
    ("ben", "Ben Okafor", "north", "everyone", True),
    ("evil", EVIL, "harbor", "everyone", True),
    ("noa", RTL, "harbor", "everyone", True),
    ("zoe", EMOJI, "south", "everyone", True),
    (SECRET_ID, SECRET_NAME, "secret-org-marker", "nobody", False),
    ("dov", "Dov Alone", "south", "everyone", True),
    ("eva", "Eva Alone", None, "facilitators", False),
)

COLLABORATIONS: tuple[tuple[str, str, str, str | None, tuple[str, ...]], ...] = (
    ("talk", "Reading aloud, a talk", "co-presentation", "2024-03-05", ("ana", "evil")),
    ("talk2", "Reading aloud, again", "co-presentation", "2025-02", ("ana", "evil", "noa")),
    ("pilot", "Soup <img src=x onerror=alert(1)> pilot", "pilot", "2021", ("noa", "zoe")),
    ("undated", "An undated article", "article", None, ("ana", "ben")),
    ("hidden", f"Coaching for {SECRET_NAME}", "coaching", "2025-05-01", ("ana", SECRET_ID)),
    ("three", "Three at a table", "convening", "2025-06-01", ("ana", "ben", SECRET_ID)),
)


def columns(table: str, rows: list[dict[str, Any]]) -> dict[str, list[object]]:
    """Rows as the columns of a snapshot's table; what a row does not say is None."""
    names = (*COLUMNS[table], *(("attributes",) if table in WITH_ATTRIBUTES else ()))
    return {name: [row.get(name) for row in rows] for name in names}


def people_rows() -> list[dict[str, Any]]:
    """The people, the hidden one with an attribute."""
    return [
        {
            "id": key, "name": name, "organization": organization, "visibility": visibility, "name_in_reports": reports,
            "contact": "facilitators", "attributes": f'{{"Region": "{SECRET_VALUE if key == SECRET_ID else "Coast"}"}}',
        }
        for key, name, organization, visibility, reports in PEOPLE
    ]  # fmt: skip


def snapshot(*, empty: bool = False, reverse: bool = False) -> Snapshot:
    """The community; ``empty``: without members; ``reverse``: the same rows, written down the other way round."""
    tables: dict[str, list[dict[str, Any]]] = {
        "organizations": [dict(row) for row in ORGANIZATIONS],
        "people": people_rows(),
        "communities": [{"id": "cohort", "name": "Cohort & <i>friends</i>", "started_on": "2024-01-01"}],
        "memberships": [] if empty else [
            {"community": "cohort", "person": key, "role": "member", "status": "admitted"} for key, *_ in PEOPLE
        ],
        "collaborations": [
            {"id": key, "title": title, "kind": kind, "started_on": date, "status": "done", "community": "cohort"}
            for key, title, kind, date, _ in COLLABORATIONS
        ],
        "participations": [
            {"collaboration": key, "person": person} for key, *_, people in COLLABORATIONS for person in people
        ],
        "ties": [
            {"from": "ana", "to": "ben", "kind": "trusts", "value": 4.0, "from_kind": "person", "to_kind": "person"},
            {"from": "ben", "to": "ana", "kind": "trusts", "value": 2.0, "from_kind": "person", "to_kind": "person"},
            {"from": "ana", "to": "zoe", "kind": "trusts", "value": 3.0, "from_kind": "person", "to_kind": "person"},
        ],
    }  # fmt: skip
    ordered = {table: rows[::-1] if reverse else rows for table, rows in tables.items()}
    return make_snapshot({table: columns(table, rows) for table, rows in ordered.items()}, version=1)
