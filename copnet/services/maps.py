"""The map of a network as one page, with the consent of everybody in it applied before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from copnet.errors import UsageError
from copnet.graph import NetworkSpec, build_network
from copnet.services.audience import AUDIENCES, FACILITATOR, Audience, named_people
from copnet.services.consent import refuse_in_trust, told_network
from copnet.services.figures import node_figure
from copnet.snapshot import Snapshot
from copnet_viz.drawn import Network
from copnet_viz.render import page
from copnet_viz.shape import MapSpec
from copnet_viz.spec import Metric, map_spec
from copnet_viz.staying import Start

LABELS = {
    "strength": "Times together",
    "betweenness": "Go-between",
    "constraint": "Relies on few",
    "effective_size": "Different circles",
}
"""Node figures a map can be sized by, in plain words; the page has the field's own term beside them."""

_ALL_FIGURES_UP_TO = 1_500  # nodes; above it only the figure asked for is computed


def map_page(
    snapshot: Snapshot,
    spec: NetworkSpec,
    *,
    color_by: str = "organization",
    size_by: str = "degree",
    audience: Audience = FACILITATOR,
    standalone: bool,
    static: str = "/static",
    start: Start | None = None,
) -> str:
    """The page of a network's map.

    Args:
        color_by: ``organization``, ``sector``, ``community``, ``location`` or an own column. A map of more than 1,500
            nodes is drawn as groups: by ``spec.by``, else by the color if it is not the usual one, else by the ties.
        size_by: ``degree``, ``same``; for facilitators also strength, betweenness, constraint, effective_size.
        audience: for whom; whoever may not be named to them is drawn without a name, and nothing else about them is in
            the page.
        standalone: one file that opens from a disk, without a network; else scripts and styles at ``static``.
        start: where marks stood on this map before.

    Raises:
        UsageError: nothing goes by the name of ``color_by`` or ``size_by``, or it is not for this audience.
        NotFound: no such community, kind of tie, wave or member.
    """
    drawn = specification(snapshot, spec, color_by=color_by, size_by=size_by, audience=audience, start=start)
    return page(drawn, standalone=standalone, static=static)


def specification(
    snapshot: Snapshot,
    spec: NetworkSpec,
    *,
    color_by: str,
    size_by: str,
    audience: Audience,
    start: Start | None = None,
) -> MapSpec:
    """What ``map_page`` draws, as data; the same arguments and errors."""
    refuse_in_trust(snapshot, spec, audience)
    scores = audience.kind == "facilitator" or (audience.kind == "funder" and spec.mode == "organization")
    if size_by in LABELS and not scores:
        raise UsageError(
            f'Figures of single people, such as "{size_by}", are shown to facilitators only. Size by degree.'
        )
    told, spec = told_network(snapshot, spec, audience)
    graph = build_network(told, spec)
    found = {name: node_figure(graph, name) for name in _figures(graph, size_by)} if scores else {}
    metrics = {name: Metric(LABELS[name], name.replace("_", " "), values) for name, (values, _) in found.items()}
    drawn = map_spec(
        _withheld(graph, named_people(snapshot, audience)),
        title=_title(told, graph),
        color_by=color_by,
        size_by=size_by,
        metrics=metrics,
        community_names=dict(told["communities"].select("id", "name").iter_rows()),
        audience=AUDIENCES[audience.kind],
        scores=scores,
        start=start,
    )
    notes = tuple(note for _, said in found.values() for note in said)
    return replace(drawn, cautions=drawn.cautions + notes)


def _figures(graph: Network, asked: str) -> Iterable[str]:
    if graph.number_of_nodes() <= _ALL_FIGURES_UP_TO:
        return LABELS
    return (name for name in LABELS if name == asked)


def _title(snapshot: Snapshot, graph: Network) -> str:
    community = graph.graph["community"]
    if community is None:
        return "Everyone"
    return str(snapshot["communities"].filter(pl.col("id") == community)["name"].item())


def _withheld(graph: Network, named: frozenset[str]) -> Network:
    """The network, or a copy in which nobody is named who may not be."""
    if all(data["mode"] != "person" or data["id"] in named for _, data in graph.nodes(data=True)):
        return graph
    copy: Network = graph.__class__(**graph.graph)
    for node, data in graph.nodes(data=True):
        if data["mode"] == "person" and data["id"] not in named:
            copy.add_node(node, id=data["id"], mode="person", name=None, organization=data["organization"])
        else:
            copy.add_node(node, **data)
    copy.add_edges_from(graph.edges(data=True))
    return copy
