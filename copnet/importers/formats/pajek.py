"""Pajek's networks (.net), with partitions (.clu) and vectors (.vec) of the same name beside them or in one folder.

NetworkX's reader joins vertices of one label and reads only the first relation, igraph's refuses relations and times:
this one is ours (docs/decisions/0011-own-graph-readers.md).
"""

from __future__ import annotations

import re
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.drafts import Drafts
from copnet.importers.formats.bundle import Part, bundle, heads
from copnet.importers.formats.graph_fields import take_date
from copnet.importers.formats.graph_input import MAX_ENTRIES, GraphInput, graph_mapping
from copnet.importers.formats.graph_words import SECOND_MODE
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.pajek_values import VALUES, values_of
from copnet.importers.formats.pajek_words import Unclosed, is_number, is_times, split_drawing, words
from copnet.importers.formats.text_lines import text_lines
from copnet.importers.headers import Place
from copnet.importers.mapping import GraphMapping
from copnet.importers.options import ImportOptions

TITLE = "a Pajek network"
NETWORK = ".net"
_SECTION = re.compile(r"\*(\w+)\s*(.*)", re.DOTALL)
_RELATION = re.compile(r":\s*(\d+)\s*(?:\"([^\"]*)\"|(\S.*))?")
_OF_LINE = re.compile(r"(\d+)\s*:$")
_LINKS = frozenset({"arcs", "edges", "arcslist", "edgeslist", "matrix"})


class _Pajek:
    def __init__(self, drafts: Drafts, mapping: GraphMapping, part: Part, path: Path) -> None:
        self._drafts = drafts
        self._place = Place(drafts.file, None if part.path == path else part.name)
        self._part = part
        self._graph = GraphInput(drafts, mapping, self._place.sheet, self._place.sheet, words={
            "label": "vertex", "source": "from", "target": "to", "weight": "value",
        })  # fmt: skip
        self._count = self._first_mode = 0
        self._labels: dict[int, tuple[int, str | None, dict[str, str]]] = {}
        self._section = ""
        self._relation: str | None = None
        self._names: dict[str, str] = {}
        self._rows_of_matrix = 0
        self._matrix_row: list[str] = []
        self._drawn = 0

    def read(self, columns: dict[str, list[str]]) -> None:
        row = 0
        for row, line in enumerate(text_lines(self._part.path, self._place, self._drafts.cautions), 1):
            text = line.strip()
            if not text or text.startswith("%"):
                continue
            if text.startswith("*"):
                self._begin(row, text)
            elif self._section == "vertices":
                self._vertex(row, self._words(row, text))
            elif self._section in _LINKS:
                self._line(row, self._words(row, text))
            elif self._section != "network":
                raise self._refused("*Vertices before anything else", row)
        if not self._section:
            raise self._refused("*Vertices and their number", row or None)
        self._require_whole_matrix(row)
        self._tell_vertices(columns)
        self._graph.finish()
        if self._drawn:
            self._drafts.leave_out(f"the drawing of {self._drawn:,} vertices and lines: places, shapes and colors")

    def _begin(self, row: int, text: str) -> None:
        found = _SECTION.fullmatch(text)
        name, rest = (found[1].casefold(), found[2]) if found else (text[:50], "")
        self._require_whole_matrix(row)
        if name == "network":
            if self._section:
                raise self._refused("one network in a file; save them one by one", row)
        elif name == "vertices":
            if self._count:
                raise self._refused("*Vertices once in a file", row)
            self._counts(row, rest)
        elif name not in _LINKS:
            known = ", ".join(f"*{word}" for word in ("Vertices", "Arcs", "Edges", "Arcslist", "Edgeslist", "Matrix"))
            raise self._refused(f"one of {known}; found *{name[:50]}", row)
        elif not self._count:
            raise self._refused("*Vertices before the lines", row)
        self._section, self._rows_of_matrix, self._relation = name, 0, self._named(rest)

    def _named(self, rest: str) -> str | None:
        """The kind of tie of a relation such as ``:2 "trusts"``."""
        found = _RELATION.match(rest)
        if found is None:
            return None
        name = (found[2] or found[3] or self._names.get(found[1], "")).strip() or f"relation {found[1]}"
        self._names[found[1]] = name
        return name

    def _counts(self, row: int, rest: str) -> None:
        numbers = rest.split()
        if not 1 <= len(numbers) <= 2 or not all(number.isascii() and number.isdigit() for number in numbers):
            raise self._refused("*Vertices and their number", row)
        count, first = int(numbers[0]), int(numbers[-1])
        if not 1 <= count <= MAX_ENTRIES or first > count:
            raise self._refused(f"1 to {MAX_ENTRIES:,} vertices, and no more in the first mode than in all", row)
        self._count, self._first_mode = count, first

    def _vertex(self, row: int, found: list[str]) -> None:
        number = self._number(row, found[0], "vertex")
        if number is None:
            return
        if number in self._labels:
            expected = f"every vertex once; row {self._labels[number][0]} is it too"
            self._drafts.refuse(expected, row=row, column="vertex", value=found[0], part=self._place.sheet)
            return
        attributes = self._split(row, found[2:], vertex=True)
        self._labels[number] = row, found[1] if len(found) > 1 else None, attributes

    def _split(self, row: int, rest: list[str], *, vertex: bool) -> dict[str, str]:
        """The attributes at the end of a line, its times among them."""
        try:
            attributes, times, drawn = split_drawing(rest, vertex=vertex)
        except ValueError as error:
            self._drafts.refuse(str(error), row=row, value=" ".join(rest), part=self._place.sheet)
            return {}
        self._drawn += drawn
        return attributes | ({"spells": "; ".join(times)} if times else {})

    def _tell_vertices(self, columns: dict[str, list[str]]) -> None:
        for number in range(1, self._count + 1):
            row, label, attributes = self._labels.get(number, (0, None, {}))
            values = {name: values[number - 1] for name, values in columns.items()}
            kind = SECOND_MODE if number > self._first_mode else None
            self._graph.node(row or number, str(number), label, attributes | values, kind)

    def _line(self, row: int, found: list[str]) -> None:
        relation = self._relation
        if len(found) > 2 and (own := _OF_LINE.fullmatch(found[0])):
            relation, found = self._named(f":{own[1]}"), found[1:]
        if self._section == "matrix":
            self._matrix(row, found, relation)
            return
        directed = self._section.startswith("arcs")
        if self._section.endswith("list"):
            for target in found[1:]:
                self._tie(row, found[0], target, directed, relation, None, {})
            if len(found) < 2:
                self._drafts.refuse("two vertices or more", row=row, value=" ".join(found), part=self._place.sheet)
            return
        if len(found) < 2:
            self._drafts.refuse("two vertices and a value", row=row, value=" ".join(found), part=self._place.sheet)
            return
        value = found[2] if len(found) > 2 and not is_times(found[2]) else None
        attributes = self._split(row, found[3 if value else 2 :], vertex=False)
        self._tie(row, found[0], found[1], directed, relation, value, attributes)

    def _tie(
        self, row: int, source: str, target: str, directed: bool, relation: str | None, value: str | None,
        attributes: dict[str, str],
    ) -> None:  # fmt: skip
        date = take_date(attributes)
        self._graph.edge(
            row, source, target, directed=directed, kind=relation, value=value, asked_on=date, attributes=attributes
        )

    def _matrix(self, row: int, found: list[str], relation: str | None) -> None:
        skipped = self._first_mode if self._first_mode < self._count else 0
        width, height = self._count - skipped, self._first_mode
        waiting, start = self._matrix_row + found, 0
        while len(waiting) - start >= width and self._rows_of_matrix < height:
            self._rows_of_matrix += 1
            for column, value in enumerate(waiting[start : start + width], 1):
                if not is_number(value):
                    expected = f"a number in column {column} of the matrix"
                    self._drafts.refuse(expected, row=row, value=value, part=self._place.sheet)
                elif float(value):
                    self._tie(row, str(self._rows_of_matrix), str(column + skipped), True, relation, value, {})
            start += width
        self._matrix_row = waiting[start:]
        if self._matrix_row and self._rows_of_matrix == height:
            raise self._refused(f"a matrix of {height:,} rows of {width:,} numbers; here are more", row)

    def _require_whole_matrix(self, row: int) -> None:
        if self._section == "matrix" and (self._rows_of_matrix < self._first_mode or self._matrix_row):
            expected = f"a matrix of {self._first_mode:,} rows, found {self._rows_of_matrix:,} whole ones"
            raise self._refused(expected, row)

    def _number(self, row: int, word: str, column: str) -> int | None:
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0
        if 1 <= number <= self._count:
            return number
        expected = f"the number of a vertex, 1 to {self._count:,}"
        self._drafts.refuse(expected, row=row, column=column, value=word, part=self._place.sheet)
        return None

    def _words(self, row: int, text: str) -> list[str]:
        try:
            return words(text)
        except Unclosed:
            raise self._refused("a closing quotation mark", row) from None

    def _refused(self, expected: str, row: int | None) -> ImportRefused:
        return ImportRefused([self._place.problem(f"{TITLE}: {expected}", row=row)])


def _read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    with bundle(path, lambda name: name.lower().endswith((NETWORK, *VALUES)), TITLE, drafts) as parts:
        networks = [part for part in parts if part.ending == NETWORK]
        if path.is_file() and not networks:  # a network whatever its ending
            networks = [Part(path.name, path)]
        if len(networks) != 1:
            names = ", ".join(part.name for part in networks) or "none"
            raise ImportRefused([Place(drafts.file).problem(f"one network (.net) in a folder or zip, found {names}")])
        (network,) = networks
        columns = values_of(parts, network, drafts) if len(parts) > 1 else {}
        _Pajek(drafts, graph_mapping(options), network, path).read(columns)


def _is_network(text: str) -> bool:
    """Whether a text begins with *Vertices or *Network, after comments."""
    lines = (line.strip().casefold() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("%")), "")
    return first.startswith(("*vertices", "*network"))


def _recognize(head: Head) -> bool:
    if head.path.is_dir() or head.start.startswith(b"PK"):
        return any(_is_network(Head(Path(), start).text) for _, start in heads(head.path, (NETWORK,)))
    return _is_network(head.text)


PAJEK = FileFormat("pajek", TITLE, _recognize, _read, (NETWORK, *VALUES))
