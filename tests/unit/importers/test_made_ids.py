"""Ids that readers of graph files make never rename or join a stranger."""

from __future__ import annotations

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
