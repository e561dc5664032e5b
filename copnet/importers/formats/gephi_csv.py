"""Gephi's spreadsheets: a table of edges (Source, Target), alone or with a table of nodes (Id, Label)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.csv_reader import MAX_FIELD, SEPARATORS
from copnet.importers.drafts import Drafts
from copnet.importers.files import TEXT_ENDINGS
from copnet.importers.formats.bundle import Part, bundle, heads
from copnet.importers.formats.graph_fields import take, take_date, take_label, take_weight
from copnet.importers.formats.graph_input import GraphInput, graph_mapping
from copnet.importers.formats.graph_times import TimeRules, Times
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.text_lines import text_lines
from copnet.importers.headers import Place, table_named
from copnet.importers.options import ImportOptions
from copnet.tables import fold_header

TITLE = "node and edge tables of Gephi"
_EDGES = re.compile("(edge|link)s?")
_ENDS = ("source", "target")
_TIMES = ("timeset", "interval", "timestamp")
_WAYS = frozenset({"directed", "undirected", "mutual"})


@dataclass
class _Table:
    """One text table with its header."""

    part: Part
    place: Place
    header: list[str]
    rows: Iterator[list[str]]

    def has(self, *words: str) -> bool:
        """Whether it has columns of all these names."""
        return set(words) <= set(map(fold_header, self.header))

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Number and filled cells of each filled row.

        Raises:
            ImportRefused: broken quotation marks, or more cells than columns.
        """
        number = 1
        try:
            for number, cells in enumerate(self.rows, 2):
                if any(cell.strip() for cell in cells[len(self.header) :]):
                    expected = f"at most {len(self.header)} filled cells, as many as there are column names"
                    raise ImportRefused([self.place.problem(expected, row=number)])
                record = {name: cell for name, cell in zip(self.header, cells, strict=False) if name and cell.strip()}
                if record:
                    yield number, record
        except csv.Error as error:
            expected = f"quotation marks in pairs, and cells of at most {MAX_FIELD:,} characters ({error})"
            raise ImportRefused([self.place.problem(expected, row=number + 1)]) from None


def _read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    with bundle(path, _is_text, TITLE, drafts) as found_parts:
        alone = [part for part in found_parts if part.path == path]  # whatever lies beside it
        parts = [*alone, *_nodes_beside(path, drafts)] if alone else found_parts
        tables = [_open(part, drafts, path) for part in parts]
        edges = _one(drafts, [table for table in tables if table.has(*_ENDS)], "one table with Source and Target")
        nodes = [table for table in tables if table.has("id") and not table.has(*_ENDS)]
        for table in tables:
            if table is not edges and table not in nodes:
                drafts.leave_out("a table without a column Id", part=table.part.name)
        found = _one(drafts, nodes, "one table with a column Id") if nodes else None
        _GephiTables(drafts, options, found, edges).read()


def _nodes_beside(path: Path, drafts: Drafts) -> list[Part]:
    """The table of nodes that lies beside one of edges: nodes.csv beside edges.csv, a-nodes.csv beside a_edges.csv."""
    wanted = _EDGES.sub("node", fold_header(path.stem))
    if wanted == fold_header(path.stem):
        return []
    beside = (child for child in sorted(path.parent.iterdir()) if child.is_file() and not child.is_symlink())
    found = next(
        (one for one in beside if _is_text(one.name) and fold_header(one.stem) in (wanted, f"{wanted}s")), None
    )
    if found is None:
        return []
    drafts.cautions.append(f"{found.name} beside {drafts.file} was read too")
    return [Part(found.name, found)]


class _GephiTables:
    def __init__(self, drafts: Drafts, options: ImportOptions, nodes: _Table | None, edges: _Table) -> None:
        self._drafts, self._nodes, self._edges = drafts, nodes, edges
        words = {word: name for name in edges.header for word in (*_ENDS, "weight") if fold_header(name) == word}
        part = edges.place.sheet
        self._graph = GraphInput(
            drafts, graph_mapping(options), nodes.place.sheet if nodes else part, part, words=words
        )  # fmt: skip

    def read(self) -> None:
        if self._nodes is not None:
            for number, record in self._nodes.records():
                key, label = take(record, "id") or "", take_label(record)
                self._graph.node(number, key, label, record | _times(record).columns(edge=False))
        known: set[str] = set()
        directed_by_default = 0
        for number, record in self._edges.records():
            source, target = take(record, "source") or "", take(record, "target") or ""
            way = self._way(record)
            directed_by_default += way is None
            if self._nodes is None:
                for key in (source.strip(), target.strip()):
                    if key and key not in known:
                        known.add(key)
                        self._graph.node(number, key, None, {})
            self._edge(number, source, target, way or "directed", record)
        if directed_by_default:
            self._drafts.cautions.append(
                f"{directed_by_default:,} edge(s) do not say Directed or Undirected: read from Source to Target"
            )
        self._graph.finish()

    def _way(self, record: dict[str, str]) -> str | None:
        name = next((name for name in record if fold_header(name) == "type"), None)
        word = record[name].strip().casefold() if name else ""
        if name is None or word not in _WAYS:
            return None
        del record[name]
        return word

    def _edge(self, number: int, source: str, target: str, way: str, record: dict[str, str]) -> None:
        id_ = take(record, "id")
        times = _times(record)
        date = take_date(record) or times.first_date
        value = take_weight(record)
        attributes = record | times.columns(edge=True)
        for ends in ((source, target), (target, source)) if way == "mutual" else ((source, target),):
            self._graph.edge(
                number, *ends, directed=way != "undirected", value=value, asked_on=date, attributes=attributes, id=id_
            )


def _times(record: dict[str, str]) -> Times:
    """The times of a row, from Gephi's own column for them; a column that holds something else stays.

    Points in time and one interval are written alike; two points begin where the interval does, so it is no matter.
    """
    times = Times(TimeRules())
    for word in _TIMES:
        name = next((name for name in record if fold_header(name) == word), None)
        if name is not None and record[name].strip().startswith(("<", "[")):
            text = record.pop(name).strip()
            pairs = all(part.count(",") == 1 for part in text.split(";"))
            if pairs and word != "timestamp":
                times.intervals(text)
            else:
                times.points(text)
    return times


def _open(part: Part, drafts: Drafts, path: Path) -> _Table:
    place = Place(drafts.file, None if part.path == path else part.name)
    lines = text_lines(part.path, place, drafts.cautions, newline="")
    first = next(lines, "")
    declared = None
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        declared, first = first[4], next(lines, "")
    separator = declared or max(SEPARATORS, key=lambda sign: len(_cells(first, sign)))

    def all_lines() -> Iterator[str]:
        yield first
        yield from lines

    csv.field_size_limit(MAX_FIELD)
    rows = csv.reader(all_lines(), delimiter=separator, strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
    except csv.Error as error:
        raise ImportRefused([place.problem(f"column names in the first row ({error})", row=1)]) from None
    folded = [fold_header(name) for name in header if name]
    twice = next((name for name in header if name and folded.count(fold_header(name)) > 1), None)
    if twice is not None:
        raise ImportRefused([place.problem("each column once", row=1, column=twice, value=twice)])
    return _Table(part, place, header, rows)


def _one(drafts: Drafts, tables: Sequence[_Table], expected: str) -> _Table:
    if len(tables) != 1:
        names = ", ".join(table.part.name for table in tables) or "none"
        raise ImportRefused([Place(drafts.file).problem(f"{TITLE}: {expected}; found {names}")])
    return tables[0]


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _is_text(name: str) -> bool:
    return name.lower().endswith(TEXT_ENDINGS)


def _is_edges(start: bytes) -> bool:
    """Whether a text begins with a header that has Source and Target."""
    lines = Head(Path(), start).text.splitlines()
    lines = lines[1:] if lines and lines[0].lower().startswith("sep=") else lines
    names = (set(map(fold_header, _cells(lines[0], sign))) for sign in SEPARATORS) if lines else ()
    return any(set(_ENDS) <= found for found in names)


def _recognize(head: Head) -> bool:
    if head.path.is_dir() or head.start.startswith(b"PK"):
        return any(_is_edges(start) for _, start in heads(head.path, TEXT_ENDINGS))
    return head.ending in TEXT_ENDINGS and table_named(head.path.stem) is None and _is_edges(head.start)


GEPHI_CSV = FileFormat("gephi-csv", TITLE, _recognize, _read)
