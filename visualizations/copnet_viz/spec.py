"""From a frozen network to the specification of its map.

Nobody is named here who came in without a name: such a node keeps its place and the number of its ties and loses
everything else, its id too, and the ties next to it lose their dates, kinds and evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from copnet.errors import UsageError
from copnet.graph import NetworkSpec
from copnet_viz import cards, channels, grouped, groups, layout, nested, words
from copnet_viz.channels import ColorChannel, NodeValue, SizeChannel
from copnet_viz.drawn import FACTS, PLAIN, Drawn, Network
from copnet_viz.shape import Column, Happening, Line, MapSpec, Mark
from copnet_viz.staying import Start, Was
from copnet_viz.ties import ties_of

SEED = 20_261
_FEW_VALUES = 12  # an own column with more different values is no grouping, unless it was asked for


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of every node that marks can be sized by.

    Attributes:
        label: plain words, as the head of a column: "Go-between".
        term: the field's own word: "betweenness".
        values: by node of the graph; None where undefined.
    """

    label: str
    term: str | None
    values: Mapping[str, float | None] = field(repr=False)


def map_spec(
    graph: Network,
    *,
    title: str,
    color_by: str = "organization",
    size_by: str = "degree",
    metrics: Mapping[str, Metric] | None = None,
    community_names: Mapping[str, str] | None = None,
    audience: str = "Facilitator's view",
    scores: bool = True,
    start: Start | None = None,
) -> MapSpec:
    """The map of a network.

    Args:
        graph: as ``copnet.graph.build_network`` makes it; nodes whose ``name`` is None are not named.
        color_by: ``organization``, ``sector``, ``community``, ``location`` or an own column. Among organizations, where
            each would have a color of its own, ``organization`` means their sector.
        size_by: ``degree``, ``same`` or one of ``metrics``.
        metrics: figures to choose the size from, beside the number of ties.
        scores: whether figures of single nodes may be shown.
        start: where marks stood on this map before. As soon as one of them is not there by name any more nothing is
            kept: a place would tell who is not named now.

    Raises:
        UsageError: nothing to color or to size by goes by that name.
    """
    info = graph.graph
    network: NetworkSpec = info["spec"]
    nouns = cards.nouns(network.kind, network.community)
    drawn = Drawn(graph, community_names or {})
    chosen = _chosen_color(color_by, network)
    offered = _offered(drawn, chosen)
    given = {"degree": _degree(drawn, network.kind), **(metrics or {}), "same": Metric("All the same", None, {})}
    if size_by not in given:
        raise UsageError(f'There is no "{size_by}" to size by. There is: {", ".join(given)}.')
    radii = {name: _radii(drawn, name, metric) for name, metric in given.items()}
    by = network.by or _told_apart(drawn, color_by)
    placed, circles = _placed(drawn, radii, by, nouns.isolates, start)
    drawn.number(placed.wide)
    home = grouped.homes(circles)
    nodes = tuple(drawn.mark(node, placed, home.get(node)) for node in drawn.nodes)
    ties = ties_of(drawn, info)
    sizes = tuple(_size_channel(drawn, name, given[name], radii[name], scores=scores) for name in given)
    organizations = {drawn.keys[node]: drawn.data(node).get("organization") for node in drawn.nodes}
    facts = cards.Facts(network.kind, nouns, nodes, ties, organizations)
    window = _window(network, ties.happenings, info.get("wave"))
    return MapSpec(
        title=title,
        window=window,
        audience=audience,
        kind=network.kind,
        directed=graph.is_directed(),
        nouns=nouns,
        sentence=cards.sentence(facts),
        cards=cards.cards(facts, info, window),
        cautions=cards.cautions(facts, info),
        nodes=nodes,
        lines=ties.lines,
        happenings=ties.happenings,
        colors=_color_channels(drawn, chosen, offered),
        sizes=sizes,
        color_by=chosen,
        size_by=size_by,
        columns=_columns(nodes, sizes, scores=scores),
        scores=scores,
        as_of=str(info["as_of"]) if info.get("as_of") else None,
        **_groups(drawn, circles, ties.lines, home, by),
    )


def _told_apart(drawn: Drawn, color_by: str) -> str | None:
    """What groups are by when only the color was chosen; the usual color, or one nobody has, says nothing of groups."""
    if color_by == "organization" or not any(_node_value(drawn, node, color_by).value for node in drawn.nodes):
        return None
    return color_by


def _placed(
    drawn: Drawn, radii: Mapping[str, Mapping[str, float]], by: str | None, alone: str, start: Start | None
) -> tuple[layout.Layout, Sequence[nested.Circle]]:
    """Positions, of few nodes together, of many group by group."""
    largest = {node: max(radius[node] for radius in radii.values()) for node in drawn.nodes}
    if len(drawn.nodes) <= groups.GROUPS_ABOVE:
        lonely = [node for node in drawn.nodes if not drawn.neighbors(node)]
        before = _before(drawn, start)
        return layout.place(drawn.graph, largest, lonely, seed=SEED, before=before, unnamed=drawn.unnamed), ()
    pairs = layout.pairs_of(drawn.graph, drawn.nodes)
    places = {node: place for place, node in enumerate(drawn.nodes)}
    parts = groups.divided(drawn, by, alone)
    circles, placed = nested.place(parts, pairs, places, largest, seed=SEED, unnamed=drawn.unnamed)
    return placed, circles


def _before(drawn: Drawn, start: Start | None) -> dict[str, Was] | None:
    if start is None:
        return None
    named = {drawn.key(node): node for node in drawn.nodes if drawn.named(node)}
    if not start.spots.keys() <= named.keys():
        return None
    return {named[key]: was for key, was in start.spots.items()}


def _groups(
    drawn: Drawn, circles: Sequence[nested.Circle], lines: Sequence[Line], home: Mapping[str, int], by: str | None
) -> dict[str, Any]:
    if not circles:
        return {}
    by_key = {drawn.keys[node]: place for node, place in home.items()}
    made, bundles = grouped.groups_of(circles, lines, by_key)
    said = f"by {_headline(by).casefold()}" if by else "by who works with whom (Leiden)"
    return {"groups": made, "bundles": bundles, "grouped_by": said}


def _chosen_color(color_by: str, network: NetworkSpec) -> str:
    return "sector" if color_by == "organization" and network.mode == "organization" else color_by


def _offered(drawn: Drawn, chosen: str) -> dict[str, tuple[str, str]]:
    """What nodes can be colored by: its label, and the words for those it says nothing of.

    Raises:
        UsageError: the chosen color is not among it.
    """
    known = {name: (label, none) for name, label, none in FACTS}
    open_nodes = [node for node in drawn.nodes if drawn.named(node)]
    own = sorted({name for node in open_nodes for name in drawn.data(node).get("attributes") or {}})
    wanted = known | {name: (_headline(name), f"No {name}") for name in own if name not in known}
    if chosen not in wanted:
        raise UsageError(f'There is no "{chosen}" to color by. There is: {", ".join(wanted)}.')
    return wanted


def _color_channels(drawn: Drawn, chosen: str, offered: Mapping[str, tuple[str, str]]) -> tuple[ColorChannel, ...]:
    known, made = {name for name, _, _ in FACTS}, []
    for name, (label, none) in offered.items():
        values = [_node_value(drawn, node, name) for node in drawn.nodes]
        different = {item.value for item in values} - {None}
        groups = len(different) > 1 and (name in known or len(different) <= _FEW_VALUES)
        if name == chosen or groups:
            made.append(channels.color_channel(name, label, values, none=none, plain=PLAIN))
    return tuple(made)


def _node_value(drawn: Drawn, node: str, channel: str) -> NodeValue:
    if not drawn.named(node):
        return NodeValue(None, "withheld")
    if drawn.mode(node) == "collaboration":
        return NodeValue(None, "plain")
    return NodeValue(drawn.value(node, channel))


def _headline(name: str) -> str:
    return name[:1].upper() + name[1:].replace("_", " ")


def _value(drawn: Drawn, node: str, metric: Metric) -> float | None:
    silent = drawn.mode(node) == "collaboration" or not drawn.named(node)
    return None if silent else metric.values.get(node)


def _radii(drawn: Drawn, name: str, metric: Metric) -> dict[str, float]:
    """Radii by node; collaborations are small and all of one size, since a metric of people says little about them."""
    sized = channels.radii([_value(drawn, node, metric) for node in drawn.nodes])
    radii = dict(zip(drawn.nodes, sized, strict=True))
    if name == "same":
        radii = dict.fromkeys(drawn.nodes, channels.SAME_RADIUS)
    return radii | {node: channels.COLLABORATION_RADIUS for node in drawn.nodes if drawn.mode(node) == "collaboration"}


def _size_channel(drawn: Drawn, name: str, metric: Metric, radius: Mapping[str, float], *, scores: bool) -> SizeChannel:
    shown = tuple(_value(drawn, node, metric) for node in drawn.nodes) if scores and name != "same" else None
    return SizeChannel(name, metric.label, metric.term, tuple(radius[node] for node in drawn.nodes), shown)


def _degree(drawn: Drawn, kind: str) -> Metric:
    label = {"people": "Worked with", "organizations": "Worked with", "two-mode": "Collaborations"}
    values = {node: float(len(drawn.neighbors(node))) for node in drawn.nodes}
    return Metric(label.get(kind, "Connected with"), "degree", values)


def _window(network: NetworkSpec, happenings: Iterable[Happening], wave: str | None) -> str:
    if wave is not None:
        return f"survey {wave}"
    dates = [happening.date for happening in happenings if happening.date]
    start = network.start.isoformat() if network.start else min(dates, default=None)
    end = network.end.isoformat() if network.end else max(dates, default=None)
    return words.window(start, end)


def _columns(nodes: Sequence[Mark], sizes: Sequence[SizeChannel], *, scores: bool) -> tuple[Column, ...]:
    present = {name for node in nodes for name in node.facts}
    facts = [Column(name, label) for name, label, _ in FACTS if name in present]
    modes = {node.mode for node in nodes}
    facts += [Column(name, name.capitalize()) for name in ("kind", "date") if name in present and modes != {"person"}]
    figures = [Column(size.id, size.label, size.term, numeric=True) for size in sizes if scores and size.values]
    return (*facts, *figures)
