"""What the commands print for people: periods, rows beneath their parents, what a tie would change."""

from __future__ import annotations

from pathlib import Path

import pytest

from copnet.sample import sample_path
from tests.cli.conftest import Copnet


def _write(folder: Path, **tables: str) -> Path:
    folder.mkdir()
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small(copnet: Copnet, tmp_path: Path) -> Copnet:
    tables = _write(
        tmp_path / "tables",
        people="id,name,aliases,topics,willing,visibility\nann,Ann,Annie,soil,yes,everyone\nbo,Bo,,soil,yes,everyone\n"
        "cy,Cy,,water,yes,everyone\ndee,Dee,,,yes,everyone\n",
        organizations="id,name\n",
        communities="id,name,started_on\nc,Circle,2020\n",
        memberships="community,person\nc,ann\nc,bo\nc,cy\nc,dee\n",
        collaborations="id,title,kind,started_on,community,grew_out_of\nroot,Root,convening,2020-02,c,\n"
        "early,Early,pilot,2020-03,,root\nlate,Late,pilot,2020-04,,root\nof-early,Of early,article,2021-01,,early\n"
        "of-late,Of late,article,2020-05,,late\n",
        participations="collaboration,person\nroot,ann\nearly,ann\nearly,cy\nlate,ann\n",
    )
    assert copnet("import", tables).code == 0
    return copnet


def test_periods_are_called_by_their_names(small: Copnet) -> None:
    assert "2020-Q1" in small("growth", "--every", "quarter").out
    assert "2020-04" in small("growth", "--every", "month").out
    cut = small("growth", "--every", "year", "--from", "2020-02-10", "--to", "2021-06-30").out
    assert "2020* " in cut
    assert "2021* " in cut
    assert "* Only a part" in cut
    assert "Organizations" in small("growth", "--every", "year", "--network", "organizations").out


def test_what_grew_stands_beneath_what_it_grew_out_of(small: Copnet) -> None:
    lines = small("ripple", "Circle").out.splitlines()
    order = [line.split("  ")[-1].split(" (from")[0] for line in lines if "(from: " in line]
    assert order == ["Early", "Of early", "Late", "Of late"]


def test_introductions_say_what_changes_and_who_has_nobody(small: Copnet) -> None:
    out = small("introductions", "c").out
    assert "1. Ann and Bo" in out
    assert "It would be the first tie of Bo." in out
    assert "Separate clusters: 3 now, 2 then." in out
    assert "No tie with another member at all: Bo, Dee." in out
    assert [one["id"] for one in small("introductions", "c", "--json").json["no_tie_at_all"]] == ["bo", "dee"]


def test_people_go_by_an_alias_and_near_names_are_listed(small: Copnet) -> None:
    assert small("peers", "Annie", "--json").json["person"] == "ann"
    assert "Did you mean: Ann?" in small("peers", "Anne").err


def test_undefined_figures_are_named_and_shares_are_per_cent(small: Copnet) -> None:
    out = small("metrics", "--community", "c").out
    assert "Not defined for this network: " in out
    assert "reciprocity" in out.split("Not defined for this network: ")[1]
    assert " %" in out


def test_a_table_is_as_wide_as_columns_say(copnet: Copnet, monkeypatch: pytest.MonkeyPatch) -> None:
    with sample_path() as folder:
        assert copnet("import", folder).code == 0
    for width in (80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        growth = copnet("growth", "--every", "year", "--community", "cohort").out
        table = growth.split("Ties active")[0].splitlines()
        assert max(map(len, table)) <= width
        assert any(line.startswith("2022 ") for line in table), "a period is not broken over lines"
