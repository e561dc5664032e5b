"""Pajek's .net: names and the weights of ties; people and collaborations as two kinds of vertices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from copnet.exporters.network_rows import Network
from copnet.manifest import Manifest

LEFT_OUT = (
    "Pajek's .net holds names and weights of ties only: nothing else that is known of people and ties is in it.",
    "Pajek cannot spell quotation marks, backslashes and line breaks in names: they are replaced by ', / and a space. "
    "A name that is there twice has the id behind it.",
)
_SPELLED = str.maketrans({'"': "'", "\\": "/", "\n": " ", "\r": " ", "\t": " ", "\u2028": " ", "\u2029": " "})


def write(file: TextIO, network: Network, note: Manifest) -> None:
    """Write a network. In a two-mode one the people or organizations come first, as Pajek wants it."""
    order = sorted(network.nodes, key=lambda node: node["mode"] == "collaboration")
    place = {node["id"]: number for number, node in enumerate(order, start=1)}
    labels = _labels([(node["id"], str(node["name"] or node["id"])) for node in order])
    file.writelines(f"% {_spelled(line)}\n" for line in ("copnet", f"Audience: {note.audience}", *note.left_out))
    ends = sum(node["mode"] != "collaboration" for node in order)
    file.write(f"*Vertices {len(order)}{f' {ends}' if network.two_mode else ''}\n")
    file.writelines(f'{number} "{label}"\n' for number, label in enumerate(labels, start=1))
    file.write("*Arcs\n" if network.directed else "*Edges\n")
    for source, target, flat in network.flat_edges():
        file.write(f"{place[source]} {place[target]} {flat.get('weight', 1)}\n")


def _labels(named: list[tuple[str, str]]) -> Iterator[str]:
    """Names, each once: readers take vertices of one name for the same."""
    times = Counter(_spelled(name) for _, name in named)
    used: set[str] = set()
    for key, name in named:
        label = _spelled(name)
        if times[label] > 1 or label in used:
            label = f"{label} ({_spelled(key)})"
        while label in used:
            label += "'"
        used.add(label)
        yield label


def _spelled(text: str) -> str:
    return text.translate(_SPELLED)
