"""The evidence of each tie: the collaborations it rests on, as attributes of a NetworkX graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np

from copnet.graph.days import NEVER
from copnet.graph.nodes import Attributes
from copnet.graph.projection import Projection
from copnet.graph.spec import NetworkSpec

Edge = tuple[str, str, dict[str, Any]]


def work_facts(found: Projection, making: Any) -> dict[str, dict[str, str | None]]:
    """Title, kind, dates and venue of works, by id."""
    columns = ("id", "title", "kind", "started_on", "ended_on", "venue")
    rows = found.works.select(columns)[making].iter_rows()
    return {
        key: {"title": title, "kind": kind, "date": start, "until": end, "venue": venue}
        for key, title, kind, start, end, venue in rows
    }


def work_nodes(found: Projection) -> Iterable[tuple[str, Attributes]]:
    """The works as nodes of a two-mode network."""
    for key, title, kind, date in found.works.select("id", "title", "kind", "started_on").iter_rows():
        yield (
            f"collaboration:{key}",
            {"id": key, "name": title, "mode": "collaboration", "kind": kind, "date": date, "attributes": {}},
        )


def involvement_edges(found: Projection, spec: NetworkSpec, to: dt.date | None) -> Iterable[Edge]:
    """Who took part in what, as ties of a two-mode network."""
    keys, kinds = found.works["id"].to_list(), found.works["kind"].to_list()
    starts, ends = _texts(found, to)
    for who, what in zip(*(end.tolist() for end in found.involvements), strict=True):
        yield (
            f"{spec.mode}:{found.nodes[who]}",
            f"collaboration:{keys[what]}",
            {
                "weight": 1, "first": starts[what], "last": ends[what], "kinds": (kinds[what],),
                "collaborations": (keys[what],),
            },
        )  # fmt: skip


def pair_edges(found: Projection, spec: NetworkSpec, kept: Any, to: dt.date | None) -> Iterable[Edge]:
    """The kept pairs as ties."""
    keys, kinds = found.works["id"].to_list(), found.works["kind"].to_list()
    starts, ends = _texts(found, to)
    began, ended = found.day("start_first", NEVER).tolist(), found.day("end_last", NEVER).tolist()
    counts, newmans = found.count, found.newman.tolist()
    stops = np.cumsum(counts).tolist()
    work = found.work.tolist()
    for pair in np.flatnonzero(kept).tolist():
        evidence = work[stops[pair] - counts[pair] : stops[pair]]
        dated = [item for item in evidence if starts[item] is not None]
        count = len(evidence)
        yield (
            found.nodes[found.left[pair]],
            found.nodes[found.right[pair]],
            {
                "weight": newmans[pair] if spec.weight == "newman" else count,
                "count": count,
                "newman": newmans[pair],
                "first": min(((began[item], starts[item]) for item in dated), default=(0, None))[1],
                "last": max(((ended[item], ends[item]) for item in dated), default=(0, None))[1],
                "kinds": tuple(sorted({kinds[item] for item in evidence})),
                "collaborations": tuple(keys[item] for item in evidence),
            },
        )


def _texts(found: Projection, to: dt.date | None) -> tuple[list[str | None], list[str | None]]:
    """First and last date of each work as ISO text; what goes on ends on the day looked at."""
    columns = found.works.select("started_on", "ended_on", "status", "start_first", "end_last").iter_rows()
    starts: list[str | None] = []
    ends: list[str | None] = []
    for start, end, status, _, last in columns:
        starts.append(start)
        if start is None:
            ends.append(None)
        elif end is None and status == "ongoing" and to is not None and last == to.toordinal():
            ends.append(to.isoformat())
        else:
            ends.append(end or start)
    return starts, ends
