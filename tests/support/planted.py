"""A store in which every text cell is a word of its own, so that wherever one turns up it tells where it came from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from copnet.record import Record
from copnet.tables import TABLES, Column
from tests.support.world import make

NOBODY, TRUSTED, AGREED, MEMBER = "qnobody", "qtrusted", "agreed", "member"
"""The ids of those visible to nobody, to facilitators, to everyone; and of a member who looks."""
_WORD = {NOBODY: "zhid", TRUSTED: "ztru", AGREED: "zagr"}
"""How the words about them begin."""
_REFERENCES = {"organizations": "org", "communities": "com", "collaborations": "work"}
_OPEN: Mapping[str, tuple[str, ...] | None] = {
    "organizations": None, "communities": None, "aims": None, "participations": None, "adoptions": None,
    "collaborations": tuple(column.name for column in TABLES["collaborations"].columns if column.name != "source"),
    "people": ("id", "name"), "learnings": ("text",),
}  # fmt: skip
"""What others than facilitators are told of rows about nobody hidden: by table all texts, or those of these columns."""


@dataclass(frozen=True)
class Planted:
    """The store, and the words each audience must not meet."""

    records: list[Record]
    closed: Mapping[str, frozenset[str]]
    told: frozenset[str]


def planted() -> Planted:
    """Rows of every table about each person; every word begins with z, where it is in lower case."""
    records: list[Record] = [
        make("organizations", id="org", name="Org"),
        make("communities", id="com", name="Com"),
        make("people", id=MEMBER, name="Member", visibility="everyone", name_in_reports=True),
        make("memberships", community="com", person=MEMBER),
        make("memberships", community="com", person=AGREED, organization="org"),
        *(make("participations", collaboration="work", person=one) for one in (NOBODY, TRUSTED, AGREED, MEMBER)),
    ]
    words: dict[str, set[str]] = {}
    for person in (NOBODY, TRUSTED, AGREED):
        for table in TABLES:
            record, given = _row(table, person)
            records.append(record)
            for column, word in given:
                words.setdefault(_secrecy(table, column, person), set()).add(word)
    for person in (NOBODY, TRUSTED):
        records += _rows_that_name(person)
    members = {f"{_WORD[AGREED]}people{column}" for column in ("topics", "offers", "seeks")}
    of_nobody, of_trusted = words["nobody"] | {NOBODY}, words["trusted"] | {TRUSTED}
    closed = {"facilitator": of_nobody | {f"{_WORD[AGREED]}mail"}}
    closed["funder"] = closed["public"] = closed["facilitator"] | of_trusted | words["facilitators"]
    closed[f"member:{MEMBER}"] = closed["funder"] - members
    return Planted(records, {who: frozenset(found) for who, found in closed.items()}, frozenset(words["all"]))


def _secrecy(table: str, column: str, person: str) -> str:
    """From whom a cell of a row about this person is kept: nobody may see it, those trusted, facilitators, or all."""
    about = "people" in {one.refers_to for one in TABLES[table].columns} or table in ("people", "ties")
    if about and table not in ("learnings", "adoptions") and person != AGREED:
        return "nobody" if person == NOBODY else "trusted"
    opened = _OPEN.get(table, ())
    if column.startswith("own") or (opened is not None and column not in opened):
        return "mail" if column == "email" else "facilitators"
    return "all"


def _row(table: str, person: str) -> tuple[Record, list[tuple[str, str]]]:
    values: dict[str, Any] = {}
    given: list[tuple[str, str]] = []
    for column in TABLES[table].columns:
        value, words = _cell(table, column, person)
        if value is not None:
            values[column.name] = value
        given += [(column.name, word) for word in words]
    own = [f"{_WORD[person]}{table}own{part}".replace("_", "") for part in ("name", "value")]
    if table == "people" and person == AGREED:
        values |= {"visibility": "everyone", "name_in_reports": True, "contact": "nobody"}
    elif table == "people":
        values["visibility"] = "nobody" if person == NOBODY else "facilitators"
    values |= {"attributes": {own[0]: own[1]}} | ({"quotable": True} if table == "learnings" else {})
    return make(table, **values), given + [("own", word) for word in own]


def _cell(table: str, column: Column, person: str) -> tuple[Any, list[str]]:
    """A value of a column, and the words in it that tell of it."""
    start = _WORD[person]
    word = f"{start}{table}{column.name}".replace("_", "")
    match table, column.name:
        case "collaborations", "id":
            return ("work" if person == AGREED else f"work {start}"), []
        case "people", "id":
            return person, []
        case "people", "name":
            return f"{word} {start}family", [word, f"{start}family"]
        case "people", "email":
            return f"{start}mail@{start}host.example", [f"{start}mail"]
        case "intents", "share":
            return 0.5, []
        case "ties", "to":
            return MEMBER, []
    match column.kind:
        case "reference" | "references" if column.field and column.name not in ("parent", "part_of", "grew_out_of"):
            found = person if column.refers_to in ("people", None) else _REFERENCES[column.refers_to]
            return found, []
        case "text":
            return word, [word]
        case "texts":
            return [word, f"{word}too"], [word]
        case "choice" if column.required:
            return column.choices[0], []
    return None, []


def _rows_that_name(person: str) -> Iterator[Record]:
    """Rows about somebody else that spell the name, an alias, the address or the id of somebody hidden."""
    start = _WORD[person]
    name, turned = f"{start.title()}peopleName {start.upper()}FAMILY", f"{start}family, {start}peoplename"
    for number, spelled in enumerate((name, turned, f"{start}mail@{start}host.example", f"{start}peoplealiases")):
        key = f"{spelled} {number}"
        yield make("organizations", id=f"o {key}", name=f"House of {spelled}", sector=spelled, aliases=[spelled])
        yield make("communities", id=f"c {key}", name=f"Friends of {spelled}", purpose=f"Help {spelled}")
        yield make("aims", community="com", name=f"Thank {spelled}", text=f"By {spelled}")
        told = {"outcome": spelled, "topics": [spelled], "venue": f"At {spelled}", "answered_by": person}
        yield make("collaborations", id=f"w {key}", title=f"A day with {spelled}", kind="pilot", **told)
        yield make("participations", collaboration=f"w {key}", person=AGREED, role=f"beside {spelled}")
        yield make("participations", collaboration=f"w {key}", person=MEMBER)
        yield make("participations", collaboration=f"w {key}", organization=f"o {key}")
        yield make("participations", collaboration=f"w {key}", organization="org")
        yield make("learnings", community="com", text=f"{spelled} said so", quotable=True)
        yield make("adoptions", organization="org", approach=f"As {spelled} does", from_person=person)


def spelled_out(path: Path) -> str:
    """Everything that stands in an export, unpacked and in lower case; the bytes as they are too."""
    if path.is_dir():
        return "".join(map(spelled_out, sorted(path.iterdir())))
    content = path.read_bytes()
    return path.name + _readable(path.name, content).casefold() + content.decode("utf-8", "replace").casefold()


def _readable(name: str, content: bytes) -> str:
    if name.endswith(".parquet"):
        return f"{pl.read_parquet_metadata(io.BytesIO(content))}{pl.read_parquet(content).write_json()}"
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(
            f"{one}{_readable(one, packed.read(one))}{packed.read(one).decode('utf-8', 'replace')}"
            for one in packed.namelist()
        )
