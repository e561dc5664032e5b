"""Good files of every format, and what a random hand makes of them."""

# ruff: noqa: E501 - the files stand as they are written

from __future__ import annotations

import csv
import io
import json
import random
import re
import struct
import zipfile
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.broken.graph_cases import ucinet_header
from tests.support.books import book

Files = dict[str, bytes]

_HOSTILE = (
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3\x28", b"\xef\xbb\xbf", b"\r", b"\n", b"\n\n", b"\t", b",", b";", b"|",
    b'"', b"'", b"\\", b"{", b"}", b"[", b"]", b"<", b">", b"&", b"&#0;", b"&lol;", b"<!DOCTYPE x>", b"*", b"=", b"@",
    b"-", b"-1", b"0", b"1e999", b"NaN", b"Infinity", b"-0", b"99999999999999999999999", b"1.5.2", b"2024-02-30",
    b"0000-00-00", b"9999-99-99T99:99:99Z", b"19700101T000000Z", b"true", b"null", "\u202e".encode(), "\u2028".encode(),
    "\U0001f600".encode(), "\u0661\u0662".encode(), "\ufeff".encode(), b"A" * 40_000, b"[" * 500, b"(" * 500, b" " * 500,
    b"RRULE:FREQ=DAILY\r\n", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"*Vertices 999999999\n", b"n=999999999 ",
)  # fmt: skip
_WORD = re.compile(rb"[^\s,;|\"'<>={}\[\]:]+")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file with one to four random changes: bytes, lines, words, cut short, hostile texts."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = chance.choice(_WAYS)(data, chance)
    return data


def _byte(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _chunk(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are deleted, or stand twice, or elsewhere."""
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice((1, 3, 20, 200)))
    part, rest = data[start:end], data[:start] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return chance.choice((rest, data[:end] + data[start:], rest[:at] + part + rest[at:]))


def _lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return _chunk(data, chance)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    what = chance.randrange(3)
    if what == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif what == 1:
        del lines[one]
    else:
        lines.insert(other, lines[one])
    return b"".join(lines)


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_HOSTILE) + data[at:]


def _word(data: bytes, chance: random.Random) -> bytes:
    words = list(_WORD.finditer(data))
    if not words:
        return _insert(data, chance)
    found, other = chance.choice(words), chance.choice(words)
    new = chance.choice((b"", other[0], chance.choice(_HOSTILE)))
    return data[: found.start()] + new + data[found.end() :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_byte, _chunk, _lines, _insert, _word, _word, _cut)


def mutants(files: Files, number: int, seed: int) -> Iterator[Files]:
    """Some files with changes in one of them; of a zip or workbook mostly in one that it holds."""
    chance = random.Random(seed)
    for _ in range(number):
        name = chance.choice(sorted(files))
        data = files[name]
        inside = data[:2] == b"PK" and chance.random() < 0.8
        yield files | {name: _within(data, chance) if inside else mutated(data, chance)}


def _within(data: bytes, chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        chosen = chance.choice(source.namelist())
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, mutated(content, chance) if name == chosen else content)
    return made.getvalue()


GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3"><meta lastmodifieddate="2024-05-17"><creator>Gephi</creator></meta>
<graph defaultedgetype="directed" mode="dynamic" timeformat="date">
<attributes class="node" mode="static"><attribute id="0" title="type" type="string"><default>person</default></attribute>
</attributes><attributes class="edge" mode="dynamic"><attribute id="weight" title="weight" type="float"/></attributes>
<nodes><node id="a" label="Ruth" start="2024-01-01"><attvalues><attvalue for="0" value="person"/></attvalues></node>
<node id="b" label="Omar"><spells><spell start="2020" end="2021"/></spells></node></nodes>
<edges><edge id="7" source="a" target="b" weight="2" kind="trusts"><attvalues><attvalue for="weight" value="1"
start="2004"/><attvalue for="weight" value="2" start="2005"/></attvalues></edge></edges></graph></gexf>
"""
GRAPHML = """<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="n" for="node" attr.name="name" attr.type="string"/><key id="w" for="edge" attr.name="weight" attr.type="double">
<default>1</default></key><graph edgedefault="undirected"><node id="a"><data key="n">Ruth</data></node>
<node id="b"><data key="n">Omar</data></node><edge source="a" target="b"><data key="w">2.5</data></edge></graph></graphml>
"""
PAJEK = '*Network x\n*Vertices 3 2\n1 "Ruth Ames" 0.1 0.2 box\n2 "Omar"\n3 "Gala" [1-3,5-*]\n*Arcs :1 "trusts"\n1 3 2\n'
DL = 'dl n=3 nm=2 format=fullmatrix\nlabels:\nann,bob,"cy d"\nmatrix labels:\na b\ndata:\n0 1 0\n0 0 2\n0 0 na\n0 0 0\n1 0 0\n0 0 0\n'
BIB = """@string{jl = "A Journal"}
@article{a1, author = {Ames, Ruth and {Lakeside Network} and others}, title = {Visits {\\&} more \\'e}, journal = jl,
  year = 2024, month = may, doi = {10.1000/1}, keywords = {a, b}}
@book{b1, editor = "Reyes, Omar", title = "A book", year = {2023}}
"""
RIS = "TY  - JOUR\nAU  - Ames, Ruth\nA2  - Reyes, Omar\nTI  - Visits\nPY  - 2024/05/17/\nKW  - a\nAD  - Lakeside\nDO  - 10.1/x\nER  - \n"
EVENT = (
    "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", "DTSTART;TZID=Europe/Berlin:20240517T100000",
     "DTEND;TZID=Europe/Berlin:20240517T120000", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20240524T100000",
     "SUMMARY:Visit", "ATTENDEE;CN=\"Ames, Ruth\";PARTSTAT=ACCEPTED:mailto:ruth@x.example", "ORGANIZER:mailto:o@x.example",
     "END:VEVENT", "END:VCALENDAR", "",
)  # fmt: skip
ICS = "\r\n".join(EVENT)
PERSON = {
    "id": "https://openalex.org/A1",
    "display_name": "Ruth Ames",
    "orcid": "https://orcid.org/0000-0002-1825-0097",
}
OPENALEX = {
    "meta": {"count": 1},
    "results": [{
        "id": "https://openalex.org/W1", "title": "Visits", "publication_date": "2024-05-17", "type": "article",
        "authorships": [{"author": PERSON, "institutions": [{"id": "https://openalex.org/I1", "display_name": "Lakeside",
                                                           "ror": "https://ror.org/05a28rw58"}]}],
    }],
}  # fmt: skip
CSL = [{
    "id": "a", "type": "article-journal", "title": "Visits", "author": [{"family": "Ames", "given": "Ruth"}],
    "issued": {"date-parts": [[2024, 5, 17]]}, "container-title": "J",
}]  # fmt: skip
NODE_LINK = {
    "directed": True, "multigraph": False, "graph": {}, "nodes": [{"id": "a", "name": "Ruth"}, {"id": 2, "type": "person"}],
    "links": [{"source": "a", "target": 2, "weight": 2.5}],
}  # fmt: skip
KUMU = {
    "elements": [{"label": "Ruth", "type": "Person", "tags": ["a"]}, {"label": "Lakeside", "type": "Organization"}],
    "connections": [{"from": "Ruth", "to": "Lakeside", "direction": "directed", "type": "works-with"}],
}  # fmt: skip
SHEETS: dict[str, list[list[Any]]] = {
    "Elements": [["Label", "Type", "Tags"], ["Ruth", "Person", "a|b"], ["Lakeside", "Organization", None]],
    "Connections": [["From", "To", "Direction"], ["Ruth", "Lakeside", "mutual"]],
}
TABLES = {
    "people.csv": b"name,email,organization,willing\nRuth Ames,ruth@x.example,Lakeside,yes\n\"Reyes, Omar\",,,\n",
    "ties.csv": b"from,to,kind,value,wave,asked_on\nRuth Ames,\"Reyes, Omar\",trusts,3,w1,2024-05-17\n",
    "collaborations.csv": b"title,kind,started_on,topics\nVisits,article,2024-05,a|b\n",
    "participations.csv": b"collaboration,person,role\nVisits,Ruth Ames,author\n",
}  # fmt: skip
SURVEY = b"Timestamp,Your name,Trust? [Ruth Ames],Trust? [Omar Reyes]\n17/05/2024 10:00:00,Ruth Ames,,often\n,Omar Reyes,never,\n"
SESSIONS = (
    b"Title;Date;Presenters;Topics\nVisits;17.05.2024;Ames, Ruth;a\nPanel;18.05.2024;Omar Reyes and Ruth Ames;b\n"
)


def _text(content: object) -> bytes:
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def seeds(folder: Path) -> dict[str, tuple[str, Files]]:
    """For each format the path to import, and its files; ``folder`` is used to make workbooks."""
    numbers = array("f", [0, 1, 0, 0]).tobytes()
    labels = b"".join(struct.pack("<H", 2 * len(name)) + name.encode("utf-16-le") for name in ("Ann", "Bo") * 2)
    tables = {name: list(csv.reader(data.decode().splitlines())) for name, data in TABLES.items()}
    books = {
        "kumu.xlsx": book(folder / "kumu.xlsx", SHEETS).read_bytes(),
        "tables.xlsx": book(folder / "t.xlsx", {name[:-4]: rows for name, rows in tables.items()}).read_bytes(),
    }
    gephi = {
        "net/nodes.csv": b"Id,Label,Role\n1,Ruth,host\n2,Omar,\n",
        "net/edges.csv": b"Source,Target,Type,Weight\n1,2,Directed,2\n",
    }
    one = {
        "gexf": ("a.gexf", GEXF), "graphml": ("a.graphml", GRAPHML), "pajek": ("a.net", PAJEK), "ucinet-dl": ("a.dl", DL),
        "bibtex": ("a.bib", BIB), "ris": ("a.ris", RIS), "icalendar": ("a.ics", ICS), "openalex": ("a.json", OPENALEX),
        "csl-json": ("a.json", CSL), "node-link": ("a.json", NODE_LINK), "kumu json": ("a.json", KUMU),
    }  # fmt: skip
    made: dict[str, tuple[str, Files]] = {kind: (name, {name: _text(content)}) for kind, (name, content) in one.items()}
    made |= {name: (name, {name: data}) for name, data in books.items()}
    made["csv"] = ("tables", {f"tables/{name}": data for name, data in TABLES.items()})
    made["gephi-csv"] = ("net", gephi)
    made["ucinet"] = ("a.##h", {"a.##h": ucinet_header((2, 2), labels=labels), "a.##d": numbers})
    made["survey"] = ("survey.csv", {"survey.csv": SURVEY})
    made["sessions"] = ("sessions.csv", {"sessions.csv": SESSIONS})
    return made
