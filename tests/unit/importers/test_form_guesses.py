"""Exports as facilitators have them: the first guess is imported as it is, and gives what they expect."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from copnet.importers.mapping import load_mapping
from copnet.importers.report import ImportReport
from copnet.services.imports import ImportOptions, import_path
from copnet.services.mappings import write_mapping
from copnet.stores.base import GraphStore
from tests.support.books import book

TOUCH = "How often have you been in touch with each of these colleagues in the last six months?"
GOOGLE = f"""Timestamp,Email Address,What is your first and last name?,Which organization do you represent?,\
{TOUCH} [Ann Lee],{TOUCH} [Bo Chen],{TOUCH} [Cy Diaz],Anything else you would like us to know?
5/17/2024 9:05:11,ann@north.example,Ann Lee,North Readers,I am this person,Monthly,Never,No
5/18/2024 14:30:02,bo@south.example,Bo Chen,South Schools,Weekly,I am this person,Don't know them,
5/20/2024 8:01:45,cy@west.example,Cy Diaz,West Network,Never,Monthly,I am this person,See you in June!
"""
MEMBERS = """Name,Joined,Expertise,E-mail
Ann Lee (North Readers),2023-09-01,fundraising; evaluation,ann@north.example
Bo Chen (South Schools),2023-09-01,coaching,bo@south.example
"Diaz, Cy (West Network)",2024-01-15,,cy@west.example
"""
SESSIONS = """Session Title,Date,Room,Presenters
Levels of engagement,05/17/2024,Hall A,"Lee, Ann; Chen, Bo"
Magazines that matter,05/17/2024,Hall B,"Diaz, Cy"
Opening,05/17/2024,Hall A,TBD
"""
DONORS = """Constituent ID,Title,First Name,Last Name,Email,Organization Name,City,Total Gifts,Last Gift Date
10023,Ms.,Ann,Lee,ann@north.example,North Readers,Akron,"$1,250.00",12/31/2023
10024,Dr.,Bo,Chen,,South Schools,Dayton,$50.00,1/15/2024
10025,,Cy,Diaz,cy@west.example,,Toledo,,
"""
MEETINGS = """Veranstaltung;Datum;Ort;Referenten;Teilnehmende;Thema
Auftakt für alle;17.05.2024;Köln;Jörg Müller, Änne Groß;Ann Lee, Bo Chen;Vernetzung
Werkstatt;03.06.2024;Düsseldorf;Jörg Müller;Cy Diaz;Lesen
"""
START = [dt.datetime(2024, 5, 17, 9, minute) for minute in (1, 5)]  # noqa: DTZ001 - a workbook knows no time zones
ASKED = ["ID", "Start time", "Completion time", "Email", "Name"]
KNOW = "How well do you know these people?"
MICROSOFT: list[list[Any]] = [
    [*ASKED, "Your organization", "Whom do you turn to for advice?"],
    [1, *START, "ann@north.example", "Ann Lee", "North Readers", "Bo Chen;Cy Diaz;"],
    [2, *START, "anonymous", "Bo Chen", "South Schools", "Ann Lee;"],
]
LIKERT: list[list[Any]] = [
    [*ASKED, f"{KNOW}.Ann Lee", f"{KNOW}.Bo Chen", f"{KNOW}.Cy Diaz"],
    [1, *START, "ann@north.example", "Ann Lee", None, "Very well", "Not at all"],
    [2, *START, "anonymous", "Bo Chen", "A little", None, "Very well"],
]


class Guessed:
    def __init__(self, store: GraphStore, base: Path) -> None:
        self.store, self.base = store, base

    def __call__(self, name: str, content: str | list[list[Any]], encoding: str = "utf-8") -> ImportReport:
        path = self.base / name
        if isinstance(content, str):
            path.write_text(content, encoding=encoding)
        else:
            book(path, {"Sheet1": content})
        mapping = self.base / f"{name}.mapping.toml"
        write_mapping(path, mapping)
        report = import_path(self.store, path, ImportOptions(mapping=load_mapping(mapping), wave="w1"))
        again = import_path(self.store, path, ImportOptions(mapping=load_mapping(mapping), wave="w1"))
        assert not any((*again.created.values(), *again.updated.values()))
        return report

    def people(self, *names: str) -> dict[str, tuple[Any, ...]]:
        return {row.name: tuple(getattr(row, name) for name in names) for row in self.rows("people")}

    def rows(self, table: str) -> list[Any]:
        return list(self.store.read(table))

    def ties(self) -> set[tuple[str, str, str, float]]:
        return {(tie.from_, tie.to, tie.kind, tie.value) for tie in self.rows("ties")}

    def sessions(self) -> set[tuple[str, str, str]]:
        return {(row.collaboration, row.person, row.role) for row in self.rows("participations")}


@pytest.fixture
def guessed(store: GraphStore, tmp_path: Path) -> Guessed:
    return Guessed(store, tmp_path)


def test_a_form_of_google(guessed: Guessed) -> None:
    guessed("form.csv", GOOGLE)
    assert guessed.people("email", "organization") == {
        "Ann Lee": ("ann@north.example", "north-readers"), "Bo Chen": ("bo@south.example", "south-schools"),
        "Cy Diaz": ("cy@west.example", "west-network"),
    }  # fmt: skip
    assert guessed.ties() == {
        ("ann-lee", "bo-chen", "knows", 3), ("bo-chen", "ann-lee", "knows", 4), ("cy-diaz", "bo-chen", "knows", 3)
    }  # fmt: skip
    assert {(row.person, str(row.answered_on)) for row in guessed.rows("responses")} == {
        ("ann-lee", "2024-05-17"), ("bo-chen", "2024-05-18"), ("cy-diaz", "2024-05-20")
    }  # fmt: skip


def test_a_form_of_microsoft(guessed: Guessed) -> None:
    """Its numbers of answers are no ids: the next form begins with 1 again."""
    guessed("form.xlsx", MICROSOFT)
    assert guessed.people("id", "email") == {
        "Ann Lee": ("ann-lee", "ann@north.example"), "Bo Chen": ("bo-chen", None), "Cy Diaz": ("cy-diaz", None)
    }  # fmt: skip
    assert guessed.ties() == {
        ("ann-lee", "bo-chen", "advice", 1), ("ann-lee", "cy-diaz", "advice", 1), ("bo-chen", "ann-lee", "advice", 1)
    }  # fmt: skip


def test_a_grid_of_microsoft(guessed: Guessed) -> None:
    guessed("form.xlsx", LIKERT)
    assert guessed.ties() == {
        ("ann-lee", "bo-chen", "knows", 3), ("bo-chen", "ann-lee", "knows", 1), ("bo-chen", "cy-diaz", "knows", 3)
    }  # fmt: skip


def test_numbers_of_answers_are_no_ids_where_a_form_asks_about_nobody(guessed: Guessed) -> None:
    rows = [row[:6] for row in MICROSOFT]
    guessed("form.xlsx", rows)
    assert set(guessed.people("id").values()) == {("ann-lee",), ("bo-chen",)}


def test_a_list_of_members(guessed: Guessed) -> None:
    guessed("members.csv", MEMBERS)
    assert guessed.people("email", "organization", "topics") == {
        "Ann Lee": ("ann@north.example", "north-readers", ("fundraising", "evaluation")),
        "Bo Chen": ("bo@south.example", "south-schools", ("coaching",)),
        "Cy Diaz": ("cy@west.example", "west-network", ()),
    }


def test_a_list_of_sessions(guessed: Guessed) -> None:
    guessed("sessions.csv", SESSIONS)
    assert set(guessed.people()) == {"Ann Lee", "Bo Chen", "Cy Diaz"}
    assert guessed.sessions() == {
        ("levels-of-engagement", "ann-lee", "presenter"), ("levels-of-engagement", "bo-chen", "presenter"),
        ("magazines-that-matter", "cy-diaz", "presenter"),
    }  # fmt: skip
    assert {str(row.started_on) for row in guessed.rows("collaborations")} == {"2024-05-17"}


def test_an_export_about_donors(guessed: Guessed) -> None:
    """A form of address is no role; what copnet has no column for is kept."""
    guessed("donors.csv", DONORS)
    assert guessed.people("organization", "location", "role") == {
        "Ann Lee": ("north-readers", "Akron", None), "Bo Chen": ("south-schools", "Dayton", None),
        "Cy Diaz": (None, "Toledo", None),
    }  # fmt: skip
    (ann,) = [row for row in guessed.rows("people") if row.name == "Ann Lee"]
    assert ann.attributes["Constituent ID"] == "10023"
    assert ann.attributes["Title"] == "Ms."


def test_a_german_list_of_meetings(guessed: Guessed) -> None:
    guessed("treffen.csv", MEETINGS, "cp1252")
    assert set(guessed.people()) == {"Jörg Müller", "Änne Groß", "Ann Lee", "Bo Chen", "Cy Diaz"}
    assert {(row.title, str(row.started_on), row.venue) for row in guessed.rows("collaborations")} == {
        ("Auftakt für alle", "2024-05-17", "Köln"), ("Werkstatt", "2024-06-03", "Düsseldorf")
    }  # fmt: skip
    assert {role for _, _, role in guessed.sessions()} == {"presenter", "participant"}
