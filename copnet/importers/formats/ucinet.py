"""UCINET's own data sets: a header (.##h) and a file of numbers (.##d) beside it.

The layout is that of the reader in R which the maker of UCINET ported from UCINET itself (R/io-ucinet.R of
github.com/StephenBorgatti/xucinet): six versions of the header, which differ in where it begins and in how sizes and
labels are written.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from copnet.errors import ImportRefused
from copnet.importers.drafts import Drafts
from copnet.importers.formats.bundle import Part, bundle, heads
from copnet.importers.formats.dl_header import MAX_SIZE
from copnet.importers.formats.graph_input import GraphInput, graph_mapping
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.matrix_ties import MatrixTies
from copnet.importers.frames import MAX_CELLS
from copnet.importers.headers import Place
from copnet.importers.options import ImportOptions

TITLE = "a UCINET data set (.##h and .##d)"
HEADER, DATA = ".##h", ".##d"
_DATED = b"\x05DATE:"
_NUMBERS = {1: "u1", 2: "u1", 3: "i1", 4: "<u2", 5: "<i2", 6: "<i4", 7: "<f4", 9: "<f8", 17: "<i4", 20: "<i8"}
"""How the numbers of the data are written, by the code in the header; others are not."""
_MOST_HEADER = 64 * 1024 * 1024


@dataclass(frozen=True)
class _Layout:
    """What differs between versions: how sizes are written, the bytes of a label (0: as many as it says), its signs."""

    size: str
    label: int = 0
    signs: str = "utf-16-le"


_OLDEST = _Layout("<h", 10, "cp1252")
_BY_LABELS = {1: _Layout("<h", 20, "cp1252"), 2: _Layout("<h", 0, "cp1252"), 3: _Layout("<h")}
"""Of headers that begin with DATE:, by what they say of their labels."""
_NAMED = {b"\x05V6404": _Layout("<i"), b"\x05V6405": _Layout("<i")}


@dataclass
class _Dataset:
    """What a header says; sizes and labels are in the order columns, rows, matrices."""

    number: str
    sizes: list[int]
    labels: list[list[str] | None]
    title: str


class _Bytes:
    """Bytes read one value after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, form: str) -> int:
        size = struct.calcsize(form)
        (value,) = struct.unpack(form, self.raw(size))
        return int(value)

    def raw(self, size: int) -> bytes:
        found = self._data[self._at : self._at + size]
        if size < 0 or len(found) < size:
            raise ValueError("it breaks off")
        self._at += size
        return found


def _header(data: bytes) -> _Dataset:
    """Read a header.

    Raises:
        ValueError: what is wrong with it.
    """
    source = _Bytes(data)
    layout = _layout(source, data)
    code, dimensions = source.take("<B"), source.take("<h")
    if code not in _NUMBERS:
        raise ValueError(f"numbers of kind {code} are not known")
    if dimensions not in (2, 3):
        raise ValueError(f"{dimensions} dimensions; 2 or 3 are a network")
    sizes = [source.take(layout.size) for _ in range(dimensions)]
    if not all(1 <= size <= MAX_SIZE for size in sizes):
        raise ValueError(f"rows, columns and matrices must be 1 to {MAX_SIZE:,}, found {sizes}")
    title = source.raw(source.take("<B")).decode("cp1252", "replace").strip("\0 ")
    has = [source.take("<B") for _ in sizes]
    labels = [
        [_label(source, layout) for _ in range(size)] if labelled else None
        for size, labelled in zip(sizes, has, strict=True)
    ]
    return _Dataset(_NUMBERS[code], sizes, labels, title)


def _layout(source: _Bytes, data: bytes) -> _Layout:
    """The layout of this version, whose mark and date are taken.

    Raises:
        ValueError: a version that nobody knows.
    """
    mark = data[:6]
    if mark != _DATED and mark[1:2] not in (b"V", b"v"):
        return _OLDEST  # it begins with the numbers themselves
    source.raw(14)  # the mark, then year, month, day, day of the week
    labels = source.take("<h")
    layout = _BY_LABELS.get(labels) if mark == _DATED else _NAMED.get(mark.upper())
    if layout is None:
        version = mark[1:].decode("ascii", "replace")
        raise ValueError(f"version {version} (labels of kind {labels}) is not known")
    return layout


def _label(source: _Bytes, layout: _Layout) -> str:
    if layout.label:
        length, text = source.take("<B"), source.raw(layout.label - 1)
        text = text[:length]
    else:
        text = source.raw(source.take("<H"))
    return text.decode(layout.signs, "replace").strip("\0 ")


def _read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    with bundle(path, lambda name: name.lower().endswith((HEADER, DATA)), TITLE, drafts) as parts:
        header, data = (_one(drafts, parts, ending) for ending in (HEADER, DATA))
        place = Place(drafts.file, header.name)
        if header.path.stat().st_size > _MOST_HEADER:
            raise ImportRefused([place.problem(f"a header of at most {_MOST_HEADER // 2**20} MB")])
        try:
            found = _header(header.path.read_bytes())
        except ValueError as error:
            raise ImportRefused([place.problem(f"{TITLE} as UCINET 6 writes it: {error}")]) from None
        values = _numbers(found, data, Place(drafts.file, data.name))
    columns, rows = found.sizes[:2]
    graph = GraphInput(drafts, graph_mapping(options), header.name, data.name, words={"weight": "value"})
    matrix = MatrixTies(graph, found.labels[1], found.labels[0], (rows, columns))
    names = found.labels[2] if len(found.labels) > 2 else None
    for number, cells in enumerate(values):
        kind = names[number] if names else (f"relation {number + 1}" if len(values) > 1 else None)
        for row, line in enumerate(cells, 1):
            for column in np.flatnonzero(line).tolist():
                matrix.cell(row, row, column + 1, float(line[column]), kind)
    matrix.say(drafts)
    if found.title:
        drafts.leave_out(f'the title "{found.title}"', part=header.name)
    graph.finish()


def _numbers(found: _Dataset, data: Part, place: Place) -> np.ndarray[tuple[int, int, int], np.dtype[np.float64]]:
    """All matrices."""
    columns, rows, *more = found.sizes
    matrices = more[0] if more else 1
    wanted = math.prod(found.sizes) * np.dtype(found.number).itemsize
    size = data.path.stat().st_size
    if math.prod(found.sizes) > MAX_CELLS:
        raise ImportRefused([place.problem(f"at most {MAX_CELLS:,} numbers in one import")])
    if size != wanted:
        expected = f"{wanted:,} bytes for {rows:,} rows, {columns:,} columns and {matrices:,} matrices, found {size:,}"
        raise ImportRefused([place.problem(expected)])
    numbers = np.fromfile(data.path, dtype=found.number).astype(np.float64)
    return numbers.reshape(matrices, rows, columns)


def _one(drafts: Drafts, parts: list[Part], ending: str) -> Part:
    found = [part for part in parts if part.ending == ending]
    if len(found) != 1:
        names = ", ".join(part.name for part in found) or "none"
        raise ImportRefused([Place(drafts.file).problem(f"{TITLE}: one {ending} file, found {names}")])
    return found[0]


def _recognize(head: Head) -> bool:
    if head.path.is_dir() or head.start.startswith(b"PK"):
        return bool(heads(head.path, (HEADER,)))
    return head.start.startswith((_DATED, *_NAMED)) or head.ending in (HEADER, DATA)


UCINET = FileFormat("ucinet", TITLE, _recognize, _read, (HEADER, DATA))
