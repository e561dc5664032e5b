"""The networks of the definitions: as columns for figures, as frozen NetworkX graphs for people."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any, cast

import networkx as nx
import numpy as np
import polars as pl
from numpy.typing import NDArray

from copnet.fields import EndKind
from copnet.graph.columns import AnyGraph, Columns
from copnet.graph.days import as_of
from copnet.graph.evidence import involvement_edges, pair_edges, work_facts, work_nodes
from copnet.graph.groups import group_column
from copnet.graph.members import find_community, node_set
from copnet.graph.nodes import node_attributes
from copnet.graph.projection import ROUNDING, Floats, Ints, Projection, project
from copnet.graph.ratings import QUESTIONS, mean_ratings
from copnet.graph.reliance import heaviest, lost_without
from copnet.graph.spec import Mode, NetworkSpec
from copnet.graph.survey import Survey, survey
from copnet.graph.works import involvement, undated_count, works
from copnet.snapshot import Snapshot

NAMES: dict[Mode, tuple[str, str]] = {
    "person": ("people", "name"),
    "organization": ("organizations", "name"),
    "collaboration": ("collaborations", "title"),
}
"""Where the name of each sort of node is."""


def build_network(snapshot: Snapshot, spec: NetworkSpec) -> AnyGraph:
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
    graph: AnyGraph
    if spec.directed:
        columns, answers = _answers(snapshot, spec, to)
        graph = _survey_network(snapshot, columns, answers, to)
    else:
        columns, found, kept = _collaborations(snapshot, spec, to)
        graph = _collaboration_network(snapshot, columns, found, kept, to)
    graph.graph |= columns.facts
    if columns.groups is not None:
        nx.set_node_attributes(graph, dict(zip(columns.nodes, columns.groups, strict=True)), "group")
    nx.freeze(graph)
    return graph


def build_columns(snapshot: Snapshot, spec: NetworkSpec) -> Columns:
    """The same network as columns; arguments and errors as ``build_network``."""
    to = as_of(snapshot, spec.end)
    return _answers(snapshot, spec, to)[0] if spec.directed else _collaborations(snapshot, spec, to)[0]


def _columns(
    snapshot: Snapshot,
    spec: NetworkSpec,
    to: dt.date | None,
    nodes: dict[Mode, list[str]],
    ends: tuple[Ints, Ints],
    weights: Floats,
    facts: dict[str, Any],
) -> Columns:
    """Columns with what is looked up by id. Where there are two sorts of nodes, each is called ``mode:id``."""
    modes = [mode for mode, keys in nodes.items() for _ in keys]
    ids = [key for keys in nodes.values() for key in keys]
    groups = None if spec.by is None else group_column(snapshot, spec, to, modes, ids)
    valueless = None
    if groups is not None:
        sorts = zip(groups, modes, strict=True)
        valueless = sum(group is None and mode != "collaboration" for group, mode in sorts)
    names = {mode: dict(snapshot[table].select("id", name).iter_rows()) for mode, (table, name) in NAMES.items()
             if mode in nodes}  # fmt: skip
    return Columns(
        spec=spec,
        facts=facts
        | {
            "spec": spec,
            "directed": spec.directed,
            "community": find_community(snapshot, spec.community) if spec.community is not None else None,
            "as_of": to.isoformat() if to else None,
            "no_value": valueless,
        },
        nodes=[f"{mode}:{key}" for mode, key in zip(modes, ids, strict=True)] if len(nodes) > 1 else ids,
        ids=ids,
        names=[names[mode].get(key) for mode, key in zip(modes, ids, strict=True)],
        modes=modes,
        one=ends[0],
        other=ends[1],
        weights=weights,
        groups=groups,
        ratings={},
        draw=partial(build_network, snapshot, spec),
    )


def _collaborations(
    snapshot: Snapshot, spec: NetworkSpec, to: dt.date | None
) -> tuple[Columns, Projection, NDArray[np.bool_]]:
    """The columns of a network of collaborations, what they come from, and which of its pairs are ties."""
    collaborations = works(snapshot, spec, to)
    collaborations = collaborations.filter(pl.col("meets") | ~pl.col("dated"))
    taken = involvement(snapshot, collaborations, spec.mode)
    nodes = node_set(snapshot, spec, spec.mode, to)["id"].to_list()
    everything = project(nodes, collaborations, taken)
    unsure = {f"collaboration:{key}" for key in everything.works.filter("imprecise")["id"].to_list()}
    found = project(nodes, collaborations.filter("meets"), taken) if spec.has_window else everything
    kept = np.ones(len(found.left), dtype=bool)
    sorts: dict[Mode, list[str]] = {spec.mode: nodes}
    if spec.kind == "two-mode":
        sorts["collaboration"] = found.works["id"].to_list()
        who, what = found.involvements
        ends, weights = (who, what + len(nodes)), np.ones(len(who))
        heavy = heaviest(found, np.bincount(found.what, minlength=len(found.works)), len(found.who))
    else:
        if spec.min_weight is not None:
            kept = found.weight(spec.weight) >= spec.min_weight - ROUNDING
        ends, weights = (found.left[kept], found.right[kept]), found.weight(spec.weight)[kept]
        heavy = heaviest(found, lost_without(found, spec, kept), int(kept.sum()))
    several, places = taken.doubts(found.works["id"])
    facts = {
        "undated_collaborations": undated_count(collaborations, everything.works, spec),
        "imprecise_dates": len(unsure | places),
        "several_affiliations": several,
        "one_collaboration": heavy,
        "wave": None,
        "response_rate": None,
        "undated_ties": 0,
    }
    return _columns(snapshot, spec, to, sorts, ends, weights, facts), found, kept


def _collaboration_network(
    snapshot: Snapshot, columns: Columns, found: Projection, kept: NDArray[np.bool_], to: dt.date | None
) -> nx.Graph[str]:
    spec = columns.spec
    attributes = node_attributes(snapshot, spec, spec.mode, to)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(zip(columns.nodes, (attributes[key] for key in found.nodes), strict=False))
    if spec.kind == "two-mode":
        graph.add_nodes_from(work_nodes(found))
        graph.add_edges_from(involvement_edges(found, spec, to))
        making = np.unique(found.what)
    else:
        graph.add_edges_from(pair_edges(found, spec, kept, to))
        making = np.unique(found.work[kept[found.pair]])
    graph.graph["collaborations"] = work_facts(found, making)
    return graph


def _answers(snapshot: Snapshot, spec: NetworkSpec, to: dt.date | None) -> tuple[Columns, Survey]:
    """The columns of a survey network, and what they come from."""
    found = survey(snapshot, spec, to)
    places: dict[tuple[EndKind, str], int] = {}
    for mode, keys in found.nodes.items():
        for key in keys:
            places[mode, key] = len(places)
    one, other = (
        np.array([places[pair] for pair in found.rows.select(f"{end}_kind", end).iter_rows()], dtype=np.int64)
        for end in ("from", "to")
    )
    order = np.argsort(one, kind="stable")
    facts = {
        "undated_collaborations": 0,
        "undated_ties": found.undated,
        "imprecise_dates": found.imprecise,
        "several_affiliations": 0,
        "one_collaboration": None,
        "wave": found.wave,
        "response_rate": found.response_rate,
    }
    weights = found.rows["value"].to_numpy()[order]
    columns = _columns(snapshot, spec, to, dict(found.nodes.items()), (one[order], other[order]), weights, facts)
    rated = mean_ratings(snapshot, spec, to, found)
    ratings = {name: [rated[place][name] for place in places] for name in QUESTIONS.values()}
    return replace(columns, ratings=ratings), found


def _survey_network(snapshot: Snapshot, columns: Columns, found: Survey, to: dt.date | None) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    attributes = {mode: node_attributes(snapshot, columns.spec, mode, to) for mode in found.nodes}
    for place, (node, mode, key) in enumerate(zip(columns.nodes, columns.modes, columns.ids, strict=True)):
        rated = {name: values[place] for name, values in columns.ratings.items()}
        graph.add_node(node, **attributes[cast("EndKind", mode)][key] | rated)
    mixed = len(found.nodes) > 1
    for row in found.rows.iter_rows(named=True):
        ends = [f"{row[f'{end}_kind']}:{row[end]}" if mixed else row[end] for end in ("from", "to")]
        graph.add_edge(
            *ends,
            value=row["value"], weight=row["value"], wave=row["wave"], asked_on=row["asked_on"],
            kinds=(row["kind"],), first=row["asked_on"], last=row["asked_on"], collaborations=(),
        )  # fmt: skip
    graph.graph["collaborations"] = {}
    return graph
