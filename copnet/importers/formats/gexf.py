"""GEXF graphs, versions 1.1, 1.2draft and 1.3, static and dynamic: Gephi's own format.

NetworkX's reader refuses the namespace of 1.3, so this one is ours (docs/decisions/0011-own-graph-readers.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.drafts import Drafts
from copnet.importers.formats.graph_fields import OURS
from copnet.importers.formats.graph_input import GraphInput, graph_mapping
from copnet.importers.formats.graph_times import Spell, TimeRules, Times
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.xml_events import Attributes, scan_xml
from copnet.importers.headers import Place
from copnet.importers.mapping import GraphMapping
from copnet.importers.options import ImportOptions

TITLE = "a GEXF graph"
_ROOT = re.compile(r"<(?:[\w.-]+:)?gexf[\s>/]")
_ABOUT = frozenset({"creator", "description", "keywords"})
_SHOWN = 200
_LOOK = frozenset({"color", "position", "size", "shape", "thickness"})


@dataclass
class _Declared:
    """A declared attribute."""

    title: str
    default: str | None = None


@dataclass
class _Entry:
    """A node or edge while its element is open."""

    number: int
    given: Attributes
    times: Times
    values: dict[str, list[tuple[str, Times]]] = field(default_factory=dict)


class _Gexf:
    def __init__(self, drafts: Drafts, mapping: GraphMapping) -> None:
        self._drafts, self._mapping = drafts, mapping
        self._graph: GraphInput | None = None
        self._rules = TimeRules()
        self._slice = Times(self._rules)
        self._directed = "undirected"
        self._declared: dict[str, dict[str, _Declared]] = {"node": {}, "edge": {}}
        self._class = "node"
        self._attribute: _Declared | None = None
        self._open: list[tuple[str, _Entry]] = []
        self._counts = {"node": 0, "edge": 0}
        self._ours = False
        self._root = False
        self._about: dict[str, str] = {}
        self._looks = self._parents = self._changing = 0

    def start(self, name: str, given: Attributes) -> None:
        if not self._root:
            if name != "gexf":
                raise _refused(self._drafts.file, f"the root element gexf, found {name[:50]}")
            self._root = True
        elif name in ("node", "edge"):
            self._opened(name, given)
        elif name == "graph":
            self._take_graph(given)
        elif name == "meta" and given.get("lastmodifieddate"):
            self._about["lastmodifieddate"] = given["lastmodifieddate"]
        elif name == "attributes":
            self._class = given.get("class", "node")
        elif name == "attribute":
            self._attribute = _Declared(given.get("title", "").strip() or given.get("id", ""))
            self._declared.setdefault(self._class, {})[given.get("id", "")] = self._attribute
        elif name == "attvalue" and self._open:
            self._take_value(given)
        elif name in ("spell", "slice") and self._open:
            self._open[-1][1].times.take(given)
        elif name == "parent" and self._open:
            self._parents += 1
        elif name in _LOOK and self._open:
            self._looks += 1

    def end(self, name: str, text: str) -> None:
        if name in _ABOUT and not self._open:
            if text.strip():
                self._about[name] = text.strip()
            self._ours = self._ours or (name == "creator" and text.strip().casefold() == OURS)
        elif name == "default" and self._attribute is not None:
            self._attribute.default = text
        elif name in ("node", "edge") and self._open and self._open[-1][0] == name:
            self._tell(name, self._open.pop()[1])

    def finish(self) -> None:
        if self._graph is None:
            raise _refused(self._drafts.file, "an element graph with nodes in it")
        self._graph.finish()
        if self._changing:
            self._drafts.cautions.append(
                f"{self._changing:,} edge(s) have weights that change with time; the last is the value of the tie, "
                'and all are kept in the column "weight over time"'
            )
        if self._about and not self._ours:
            told = "; ".join(f"{name}: {text[:_SHOWN]}" for name, text in self._about.items())
            self._drafts.leave_out(f"what is said of the whole graph ({told})")
        for count, what in ((self._looks, "colors, positions, sizes and shapes"), (self._parents, "further parents")):
            if count:
                self._drafts.leave_out(f"{count:,} element(s) with {what}")

    def _take_graph(self, given: Attributes) -> None:
        self._directed = given.get("defaultedgetype", "undirected")
        zone = given.get("timezone", "").strip()
        self._rules = TimeRules((given.get("timeformat") or given.get("timetype") or "double").strip(), zone or None)
        if given.get("mode") == "slice":
            self._slice = Times(self._rules)
            self._slice.take(given)
        if self._graph is None:
            self._graph = GraphInput(self._drafts, self._mapping, ours=self._ours)

    def _opened(self, name: str, given: Attributes) -> None:
        if name == "node" and self._open:  # a node within another: that one comes first
            parent = self._open[-1][1]
            given = {"pid": parent.given.get("label") or parent.given.get("id", "")} | given
        self._counts[name] += 1
        entry = _Entry(self._counts[name], given, Times(self._rules))
        entry.times.take(given)
        self._open.append((name, entry))

    def _take_value(self, given: Attributes) -> None:
        entry = self._open[-1][1]
        name = given.get("for") or given.get("id") or ""
        times = Times(self._rules)
        times.take(given)
        entry.values.setdefault(name, []).append((given.get("value", ""), times))

    def _tell(self, name: str, entry: _Entry) -> None:
        if self._graph is None:
            raise _refused(self._drafts.file, "nodes and edges inside the element graph")
        attributes = self._attributes(name, entry)
        given = entry.given
        if not entry.times.spells:
            entry.times.spells.extend(self._slice.spells)
        attributes |= entry.times.columns(edge=name == "edge")
        if name == "node":
            if given.get("pid"):
                attributes["parent node"] = given["pid"]
            self._graph.node(entry.number, given.get("id", ""), given.get("label"), attributes)
            return
        if given.get("label"):
            attributes.setdefault("label", given["label"])
        self._tell_edge(self._graph, entry, attributes)

    def _tell_edge(self, graph: GraphInput, entry: _Entry, attributes: Attributes) -> None:
        given = entry.given
        weight = self._last_weight(entry, attributes)
        weight = given.get("weight") or weight
        ends = [given.get("source", ""), given.get("target", "")]
        way = (given.get("type") or self._directed).casefold()
        for source, target in (ends, ends[::-1]) if way == "mutual" else (ends,):
            graph.edge(
                entry.number, source, target, directed=way != "undirected", kind=given.get("kind"), value=weight,
                asked_on=entry.times.first_date, attributes=attributes, id=given.get("id"),
            )  # fmt: skip

    def _last_weight(self, entry: _Entry, attributes: Attributes) -> str | None:
        """A weight that is given as an attribute; of one that changes with time the last."""
        title = next((title for title in attributes if title.casefold() == "weight"), None)
        if title is None:
            return None
        default = attributes.pop(title)
        for key, values in entry.values.items():
            if self._title("edge", key) == title:
                if values[0][1].spells:
                    self._changing += 1
                    attributes["weight over time"] = _over_time(values)
                return max(values, key=lambda value: _moment(value[1]))[0]
        return default

    def _title(self, name: str, key: str) -> str:
        declared = self._declared[name].get(key)
        return declared.title if declared else key

    def _attributes(self, name: str, entry: _Entry) -> Attributes:
        """Values by title; those that change with time with their times."""
        found: Attributes = {}
        for key, declared in self._declared[name].items():
            if declared.default is not None and key not in entry.values:
                found[declared.title] = declared.default
        for key, values in entry.values.items():
            title = self._title(name, key)
            title = f"{title} ({key})" if title in found else title
            found[title] = _over_time(values)
        return found


def _over_time(values: list[tuple[str, Times]]) -> str:
    texts = (f"{value} ({'; '.join(map(str, times.spells))})" if times.spells else value for value, times in values)
    return "; ".join(texts) if len(values) > 1 or values[0][1].spells else values[0][0]


def _moment(times: Times) -> tuple[bool, float, str]:
    """Puts values in the order of their times: numbers by size, dates by spelling."""
    spell = times.spells[0] if times.spells else Spell()
    time = spell.at or spell.start
    if time is None:
        return False, 0.0, ""
    try:
        return True, float(time), ""
    except ValueError:
        return True, 0.0, time


def _refused(file: str, expected: str) -> ImportRefused:
    return ImportRefused([Place(file).problem(f"{TITLE}: {expected}")])


def _recognize(head: Head) -> bool:
    return head.text.startswith("<") and _ROOT.search(head.text) is not None


def _read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    reader = _Gexf(drafts, graph_mapping(options))
    scan_xml(path, Place(drafts.file), TITLE, reader.start, reader.end)
    reader.finish()


GEXF = FileFormat("gexf", TITLE, _recognize, _read)
