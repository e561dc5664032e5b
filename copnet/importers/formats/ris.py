"""RIS, as reference managers export it: entries from TY to ER become works.

Read here and not by the library rispy, which is otherwise good: it drops an entry that has no ER without a word, mixes
two entries where an ER is missing, and makes a new author of each continued line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from copnet.fields import MAX_TEXT
from copnet.identity.identifiers import doi
from copnet.importers.bounded_json import MOST_BYTES
from copnet.importers.bounded_text import load_text
from copnet.importers.drafts import Drafts
from copnet.importers.files import TEXT_ENDINGS
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.work_dates import work_date
from copnet.importers.formats.work_input import Maker, Work, WorkInput
from copnet.importers.formats.work_kinds import is_known, kind_of
from copnet.importers.headers import Place, table_named
from copnet.importers.lists import spoken
from copnet.importers.options import ImportOptions

_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?", re.DOTALL)
_START = re.compile(r"\s*(?:\d+\.?\s+)?TY {1,2}- ")
_COUNT = re.compile(r"\d+\.?")
"""What some programs write between entries."""
_TITLES = ("TI", "T1", "CT", "BT")
_VENUES = ("JO", "JF", "T2", "JA", "J2", "BT", "C3", "PB")
_AUTHORS = ("AU", "A1")
_EDITORS = ("ED", "A2")
_EDITED = frozenset({"BOOK", "EDBOOK", "CONF", "EBOOK", "SER"})
_OWN = {
    "VL": "volume", "IS": "number", "SP": "first page", "EP": "last page", "PB": "publisher", "SN": "issn",
    "LA": "language", "AB": "abstract", "N2": "abstract", "N1": "note", "ET": "edition", "CY": "address",
    "AN": "accession number", "ID": "citation key",
}  # fmt: skip
_USED = frozenset(
    {"TY", "ER", "DO", "UR", "L2", "KW", "PY", "Y1", "DA", *_TITLES, *_VENUES, *_AUTHORS, *_EDITORS, *_OWN}
)


@dataclass
class _Entry:
    row: int
    type: str
    tags: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        return next((value for name in names for value in self.tags.get(name, ()) if value), None)

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.tags.get(name, ()) if value]


def recognize(head: Head) -> bool:
    """A file that begins with the type of an entry."""
    if head.ending in TEXT_ENDINGS and table_named(head.path.stem):
        return False
    return head.ending == ".ris" or _START.match(head.text) is not None


def read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    """Read every entry.

    Raises:
        ImportRefused: no text, or too large.
        OSError: it cannot be read.
    """
    text = load_text(path, Place(drafts.file), drafts.cautions, most_bytes=MOST_BYTES)
    works = WorkInput(drafts, headers={"title": "TI", "started_on": "PY", "name": "AU", "person": "AU"})
    left: dict[str, int] = {}
    for entry in _entries(text, drafts):
        works.add(_work(entry, works))
        for name in entry.tags.keys() - _USED:
            left[name] = left.get(name, 0) + 1
    works.finish()
    if left:
        names = ", ".join(f"{name} ({count:,})" for name, count in sorted(left.items())[:30])
        drafts.leave_out(f"tags that copnet has no place for: {names}")


def _entries(text: str, drafts: Drafts) -> Iterator[_Entry]:
    """Entries that are whole; lines that belong to none and entries without end are refused."""
    entry: _Entry | None = None
    last: list[str] | None = None
    strange = False
    for row, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line.rstrip())
        tag, value = (match[1], (match[2] or "").strip()) if match else (None, line.strip())
        if tag == "TY":
            if entry:
                _refuse(entry, drafts)
            entry, last = _Entry(row, value), None
        elif entry is None:
            if tag or (value and not _COUNT.fullmatch(value)):
                if not strange:
                    drafts.refuse('an entry of RIS, which begins with "TY  - "', row=row, value=line.strip())
                strange = True
        elif tag == "ER":
            yield entry
            entry, last = None, None
        elif tag:
            last = entry.tags.setdefault(tag, [])
            last.append(value)
        elif value and last:
            if len(last[-1]) <= MAX_TEXT:  # more is refused as one cell all the same
                last[-1] = f"{last[-1]} {value}"
        elif value:
            drafts.refuse('a line that begins with a tag such as "AU  - "', row=row, value=value)
    if entry:
        _refuse(entry, drafts)


def _refuse(entry: _Entry, drafts: Drafts) -> None:
    drafts.refuse('an entry that ends with "ER  - "', row=entry.row, column="TY", value=entry.type)


def _work(entry: _Entry, works: WorkInput) -> Work:
    title = entry.first(*_TITLES) or ""
    kind = kind_of(entry.type)
    work = Work(entry.row, title, kind)
    dates = [date for text in entry.all("DA", "PY", "Y1") if (date := work_date(text))]
    work.started = max(dates, key=len, default=None)
    if work.started is None:
        works.undated(entry.row, entry.first("PY", "Y1", "DA"))
    elif any(date[:4] != work.started[:4] for date in dates):
        work.started = work_date(entry.first("PY", "Y1")) or work.started  # the year of an issue, not of a download
    links = [link.strip() for text in entry.all("UR", "L2") for link in text.split(";")]
    work.key = doi(entry.first("DO")) or next(
        (found for link in links if "doi.org/" in link and (found := doi(link))), None
    )
    work.cells = {name: "; ".join(entry.all(tag)) for tag, name in reversed(_OWN.items()) if entry.first(tag)}
    work.cells["url"] = f"https://doi.org/{work.key}" if work.key else next(iter(links), None)
    work.cells["venue"] = next((venue for name in _VENUES if (venue := entry.first(name)) and venue != title), None)
    work.cells["type"] = entry.type if not is_known(entry.type) or entry.type.casefold() not in ("jour", kind) else None
    work.topics = entry.all("KW")
    work.makers = [Maker(spoken(name)) for name in entry.all(*_AUTHORS)]
    if not work.makers and entry.type.upper() in _EDITED:
        work.makers = [Maker(spoken(name), "editor") for name in entry.all(*_EDITORS)]
    elif entry.first(*_EDITORS):
        work.cells["editor"] = "; ".join(map(spoken, entry.all(*_EDITORS)))
    return work


RIS = FileFormat("ris", "a RIS file", recognize, read)
