"""Ids that readers of other programs' files make never rename or join a stranger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copnet.importers.mapping import load_mapping
from copnet.importers.options import ImportOptions
from copnet.services.imports import import_path
from tests.unit.importers.graph_files import GraphFiles
from tests.unit.importers.support import Importer

NET = '*Vertices 3\n1 "Ruth"\n2 "Ruth"\n3 "Omar"\n*Arcs\n1 3\n2 1\n'


def test_a_made_id_of_a_stranger_is_left_alone(load: Importer, graphs: GraphFiles) -> None:
    load(people="id,name\nruth-n1,Ruth Stranger\n")
    graphs("a.net", NET)
    names = {person.id: person.name for person in graphs.records("people")}
    assert names == {"ruth-n1": "Ruth Stranger", "ruth-n1-2": "Ruth", "ruth-n2": "Ruth", "omar": "Omar"}
    assert {(tie.from_, tie.to) for tie in graphs.records("ties")} == {("ruth-n1-2", "omar"), ("ruth-n2", "ruth-n1-2")}


def test_a_match_by_a_made_id_is_said(graphs: GraphFiles) -> None:
    graphs("a.net", NET)
    report = graphs("b.net", NET)
    assert {item.id for item in report.unsure if "made from its name" in item.reason} == {"ruth-n1", "ruth-n2"}


@pytest.mark.parametrize(
    ("table", "taken", "ending"),
    [
        ("people", "ruth-ames-0000-0002-1825-0097", ".csl.json"),
        ("collaborations", "editorial-article-2024-10-1000-a", ".bib"),
    ],
)
def test_readers_of_works_leave_declared_ids_alone(
    load: Importer, tmp_path: Path, table: str, taken: str, ending: str
) -> None:
    named = {"people": "id,name", "collaborations": "id,title,kind"}[table]
    load(**{table: f"{named}\n{taken},A Stranger{',article' if table == 'collaborations' else ''}\n"})
    path = tmp_path / f"works{ending}"
    if table == "people":
        works = [
            {"type": "article-journal", "title": title, "issued": {"date-parts": [[2024]]}, "id": title,
             "author": [{"given": "Ruth", "family": "Ames", "ORCID": number}]}
            for title, number in (("One", "0000-0002-1825-0097"), ("Other", "0000-0001-5109-3700"))
        ]  # fmt: skip
        path.write_text(json.dumps(works), encoding="utf-8")
    else:
        entries = [f"@article{{{key},title={{Editorial}},year=2024,doi={{10.1000/{key}}}}}" for key in "ab"]
        path.write_text("\n".join(entries), encoding="utf-8")
    import_path(load.store, path)
    (stranger,) = [one for one in load.records(table) if one.key == taken]
    assert getattr(stranger, "name", None) or stranger.title == "A Stranger"
    assert len(load.records(table)) == 3
    report = import_path(load.store, path)
    assert (report.created, report.updated, report.unsure) == ({}, {}, ())


def test_a_mapping_leaves_declared_ids_alone(load: Importer, tmp_path: Path) -> None:
    load(people="id,name\nruth-ames-ohio,A Stranger\n")
    (tmp_path / "m.csv").write_text("Name,Place\nRuth Ames,Ohio\nRuth Ames,Iowa\n", encoding="utf-8")
    (tmp_path / "m.toml").write_text(
        '[table."m.csv"]\neach_row = "person"\ntell_apart_by = "Place"\n'
        '[table."m.csv".columns]\nName = "name"\nPlace = "location"\n',
        encoding="utf-8",
    )
    options = ImportOptions(mapping=load_mapping(tmp_path / "m.toml"))
    import_path(load.store, tmp_path / "m.csv", options)
    assert {one.id: (one.name, one.location) for one in load.records("people")} == {
        "ruth-ames-ohio": ("A Stranger", None),
        "ruth-ames-ohio-2": ("Ruth Ames", "Ohio"),
        "ruth-ames-iowa": ("Ruth Ames", "Iowa"),
    }
    assert import_path(load.store, tmp_path / "m.csv", options).created == {}
