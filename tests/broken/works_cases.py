"""Broken files of Kumu, of works and of calendars."""

# ruff: noqa: E501 - one line a case reads best

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from tests.broken.cases import Builder, Case
from tests.support.books import book, folder, rewrite

ELEMENTS = [["Label", "Type"], ["Ruth Ames", "Person"], ["Lakeside", "Company"]]
EVENT = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n{}SUMMARY:Visit\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
ENTRY = "@article{{a, author={{Ruth Ames}}, title={{{}}}, year={{{}}}}}\n"
RECORD = "TY  - JOUR\nAU  - Ames, Ruth\nTI  - Visits\nPY  - {}\nER  - \n"


def _file(name: str, content: str | bytes) -> Builder:
    def build(base: Path) -> Path:
        path = base / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return build


def _json(name: str, content: Any) -> Builder:
    return _file(name, json.dumps(content))


def _event(*lines: str) -> Builder:
    return _file("calendar.ics", EVENT.format("".join(f"{line}\r\n" for line in lines)))


def _sheets(elements: list[list[Any]], connections: list[list[Any]]) -> Builder:
    return lambda base: book(base / "map.xlsx", {"Elements": elements, "Connections": connections})


def _stream(name: str, start: bytes, size: int = 1 << 30) -> Builder:
    """A file of 1 GB that takes no place: one line of zero bytes after its beginning."""

    def build(base: Path) -> Path:
        path = base / name
        with path.open("wb") as file:
            file.write(start)
            file.truncate(size)
        return path

    return build


def _long_line(name: str, start: bytes) -> Builder:
    return _file(name, start + b"x" * 4_500_000)


def _bomb(base: Path) -> Path:
    path = book(base / "map.xlsx", {"Elements": ELEMENTS, "Connections": [["From", "To"]]})
    return rewrite(path, lambda name, data: data + b" " * (60 << 20) if name.startswith("xl/worksheets/") else data)


def _xml_bomb(base: Path) -> Path:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    path = book(base / "map.xlsx", {"Elements": ELEMENTS})
    return rewrite(path, lambda name, data: doctype + data if name.startswith("xl/worksheets/") else data)


KUMU_JSON = {"elements": [{"label": "A"}, {"label": "B"}], "connections": [{"from": "A", "to": "B"}]}
DEEP = b'{"elements": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
TO_NOBODY = [["From", "To"], ["Ruth Ames", "Nobody"]]

CASES: list[Case] = [
    Case("kumu: connection to nobody", _sheets(ELEMENTS, TO_NOBODY), {"sheet": "Connections", "row": 2, "column": "To", "value": "Nobody"}),
    Case("kumu: one of two ends in a list", _sheets(ELEMENTS, [["From", "To"], ["Ruth Ames", "Lakeside|Nobody"]]), {"row": 2, "column": "To", "value": "Nobody"}),
    Case("kumu: element without label", _sheets([["Label", "Type"], [None, "Person"]], [["From", "To"]]), {"sheet": "Elements", "row": 2, "column": "Label"}),
    Case("kumu: connection without end", _sheets(ELEMENTS, [["From", "To"], ["Ruth Ames", None]]), {"row": 2, "column": "To"}),
    Case("kumu: a label of two elements", _sheets([["Label", "Type"], ["A", "Person"], ["A", "Company"], ["B", "Person"]], [["From", "To"], ["A", "B"]]), {"row": 2, "column": "From", "value": "A", "expected": "the label of 2"}),
    Case("kumu: direction that is none", _sheets(ELEMENTS, [["From", "To", "Direction"], ["Ruth Ames", "Lakeside", "up"]]), {"row": 2, "column": "Direction", "value": "up"}),
    Case("kumu: two tables in a sheet", _sheets([*ELEMENTS, [], [], ["From", "To"], ["Ruth Ames", "Lakeside"]], [["From", "To"]]), {"sheet": "Elements", "row": 6, "expected": "sheet of its own"}),
    Case("kumu: neither elements nor connections", _sheets([["Name"], ["Ruth"]], [["A", "B"]]), {"expected": "Label"}),
    Case("kumu: a header twice", _sheets([["Label", "Type", "type"], ["A", "B", "C"]], [["From", "To"]]), {"sheet": "Elements", "row": 1}),
    Case("kumu: workbook bomb", _bomb, {"file": "map.xlsx", "expected": "times"}),
    Case("kumu: XML bomb", _xml_bomb, {"expected": "document type"}),
    Case("kumu: unclosed quote", lambda base: folder(base / "map", {"elements.csv": 'Label,Type\n"Ruth,Person\n', "connections.csv": "From,To\n"}), {"file": "elements.csv", "row": 2, "expected": "quotation"}),
    Case("kumu: control character", _json("map.json", {"elements": [{"label": "A\x07"}], "connections": []}), {"sheet": "elements", "row": 1, "expected": "control"}),
    Case("kumu: half of a sign", _file("map.json", '{"elements": [{"label": "\\ud800"}], "connections": []}'), {"expected": "partner"}),
    Case("kumu: elements no list", _json("map.json", {"elements": [], "connections": {"from": "A"}}), {"sheet": "connections", "expected": "list"}),
    Case("kumu: connection to an unknown id", _json("map.json", {"elements": [{"_id": "e1", "attributes": {"label": "A"}}], "connections": [{"from": "e1", "to": "e9"}]}), {"sheet": "connections", "row": 1, "column": "To", "value": "e9"}),
    Case("kumu: an entry that is a number", _json("map.json", {"elements": [{"label": "A"}, 7], "connections": []}), {"sheet": "elements", "row": 2, "value": "7"}),
    Case("JSON nested 100,000 deep", _file("map.json", DEEP), {"file": "map.json", "row": 1, "expected": "100 levels"}),
    Case("JSON with NaN", _file("map.json", '{"elements": [{"label": "A",\n"n": NaN}], "connections": []}'), {"row": 2, "expected": "NaN"}),
    Case("JSON with a name twice", _file("map.json", '{"elements": [{"label": "A", "label": "B"}], "connections": []}'), {"value": "label", "expected": "once"}),
    Case("JSON broken off", _file("map.json", json.dumps(KUMU_JSON)[:-10]), {"row": 1, "expected": "breaks off"}),
    Case("JSON of 5,000,001 values", _file("works.json", b'[{"type":"book","title":"a","x":[' + b"[]," * 2_500_001 + b"0]}]"), {"expected": "values"}),
    Case("JSON of 1 GB", _stream("map.json", b'{"elements": [{"label": "'), {"expected": "64 MB"}),
    Case("JSON lines with one line of 1 GB", _stream("works.jsonl", b'{"id": "https://openalex.org/W1"}\n', 500_000_000), {"row": 2, "expected": "4,000,000"}),
    Case("OpenAlex: more than one import holds", _stream("works.jsonl", b'{"id": "https://openalex.org/W1", "title": "a"}\n'), {"expected": "512 MB"}),
    Case("OpenAlex: work without title", _json("works.json", {"results": [{"id": "https://openalex.org/W1", "authorships": []}]}), {"row": 1, "expected": "title"}),
    Case("OpenAlex: a day the calendar has not", _json("works.json", [{"id": "https://openalex.org/W1", "title": "A", "publication_date": "2023-02-30"}]), {"row": 1, "column": "publication_date", "value": "2023-02-30"}),
    Case("CSL: no items", _file("works.json", '{"items": [7], "type": "book", "title": "x"}'), {"row": 1, "value": "7"}),
    Case("BibTeX: entry without end", _file("works.bib", ENTRY.format("A", "2024") + "@book{b, title={B\n\n" + ENTRY.format("C", "2024")), {"row": 2, "expected": "ends"}),
    Case("BibTeX: a field twice", _file("works.bib", "@book{b, title={A}, title={B}}"), {"row": 1, "column": "title", "expected": "once"}),
    Case("BibTeX: no title", _file("works.bib", "@book{b, year={2024}}"), {"row": 1, "column": "title"}),
    Case("BibTeX: month 13", _file("works.bib", "@book{b, title={A}, year={2024}, month={13}}"), {"row": 1, "column": "year", "value": "2024-13"}),
    Case("BibTeX: braces 10,000 deep", _file("works.bib", ENTRY.format("{" * 10_000 + "\\a" + "}" * 10_000, "2024")), {"column": "title", "expected": "levels"}),
    Case("BibTeX: LaTeX that breaks off", _file("works.bib", ENTRY.format("A \\href", "2024")), {"row": 1, "column": "title", "expected": "LaTeX"}),
    Case("BibTeX: a link that would run", _file("works.bib", "@book{b, title={A}, url={javascript:alert(1)}}"), {"row": 1, "column": "url"}),
    Case("BibTeX: endless line", _long_line("works.bib", b"@book{b, title={"), {"row": 1, "expected": "4,000,000"}),
    Case("BibTeX of 1 GB", _stream("works.bib", b"@book{b, title={"), {"expected": "64 MB"}),
    Case("BibTeX: zero bytes", _file("works.bib", b"@book{b, title={A\0}}"), {"expected": "zero bytes"}),
    Case("BibTeX with nothing in it", _file("works.bib", "no entry at all"), {"expected": "nothing"}),
    Case("RIS: entry without end", _file("works.ris", RECORD.format("2024") + "TY  - BOOK\nTI  - B\n"), {"row": 6, "expected": "ER"}),
    Case("RIS: two entries in one", _file("works.ris", "TY  - BOOK\nTI  - B\n" + RECORD.format("2024")), {"row": 1, "expected": "ER"}),
    Case("RIS: text before the first entry", _file("works.ris", "References\n" + RECORD.format("2024")), {"row": 1, "value": "References"}),
    Case("RIS: 31 February", _file("works.ris", RECORD.format("2024/02/31")), {"row": 1, "column": "PY", "value": "2024-02-31"}),
    Case("RIS: endless line", _long_line("works.ris", b"TY  - BOOK\nTI  - "), {"row": 2, "expected": "4,000,000"}),
    Case("RIS of 1 GB", _stream("works.ris", b"TY  - JOUR\nTI  - "), {"expected": "64 MB"}),
    Case("RIS: over-long title", _file("works.ris", f"TY  - BOOK\nTI  - {'a' * 33_000}\nER  - \n"), {"row": 1, "column": "TI", "expected": "32767"}),
    Case("calendar: no DTSTART", _event(), {"row": 3, "expected": "DTSTART"}),
    Case("calendar: a day that is none", _event("DTSTART:2024"), {"row": 3, "column": "DTSTART"}),
    Case("calendar: ends before it starts", _event("DTSTART;VALUE=DATE:20240517", "DTEND;VALUE=DATE:20240510"), {"row": 3, "column": "DTEND"}),
    Case("calendar: every second", _event("DTSTART:20240517T100000Z", "RRULE:FREQ=SECONDLY"), {"row": 3, "column": "RRULE", "expected": "DAILY"}),
    Case("calendar: a rule that never moves on", _event("DTSTART:20240517T100000Z", "RRULE:FREQ=DAILY;INTERVAL=0"), {"row": 3, "column": "RRULE", "expected": "INTERVAL"}),
    Case("calendar broken off", _file("calendar.ics", EVENT.format("DTSTART:20240517\r\n")[:-40]), {"expected": "breaks off"}),
    Case("calendar: parts without end", _file("calendar.ics", "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 5_000), {"row": 6, "expected": "levels"}),
    Case("calendar: an END too many", _file("calendar.ics", "BEGIN:VCALENDAR\r\nEND:VEVENT\r\n"), {"row": 2, "expected": "END"}),
    Case("calendar of 1 GB", _stream("calendar.ics", b"BEGIN:VCALENDAR\r\n"), {"expected": "16 MB"}),
    Case("calendar: no calendar", _file("calendar.ics", "hello\n"), {"row": 1, "expected": "BEGIN:VCALENDAR"}),
    Case("calendar: a link that would run", _event("DTSTART;VALUE=DATE:20240517", "URL:javascript:alert(1)"), {"row": 3, "column": "url"}),
]  # fmt: skip

if os.geteuid() != 0:  # the superuser may read everything

    def _unreadable(base: Path) -> Path:
        path = _file("works.bib", ENTRY.format("A", "2024"))(base)
        path.chmod(0)
        return path

    CASES.append(Case("works: no read permission", _unreadable, {"file": "works.bib"}))
