"""Works become collaborations, their makers take part, and where these worked become affiliations.

A reader makes one ``WorkInput``, gives it every work, and ends with ``finish``. A work is known by title, kind and
date, as the contract says; two of one title, kind and date with different DOIs get ids made of their DOIs. Makers are
known by name; of two with one name and different ORCIDs, or ids of the file's source, each gets an id.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from copnet.cell_text import BLANK_MARK, join_list
from copnet.errors import ImportRefused
from copnet.identity.not_people import no_organization
from copnet.ids import slug
from copnet.importers.drafts import Draft, Drafts
from copnet.importers.formats.work_makers import Institution, Maker, Makers, spelled
from copnet.importers.headers import Place
from copnet.importers.identifiers import one_date, one_title

MAX_WORKS = 300_000
MAX_MAKERS = 1_000_000
_NAMED = 5
_SHOWN = 100
_ALIKE = 20
"""So many works of one DOI are looked through for one that is the same."""


@dataclass
class Work:
    """A work, an event or another thing people did together.

    Attributes:
        row: number of its entry, or of the line it begins in.
        title: its title; blank: it is refused.
        kind: of collaboration.
        started: ISO, of any precision.
        ended: the last day, if it is another.
        key: what tells it from others of its title, kind and date: the DOI, or the id of the file's source.
        cells: other cells of its row, by column of the contract or own name.
        topics: what it is about.
        makers: who took part.
    """

    row: int
    title: str
    kind: str
    started: str | None = None
    ended: str | None = None
    key: str | None = None
    cells: dict[str, str | None] = field(default_factory=dict)
    topics: list[str] = field(default_factory=list)
    makers: list[Maker] = field(default_factory=list)


class WorkInput:
    """Takes works.

    Args:
        drafts: gets the rows.
        part: the part of the file they come from, for the report.
        headers: how the file calls columns of the contract.
    """

    def __init__(self, drafts: Drafts, part: str | None = None, headers: dict[str, str] | None = None) -> None:
        self._drafts = drafts
        self._part = part
        self._headers = headers or {}
        self._works: list[Work] = []
        self._makers = 0
        self._undated: list[int] = []
        self._again: list[int] = []
        self._nameless: Counter[str] = Counter()

    def undated(self, row: int, text: str | None) -> None:
        """Note that what a work says of its date is no date."""
        if text and text.strip():
            self._undated.append(row)

    def add(self, work: Work) -> None:
        """Take a work.

        Raises:
            ImportRefused: more than one import can hold.
        """
        work.title = _clean(work.title)
        if work.title in ("", BLANK_MARK):
            self._refuse("an entry with a title", work, "title", work.title)
            return
        for maker in work.makers:
            if spelled(maker.name) == BLANK_MARK:
                self._refuse("a name of somebody", work, "name", BLANK_MARK)
        work.makers = [self._with_places(maker) for maker in work.makers if spelled(maker.name) != BLANK_MARK]
        self._makers += len(work.makers)
        if len(self._works) >= MAX_WORKS or self._makers > MAX_MAKERS:
            expected = f"at most {MAX_WORKS:,} entries with {MAX_MAKERS:,} names in one import; split the file"
            raise ImportRefused([Place(self._drafts.file, self._part).problem(expected, row=work.row)])
        self._works.append(work)

    def _with_places(self, maker: Maker) -> Maker:
        """A maker without institutions whose names are no names; one with a number of its own is known by that."""
        places = [one for one in maker.institutions if one.known_as or no_organization(spelled(one.name)) is None]
        if len(places) == len(maker.institutions):
            return maker
        self._nameless.update(spelled(one.name) for one in maker.institutions if one not in places)
        return replace(maker, institutions=places)

    def _refuse(self, expected: str, work: Work, column: str, value: str) -> None:
        said = f'{expected}; "{value}" means blank' if value else expected
        header = self._headers.get(column, column)
        self._drafts.refuse(said, row=work.row, column=header, value=value or None, part=self._part)

    def finish(self) -> None:
        """Make the rows, and say what was assumed."""
        people, organizations = Makers("people", "ORCID"), Makers("organizations", "ROR")
        works = self._named()
        for _, work in works:
            for maker in work.makers:
                (organizations if maker.is_organization else people).meet(maker, work.row)
                for institution in maker.institutions:
                    organizations.meet(institution, work.row)
        people.settle()
        organizations.settle()
        for book, header in ((people, "name"), (organizations, "name")):
            for row, cells, handle in book.rows():
                self._draft(book.table, header).add(row, cells, handle=handle, made_id="id" in cells)
        for number, (id_, work) in enumerate(works, 1):
            handle = f"{work.title[:_SHOWN]} [entry {number}]"
            self._write(id_, work, handle)
            self._take_part(handle, work, people, organizations)
        self._say(people, organizations)

    def _draft(self, table: str, *columns: str) -> Draft:
        draft = self._drafts.table(table, self._part)
        for column in columns:
            if column in self._headers:
                draft.headers.setdefault(column, self._headers[column])
        return draft

    def _named(self) -> list[tuple[str | None, Work]]:
        """Each work once, with an id where title, kind and date do not tell it from the others."""
        groups: dict[tuple[str, str, str | None], dict[str | None, Work]] = {}
        for work in self._of_one_key():
            group = groups.setdefault((work.title, work.kind, work.started), {})
            known = group.get(work.key)
            if known is None and work.key and None in group and len(group) == 1:
                known = group[work.key] = group.pop(None)
                known.key = work.key
            elif known is None and work.key is None and len(group) == 1:
                known = next(iter(group.values()))
            if known is None:
                group[work.key] = work
            else:
                self._again.append(work.row)
                _merge(known, work)
        return [
            (_made_id(work) if len(group) > 1 else None, work) for group in groups.values() for work in group.values()
        ]

    def _of_one_key(self) -> list[Work]:
        """The works, those of one DOI put together: the finer of two dates stays."""
        found: list[Work] = []
        by_key: dict[str, list[Work]] = {}
        for work in self._works:
            alike = by_key.setdefault(work.key, []) if work.key else []
            known = next((one for one in alike[:_ALIKE] if _is_one(one, work)), None)
            if known is None:
                alike.append(work)
                found.append(work)
            else:
                self._again.append(work.row)
                if len(work.started or "") > len(known.started or ""):
                    known.started, known.ended = work.started, work.ended or known.ended
                _merge(known, work)
        return found

    def _write(self, id_: str | None, work: Work, handle: str) -> None:
        draft = self._draft("collaborations", *(self._headers))
        cells: dict[str, str | None] = {"id": id_, "title": work.title, "kind": work.kind}
        cells |= {"started_on": work.started, "ended_on": work.ended} | work.cells
        topics = [_clean(topic) for topic in work.topics]
        cells["topics"] = join_list(dict.fromkeys(filter(None, topics))) or None
        draft.add(
            work.row, {name: value for name, value in cells.items() if value and value != BLANK_MARK}, handle=handle,
            made_id=id_ is not None,
        )  # fmt: skip

    def _take_part(self, handle: str, work: Work, people: Makers, organizations: Makers) -> None:
        seen: set[tuple[str, str]] = set()
        for maker in work.makers:
            book = organizations if maker.is_organization else people
            who = book.reference(maker)
            if (who, maker.role) in seen:
                continue
            seen.add((who, maker.role))
            places = [organizations.reference(institution) for institution in maker.institutions]
            cells: dict[str, str | None] = {"collaboration": handle, "role": maker.role}
            if maker.is_organization:
                cells["organization"] = who
            else:
                cells |= {"person": who, "organization": places[0] if places else None}
                for place in people.affiliate(maker, places):
                    self._draft("affiliations").add(work.row, {"person": who, "organization": place})
            self._draft("participations", "person", "organization", "collaboration").add(work.row, cells)

    def _say(self, people: Makers, organizations: Makers) -> None:
        say = self._drafts.cautions.append
        if self._again:
            same = "the same title, kind and date, or the same DOI, again"
            say(f"{_rows(self._again)}: {same}, taken as the same: put together")
        if self._undated:
            say(f"{_rows(self._undated)}: no date that can be read; left blank")
        if self._nameless:
            names = ", ".join(f'"{name}" ({count:,})' for name, count in self._nameless.most_common(_NAMED))
            self._drafts.leave_out(f"institutions whose names are no names: {names}", part=self._part)
        for book in (people, organizations):
            if book.unclear:
                names = ", ".join(sorted(book.unclear)[:_NAMED])
                say(
                    f"{len(book.unclear):,} name(s) of several {book.table} stand in the file without {book.known_by} "
                    f"too ({names}): these were taken for one more of that name"
                )


def _made_id(work: Work) -> str:
    parts = (slug(work.title)[:60].strip("-"), slug(work.kind)[:20], work.started or "", slug(work.key or "")[:80])
    return "-".join(filter(None, parts))


def _is_one(one: Work, other: Work) -> bool:
    alike = one.kind == other.kind and one_title(one.title, other.title)
    return alike and one_date(one.started, other.started)


def _merge(known: Work, again: Work) -> None:
    """Add what a second entry of the same work says."""
    known.cells = again.cells | {name: value for name, value in known.cells.items() if value}
    known.topics.extend(again.topics)
    known.makers.extend(again.makers)  # each is written once
    known.ended = known.ended or again.ended


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _rows(rows: Sequence[int]) -> str:
    some = ", ".join(map(str, rows[:_NAMED])) + (", …" if len(rows) > _NAMED else "")
    return f"{len(rows):,} entr{'y' if len(rows) == 1 else 'ies'} (number {some})"


__all__ = ["Institution", "Maker", "Work", "WorkInput"]
