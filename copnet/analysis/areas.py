"""The JSON of ``areas``: the four areas, or a community's own aims, with figures and the evidence beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from copnet.analysis import partnerships
from copnet.analysis.area_evidence import AREAS, MADE, Area, Scope
from copnet.analysis.cautions import cautions
from copnet.analysis.inquiries import NOT_STARTED, cycles_of, group_rows, recommendation
from copnet.analysis.lineage import lineage
from copnet.analysis.rates import Rate, rate
from copnet.analysis.ripple import Ripple, doubts, prepare, ring_counts, tie_counts
from copnet.graph.members import admitted
from copnet.graph.nodes import workplaces
from copnet.graph.projection import project
from copnet.snapshot import Snapshot

Json = dict[str, Any]
Figures = dict[str, Rate | int | None]

SAID: Mapping[str, tuple[str | None, ...]] = {
    "insights": ("problem", "insight", None),
    "actions": ("action",),
    "next_times": ("next-time",),
    "stories": ("story",),
}
"""Figures every area has, with the kinds of learning each counts."""


def areas(snapshot: Snapshot, community: str) -> Json:
    """The JSON of ``areas``, with everybody named; ``copnet.services.ripple.areas_for`` narrows it to an audience.

    A community's own aims come first, each with the figures and the evidence of the area it is mapped to; areas without
    an aim follow under their own names, so that nothing is lost. An aim without an area has neither.

    Raises:
        NotFound: no such community.
    """
    found = prepare(snapshot, community)
    who, scope = found.who, Scope(found)
    answers = partnerships.reported(snapshot, who, None)
    cycles = cycles_of(snapshot["collaborations"], scope.groups, scope.ids)
    figures: dict[Area, Figures] = {
        "relationships": _relationships(found, scope, answers),
        "learning": _learning(scope),
        "action": _action(scope, list({row["id"]: row for rows in cycles.values() for row in rows}.values())),
        "field-building": _field_building(found, scope),
    }
    evidence = scope.evidence()
    groups = group_rows(snapshot, cycles)
    rows = []
    for aim in _aims(snapshot, who.community):
        area = aim["area"]
        row = aim | {"figures": [], "evidence": []}
        if area is not None:
            said: Figures = {name: _count(scope, area, kinds) for name, kinds in SAID.items()}
            row |= {"figures": _listed(figures[area] | said), "evidence": list(evidence[area])}
        rows.append(row | ({"groups": groups} if area == "action" else {}))
    facts: Json = {
        "community": who.community, "community_name": who.name,
        "as_of": dt.date.fromordinal(who.to).isoformat() if who.to else None,
        "areas": rows,
        "undated_collaborations": len(found.undated - scope.ids), "undated_adoptions": len(scope.undated_adoptions),
        **doubts(found, also=scope.ids), "response_rate": answers.responses, "wave": answers.wave,
    }  # fmt: skip
    return facts | {"cautions": cautions(facts, nodes=len(who.members), whole_time=False)}


def _aims(snapshot: Snapshot, community: str) -> list[Json]:
    """``name``, ``area`` and ``text`` of the aims in the order of the areas, then areas without one."""
    order = [*AREAS, None]
    own = snapshot["aims"].filter(pl.col("community") == community).select("name", "area", "text").to_dicts()
    mapped = {aim["area"] for aim in own}
    own += [{"name": name, "area": area, "text": None} for area, name in AREAS.items() if area not in mapped]
    return sorted(own, key=lambda aim: order.index(aim["area"]))


def _relationships(found: Ripple, scope: Scope, answers: partnerships.Reported) -> Figures:
    who = found.who
    ties = project(sorted(who.members), found.works, found.taken)
    tied = np.unique(np.concatenate((ties.left, ties.right)))
    counts = tie_counts(found)
    proven = partnerships.documented(who, found.dated, found.standing.rows)
    return {
        "members_with_ties": rate(len(tied), len(who.members)),
        "ties_across_organizations": _across_organizations(found, ties.left.tolist(), ties.right.tolist()),
        "members_of_several_groups": rate(_in_several_groups(found, scope), len(who.members)),
        **{f"ties.{when}": count for when, count in counts.items()},
        "partnership_rate.reported": answers.partnered,
        "partnership_rate.documented": rate(len(proven), len(who.organizations)),
    }


def _across_organizations(found: Ripple, left: list[int], right: list[int]) -> Rate:
    """Ties between members of different organizations on the last day, of those whose organizations are known."""
    date = dt.date.fromordinal(found.who.to) if found.who.to else None
    places = workplaces(found.snapshot, date)
    nodes = sorted(found.who.members)
    known = [
        (places[nodes[one]], places[nodes[other]])
        for one, other in zip(left, right, strict=True)
        if nodes[one] in places and nodes[other] in places
    ]
    return rate(sum(one != other for one, other in known), len(known))


def _in_several_groups(found: Ripple, scope: Scope) -> int:
    rows = found.snapshot["memberships"].filter(
        pl.col("community").is_in(scope.groups[1:]),
        pl.col("person").is_in(list(found.who.members)),
        admitted(),
    )
    return rows.group_by("person").agg(pl.col("community").n_unique()).filter(pl.col("community") > 1).height


def _learning(scope: Scope) -> Figures:
    inside = scope.found.who.organizations
    adopted = [row for row in scope.adoptions if row["organization"] in inside]
    return {
        "adoptions": len(adopted),
        "adopting_organizations": rate(len({row["organization"] for row in adopted}), len(inside)),
    }


def _action(scope: Scope, cycle: list[Json]) -> Figures:
    pilots = [row["id"] for row in scope.works if row["kind"] == "pilot"]
    became = [recommendation(row, cycle) for row in cycle if row["kind"] == "recommendation"]
    return {
        "pilots": len(pilots),
        "joint_pilots": rate(len(scope.joint.intersection(pilots)), len(pilots)),
        "recommendations": len(became),
        "recommendations_answered": rate(sum(one["answered"] for one in became), len(became)),
        "recommendations_taken_up": rate(sum(one["taken_up"] for one in became), len(became)),
    }


def _field_building(found: Ripple, scope: Scope) -> Figures:
    made = [row["id"] for row in scope.works if row["kind"] in MADE]
    grown = [row for row in lineage(found.snapshot, found.who.community) if row["generation"]]
    return {
        "made": len(made),
        "made_together": rate(len(scope.joint.intersection(made)), len(made)),
        **{f"{ring}.{name}": count for ring, counts in ring_counts(found).items() for name, count in counts.items()},
        "lineage": sum(row["status"] not in NOT_STARTED for row in grown),
        "adoptions_outside": sum(row["organization"] not in found.who.organizations for row in scope.adoptions),
        "field_share": partnerships.field_share(found.who),
    }


def _count(scope: Scope, area: Area, kinds: tuple[str | None, ...]) -> int:
    return sum(row["area"] == area and row["kind"] in kinds for row in scope.learnings)


def _listed(figures: Figures) -> list[Json]:
    """Figures as rows; a count has neither numerator nor denominator."""
    empty: Json = {"rate": None, "numerator": None, "denominator": None}
    rows = []
    for name, value in figures.items():
        parts = value if isinstance(value, dict) else empty | {"rate": value}
        rows.append(
            {"name": name, "value": parts["rate"], "numerator": parts["numerator"], "denominator": parts["denominator"]}
        )
    return rows
