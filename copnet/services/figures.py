"""``metrics`` and ``growth`` as the contract prints them; the commands, the API and notebooks all call these two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import networkx as nx
import polars as pl

from copnet.analysis import cohesion
from copnet.analysis.cautions import cautions
from copnet.analysis.endurance import endurance, imprecise_records
from copnet.analysis.growth import growth_rows, row_periods
from copnet.analysis.history import History, history
from copnet.analysis.network import Network
from copnet.analysis.periods import MONTHS, Every, Period
from copnet.analysis.registry import REGISTRY, Metric
from copnet.analysis.reliance import one_collaboration
from copnet.errors import UsageError
from copnet.graph import NetworkSpec, build_network, is_sensitive
from copnet.services.audience import Audience, named_people, withhold_nodes
from copnet.services.consent import refuse_in_trust, told_network
from copnet.services.facts import network_facts
from copnet.services.limits import check_limit
from copnet.snapshot import Snapshot

Json = dict[str, Any]

OF_NETWORKS = ("network", "node")
MAX_PERIODS = 1_200  # a hundred years of months


def metrics(
    snapshot: Snapshot,
    spec: NetworkSpec,
    *,
    names: Sequence[str] | None = None,
    nodes: bool = False,
    sort: str | None = None,
    limit: int | None = None,
) -> Json:
    """Figures of a network: the JSON of ``metrics``. For an audience, ``metrics_for``.

    Args:
        snapshot: the store.
        spec: the network.
        names: only these figures (of the network or of nodes); None: all.
        nodes: also one row a node, in the order of the graph.
        sort: a node figure to sort the rows by, highest first, undefined ones last.
        limit: at most so many rows.

    Returns:
        ``network``, ``metrics``, ``cautions`` and, when asked for, ``nodes``. Undefined figures are None. Rows of nodes
        have ``id``, ``name``, ``mode``, the figures and ``group`` (None without ``spec.by``); persons must still be
        withheld from whom they have not agreed to be seen by.

    Raises:
        UsageError: an unknown figure, or node options without ``nodes``.
        NotFound: no such community, kind of tie or wave.
    """
    wanted = wanted_figures(names, nodes=nodes, sort=sort, limit=limit)
    network = Network(build_network(snapshot, spec))
    graph = network.graph
    facts = network_facts(spec, graph.graph | {"by_sensitive": is_sensitive(snapshot, spec.by)})
    if facts["one_collaboration"] is not None:
        facts["one_collaboration"] |= {"without": _without(snapshot, spec, facts["one_collaboration"]["id"])}
    counted = network.n - network.modes.get("collaboration", 0)
    result: Json = {
        "network": facts,
        "metrics": {metric.name: _value(metric, network) for metric in wanted if metric.level == "network"},
        "cautions": cautions(facts, nodes=counted, whole_time=not spec.has_window),
    }
    if nodes:
        figures = {metric.name: metric for metric in wanted if metric.level == "node"}
        result["nodes"] = _node_rows(network, figures, sort, limit)
    result["cautions"] += network.notes
    return result


def growth(
    snapshot: Snapshot,
    spec: NetworkSpec,
    *,
    every: Every,
    dormant_after: int = 365,
) -> Json:
    """How a network grew: the JSON of ``growth``.

    Args:
        snapshot: the store.
        spec: a network of people or organizations.
        every: ``month``, ``quarter`` or ``year``.
        dormant_after: days without anything new after which a tie is dormant.

    Returns:
        ``network``, ``periods`` (one row each), ``endurance`` and ``cautions``. ``network.one_collaboration`` is the
        one that half or more of the ties of the last row rest on, with the figures of that row ``without`` it.

    Raises:
        UsageError: another kind of network, or options that make no sense.
        NotFound: no such community.
    """
    past, periods = growth_history(snapshot, spec, every=every, dormant_after=dormant_after)
    rows = growth_rows(past, every, dormant_after)
    one = one_collaboration(past) if rows else None
    facts = network_facts(
        spec,
        {
            "community": past.community,
            "as_of": past.to.isoformat() if past.to else None,
            "undated_collaborations": past.undated,
            "imprecise_dates": imprecise_records(past, periods, dormant_after),
            "several_affiliations": past.several,
            "one_collaboration": one,
            "by_sensitive": False,
        },
    ) | {"every": every, "dormant_after": dormant_after}
    nodes = rows[-1]["nodes"] if rows else 0
    return {
        "network": facts,
        "periods": rows,
        "endurance": endurance(past),
        "cautions": cautions(facts, nodes=nodes, whole_time=False),
    }


def metrics_for(
    snapshot: Snapshot,
    spec: NetworkSpec,
    audience: Audience,
    *,
    names: Sequence[str] | None = None,
    nodes: bool = False,
    sort: str | None = None,
    limit: int | None = None,
) -> dict[str, Any]:
    """The JSON of ``metrics`` as this audience may see it; arguments and errors otherwise as ``metrics``.

    Rows are cut to ``limit`` after who may not be named has gone to the end: their number among the first rows would
    tell their place.

    Raises:
        NotFound: the audience is a member who is not in the store.
        UsageError: a survey network or groups that were given in trust, for somebody else than the facilitator.
    """
    refuse_in_trust(snapshot, spec, audience)
    wanted_figures(names, nodes=nodes, sort=sort, limit=limit)
    told, spec = told_network(snapshot, spec, audience)
    result = metrics(told, spec, names=names, nodes=nodes, sort=sort)
    result["audience"] = str(audience)
    if nodes:
        result["nodes"] = withhold_nodes(result["nodes"], named_people(snapshot, audience))[:limit]
    return result


def growth_for(
    snapshot: Snapshot, spec: NetworkSpec, audience: Audience, *, every: Every, dormant_after: int = 365
) -> dict[str, Any]:
    """The JSON of ``growth`` as this audience may see it; arguments and errors otherwise as ``growth``."""
    told, spec = told_network(snapshot, spec, audience)
    return growth(told, spec, every=every, dormant_after=dormant_after) | {"audience": str(audience)}


def growth_history(
    snapshot: Snapshot, spec: NetworkSpec, *, every: Every, dormant_after: int
) -> tuple[History, list[Period]]:
    """What growth is counted from, and the periods of its rows; arguments and errors as ``growth``."""
    check_growth(spec, every=every, dormant_after=dormant_after)
    past = history(snapshot, spec)
    rows = row_periods(past, every)
    if len(rows) > MAX_PERIODS:
        raise UsageError(f"{len(rows):,} periods are more than {MAX_PERIODS:,}. Choose a shorter window, or years.")
    return past, rows


def check_growth(spec: NetworkSpec, *, every: Every, dormant_after: int) -> None:
    """Refuse options of growth that make no sense.

    Raises:
        UsageError: another period, too short a sleep, or groups.
    """
    if every not in MONTHS:
        raise UsageError(f'Growth is counted every {", ".join(MONTHS)}, not every "{every}".')
    if dormant_after < 1:
        raise UsageError("--dormant-after is a number of days, 1 or more.")
    if spec.by is not None:
        raise UsageError("--by is for metrics: growth has no figures of groups.")


def wanted_figures(
    names: Sequence[str] | None, *, nodes: bool, sort: str | None = None, limit: int | None = None
) -> list[Metric]:
    """The figures of these names (None: all) of networks and of nodes.

    Raises:
        UsageError: an unknown figure, or node options without ``nodes``.
    """
    if names is not None and not names:
        raise UsageError("--metrics names no figure.")
    available = {metric.name: metric for metric in REGISTRY.values() if metric.level in OF_NETWORKS}
    of_nodes = [metric.name for metric in REGISTRY.values() if metric.level == "node"]
    unknown = [name for name in names or () if name not in available]
    if unknown:
        raise UsageError(f"Not a figure: {', '.join(unknown)}. Figures are: {', '.join(available)}.")
    if sort is not None and sort not in of_nodes:
        raise UsageError(f'Nodes cannot be sorted by "{sort}". Sort by one of: {", ".join(of_nodes)}.')
    alone = [] if nodes else [name for name in names or () if all(
        metric.level == "node" for metric in REGISTRY.values() if metric.name == name
    )]  # fmt: skip
    if alone:
        raise UsageError(f"{', '.join(alone)}: a figure of each person or organization; add --nodes.")
    if not nodes and (sort is not None or limit is not None):
        raise UsageError("--sort and --limit are for the rows of --nodes.")
    check_limit(limit)
    chosen = {*names, sort} if names is not None else None
    return [
        metric
        for metric in REGISTRY.values()
        if metric.level in OF_NETWORKS and (chosen is None or metric.name in chosen)
    ]


def _value(metric: Metric, network: Network) -> Any:
    assert metric.compute is not None
    return metric.compute(network) if metric.defined_for(network) else None


def _column(metric: Metric, network: Network) -> Sequence[Any]:
    """A value of each node."""
    found: Sequence[Any] | None = _value(metric, network)
    return [None] * network.n if found is None else found


def _node_rows(network: Network, figures: dict[str, Metric], sort: str | None, limit: int | None) -> list[Json]:
    columns = {name: _column(metric, network) for name, metric in figures.items()}
    rows = []
    for place, node in enumerate(network.nodes):
        data = network.graph.nodes[node]
        row: Json = {"id": data["id"], "name": data["name"], "mode": data["mode"]}
        row |= {name: values[place] for name, values in columns.items()}
        rows.append(row | {"group": data.get("group")})
    if sort is not None:
        rows.sort(key=lambda row: _highest_first(row[sort]))
    return rows[:limit]


def _highest_first(value: Any) -> tuple[bool, float]:
    """A key to sort by: figures made of several numbers by their total, undefined ones last."""
    number = value["total"] if isinstance(value, dict) else value
    return number is None, -number if number is not None else 0


def _without(snapshot: Snapshot, spec: NetworkSpec, collaboration: str) -> Json:
    """The figures of the network as if a collaboration had not taken place; its date stays in the store."""
    frame = snapshot["collaborations"].with_columns(
        pl.when(pl.col("id") == collaboration).then(pl.lit("cancelled")).otherwise("status").alias("status")
    )
    fewer = replace(snapshot, frames=MappingProxyType({**snapshot.frames, "collaborations": frame}))
    network = Network(build_network(fewer, spec))
    return {metric.name: _value(metric, network) for metric in cohesion.METRICS}


def node_figure(graph: nx.Graph[str] | nx.DiGraph[str], name: str) -> tuple[dict[str, Any], list[str]]:
    """One node figure of a graph of ``build_network`` by node (for the sizes of a map), and what must be said of it.

    Raises:
        UsageError: not a figure of nodes.
    """
    found = {metric.name: metric for metric in REGISTRY.values() if metric.level == "node"}
    if name not in found:
        raise UsageError(f'"{name}" is not a figure of nodes. Figures are: {", ".join(found)}.')
    network = Network(graph)
    return dict(zip(network.nodes, _column(found[name], network), strict=True)), network.notes
