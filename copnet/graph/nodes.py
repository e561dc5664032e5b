"""What is known about each node: attributes for coloring, grouping and the table beside the map."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import polars as pl

from copnet.fields import EndKind
from copnet.graph.days import EVER, NEVER, day, with_days
from copnet.graph.members import admitted
from copnet.graph.spec import NetworkSpec
from copnet.snapshot import Snapshot
from copnet.tables import fold_header

Attributes = dict[str, Any]


def node_attributes(snapshot: Snapshot, spec: NetworkSpec, mode: EndKind, to: dt.date | None) -> dict[str, Attributes]:
    """Everything about each person or organization, by id, as on the last day of the window."""
    organizations = {row["id"]: row for row in snapshot["organizations"].iter_rows(named=True)}
    community = joined_last(snapshot, spec, mode, to)
    if mode == "organization":
        return {
            key: {
                "id": key, "name": row["name"], "mode": mode, "organization": None, "organization_name": None,
                "sector": row["sector"], "kind": row["kind"], "location": row["location"],
                "community": community.get(key), "attributes": _joined(own_values(row["attributes"])),
            }
            for key, row in organizations.items()
        }  # fmt: skip
    places = workplaces(snapshot, to)
    given = _given(snapshot)
    hidden = sensitive_attributes(snapshot)
    result = {}
    for row in snapshot["people"].iter_rows(named=True):
        key = row["id"]
        place = places.get(key)
        organization = organizations.get(place or "", {"name": None, "sector": None})
        own = merge(own_values(row["attributes"]), given.get(key, {}))
        result[key] = {
            "id": key, "name": row["name"], "mode": mode, "organization": place,
            "organization_name": organization["name"], "sector": organization["sector"], "role": row["role"],
            "community": community.get(key), "location": row["location"], "visibility": row["visibility"],
            "attributes": _joined({name: values for name, values in own.items() if fold_header(name) not in hidden}),
        }  # fmt: skip
    return result


def sensitive_attributes(snapshot: Snapshot) -> frozenset[str]:
    """Attributes never shown of a single person: with an intent, or in person_attributes not marked ``no`` (folded)."""
    given = snapshot["person_attributes"].filter(pl.col("sensitive").fill_null(True))["attribute"]
    return frozenset(fold_header(name) for name in {*given.to_list(), *snapshot["intents"]["attribute"].to_list()})


def own_values(text: str | None) -> dict[str, list[str]]:
    """Own columns of a row with the several values of each cell."""
    if not text:
        return {}
    return {name: split_cell(str(value)) for name, value in json.loads(text).items()}


def split_cell(text: str) -> list[str]:
    r"""The values of a cell, separated by ``|``; a real bar is written ``\|``, a backslash ``\\``."""
    parts = re.findall(r"(?:\\.|[^|\\]|\\$)+", text, re.DOTALL)
    values = [re.sub(r"\\([|\\])", r"\1", part).strip() for part in parts]
    return sorted({value for value in values if value})


def merge(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    """The values of both, each once; names that differ in case, spaces or underscores are one."""
    result = dict(one)
    names = {fold_header(name): name for name in one}
    for name, values in other.items():
        known = names.setdefault(fold_header(name), name)
        result[known] = sorted({*result.get(known, []), *values})
    return result


def given_values(snapshot: Snapshot) -> dict[str, dict[str, list[str]]]:
    """All values of person_attributes, sensitive ones too, by person and attribute."""
    return _collect(snapshot["person_attributes"])


def _given(snapshot: Snapshot) -> dict[str, dict[str, list[str]]]:
    return _collect(snapshot["person_attributes"].filter(~pl.col("sensitive").fill_null(True)))


def _collect(frame: pl.DataFrame) -> dict[str, dict[str, list[str]]]:
    result: dict[str, dict[str, list[str]]] = {}
    for person, attribute, value in frame.select("person", "attribute", "value").iter_rows():
        result[person] = merge(result.get(person, {}), {attribute: [value]})
    return result


def _joined(values: dict[str, list[str]]) -> dict[str, str]:
    return {name: " | ".join(found) for name, found in sorted(values.items()) if found}


def workplaces(snapshot: Snapshot, to: dt.date | None) -> dict[str, str]:
    """Where each person worked on the day (None: whenever), else ``people.organization``.

    Of several the earliest started, then the smallest id.
    """
    frame = with_days(with_days(snapshot["affiliations"], "started_on", "from"), "ended_on", "until")
    frame = frame.with_columns(pl.col("from_first").fill_null(NEVER), pl.col("until_last").fill_null(EVER))
    if to is not None:
        frame = frame.filter((pl.col("from_first") <= day(to, EVER)) & (pl.col("until_last") >= day(to, EVER)))
    frame = frame.sort("from_first", "organization").unique("person", keep="first", maintain_order=True)
    own = snapshot["people"].filter(pl.col("organization").is_not_null()).select("id", "organization")
    return dict(own.iter_rows()) | dict(frame.select("person", "organization").iter_rows())


def joined_last(snapshot: Snapshot, spec: NetworkSpec, mode: EndKind, to: dt.date | None) -> dict[str, str]:
    """The community each joined last, also when they left it; a blank day is the community's start."""
    starts = with_days(snapshot["communities"], "started_on", "began").select(
        pl.col("id").alias("community"), "began_first"
    )
    rows = snapshot["memberships"].filter(pl.col(mode).is_not_null() & admitted(spec.roles))
    rows = with_days(rows, "joined_on", "joined").join(starts, on="community", how="left")
    rows = rows.with_columns(pl.coalesce("joined_first", "began_first").fill_null(NEVER).alias("since"))
    rows = rows.filter(pl.col("since") <= day(to, EVER))
    rows = rows.sort("since", "community", descending=[True, False]).unique(mode, keep="first", maintain_order=True)
    return dict(rows.select(mode, "community").iter_rows())
