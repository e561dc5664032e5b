"""Node-link JSON: ``networkx.node_link_graph(json.load(file), edges="edges")`` reads it."""

from __future__ import annotations

import json
from typing import TextIO

from copnet.exporters.network_rows import Network
from copnet.manifest import Manifest

LEFT_OUT: tuple[str, ...] = ()


def write(file: TextIO, network: Network, note: Manifest) -> None:
    """Write the object of ``GET /network`` with what the export leaves out, a node and a tie at a time."""
    facts = {**network.facts, "left_out": list(note.left_out)}
    file.write(f'{{"directed": {json.dumps(network.directed)}, "multigraph": false, "graph": {_json(facts)},\n')
    for name, rows, end in (("nodes", network.nodes, "],\n"), ("edges", network.edges, "]}\n")):
        file.write(f'"{name}": [')
        for number, row in enumerate(rows):
            file.write(f"{',' if number else ''}\n{_json(row)}")
        file.write(end)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
