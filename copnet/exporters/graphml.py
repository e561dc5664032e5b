"""GraphML as NetworkX, igraph and yEd read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TextIO

from copnet.exporters.network_rows import Flat, Network, Type
from copnet.exporters.xml_text import HEADER, element, require_distinct, start, value_text
from copnet.manifest import Manifest

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
LEFT_OUT = (
    "GraphML knows no time: the dates of ties are texts in the columns first and last.",
    "Characters that XML cannot hold are replaced by U+FFFD.",
)
_TYPES: Mapping[Type, str] = {"string": "string", "integer": "long", "double": "double", "boolean": "boolean"}


def write(file: TextIO, network: Network, note: Manifest) -> None:
    """Write a network; the columns of nodes and ties are declared with their types."""
    require_distinct(node["id"] for node in network.nodes)
    node_types: dict[str, Type] = {"name": "string", **network.node_types}
    facts = {"audience": note.audience, "left_out": " ".join(note.left_out)}
    file.write(HEADER + start("graphml", {"xmlns": NAMESPACE}) + "\n")
    file.write(_declared("graph", "g", dict.fromkeys(facts, "string")))
    file.write(_declared("node", "n", node_types) + _declared("edge", "e", network.edge_types))
    file.write(start("graph", {"edgedefault": "directed" if network.directed else "undirected"}) + "\n")
    file.write(_values("g", dict(facts), dict.fromkeys(facts, "string")) + "\n")
    file.writelines(_nodes(network, node_types))
    file.writelines(_edges(network))
    file.write("</graph>\n</graphml>\n")


def _declared(what: str, letter: str, types: Mapping[str, Type]) -> str:
    return "".join(
        start(
            "key",
            {"id": f"{letter}{number}", "for": what, "attr.name": name, "attr.type": _TYPES[kind]}, empty=True,
        ) + "\n"
        for number, (name, kind) in enumerate(types.items())
    )  # fmt: skip


def _nodes(network: Network, types: Mapping[str, Type]) -> Iterator[str]:
    for key, name, flat in network.flat_nodes():
        yield f"{start('node', {'id': key})}{_values('n', {'name': name, **flat}, types)}</node>\n"


def _edges(network: Network) -> Iterator[str]:
    for source, target, flat in network.flat_edges():
        ends = {"source": source, "target": target}
        yield f"{start('edge', ends)}{_values('e', flat, network.edge_types)}</edge>\n"


def _values(letter: str, flat: Flat, types: Mapping[str, Type]) -> str:
    return "".join(
        element("data", value_text(flat[name]), {"key": f"{letter}{number}"})
        for number, name in enumerate(types)
        if name in flat
    )
