"""Figures printed in the literature, on graphs small enough to be printed too."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from copnet.graph import NetworkSpec
from copnet.services.figures import metrics
from tests.support.plain_graphs import ANSWERS, store_of

pytestmark = pytest.mark.usefixtures("engine")


def _figures(graph: Any) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    result = metrics(store_of(graph), ANSWERS if graph.is_directed() else NetworkSpec(), nodes=True)
    return result["metrics"], {row["id"]: row for row in result["nodes"]}


def test_structural_holes_of_burt_and_borgatti() -> None:
    """Borgatti (1997), the network of Burt (1992): G has holes, A fewer, C none."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((pair[0], pair[1]) for pair in ["AB", "AE", "AF", "AG", "BD", "BG", "CG", "DG", "EG", "FG"])
    _, rows = _figures(graph)
    assert [round(rows[node]["constraint"], 3) for node in "GAC"] == [0.400, 0.595, 1.0]
    assert [round(rows[node]["effective_size"], 2) for node in "GAC"] == [4.67, 2.50, 1.0]
    assert [round(rows[node]["efficiency"], 3) for node in "GAC"] == [0.778, 0.625, 1.0]


def test_kite_of_krackhardt() -> None:
    """Krackhardt (1990): the greatest degree, the greatest betweenness and the cutpoints are different people."""
    whole, rows = _figures(nx.krackhardt_kite_graph())
    assert (whole["nodes"], whole["ties"], whole["bridges"], whole["cutpoints"]) == (10, 18, 2, 2)
    assert max(rows, key=lambda node: rows[node]["degree"]) == "3"
    assert max(rows, key=lambda node: rows[node]["betweenness"]) == "7"
    assert [round(rows[str(node)]["betweenness"], 3) for node in range(10)] == [
        0.023, 0.023, 0.0, 0.102, 0.0, 0.231, 0.231, 0.389, 0.222, 0.0,
    ]  # fmt: skip
    assert {node for node, row in rows.items() if row["is_cutpoint"]} == {"7", "8"}
    assert [round(rows[str(node)]["closeness"], 3) for node in range(10)] == [
        0.529, 0.529, 0.5, 0.6, 0.5, 0.643, 0.643, 0.6, 0.429, 0.31,
    ]  # fmt: skip


def test_florentine_marriages_of_padgett() -> None:
    """Without the Pucci, who married none of the others: Wasserman and Faust (1994), table 5.1 (Medici .522)."""
    whole, rows = _figures(nx.florentine_families_graph())
    assert (whole["nodes"], whole["ties"], whole["components"]) == (15, 20, 1)
    assert round(rows["Medici"]["betweenness"], 3) == 0.522
    assert round(rows["Medici"]["constraint"], 6) == 0.209877
    assert [round(rows[family]["betweenness"], 3) for family in ("Guadagni", "Albizzi")] == [0.255, 0.212]
    assert {node for node, row in rows.items() if row["is_cutpoint"]} == {"Albizzi", "Guadagni", "Medici", "Salviati"}
    assert round(whole["degree_centralization"], 6) == 0.274725
    assert round(whole["closeness_centralization"], 6) == 0.322452
    assert round(whole["betweenness_centralization"], 6) == 0.436813
    assert whole["modularity"] == pytest.approx(0.39875, abs=1e-12), "the greatest there is"


def test_florentine_marriages_with_the_pucci() -> None:
    """All 16 families, the Pucci without a tie."""
    graph = nx.florentine_families_graph()
    graph.add_node("Pucci")
    whole, rows = _figures(graph)
    assert (whole["nodes"], whole["components"], whole["isolates"], whole["largest_component"]) == (16, 2, 1, 15)
    assert round(whole["degree_centralization"], 5) == 0.26667
    assert round(whole["betweenness_centralization"], 10) == 0.3834920635
    assert round(whole["transitivity"], 10) == 0.1914893617
    assert max(row["core_number"] for row in rows.values()) == 2
    assert rows["Pucci"]["eigenvector"] is None
    assert rows["Pucci"]["clustering"] is None
    assert rows["Pucci"]["closeness"] == rows["Pucci"]["harmonic"] == rows["Pucci"]["reach_2"] == 0


def test_karate_club_of_zachary() -> None:
    whole, rows = _figures(nx.karate_club_graph())
    assert (whole["nodes"], whole["ties"]) == (34, 78)
    assert round(whole["density"], 9) == 0.139037433
    assert {node for node, row in rows.items() if row["is_cutpoint"]} == {"0"}
    assert round(rows["0"]["constraint"], 6) == 0.155423
    assert round(rows["0"]["betweenness"], 6) == 0.437635
    assert round(whole["transitivity"], 10) == 0.2556818182
    assert round(whole["degree_centralization"], 10) == 0.3996212121
    assert round(whole["betweenness_centralization"], 10) == 0.4055571953
    assert max(row["core_number"] for row in rows.values()) == 4
    assert round(whole["modularity"], 7) == 0.4197896, "the greatest there is (Brandes et al. 2008)"
    assert whole["groups"] == 4


def test_southern_women_of_davis_two_mode() -> None:
    """NetworkX carries attendance without dates: 18 women, 14 gatherings, 89 attendances, 139 pairs."""
    graph = nx.davis_southern_women_graph()
    women = graph.graph["top"]
    projected, _ = _figures(nx.bipartite.projected_graph(graph, women))
    assert (projected["nodes"], projected["ties"]) == (18, 139)
    assert round(projected["density"], 6) == 0.908497


def test_someone_named_who_names_nobody_has_a_constraint() -> None:
    """The star's points name nobody; binary a_ij + a_ji gives each the constraint 1 and the center 1/3."""
    _, rows = _figures(nx.DiGraph([("hub", "a"), ("hub", "b"), ("hub", "c")]))
    assert [rows[node]["constraint"] for node in "abc"] == [1.0, 1.0, 1.0]
    assert rows["hub"]["constraint"] == pytest.approx(1 / 3, abs=1e-12)


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (
            nx.empty_graph(0),
            {
                "nodes": 0,
                "ties": 0,
                "density": None,
                "average_degree": None,
                "largest_component": None,
                "average_path_length": None,
                "diameter": None,
                "transitivity": None,
                "average_clustering": None,
                "degree_centralization": None,
                "modularity": None,
                "groups": 0,
            },
        ),
        (
            nx.empty_graph(1),
            {
                "nodes": 1,
                "density": None,
                "average_degree": 0.0,
                "isolates": 1,
                "components": 1,
                "diameter": None,
                "average_path_length": None,
                "average_clustering": 0.0,
                "groups": 1,
            },
        ),
        (
            nx.empty_graph(2),
            {
                "density": 0.0,
                "components": 2,
                "largest_component": 1,
                "largest_component_share": 0.5,
                "average_path_length": None,
                "modularity": None,
                "groups": 2,
            },
        ),
        (
            nx.complete_graph(2),
            {
                "density": 1.0,
                "bridges": 1,
                "cutpoints": 0,
                "average_path_length": 1.0,
                "diameter": 1,
                "transitivity": None,
                "degree_centralization": None,
                "betweenness_centralization": None,
                "closeness_centralization": None,
                "modularity": 0.0,
                "groups": 1,
            },
        ),
        (
            nx.DiGraph([("a", "b")]),
            {"reciprocity": 0.0, "indegree_centralization": 1.0, "outdegree_centralization": 1.0, "diameter": 1},
        ),
    ],
)
def test_smallest_networks(graph: Any, expected: dict[str, Any]) -> None:
    whole, rows = _figures(graph)
    assert {name: whole[name] for name in expected} == expected
    for row in rows.values():
        assert row["betweenness"] is row["clustering"] is None
        assert (row["closeness"] is None) == (row["harmonic"] is None) == (row["reach_2"] is None) == (len(rows) == 1)
        assert (row["eigenvector"] is None) == (row["degree"] == 0)
        assert (row["constraint"] is None) == (row["degree"] == 0)
        assert (row["effective_size"] is None) == (row["degree"] == 0)
