"""Affinity groups at work: inquiry, recommendation, presentation, answer, pilot, and what was taken up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from copnet.graph.works import NO_TIE_STATUS
from copnet.snapshot import Snapshot

Row = dict[str, Any]

CYCLE = ("inquiry", "recommendation", "presentation", "pilot")
DECIDED = ("accepted", "adopted", "declined")
NOT_STARTED = frozenset(NO_TIE_STATUS)


def groups_of(snapshot: Snapshot, community: str) -> list[str]:
    """The community, then its affinity groups and theirs, each level by id."""
    children: dict[str, list[str]] = {}
    for key, parent in snapshot["communities"].sort("id").select("id", "parent").iter_rows():
        children.setdefault(parent, []).append(key)
    found = [community]
    for key in found:
        found += [child for child in children.get(key, ()) if child not in found]
    return found


def group_rows(snapshot: Snapshot, cycles: Mapping[str, Sequence[Row]]) -> list[Row]:
    """One row a group that asked or recommended something, in the order given.

    Args:
        snapshot: the store.
        cycles: by group its collaborations of the kinds of ``CYCLE``, as ``cycles_of`` gives them.
    """
    names = dict(snapshot["communities"].select("id", "name").iter_rows())
    found = [_group(key, names[key], rows) for key, rows in cycles.items()]
    return [group for group in found if group["inquiries"] or group["recommendations"]]


def _group(key: str, name: str, rows: Sequence[Row]) -> Row:
    by_kind = {kind: [row for row in rows if row["kind"] == kind] for kind in CYCLE}
    areas = [row["focus_area"] for row in (*by_kind["inquiry"], *by_kind["recommendation"]) if row["focus_area"]]
    done = {kind: [_told(row) | {"outcome": row["outcome"]} for row in found] for kind, found in by_kind.items()}
    return {
        "id": key,
        "name": name,
        "focus_areas": list(dict.fromkeys(areas)),
        "inquiries": done["inquiry"],
        "recommendations": [_told(row) | recommendation(row, rows) for row in by_kind["recommendation"]],
        "presentations": done["presentation"],
        "pilots": done["pilot"],
    }


def recommendation(row: Row, others: Sequence[Row]) -> Row:
    """What became of a recommendation.

    It is answered when there is an answer, a day of one, or a status that says so. It is taken up when it was accepted
    or adopted, or when a pilot that was begun grew out of it, or out of a presentation of this recommendation alone: of
    several presented together nobody knows which one led to the pilot.

    Args:
        row: the recommendation, a row of the snapshot's collaborations.
        others: collaborations that may have grown out of it.
    """
    presented = [other for other in others if other["kind"] == "presentation" and row["id"] in other["grew_out_of"]]
    kinds = {other["id"]: other["kind"] for other in others}
    sources = {row["id"]} | {
        other["id"]
        for other in presented
        if not any(kinds.get(key) == "recommendation" and key != row["id"] for key in other["grew_out_of"])
    }
    pilots = [
        other["id"]
        for other in others
        if other["kind"] == "pilot" and other["status"] not in NOT_STARTED and sources & set(other["grew_out_of"])
    ]
    return {
        "answered": bool(row["answer"] or row["answered_on"] or row["status"] in DECIDED),
        "answer": row["answer"],
        "answered_by": row["answered_by"],
        "answered_on": row["answered_on"],
        "presentations": [other["id"] for other in presented],
        "pilots": pilots,
        "taken_up": row["status"] in ("accepted", "adopted") or bool(pilots),
    }


def cycles_of(works: pl.DataFrame, groups: Sequence[str], scope: set[str]) -> dict[str, list[Row]]:
    """By group the collaborations of its cycles, by date.

    What names no community and is in ``scope`` is the first's; what grew out of a group's own, such as a pilot
    elsewhere, is that group's as well.
    """
    chosen = works.filter(pl.col("kind").is_in(CYCLE)).sort("started_on", "id", nulls_last=True).to_dicts()
    found: dict[str, list[Row]] = {}
    for group in groups:
        own = {row["id"] for row in chosen if row["community"] == group}
        if group == groups[0]:
            own |= {row["id"] for row in chosen if row["community"] is None and row["id"] in scope and _asks(row)}
        grown = {row["id"] for row in chosen if row["community"] is None and not own.isdisjoint(row["grew_out_of"])}
        found[group] = [row for row in chosen if row["id"] in own | grown]
    return found


def _asks(row: Row) -> bool:
    """A pilot of no community belongs to a cycle only by growing out of it."""
    return bool(row["kind"] != "pilot")


def _told(row: Row) -> Row:
    return {"id": row["id"], "title": row["title"], "date": row["started_on"], "status": row["status"]}
