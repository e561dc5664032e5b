"""Frozen NetworkX graphs of the networks of the definitions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import networkx as nx
import numpy as np
import polars as pl

from copnet.graph.days import NEVER, as_of
from copnet.graph.groups import group_values
from copnet.graph.members import find_community, node_set
from copnet.graph.nodes import Attributes, node_attributes
from copnet.graph.projection import ROUNDING, Projection, project
from copnet.graph.ratings import mean_ratings
from copnet.graph.reliance import heaviest, lost_without
from copnet.graph.spec import NetworkSpec
from copnet.graph.survey import survey
from copnet.graph.works import involvement, undated_count, works
from copnet.snapshot import Snapshot

Edge = tuple[str, str, dict[str, Any]]


def build_network(snapshot: Snapshot, spec: NetworkSpec) -> nx.Graph[str] | nx.DiGraph[str]:
    """The network of ``spec``, frozen; nodes and edges in the order of their ids.

    A node is the id of a person or an organization; where there are two kinds of nodes, ``person:ID``,
    ``organization:ID`` or ``collaboration:ID``. Nodes without ties are there too. Dates are ISO text.

    Node attributes: ``id``, ``name``, ``mode``; of persons and organizations ``organization`` and ``organization_name``
    (persons), ``sector``, ``community`` (joined last), ``location``, ``role`` and ``visibility`` (persons), ``kind``
    (organizations), ``attributes`` (own columns, and person_attributes that are not sensitive), all as on the last day
    of the window; in survey networks ``total_trust`` and ``total_value``, the mean rating received; of collaborations
    ``kind`` and ``date``. ``group`` is the value of ``spec.by``.

    Edge attributes: ``weight``, ``first``, ``last``, ``kinds``, ``collaborations`` (ids by first day: the evidence); of
    people and organizations also ``count`` and ``newman``; of answers ``value``, ``wave`` and ``asked_on``.

    ``graph.graph``: ``spec``, ``directed``, ``community`` (id), ``as_of``, ``undated_collaborations``,
    ``undated_ties``, ``imprecise_dates``, ``several_affiliations``, ``no_value``, ``wave``, ``response_rate``,
    ``one_collaboration`` (without which half or more of the ties would not be there) and ``collaborations`` (title,
    kind, dates and venue of those that make ties, by id).

    Raises:
        NotFound: no such community, kind of tie or wave.
        UsageError: no such kind of collaboration or grouping, or several values of one.
    """
    to = as_of(snapshot, spec.end)
    graph: nx.Graph[str] | nx.DiGraph[str]
    graph = _survey_network(snapshot, spec, to) if spec.directed else _collaboration_network(snapshot, spec, to)
    graph.graph |= {
        "spec": spec,
        "directed": spec.directed,
        "community": find_community(snapshot, spec.community) if spec.community is not None else None,
        "as_of": to.isoformat() if to else None,
        "no_value": None,
    }
    if spec.by is not None:
        groups = group_values(snapshot, graph, spec.by)
        nx.set_node_attributes(graph, groups, "group")
        named = [node for node, data in graph.nodes(data=True) if data["mode"] != "collaboration"]
        graph.graph["no_value"] = sum(groups[node] is None for node in named)
    nx.freeze(graph)
    return graph


def _collaboration_network(snapshot: Snapshot, spec: NetworkSpec, to: dt.date | None) -> nx.Graph[str]:
    collaborations = works(snapshot, spec, to)
    collaborations = collaborations.filter(pl.col("meets") | ~pl.col("dated"))
    taken = involvement(snapshot, collaborations, spec.mode)
    nodes = node_set(snapshot, spec, spec.mode, to)["id"].to_list()
    everything = project(nodes, collaborations, taken)
    unsure = {f"collaboration:{key}" for key in everything.works.filter("imprecise")["id"].to_list()}
    found = project(nodes, collaborations.filter("meets"), taken) if spec.has_window else everything
    attributes = node_attributes(snapshot, spec, spec.mode, to)
    graph: nx.Graph[str] = nx.Graph()
    if spec.kind == "two-mode":
        making = np.unique(found.what)
        graph.add_nodes_from((f"{spec.mode}:{key}", attributes[key]) for key in nodes)
        graph.add_nodes_from(_work_nodes(found))
        graph.add_edges_from(_involvements(found, spec, to))
        heavy = heaviest(found, np.bincount(found.what, minlength=len(found.works)), len(found.who))
    else:
        kept = np.ones(len(found.left), dtype=bool)
        if spec.min_weight is not None:
            kept = found.weight(spec.weight) >= spec.min_weight - ROUNDING
        making = np.unique(found.work[kept[found.pair]])
        graph.add_nodes_from((key, attributes[key]) for key in nodes)
        graph.add_edges_from(_pairs(found, spec, kept, to))
        heavy = heaviest(found, lost_without(found, spec, kept), int(kept.sum()))
    several, places = taken.doubts(found.works["id"])
    graph.graph |= {
        "undated_collaborations": undated_count(collaborations, everything.works, spec),
        "imprecise_dates": len(unsure | places),
        "several_affiliations": several,
        "one_collaboration": heavy,
        "collaborations": _facts(found, making),
        "wave": None,
        "response_rate": None,
        "undated_ties": 0,
    }
    return graph


def _facts(found: Projection, making: Any) -> dict[str, dict[str, str | None]]:
    columns = ("id", "title", "kind", "started_on", "ended_on", "venue")
    rows = found.works.select(columns)[making].iter_rows()
    return {
        key: {"title": title, "kind": kind, "date": start, "until": end, "venue": venue}
        for key, title, kind, start, end, venue in rows
    }


def _work_nodes(found: Projection) -> Iterable[tuple[str, Attributes]]:
    for key, title, kind, date in found.works.select("id", "title", "kind", "started_on").iter_rows():
        yield (
            f"collaboration:{key}",
            {"id": key, "name": title, "mode": "collaboration", "kind": kind, "date": date, "attributes": {}},
        )


def _involvements(found: Projection, spec: NetworkSpec, to: dt.date | None) -> Iterable[Edge]:
    keys, kinds = found.works["id"].to_list(), found.works["kind"].to_list()
    starts, ends = _texts(found, to)
    order = np.lexsort((found.what, found.who))
    for who, what in zip(found.who[order].tolist(), found.what[order].tolist(), strict=True):
        yield (
            f"{spec.mode}:{found.nodes[who]}",
            f"collaboration:{keys[what]}",
            {
                "weight": 1, "first": starts[what], "last": ends[what], "kinds": (kinds[what],),
                "collaborations": (keys[what],),
            },
        )  # fmt: skip


def _pairs(found: Projection, spec: NetworkSpec, kept: Any, to: dt.date | None) -> Iterable[Edge]:
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


def _survey_network(snapshot: Snapshot, spec: NetworkSpec, to: dt.date | None) -> nx.DiGraph[str]:
    found = survey(snapshot, spec, to)
    mixed = len(found.nodes) > 1
    ratings = mean_ratings(snapshot, spec, to, found)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for mode, keys in found.nodes.items():
        attributes = node_attributes(snapshot, spec, mode, to)
        graph.add_nodes_from((f"{mode}:{key}" if mixed else key, attributes[key] | ratings[mode, key]) for key in keys)
    for row in found.rows.iter_rows(named=True):
        ends = [f"{row[f'{end}_kind']}:{row[end]}" if mixed else row[end] for end in ("from", "to")]
        graph.add_edge(
            *ends,
            value=row["value"], weight=row["value"], wave=row["wave"], asked_on=row["asked_on"],
            kinds=(row["kind"],), first=row["asked_on"], last=row["asked_on"], collaborations=(),
        )  # fmt: skip
    graph.graph |= {
        "undated_collaborations": 0,
        "undated_ties": found.undated,
        "imprecise_dates": found.imprecise,
        "several_affiliations": 0,
        "one_collaboration": None,
        "collaborations": {},
        "wave": found.wave,
        "response_rate": found.response_rate,
    }
    return graph
