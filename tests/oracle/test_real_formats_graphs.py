"""Gephi's own samples of GEXF come in with the nodes, edges and dates that another reader finds in them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from tests.support.real_data import folder_or_skip

FILES = [
    "basic", "dynamicedgeweight", "miserables-with-dates", "slice", "timeframe1", "timeframe2", "timezone"
]  # fmt: skip


@pytest.fixture
def folder() -> Path:
    return folder_or_skip("gexf")


def _people(store: GraphStore) -> dict[str, Any]:
    return {record.name: record for record in store.read("people") if hasattr(record, "name")}


def test_every_file_is_here(folder: Path) -> None:
    assert sorted(path.stem for path in folder.glob("*.gexf")) == FILES


@pytest.mark.parametrize("name", FILES)
def test_counts(name: str, folder: Path, scratch: GraphStore) -> None:
    facts = json.loads((folder / "facts.json").read_text())[f"{name}.gexf"]
    path = folder / f"{name}.gexf"
    report = import_path(scratch, path)
    undirected = 'defaultedgetype="undirected"' in path.read_text()
    assert report.format == "gexf"
    assert report.created == {"people": facts["nodes"], "ties": facts["edges"] * (2 if undirected else 1)}
    before = {table: scratch.read(table) for table in ("people", "ties")}
    again = import_path(scratch, path)
    assert not again.created
    assert not again.updated
    assert before == {table: scratch.read(table) for table in ("people", "ties")}


def test_names_and_attributes_are_those_of_the_file(folder: Path, scratch: GraphStore) -> None:
    path = folder / "miserables-with-dates.gexf"
    import_path(scratch, path)
    space = "{http://www.gexf.net/1.3}"
    root = ET.parse(path).getroot()
    titles = {one.get("id"): one.get("title") for one in root.iter(f"{space}attribute")}
    people = _people(scratch)
    labels = {node.get("id"): node.get("label", "") for node in root.iter(f"{space}node")}
    assert set(people) == set(labels.values())
    for node in root.iter(f"{space}node"):
        own = people[node.get("label", "")].attributes
        for value in node.iter(f"{space}attvalue"):
            assert own.get(titles[value.get("for")], "") == (value.get("value") or "").strip()
    weights = {
        (labels[edge.get("source")], labels[edge.get("target")]): float(edge.get("weight", "1"))
        for edge in root.iter(f"{space}edge")
    }
    ids = {name: person.id for name, person in people.items()}
    both_ways = {(ids[one], ids[two]): weight for (one, two), weight in weights.items()}
    both_ways |= {(two, one): weight for (one, two), weight in both_ways.items()}
    ties: list[Any] = list(scratch.read("ties"))
    assert {(tie.from_, tie.to): tie.value for tie in ties} == both_ways


def test_dates_that_are_plain_attributes_stay_as_written(folder: Path, scratch: GraphStore) -> None:
    """Mode static, strings such as 16/08/1830: nothing says which is the day, so they are no dates of ours."""
    import_path(scratch, folder / "miserables-with-dates.gexf")
    own = _people(scratch)["Anzelma"].attributes
    assert (own["start date"], own["end date"]) == ("16/08/1830", "16/08/1835")
    assert not any(tie.asked_on for tie in scratch.read("ties") if hasattr(tie, "asked_on"))


def test_timestamps_with_zones_stay_whole(folder: Path, scratch: GraphStore) -> None:
    import_path(scratch, folder / "timezone.gexf")
    people = _people(scratch)
    assert people["Hello"].attributes == {"timestamp": "2012-01-12T15:00:00 America/Los_Angeles"}
    assert people["Word"].attributes == {"timestamp": "2012-01-12T15:00:00+03:00"}


def test_weights_over_time(folder: Path, scratch: GraphStore) -> None:
    """Numbers in format double are years for a reader, not for a program: kept, no date."""
    report = import_path(scratch, folder / "dynamicedgeweight.gexf")
    (tie,) = scratch.read("ties")
    assert (getattr(tie, "value", None), getattr(tie, "asked_on", "")) == (2.0, None)
    assert getattr(tie, "attributes", None) == {"weight over time": "1 (2004); 2 (2005)"}
    assert any("the last is the value" in caution for caution in report.cautions)


def test_two_slices_after_each_other(folder: Path, scratch: GraphStore) -> None:
    import_path(scratch, folder / "timeframe1.gexf")
    report = import_path(scratch, folder / "timeframe2.gexf")
    assert report.created == {"people": 1, "ties": 2}
    assert report.updated == {"people": 2, "ties": 1}
    people = _people(scratch)
    assert {name: person.attributes for name, person in people.items()} == {
        "Node 1": {"Price": "15", "timestamp": "2008"},
        "Node 2": {"Price": "6", "timestamp": "2008"},
        "Node 3": {"Price": "5", "timestamp": "2007"},
        "Node 4": {"Price": "8", "timestamp": "2008"},
    }
