from __future__ import annotations

import zipfile
from array import array

import pytest

from tests.broken.graph_cases import ucinet_header
from tests.unit.importers.graph_files import GraphFiles

TWO = '*Vertices 2\n1 "Ruth Ames"\n2 "Omar"\n'


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("*Arcs\n1 2 3\n", {("Ruth Ames", "Omar", "knows", 3.0)}),
        ("*arcs :1 \"trusts\"\n1 2\n*Arcs :2 \"values\"\n2 1 4\n",
         {("Ruth Ames", "Omar", "trusts", 1.0), ("Omar", "Ruth Ames", "values", 4.0)}),
        ("*Arcs\n3: 1 2 1\n", {("Ruth Ames", "Omar", "relation 3", 1.0)}),
        ("*Edges\n1 2 2\n", {("Ruth Ames", "Omar", "knows", 2.0), ("Omar", "Ruth Ames", "knows", 2.0)}),
        ("*Arcslist\n2 1\n", {("Omar", "Ruth Ames", "knows", 1.0)}),
        ("*Edgeslist\n2 1\n", {("Omar", "Ruth Ames", "knows", 1.0), ("Ruth Ames", "Omar", "knows", 1.0)}),
        ("*Matrix\n0 1.5\n0 0\n", {("Ruth Ames", "Omar", "knows", 1.5)}),
        ("*Matrix :1 \"trusts\"\n0 0 1\n0\n", {("Omar", "Ruth Ames", "trusts", 1.0)}),
        ("% nothing\n\n", set()),
    ],
)  # fmt: skip
def test_lines_of_pajek(graphs: GraphFiles, lines: str, found: set[tuple[str, str, str, float]]) -> None:
    report = graphs("net.net", f"% a comment\n*Network x\n{TWO}{lines}")
    assert report.format == "pajek"
    assert graphs.ties() == found


def test_vertices_of_pajek(graphs: GraphFiles) -> None:
    text = (
        '*Vertices 4\n1 "Ruth &#34;R&#34; Ames" 0.1 0.2 0.5 box ic Red town "New York" [1-3,7]\n2 O\'Brien\n'
        '3 "&#321;&#xF3;d&#378;" ic Blue\n*Arcs\n1 2 1 c Blue l "since school" [2-*]\n'
    )
    report = graphs("net.net", text)
    assert graphs.people() == {
        'Ruth "R" Ames': {"town": "New York", "spells": "[1-3,7]"}, "O'Brien": {}, "Łódź": {}, "4": {}
    }  # fmt: skip
    assert graphs.records("ties")[0].attributes == {"label": "since school", "spells": "[2-*]"}
    assert "drawing of 3" in report.left_out[0].reason


def test_two_modes_of_pajek(graphs: GraphFiles) -> None:
    graphs("net.net", '*Vertices 3 2\n1 "Ruth"\n2 "Omar"\n3 "Panel"\n*Matrix\n1\n0\n')
    assert [(one.title, one.kind) for one in graphs.records("collaborations")] == [("Panel", "unknown")]
    assert [part.person for part in graphs.records("participations")] == ["ruth"]


def test_partitions_and_vectors_lie_beside_the_network(graphs: GraphFiles) -> None:
    graphs.write("net.clu", "*Vertices 2\r\n1\r\n2\r\n")
    graphs.write("net.vec", "*Vertices 2\n0.5\n0.25\n")
    graphs.write("other.clu", "*Vertices 9\n")
    graphs("net.net", TWO)
    assert graphs.people() == {
        "Ruth Ames": {"partition": "1", "vector": "0.5"}, "Omar": {"partition": "2", "vector": "0.25"}
    }  # fmt: skip


def test_partitions_of_other_names_in_a_folder(graphs: GraphFiles) -> None:
    graphs.write("folder/net.net", TWO)
    graphs.write("folder/Gender.clu", "*Vertices 2\n1\n2\n")
    report = graphs.read("folder")
    assert report.format == "pajek"
    assert graphs.people()["Omar"] == {"partition Gender": "2"}


def test_pajek_in_windows_1252_is_said(graphs: GraphFiles) -> None:
    report = graphs("net.net", '*Vertices 1\n1 "José"\n'.encode("cp1252"))
    assert set(graphs.people()) == {"José"}
    assert any("Windows-1252" in caution for caution in report.cautions)


THREE = {("ann", "bob", "knows", 1.0), ("bob", "ann", "knows", 1.0), ("bob", "cy", "knows", 2.0)}


@pytest.mark.parametrize(
    "text",
    [
        "dl n=3 format=fullmatrix\nlabels:\nann,bob,cy\ndata:\n0 1 0\n1 0 2\n0 0 0\n",
        "DL N = 3, FORMAT = FULLMATRIX DIAGONAL PRESENT\nLABELS:\nann bob\ncy\nDATA:\n0 1 0 1 0 2\n0 0 0\n",
        "dl n=3\nlabels embedded\ndata:\n ann bob cy\nann 0 1 0\nbob 1 0 2\ncy 0 0 0\n",
        'dl n=3 diagonal=absent\nlabels:\n"ann"\n"bob"\n"cy"\ndata:\n1 0\n1 2\n0 0\n',
        "dl n=3 format=edgelist1\nlabels:\nann,bob,cy\ndata:\n1 2\n2 1\n2 3 2\n",
        "dl n=3 format=edgelist1\nlabels embedded:\ndata:\nann bob 1\nbob ann\nbob cy 2\n",
        "dl nm=1 n=3\nlevel labels:\nknows\nlabels:\nann bob cy\ndata:\n0 1 .\n1 0 2\nna 0 0\n",
    ],
)
def test_layouts_of_dl(graphs: GraphFiles, text: str) -> None:
    report = graphs("net.dl", text)
    assert report.format == "ucinet-dl"
    assert graphs.ties() == THREE
    assert any("without a value" in caution for caution in report.cautions) == ("na " in text)


@pytest.mark.parametrize(
    "labels", ["labels:\nann,bob,cy\ndata:\n1 2 3\n2 3\n", "labels embedded\ndata:\nann bob cy\nbob cy\n"]
)
def test_node_lists_of_dl(graphs: GraphFiles, labels: str) -> None:
    graphs("net.txt", f"dl n=3 format=nodelist1\n{labels}")
    assert {tie[:2] for tie in graphs.ties()} == {("ann", "bob"), ("ann", "cy"), ("bob", "cy")}


def test_several_matrices_are_several_kinds_of_tie(graphs: GraphFiles) -> None:
    text = "dl n=2 nm=2\nlabels:\nann bob\nmatrix labels:\ntrusts, values\ndata:\n0 1\n0 0\n0 0\n3 0\n"
    graphs("net.dl", text)
    assert graphs.ties() == {("ann", "bob", "trusts", 1.0), ("bob", "ann", "values", 3.0)}
    lists = "dl n=2 nm=2 format=edgelist1\nlabels:\nann bob\ndata:\n1 2\n!\n2 1\n"
    graphs("lists.dl", lists)
    assert {tie[2] for tie in graphs.ties()} == {"trusts", "values", "relation 1", "relation 2"}


def test_half_matrices_are_the_same_both_ways(graphs: GraphFiles) -> None:
    graphs("lower.dl", "dl n=3 format=lowerhalf\nlabels:\nann,bob,cy\ndata:\n0\n1 0\n0 1 0\n")
    both = {("ann", "bob"), ("bob", "ann"), ("bob", "cy"), ("cy", "bob")}
    assert {tie[:2] for tie in graphs.ties()} == both
    report = graphs("upper.dl", "dl n=3 format=upperhalf diagonal absent\nlabels:\nann,bob,cy\ndata:\n1 0\n1\n")
    assert report.matched["ties"] == 4


@pytest.mark.parametrize(
    "text",
    [
        "dl nr=2 nc=1\nrow labels:\nann,bob\ncolumn labels:\nPanel\ndata:\n1\n0\n",
        "dl nr=2 nc=1 format=edgelist2\nrow labels:\nann,bob\ncol labels:\nPanel\ndata:\n1 1\n",
        "dl nr=2 nc=1 format=nodelist2\nlabels embedded\ndata:\nann Panel\nbob\n",
    ],
)
def test_two_modes_of_dl(graphs: GraphFiles, text: str) -> None:
    graphs("net.dl", text)
    assert [(one.title, one.kind) for one in graphs.records("collaborations")] == [("Panel", "unknown")]
    assert [part.person for part in graphs.records("participations")] == ["ann"]


def _labels(*names: str) -> bytes:
    texts = [name.encode("utf-16-le") for name in names]
    return b"".join(len(text).to_bytes(2, "little") + text for text in texts)


@pytest.mark.parametrize("entry", ["net.##h", "net.##d", "."])
def test_a_data_set_of_ucinet(graphs: GraphFiles, entry: str) -> None:
    labels = _labels("Łódź", "علي", "Łódź", "علي", "trusts", "values")
    header = ucinet_header((2, 2, 2), labels=labels)
    graphs.write("set/net.##h", header)
    graphs.write("set/net.##d", array("f", [0, 1, 0, 0, 0, 0, 2.5, 1.7e38]).tobytes())
    report = graphs.read(f"set/{entry}".removesuffix("/."))
    assert report.format == "ucinet"
    assert graphs.ties() == {("Łódź", "علي", "trusts", 1.0), ("علي", "Łódź", "values", 2.5)}
    assert any("1 cell(s) without a value" in caution for caution in report.cautions)


def _fixed(size: int, *names: str) -> bytes:
    return b"".join((bytes([len(name)]) + name.encode("cp1252")).ljust(size, b"\0") for name in names)


def _counted(*names: str) -> bytes:
    return b"".join(len(name).to_bytes(2, "little") + name.encode("cp1252") for name in names)


@pytest.mark.parametrize(
    ("version", "kind", "labels"),
    [
        (b"", 0, _fixed(10, "Zoë", "Bo", "Zoë", "Bo", "trusts")),
        (b"DATE:", 1, _fixed(20, "Zoë", "Bo", "Zoë", "Bo", "trusts")),
        (b"DATE:", 2, _counted("Zoë", "Bo", "Zoë", "Bo", "trusts")),
        (b"DATE:", 3, _labels("Zoë", "Bo", "Zoë", "Bo", "trusts")),
        (b"V6404", 3, _labels("Zoë", "Bo", "Zoë", "Bo", "trusts")),
        (b"V6405", 3, _labels("Zoë", "Bo", "Zoë", "Bo", "trusts") + b"\0"),
    ],
)
def test_every_version_of_ucinet(graphs: GraphFiles, version: bytes, kind: int, labels: bytes) -> None:
    """4010, 4020, 5000, 6000, 6404 and 6405, the one that UCINET writes today; a title is left out by name."""
    graphs.write("net.##d", array("f", [0, 3, 1e38, 0]).tobytes())
    header = ucinet_header((2, 2, 1), labels=labels, version=version, kind=kind, title=b"Campnet")
    report = graphs("net.##h", header)
    assert graphs.ties() == {("Zoë", "Bo", "trusts", 3.0)}
    assert any('"Campnet"' in item.reason for item in report.left_out)


@pytest.mark.parametrize("code", [2, 17])
def test_yes_and_no_and_whole_numbers_of_ucinet(graphs: GraphFiles, code: int) -> None:
    graphs.write("net.##d", array("b" if code == 2 else "i", [0, 1, 0, 0]).tobytes())
    graphs("net.##h", ucinet_header((2, 2), code=code, labels=_labels("Ann", "Bo", "Ann", "Bo")))
    assert graphs.ties() == {("Ann", "Bo", "knows", 1.0)}


def test_a_data_set_of_two_modes_and_whole_numbers(graphs: GraphFiles) -> None:
    graphs.write("net.##d", bytes([1, 0, 1, 0, 0, 1]))
    graphs("net.##h", ucinet_header((2, 3), code=1))
    assert len(graphs.records("collaborations")) == 2
    assert len(graphs.records("participations")) == 3


NODE_TABLE = 'Id,Label,timeset,Role\n1,Ruth,"<[2004-01-01, 2005-01-01]>",host\n2,"Omar ""O"" Reyes",,\n3,Alone,,\n'
EDGE_TABLE = "sep=;\nSource;Target;Type;Id;Label;timeset;Weight\n1;2;Undirected;0;trusts;<[2004-05-17, 2005-01-01]>;2\n"


@pytest.mark.parametrize("zipped", [False, True])
def test_tables_of_gephi(graphs: GraphFiles, zipped: bool) -> None:
    paths = [graphs.write("net/nodes.csv", NODE_TABLE), graphs.write("net/edges.csv", EDGE_TABLE)]
    if zipped:
        with zipfile.ZipFile(graphs.base / "net.zip", "w") as archive:
            for path in paths:
                archive.write(path, path.name)
    report = graphs.read("net.zip" if zipped else "net")
    assert report.format == "gephi-csv"
    assert graphs.people() == {
        "Ruth": {"start": "2004-01-01", "end": "2005-01-01"}, 'Omar "O" Reyes': {}, "Alone": {}
    }  # fmt: skip
    assert {tie[2:] for tie in graphs.ties()} == {("trusts", 2.0)}
    assert {str(tie.asked_on) for tie in graphs.records("ties")} == {"2004-05-17"}


def test_one_table_of_edges(graphs: GraphFiles) -> None:
    graphs.write("net.txt", "something else with the same stem")
    report = graphs("net.csv", 'source\ttarget\tType\nRuth\t"Li, W"\tMutual\nLi, W\tOmar\t\n')
    assert {tie[:2] for tie in graphs.ties()} == {("Ruth", "Li, W"), ("Li, W", "Ruth"), ("Li, W", "Omar")}
    assert any("1 edge(s) do not say Directed" in caution for caution in report.cautions)


def test_copnets_own_tables_stay_its_own(graphs: GraphFiles) -> None:
    graphs.write("own/people.csv", "name\nRuth\nOmar\n")
    graphs.write("own/edges.csv", "Source,Target\nRuth,Omar\n")
    report = graphs.read("own")
    assert report.format == "csv"
    assert report.created == {"people": 2}


@pytest.mark.parametrize(("edges", "nodes"), [("edges", "nodes"), ("a_edges", "A nodes"), ("my edge", "my node")])
def test_the_table_of_nodes_beside_one_of_edges(graphs: GraphFiles, edges: str, nodes: str) -> None:
    graphs.write(f"net/{nodes}.csv", "Id,Label\n1,Ruth\n2,Omar\n")
    graphs.write("net/other.csv", "Id,Label\n1,Nobody\n")
    report = graphs(f"net/{edges}.csv", "Source,Target,Type\n1,2,Directed\n")
    assert {tie[:2] for tie in graphs.ties()} == {("Ruth", "Omar")}
    assert f"{nodes}.csv beside {edges}.csv was read too" in report.cautions
