"""Real rosters and rated ties come in by a mapping with the counts of their notes (beside the repository)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from copnet.graph import NetworkSpec
from copnet.importers.mapping import load_mapping
from copnet.services.figures import metrics
from copnet.services.imports import ImportOptions, import_path
from copnet.services.mappings import write_mapping
from copnet.stores.base import GraphStore
from tests.support.real_data import folder_or_skip

HIGHTECH = {
    "advice": (190, 0.4523809524, 0.4736842105, 0.47, 0.575),
    "friendship": (102, 0.2428571429, 0.4509803922, 0.27, 0.69),
    "reports_to": (20, 0.04761904762, 0, 0.3175, 0.0025),
}
EMON = {
    "Cheyenne": (14, 83), "HurrFrederic": (21, 118), "LakePomona": (20, 148), "MtSi": (13, 33), "MtStHelens": (27, 123),
    "Texas": (25, 186), "Wichita": (20, 149),
}  # fmt: skip
CASES = """
[table."organisations.csv"]
each_row = "organization"
tell_apart_by = "network"
blank = ["NA"]
[table."organisations.csv".columns]
network = "community"
id = "ignore"
name = "name"
Sponsorship = "sector"
Location = "location"
"Paid.Staff" = { keep = "paid staff" }
"Volunteer.Staff" = "keep"
"Command.Rank.Score" = "ignore"
"Decision.Rank.Score" = "ignore"
Formalization = "ignore"

[table."ties.csv"]
each_row = "tie"
ends = "organizations"
tell_apart_by = "network"
reverse_values = 4
always.kind = "contact"
[table."ties.csv".columns]
from = "from"
to = "to"
Frequency = "value"
"""


def _import(store: GraphStore, path: Path, mapping: Path, **options: Any) -> dict[str, int]:
    given = ImportOptions(mapping=load_mapping(mapping), **options)
    report = import_path(store, path, given)
    version = store.version()
    again = import_path(store, path, given)
    assert not any({**again.created, **again.updated, **again.removed}.values())
    assert store.version() == version, "the same file twice changes nothing"
    return dict(report.created)


def _figures(store: GraphStore, kind: str, **more: Any) -> dict[str, Any]:
    result: dict[str, Any] = metrics(store.snapshot(), NetworkSpec(kind=f"ties:{kind}", **more))
    return result


@pytest.mark.parametrize("relation", HIGHTECH)
def test_rosters_of_managers(relation: str, scratch: GraphStore, tmp_path: Path) -> None:
    """The guess, unchanged but for the kind of tie."""
    ties, density, reciprocity, indegree, outdegree = HIGHTECH[relation]
    path = folder_or_skip("krackhardt_hightech") / f"roster_{relation}.csv"
    mapping = tmp_path / "m.toml"
    write_mapping(path, mapping)
    assert _import(scratch, path, mapping, wave="1987") == {"people": 21, "responses": 21, "ties": ties}
    (kind,) = {tie.kind for tie in scratch.read("ties")}  # type: ignore[attr-defined]
    result = _figures(scratch, kind)
    found = result["metrics"]
    assert (found["nodes"], found["ties"]) == (21, ties)
    assert found["density"] == pytest.approx(density, abs=1e-9)
    assert found["reciprocity"] == pytest.approx(reciprocity, abs=1e-9)
    assert found["indegree_centralization"] == pytest.approx(indegree, abs=1e-9)
    assert found["outdegree_centralization"] == pytest.approx(outdegree, abs=1e-9)
    assert result["network"]["response_rate"] == {"rate": 1, "numerator": 21, "denominator": 21}


def test_managers_and_their_three_relations(scratch: GraphStore, tmp_path: Path) -> None:
    """The guesses of people.csv and ties.csv, unchanged; the people are the same."""
    folder = folder_or_skip("krackhardt_hightech")
    for name in ("people", "ties"):
        write_mapping(folder / f"{name}.csv", tmp_path / f"{name}.toml")
    assert _import(scratch, folder / "people.csv", tmp_path / "people.toml")["people"] == 21
    assert _import(scratch, folder / "ties.csv", tmp_path / "ties.toml") == {"ties": 312}
    for relation, (ties, *_) in HIGHTECH.items():
        assert _figures(scratch, relation)["metrics"]["ties"] == ties


def test_organizations_after_seven_disasters(scratch: GraphStore, tmp_path: Path) -> None:
    """One community a case; the same name in two cases is two organizations; frequency 1 is the strongest."""
    folder, mapping = folder_or_skip("emon_interorg"), tmp_path / "m.toml"
    mapping.write_text(CASES, encoding="utf-8")
    created = _import(scratch, folder, mapping)
    assert created == {"organizations": 140, "communities": 7, "memberships": 140, "ties": 840}
    for case, (organizations, ties) in EMON.items():
        found = _figures(scratch, "contact", community=case)["metrics"]
        assert (found["nodes"], found["ties"]) == (organizations, ties), case
    values = [tie.value for tie in scratch.read("ties")]  # type: ignore[attr-defined]
    assert {value: values.count(value) for value in sorted(set(values))} == {1: 110, 2: 159, 3: 97, 4: 474}
    crosses = [one for one in scratch.read("organizations") if one.name == "Red.Cross"]  # type: ignore[attr-defined]
    assert len(crosses) == 4


def test_the_guess_of_a_folder_brings_all_organizations_in(scratch: GraphStore, tmp_path: Path) -> None:
    folder, mapping = folder_or_skip("emon_interorg"), tmp_path / "m.toml"
    write_mapping(folder, mapping)
    created = _import(scratch, folder, mapping)
    assert (created["organizations"], created["ties"]) == (140, 840)


@pytest.mark.parametrize(
    ("path", "people", "ties"),
    [
        ("zachary_karate/ties_weighted.csv", 34, 78), ("padgett_florentine/ties.csv", 15, 35),
        ("kumu/paypal-mafia.xlsx", 34, 49),
    ],
)  # fmt: skip
def test_the_guess_brings_real_ties_in(path: str, people: int, ties: int, scratch: GraphStore, tmp_path: Path) -> None:
    name, file = path.split("/")
    mapping = tmp_path / "m.toml"
    write_mapping(folder_or_skip(name) / file, mapping)
    created = _import(scratch, folder_or_skip(name) / file, mapping)
    assert (created["people"], created["ties"]) == (people, ties)


def test_the_guess_brings_articles_in(scratch: GraphStore, tmp_path: Path) -> None:
    path, mapping = folder_or_skip("acl_articles_small") / "papers.csv", tmp_path / "m.toml"
    write_mapping(path, mapping)
    assert _import(scratch, path, mapping) == {"collaborations": 2378}
