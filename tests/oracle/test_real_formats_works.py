"""Kumu's own files with the counts of their note, and real articles in four formats with the published figures."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rispy
from openpyxl import load_workbook

from copnet.graph import NetworkSpec
from copnet.importers.cells import split_list
from copnet.importers.report import ImportReport
from copnet.model import Participation, Tie
from copnet.services.figures import metrics
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from tests.support.real_data import folder_or_skip, rows_or_skip


@pytest.fixture
def store(scratch: GraphStore) -> GraphStore:
    return scratch


def _twice(store: GraphStore, path: Path) -> ImportReport:
    """Import a file, and again: nothing changes."""
    first = import_path(store, path)
    version = store.version()
    again = import_path(store, path)
    assert not any(again.created.values())
    assert not any(again.updated.values())
    assert store.version() == version
    return first


def _ties(store: GraphStore) -> Counter[tuple[str, str, str]]:
    names = {record.id: record.name for table in ("people", "organizations") for record in store.read(table)}  # type: ignore[attr-defined]
    ties = [record for record in store.read("ties") if isinstance(record, Tie)]
    return Counter((names[tie.from_], names[tie.to], tie.kind) for tie in ties)


@pytest.mark.parametrize("file", ["paypal-mafia.xlsx", "paypal-mafia.elements.csv", "paypal-mafia.connections.csv"])
@pytest.mark.filterwarnings("ignore:Unknown extension")
def test_kumu_tables(file: str, store: GraphStore) -> None:
    folder = folder_or_skip("kumu")
    facts = json.loads((folder / "facts.json").read_text())["paypal-mafia.xlsx"]
    report = _twice(store, folder / file)
    assert report.format == "kumu"
    assert report.created["people"] == facts["element_types"]["Person"] == 17
    assert report.created["organizations"] == facts["element_types"]["Company"] == 17
    sheet = load_workbook(folder / "paypal-mafia.xlsx")["Connections"]
    rows = [row[:4] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(rows) == facts["connections"]
    assert Counter(row[3] for row in rows) == facts["connection_types"]
    found = _ties(store)
    assert found == Counter((a, b, kind) for one, other, _, kind in rows for a, b in ((one, other), (other, one)))
    assert len({frozenset(tie[:2]) for tie in found}) == facts["connections"] - facts["duplicate_connections"]
    people = {record.name: record for record in store.read("people")}  # type: ignore[attr-defined]
    elements = load_workbook(folder / "paypal-mafia.xlsx")["Elements"].iter_rows(min_row=2, values_only=True)
    tags = Counter(str(row[2]) for row in elements if row[1] == "Person")
    assert Counter(record.attributes["Tags"] for record in people.values()) == tags
    assert tags["PayPal-Mafia|VC|Tech"] == 1
    assert f"{facts['connections']} edge(s) without a direction" in " ".join(report.cautions)


def test_kumu_export(store: GraphStore) -> None:
    folder = folder_or_skip("kumu")
    path = folder / "kumu-changelabs-template.json"
    facts = json.loads((folder / "facts.json").read_text())[path.name]
    report = _twice(store, path)
    records = [record for table in ("people", "collaborations") for record in store.read(table)]
    assert len(records) == facts["elements"]
    project = json.loads(path.read_text())
    found_maps = {record.attributes["node id"]: set(split_list(record.attributes["Map"])) for record in records}
    on_maps: dict[str, set[str]] = {}
    for one in project["maps"]:
        for entry in one["elements"]:
            on_maps.setdefault(entry["element"], set()).add(one["name"])
    assert found_maps == on_maps
    assert [len(one["elements"]) for one in project["maps"]] == facts["elements_on_map"]
    ties, parts = store.read("ties"), store.read("participations")
    assert len(ties) + len(parts) == facts["distinct_pairs"] + 1  # the pair twice leads both ways
    labels = {item["_id"]: item["attributes"]["label"] for item in project["elements"]}
    wanted = {(labels[item["from"]], labels[item["to"]]) for item in project["connections"]}
    names = {record.id: getattr(record, "name", None) or getattr(record, "title", None) for record in records}  # type: ignore[attr-defined]
    found = {(names[tie.from_], names[tie.to]) for tie in ties if isinstance(tie, Tie)}
    found |= {
        (names[part.person], names[part.collaboration])
        for part in parts
        if isinstance(part, Participation) and part.person
    }
    assert {frozenset(pair) for pair in found} == {frozenset(pair) for pair in wanted}
    assert any(item.sheet == "maps" for item in report.left_out)


Writer = Callable[[Path, list[dict[str, str]], dict[str, list[tuple[str, str]]]], Path]


def _bibtex(folder: Path, papers: list[dict[str, str]], authors: dict[str, list[tuple[str, str]]]) -> Path:
    def value(text: str) -> str:
        return "".join(
            f"\\{sign}" if sign in "&%#_{}" else f"{{\\{sign}}}" if sign == "$" else sign for sign in text
        ).replace("--", "-{}-")

    path = folder / "acl.bib"
    with path.open("w", encoding="utf-8") as file:
        for paper in papers:
            names = " and ".join(f"{{{last}}}, {{{first}}}" for first, last in authors.get(paper["id"], []))
            fields = {
                "title": value(paper["title"]),
                "author": names,
                "booktitle": value(paper["booktitle"]),
                "year": paper["year"],
                "doi": _doi(paper),
            }
            inside = "".join(f",\n  {name} = {{{text}}}" for name, text in fields.items())
            file.write(f"@inproceedings{{{paper['id']}{inside}\n}}\n")
    return path


def _doi(paper: dict[str, str]) -> str:
    return f"10.18653/v1/{paper['id'].lower()}"


def _ris(folder: Path, papers: list[dict[str, str]], authors: dict[str, list[tuple[str, str]]]) -> Path:
    entries = [
        {
            "type_of_reference": "CPAPER",
            "title": paper["title"],
            "authors": [f"{last}, {first}" if first else last for first, last in authors.get(paper["id"], [])],
            "secondary_title": paper["booktitle"],
            "year": paper["year"],
            "doi": _doi(paper),
        }
        for paper in papers
    ]
    path = folder / "acl.ris"
    with path.open("w", encoding="utf-8") as file:
        rispy.dump(entries, file)
    return path


def _csl(folder: Path, papers: list[dict[str, str]], authors: dict[str, list[tuple[str, str]]]) -> Path:
    items = [
        {
            "type": "paper-conference",
            "title": paper["title"],
            "author": [{"family": last, "given": first} for first, last in authors.get(paper["id"], [])],
            "container-title": paper["booktitle"],
            "issued": {"date-parts": [[int(paper["year"])]]},
            "DOI": _doi(paper),
        }
        for paper in papers
    ]
    path = folder / "acl.json"
    path.write_text(json.dumps(items))
    return path


def _openalex(folder: Path, papers: list[dict[str, str]], authors: dict[str, list[tuple[str, str]]]) -> Path:
    ids: dict[tuple[str, str], str] = {}
    path = folder / "acl.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, paper in enumerate(papers):
            work: dict[str, Any] = {
                "id": f"https://openalex.org/W{number}",
                "title": paper["title"],
                "type": "article",
                "publication_date": f"{paper['year']}-01-01",
                "publication_year": int(paper["year"]),
                "authorships": [
                    {
                        "author": {
                            "id": f"https://openalex.org/A{ids.setdefault(name, str(len(ids)))}",
                            "display_name": " ".join(filter(None, name)),
                        }
                    }
                    for name in authors.get(paper["id"], [])
                ],
            }
            file.write(json.dumps(work) + "\n")
    return path


def _articles(before: str) -> tuple[list[dict[str, str]], dict[str, list[tuple[str, str]]]]:
    rows = rows_or_skip("acl_articles_small", "papers.csv")
    papers = [row | {"year": row["year_or_from_id"]} for row in rows if row["year_or_from_id"] < before]
    authors: dict[str, list[tuple[str, str]]] = {paper["id"]: [] for paper in papers}
    for row in rows_or_skip("acl_articles_small", "participations.csv"):
        if row["paper_id"] in authors:
            authors[row["paper_id"]].append((row["first"], row["last"]))
    return papers, authors


WRITERS = pytest.mark.parametrize("write", [_bibtex, _ris, _csl, _openalex], ids=lambda write: write.__name__)


@WRITERS
def test_articles_give_the_network_counted_by_networkx(write: Writer, store: GraphStore, tmp_path: Path) -> None:
    """Articles of real people, written in each format, have the people, titles, dates and ties that they had."""
    papers, authors = _articles("1980")
    report = _twice(store, write(tmp_path, papers, authors))
    graph: nx.Graph[str] = nx.Graph()
    for paper in papers:
        names = [" ".join(filter(None, name)) for name in authors[paper["id"]]]
        if write is _ris:  # the suffix is a part of its own there
            names = [name.replace(", Jr.", " Jr.") for name in names]
        graph.add_nodes_from(names)
        graph.add_edges_from(itertools.combinations(names, 2))
    assert report.created["collaborations"] == len(papers) > 200
    assert {record.name for record in store.read("people")} == set(graph)  # type: ignore[attr-defined]
    works = Counter((one.title, one.started_on.text) for one in store.read("collaborations"))  # type: ignore[attr-defined]
    assert works == Counter((" ".join(paper["title"].split()), paper["year"]) for paper in papers)
    found = metrics(store.snapshot(), NetworkSpec(), names=["nodes", "ties"])["metrics"]
    assert (found["nodes"], found["ties"]) == (graph.number_of_nodes(), graph.number_of_edges())


@pytest.mark.full
@WRITERS
def test_articles_give_the_published_network(write: Writer, store: GraphStore, tmp_path: Path) -> None:
    """The articles of 25 years have the people and ties that were counted elsewhere."""
    facts = json.loads((folder_or_skip("acl_articles_small") / "facts.json").read_text())
    report = _twice(store, write(tmp_path, *_articles("2000")))
    assert report.created["collaborations"] == facts["papers"]
    assert report.created["people"] == facts["people"]
    found = metrics(store.snapshot(), NetworkSpec())["metrics"]
    assert found["ties"] == facts["edges"]
    assert found["largest_component"] == 322


def test_ris_is_read_as_another_reader_reads_it(store: GraphStore, tmp_path: Path) -> None:
    path = _ris(tmp_path, *_articles("1978"))
    import_path(store, path)
    entries = rispy.loads(path.read_text(encoding="utf-8"))
    works = store.read("collaborations")
    assert Counter(work.title for work in works) == Counter(" ".join(entry["title"].split()) for entry in entries)  # type: ignore[attr-defined]
    assert {work.url for work in works} == {f"https://doi.org/{entry['doi']}" for entry in entries}  # type: ignore[attr-defined]
    assert store.count("participations") == sum(len(set(entry.get("authors", []))) for entry in entries)
