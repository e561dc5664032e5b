"""What other libraries write of works and events, in any script, is read back as it was."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import icalendar
import rispy
from bibtexparser import writer
from bibtexparser.library import Library
from bibtexparser.model import Block, Entry, Field
from hypothesis import given
from hypothesis import strategies as st

from copnet.importers.bounded_text import load_text
from copnet.importers.drafts import Drafts
from copnet.importers.formats.kinds import FileFormat
from copnet.importers.formats.known import named, recognized
from copnet.importers.headers import Place
from copnet.importers.options import ImportOptions
from copnet.importers.problems import Problems

LETTERS = st.sampled_from("abcXYZäöøłŁßéñ čžşñαβγДжяא ب ت م 漢字仮名한글 हिन्दी ไทย Ωµ'&%$#_12.?!()[]|\\")
WORDS = st.text(st.sampled_from("abcdXYZäøłŁéčşαβДжאبم漢字한"), min_size=1, max_size=8)
TITLES = st.text(LETTERS, min_size=1, max_size=40).map(lambda text: f"T{' '.join(text.split())}x")
NAMES = st.tuples(WORDS, WORDS).map(lambda name: (name[0], f"F{name[1]}"))
DATES = st.dates(dt.date(1000, 1, 1), dt.date(2024, 12, 31))
PRECISION = st.sampled_from([4, 7, 10])


@st.composite
def works(draw: st.DrawFn) -> list[dict[str, Any]]:
    titles = draw(st.lists(TITLES, min_size=1, max_size=4, unique=True))
    return [
        {
            "title": title,
            "authors": draw(st.lists(NAMES, max_size=4, unique=True)),
            "date": draw(DATES).isoformat()[: draw(PRECISION)],
        }
        for title in titles
    ]


def _read(name: str, file: str, content: str | bytes) -> dict[str, list[dict[str, str | None]]]:
    """The rows that a format makes of a file it was recognized by, with names in place of handles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        kind = recognized(path)
        assert kind is named(name)
        return _rows(kind, path)


def _rows(kind: FileFormat | None, path: Path) -> dict[str, list[dict[str, str | None]]]:
    problems = Problems()
    drafts = Drafts(path.name, problems, [], [])
    assert kind
    kind.read(path, drafts, ImportOptions())
    assert not problems.count, problems.listed()
    handles: dict[str, str | None] = {}
    found: dict[str, list[dict[str, str | None]]] = {}
    for table in ("people", "organizations", "collaborations", "participations"):
        draft = drafts.table(table)
        for index, (_, cells) in enumerate(draft.rows):
            if index in draft.handles:
                handles[draft.handles[index]] = cells.get("name") or cells.get("title")
            shown = {name: handles.get(value or "", value) for name, value in cells.items()}
            found.setdefault(table, []).append(shown)
    return found


def _same(found: dict[str, list[dict[str, str | None]]], wanted: list[dict[str, Any]]) -> None:
    assert Counter((one["title"], one.get("started_on")) for one in found["collaborations"]) == Counter(
        (one["title"], one["date"]) for one in wanted
    )
    pairs = Counter((one["collaboration"], one["person"]) for one in found.get("participations", []))
    assert pairs == Counter((one["title"], f"{given} {family}") for one in wanted for family, given in one["authors"])


def _latex(text: str) -> str:
    return "".join(
        r"\textbackslash{}" if sign == "\\" else f"\\{sign}" if sign in "&%$#_{}" else sign for sign in text
    ).replace("''", "'{}'").replace("?`", "?{}`")  # fmt: skip


@given(works())
def test_bibtex(wanted: list[dict[str, Any]]) -> None:
    entries: list[Block] = []
    for number, work in enumerate(wanted):
        year, month, day = [*work["date"].split("-"), None, None][:3]
        fields = [
            Field("title", f"{{{_latex(work['title'])}}}"),
            Field("author", "{" + " and ".join(f"{family}, {given}" for family, given in work["authors"]) + "}"),
            Field("year", year),
        ]
        fields += [Field("month", f"{{{month}}}")] if month else []
        fields += [Field("day", f"{{{day}}}")] if day else []
        entries.append(Entry("article", f"key{number}", fields))
    text = writer.write(Library(entries))
    found = _read("bibtex", "works.bib", text)
    for one in found["collaborations"]:
        one["title"] = (one["title"] or "").replace("’", "'")
    for one in found.get("participations", []):
        one["collaboration"] = (one["collaboration"] or "").replace("’", "'")
    _same(found, wanted)


@given(works())
def test_ris(wanted: list[dict[str, Any]]) -> None:
    entries = [
        {
            "type_of_reference": "JOUR",
            "title": work["title"],
            "authors": [f"{family}, {given}" for family, given in work["authors"]],
            "year": work["date"].replace("-", "/"),
        }
        for work in wanted
    ]
    _same(_read("ris", "works.ris", rispy.dumps(entries)), wanted)


@given(works(), st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_csl(wanted: list[dict[str, Any]], ascii_only: bool, encoding: str) -> None:
    items = [
        {
            "type": "article-journal",
            "title": work["title"],
            "author": [{"family": family, "given": given} for family, given in work["authors"]],
            "issued": {"date-parts": [[int(part) for part in work["date"].split("-")]]},
        }
        for work in wanted
    ]
    _same(_read("csl-json", "works.json", json.dumps(items, ensure_ascii=ascii_only).encode(encoding)), wanted)


@given(works(), st.sampled_from(["results", "list", "lines"]))
def test_openalex(wanted: list[dict[str, Any]], form: str) -> None:
    ids: dict[str, int] = {}
    items = [
        {
            "id": f"https://openalex.org/W{number}",
            "title": work["title"],
            "type": "article",
            "publication_date": (work["date"] + "-01-01")[:10]
            if len(work["date"]) == 4
            else (work["date"] + "-15")[:10],
            "authorships": [
                {
                    "author": {
                        "id": f"https://openalex.org/A{ids.setdefault(f'{given} {family}', len(ids))}",
                        "display_name": f"{given} {family}",
                    }
                }
                for family, given in work["authors"]
            ],
        }
        for number, work in enumerate(wanted)
    ]
    for work in wanted:
        full = (work["date"] + "-15")[:10] if len(work["date"]) > 4 else work["date"]
        work["date"] = full[:4] if full.endswith("-01-01") else full
    text = {
        "results": json.dumps({"meta": {}, "results": items}),
        "list": json.dumps(items, ensure_ascii=False, indent=1),
        "lines": "\n".join(map(json.dumps, items)),
    }[form]
    _same(_read("openalex", "works.jsonl" if form == "lines" else "works.json", text), wanted)


@given(works(), st.sampled_from([None, "America/New_York", "Asia/Tokyo", "UTC"]))
def test_calendar(wanted: list[dict[str, Any]], zone: str | None) -> None:
    emails: dict[tuple[str, str], int] = {}
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//copnet//test//")
    for number, work in enumerate(wanted):
        work["date"] = (work["date"] + "-01-01")[:10]
        day = dt.date.fromisoformat(work["date"])
        event = icalendar.Event()
        event.add("uid", str(number))
        event.add("summary", work["title"])
        start = (
            day if zone is None else dt.datetime.combine(day, dt.time(20, 30), icalendar.timezone.tzp.timezone(zone))
        )
        event.add("dtstart", start)
        for name in work["authors"]:
            attendee = icalendar.vCalAddress(f"mailto:{emails.setdefault(name, len(emails))}@a.example")
            attendee.params["CN"] = f"{name[1]} {name[0]}"
            event.add("attendee", attendee, encode=False)
        calendar.add_component(event)
    _same(_read("icalendar", "events.ics", calendar.to_ical()), wanted)


def test_every_combination_of_line_end_and_mark(tmp_path: Path) -> None:
    for end, mark in itertools.product((b"\n", b"\r\n", b"\r"), (b"", b"\xef\xbb\xbf")):
        path = tmp_path / "works.ris"
        path.write_bytes(mark + end.join([b"TY  - BOOK", b"TI  - A", b"  b", b"ER  - ", b""]))
        assert load_text(path, Place("works.ris"), [], most_bytes=1000).count("\n") == 4
        (row,) = _rows(named("ris"), path)["collaborations"]
        assert row["title"] == "A b"
