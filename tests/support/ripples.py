"""The ripple of a small community made by hand, and how two counts of one are compared."""

from __future__ import annotations

from typing import Any

from copnet.analysis.ripple_report import ripple
from tests.oracle.brute_ripple import Ripple
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


def check_rings(found: Json, counted: Ripple, *, known: bool = True) -> None:
    """Compare the rings of the code with the brute force, row by row with their evidence.

    Args:
        found: the JSON of ``ripple``.
        counted: the same by brute force.
        known: whether it can be told what was never seen before.
    """
    for name, ring in (("ring1", counted.ring1), ("ring2", counted.ring2)):
        for mode in ("people", "organizations"):
            rows, reached, new = found[name]["evidence"][mode], getattr(ring, mode), getattr(ring, f"new_{mode}")
            assert {row["id"]: row["collaborations"] for row in rows} == reached, name
            assert {row["id"]: row["new"] for row in rows} == {one: one in new if known else None for one in reached}
            assert found[name][mode] == len(reached)
            assert found[name][f"new_{mode}"] == (len(new) if known else None)
    for mode, later in zip(("person", "organization"), counted.joined_later, strict=True):
        rows = [row for row in found["joined_later"] if row["mode"] == mode]
        assert {row["id"]: row["collaborations"] for row in rows} == later
    evidence = found["evidence"]
    assert set(evidence["collaborations_with_outsiders"]) == counted.with_outsiders
    assert found["collaborations_with_outsiders"] == len(counted.with_outsiders)
    assert {row["id"] for row in evidence["members_bridging_out"]} == counted.bridging_out
    assert found["members_bridging_out"] == len(counted.bridging_out)
