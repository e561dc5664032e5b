"""Broken inputs, each built in code: (name, builder, what the report must say of one problem)."""

# ruff: noqa: E501 - one line a case reads best

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.support.books import book, folder, rewrite, zipped

Builder = Callable[[Path], Path]

PEOPLE = "name,email\nRuth Ames,ruth@a.example\nOmar Reyes,omar@b.example\n"


@dataclass(frozen=True)
class Case:
    """One broken input.

    Attributes:
        name: of the test.
        build: makes it in an empty folder and returns the path to import.
        problem: fields one problem of the report must have; a text must be contained in the field.
    """

    name: str
    build: Builder
    problem: dict[str, Any] = field(default_factory=dict)


def _tables(**files: str | bytes) -> Builder:
    return lambda base: folder(base / "tables", {f"{name}.csv": content for name, content in files.items()})


def _file(name: str, content: str | bytes) -> Builder:
    def build(base: Path) -> Path:
        path = base / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return build


def _book(sheets: dict[str, list[list[Any]]], touch: Callable[[Workbook], None] | None = None) -> Builder:
    return lambda base: book(base / "tables.xlsx", sheets, touch)


def _collaboration(**cells: str) -> Builder:
    columns = {"title": "Panel", "kind": "pilot"} | cells
    return _tables(collaborations=",".join(columns) + "\n" + ",".join(f'"{cell}"' for cell in columns.values()) + "\n")


def _intent(columns: str, row: str) -> Builder:
    return _tables(
        communities="name\nCohort\n", intents=f"community,attribute,value,{columns}\nCohort,region,north,{row}\n"
    )


def _person(column: str, value: str) -> Builder:
    return _tables(people=f'name,{column}\nRuth Ames,"{value}"\n')


def _zip_bomb(base: Path) -> Path:
    path = base / "tables.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target, target.open("people.csv", "w") as entry:
        entry.write(b"name\n")
        for _ in range(60):
            entry.write(b"a" * (1 << 20))
    return path


def _workbook_bomb(base: Path) -> Path:
    path = book(base / "tables.xlsx", {"People": [["name"], ["Ruth"]]})
    return rewrite(path, lambda name, data: data + b" " * (60 << 20) if name.startswith("xl/worksheets/") else data)


def _many_entries(base: Path) -> Path:
    return zipped(base / "tables.zip", {"people.csv": "name\nRuth\n"} | {f"{n}.txt": "" for n in range(2_100)})


def _lying_zip(base: Path) -> Path:
    """The sizes in the directory of the zip are not those of its content."""
    path = zipped(base / "tables.zip", {"people.csv": "name\n" + "Ruth Ames\n" * 1000})
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    path.write_bytes(data)
    return path


def _encrypted_zip(base: Path) -> Path:
    path = zipped(base / "tables.zip", {"people.csv": "name\nRuth\n"})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    return path


def _merged_columns(made: Workbook) -> None:
    made["People"].merge_cells("A2:B2")


def _xml_bomb(base: Path) -> Path:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    path = book(base / "tables.xlsx", {"People": [["name"], ["Ruth"]]})
    return rewrite(path, lambda name, data: doctype + data if name.startswith("xl/worksheets/") else data)


def _failing_formula(base: Path) -> Path:
    path = book(base / "tables.xlsx", {"People": [["name", "email"], ["Ruth", "x"]]})
    return rewrite(
        path,
        lambda name, data: (
            _swap_cell(data, b"B2", b'<c r="B2" t="e"><f>#REF!</f><v>#REF!</v></c>')
            if name.startswith("xl/worksheets/")
            else data
        ),
    )


def _swap_cell(data: bytes, place: bytes, cell: bytes) -> bytes:
    start = data.index(b'<c r="' + place)
    return data[:start] + cell + data[data.index(b"</c>", start) + 4 :]


def _not_a_workbook(base: Path) -> Path:
    return zipped(base / "tables.xlsx", {"hello.txt": "hello"})


def _cut_workbook(base: Path) -> Path:
    path = book(base / "tables.xlsx", {"People": [["name"], *[[f"Person {n}"] for n in range(500)]]})
    path.write_bytes(path.read_bytes()[:-300])
    return path


def _strange_encoding(base: Path) -> Path:
    path = book(base / "tables.xlsx", {"People": [["name"], ["Ruth"]]})
    head = b'<?xml version="1.0" encoding="Id"?>'
    return rewrite(path, lambda name, data: head + data if name.startswith("xl/worksheets/") else data)


def _broken_xml(base: Path) -> Path:
    path = book(base / "tables.xlsx", {"People": [["name"], ["Ruth"]]})
    return rewrite(path, lambda name, data: data[:-30] if name.startswith("xl/worksheets/") else data)


def _unreadable(base: Path) -> Path:
    path = folder(base / "tables", {"people.csv": PEOPLE})
    (path / "people.csv").chmod(0)
    return path


def _link_only(base: Path) -> Path:
    folder(base / "real", {"people.csv": PEOPLE})
    path = folder(base / "tables", {})
    (path / "people.csv").symlink_to(base / "real" / "people.csv")
    return path


CYCLE = "id,title,kind,grew_out_of\na,A,pilot,c\nb,B,pilot,a\nc,C,pilot,b\n"
TIES = "from,to,kind,value\nRuth Ames,Omar Reyes,knows,"

CASES: list[Case] = [
    Case("wrong header", _tables(people="nane,email\nRuth,a@b.example\n"), {"row": 1, "expected": '"name"'}),
    Case("required column missing", _tables(ties="from,to\nA,B\n"), {"row": 1, "expected": '"kind"'}),
    Case("headers collide", _tables(people="name,Na me\nRuth,Ruth\n"), {"row": 1, "column": "Na me"}),
    Case("blank header over cells", _tables(people="name,,email\nRuth,x,r@a.example\n"), {"row": 2, "value": "x"}),
    Case("an attribute called attributes", _person("attributes", "x"), {"row": 1, "column": "attributes"}),
    Case("10,000 columns", _tables(people="name," + ",".join(f"c{n}" for n in range(9_999)) + "\nRuth\n"), {"expected": "200"}),
    Case("empty file", _tables(people=""), {"file": "people.csv", "row": 1, "expected": "empty"}),
    Case("only blank lines", _tables(people="\n\n\n"), {"file": "people.csv", "row": 1}),
    Case("unclosed quote", _tables(people='name,email\nRuth,"r@a.example\nOmar,o@b.example\n'), {"row": 2, "expected": "quotation"}),
    Case("text after a closing quote", _tables(people='name\n"Ruth"Ames\n'), {"row": 2, "expected": "quotation"}),
    Case("too many cells in a row", _tables(people="name,email\nRuth,a@b.example,more\n"), {"row": 2, "value": "more"}),
    Case("endless line", _tables(people="name\n" + "a" * 5_000_000), {"row": 2, "expected": "line"}),
    Case("endless cell", _tables(people='name\n"' + "a\n" * 100_000 + '"\n'), {"row": 2}),
    Case("over-long text", _person("bio", "a" * 33_000), {"row": 2, "column": "bio", "expected": "32767"}),
    Case("control characters", _person("bio", "bell \x07"), {"row": 2, "column": "bio", "expected": "control"}),
    Case("empty required cell", _tables(people="name,email\n,a@b.example\n"), {"row": 2, "column": "name", "value": None}),
    Case("a required cell cleared", _tables(people="name,email\n-,a@b.example\n"), {"row": 2, "column": "name", "value": "-"}),
    Case("binary named .csv", _file("people.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256))), {"expected": "picture"}),
    Case("workbook named .csv", _file("people.csv", b"PK\x03\x04" + b"x" * 50), {"expected": "workbook"}),
    Case("zero bytes in a csv", _file("people.csv", b"name\nRuth\0Ames\n"), {"row": 2, "expected": "zero bytes"}),
    Case("no known encoding", _file("people.csv", b"name\nRuth \x81\x8d\n"), {"row": 2, "expected": "UTF-8"}),
    Case("UTF-16 without byte-order mark", _file("people.csv", PEOPLE.encode("utf-16-le")), {"expected": "zero bytes"}),
    Case("UTF-16 cut in two", _file("people.csv", PEOPLE.encode("utf-16")[:-1]), {"expected": "utf-16"}),
    Case("UTF-32", _file("people.csv", PEOPLE.encode("utf-32")), {"expected": "UTF-32"}),
    Case("31 February", _collaboration(started_on="2024-02-31"), {"row": 2, "column": "started_on", "value": "2024-02-31"}),
    Case("month 13", _collaboration(started_on="2024-13"), {"row": 2, "column": "started_on", "value": "2024-13"}),
    Case("date as 17.05.2024", _collaboration(started_on="17.05.2024"), {"column": "started_on", "expected": "day first"}),
    Case("a word for a date", _collaboration(started_on="last spring"), {"column": "started_on", "value": "last spring"}),
    Case("a day number in a csv", _collaboration(started_on="45429"), {"column": "started_on", "value": "45429"}),
    Case("ended before started", _collaboration(started_on="2024-05", ended_on="2024-04-30"), {"row": 2, "column": "ended_on"}),
    Case("bad choice", _collaboration(status="dome"), {"row": 2, "column": "status", "expected": '"done"'}),
    Case("bad yes/no", _person("name_in_reports", "perhaps"), {"row": 2, "column": "name_in_reports", "expected": "yes or no"}),
    Case("formula injection that is no choice", _person("visibility", "=HYPERLINK(1)"), {"row": 2, "value": "=HYPERLINK(1)"}),
    Case("program run by a name", _tables(people="name\n=cmd|' /C calc'!A0\n"), {"row": 2, "column": "name", "value": "=cmd|' /C calc'!A0", "expected": "not a formula"}),
    Case("link in a location", _person("location", '=HYPERLINK(""http://x"")'), {"row": 2, "column": "location", "value": '=HYPERLINK("http://x")', "expected": "not a formula"}),
    Case("program run after @", _person("location", "@SUM(1+1)*cmd|' /C calc'!A0"), {"row": 2, "column": "location", "value": "@SUM(1+1)*cmd|' /C calc'!A0", "expected": "not a formula"}),
    Case("formula for a column name", _tables(people="name,=1+1\nRuth,x\n"), {"row": 1, "column": "=1+1", "expected": "not a formula"}),
    Case("share of 140 %", _intent("share", "140 %"), {"row": 2, "column": "share", "value": "140 %"}),
    Case("share of 30", _intent("share", "30"), {"row": 2, "column": "share", "expected": '"30 %"'}),
    Case("both share and seats", _intent("share,seats", "0.3,3"), {"row": 2, "column": "share", "expected": "either"}),
    Case("neither share nor seats", _intent("share,seats", ","), {"row": 2, "expected": "either"}),
    Case("half a seat", _intent("seats", "2.5"), {"row": 2, "column": "seats", "value": "2.5"}),
    Case("negative capacity", _tables(communities="name,capacity\nCohort,-3\n"), {"row": 2, "column": "capacity", "value": "-3"}),
    Case("not a number", _tables(ties=TIES + "NaN\n"), {"row": 2, "column": "value", "value": "NaN"}),
    Case("infinity", _tables(ties=TIES + "inf\n"), {"row": 2, "column": "value", "value": "inf"}),
    Case("a number too large", _tables(ties=TIES + "1e999\n"), {"row": 2, "column": "value"}),
    Case("a number that cannot be summed", _tables(ties=TIES + "9e307\n"), {"row": 2, "column": "value"}),
    Case("a comma that may be thousands", _tables(ties=TIES + '"1,000"\n'), {"row": 2, "column": "value", "expected": "comma"}),
    Case("id with a slash", _tables(people="id,name\na/b,Ruth\n"), {"row": 2, "column": "id", "value": "a/b"}),
    Case("id of two dots", _tables(people="id,name\n..,Ruth\n"), {"row": 2, "column": "id", "value": ".."}),
    Case("one id, two values", _tables(people="id,name\nr,Ruth\nr,Omar\n"), {"row": 3, "column": "name", "value": "Omar"}),
    Case("one key, two values", _tables(ties=TIES + "1\nRuth Ames,Omar Reyes,knows,2\n"), {"row": 3, "column": "value"}),
    Case(
        "unknown person",
        _tables(people=PEOPLE, participations="collaboration,person\nPanel,Ruth Aimes\n"),
        {"file": "participations.csv", "row": 2, "column": "person", "value": "Ruth Aimes", "expected": "Ruth Ames"},
    ),
    Case(
        "unknown collaboration",
        _tables(collaborations="title,kind\nPanel,pilot\n", participations="collaboration,person\nPenal,Ruth\n"),
        {"row": 2, "column": "collaboration", "value": "Penal"},
    ),
    Case(
        "ambiguous name",
        _tables(
            people="name,email\nRuth,a@a.example\nRuth,b@b.example\n", participations="collaboration,person\nPanel,Ruth\n"
        ),
        {"row": 2, "column": "person", "expected": "a@a.example"},
    ),
    Case("two people in one cell", _tables(participations="collaboration,person\nPanel,Ruth | Omar\n"), {"row": 2, "column": "person"}),
    Case("neither person nor organization", _tables(participations="collaboration,person\nPanel,\n"), {"row": 2, "expected": "person or an organization"}),
    Case("learning without a place", _tables(learnings="text,community\nPairs work,\n"), {"row": 2, "expected": "community or a collaboration"}),
    Case("grew out of itself in three steps", _tables(collaborations=CYCLE), {"column": "grew_out_of", "expected": "→"}),
    Case("a part of itself", _collaboration(part_of="Panel"), {"row": 2, "column": "part_of"}),
    Case("parents in a circle", _tables(organizations="name,parent\nA,B\nB,A\n"), {"column": "parent", "expected": "A → B → A"}),
    Case("folder without tables", lambda base: folder(base / "tables", {"notes.docx": b"x"}), {"expected": "participations"}),
    Case("unknown file name", _file("export (3).csv", PEOPLE), {"expected": "people"}),
    Case("path does not exist", lambda base: base / "nothing.csv", {"expected": "nothing is there"}),
    Case("not a kind of file", _file("people.pdf", b"%PDF"), {"expected": ".xlsx"}),
    Case("old workbook", _file("people.ods", b"PK\x03\x04"), {"expected": "save it as .xlsx"}),
    Case("two files for one table", lambda base: folder(base / "t", {"people.csv": PEOPLE, "People.tsv": PEOPLE}), {"expected": "one place"}),
    Case("only a link", _link_only, {"expected": "at least one file"}),
    Case("zip bomb", _zip_bomb, {"file": "tables.zip", "expected": "times"}),
    Case("zip with too many files", _many_entries, {"expected": "2,000"}),
    Case("zip with false sizes", _lying_zip, {"file": "tables.zip", "expected": "undamaged"}),
    Case("zip with a password", _encrypted_zip, {"expected": "password"}),
    Case("zip with path traversal", lambda base: zipped(base / "t.zip", {"../people.csv": PEOPLE}), {"expected": "points out"}),
    Case("zip in a zip", lambda base: zipped(base / "t.zip", {"people.zip": b"PK\x03\x04"}), {"expected": "at least one file"}),
    Case("zip that is none", _file("tables.zip", b"hello"), {"expected": "zip"}),
    Case("tables in two folders of a zip", lambda base: zipped(base / "t.zip", {"a/people.csv": PEOPLE, "b/ties.csv": TIES + "1\n"}), {"expected": "one folder"}),
    Case("workbook that is no zip", _file("tables.xlsx", b"hello"), {"expected": "workbook"}),
    Case("workbook with a password", _file("tables.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), {"expected": "password"}),
    Case("zip that is no workbook", _not_a_workbook, {"expected": "not a workbook"}),
    Case("workbook cut off", _cut_workbook, {"file": "tables.xlsx"}),
    Case("workbook with broken XML", _broken_xml, {"expected": "undamaged"}),
    Case("workbook in an encoding nobody knows", _strange_encoding, {"expected": "encoding"}),
    Case("workbook bomb", _workbook_bomb, {"expected": "times"}),
    Case("XML bomb", _xml_bomb, {"expected": "document type"}),
    Case("workbook with path traversal", lambda base: zipped(base / "t.xlsx", {"../../xl/workbook.xml": "<a/>"}), {"expected": "points out"}),
    Case("workbook without tables", _book({"Sheet1": [["name"], ["Ruth"]]}), {"expected": "Sheet1"}),
    Case("formula without value", _book({"People": [["name", "bio"], ["Ruth", '="a"&"b"']]}), {"sheet": "People", "row": 2, "column": "bio", "expected": "save"}),
    Case("formula that fails", _failing_formula, {"sheet": "People", "row": 2, "column": "email", "value": "#REF!"}),
    Case("merged across columns", _book({"People": [["name", "email"], ["Ruth", None]]}, _merged_columns), {"row": 2, "column": "name", "expected": "merged"}),
    Case("header not in row 1", _book({"People": [[None], ["name"], ["Ruth"]]}), {"sheet": "People", "row": 1}),
    Case("two sheets for one table", _book({"People": [["name"], ["R"]], "peo ple": [["name"], ["R"]]}), {"sheet": "peo ple", "expected": "one place"}),
    Case("a year typed into a date cell", _book({"Collaborations": [["title", "kind", "started_on"], ["P", "pilot", "1905-07-16"]]}), {"row": 2, "column": "started_on", "expected": "1905"}),
    Case("10,000 columns in a workbook", _book({"People": [["name", *range(9_999)], ["Ruth"]]}), {"row": 1, "expected": "200"}),
]  # fmt: skip

if os.geteuid() != 0:  # the superuser may read everything
    CASES.append(Case("no read permission", _unreadable, {"file": "people.csv", "expected": "allowed"}))

BUILDERS: list[tuple[str, Builder]] = [(case.name, case.build) for case in CASES]
"""Name and builder of each broken input: ``build(empty_folder)`` returns the path to import."""
