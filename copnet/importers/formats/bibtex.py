"""BibTeX and BibLaTeX: entries become works; abbreviations, LaTeX and names are resolved."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String

from copnet.errors import ImportRefused
from copnet.identity.identifiers import doi
from copnet.importers.bounded_json import MOST_BYTES
from copnet.importers.bounded_text import load_text
from copnet.importers.drafts import Drafts
from copnet.importers.files import TEXT_ENDINGS
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.latex_text import latex_text
from copnet.importers.formats.work_dates import work_date
from copnet.importers.formats.work_input import Maker, Work, WorkInput
from copnet.importers.formats.work_kinds import is_known, kind_of
from copnet.importers.headers import Place, table_named
from copnet.importers.options import ImportOptions

_START = re.compile(r"(?:\s*%[^\n]*\n)*\s*@\s*[A-Za-z]+\s*[{(]")
_WORD = re.compile(r'[^\s#{}"]+')
_MARKS = re.compile(r'\\.|[{}"]', re.DOTALL)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_VENUES = ("journal", "journaltitle", "booktitle", "eventtitle", "howpublished", "publisher", "institution", "school")
_OWN = (
    "volume", "number", "pages", "publisher", "series", "edition", "isbn", "issn", "eprint", "language", "note",
    "abstract", "editor", "organization", "institution", "school", "address",
)  # fmt: skip
_USED = frozenset({
    "title", "subtitle", "author", "year", "month", "day", "date", "doi", "url", "keywords", "crossref", *_VENUES,
    *_OWN,
})  # fmt: skip
_MOST_ENTRIES, _MOST_FIELDS = 400_000, 3_000_000
_EDITED = frozenset({"book", "collection", "proceedings", "mvbook", "mvcollection", "mvproceedings", "periodical"})
_INHERITED = {"booktitle": "title", "year": "year", "date": "date", "month": "month", "publisher": "publisher"}


def recognize(head: Head) -> bool:
    """A file that begins with an entry, or is named .bib."""
    if head.ending in TEXT_ENDINGS and table_named(head.path.stem):
        return False
    return head.ending in (".bib", ".bibtex") or _START.match(head.text) is not None


def read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    """Read every entry.

    Raises:
        ImportRefused: no text, or too large.
        OSError: it cannot be read.
    """
    text = load_text(path, Place(drafts.file), drafts.cautions, most_bytes=MOST_BYTES)
    for what, most, found in (("entries", _MOST_ENTRIES, text.count("@")), ("fields", _MOST_FIELDS, text.count("="))):
        if found > most:
            raise ImportRefused([Place(drafts.file).problem(f"at most {most:,} {what} in one file; split it")])
    reader = _Reader(drafts)
    for entry in reader.entries(_parsed(text)):
        reader.take(entry)
    reader.finish()


def _parsed(text: str) -> Library:
    logger = logging.getLogger("bibtexparser")
    before = logger.level
    logger.setLevel(logging.CRITICAL)  # what it warns of is refused by name
    try:
        return parse_string(text, parse_stack=[])
    finally:
        logger.setLevel(before)


class _Reader:
    """One file: its abbreviations, its entries, and what of them has no place."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._works = WorkInput(drafts, headers={"started_on": "year", "name": "author", "person": "author"})
        self._strings = {month: str(number) for number, month in enumerate(_MONTHS, 1)}
        self._by_key: dict[str, dict[str, str]] = {}
        self._left: dict[str, int] = {}
        self._others: list[int] = []
        self._braced: dict[str, None] = {}
        self._unknown: dict[str, None] = {}

    def entries(self, library: Library) -> Iterator[Entry]:
        """The entries; those that are broken are refused, abbreviations are learned first."""
        for block in library.blocks:
            if isinstance(block, String):
                self._strings.setdefault(block.key.lower(), self._plain(block.value))
        found: list[Entry] = []
        for block in library.blocks:
            row = (block.start_line or 0) + 1
            if isinstance(block, Entry):
                found.append(block)
            elif isinstance(block, DuplicateBlockKeyBlock):
                if isinstance(block.ignore_error_block, Entry):
                    found.append(block.ignore_error_block)
            elif isinstance(block, DuplicateFieldKeyBlock):
                names = ", ".join(sorted(block.duplicate_keys))
                self._drafts.refuse("every field of an entry once", row=row, column=names)
            elif isinstance(block, ParsingFailedBlock):
                reason = " ".join(str(getattr(block.error, "abort_reason", block.error)).split())
                value = " ".join((block.raw or "").split())
                self._drafts.refuse(f"an entry of BibTeX that ends ({reason})", row=row, value=value)
        for entry in found:
            self._by_key.setdefault(entry.key.casefold(), {field.key.casefold(): field.value for field in entry.fields})
        return iter(found)

    def take(self, entry: Entry) -> None:
        """Make a work of an entry; a field that cannot be read refuses it."""
        row, refused = (entry.start_line or 0) + 1, self._drafts.problems.count
        fields = {field.key.casefold(): self._plain(field.value) for field in entry.fields}
        parent = self._by_key.get(fields.get("crossref", "").casefold(), {})
        for name, of_parent in _INHERITED.items():
            if name not in fields and of_parent in parent:
                fields[name] = self._plain(parent[of_parent])

        def text(name: str) -> str | None:
            return self._decoded(fields.get(name), name, row)

        type_ = entry.entry_type.casefold()
        if not is_known(type_):
            self._unknown[type_] = None
        work = Work(row, ": ".join(filter(None, (text("title"), text("subtitle")))), kind_of(type_))
        started, _, ended = fields.get("date", "").partition("/")
        when = (started, None, None) if started else (fields.get("year"), fields.get("month"), fields.get("day"))
        work.started = work_date(*when)
        if work.started is None:
            self._works.undated(row, when[0])
        work.ended = work_date(ended) if work_date(ended) != work.started else None
        work.key = doi(fields.get("doi")) or doi(fields.get("url"))
        link = fields.get("url", "").replace("\\_", "_").replace("\\%", "%").replace("\\&", "&").strip("{} ")
        venue = next(((name, found) for name in _VENUES if (found := text(name))), (None, None))
        work.cells = {"url": f"https://doi.org/{work.key}" if work.key else link or None, "venue": venue[1]}
        work.cells |= {name: text(name) for name in _OWN if name != venue[0]}
        work.cells["type"] = type_ if type_ != work.kind else None
        work.cells["citation key"] = entry.key.strip() or None
        words = text("keywords") or ""
        work.topics = words.split(";" if ";" in words else ",")
        work.makers = self._makers(fields.get("author", ""), "author", row)
        if not work.makers and type_ in _EDITED:
            work.makers = self._makers(fields.get("editor", ""), "editor", row)
            work.cells["editor"] = None
        for name in fields.keys() - _USED:
            self._left[name] = self._left.get(name, 0) + 1
        if self._drafts.problems.count == refused:
            self._works.add(work)

    def finish(self) -> None:
        """Make the rows, and say what was assumed and left out."""
        self._works.finish()
        if self._others:
            self._drafts.leave_out(f'"and others", whoever they are, in {len(self._others):,} list(s) of names')
        if self._left:
            names = ", ".join(f"{name} ({count:,})" for name, count in sorted(self._left.items())[:30])
            self._drafts.leave_out(f"fields that copnet has no place for: {names}")
        if self._braced:
            names = "; ".join(list(self._braced)[:5])
            self._drafts.cautions.append(
                f"{len(self._braced):,} name(s) in braces were taken for organizations: {names}"
            )
        if self._unknown:
            self._drafts.cautions.append(f"unknown types of entry were taken for articles: {', '.join(self._unknown)}")

    def _plain(self, value: str) -> str:
        """A value without its enclosing signs, pieces joined, abbreviations written out."""
        value = value.strip()
        if value.startswith("{") and value.endswith("}") and "#" not in value:
            return value[1:-1].strip()
        return "".join(self._pieces(value)).strip()

    def _pieces(self, value: str) -> Iterator[str]:
        position = 0
        while position < len(value):
            if value[position] in '{"':
                end = _closing(value, position)
                yield value[position + 1 : end]
                position = end + 1
            elif found := _WORD.match(value, position):
                yield self._strings.get(found[0].lower(), found[0])
                position = found.end()
            else:
                position += 1

    def _decoded(self, value: str | None, name: str, row: int) -> str | None:
        try:
            return latex_text(value) or None if value else None
        except ValueError as error:
            self._drafts.refuse(str(error), row=row, column=name, value=value)
            return None

    def _makers(self, names: str, role: str, row: int) -> list[Maker]:
        makers = []
        for name in split_multiple_persons_names(names):
            if name.strip().casefold() == "others":
                self._others.append(row)
                continue
            braced = name.startswith("{") and _closing(name, 0) == len(name) - 1 and not name.startswith("{\\")
            spoken = self._decoded(name if braced else _spoken(name), role, row)
            if spoken:
                if braced:
                    self._braced[spoken] = None
                makers.append(Maker(spoken, role, is_organization=braced))
        return makers


def _spoken(name: str) -> str:
    """A name in the order in which it is spoken: First von Last Jr."""
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except InvalidNameError:
        return name
    return " ".join([*parts.first, *parts.von, *parts.last, *parts.jr])


def _closing(text: str, start: int) -> int:
    """Where the brace or quotation mark that opens at ``start`` closes; the end when it never does."""
    depth, quoted = 0, text[start] == '"'
    for found in _MARKS.finditer(text, start + quoted):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0 and found[0] == ('"' if quoted else "}"):
            return found.start()
    return len(text)


BIBTEX = FileFormat("bibtex", "a BibTeX file", recognize, read)
