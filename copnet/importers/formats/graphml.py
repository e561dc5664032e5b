"""GraphML: NetworkX's, igraph's, yEd's.

The readers of NetworkX and igraph make nodes of ends that are none, join nodes of one id and lose groups: this one is
ours (docs/decisions/0011-own-graph-readers.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.drafts import Drafts
from copnet.importers.formats.graph_fields import is_ours, take_date, take_label, take_weight
from copnet.importers.formats.graph_input import GraphInput, graph_mapping
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.xml_events import Attributes, scan_xml
from copnet.importers.headers import Place
from copnet.importers.mapping import GraphMapping
from copnet.importers.options import ImportOptions

TITLE = "a GraphML graph"
_ROOT = re.compile(r"<(?:[\w.-]+:)?graphml[\s>/]")
_ARROWS = {(False, True): "directed", (True, False): "reversed", (True, True): "mutual", (False, False): "undirected"}


@dataclass
class _Key:
    """A declared attribute; one of another program's own kind (drawings) has no name."""

    name: str
    on: str
    default: str | None = None


@dataclass
class _Entry:
    """A node, edge or graph while its element is open."""

    element: str
    number: int
    given: Attributes
    within: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    label: str | None = None
    way: str | None = None


class _GraphML:
    def __init__(self, drafts: Drafts, mapping: GraphMapping) -> None:
        self._drafts, self._mapping = drafts, mapping
        self._graph: GraphInput | None = None
        self._keys: dict[str, _Key] = {}
        self._key: _Key | None = None
        self._data: str | None = None
        self._inside = 0
        self._open: list[_Entry] = []
        self._counts = {"node": 0, "edge": 0, "hyperedge": 0, "graph": 0}
        self._about: Attributes = {}
        self._root = False
        self._looks = 0

    def start(self, name: str, given: Attributes) -> None:
        if not self._root:
            if name != "graphml":
                raise self._refused(f"the root element graphml, found {name[:50]}")
            self._root = True
        elif self._inside:
            self._inside += 1
            self._look(name, given)
        elif name == "key":
            self._key = _Key(given.get("attr.name", "").strip(), given.get("for", "all"))
            self._keys[given.get("id", "")] = self._key
        elif name == "data":
            self._data, self._inside = given.get("key", ""), 1
        elif name in self._counts:
            self._counts[name] += 1
            around = next((entry for entry in reversed(self._open) if entry.element == "node"), None)
            within = (around.label or around.given.get("id")) if around else None
            self._open.append(_Entry(name, self._counts[name], given, within))

    def end(self, name: str, text: str) -> None:
        if self._inside:
            self._inside -= 1
            if not self._open:
                return
            entry = self._open[-1]
            if not self._inside:
                self._take_value(entry, text)
            elif name in ("NodeLabel", "EdgeLabel") and entry.label is None:
                entry.label = " ".join(text.split()) or None  # lines are broken to fit a box
        elif name == "default" and self._key is not None:
            self._key.default = text
        elif self._open and self._open[-1].element == name:
            entry = self._open.pop()
            if name == "node":
                self._tell_node(entry)
            elif name == "edge":
                self._tell_edge(entry)

    def finish(self) -> None:
        if not self._counts["graph"]:
            raise self._refused("an element graph with nodes in it")
        self._input.finish()
        if self._counts["hyperedge"]:
            self._drafts.leave_out(f"{self._counts['hyperedge']:,} edge(s) that join more than two nodes (hyperedge)")
        if self._looks:
            self._drafts.leave_out(f"the drawing of {self._looks:,} node(s) and edge(s): places, shapes and colors")
        if told := set(self._about) - {"source"}:
            self._drafts.leave_out(f"what is said of the whole graph ({', '.join(sorted(told))[:200]})")

    @property
    def _input(self) -> GraphInput:
        """Made when the first node comes: what the graph says of itself stands before it."""
        if self._graph is None:
            self._graph = GraphInput(self._drafts, self._mapping, ours=is_ours(self._about))
        return self._graph

    def _look(self, name: str, given: Attributes) -> None:
        """What yEd draws: the way of an edge are its arrows."""
        if name == "Arrows" and self._open:
            ends = given.get("source", "none") != "none", given.get("target", "none") != "none"
            self._open[-1].way = _ARROWS[ends]

    def _take_value(self, entry: _Entry, text: str) -> None:
        key = self._keys.get(self._data or "")
        if key is None:
            self._drafts.refuse(
                "a key that is declared at the top of the file", row=entry.number, column="key", value=self._data,
                part=f"{entry.element}s",
            )  # fmt: skip
        elif entry.element == "graph":
            self._about[key.name] = text.strip()
        elif not key.name:
            self._looks += 1
        elif text.strip().casefold() != "nan":
            entry.values[key.name] = text

    def _tell_node(self, entry: _Entry) -> None:
        attributes = self._attributes(entry)
        label = entry.label or take_label(attributes)
        if entry.within:
            attributes["parent node"] = entry.within
        group = "group" if entry.given.get("yfiles.foldertype") in ("group", "folder") else None
        self._input.node(entry.number, entry.given.get("id", ""), label, attributes, group)

    def _tell_edge(self, entry: _Entry) -> None:
        given, attributes = entry.given, self._attributes(entry)
        if entry.label:
            attributes.setdefault("label", entry.label)
        way = entry.way or self._way(entry)
        ends = [given.get("source", ""), given.get("target", "")]
        value, date = take_weight(attributes), take_date(attributes)
        pairs = {"mutual": (ends, ends[::-1]), "reversed": (ends[::-1],)}.get(way, (ends,))
        for source, target in pairs:
            self._input.edge(
                entry.number, source, target, directed=way != "undirected", value=value, asked_on=date,
                attributes=attributes, id=given.get("id"),
            )  # fmt: skip

    def _way(self, entry: _Entry) -> str:
        said = entry.given.get("directed")
        if said is not None:
            return "directed" if said.strip().casefold() in ("true", "1") else "undirected"
        graph = next((other for other in reversed(self._open) if other.element == "graph"), None)
        return (graph.given if graph else {}).get("edgedefault", "undirected").casefold()

    def _attributes(self, entry: _Entry) -> Attributes:
        defaults = {
            key.name: key.default
            for key in self._keys.values()
            if key.default is not None and key.name and key.on in (entry.element, "all")
        }
        return defaults | entry.values

    def _refused(self, expected: str) -> ImportRefused:
        return ImportRefused([Place(self._drafts.file).problem(f"{TITLE}: {expected}")])


def _recognize(head: Head) -> bool:
    return head.text.startswith("<") and _ROOT.search(head.text) is not None


def _read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    reader = _GraphML(drafts, graph_mapping(options))
    scan_xml(path, Place(drafts.file), TITLE, reader.start, reader.end)
    reader.finish()


GRAPHML = FileFormat("graphml", TITLE, _recognize, _read)
