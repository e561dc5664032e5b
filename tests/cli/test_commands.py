"""Each command as a facilitator meets it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import csv
from pathlib import Path

import networkx as nx
import pytest

from copnet.cli.commands import root
from copnet.sample import sample_path
from tests.cli.conftest import Copnet


def write(folder: Path, **tables: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(
        tmp_path / "tables",
        people="name,organization,visibility,name_in_reports\nAnn,North,everyone,yes\nBob,South,everyone,yes\n"
        "Cyd,South,facilitators,no\n",
        collaborations="title,kind,started_on\nTalk,co-presentation,2024-05-17\n",
        participations="collaboration,person,role\nTalk,Ann,presenter\nTalk,Bob,presenter\n",
    )


def test_from_tables_to_figures(copnet: Copnet, small: Path) -> None:
    first = copnet("import", small, "--json")
    assert first.code == 0, first.err
    assert first.json["created"] == {"people": 3, "organizations": 2, "collaborations": 1, "participations": 2}
    again = copnet("import", small, "--json").json
    assert not any(again["created"].values())
    assert again["matched"]["people"] == 3
    metrics = copnet("metrics", "--json", "--nodes").json
    assert (metrics["metrics"]["nodes"], metrics["metrics"]["ties"], metrics["metrics"]["isolates"]) == (3, 1, 1)
    assert [node["degree"] for node in metrics["nodes"]] == [1, 1, 0]
    growth = copnet("growth", "--every", "quarter", "--json").json
    assert [period["ties"] for period in growth["periods"]] == [1]


def test_what_is_written_is_for_its_owner_alone(copnet: Copnet, small: Path) -> None:
    copnet("import", small)
    copnet("map", "map.html", "--audience", "facilitator")
    assert [Path(name).stat().st_mode & 0o077 for name in ("copnet-store", "map.html")] == [0, 0]


def test_tables_are_for_people(copnet: Copnet, small: Path) -> None:
    assert "people" in copnet("import", small).out
    assert "Share of all possible ties" in copnet("metrics").out
    assert "2024-05 " in copnet("growth", "--every", "month").out
    assert "Ann" in copnet("metrics", "--nodes").out
    assert "No fault found" in copnet("check").out


def test_what_to_look_at_is_said_in_sentences(copnet: Copnet, tmp_path: Path) -> None:
    copnet("template", "mine")
    write(tmp_path / "mine", participations="collaboration,person\nTalk,Ann\nTalk,Bob\n")
    said = copnet("import", "mine").out
    assert "Made because rows name them, people: Ann, Bob" in said
    assert "14 places, first" in said, "the untouched examples are one line"
    write(tmp_path / "more", people="name,email\nAnn,ann@x.example\nAnn,other@x.example\n")
    again = copnet("import", tmp_path / "more").out
    assert "Not sure: Ann" in again
    assert "{" not in again


def test_a_dry_run_writes_nothing(copnet: Copnet, small: Path) -> None:
    assert copnet("import", small, "--dry-run", "--json").json["created"]["people"] == 3
    assert not Path("copnet-store").exists()
    copnet("import", small)
    (small / "people.csv").write_text("name\nDee\n")
    assert copnet("import", small, "--dry-run", "--json").json["created"] == {"people": 1}
    assert copnet("check", "--json").json["records"]["people"] == 3


@pytest.mark.parametrize("options", [["--day-first", "--month-first"], ["--community", "nobody"], ["--format", "gexf"]])
def test_a_refused_import_leaves_no_store_behind(copnet: Copnet, small: Path, options: list[str]) -> None:
    assert copnet("import", small, *options).code in (1, 2)
    assert not Path("copnet-store").exists()


@pytest.mark.parametrize(
    ("window", "ties"),
    [(["--from", "2024"], 1), (["--to", "2024-05"], 1), (["--from", "2024-06"], 0), (["--to", "2024-04"], 0)],
)
def test_windows_take_months_and_years(copnet: Copnet, small: Path, window: list[str], ties: int) -> None:
    copnet("import", small)
    assert copnet("metrics", "--json", *window).json["metrics"]["ties"] == ties
    assert copnet("metrics", "--from", "20240517").code == 2


def test_a_bad_row_is_refused_with_its_place(copnet: Copnet, small: Path) -> None:
    (small / "collaborations.csv").write_text("title,kind,started_on\nTalk,co-presentation,31.02.2024\n")
    refused = copnet("import", small)
    assert refused.code == 1
    assert "collaborations.csv, row 2, column started_on" in refused.err
    assert "31.02.2024" in refused.err
    assert "Traceback" not in refused.err + refused.out
    as_json = copnet("import", small, "--json")
    assert (as_json.code, as_json.json["errors"][0]["row"], as_json.json["created"]) == (1, 2, {})
    skipped = copnet("import", small, "--skip-bad-rows", "--json")
    assert skipped.code == 0
    assert {error["file"] for error in skipped.json["errors"]} == {"collaborations.csv", "participations.csv"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["metrics", "--store", "nowhere"], 3, "There is no store at nowhere"),
        (["metrics", "--store", "neo4j://127.0.0.1:9"], 3, "No Neo4j server answers"),
        (["metrics", "--store", "mysql://x"], 2, "no store copnet knows"),
        (["metrics", "--from", "yesterday"], 2, "is not a date such as"),
        (["growth"], 2, "--every"),
        (["dance"], 2, "No such command"),
        (["serve", "--host", "0.0.0.0"], 2, "this computer only"),
        (["serve", "--host", "example.org"], 2, "this computer only"),
        (["import", "nowhere.xlsx"], 1, "nowhere.xlsx"),
    ],
)
def test_errors_are_one_sentence_and_a_code(copnet: Copnet, arguments: list[str], code: int, words: str) -> None:
    ran = copnet(*arguments)
    assert ran.code == code
    assert words in ran.err
    assert "Traceback" not in ran.err + ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["metrics", "--network", "ties"], ["metrics", "--network", "cats"], ["metrics", "--sort", "height", "--nodes"],
        ["metrics", "--metrics", "height"], ["metrics", "--audience", "boss", "--nodes"],
        ["metrics", "--from", "2024-02-01", "--to", "2024-01-01"], ["metrics", "--by", "shoe size"],
        ["metrics", "--metrics", ","], ["growth", "--every", "year", "--by", "sector"],
        ["metrics", "--ends", "organizations"], ["metrics", "--symmetrize", "mutual"],
        ["map", "map.html", "--color", "shoe size", "--audience", "funder"],
    ],
)  # fmt: skip
def test_options_that_make_no_sense_are_wrong_usage(copnet: Copnet, small: Path, arguments: list[str]) -> None:
    copnet("import", small)
    ran = copnet(*arguments)
    assert ran.code == 2, ran
    assert ran.err.startswith(("copnet: ", "Usage: "))


def test_an_unknown_community_is_refused(copnet: Copnet, small: Path) -> None:
    copnet("import", small)
    ran = copnet("metrics", "--community", "nobody knows")
    assert (ran.code, "nobody knows" in ran.err) == (1, True)


def test_the_environment_always_wins(copnet: Copnet, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPNET_STORE", "bolt://127.0.0.1:9")
    for arguments in (["import", small], ["metrics", "--store", "copnet-store"], ["demo", "--check"]):
        assert copnet(*arguments).code == 3
    assert not Path("copnet-store").exists()


def test_the_map_asks_for_whom_it_is(copnet: Copnet, small: Path) -> None:
    copnet("import", small)
    asked = copnet("map", "map.html")
    assert (asked.code, "For whom is the map?" in asked.err, Path("map.html").exists()) == (2, True, False)
    assert copnet("map", "map.html", "--audience", "public").code == 0
    page = Path("map.html").read_text(encoding="utf-8")
    assert "Ann" in page
    assert "Cyd" not in page
    assert copnet("map", "nowhere/map.html", "--audience", "public").code == 1


def test_who_is_not_named_is_withheld(copnet: Copnet, small: Path) -> None:
    copnet("import", small)
    nodes = copnet("metrics", "--nodes", "--audience", "funder", "--json").json["nodes"]
    assert nodes[-1] == {"withheld": True}
    assert [node.get("name") for node in nodes] == ["Ann", "Bob", None]
    assert "1 not shown" in copnet("metrics", "--nodes", "--audience", "funder").out


def test_an_untouched_template_creates_nothing(copnet: Copnet) -> None:
    for name in ("mine.xlsx", "mine"):
        assert copnet("template", name).code == 0
        assert copnet("template", name).code == 1, "an existing file is never overwritten"
        report = copnet("import", name, "--json")
        assert report.code == 0, report.err
        assert not any(report.json["created"].values())


def test_a_filled_template_is_imported(copnet: Copnet) -> None:
    copnet("template", "mine")
    with Path("mine/people.csv").open("r+", newline="", encoding="utf-8-sig") as file:
        header = next(csv.reader(file))
        file.seek(0, 2)
        csv.writer(file).writerow(["Dee Ash" if column == "name" else "" for column in header])
    assert copnet("import", "mine", "--json").json["created"] == {"people": 1}


def test_demo_loads_the_sample(copnet: Copnet) -> None:
    ran = copnet("demo", "--check")
    assert (ran.code, "The sample is loaded" in ran.out) == (0, True)
    assert not any(Path().iterdir())


def test_the_sample_shows_what_it_promises(copnet: Copnet) -> None:
    with sample_path() as folder:
        assert copnet("import", folder).code == 0
    ties = copnet("metrics", "--network", "ties:partners-with", "--wave", "2024", "--json").json
    assert ties["network"]["response_rate"] == {"rate": 17 / 20, "numerator": 17, "denominator": 20}
    assert copnet("metrics", "--network", "two-mode", "--json").json["metrics"]["nodes_by_mode"]["person"] == 53
    assert copnet("metrics", "--network", "organizations", "--community", "cohort", "--json").code == 0


def test_help_says_what_a_command_does(copnet: Copnet) -> None:
    for name in ["", *root.commands]:
        ran = copnet(*([name] if name else []), "--help")
        assert ran.code == 0
        assert "Usage:" in ran.out


def test_what_a_file_was_taken_for_is_said(copnet: Copnet, small: Path, tmp_path: Path) -> None:
    graph = tmp_path / "net.gexf"
    nx.write_gexf(nx.Graph([("Ann Lee", "Bo Ray")]), graph)
    assert copnet("import", small, "--dry-run").out.startswith("Taken for tables of copnet (format csv).")
    assert copnet("import", graph, "--dry-run").out.startswith("Taken for a GEXF graph (format gexf).")
