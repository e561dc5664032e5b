"""What may be told to an audience beyond names: titles that spell a name, what was given in trust, rows of people.

Everything is narrowed in the snapshot, before anything is computed from it, so that no figure, map, network or error
text can tell what the audience may not know. Who is withheld is still there and counts in every total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import polars as pl

from copnet.errors import UsageError
from copnet.fields import COLLABORATION_KINDS, UNKNOWN_KIND
from copnet.graph import NetworkSpec, sensitive_attributes
from copnet.services.audience import Audience, named_people
from copnet.services.spelling import Names
from copnet.services.texts import quotable_only, without_speakers, without_spelled
from copnet.snapshot import Snapshot
from copnet.tables import TABLES, fold_header

_KNOWN_KINDS = frozenset({*COLLABORATION_KINDS.values, UNKNOWN_KIND})
_PRIVATE = ("role", "location", "attributes")
"""Columns of people that are for facilitators: own columns may hold anything, also what went wrong in a header."""


def refuse_in_trust(snapshot: Snapshot, spec: NetworkSpec, audience: Audience) -> None:
    """What was told in trust is for the facilitator: it would tell who is what and who said what.

    Totals of a survey would tell single answers too, by their differences between roles, values and windows.

    Raises:
        UsageError: somebody else asks for survey answers, or for groups by a sensitive attribute.
    """
    if audience.kind == "facilitator":
        return
    if spec.directed:
        raise UsageError("What people answered about each other in a survey is shown to facilitators only.")
    if spec.by is not None and fold_header(spec.by) in sensitive_attributes(snapshot):
        raise UsageError(f'"{spec.by}" was given in trust: groups by it are shown to facilitators only.')


def told_snapshot(snapshot: Snapshot, audience: Audience) -> Snapshot:
    """The store as this audience may know it, with everybody still in it.

    A collaboration whose title, venue, id or kind spells the name or an alias of somebody who may not be named goes by
    its kind and a number; other texts that do are not there. For others than facilitators, people have no own columns,
    roles and places, and only those attributes that were said not to be sensitive; a learning has its text only when it
    is quotable, and its speaker only when their name may stand in reports.

    Raises:
        NotFound: the audience is a member who is not in the store.
    """
    named = named_people(snapshot, audience)
    frames = dict(snapshot.frames)
    hidden = frames["people"].filter(~pl.col("id").is_in(list(named)))
    spelled = Names([*hidden["name"], *hidden["aliases"].explode().drop_nulls(), *hidden["id"]])
    if not hidden.is_empty():
        frames |= _without_names(frames, spelled)
        frames |= without_spelled(frames, spelled)
    speakers = named
    if audience.kind != "facilitator":
        speakers &= frozenset(frames["people"].filter("name_in_reports")["id"])
        frames["learnings"] = quotable_only(frames["learnings"])
        people = frames["people"]
        frames["people"] = people.with_columns(pl.lit(None, people.schema[name]).alias(name) for name in _PRIVATE)
        frames["person_attributes"] = frames["person_attributes"].filter(~pl.col("sensitive"))
    frames["learnings"] = without_speakers(frames["learnings"], speakers)
    return replace(snapshot, frames=MappingProxyType(frames))


def _without_names(frames: Mapping[str, pl.DataFrame], names: Names) -> dict[str, pl.DataFrame]:
    """Collaborations without the names, and every reference to them under their new ids."""
    works = frames["collaborations"]
    told: list[dict[str, Any]] = []
    ids: dict[str, str] = {}
    for row in works.iter_rows(named=True):
        kind = UNKNOWN_KIND if row["kind"] not in _KNOWN_KINDS and names.spelled_in(row["kind"]) else row["kind"]
        venue = None if names.spelled_in(row["venue"]) else row["venue"]
        title = row["title"]
        if names.spelled_in(title) or names.spelled_in(row["id"]):
            title = f"A collaboration ({kind})"
            ids[row["id"]] = f"withheld:{len(ids) + 1}"
        told.append({**row, "kind": kind, "venue": venue, "title": title})
    changed = {"collaborations": pl.DataFrame(told, schema=works.schema)}
    if not ids:
        return changed
    for table in TABLES.values():
        frame = changed.get(table.name, frames[table.name])
        for column in table.columns:
            if column.name not in frame.columns:
                continue
            if column.refers_to == "collaborations" or (table.name, column.name) == ("collaborations", "id"):
                frame = frame.with_columns(_renamed(column.name, ids, listed=column.kind == "references"))
        changed[table.name] = frame
    return changed


def _renamed(column: str, ids: Mapping[str, str], *, listed: bool) -> pl.Expr:
    if listed:
        return pl.col(column).list.eval(pl.element().replace(dict(ids)))
    return pl.col(column).replace(dict(ids))
