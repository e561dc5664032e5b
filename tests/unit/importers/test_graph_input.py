from __future__ import annotations

import json
from typing import Any

import pytest

from copnet.errors import ImportRefused
from copnet.importers.formats.graph_words import kind_attribute, mode_attribute, telling_attribute, what_a_node_is
from copnet.services.imports import import_path
from tests.unit.importers.graph_files import GraphFiles


def _graph(nodes: list[dict[str, Any]], links: list[dict[str, Any]] | None = None, directed: bool = True) -> str:
    return json.dumps({"directed": directed, "nodes": nodes, "links": links or []})


RUTH: dict[str, Any] = {"id": 1, "label": "Ruth Ames"}
OMAR: dict[str, Any] = {"id": 2, "label": "Omar Reyes"}


def test_nodes_are_people_and_edges_are_ties_unless_something_says_otherwise(graphs: GraphFiles) -> None:
    report = graphs("net.json", _graph([RUTH, OMAR], [{"source": 1, "target": 2, "weight": 2.5}]))
    assert report.format == "node-link"
    assert graphs.ties() == {("Ruth Ames", "Omar Reyes", "knows", 2.5)}
    assert any("2 node(s) were taken for people" in caution for caution in report.cautions)
    assert any('taken as "knows"' in caution for caution in report.cautions)


def test_the_mapping_file_says_what_nodes_and_edges_are(graphs: GraphFiles) -> None:
    text = _graph([RUTH, OMAR], [{"source": 1, "target": 2}])
    report = graphs("net.json", text, nodes="organizations", kind="partners-with")
    assert report.created == {"organizations": 2, "ties": 1}
    assert graphs.ties() == {("Ruth Ames", "Omar Reyes", "partners-with", 1.0)}
    assert not report.cautions
    (tie,) = graphs.records("ties")
    assert (tie.from_kind, tie.to_kind) == ("organization", "organization")


def test_what_a_node_says_of_itself_goes_first(graphs: GraphFiles) -> None:
    nodes = [
        {"id": "a", "name": "Ruth", "Type": "Person", "email": "ruth@a.example", "role": "coach"},
        {"id": "b", "name": "Lincoln High", "Type": "School", "sector": "education"},
        {"id": "c", "name": "Spring meeting", "Type": "Event", "venue": "Ohio"},
    ]
    links = [
        {"source": "a", "target": "c", "kind": "presenter"},
        {"source": "c", "target": "b"},
        {"source": "a", "target": "b", "relation": "values", "asked_on": "2024-05"},
    ]
    report = graphs("net.json", _graph(nodes, links), nodes="organizations")
    assert report.created == {
        "people": 1, "organizations": 1, "collaborations": 1, "participations": 2, "ties": 1
    }  # fmt: skip
    assert report.new_kinds == {"collaborations.kind": ("Event",)}
    (person,), (school,), (event,) = map(graphs.records, ("people", "organizations", "collaborations"))
    assert (person.email, person.role, person.attributes) == ("ruth@a.example", "coach", {"node id": "a"})
    assert (school.kind, school.sector) == ("School", "education")
    assert (event.kind, event.venue) == ("Event", "Ohio")
    parts = {(part.person, part.organization, part.role) for part in graphs.records("participations")}
    assert parts == {(person.id, None, "presenter"), (None, school.id, None)}
    (tie,) = graphs.records("ties")
    assert (tie.kind, tie.to_kind, str(tie.asked_on)) == ("values", "organization", "2024-05")


def test_an_edge_without_direction_is_two_ties_and_that_is_said(graphs: GraphFiles) -> None:
    report = graphs("net.json", _graph([RUTH, OMAR], [{"source": 1, "target": 2}], directed=False))
    assert graphs.ties() == {("Ruth Ames", "Omar Reyes", "knows", 1), ("Omar Reyes", "Ruth Ames", "knows", 1)}
    assert any("1 edge(s) without a direction became two ties" in caution for caution in report.cautions)


def test_repeated_edges_are_added_up_and_keep_what_they_say(graphs: GraphFiles) -> None:
    links: list[dict[str, Any]] = [
        {"source": 1, "target": 2, "weight": 0.1, "note": "a", "asked_on": "2024-05"},
        {"source": 1, "target": 2, "weight": 0.2, "note": "b", "asked_on": "2023"},
        {"source": 1, "target": 2, "kind": "trusts"},
    ]
    report = graphs("net.json", _graph([RUTH, OMAR], links))
    ties = {tie.kind: tie for tie in graphs.records("ties")}
    assert set(ties) == {"knows", "trusts"}
    assert ties["knows"].value == pytest.approx(0.3)
    assert ties["knows"].attributes == {"note": "a | b"}
    assert str(ties["knows"].asked_on) == "2023"
    assert any("1 edge(s) say again" in caution for caution in report.cautions)


def test_waves_tell_ties_apart(graphs: GraphFiles) -> None:
    links = [{"source": 1, "target": 2, "wave": wave, "weight": 2} for wave in ("1", "2")]
    graphs("net.json", _graph([RUTH, OMAR], links))
    assert {(tie.wave, tie.value) for tie in graphs.records("ties")} == {("1", 2.0), ("2", 2.0)}


def test_loops_are_left_out_and_said(graphs: GraphFiles) -> None:
    report = graphs("net.json", _graph([RUTH], [{"source": 1, "target": 1}] * 7))
    (left_out,) = report.left_out
    assert "7 edge(s) from a node to itself (number 1, 2, 3, 4, 5, …)" in left_out.reason
    assert "ties" not in report.created


def test_all_errors_of_all_edges_are_listed(graphs: GraphFiles) -> None:
    links: list[dict[str, Any]] = [
        {"source": 1, "target": 8},
        {"source": 9, "target": 2},
        {"source": 1, "target": 2, "weight": "strong"},
    ]
    problems = graphs.refused("net.json", _graph([RUTH, OMAR], links, directed=False))
    assert [(one.row, one.column, one.value) for one in problems] == [
        (1, "target", "8"), (2, "source", "9"), (3, "weight", "strong")
    ]  # fmt: skip


def test_people_of_one_name_stay_apart(graphs: GraphFiles) -> None:
    nodes: list[dict[str, Any]] = [
        {"id": 1, "label": "Ruth"},
        {"id": 2, "label": "Ruth"},
        {"id": "x y", "label": "RUTH"},
    ]
    graphs("net.json", _graph(nodes, [{"source": 1, "target": 2}, {"source": 2, "target": "x y"}]))
    assert {person.id for person in graphs.records("people")} == {"ruth-n1", "ruth-n2", "ruth-x-y"}
    assert {(tie.from_, tie.to) for tie in graphs.records("ties")} == {("ruth-n1", "ruth-n2"), ("ruth-n2", "ruth-x-y")}


def test_ids_made_for_one_name_are_not_those_of_another(graphs: GraphFiles) -> None:
    nodes = [{"id": 1, "label": "a"}, {"id": 2, "label": "A"}, {"id": 3, "label": "a-n1"}]
    graphs("net.json", _graph(nodes, [{"source": 1, "target": 3}, {"source": 3, "target": 2}]))
    assert graphs.ties() == {("a", "a-n1", "knows", 1.0), ("a-n1", "A", "knows", 1.0)}


def test_a_second_file_finds_the_people_of_the_first_by_name(graphs: GraphFiles) -> None:
    graphs("one.json", _graph([RUTH, OMAR]))
    report = graphs("two.json", _graph([{"id": 1, "label": "Omar Reyes"}, {"id": 2, "label": "Li Wei"}]))
    assert report.created == {"people": 1}
    assert report.matched == {"people": 1}


def test_own_columns_never_take_the_place_of_the_contracts(graphs: GraphFiles) -> None:
    node = RUTH | {
        "id ": "7",
        "bio": "x",
        "visibility": "everyone",
        "attributes": "y",
        "Start date": "1",
        "start_date": "2",
    }
    graphs("net.json", _graph([node]))
    (person,) = graphs.records("people")
    assert person.visibility == "facilitators"
    assert person.attributes == {
        "id (file)": "7", "bio (file)": "x", "visibility (file)": "everyone", "attributes (file)": "y",
        "Start date": "1", "start_date (2)": "2",
    }  # fmt: skip


def test_a_dash_clears_nothing(graphs: GraphFiles) -> None:
    graphs("one.json", _graph([RUTH | {"location": "Ohio"}]))
    report = graphs("two.json", _graph([RUTH | {"location": "-"}]))
    (person,) = graphs.records("people")
    assert person.location == "Ohio"
    assert any("only a dash" in caution for caution in report.cautions)


def test_a_value_of_0_is_said_to_be_no_tie(graphs: GraphFiles) -> None:
    report = graphs("net.json", _graph([RUTH, OMAR], [{"source": 1, "target": 2, "weight": 0}]))
    assert any("value 0" in caution for caution in report.cautions)


def test_values_of_json_become_cells(graphs: GraphFiles) -> None:
    node = RUTH | {"tags": ["a|b", "c"], "yes": True, "whole": 3.0, "part": 0.5, "none": None, "deep": {"x": [1]}}
    graphs("net.json", _graph([node]))
    assert graphs.people()["Ruth Ames"] == {
        "tags": "a\\|b | c", "yes": "true", "whole": "3", "part": "0.5", "deep": '{"x": [1]}'
    }  # fmt: skip


def test_nodes_without_ids_are_known_by_name_or_place(graphs: GraphFiles) -> None:
    nodes = [{"name": "Ruth"}, {"name": "Omar"}]
    graphs("names.json", json.dumps({"nodes": nodes, "links": [{"source": "Ruth", "target": "Omar"}]}))
    graphs("places.json", json.dumps({"nodes": nodes, "links": [{"source": 1, "target": 0, "value": 3}]}))
    assert graphs.ties() == {
        (one, two, "knows", value) for one, two, value in (("Ruth", "Omar", 3), ("Omar", "Ruth", 3))
    }  # fmt: skip


def test_what_copnet_wrote_keeps_its_ids(graphs: GraphFiles) -> None:
    text = json.dumps({
        "directed": True, "graph": {"source": "copnet"},
        "nodes": [{"id": "p1", "name": "Ruth", "location": "Ohio", "aliases": "R. Ames"}, {"id": "p2", "name": "Ruth"}],
        "edges": [{"source": "p1", "target": "p2", "kind": "trusts", "weight": 2, "asked_on": "2024"}],
    })  # fmt: skip
    graphs("net.json", text)
    assert {person.id: person.aliases for person in graphs.records("people")} == {"p1": ("R. Ames",), "p2": ()}
    (tie,) = graphs.records("ties")
    assert (tie.from_, tie.to, tie.kind, tie.value, str(tie.asked_on)) == ("p1", "p2", "trusts", 2.0, "2024")


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("people", ("people", None)),
        ("Individual", ("people", None)),
        ("organisation", ("organizations", None)),
        ("Agency", ("organizations", "Agency")),
        ("co presentation", ("collaborations", "co-presentation")),
        ("project", ("collaborations", "project")),
        ("collaboration", ("collaborations", "unknown")),
        ("a", None),
        ("", None),
    ],
)
def test_words_for_nodes(word: str, found: tuple[str, str | None] | None) -> None:
    assert what_a_node_is(word) == found


def test_only_an_attribute_that_tells_is_taken() -> None:
    assert telling_attribute({"class": "3", "Element Type": "person"}) == "Element Type"
    assert telling_attribute({"type": "A", "note": "person"}) is None
    assert mode_attribute({"bipartite": "1"}) == ("bipartite", True)
    assert mode_attribute({"type": "false"}) == ("type", False)
    assert mode_attribute({"bipartite": "yes"}) is None


def test_only_words_are_kinds_of_tie() -> None:
    assert kind_attribute({"Type": "Directed", "relation": "advice"}) == "relation"
    assert kind_attribute({"type": "3"}) is None
    assert kind_attribute({"label": "Works With"}) == "label"
    assert kind_attribute({"label": "since school"}) is None


def test_edges_find_their_own_nodes_whatever_the_store_has(graphs: GraphFiles) -> None:
    graphs.write("first/people.csv", "id,name\nx1,Ruth Ames\nzed,Omar Reyes\n")
    import_path(graphs.store, graphs.base / "first")
    nodes = [{"id": 1, "label": "x1"}, {"id": 2, "label": "Zed"}, {"id": 3, "label": "zed"}]
    graphs("net.json", _graph(nodes, [{"source": 1, "target": 3}, {"source": 2, "target": 1}]))
    assert graphs.ties() == {("x1", "zed", "knows", 1), ("Zed", "x1", "knows", 1)}


def test_numbers_for_names_and_unknown_types_are_said(graphs: GraphFiles) -> None:
    nodes = [{"id": 1, "type": "Robot"}, {"id": 2, "type": "Robot"}, {"id": 3, "label": "Ruth", "type": "Idea"}]
    report = graphs("net.json", _graph(nodes))
    assert any("2 node(s) have no names but numbers" in caution for caution in report.cautions)
    assert any('unknown: "Robot" (2), "Idea" (1)' in caution for caution in report.cautions)


@pytest.mark.parametrize("label", ["-", "a\a"])
def test_a_node_without_a_name_is_one_error(graphs: GraphFiles, label: str) -> None:
    (problem,) = graphs.refused("net.json", _graph([{"id": 1, "label": label}, OMAR], [{"source": 1, "target": 2}]))
    assert (problem.row, problem.column) == (1, "label")
    assert "[node" not in str(problem)


def test_adjacency_data_is_named(graphs: GraphFiles) -> None:
    (problem,) = graphs.refused("net.json", '{"directed": false, "nodes": [{"id": 1}], "adjacency": [[]]}')
    assert "node_link_data" in problem.expected


def test_a_file_nobody_knows_is_told_what_is_read(graphs: GraphFiles) -> None:
    (problem,) = graphs.refused("net.xyz", "hello")
    assert "a GEXF graph" in problem.expected
    assert "--format (gexf" in problem.expected


def test_a_plain_doctype_says_what_to_do(graphs: GraphFiles) -> None:
    (problem,) = graphs.refused("net.gexf", '<!DOCTYPE gexf SYSTEM "gexf.dtd">\n<gexf><graph/></gexf>')
    assert "delete <!DOCTYPE" in problem.expected


def test_an_attribute_without_a_name_says_nothing(graphs: GraphFiles) -> None:
    assert kind_attribute({"": "trusts"}) is None
    assert mode_attribute({"": "1"}) is None
    with pytest.raises(ImportRefused) as refused:
        graphs("net.json", _graph([RUTH, OMAR], [{"source": 1, "target": 2, "": "a"}]))
    assert "names of attributes of 1 to" in refused.value.problems[0].expected
