"""Names in any script, quotes, line breaks, blanks and right-to-left text in every format of networks."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import igraph
import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from copnet.errors import InputError
from copnet.exporters import edge_lists, gexf, graphml, kumu, node_link, pajek
from copnet.exporters.network_rows import Network
from copnet.exporters.xml_text import allowed
from copnet.fields import clean_text
from copnet.manifest import Manifest

NOTE = Manifest("any", "facilitator", ("Nothing at all -- ]]> <b>.",))
NASTY = (
    "'", '"', "\\", "a\nb", "a\r\nb", "a\tb", "a\rb", "<b>&amp;]]>", "שלום", "مرحبا", "日本語", "\U0001f98a", "_x000D_",
    "=1", "-1", "@x", "true", "1.0", "null", "% comment", "*Edges", "\ufffe", "e\u0301", "a\u2028b", "a|b",
)  # fmt: skip


def _clean(text: str) -> bool:
    try:
        return bool(clean_text(text)) and clean_text(text) == text
    except ValueError:
        return False


TEXTS = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
TEXTS = TEXTS.filter(_clean)
IDS = TEXTS.filter(lambda text: not set(text) & set("/\\\r\n\t"))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """A small network told to somebody, as ``node_link`` gives it."""
    ids = draw(st.lists(IDS, min_size=1, max_size=4, unique_by=allowed))
    nodes = [
        {
            "id": key, "record": key, "name": draw(TEXTS), "mode": "person", "role": draw(st.none() | TEXTS),
            "attributes": draw(st.dictionaries(st.sampled_from(["Shoe", "role", "size <m>", "é"]), TEXTS, max_size=2)),
        }
        for key in ids
    ]  # fmt: skip
    pairs = draw(st.sets(st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda pair: pair[0] < pair[1])))
    edges = [
        {
            "source": one, "target": other, "weight": draw(st.integers(1, 9) | st.floats(-5, 5)),
            "first": draw(st.none() | st.sampled_from(["2024", "2024-05", "2024-05-17"])),
            "kinds": draw(st.lists(TEXTS, max_size=2)), "collaborations": [],
        }
        for one, other in sorted(pairs)
    ]  # fmt: skip
    facts = {"network": {"kind": "people"}, "collaborations": {}, "withheld": {"nodes": 0, "ties": 0}}
    return Network.of({"directed": draw(st.booleans()), "graph": facts, "nodes": nodes, "edges": edges})


def _written(write: Callable[[TextIO, Network, Manifest], None], network: Network) -> io.BytesIO:
    text = io.StringIO(newline="")
    write(text, network, NOTE)
    return io.BytesIO(text.getvalue().encode())


def _in_xml(flat: dict[str, Any]) -> dict[str, Any]:
    return {allowed(name): allowed(value) if isinstance(value, str) else value for name, value in flat.items()}


def _compare_xml(network: Network, graph: Any, name: str, ignored: tuple[str, ...] = ()) -> None:
    assert {key: {field: value for field, value in data.items() if field not in ignored}
            for key, data in graph.nodes(data=True)} == {
        allowed(key): {name: allowed(called), **_in_xml(flat)} for key, called, flat in network.flat_nodes()
    }  # fmt: skip
    found = {
        frozenset((one, other)): {field: value for field, value in data.items() if field not in ignored}
        for one, other, data in graph.edges(data=True)
    }
    assert found == {
        frozenset((allowed(one), allowed(other))): _in_xml(flat) for one, other, flat in network.flat_edges()
    }


@settings(max_examples=60, deadline=None)
@given(networks())
def test_gexf(network: Network) -> None:
    graph = nx.read_gexf(_written(gexf.write, network))
    _compare_xml(network, graph, "label", ("id", "start", "end"))
    for edge in network.edges:
        data = graph.edges[allowed(edge["source"]), allowed(edge["target"])]
        assert ("start" in data) == (edge["first"] is not None)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_graphml(network: Network) -> None:
    content = _written(graphml.write, network)
    _compare_xml(network, nx.read_graphml(content), "name")


@settings(max_examples=60, deadline=None)
@given(networks())
def test_node_link(network: Network) -> None:
    found = json.load(_written(node_link.write, network))
    assert found["nodes"] == list(network.nodes)
    assert found["edges"] == list(network.edges)
    assert found["graph"]["left_out"] == list(NOTE.left_out)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_blueprint(network: Network) -> None:
    found = json.load(_written(kumu.write_blueprint, network))
    assert [(one["id"], one["label"]) for one in found["elements"]] == [
        (key, name) for key, name, _ in network.flat_nodes()
    ]
    assert [(one["from"], one["to"], one.get("kinds", [])) for one in found["connections"]] == [
        (edge["source"], edge["target"], edge["kinds"]) for edge in network.edges
    ]


@settings(max_examples=60, deadline=None)
@given(networks())
def test_pajek(network: Network) -> None:
    content = _written(pajek.write, network)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.net"
        path.write_bytes(content.getvalue())
        graph = igraph.Graph.Read_Pajek(str(path))
    assert graph.vcount() == len(network.nodes)
    place = {node["id"]: number for number, node in enumerate(network.nodes)}
    wanted = [(place[edge["source"]], place[edge["target"]]) for edge in network.edges]
    found = [tie.tuple for tie in graph.es]
    assert found == (wanted if network.directed else [tuple(sorted(pair)) for pair in wanted])
    names = [name for _, name, _ in network.flat_nodes()]
    if not any(set(name) & set('"\\\r\n\t\u2028\u2029') for name in names) and len(set(names)) == len(names):
        assert graph.vs["name"] == names


@settings(max_examples=60, deadline=None)
@given(networks())
def test_gephis_tables(network: Network) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        edge_lists.write_gephi(folder, network, NOTE)
        with (folder / "nodes.csv").open(encoding="utf-8", newline="") as file:
            nodes = list(csv.DictReader(file))
        with (folder / "edges.csv").open(encoding="utf-8", newline="") as file:
            edges = list(csv.DictReader(file))

    def plain(text: str) -> str:
        return text.removeprefix("'")

    assert [(plain(row["Id"]), plain(row["Label"]), plain(row.get("role", ""))) for row in nodes] == [
        (key, name, flat.get("role", "")) for key, name, flat in network.flat_nodes()
    ]
    assert [(plain(row["Source"]), plain(row["Target"]), float(row["Weight"])) for row in edges] == [
        (source, target, flat["weight"]) for source, target, flat in network.flat_edges()
    ]


@settings(max_examples=40, deadline=None)
@given(networks())
def test_kumus_workbook(network: Network) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        kumu.write_workbook(path, network, NOTE)
        book = openpyxl.load_workbook(path)
    rows = list(book["Elements"].iter_rows(min_row=2, max_col=3))
    assert [tuple(unescape(str(cell.value)) for cell in row) for row in rows] == [
        (key, name, "Person") for key, name, _ in network.flat_nodes()
    ]
    assert {cell.data_type for row in rows for cell in row} == {"s"}


def test_two_ids_that_would_be_one_are_refused() -> None:
    nodes = [{"id": key, "record": key, "name": "x", "mode": "person"} for key in ("a\ufffe", "a\uffff")]
    network = Network.of({"directed": False, "graph": {"network": {"kind": "people"}}, "nodes": nodes, "edges": []})
    for write in (gexf.write, graphml.write):
        with pytest.raises(InputError, match="Two ids"):
            _written(write, network)
