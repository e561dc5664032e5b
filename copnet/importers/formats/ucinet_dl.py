"""UCINET's DL text: full and half matrices, edge lists, node lists; several matrices are several kinds of tie.

igraph's reader takes one matrix, no commas and no quoted labels: this one is ours
(docs/decisions/0011-own-graph-readers.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.drafts import Drafts
from copnet.importers.formats.dl_header import BadHeader, DlHeader, read_header
from copnet.importers.formats.graph_input import GraphInput, graph_mapping
from copnet.importers.formats.graph_words import SECOND_MODE
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.matrix_ties import MatrixTies
from copnet.importers.formats.text_lines import text_lines
from copnet.importers.headers import Place
from copnet.importers.options import ImportOptions

TITLE = "a UCINET DL file"
_START = re.compile(r"dl[\s,]", re.IGNORECASE)
_WORD = re.compile(r'"([^"]*+)"|([^\s,"]+)', re.ASCII)
_MISSING = frozenset({"na", ".", "?"})


class _Dl:
    def __init__(
        self, drafts: Drafts, options: ImportOptions, header: DlHeader, lines: Iterator[tuple[int, str]]
    ) -> None:
        self._drafts, self._header, self._lines = drafts, header, lines
        self._graph = GraphInput(drafts, graph_mapping(options), None, None, words={"weight": "value"})
        self._known: dict[tuple[bool, str], str] = {}
        self._made = {False: 0, True: 0}

    def read(self) -> None:
        if self._header.format.endswith(("list1", "list2")):
            self._lists()
        else:
            self._matrices()
        self._graph.finish()

    def _kind(self, number: int) -> str | None:
        """The kind of tie of a matrix, from 0."""
        names = self._header.labels.get("matrix")
        if names:
            return names[number]
        return f"relation {number + 1}" if self._header.matrices > 1 else None

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """The words of each filled line of the data."""
        for row, line in self._all_lines():
            found = [quoted or plain for quoted, plain in _WORD.findall(line)]
            if found:
                yield row, found

    def _all_lines(self) -> Iterator[tuple[int, str]]:
        yield self._header.data_row, self._header.rest
        yield from self._lines

    def _words(self) -> Iterator[tuple[int, str]]:
        for row, found in self._rows():
            for word in found:
                yield row, word

    def _matrices(self) -> None:
        header, words = self._header, self._words()
        labels = dict(header.labels)
        matrix: MatrixTies | None = None
        for number in range(header.matrices):
            names: list[str] = []
            if header.embedded:
                labels["column"] = [self._next(words)[1] for _ in range(header.columns)]
            if matrix is None and not header.embedded:
                matrix = self._matrix(labels)
            cells = self._cells(words, names)
            if matrix is None:
                cells = iter(list(cells))  # the names of rows stand before their cells
                labels["row"] = names
                matrix = self._matrix(labels)
            for row, place, column, value in cells:
                matrix.cell(row, place, column, value, self._kind(number), directed=header.format == "fullmatrix")
        more = next(words, None)
        if more is not None:
            raise self._refused("the end of the data; there is more", more[0])
        assert matrix is not None
        matrix.say(self._drafts)

    def _matrix(self, labels: dict[str, list[str]]) -> MatrixTies:
        header = self._header
        size = header.rows, header.columns
        return MatrixTies(self._graph, labels.get("row"), labels.get("column"), size)

    def _cells(self, words: Iterator[tuple[int, str]], names: list[str]) -> Iterator[tuple[int, int, int, float]]:
        """Row of the file, row, column and value of the filled cells of the next matrix; labels go to ``names``."""
        header = self._header
        for row in range(1, header.rows + 1):
            if header.embedded:
                names.append(self._next(words)[1])
            for column in self._columns(row):
                place, word = self._next(words)
                value = self._number(place, word)
                if value:
                    yield place, row, column, value

    def _columns(self, row: int) -> Iterator[int]:
        header = self._header
        first, last = 1, header.columns
        if header.format == "lowerhalf":
            last = row
        elif header.format == "upperhalf":
            first = row
        for column in range(first, last + 1):
            if header.diagonal or column != row:
                yield column

    def _next(self, words: Iterator[tuple[int, str]]) -> tuple[int, str]:
        found = next(words, None)
        if found is None:
            header = self._header
            expected = f"{header.matrices:,} matrices of {header.rows:,} rows and {header.columns:,} columns"
            raise self._refused(f"{expected}; the file ends before")
        return found

    def _number(self, row: int, word: str) -> float:
        if word.casefold() in _MISSING:
            return float("nan")
        try:
            return float(word)
        except ValueError:
            self._drafts.refuse("a number, as many in all as the matrix has cells", row=row, value=word)
            return 0.0

    def _lists(self) -> None:
        header = self._header
        two_modes = header.format.endswith("2")
        if not header.embedded:
            self._declare(two_modes)
        number = 0
        for row, found in self._rows():
            if found == ["!"]:
                number += 1
                continue
            if number >= header.matrices:
                raise self._refused(f"{header.matrices:,} matrices (nm=); here begins another", row)
            if header.format.startswith("nodelist"):
                for target in found[1:]:
                    self._edge(row, found[0], target, None, number, two_modes)
            elif 2 <= len(found) <= 3:
                self._edge(row, found[0], found[1], found[2] if len(found) > 2 else None, number, two_modes)
            else:
                self._drafts.refuse("two nodes and perhaps a value", row=row, value=" ".join(found))

    def _declare(self, two_modes: bool) -> None:
        """All nodes by number, with their labels."""
        header = self._header
        MatrixTies(
            self._graph, header.labels.get("row"), header.labels.get("column"), (header.rows, header.columns),
            two_modes=two_modes,
        )  # fmt: skip

    def _edge(self, row: int, source: str, target: str, value: str | None, number: int, two_modes: bool) -> None:
        if value is not None and value.casefold() in _MISSING:
            return
        ends = [self._end(row, source, second=False), self._end(row, target, second=two_modes)]
        self._graph.edge(row, *ends, directed=True, kind=self._kind(number), value=value)

    def _end(self, row: int, word: str, *, second: bool) -> str:
        """The node of a number, or of an embedded label; those of labels are made when first named."""
        if not self._header.embedded:
            return f"c{word}" if second else word
        key = second, word
        if key not in self._known:
            self._known[key] = f"{'c' if second else 'r'}{len(self._known) + 1}"
            most = self._header.columns if second else self._header.rows
            self._made[second] += 1
            if self._made[second] > most:
                raise self._refused(f"{most:,} different labels at most, as the header says", row)
            self._graph.node(row, self._known[key], word, {}, SECOND_MODE if second else None)
        return self._known[key]

    def _refused(self, expected: str, row: int | None = None) -> ImportRefused:
        return ImportRefused([Place(self._drafts.file).problem(f"{TITLE}: {expected}", row=row)])


def _read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    place = Place(drafts.file)
    lines = enumerate(text_lines(path, place, drafts.cautions), 1)
    try:
        header = read_header(lines)
    except BadHeader as error:
        raise ImportRefused([place.problem(f"{TITLE}: {error}", row=error.row)]) from None
    _Dl(drafts, options, header, lines).read()


def _recognize(head: Head) -> bool:
    text = head.text
    return _START.match(text) is not None and ("=" in text[:2_000]) and head.ending not in (".csv", ".tsv")


UCINET_DL = FileFormat("ucinet-dl", TITLE, _recognize, _read)
