"""The beginning of a UCINET DL file: sizes, format, labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FORMATS = (
    "fullmatrix", "upperhalf", "lowerhalf", "edgelist1", "edgelist2", "nodelist1", "nodelist2"
)  # fmt: skip
MAX_SIZE = 100_000
"""Rows or columns; the cells of a matrix are counted by the size of the file."""
_SIZE = re.compile(r"\b(nr|nc|nm|n)\s*=\s*(\d{1,9})", re.IGNORECASE)
_FORMAT = re.compile(r"\bformat\s*=\s*([\w-]+)", re.IGNORECASE)
_DIAGONAL = re.compile(r"\bdiagonal\s*=?\s*(present|absent)", re.IGNORECASE)
_EMBEDDED = re.compile(r"\b(?:(row|col(?:umn)?s?)\s+)?labels?\s+embedded\b\s*:?", re.IGNORECASE)
_MARK = re.compile(
    r'"[^"]*+"|\b(?:(row|col(?:umn)?s?|matrix|level|relation)\s+)?(labels?)\s*:|\b(data)\s*:', re.IGNORECASE
)
"""Where a section begins; what stands in quotation marks is a label."""
_LABEL = re.compile(r'"([^"]*+)"|\'([^\']*+)\'(?=[\s,]|$)|([^\s,"]+)', re.ASCII)
_MOST_SIGNS = 16_000_000


class BadHeader(Exception):
    """What was expected, and where."""

    def __init__(self, expected: str, row: int | None = None) -> None:
        super().__init__(expected)
        self.row = row


@dataclass
class DlHeader:
    """What the header says.

    Attributes:
        rows: number of rows.
        columns: number of columns.
        matrices: number of matrices.
        format: one of ``FORMATS``.
        diagonal: whether a full matrix has its diagonal.
        embedded: whether the labels stand in the data.
        labels: by "row", "column", "matrix"; those of both rows and columns are under both.
        data_row: the row after "data:".
        rest: what stands behind "data:" in its line.
    """

    rows: int = 0
    columns: int = 0
    matrices: int = 1
    format: str = "fullmatrix"
    diagonal: bool = True
    embedded: bool = False
    labels: dict[str, list[str]] = field(default_factory=dict)
    data_row: int = 0
    rest: str = ""


def read_header(lines: Iterator[tuple[int, str]]) -> DlHeader:
    """Read up to ``data:``; the iterator is left there.

    Raises:
        BadHeader: what was expected.
    """
    header = DlHeader()
    sections: dict[str, list[str]] = {}
    head: list[str] = []
    current = head
    signs = 0
    for row, line in lines:
        signs += len(line)
        if signs > _MOST_SIGNS:
            raise BadHeader("the word data: after the labels", row)
        start = 0
        for found in _MARK.finditer(line):
            if not (found[2] or found[3]):
                continue
            current.append(line[start : found.start()])
            start = found.end()
            if found[3]:
                header.data_row, header.rest = row, line[start:]
                _take_head(header, " ".join(head))
                _take_labels(header, sections)
                return header
            current = sections.setdefault(_section(found[1]), [])
        current.append(line[start:])
    raise BadHeader("the word data: before the data")


def _section(word: str | None) -> str:
    word = (word or "all").casefold()
    if word.startswith("col"):
        return "column"
    return word if word in ("all", "row") else "matrix"


def _take_head(header: DlHeader, text: str) -> None:
    sizes = {name.casefold(): int(number) for name, number in _SIZE.findall(text)}
    if found := _FORMAT.search(text):
        header.format = found[1].casefold().replace("-", "")
    if header.format not in FORMATS:
        raise BadHeader(f"one of the formats {', '.join(FORMATS)}; found {header.format[:50]}")
    header.rows = sizes.get("nr", sizes.get("n", 0))
    header.columns = sizes.get("nc", sizes.get("n", 0))
    header.matrices = sizes.get("nm", 1)
    if found := _DIAGONAL.search(text):
        header.diagonal = found[1].casefold() == "present"
    header.embedded = _EMBEDDED.search(text) is not None
    if not (1 <= header.rows <= MAX_SIZE and 1 <= header.columns <= MAX_SIZE):
        raise BadHeader(f"the number of nodes, as n=, or nr= and nc=, of 1 to {MAX_SIZE:,}")
    if not 1 <= header.matrices <= 1_000:
        raise BadHeader("1 to 1,000 matrices (nm=)")


def _take_labels(header: DlHeader, sections: dict[str, list[str]]) -> None:
    sizes = {"all": header.rows, "row": header.rows, "column": header.columns, "matrix": header.matrices}
    for section, lines in sections.items():
        text = "\n".join(lines)
        if _EMBEDDED.search(text):
            header.embedded = True
            text = _EMBEDDED.sub("", text)
        if not text.strip():
            continue
        found = split_labels(text, sizes[section])
        if len(found) != sizes[section]:
            what = "labels" if section == "all" else f"{section} labels"
            raise BadHeader(f"{sizes[section]:,} {what}, found {len(found):,}: those with blanks in quotation marks")
        header.labels[section] = found
    if "all" in header.labels:
        header.labels.setdefault("row", header.labels["all"])
        if header.rows == header.columns:
            header.labels.setdefault("column", header.labels["all"])


def split_labels(text: str, count: int) -> list[str]:
    """Labels one a line, or with commas, or with blanks between them: whichever gives the right number.

    >>> split_labels("Ruth Ames\\nOmar Reyes", 2), split_labels("Ruth Ames, Omar Reyes", 2), split_labels('a "b c"', 2)
    (['Ruth Ames', 'Omar Reyes'], ['Ruth Ames', 'Omar Reyes'], ['a', 'b c'])
    """
    words = [double or single or plain for double, single, plain in _LABEL.findall(text)]
    if len(words) == count:
        return words
    lines = [bare for line in text.split("\n") if (bare := line.strip().strip(",").strip().strip("\"'"))]
    if len(lines) == count:
        return lines
    parts = [bare for part in re.split(r"[,\n]", text) if (bare := part.strip().strip("\"'"))]
    return parts if len(parts) == count else words
