"""Elements and connections as Kumu tells them apart, on their way to be nodes and edges.

Kumu knows an element by its ID; without one by label and type, so that a row that says both again adds to the first.
A connection names its ends by ID or label. One without a direction is undirected, as Kumu draws it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from copnet.importers.cells import fold_word
from copnet.importers.drafts import Drafts
from copnet.importers.formats.graph_input import GraphInput, graph_mapping
from copnet.importers.options import ImportOptions

_DIRECTIONS = ("directed", "undirected", "mutual")
_WEIGHTS = ("weight", "value", "strength")
_POLARITY = {"+": "plus", "-": "minus", "−": "minus"}
_TYPES = ("type", "elementtype", "connectiontype")


@dataclass
class _Element:
    row: int
    id: str
    label: str
    attributes: dict[str, str]


@dataclass
class _Connection:
    row: int
    froms: list[str]
    tos: list[str]
    direction: str
    attributes: dict[str, str]


@dataclass
class KumuInput:
    """Takes what a Kumu file says, whatever form it has.

    Attributes:
        drafts: gets the rows.
        options: what the user says about nodes and edges.
        part_elements: the part of the file that elements come from, for the report.
        part_connections: the part that connections come from.
        labels_alone: the file has no elements of its own: the ends of connections are all there is.
    """

    drafts: Drafts
    options: ImportOptions
    part_elements: str
    part_connections: str
    labels_alone: bool = False
    _elements: dict[tuple[str, str], _Element] = field(default_factory=dict)
    _connections: dict[tuple[str, str], _Connection] = field(default_factory=dict)
    _again: int = 0

    def element(self, row: int, id: str | None, label: str | None, attributes: Mapping[str, str]) -> None:  # noqa: A002 - as Kumu calls it
        """Take an element; one that is known already is added to."""
        id, label = _one(id), _one(label)  # noqa: A001 - as Kumu calls it
        if not label and not id:
            self.drafts.refuse("an element with a label", row=row, column="Label", part=self.part_elements)
            return
        kind = next((value for name, value in attributes.items() if fold_word(name) in _TYPES), "")
        key = ("id", id) if id else (label, kind.strip())
        known = self._elements.get(key)
        if known is None:
            self._elements[key] = _Element(row, id, label or id, dict(attributes))
            return
        self._again += 1
        known.label = label or known.label
        known.attributes.update(attributes)

    def connection(
        self,
        row: int,
        id: str | None,  # noqa: A002 - as Kumu calls it
        froms: Iterable[str],
        tos: Iterable[str],
        direction: str | None,
        attributes: Mapping[str, str],
    ) -> None:
        """Take a connection, or several: from each of the first to each of the others."""
        way = fold_word(direction or "") or "undirected"
        if way not in _DIRECTIONS:
            expected = f"one of: {', '.join(_DIRECTIONS)}"
            self.drafts.refuse(expected, row=row, column="Direction", value=direction, part=self.part_connections)
            return
        made = _Connection(row, list(map(_one, froms)), list(map(_one, tos)), way, dict(attributes))
        for name, ends in (("From", made.froms), ("To", made.tos)):
            if not any(ends):
                expected = "the label or ID of an element"
                self.drafts.refuse(expected, row=row, column=name, part=self.part_connections)
                return
        self._again += ("id", _one(id)) in self._connections if id else 0
        self._connections[("id", _one(id)) if id else ("row", str(row))] = made

    def finish(self) -> None:
        """Make the rows, and say what was assumed."""
        words = {"label": "Label", "source": "From", "target": "To", "kind": "Type", "weight": "Strength"}
        mapping = graph_mapping(self.options)
        graph = GraphInput(self.drafts, mapping, self.part_elements, self.part_connections, words=words)
        if self.labels_alone:
            for connection in self._connections.values():
                for label in (*connection.froms, *connection.tos):
                    self._elements.setdefault((label, ""), _Element(connection.row, "", label, {}))
        known: dict[str, list[str]] = {}
        for key, element in zip(self._keys(), self._elements.values(), strict=True):
            graph.node(element.row, key, element.label, element.attributes)
            for name in {element.id, element.label} - {""}:
                known.setdefault(name, []).append(key)
        weight = self._weight()
        for connection in self._connections.values():
            self._connect(graph, connection, known, weight)
        graph.finish()
        if self._again:
            self.drafts.cautions.append(
                f"{self._again:,} row(s) say more of an element or connection that an earlier row names: "
                "what the later one says was taken, as Kumu does"
            )

    def _keys(self) -> list[str]:
        """One text for each element that no other has."""
        labels = Counter(element.label for element in self._elements.values() if not element.id)
        several = {label for label, count in labels.items() if count > 1}
        ids = {element.id for element in self._elements.values()}
        return [
            element.id
            or (f"{element.label} ({key[1]})" if element.label in several or element.label in ids else key[0])
            for key, element in self._elements.items()
        ]

    def _weight(self) -> str | None:
        """The attribute that is a number wherever it is filled, and says how strong connections are."""
        for word in _WEIGHTS:
            values = [
                (name, value)
                for connection in self._connections.values()
                for name, value in connection.attributes.items()
                if fold_word(name) == word
            ]
            if values and all(_is_number(value) for _, value in values):
                return word
        return None

    def _connect(
        self, graph: GraphInput, connection: _Connection, known: Mapping[str, list[str]], weight: str | None
    ) -> None:  # fmt: skip
        attributes = dict(connection.attributes)
        value = next((attributes.pop(name) for name in list(attributes) if fold_word(name) == weight), None)
        for name in list(attributes):
            if fold_word(name) in _TYPES and attributes[name] in _POLARITY:
                attributes["polarity"] = _POLARITY[attributes.pop(name)]
        froms = self._found("From", connection.froms, connection.row, known)
        tos = self._found("To", connection.tos, connection.row, known)
        for one in froms:
            for other in tos:
                ends = [(one, other), (other, one)] if connection.direction == "mutual" else [(one, other)]
                for source, target in ends:
                    graph.edge(
                        connection.row, source, target, directed=connection.direction != "undirected", value=value,
                        attributes=attributes,
                    )  # fmt: skip

    def _found(self, column: str, names: Iterable[str], row: int, known: Mapping[str, list[str]]) -> list[str]:
        """The elements of these names; a name that none or two have is refused."""
        found = []
        for name in filter(None, names):
            keys = known.get(name, [])
            if len(keys) == 1:
                found.append(keys[0])
                continue
            expected = "the label or ID of an element of this file"
            if keys:
                expected = f"the ID of one element; this is the label of {len(keys)}: {', '.join(keys[:5])}"
            self.drafts.refuse(expected, row=row, column=column, value=name, part=self.part_connections)
        return found


def _one(text: str | None) -> str:
    return unicodedata.normalize("NFC", text or "").strip()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
