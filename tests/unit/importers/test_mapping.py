"""What a mapping says about rows, columns and lists of names, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from copnet.errors import Conflict, ImportRefused, UsageError
from copnet.importers.lists import family_first, split_names
from copnet.importers.mapping import load_mapping
from copnet.importers.report import ImportReport
from copnet.services.imports import ImportOptions, import_path
from copnet.services.mappings import write_mapping
from copnet.stores.base import GraphStore
from tests.support.books import book


class Mapped:
    """Imports a CSV text by a mapping text."""

    def __init__(self, store: GraphStore, base: Path) -> None:
        self.store, self.base = store, base

    def __call__(self, mapping: str, table: str | dict[str, list[list[Any]]], **options: Any) -> ImportReport:
        said = self.base / "m.toml"
        said.write_text(mapping, encoding="utf-8")
        if isinstance(table, str):
            path = self.base / "t.csv"
            path.write_text(table, encoding="utf-8")
        else:
            path = book(self.base / "t.xlsx", table)
        return import_path(self.store, path, ImportOptions(mapping=load_mapping(said), **options))

    def rows(self, table: str) -> list[dict[str, Any]]:
        return [record.model_dump() for record in self.store.read(table)]


@pytest.fixture
def mapped(store: GraphStore, tmp_path: Path) -> Mapped:
    return Mapped(store, tmp_path)


@pytest.mark.parametrize(
    ("text", "separators", "names"),
    [
        ("Ann Lee", None, ["Ann Lee"]),
        ("Ann and Bo AND Cy", None, ["Ann", "Bo", "Cy"]),
        ("Ann, Bo, and Cy", None, ["Ann", "Bo", "Cy"]),
        ("Sandy Anders; Band & Co", None, ["Sandy Anders", "Band", "Co"]),
        ("Ann\nBo\r\n\nCy", None, ["Ann", "Bo", "Cy"]),
        (
            "Ann (Arts, Music and Drama), Bo <b,c@x.example>",
            None,
            ["Ann (Arts, Music and Drama)", "Bo <b,c@x.example>"],
        ),
        ("Ann (Arts, Bo", None, ["Ann (Arts", "Bo"]),
        ("Lee, Ann; Chen, Bo", (";",), ["Lee, Ann", "Chen, Bo"]),
        ("Ann / Bo", ("/",), ["Ann", "Bo"]),
        ("Ann und Bo", (" und ",), ["Ann", "Bo"]),
        ("Ann Smith-Jones - Bo", (" - ",), ["Ann Smith-Jones", "Bo"]),
        (" ; , ", None, []),
    ],
)
def test_names_in_one_cell(text: str, separators: tuple[str, ...] | None, names: list[str]) -> None:
    assert (split_names(text, separators) if separators else split_names(text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Smith, Anna", ["Anna Smith"]),
        ("Smith, Anna; van der Berg, Jo and Bo Chen", ["Anna Smith", "Jo van der Berg", "Bo Chen"]),
        ("Smith, Anna, Jones, Bob", ["Anna Smith", "Bob Jones"]),
        ("Ames, Ruth, Jr.\nLee, Ann (Arts, Music)", ["Ruth Ames Jr.", "Ann Lee (Arts, Music)"]),
    ],
)
def test_family_names_first(text: str, names: list[str]) -> None:
    assert family_first(text) == names


PRESENTERS = """
[table.t]
each_row = "collaboration"
always.kind = "presentation"
columns.What = "title"
columns.Who = { names = "people"%s }
"""


def test_a_comma_between_family_and_given_name_parts_nobody(mapped: Mapped) -> None:
    table = 'What,Who\nA,"Smith, Anna; Jones, Bob"\nB,"Smith, Anna"\nC,Bob Jones\n'
    mapped(PRESENTERS % ', written = "last, first"', table)
    assert {row["name"] for row in mapped.rows("people")} == {"Anna Smith", "Bob Jones"}
    assert len(mapped.rows("participations")) == 4


def test_commas_that_show_no_names_are_refused(mapped: Mapped) -> None:
    with pytest.raises(ImportRefused) as caught:
        mapped(PRESENTERS % ', written = "last, first"', 'What,Who\nA,"Smith, Anna, Bob"\n')
    (problem,) = caught.value.problems
    assert (problem.row, problem.column, problem.value) == (2, "Who", "Smith, Anna, Bob")
    assert "Last, First" in problem.expected


@pytest.mark.parametrize(("cell", "said"), [("Smith, Anna", True), ("Anna Smith, Bob Jones", False)])
def test_a_comma_that_may_part_one_name_is_told_with_both_readings(mapped: Mapped, cell: str, said: bool) -> None:
    report = mapped(PRESENTERS % "", f'What,Who\nA,"{cell}"\n')
    found = [caution for caution in report.cautions if "written" in caution]
    assert bool(found) == said
    assert not said or ("Smith and Anna" in found[0] and "Anna Smith" in found[0])


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        (["Smith, Anna; Jones, Bob", "Lee, Cy", "TBD"], 'separators = [";"], written = "last, first"'),
        (["Smith, Anna", "Bob Jones"], 'separators = [";"], written = "last, first"'),
        (["Anna Smith, Bob Jones"], 'separators = [","]'),
        (["Anna, Bob", "Cy"], 'separators = [","]'),
    ],
)
def test_the_guess_tells_both_writings_apart(cells: list[str], rule: str, tmp_path: Path) -> None:
    rows = "".join(f'T{number},"{cell}"\n' for number, cell in enumerate(cells))
    (tmp_path / "t.csv").write_text(f"Session title,Presenters\n{rows}", encoding="utf-8")
    write_mapping(tmp_path / "t.csv")
    text = (tmp_path / "t.csv.mapping.toml").read_text(encoding="utf-8")
    assert f'"Presenters" = {{ names = "people", role = "presenter", {rule} }}' in text


def test_a_mapping_that_ignores_everything_says_so(mapped: Mapped) -> None:
    with pytest.raises(ImportRefused) as caught:
        mapped('[table.t]\neach_row = "ignore"\n', "a,b\n1,2\n")
    assert "each_row" in caught.value.problems[0].expected


def test_a_cell_of_nothing_but_blanks_and_brackets_costs_no_time() -> None:
    assert split_names(" " * 100_000 + "(" * 100_000)
    assert split_names("\n" * 130_000) == []


TALKS = """
[table.t]
each_row = "collaboration"
dates = "day first"
always = { kind = "pilot", status = "done" }
[table.t.columns]
Title = "title"
When = "started on"
Presenters = { names = "people", role = "presenter", separators = [",", " and "], organizations_in = "From" }
With = { names = "organizations", role = "host" }
Tags = { to = "topics", separators = [","] }
State = { to = "outcome", words = { ok = "It went well" } }
Theme = "keep"
Long = { keep = "remarks" }
Notes = "ignore"
"""


def test_one_row_carries_several_things(mapped: Mapped) -> None:
    report = mapped(
        TALKS,
        "Title,When,Presenters,From,With,Tags,State,Theme,Long,Notes,Other\n"
        'Opening,17/05/2024,"Ann Lee, Bo Chen <bo@x.example> and Cy",North,Hall,"a,b",OK,art,x,secret,more\n'
        "Opening,18/05/2024,Ann Lee,North,,,bad,,,,\n",
    )
    assert report.format == "mapped"
    assert report.created == {"organizations": 2, "people": 3, "collaborations": 2, "participations": 5}
    first, second = mapped.rows("collaborations")
    assert (first["title"], str(first["started_on"]), first["kind"]) == ("Opening", "2024-05-17", "pilot")
    assert (first["topics"], first["outcome"], second["outcome"]) == (("a", "b"), "It went well", "bad")
    assert first["attributes"] == {"Theme": "art", "remarks": "x"}
    parts = [
        (row["collaboration"], row["person"], row["organization"], row["role"]) for row in mapped.rows("participations")
    ]
    assert set(parts) == {
        (first["id"], "ann-lee", "north", "presenter"), (first["id"], "bo-chen", "north", "presenter"),
        (first["id"], "cy", "north", "presenter"), (first["id"], None, "hall", "host"),
        (second["id"], "ann-lee", "north", "presenter"),
    }  # fmt: skip
    assert {row["name"]: row["email"] for row in mapped.rows("people")}["Bo Chen"] == "bo@x.example"
    assert [item.reason for item in report.left_out] == ['columns that the mapping does not name: "Other"']


FEW = """
[table.t]
each_row = "collaboration"
dates = "day first"
always.kind = "convening"
[table.t.columns]
Title = "title"
When = "started on"
Presenters = { names = "people", organizations_in = "From" }
"""


def test_organizations_in_order_or_one_for_all(mapped: Mapped) -> None:
    mapped(FEW, 'Title,When,Presenters,From\nA,,"Ann, Bo","North, South"\nB,,"Cy, Di",West\n')
    homes = {row["name"]: row["organization"] for row in mapped.rows("people")}
    assert homes == {"Ann": "north", "Bo": "south", "Cy": "west", "Di": "west"}
    stands = {row["person"]: row["organization"] for row in mapped.rows("participations")}
    assert stands == {"ann": "north", "bo": "south", "cy": "west", "di": "west"}


def test_meetings_of_one_title_keep_their_own_people(mapped: Mapped) -> None:
    """This year's list beside last year's: the title alone would fit both."""
    mapped(FEW, "Title,When,Presenters,From\nAnnual meeting,1/2/2023,Ann,\n")
    report = mapped(FEW, "Title,When,Presenters,From\nAnnual meeting,1/2/2024,Bo,\n")
    assert report.created == {"people": 1, "collaborations": 1, "participations": 1}
    title = {row["id"]: str(row["started_on"]) for row in mapped.rows("collaborations")}
    assert {row["person"]: title[row["collaboration"]] for row in mapped.rows("participations")} == {
        "ann": "2023-02-01", "bo": "2024-02-01",
    }  # fmt: skip


def test_guests_who_are_in_no_list_of_members_are_made(mapped: Mapped) -> None:
    report = mapped(
        '[table.People]\neach_row = "person"\ncolumns = { Name = "name", Cohort = "community", Race = "in trust" }\n'
        '[table.Talks]\neach_row = "collaboration"\nalways.kind = "pilot"\n'
        'columns = { Title = "title", Who = { names = "people" } }\n',
        {
            "People": [["Name", "Cohort", "Race"], ["Ann", "First", "x"]],
            "Talks": [["Title", "Who"], ["T", "Ann; Bo"]],
            "Budget": [["a"], ["b"]],
        },
    )
    assert report.created == {
        "people": 2, "person_attributes": 1, "communities": 1, "memberships": 1, "collaborations": 1,
        "participations": 2,
    }  # fmt: skip
    assert [item.name for item in report.implied if item.table == "people"] == ["Bo"]
    assert mapped.rows("person_attributes")[0]["sensitive"] is True
    assert any("Budget" in item.reason for item in report.left_out)


def test_ties_with_a_turned_scale_between_organizations(mapped: Mapped) -> None:
    mapped(
        '[table.t]\neach_row = "tie"\nends = "organizations"\nreverse_values = 4\nonly.Year = 2024\n'
        'columns = { A = "from", B = "to", How = "value", Year = "wave" }\nalways.kind = "works-with"\n'
        'answers = { daily = 1, never = "not a tie" }\n',
        "A,B,How,Year\nNorth,South,daily,2024\nSouth,North,4,2024\nNorth,West,never,2024\nNorth,South,4,2023\n",
    )
    ties = {(row["from_"], row["to"]): (row["value"], row["from_kind"]) for row in mapped.rows("ties")}
    assert ties == {
        ("north", "south"): (4, "organization"), ("south", "north"): (1, "organization"),
        ("north", "west"): (0, "organization"),
    }  # fmt: skip
    assert mapped.rows("people") == []


def test_a_scale_is_not_turned_twice(mapped: Mapped) -> None:
    with pytest.raises(Exception, match="nothing was written"):
        mapped(
            '[table.t]\neach_row = "tie"\nreverse_values = 4\nalways.kind = "x"\ncolumns = { A = "from", B = "to" }\n',
            "A,B\nAnn,Bo\n", reverse_values=4,
        )  # fmt: skip


def test_names_told_apart_by_a_column(mapped: Mapped) -> None:
    mapped(
        '[table.t]\neach_row = "organization"\ntell_apart_by = "Case"\ncolumns = { Name = "name" }\n',
        "Case,Name\nEast,Red.Cross\nWest,Red.Cross\n",
    )
    assert [(row["id"], row["name"]) for row in mapped.rows("organizations")] == [
        ("red-cross-east", "Red.Cross"), ("red-cross-west", "Red.Cross"),
    ]  # fmt: skip


def test_last_years_mapping_reads_this_years_file(mapped: Mapped) -> None:
    report = mapped('[table."talks 2023.csv"]\neach_row = "person"\ncolumns.Name = "name"\n', "Name\nAnn\n")
    assert report.created == {"people": 1}
    assert "talks 2023.csv" in report.cautions[0]


def test_a_mapping_is_needed(store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\nb\n")
    with pytest.raises(Exception, match="nothing was written"):
        import_path(store, tmp_path / "t.csv", ImportOptions(format="mapped"))
    with pytest.raises(UsageError, match="mapped"):
        import_path(store, tmp_path / "t.csv", ImportOptions(format="nonsense"))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Name\nAnn\n")
    write_mapping(tmp_path / "t.csv")
    with pytest.raises(Conflict):
        write_mapping(tmp_path / "t.csv")
    with pytest.raises(Conflict):
        write_mapping(tmp_path / "t.csv", tmp_path / "t.csv")


@pytest.mark.parametrize("table", ["from,to,x\n,Omar,a\n", "Session title,What\n,\n,a\n", "from,to\n"])
def test_a_guess_of_columns_in_which_nothing_stands(table: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    assert write_mapping(tmp_path / "t.csv")["tables"][0]["table"] == "t.csv"
