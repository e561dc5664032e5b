"""Every network export is opened by a reader that is not ours: equal nodes, ties, attributes and dates."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import igraph
import networkx as nx
import openpyxl
import pytest

from copnet.bootstrap import scratch_store
from copnet.exporters.network_rows import Network
from copnet.graph import NetworkSpec
from copnet.services.audience import Audience
from copnet.services.demo import load_sample
from copnet.services.networks import node_link
from copnet.stores.base import GraphStore
from tests.support.exports import export
from tests.support.real_data import folder_or_skip

SPECS: dict[str, dict[str, Any]] = {
    "people": {},
    "organizations": {"kind": "organizations"},
    "two-mode": {"kind": "two-mode"},
    "answers": {"kind": "ties:trusts"},
    "newman": {"weight": "newman", "start": "2024-06-01"},
}
NAMESPACE = "{http://gexf.net/1.3}"


@pytest.fixture(scope="module")
def sample() -> Iterator[GraphStore]:
    with scratch_store() as store:
        load_sample(store)
        yield store


@pytest.fixture(params=list(SPECS))
def spec(request: pytest.FixtureRequest) -> dict[str, Any]:
    return SPECS[str(request.param)]


@pytest.fixture
def told(sample: GraphStore, spec: dict[str, Any]) -> Network:
    """What must come out."""
    return Network.of(node_link(sample.snapshot(), NetworkSpec(**spec), Audience()))


def _nodes(told: Network) -> dict[str, dict[str, Any]]:
    return {key: {"name": name, **flat} for key, name, flat in told.flat_nodes()}


def _ties(told: Network) -> dict[Any, dict[str, Any]]:
    return {_pair(told, source, target): flat for source, target, flat in told.flat_edges()}


def _pair(told: Network, source: str, target: str) -> Any:
    return (source, target) if told.directed else frozenset((source, target))


def _compare(told: Network, graph: Any, name: str = "name", ignored: tuple[str, ...] = ()) -> None:
    """Equal nodes, ties and attributes as NetworkX read them; what the format has of its own is ignored."""
    kept = {
        key: {field: value for field, value in data.items() if field not in ignored}
        for key, data in graph.nodes(data=True)
    }
    wanted = {key: {name if field == "name" else field: value for field, value in data.items()}
              for key, data in _nodes(told).items()}  # fmt: skip
    assert kept == wanted
    ties = {
        _pair(told, one, other): {field: value for field, value in data.items() if field not in ignored}
        for one, other, data in graph.edges(data=True)
    }
    assert ties == _ties(told)
    assert graph.is_directed() == told.directed


def test_gexf_is_read_by_networkx(sample: GraphStore, spec: dict[str, Any], told: Network, tmp_path: Path) -> None:
    export(sample, tmp_path / "out.gexf", **spec)
    graph = nx.read_gexf(tmp_path / "out.gexf")
    times = ("id", "start", "end", "spells")
    _compare(told, graph, "label", times)
    for edge in told.edges:
        data = graph.edges[edge["source"], edge["target"]]
        spans = told.spans(edge)
        single = [(data["start"], data["end"])] if "start" in data else []  # it knows no spells of ties
        assert single == (spans if len(spans) == 1 else [])


def test_gexf_has_the_dates_of_all_that_was_done_together(sample: GraphStore, tmp_path: Path) -> None:
    export(sample, tmp_path / "out.gexf")
    root = ElementTree.parse(tmp_path / "out.gexf").getroot()
    facts = node_link(sample.snapshot(), NetworkSpec(), Audience())
    works = facts["graph"]["collaborations"]
    edges = list(root.iter(f"{NAMESPACE}edge"))
    assert len(edges) == len(facts["edges"])
    several = 0
    for edge, tie in zip(edges, facts["edges"], strict=True):
        spells = [(one.get("start"), one.get("end")) for one in edge.iter(f"{NAMESPACE}spell")]
        several += bool(spells)
        starts = {works[key]["date"] for key in tie["collaborations"] if works[key]["date"]}
        found = {str(start) for start, _ in spells} or {str(edge.get("start"))}
        assert {start[: len(date)] for start in found for date in starts if start.startswith(date)} == starts
    assert several > 10


def test_gexf_is_built_as_gephis_own_files(sample: GraphStore, tmp_path: Path) -> None:
    """Elements, their places and attributes are those of Gephi's samples, or of the 1.3 format's own words."""
    model: set[tuple[str, str]] = set()
    attributes: dict[str, set[str]] = {}
    for path in sorted(folder_or_skip("gexf").glob("*.gexf")):
        for parent in ElementTree.parse(path).getroot().iter():
            tag = parent.tag.rpartition("}")[2]
            attributes.setdefault(tag, set()).update(parent.attrib)
            model |= {(tag, child.tag.rpartition("}")[2]) for child in parent}
    model |= {("edge", "spells"), ("node", "spells"), ("spells", "spell"), ("meta", "keywords")}
    for tag in ("node", "edge", "spell"):
        attributes.setdefault(tag, set()).update(("start", "end"))
    attributes |= {"keywords": set(), "spells": set()}
    export(sample, tmp_path / "out.gexf", kind="two-mode")
    root = ElementTree.parse(tmp_path / "out.gexf").getroot()
    assert root.tag == f"{NAMESPACE}gexf"
    assert root.get("version") == "1.3"
    for parent in root.iter():
        tag = parent.tag.removeprefix(NAMESPACE)
        assert {child.tag.removeprefix(NAMESPACE) for child in parent} <= {
            child for one, child in model if one == tag
        }, tag
        assert set(parent.attrib) <= attributes[tag], tag


def test_graphml_is_read_by_networkx_and_igraph(
    sample: GraphStore, spec: dict[str, Any], told: Network, tmp_path: Path
) -> None:
    path = tmp_path / "out.graphml"
    export(sample, path, **spec)
    _compare(told, nx.read_graphml(path))
    other = igraph.Graph.Read_GraphML(str(path))
    assert other.is_directed() == told.directed
    assert {one["id"]: one["name"] for one in other.vs} == {key: data["name"] for key, data in _nodes(told).items()}
    ids = other.vs["id"]
    found = {_pair(told, ids[tie.source], ids[tie.target]): tie for tie in other.es}
    wanted = _ties(told)
    assert found.keys() == wanted.keys()
    for pair, data in wanted.items():
        assert found[pair]["weight"] == pytest.approx(data["weight"])
        assert (found[pair]["first"] or None) == data.get("first")
        assert found[pair]["kinds"] == data["kinds"]


def test_node_link_is_read_by_networkx(sample: GraphStore, spec: dict[str, Any], told: Network, tmp_path: Path) -> None:
    export(sample, tmp_path / "out.json", **spec)
    content = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    graph = nx.node_link_graph(content, edges="edges")
    assert dict(graph.nodes(data=True)) == {
        node["id"]: {name: value for name, value in node.items() if name != "id"} for node in told.nodes
    }
    assert graph.number_of_edges() == len(told.edges)
    for edge in told.edges:
        data = graph.edges[edge["source"], edge["target"]]
        assert data == {name: value for name, value in edge.items() if name not in ("source", "target")}
    assert graph.graph["audience"] == "facilitator"
    assert graph.graph["left_out"]


@pytest.mark.parametrize("name", ["people", "answers", "newman"])
def test_pajek_is_read_by_networkx(sample: GraphStore, name: str, tmp_path: Path) -> None:
    export(sample, tmp_path / "out.net", **SPECS[name])
    told = Network.of(node_link(sample.snapshot(), NetworkSpec(**SPECS[name]), Audience()))
    graph = nx.read_pajek(tmp_path / "out.net")
    names = {key: name for key, name, _ in told.flat_nodes()}
    assert set(graph) == set(names.values())
    found = {_pair(told, one, other): data["weight"] for one, other, data in graph.edges(data=True)}
    assert found == {
        _pair(told, names[source], names[target]): pytest.approx(flat["weight"])
        for source, target, flat in told.flat_edges()
    }


def test_pajek_is_read_by_igraph(sample: GraphStore, spec: dict[str, Any], told: Network, tmp_path: Path) -> None:
    export(sample, tmp_path / "out.net", **spec)
    graph = igraph.Graph.Read_Pajek(str(tmp_path / "out.net"))
    assert graph.is_directed() == told.directed
    names = {key: data["name"] for key, data in _nodes(told).items()}
    assert sorted(graph.vs["name"]) == sorted(names.values())
    called = graph.vs["name"]
    assert {_pair(told, called[tie.source], called[tie.target]): tie["weight"] for tie in graph.es} == {
        _pair(told, names[source], names[target]): pytest.approx(flat["weight"])
        for source, target, flat in told.flat_edges()
    }
    if told.two_mode:
        works = sum(node["mode"] == "collaboration" for node in told.nodes)
        assert sum(graph.vs["type"]) == works
        assert graph.is_bipartite()


def test_gephis_tables_and_the_list_of_ties(
    sample: GraphStore, spec: dict[str, Any], told: Network, tmp_path: Path
) -> None:
    export(sample, tmp_path / "gephi", "gephi", **spec)
    export(sample, tmp_path / "ties.csv", **spec)
    nodes = _rows(tmp_path / "gephi" / "nodes.csv")
    assert {row["Id"]: _without_blanks(row, "Id") for row in nodes} == {
        key: _as_cells({"Label" if name == "name" else _gephis(name): value for name, value in data.items()})
        for key, data in _nodes(told).items()
    }
    wanted = _ties(told)
    edges = _rows(tmp_path / "gephi" / "edges.csv")
    assert {row["Type"] for row in edges} == {"Directed" if told.directed else "Undirected"}
    assert {_pair(told, row["Source"], row["Target"]): _without_blanks(row, "Source", "Target", "Type")
            for row in edges} == {
        pair: _as_cells({_gephis(name): value for name, value in data.items()}) for pair, data in wanted.items()
    }  # fmt: skip
    plain = _rows(tmp_path / "ties.csv")
    assert {
        _pair(told, row["source"], row["target"]): _without_blanks(
            row, "source", "target", "source_name", "target_name"
        )
        for row in plain
    } == {pair: _as_cells(data | {"audience": "facilitator"}) for pair, data in wanted.items()}
    names = {key: data["name"] for key, data in _nodes(told).items()}
    assert all(
        (row["source_name"], row["target_name"]) == (names[row["source"]], names[row["target"]]) for row in plain
    )
    graph = nx.from_edgelist([(row["source"], row["target"]) for row in plain])
    assert graph.number_of_edges() == nx.Graph([tuple(pair) for pair in wanted]).number_of_edges()


def _gephis(name: str) -> str:
    """Gephi's own name for weights; what is called like another of its own columns has a mark."""
    return "Weight" if name == "weight" else f"{name} (own)" if name in ("id", "label", "type") else name


def _as_cells(flat: dict[str, Any]) -> dict[str, str]:
    """Values as a reader of CSV sees them."""
    return {name: str(value).removesuffix(".0") if isinstance(value, float) else str(value)
            for name, value in flat.items()}  # fmt: skip


def _without_blanks(row: dict[str, str], *others: str) -> dict[str, str]:
    return {name: value for name, value in row.items() if value != "" and name not in others}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_kumus_workbook_is_read_by_openpyxl(
    sample: GraphStore, spec: dict[str, Any], told: Network, tmp_path: Path
) -> None:
    export(sample, tmp_path / "out.xlsx", "kumu-xlsx", **spec)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Elements", "Connections", "(ignore) copnet"]
    header, *rows = book["Elements"].iter_rows(values_only=True)
    elements = [dict(zip(header, row, strict=True)) for row in rows]
    assert {str(row["ID"]): {name: value for name, value in row.items() if name != "ID" and value is not None}
            for row in elements} == {
        key: _in_a_book({_kumus(name): value.capitalize() if name == "mode" else value for name, value in data.items()})
        for key, data in _nodes(told).items()
    }  # fmt: skip
    header, *rows = book["Connections"].iter_rows(values_only=True)
    connections = [dict(zip(header, row, strict=True)) for row in rows]
    ends = ("From", "To", "Direction", "Type")
    assert {_pair(told, str(row["From"]), str(row["To"])):
                {name: value for name, value in row.items() if name not in ends and value is not None}
            for row in connections} == {
        pair: _in_a_book({"Strength" if name == "weight" else name: value for name, value in data.items()})
        for pair, data in _ties(told).items()
    }  # fmt: skip
    assert {row["Direction"] for row in connections} == {"directed" if told.directed else "undirected"}
    about = [[str(cell) for cell in row] for row in book["(ignore) copnet"].iter_rows(values_only=True)]
    assert ["Audience", "facilitator"] in about


def _kumus(name: str) -> str:
    """Kumu's own names, capitalized in its workbook."""
    return {"name": "Label", "mode": "Type"}.get(name, name)


def _in_a_book(flat: dict[str, Any]) -> dict[str, Any]:
    """Bars of lists without the spaces that copnet's own cells have, and numbers of as many digits as there are."""
    return {
        name: value.replace(" | ", "|") if name in ("kinds", "collaborations")
        else pytest.approx(value, rel=1e-12) if isinstance(value, float) else value
        for name, value in flat.items()
    }  # fmt: skip


def test_kumus_blueprint(sample: GraphStore, spec: dict[str, Any], told: Network, tmp_path: Path) -> None:
    export(sample, tmp_path / "out.json", "kumu-json", **spec)
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert {one.pop("id"): one for one in found["elements"]} == {
        key: {_kumus(name).lower(): value.capitalize() if name == "mode" else value for name, value in data.items()}
        for key, data in _nodes(told).items()
    }
    direction = "directed" if told.directed else "undirected"
    ties = {_pair(told, one.pop("from"), one.pop("to")): one for one in found["connections"]}
    for edge in told.edges:
        tie = ties.pop(_pair(told, edge["source"], edge["target"]))
        assert (tie.pop("direction"), tie.pop("strength")) == (direction, edge["weight"])
        assert tie.pop("type") == (edge["kinds"][0] if len(edge["kinds"]) == 1 else "several kinds")
        known = {name: value for name, value in edge.items() if name not in ("source", "target", "weight")}
        assert tie == {name: value for name, value in known.items() if value not in (None, [])}
    assert not ties
    assert found["copnet"]["audience"] == "facilitator"
