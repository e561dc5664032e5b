"""merge, unmerge, merges, decide, decisions as a facilitator meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Copnet


@pytest.fixture
def small(copnet: Copnet, tmp_path: Path) -> Copnet:
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "people.csv").write_text(
        "id,name,email,visibility,location\na,Ann,a@x.example,everyone,North\nb b,Anne,b@x.example,nobody,South\n"
        "c,Cem,,,\nd,Cem,d@x.example,,\n", encoding="utf-8",
    )  # fmt: skip
    (tables / "collaborations.csv").write_text("id,title,kind\nw,W,pilot\n", encoding="utf-8")
    (tables / "participations.csv").write_text("collaboration,person\nw,a\nw,b b\nw,c\n", encoding="utf-8")
    (tables / "ties.csv").write_text("from,to,kind\na,b b,knows\nb b,c,knows\n", encoding="utf-8")
    assert copnet("import", tables).code == 0
    return copnet


def test_a_merge_in_words_and_back(small: Copnet) -> None:
    trial = small("merge", "Ann", "Anne", "--dry-run")
    assert trial.code == 0, trial.err
    assert "Anne (b b) and Ann (a) would be one: Ann (a)." in trial.out
    assert "nothing was written" in trial.out
    assert "Nothing was merged." in small("merges").out
    out = small("merge", "Ann", "Anne").out
    for words in (
        "Anne (b b) and Ann (a) are one: Ann (a).", "participations", "ties", "tie between the two",
        "The stricter word wins: visibility nobody, not everyone.",
        'location: "North" stays; "South" of the other is not used.', "copnet unmerge 'person-b b'",
    ):  # fmt: skip
        assert words in out
    listed = small("merges").out
    assert "person-b b" in listed
    assert "Anne (b b)" in listed
    back = small("unmerge", "person-b b").out
    assert "Anne (b b) and Ann (a) are two again." in back
    assert "What was added or changed since the merge stays with Ann (a)." in back
    assert "visibility of Ann (a) is everyone again, not nobody." in back
    assert small("check").code == 0


def test_json(small: Copnet) -> None:
    done = small("merge", "a", "b b", "--json").json
    assert done["id"] == "person-b b"
    assert done["kept"] == {"id": "a", "name": "Ann"}
    assert done["folded"] == {"participations": 1}
    assert done["set_aside"] == {"ties": 1}
    assert done["not_taken"][0]["column"] == "email"
    assert small("merges", "--json").json["merges"][0]["id"] == "person-b b"
    assert small("unmerge", "person-b b", "--json").json["restored"] == {"participations": 1, "ties": 2}
    assert small("merges", "--json").json == {"merges": []}


def test_decisions(small: Copnet) -> None:
    assert "Nothing was decided." in small("decisions").out
    assert "Ann (a) and Anne (b b) are remembered as different." in small("decide", "different", "Anne", "a").out
    assert "left for later" in small("decide", "later", "c", "d").out
    assert [one["verdict"] for one in small("decisions", "--json").json["decisions"]].count("later") == 1
    assert "Cem (d)" in small("decisions").out
    assert small("decide", "open", "c", "d", "--json").json["verdict"] == "open"
    out = small("merge", "a", "b b").out
    assert "They had been decided to be different" in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["merge", "Cem", "a"], 1, "fits 2 people"), (["merge", "a", "nobody"], 1, 'called "nobody"'),
        (["merge", "a"], 2, "DROP"), (["merge", "a", "c", "--kind", "dog"], 2, "organization"),
        (["unmerge", "person-x"], 1, "copnet merges"), (["decide", "same", "a", "c"], 2, "different"),
        (["decide", "open", "a", "c"], 1, "Nothing was decided"), (["merge", "a", "a"], 1, "one person already"),
        (["merge", "a", "c", "--store", "nowhere"], 3, "no store"), (["merges", "--store", "nowhere"], 3, "no store"),
    ],
)  # fmt: skip
def test_refusals(small: Copnet, arguments: list[str], code: int, words: str) -> None:
    ran = small(*arguments)
    assert (ran.code, "Traceback" in ran.err) == (code, False)
    assert words in ran.err
