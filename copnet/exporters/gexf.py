"""GEXF 1.3 for Gephi: ties appear and go with the dates of what people did together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TextIO

from copnet.exporters.network_rows import Flat, Network, Row, Type, first_day, last_day
from copnet.exporters.xml_text import HEADER, element, require_distinct, start, value_text
from copnet.manifest import Manifest

NAMESPACE = "http://gexf.net/1.3"
LEFT_OUT = (
    "Dates known to the month or year only appear as their first and last day; the columns first and last have them as "
    "they were written. Undated ties have no time: they are there always.",
    "Characters that XML cannot hold are replaced by U+FFFD.",
)


def write(file: TextIO, network: Network, note: Manifest) -> None:
    """Write a network. Spells are those of the collaborations of a tie, or from its first to its last day."""
    require_distinct(node["id"] for node in network.nodes)
    edge_types = {name: kind for name, kind in network.edge_types.items() if name != "weight"}
    file.write(HEADER + start("gexf", {"xmlns": NAMESPACE, "version": "1.3"}) + "\n")
    file.writelines(_about(note))
    file.write(
        start(
            "graph",
            {
                "mode": "dynamic", "defaultedgetype": "directed" if network.directed else "undirected",
                "timeformat": "date", "timerepresentation": "interval",
            },
        )
        + "\n"
    )  # fmt: skip
    file.write(_declared("node", network.node_types) + _declared("edge", edge_types))
    file.write("<nodes>\n")
    file.writelines(_nodes(network))
    file.write("</nodes>\n<edges>\n")
    file.writelines(_edges(network, edge_types))
    file.write("</edges>\n</graph>\n</gexf>\n")


def _about(note: Manifest) -> Iterator[str]:
    yield "<meta>" + element("creator", "copnet")
    yield element("keywords", f"audience {note.audience}")
    yield element("description", " ".join([f"Audience: {note.audience}.", *note.left_out])) + "</meta>\n"


def _declared(kind: str, types: Mapping[str, Type]) -> str:
    inside = "".join(
        start("attribute", {"id": str(number), "title": name, "type": type_}, empty=True)
        for number, (name, type_) in enumerate(types.items())
    )
    return f"{start('attributes', {'class': kind, 'mode': 'static'})}{inside}</attributes>\n"


def _nodes(network: Network) -> Iterator[str]:
    for (key, name, flat), node in zip(network.flat_nodes(), network.nodes, strict=True):
        time = _node_time(network, node)
        inside = _values(flat, network.node_types)
        yield f"{start('node', {'id': key, 'label': name} | time)}{inside}</node>\n"


def _node_time(network: Network, node: Row) -> dict[str, str]:
    """Collaborations are there while they last; people and organizations always."""
    if node.get("mode") != "collaboration" or not node.get("date"):
        return {}
    until = network.facts["collaborations"].get(node["record"], {}).get("until")
    return {"start": first_day(node["date"]), "end": last_day(until or node["date"])}


def _edges(network: Network, types: Mapping[str, Type]) -> Iterator[str]:
    for number, ((source, target, flat), edge) in enumerate(zip(network.flat_edges(), network.edges, strict=True)):
        attributes = {"id": str(number), "source": source, "target": target}
        if "weight" in flat:
            attributes["weight"] = value_text(flat["weight"])
        spans = network.spans(edge)
        spells = ""
        if len(spans) == 1:
            attributes |= {"start": spans[0][0], "end": spans[0][1]}
        elif spans:
            parts = "".join(start("spell", {"start": first, "end": last}, empty=True) for first, last in spans)
            spells = f"<spells>{parts}</spells>"
        yield f"{start('edge', attributes)}{_values(flat, types)}{spells}</edge>\n"


def _values(flat: Flat, types: Mapping[str, Type]) -> str:
    inside = "".join(
        start("attvalue", {"for": str(number), "value": value_text(flat[name])}, empty=True)
        for number, name in enumerate(types)
        if name in flat
    )
    return f"<attvalues>{inside}</attvalues>" if inside else ""
