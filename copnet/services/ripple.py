"""``ripple`` and ``areas`` as an audience may see them: the counts are whole, the evidence names who agreed."""

from __future__ import annotations

from typing import Any

from copnet.analysis import areas as areas_of
from copnet.analysis import ripple_report
from copnet.analysis.ripple import After
from copnet.services.audience import WITHHELD, Audience, named_people, withhold
from copnet.services.consent import told_community, told_snapshot
from copnet.snapshot import Snapshot

Json = dict[str, Any]


def ripple_for(
    snapshot: Snapshot, community: str, audience: Audience, *, after: After = "start", wave: str | None = None
) -> Json:
    """The JSON of ``ripple``; arguments and errors otherwise as ``copnet.analysis.ripple_report.ripple``.

    Rows of people who may not be named, and ties with one of them, become ``{"withheld": true}`` at the end of their
    list. Who named whom as a partner was told in trust: facilitators alone see it, others the rate.

    Raises:
        NotFound: the audience is a member who is not in the store.
    """
    named = named_people(snapshot, audience)
    told = told_snapshot(snapshot, audience)
    result = ripple_report.ripple(told, told_community(snapshot, told, community)[1], after=after, wave=wave)
    for ring in ("ring1", "ring2"):
        evidence = result[ring]["evidence"]
        evidence["people"] = withhold(evidence["people"], lambda row: row["id"] in named)
    result["joined_later"] = withhold(
        result["joined_later"], lambda row: row["mode"] == "organization" or row["id"] in named
    )
    ties = result["ties"]
    ties["evidence"] = withhold(ties["evidence"], lambda row: row["a"]["id"] in named and row["b"]["id"] in named)
    evidence = result["evidence"]
    for part in ("members", "members_bridging_out"):
        evidence[part] = withhold(evidence[part], lambda row: row["id"] in named)
    evidence["reported"] = _partners(evidence["reported"], named) if audience.kind == "facilitator" else WITHHELD
    used = ripple_report.referred(result)
    result["collaborations"] = {key: facts for key, facts in result["collaborations"].items() if key in used}
    return result | {"audience": str(audience)}


def _partners(rows: list[Json], named: frozenset[str]) -> list[Json]:
    """Who named whom, without who is visible to nobody."""
    shown = [
        row
        | {"partners": withhold(row["partners"], lambda other: other["mode"] == "organization" or other["id"] in named)}
        for row in rows
    ]
    return withhold(shown, lambda row: row["id"] in named)


def areas_for(snapshot: Snapshot, community: str, audience: Audience) -> Json:
    """The JSON of ``areas``; arguments and errors otherwise as ``copnet.analysis.areas.areas``.

    A learning whose text this audience may not read counts and is ``{"withheld": true}``; who an approach came from is
    named only where they may be.

    Raises:
        NotFound: the audience is a member who is not in the store.
    """
    named = named_people(snapshot, audience)
    told = told_snapshot(snapshot, audience)
    result = areas_of.areas(told, told_community(snapshot, told, community)[1])
    for area in result["areas"]:
        rows = [_adopted(row, named) if row["kind"] == "adoption" else row for row in area["evidence"]]
        area["evidence"] = withhold(rows, lambda row: row["title"] is not None)
    return result | {"audience": str(audience)}


def _adopted(row: Json, named: frozenset[str]) -> Json:
    """An adoption without the person it came from, and without the key that could be tried on every person."""
    if row["from_person"] is None or row["from_person"]["id"] in named:
        return row
    return row | {"from_person": dict(WITHHELD), "id": None}
