"""Nodes and edges of any graph file become people, organizations, collaborations, participations and ties.

A reader makes one ``GraphInput``, gives it every node and edge in any order, and ends with ``finish``::

    graph = GraphInput(drafts, graph_mapping(options), part_nodes="nodes", part_edges="edges")
    graph.node(1, "n1", "Ruth Ames", {"type": "Person", "location": "Ohio"})
    graph.edge(1, "n1", "n2", directed=True, value=2.0, asked_on="2024-05-17", attributes={"spells": "..."})
    graph.finish()

Numbers of rows are those of nodes and edges as the file's program counts them. Values and dates may be texts as the
file has them: they are checked as all cells are, and errors name the node or edge. ``asked_on`` is an ISO date.

What a node is says ``kind`` ("person", "school", "event"), else an attribute named type, kind, mode, category ...; else
the mapping file; else it is a person, which is said. Edges between a person or organization and a collaboration are
participations, those between two people or organizations are ties.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from copnet.errors import ImportRefused
from copnet.importers.drafts import Draft, Drafts
from copnet.importers.formats.graph_assumed import Assumed
from copnet.importers.formats.graph_columns import GraphColumns
from copnet.importers.formats.graph_edges import Edge, Links, Value, both_ends, say
from copnet.importers.formats.graph_names import Node, refer, wrong_name
from copnet.importers.formats.graph_words import (
    COLLABORATIONS,
    PEOPLE,
    SECOND_MODE,
    kind_attribute,
    mode_attribute,
    says_no_kind,
    telling_attribute,
    unknown_word,
    what_a_node_is,
)
from copnet.importers.headers import Place
from copnet.importers.mapping import GraphMapping
from copnet.importers.options import ImportOptions

MAX_ENTRIES = 1_000_000
"""Nodes and edges of one file that are looked at; one import writes 300,000 rows at most."""

_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII)
_SAYS_NOTHING = re.compile(r"[a-z]?[-+]?\d+(\.\d+)?", re.ASCII | re.IGNORECASE)


class GraphInput:
    """Takes nodes and edges.

    Args:
        drafts: gets the rows.
        mapping: what the user says about nodes and edges.
        part_nodes: the part of the file that nodes come from, for the report; None: there are no parts.
        part_edges: the part that edges come from.
        ours: copnet wrote the file: its ids are ids, and attributes are columns by their names.
        words: how the file calls "label", "source", "target", "weight" and "kind", where it has other words.
    """

    def __init__(
        self,
        drafts: Drafts,
        mapping: GraphMapping,
        part_nodes: str | None = "nodes",
        part_edges: str | None = "edges",
        *,
        ours: bool = False,
        words: Mapping[str, str] | None = None,
    ) -> None:
        self._drafts = drafts
        self._mapping = mapping
        self._parts = part_nodes, part_edges
        self._ours = ours
        self._words = dict(words or {})
        self._nodes: dict[str, Node] = {}
        self._columns: dict[str, GraphColumns] = {}
        self._links: dict[str, Links] = {}
        self._edges: list[Edge] = []
        self._refused: set[str] = set()
        self._said = Assumed()

    def node(
        self, row: int, id: str, label: str | None, attributes: Mapping[str, str], kind: str | None = None  # noqa: A002 - as nodes call it
    ) -> None:  # fmt: skip
        """Take a node.

        Raises:
            ImportRefused: too many nodes, or attributes that cannot be columns.
        """
        key = id.strip()
        name = unicodedata.normalize("NFC", label or "").strip() or unicodedata.normalize("NFC", key)
        if (wrong := wrong_name(name)) is not None:
            column = "label" if name else "id"
            self._drafts.refuse(wrong, row=row, column=column, value=name or None, part=self._parts[0])
            self._refused.add(key)
            return
        if key in self._nodes:
            expected = f"every id once; node {self._nodes[key].row} has it too"
            self._drafts.refuse(expected, row=row, column="id", value=key, part=self._parts[0])
            return
        self._count(row)
        told = what_a_node_is(kind) if kind else None
        attributes = dict(attributes)
        if told is None and (name_of := telling_attribute(attributes)):
            told = what_a_node_is(attributes.pop(name_of))
        if told is None and (mode := mode_attribute(attributes)):
            del attributes[mode[0]]
            kind = SECOND_MODE if mode[1] else None
            told = what_a_node_is(SECOND_MODE) if kind else None
        self._said.second += kind == SECOND_MODE
        if told is None:
            self._said.untold += 1
            word = kind or unknown_word(attributes)
            self._said.unknown.update([word] if word else [])
            told = self._mapping.nodes or PEOPLE, None
        self._said.numbers += not self._ours and _NUMBER.fullmatch(name) is not None
        self._nodes[key] = self._made(row, key, name, told, attributes)

    def edge(
        self,
        row: int,
        source_id: str,
        target_id: str,
        *,
        directed: bool,
        kind: str | None = None,
        value: Value = None,
        asked_on: str | None = None,
        attributes: Mapping[str, str] | None = None,
        id: str | None = None,  # noqa: A002 - as edges call it
    ) -> None:
        """Take an edge; its nodes may come later. An id that is more than a number is kept.

        Raises:
            ImportRefused: too many edges.
        """
        self._count(row)
        own = dict(attributes or {})
        if id and not self._ours:
            if _SAYS_NOTHING.fullmatch(id):
                self._said.edge_ids.add(row)
            else:
                own.setdefault("edge id", id)
        if kind is None or not kind.strip() or says_no_kind(kind):
            name = kind_attribute(own)
            kind = own.pop(name) if name else None
            if name:
                self._words.setdefault("kind", name)
        kind = kind.strip() if kind else None
        self._edges.append(Edge(row, source_id.strip(), target_id.strip(), directed, kind, value, asked_on, own))

    def finish(self) -> None:
        """Make the rows, and say what was assumed.

        Raises:
            ImportRefused: attributes of edges that cannot be columns.
        """
        refer(self._nodes.values())
        for node in self._nodes.values():
            named = "title" if node.table == COLLABORATIONS else "name"
            cells = node.cells | {named: node.name}
            cells |= {"id": node.id} if node.id else {}
            self._draft(node.table).add(node.row, cells, handle=node.handle, made_id=node.made_id, lasting=False)
        for edge in self._edges:
            self._link(edge)
        for links in self._links.values():
            links.write()
            say(links, self._drafts)
        for columns in (*self._columns.values(), *(links.columns for links in self._links.values())):
            self._said.dashes += columns.dashes
        self._said.tell(self._drafts, self._mapping, self._parts[1])

    def _made(
        self, row: int, key: str, name: str, told: tuple[str, str | None], attributes: dict[str, str]
    ) -> Node:  # fmt: skip
        table, kind = told
        columns = self._columns.get(table)
        if columns is None:
            columns = self._columns[table] = GraphColumns(self._draft(table), ours=self._ours)
        cells = columns.cells(attributes)
        if kind:
            cells["kind"] = kind
        if self._ours:
            return Node(row, key, name, table, cells, key)
        if key != name and not _SAYS_NOTHING.fullmatch(key):
            cells |= columns.own("node id", key)
        return Node(row, key, name, table, cells)

    def _draft(self, table: str) -> Draft:
        """The rows of a table, with the file's own words for its columns."""
        edges = table in ("ties", "participations")
        draft = self._drafts.table(table, self._parts[edges])
        words = {
            "name": "label", "title": "label", "from": "source", "to": "target", "collaboration": "source",
            "person": "target", "organization": "target", "value": "weight", "kind": "kind",
        }  # fmt: skip
        for column, word in words.items() if edges else [("name", "label"), ("title", "label")]:
            if draft.table.column(column):
                draft.headers.setdefault(column, self._words.get(word, word))
        return draft

    def _link(self, edge: Edge) -> None:
        ends = []
        for word, key in (("source", edge.source), ("target", edge.target)):
            node = self._nodes.get(key)
            if node is not None:
                ends.append(node)
                continue
            if key in self._refused:
                self._said.lost.append(edge.row)
                return
            self._drafts.refuse(
                "the id of a node of this file", row=edge.row, column=self._words.get(word, word), value=key or None,
                part=self._parts[1],
            )  # fmt: skip
        try:
            edge.check_value()
        except ValueError as error:
            word, said = self._words.get("weight", "weight"), str(edge.value).strip()
            self._drafts.refuse(str(error), row=edge.row, column=word, value=said, part=self._parts[1])
            return
        if len(ends) < 2:
            return
        source, target = ends
        if source is target:
            self._said.loops.append(edge.row)
        elif source.table == target.table == COLLABORATIONS:
            self._said.between.append(edge.row)
        elif (two := both_ends(source, target)) is not None:
            self._of("participations").participation(edge, *two)
        else:
            kind = edge.kind or self._mapping.kind
            self._said.unnamed += edge.kind is None
            self._said.two_ways += not edge.directed
            self._of("ties").tie(edge, source, target, kind)
            if not edge.directed:
                self._of("ties").tie(edge, target, source, kind)

    def _of(self, table: str) -> Links:
        if table not in self._links:
            self._links[table] = Links(self._draft(table), ours=self._ours)
        return self._links[table]

    def _count(self, row: int) -> None:
        if len(self._nodes) + len(self._edges) >= MAX_ENTRIES:
            expected = f"at most {MAX_ENTRIES:,} nodes and edges in one file; split it"
            raise ImportRefused([Place(self._drafts.file).problem(expected, row=row)])


def graph_mapping(options: ImportOptions) -> GraphMapping:
    """What the user says about nodes and edges."""
    return options.mapping.graph if options.mapping else GraphMapping()
