"""``copnet export``: the format seen, the audience asked for, what is not in it said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copnet.sample import sample_path
from tests.cli.conftest import Copnet
from tests.support.exports import files


@pytest.fixture
def small(copnet: Copnet, tmp_path: Path) -> Copnet:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "people.csv").write_text("id,name,visibility\nann,Ann,everyone\nbo,Bo,nobody\n", encoding="utf-8")
    (folder / "collaborations.csv").write_text("id,title,kind,started_on\nk,Pilot,pilot,2024\n", encoding="utf-8")
    (folder / "participations.csv").write_text("collaboration,person\nk,ann\nk,bo\n", encoding="utf-8")
    assert copnet("import", folder).code == 0
    return copnet


def test_it_asks_for_whom_and_says_what_is_not_in_it(small: Copnet) -> None:
    refused = small("export", "out")
    assert refused.code == 2
    assert "For whom is the export?" in refused.err
    assert not Path("out").exists()
    done = small("export", "out", "--audience", "facilitator")
    assert done.code == 0
    assert "(format csv), for the audience facilitator." in done.out
    assert "It has 1 people, 1 collaborations, 1 participations." in done.out
    assert "Not in it: 1 person withheld." in done.out
    assert "Not in it: Where each record came from (provenance)." in done.out


def test_nobody_is_asked_where_everybody_agreed(copnet: Copnet, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,name,visibility,name_in_reports\nann,Ann,everyone,yes\n", encoding="utf-8")
    assert copnet("import", people).code == 0
    assert "for the audience public" in copnet("export", "out").out


def test_json_is_one_object(small: Copnet) -> None:
    done = small("export", "out.gexf", "--audience", "public", "--json").json
    assert done["format"] == "gexf"
    assert done["audience"] == "public"
    assert done["rows"] == {"nodes": 0, "ties": 0}
    assert done["withheld"] == {"nodes": 2, "ties": 1}
    assert any("Undated ties" in sentence for sentence in done["left_out"])


def test_network_options_narrow_the_network(small: Copnet) -> None:
    done = small("export", "out.json", "--network", "two-mode", "--audience", "facilitator", "--json").json
    assert done["rows"] == {"nodes": 2, "ties": 1}
    late = small("export", "late.json", "--from", "2025", "--audience", "facilitator", "--json").json
    assert late["rows"] == {"nodes": 1, "ties": 0}
    assert json.loads(Path("late.json").read_text(encoding="utf-8"))["graph"]["network"]["from"] == "2025-01-01"
    wrong = small("export", "tables-out", "--from", "2025", "--audience", "facilitator")
    assert wrong.code == 2
    assert "network options are for" in wrong.err


def test_wrong_usage_writes_nothing(small: Copnet) -> None:
    for arguments, code in ((("out.docx",), 2), (("out", "--format", "word"), 2), (("tables",), 1)):
        assert small("export", *arguments, "--audience", "facilitator").code == code
    assert not Path("out.docx").exists()
    assert "exists already" in small("export", "tables", "--audience", "facilitator").err


def test_the_sample_comes_back_byte_by_byte(copnet: Copnet) -> None:
    with sample_path() as sample:
        assert copnet("import", sample).code == 0
    assert copnet("export", "first", "--audience", "funder").code == 0
    assert copnet("import", "first", "--store", "again").code == 0
    for _ in range(2):
        assert copnet("import", "first", "--store", "again", "--json").json["created"] == {}
    assert copnet("export", "second", "--store", "again", "--audience", "facilitator").code == 0
    first, second = files(Path("first")), files(Path("second"))
    for name in ("organizations.csv", "collaborations.csv", "participations.csv", "adoptions.csv"):
        assert first[name] == second[name], name


def test_what_an_import_would_refuse_is_said(copnet: Copnet, tmp_path: Path) -> None:
    for number in range(2):
        own = [f"c{number}{one:03}" for one in range(150)]
        lines = [
            ",".join(["id", "name", "visibility", *own]),
            ",".join([f"p{number}", "Ann", "everyone", *("x" for _ in own)]),
        ]
        (tmp_path / "people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert copnet("import", tmp_path / "people.csv").code == 0
    done = copnet("export", "out", "--audience", "facilitator")
    assert "Please note: An import takes tables of at most 200 columns; people has 316" in done.out
    assert len(copnet("export", "two", "--audience", "facilitator", "--json").json["cautions"]) == 1
