"""Graphs that other programs wrote come in whole: names in any script, quotation marks, line breaks, right-to-left."""

from __future__ import annotations

import csv
import json
import struct
import tempfile
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import igraph
import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copnet.services.imports import import_path
from tests.support.any_graphs import MARK, AnyGraph, Writable, found, graphs, wanted
from tests.support.stores import SharedEmbedded

NOT_XML = "\ufffe\uffff\r"
BREAKS = "\n\r\t"


def _networkx(graph: AnyGraph) -> nx.Graph[int]:
    made: nx.Graph[int] = nx.DiGraph() if graph.directed else nx.Graph()
    for number, (label, attributes) in enumerate(graph.nodes):
        made.add_node(number, label=label, **attributes)
    for (one, two), (weight, attributes) in graph.edges.items():
        made.add_edge(one, two, weight=weight, **attributes)
    return made


def _igraph(graph: AnyGraph) -> igraph.Graph:
    made = igraph.Graph(n=len(graph.nodes), edges=list(graph.edges), directed=graph.directed)
    made.vs["name"] = [label for label, _ in graph.nodes]
    for name in graph.nodes[0][1]:
        made.vs[name] = [attributes[name] for _, attributes in graph.nodes]
        made.es[name] = [attributes[name] for _, attributes in graph.edges.values()]
    made.es["weight"] = [weight for weight, _ in graph.edges.values()]
    return made


def _gexf(version: str) -> Callable[[AnyGraph, Path], None]:
    return lambda graph, path: nx.write_gexf(_networkx(graph), path, version=version)


def _gexf_13(graph: AnyGraph, path: Path) -> None:
    """NetworkX knows no 1.3; without dynamics its files differ from 1.2 in the namespace only."""
    text = "\n".join(nx.generate_gexf(_networkx(graph)))
    path.write_text(text.replace("http://www.gexf.net/1.2draft", "http://gexf.net/1.3"), encoding="utf-8")


def _node_link(edges: str) -> Callable[[AnyGraph, Path], None]:
    def write(graph: AnyGraph, path: Path) -> None:
        path.write_text(json.dumps(nx.node_link_data(_networkx(graph), edges=edges)), encoding="utf-8")

    return write


def _networkx_pajek(graph: AnyGraph, path: Path) -> None:
    """NetworkX takes the node itself for its label, so labels must differ; it warns of what it cannot write."""
    made = nx.relabel_nodes(_networkx(graph), {number: label for number, (label, _) in enumerate(graph.nodes)})
    for _, attributes in made.nodes(data=True):
        del attributes["label"]
        if not attributes["note"]:
            del attributes["note"]
    for _, _, attributes in made.edges(data=True):
        del attributes[MARK], attributes["note"]
    nx.write_pajek(made, path)


def _igraph_graphml(graph: AnyGraph, path: Path) -> None:
    _igraph(graph).write_graphml(str(path))


def _igraph_pajek(graph: AnyGraph, path: Path) -> None:
    _igraph(graph).write_pajek(str(path))


def _gephi(graph: AnyGraph, path: Path) -> None:
    path.mkdir()
    own = list(graph.nodes[0][1])
    with (path / "nodes.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(["Id", "Label", *own])
        rows.writerows([number, label, *values.values()] for number, (label, values) in enumerate(graph.nodes))
    with (path / "edges.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        rows.writerow(["Source", "Target", "Type", "Weight", *own])
        way = "Directed" if graph.directed else "Undirected"
        rows.writerows(
            [*pair, way, weight, *values.values()] for pair, (weight, values) in graph.edges.items()
        )  # fmt: skip


def _labels(graph: AnyGraph) -> str:
    return ",\n".join(f'"{label}"' for label, _ in graph.nodes)


def _dl_matrix(graph: AnyGraph, path: Path) -> None:
    size = len(graph.nodes)
    cells = {pair: weight for pair, (weight, _) in graph.edges.items()}
    rows = "\n".join(" ".join(f"{cells.get((row, column), 0):g}" for column in range(size)) for row in range(size))
    path.write_text(f"DL N={size}, FORMAT = FULLMATRIX\nLABELS:\n{_labels(graph)}\nDATA:\n{rows}\n", encoding="utf-8")


def _dl_edges(graph: AnyGraph, path: Path) -> None:
    rows = "".join(f"{one + 1} {two + 1} {weight:g}\n" for (one, two), (weight, _) in graph.edges.items())
    head = f"dl n={len(graph.nodes)} format=edgelist1\nlabels:\n{_labels(graph)}\ndata:\n"
    path.write_text(head + rows, encoding="utf-8")


def _dl_nodes(graph: AnyGraph, path: Path) -> None:
    rows = "".join(f"{one + 1} {two + 1}\n" for one, two in graph.edges)
    head = f"dl n={len(graph.nodes)} format=nodelist1\nlabels:\n{_labels(graph)}\ndata:\n"
    path.write_text(head + rows, encoding="utf-8")


def _ucinet(graph: AnyGraph, path: Path) -> None:
    size = len(graph.nodes)
    labels = b""
    for label, _ in graph.nodes * 2:
        text = label.encode("utf-16-le")
        labels += struct.pack("<H", len(text)) + text
    head = b"\x05V6404" + struct.pack("<5hBh2iB2B", 26, 11, 22, 1, 3, 7, 2, size, size, 0, 1, 1)
    path.write_bytes(head + labels)
    numbers = array("f", [0.0] * (size * size))
    for (one, two), (weight, _) in graph.edges.items():
        numbers[one * size + two] = weight
    path.with_suffix(".##d").write_bytes(numbers.tobytes())


@dataclass(frozen=True)
class Trip:
    """A writer: what it is called, the name of its file, and what it can carry."""

    name: str
    write: Callable[[AnyGraph, Path], None]
    file: str
    can: Writable
    filled: bool = False
    different: bool = False


XML = Writable(without=NOT_XML)
DL = Writable(without='"' + BREAKS, attributes=False, directed=(True,))
TRIPS = [
    Trip("NetworkX GEXF 1.1", _gexf("1.1draft"), "g.gexf", XML),
    Trip("NetworkX GEXF 1.2", _gexf("1.2draft"), "g.gexf", XML),
    Trip("GEXF 1.3", _gexf_13, "g.gexf", XML),
    Trip("NetworkX GraphML", lambda graph, path: nx.write_graphml(_networkx(graph), path), "g.graphml", XML),
    Trip("igraph GraphML", _igraph_graphml, "g.graphml", Writable(NOT_XML, not_in_names=BREAKS)),
    Trip("node-link with links", _node_link("links"), "g.json", Writable()),
    Trip("node-link with edges", _node_link("edges"), "g.json", Writable()),
    Trip("Gephi's tables", _gephi, "g", Writable(without="\r")),
    Trip("NetworkX Pajek", _networkx_pajek, "g.net", Writable('"&[' + BREAKS, named=False), different=True),
    Trip("igraph Pajek", _igraph_pajek, "g.net", Writable("&" + BREAKS, attributes=False)),
    Trip("DL matrix", _dl_matrix, "g.dl", DL, filled=True),
    Trip("DL edge list", _dl_edges, "g.dl", DL),
    Trip("DL node list", _dl_nodes, "g.dl", Writable(DL.without, attributes=False, weights=False, directed=(True,))),
    Trip("UCINET", _ucinet, "g.##h", Writable("\0", attributes=False, directed=(True,)), filled=True),
]  # fmt: skip


@pytest.mark.parametrize("trip", TRIPS, ids=lambda trip: trip.name)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_was_written_is_read(shared_embedded: SharedEmbedded, trip: Trip, data: st.DataObject) -> None:
    _there_and_back(shared_embedded, trip, data)


@pytest.mark.full
@pytest.mark.parametrize("trip", TRIPS, ids=lambda trip: trip.name)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_many_that_were_written_are_read(shared_embedded: SharedEmbedded, trip: Trip, data: st.DataObject) -> None:
    _there_and_back(shared_embedded, trip, data)


def _there_and_back(shared_embedded: SharedEmbedded, trip: Trip, data: st.DataObject) -> None:
    graph = data.draw(graphs(trip.can).filter(lambda graph: _fits(graph, trip)))
    store = shared_embedded.empty()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / trip.file
        trip.write(graph, path)
        import_path(store, path)
        again = import_path(store, path)
    people, ties = wanted(graph)
    if trip.different:  # its edges carry no attributes
        ties = type(ties)({(ends, weight, frozenset()): number for (ends, weight, _), number in ties.items()})
    assert found(store) == (people, ties)
    assert not again.created
    assert not again.updated


def _fits(graph: AnyGraph, trip: Trip) -> bool:
    labels = [label for label, _ in graph.nodes]
    if trip.filled and any(weight == 0 for weight, _ in graph.edges.values()):
        return False  # a 0 is no tie in a matrix
    return not trip.different or len(set(labels)) == len(labels)
