"""Node-link JSON: NetworkX's, with ``edges`` or, as it used to be, ``links``; and what D3's examples use."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from copnet.errors import ImportRefused
from copnet.importers.bounded_json import load_json
from copnet.importers.drafts import Drafts
from copnet.importers.formats.graph_fields import as_text, is_ours, take_date, take_label, take_weight
from copnet.importers.formats.graph_input import GraphInput, graph_mapping
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.headers import Place
from copnet.importers.options import ImportOptions

TITLE = "a node-link JSON graph"
_NODES = re.compile(r'"nodes"\s*:\s*\[')
_REST = re.compile(r'"(?:links|edges|directed|multigraph)"\s*:\s*(?:\[|true|false)')
_NODES_FIRST = re.compile(r'\{\s*"nodes"\s*:\s*\[\s*\{')
_ENDS = ("source", "target", "key")


class _NodeLink:
    def __init__(self, data: Any, drafts: Drafts, options: ImportOptions) -> None:
        self._drafts = drafts
        if not isinstance(data, dict):
            raise self._refused("an object with nodes and links")
        if "adjacency" in data and not {"edges", "links"} & set(data):
            raise self._refused(
                "nodes and links; this is adjacency data of NetworkX: write the graph with networkx.node_link_data, or "
                "as GEXF or GraphML"
            )
        self._nodes = self._list(data, "nodes")
        self._part = next((part for part in ("edges", "links") if part in data), "links")
        self._edges = self._list(data, self._part)
        self._directed = data.get("directed") is True
        about = data.get("graph")
        ours = isinstance(about, dict) and is_ours(about)
        self._graph = GraphInput(drafts, graph_mapping(options), "nodes", self._part, ours=ours)
        if isinstance(about, dict) and set(about) - {"source"}:
            drafts.leave_out(f"what is said of the whole graph ({', '.join(sorted(map(str, about)))[:200]})")

    def read(self) -> None:
        by_number = not any(isinstance(node, dict) and "id" in node for node in self._nodes)
        for number, node in enumerate(self._nodes, 1):
            if not isinstance(node, dict):
                self._drafts.refuse("an object with an id", row=number, value=_short(node), part="nodes")
                continue
            attributes = {name: as_text(value) for name, value in node.items() if name != "id"}
            label = take_label(attributes)
            key = as_text(node.get("id"))
            if by_number:
                key = str(number - 1) if self._ends_are_numbers else label or ""
            self._graph.node(number, key, label, attributes)
        for number, edge in enumerate(self._edges, 1):
            self._edge(number, edge)
        self._graph.finish()

    @property
    def _ends_are_numbers(self) -> bool:
        """Whether edges name nodes by their place in the list, as D3 once did."""
        return all(isinstance(edge, dict) and isinstance(edge.get("source"), int) for edge in self._edges)

    def _edge(self, number: int, edge: Any) -> None:
        if not isinstance(edge, dict):
            self._drafts.refuse("an object with source and target", row=number, value=_short(edge), part=self._part)
            return
        attributes = {name: as_text(value) for name, value in edge.items() if name not in _ENDS}
        self._graph.edge(
            number, _end(edge.get("source")), _end(edge.get("target")), directed=self._directed,
            value=take_weight(attributes), asked_on=take_date(attributes), attributes=attributes,
        )  # fmt: skip

    def _list(self, data: dict[str, Any], name: str) -> list[Any]:
        found = data.get(name)
        if not isinstance(found, list):
            raise self._refused(f'a list "{name}"')
        return found

    def _refused(self, expected: str) -> ImportRefused:
        return ImportRefused([Place(self._drafts.file).problem(f"{TITLE}: {expected}")])


def _end(value: Any) -> str:
    """The id of a node; D3's programs put the whole node there once they ran."""
    return as_text(value.get("id") if isinstance(value, dict) else value)


def _short(value: Any) -> str:
    return as_text(value)[:200]


def _recognize(head: Head) -> bool:
    text = head.text
    return text.startswith("{") and bool(
        _NODES_FIRST.match(text) or (_NODES.search(text) and _REST.search(text) and '"elements"' not in text)
    )


def _read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    _NodeLink(load_json(path, Place(drafts.file)), drafts, options).read()


NODE_LINK = FileFormat("node-link", TITLE, _recognize, _read)
