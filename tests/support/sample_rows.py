"""The sample's tables read with the standard library alone, and the few readings of them that the tests share."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from copnet.sample import sample_path

Row = dict[str, str]
Rows = dict[str, list[Row]]

NO_TIE_ROLES = {"audience", "leadership"}
NO_TIE_STATUSES = {"proposed", "planned", "declined", "cancelled"}
GATHERINGS = {"convening", "coaching", "introduction"}


def read_sample() -> Rows:
    """Every table of the sample, by name."""
    with sample_path() as folder:
        return {path.stem: read(path) for path in sorted(folder.glob("*.csv"))}


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def by_id(rows: Rows, table: str) -> dict[str, Row]:
    return {row["id"]: row for row in rows[table]}


def members_of(rows: Rows) -> set[str]:
    return {
        row["person"]
        for row in rows["memberships"]
        if row["community"] == "cohort" and row["role"] == "member" and row["person"]
    }


def organizations_of(rows: Rows) -> set[str]:
    return {row["organization"] for row in rows["memberships"] if row["role"] == "member" and not row["person"]}


def organizations_in(rows: Rows, wave: str) -> dict[str, set[str]]:
    """Every organization a person belongs to at the middle of the wave's year: whichever is taken must not matter."""
    middle = f"{wave}-06"
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows["affiliations"]:
        if row["started_on"] <= middle and (not row["ended_on"] or row["ended_on"] >= middle):
            found[row["person"]].add(row["organization"])
    for row in rows["people"]:
        if row["organization"] and row["id"] not in found:
            found[row["id"]].add(row["organization"])
    return found


def took_part(rows: Rows) -> dict[str, set[str]]:
    """The persons of each collaboration that makes ties."""
    status = {row["id"]: row["status"] for row in rows["collaborations"]}
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows["participations"]:
        if row["person"] and row["role"] not in NO_TIE_ROLES and status[row["collaboration"]] not in NO_TIE_STATUSES:
            found[row["collaboration"]].add(row["person"])
    return found


def evidence_of(rows: Rows, nodes: set[str]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for collaboration, people in took_part(rows).items():
        for a, b in combinations(sorted(people & nodes), 2):
            found[a, b].add(collaboration)
    return found


def components(nodes: Iterable[str], ties: Iterable[tuple[str, str]]) -> list[set[str]]:
    groups = [{node} for node in nodes]
    for a, b in ties:
        touched = [group for group in groups if a in group or b in group]
        groups = [group for group in groups if group not in touched] + [set().union(*touched)]
    return sorted(groups, key=len, reverse=True)
