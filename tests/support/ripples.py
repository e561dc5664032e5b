"""The ripple of a small community made by hand."""

from __future__ import annotations

from typing import Any

from copnet.analysis.ripple_report import ripple
from tests.support.table_snapshot import snapshot_of

Json = dict[str, Any]


def found_in(
    works: dict[str, tuple[str, str]], members: tuple[str, ...] = ("ann", "bob"), tables: Json | None = None,
    community: Json | None = None, roles: Json | None = None, **options: Any,
) -> Json:  # fmt: skip
    """Ripple of a community from 2020 to 2021; works are id: (date, people)."""
    names = sorted({name for _, people in works.values() for name in people.split()} | {*members, *(roles or {})})
    rows: Json = {
        "people": [{"id": name, "name": name.title()} for name in names],
        "communities": [{"id": "c", "started_on": "2020-01-01", "ended_on": "2021-12-31"} | (community or {})],
        "memberships": [
            *({"community": "c", "person": name} for name in members),
            *({"community": "c", "person": name} | row for name, row in (roles or {}).items()),
        ],
        "collaborations": [{"id": key, "started_on": date} for key, (date, _) in works.items()],
        "participations": [
            {"collaboration": key, "person": name} for key, (_, people) in works.items() for name in people.split()
        ],
    }
    for table, more in (tables or {}).items():
        rows[table] = [*rows.get(table, []), *more]
    return ripple(snapshot_of(**rows), "c", **options)
