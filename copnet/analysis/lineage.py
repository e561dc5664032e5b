"""What grew out of a community's collaborations, generation by generation."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any

import polars as pl

from copnet.snapshot import Snapshot


def lineage(snapshot: Snapshot, community: str) -> list[dict[str, Any]]:
    """Chains of ``grew_out_of`` from a community's own collaborations, by generation, date and id.

    The generation is the fewest steps of ``grew_out_of`` from a collaboration of the community (0). A part is of the
    generation of its whole, never the whole of that of a part: one talk does not make its conference. Rows of
    generation 0 are there when something grew out of them. Whatever its status, a collaboration that grew is a row;
    ``status`` says what became of it.

    Returns:
        ``id``, ``title``, ``kind``, ``date``, ``status``, ``generation``, ``parents`` (ids of rows it grew out of) and
        ``part_of``.
    """
    frame = snapshot["collaborations"]
    rows = {row["id"]: row for row in frame.iter_rows(named=True)}
    generation = _generations(rows, frame.filter(pl.col("community") == community)["id"].to_list())
    parents = {
        key: [parent for parent in dict.fromkeys(rows[key]["grew_out_of"]) if parent in generation]
        for key in generation
    }
    leading = {parent for found in parents.values() for parent in found}
    kept = [key for key, step in generation.items() if step or key in leading]
    kept.sort(key=lambda key: (generation[key], rows[key]["started_on"] or "9999", key))
    return [
        {
            "id": key, "title": rows[key]["title"], "kind": rows[key]["kind"], "date": rows[key]["started_on"],
            "status": rows[key]["status"], "generation": generation[key], "parents": parents[key],
            "part_of": rows[key]["part_of"],
        }
        for key in kept
    ]  # fmt: skip


def _generations(rows: dict[str, dict[str, Any]], own: list[str]) -> dict[str, int]:
    """Fewest steps to each collaboration; a circle, which no import lets in, would not go on for ever."""
    grown: dict[str, list[str]] = defaultdict(list)
    parts: dict[str, list[str]] = defaultdict(list)
    for key, row in rows.items():
        for parent in row["grew_out_of"]:
            grown[parent].append(key)
        if row["part_of"] is not None:
            parts[row["part_of"]].append(key)
    steps = dict.fromkeys(own, 0)
    waiting = deque(own)
    done: set[str] = set()
    while waiting:
        key = waiting.popleft()
        if key in done:
            continue
        done.add(key)
        for step, near in ((0, parts[key]), (1, grown[key])):
            for other in near:
                if steps[key] + step < steps.get(other, len(rows) + 1):
                    steps[other] = steps[key] + step
                    waiting.append(other) if step else waiting.appendleft(other)
    return steps
