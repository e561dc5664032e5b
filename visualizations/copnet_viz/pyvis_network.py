"""The map as pyvis objects: its nodes, edges and options are what vis-network is given.

pyvis's own ``add_node`` and ``add_edge`` compare against all earlier ones, and its page loads from other hosts, so only
its builders of nodes, edges and options are used (``style.md``, "pyvis: measured traps").
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from copnet_viz.shape import MapSpec

if TYPE_CHECKING:
    from pyvis.network import Network

SHAPES = {"person": "dot", "organization": "square", "collaboration": "diamond"}

OPTIONS: dict[str, Any] = {
    "autoResize": False,  # map.js does it: vis-network rescales by old over new size, again and again
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "keyboard": {"enabled": False},
        "navigationButtons": False,
        "tooltipDelay": 0,
    },
    "nodes": {"borderWidth": 0, "chosen": False},
    "edges": {
        "arrows": {"to": {"scaleFactor": 0.5}},
        "smooth": {"enabled": False},
        "selectionWidth": 0,
        "hoverWidth": 0,
        "chosen": False,
    },
}


def build(spec: MapSpec) -> dict[str, Any]:
    """``{"nodes": [...], "edges": [...], "options": {...}}`` as vis-network reads them."""
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    network = Network(directed=spec.directed)
    if spec.groups:
        return _first_picture(network, spec)
    radius = next(size.radius for size in spec.sizes if size.id == spec.size_by)
    network.nodes = [
        Node(mark.key, SHAPES[mark.mode], "", x=mark.wide[0], y=mark.wide[1], size=size).options
        for mark, size in zip(spec.nodes, radius, strict=True)
    ]
    network.node_ids = [mark.key for mark in spec.nodes]
    both_ways = {(line.target, line.source) for line in spec.lines} if spec.directed else set()
    network.edges = []
    for place, line in enumerate(spec.lines):
        looks: dict[str, Any] = {"id": place, "width": line.width, "dashes": [6, 6] if line.dormant else False}
        if (line.source, line.target) in both_ways:  # two answers side by side instead of one upon the other
            looks["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": 0.12}
        network.edges.append(Edge(line.source, line.target, spec.directed, **looks).options)
    return _built(network, OPTIONS)


def _first_picture(network: Network, spec: MapSpec) -> dict[str, Any]:
    """The groups; what they unfold into, and the ties between them, map.js adds from the specification."""
    from pyvis.node import Node

    network.nodes = [
        Node(group.key, "dot", "", x=group.wide[0], y=group.wide[1], size=group.radius).options
        for group in spec.groups
        if group.parent is None
    ]
    network.node_ids = [node["id"] for node in network.nodes]
    moving = {"hideEdgesOnDrag": True, "hideEdgesOnZoom": True}  # an unfolded group may have thousands of ties
    return _built(network, OPTIONS | {"interaction": OPTIONS["interaction"] | moving})


def _built(network: Network, options: dict[str, Any]) -> dict[str, Any]:
    network.set_options(json.dumps(options))
    nodes, edges, _, _, _, written = network.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(written)}
