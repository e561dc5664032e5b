from __future__ import annotations

import pytest

from copnet.importers.formats.graph_times import TimeRules, Times
from tests.unit.importers.graph_files import GraphFiles

NODES = '<node id="a" label="Ruth"/><node id="b" label="Omar"/>'


def _gexf(inside: str, graph: str = "", version: str = "http://gexf.net/1.3", before: str = "") -> str:
    return f'<gexf xmlns="{version}">{before}<graph defaultedgetype="directed" {graph}>{inside}</graph></gexf>'


def _edge(inside: str = "", given: str = "") -> str:
    return f'<nodes>{NODES}</nodes><edges><edge source="a" target="b" {given}>{inside}</edge></edges>'


@pytest.mark.parametrize(
    ("graph", "given", "inside", "asked_on", "own"),
    [
        ("", "", "", None, {}),
        ("timeformat='date'", "start='2024-05-17'", "", "2024-05-17", {"spells": "[2024-05-17, Infinity]"}),
        ("timeformat='date'", "timestamp='2024-05-17'", "", "2024-05-17", {}),
        ("timeformat='date'", "start='2024-05' end='2025-01'", "", "2024-05", {"spells": "[2024-05, 2025-01]"}),
        ("timeformat='date'", "timestamp='1999.0'", "", "1999", {"spells": "1999.0"}),
        ("timeformat='double'", "timestamp='1999.0'", "", None, {"spells": "1999.0"}),
        ("", "start='2004' end='2005'", "", None, {"spells": "[2004, 2005]"}),
        ("", "start='-Infinity' end='2005.5'", "", None, {"spells": "[-Infinity, 2005.5]"}),
        ("timeformat='date'", "startopen='2024-01-01' endopen='2024-02-01'", "", "2024-01-01",
         {"spells": "(2024-01-01, 2024-02-01)"}),
        ("timetype='date'", "", "<slices><slice start='2009-03-01' end='2009-04-01'/></slices>", "2009-03-01",
         {"spells": "[2009-03-01, 2009-04-01]"}),
        ("timeformat='date'", "",
         "<spells><spell start='2012-01-01' end='2012-06-01'/><spell start='2010-02-01'/></spells>", "2010-02-01",
         {"spells": "[2012-01-01, 2012-06-01]; [2010-02-01, Infinity]"}),
        ("timeformat='date'", "intervals='&lt;[2010-01-01, 2011-01-01); (2012-01-01, Infinity]&gt;'", "", "2010-01-01",
         {"spells": "[2010-01-01, 2011-01-01); (2012-01-01, Infinity]"}),
        ("timeformat='date'", "timestamps='&lt;[2010-01-01, 2009-01-01]&gt;'", "", "2009-01-01",
         {"spells": "2010-01-01; 2009-01-01"}),
        ("timeformat='dateTime' timezone='America/Los_Angeles'", "timestamp='2012-01-01T23:30:00'", "", "2012-01-01",
         {"spells": "2012-01-01T23:30:00 America/Los_Angeles"}),
        ("timeformat='dateTime' timezone='America/Los_Angeles'", "timestamp='2012-01-01T23:30:00-08:00'", "",
         "2012-01-01", {"spells": "2012-01-01T23:30:00-08:00"}),
        ("mode='slice' timeformat='date' timestamp='2007-01-01'", "", "", "2007-01-01", {}),
        ("timeformat='date'", "timestamp='2023-02-30'", "", None, {"spells": "2023-02-30"}),
    ],
)  # fmt: skip
def test_times_of_edges(
    graphs: GraphFiles, graph: str, given: str, inside: str, asked_on: str | None, own: dict[str, str]
) -> None:
    graphs("net.gexf", _gexf(_edge(inside, given), graph))
    (tie,) = graphs.records("ties")
    assert (tie.asked_on and str(tie.asked_on), tie.attributes) == (asked_on, own)


def test_times_of_nodes_are_own_columns(graphs: GraphFiles) -> None:
    nodes = (
        '<node id="a" label="Ruth" start="2009-03-01"/><node id="b" label="Omar"><spells><spell end="2010-01-01"/>'
        '<spell start="2011-01-01"/></spells></node><node id="c" label="Li" timestamp="2004"/>'
    )
    graphs("net.gexf", _gexf(f"<nodes>{nodes}</nodes>", "timeformat='date'"))
    assert graphs.people() == {
        "Ruth": {"start": "2009-03-01", "end": "Infinity"},
        "Omar": {"spells": "[-Infinity, 2010-01-01]; [2011-01-01, Infinity]"},
        "Li": {"timestamp": "2004"},
    }


@pytest.mark.parametrize(
    "version", ["http://www.gexf.net/1.1draft", "http://www.gexf.net/1.2draft", "http://gexf.net/1.3", "anything"]
)
def test_every_version(graphs: GraphFiles, version: str) -> None:
    declared = (
        '<attributes class="node"><attribute id="0" title="town"><default>Ohio</default></attribute></attributes>'
        '<attributes class="edge"><attribute id="0" title="how"/></attributes>'
    )
    nodes = '<node id="a" label="Ruth"><attvalues><attvalue for="0" value="Maine"/></attvalues></node>'
    nodes += '<node id="b" label="Omar"/>'
    edge = '<edge source="a" target="b" weight="2.5" kind="trusts"><attvalue id="0" value="daily"/></edge>'
    graphs("net.gexf", _gexf(f"{declared}<nodes>{nodes}</nodes><edges>{edge}</edges>", version=version))
    assert graphs.people() == {"Ruth": {"town": "Maine"}, "Omar": {"town": "Ohio"}}
    assert graphs.ties() == {("Ruth", "Omar", "trusts", 2.5)}
    assert graphs.records("ties")[0].attributes == {"how": "daily"}


def test_what_is_said_of_the_whole_graph_is_left_out_by_name(graphs: GraphFiles) -> None:
    about = "<creator>Gephi 0.10</creator><description>Our <b/>map</description><keywords>food</keywords>"
    text = _gexf(_edge()).replace("<graph", f'<meta lastmodifieddate="2024-05-17">{about}</meta><graph', 1)
    report = graphs("net.gexf", text)
    (said,) = [item.reason for item in report.left_out if "whole graph" in item.reason]
    for part in ("2024-05-17", "Gephi 0.10", "map", "food"):
        assert part in said


def test_ids_of_edges_are_kept_where_they_say_something(graphs: GraphFiles) -> None:
    report = graphs("net.gexf", _gexf(_edge(given='id="mentoring-2024"')))
    assert graphs.records("ties")[0].attributes == {"edge id": "mentoring-2024"}
    assert not report.left_out
    report = graphs("net.gexf", _gexf(_edge(given='id="7" type="mutual"')))
    assert [item.reason for item in report.left_out] == ["the ids of 1 edge(s), which are but numbers"]


@pytest.mark.parametrize(("way", "count"), [("directed", 1), ("undirected", 2), ("mutual", 2), ("", 1)])
def test_ways_of_edges(graphs: GraphFiles, way: str, count: int) -> None:
    report = graphs("net.gexf", _gexf(_edge(given=f"type='{way}'" if way else "")))
    assert report.created["ties"] == count
    assert any("without a direction" in caution for caution in report.cautions) == (way == "undirected")


def test_nodes_within_nodes_and_what_is_drawn(graphs: GraphFiles) -> None:
    inner = '<node id="b" label="Inner"/>'
    text = f'<nodes><node id="a" label="Outer"><color r="1"/><nodes>{inner}</nodes></node></nodes>'
    report = graphs("net.gexf", _gexf(text))
    assert graphs.people() == {"Outer": {}, "Inner": {"parent node": "Outer"}}
    assert "1 element(s) with colors" in report.left_out[0].reason


def test_a_weight_that_changes_gives_its_last_value(graphs: GraphFiles) -> None:
    declared = '<attributes class="edge" mode="dynamic"><attribute id="w" title="Weight"/></attributes>'
    values = '<attvalue for="w" value="3" start="10"/><attvalue for="w" value="5" start="9"/>'
    report = graphs("net.gexf", _gexf(declared + _edge(f"<attvalues>{values}</attvalues>")))
    assert graphs.ties() == {("Ruth", "Omar", "knows", 3.0)}
    assert graphs.records("ties")[0].attributes == {"weight over time": "3 ([10, Infinity]); 5 ([9, Infinity])"}
    assert any("change with time" in caution for caution in report.cautions)


def test_gexf_of_copnet_keeps_ids(graphs: GraphFiles) -> None:
    graphs("net.gexf", _gexf(_edge(), before="<meta><creator>copnet</creator></meta>"))
    assert {(person.id, person.name) for person in graphs.records("people")} == {("a", "Ruth"), ("b", "Omar")}


def test_gexf_in_utf_16(graphs: GraphFiles) -> None:
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    graphs("net.gexf", (head + _gexf("<nodes><node id='a' label='Łódź علي'/></nodes>")).encode("utf-16"))
    assert set(graphs.people()) == {"Łódź علي"}


def test_points_of_gephi_are_no_intervals() -> None:
    times = Times(TimeRules())
    times.points("<[2004.0, 2005.0, 2006.0]>")
    assert [spell.at for spell in times.spells] == ["2004.0", "2005.0", "2006.0"]


YED = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key for="node" id="g" yfiles.type="nodegraphics"/><key for="edge" id="e" yfiles.type="edgegraphics"/>
<key for="node" id="u" attr.name="url" attr.type="string"/><key for="graphml" id="r" yfiles.type="resources"/>
<graph edgedefault="directed" id="G">
<node id="n0"><data key="u"><![CDATA[https://ruth.example]]></data><data key="g"><y:ShapeNode><y:Fill color="#FFF"/>
<y:NodeLabel>Ruth
Ames<y:LabelModel><y:Smart distance="4"/></y:LabelModel></y:NodeLabel><y:NodeLabel>small</y:NodeLabel></y:ShapeNode>
</data></node>
<node id="n1"><data key="g"><y:ShapeNode><y:NodeLabel>Omar</y:NodeLabel></y:ShapeNode></data></node>
<node id="n2" yfiles.foldertype="group"><data key="g"><y:GroupNode><y:NodeLabel>Alpha Org</y:NodeLabel></y:GroupNode>
</data>
<graph edgedefault="directed" id="n2:"><node id="n2::n0"><data key="g"><y:ShapeNode><y:NodeLabel>Li</y:NodeLabel>
</y:ShapeNode></data></node></graph></node>
{edges}
</graph><data key="r"><y:Resources/></data></graphml>"""


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("none", "standard", {("Ruth Ames", "Omar")}),
        ("standard", "none", {("Omar", "Ruth Ames")}),
        ("standard", "delta", {("Ruth Ames", "Omar"), ("Omar", "Ruth Ames")}),
        ("none", "none", {("Ruth Ames", "Omar"), ("Omar", "Ruth Ames")}),
    ],
)
def test_yed(graphs: GraphFiles, source: str, target: str, found: set[tuple[str, str]]) -> None:
    edge = (
        f'<edge source="n0" target="n1"><data key="e"><y:PolyLineEdge><y:Arrows source="{source}" target="{target}"/>'
        "<y:EdgeLabel>trusts</y:EdgeLabel></y:PolyLineEdge></data></edge>"
    )
    report = graphs("net.graphml", YED.replace("{edges}", edge))
    assert graphs.people() == {
        "Ruth Ames": {}, "Omar": {}, "Li": {"parent node": "Alpha Org"}
    }  # fmt: skip
    assert [(one.name, one.kind) for one in graphs.records("organizations")] == [("Alpha Org", "group")]
    assert {(one, two) for one, two, kind, _ in graphs.ties() if kind == "trusts"} == found
    assert any("drawing" in item.reason for item in report.left_out)
    assert {person.url for person in graphs.records("people")} == {"https://ruth.example", None}


def test_edges_of_graphml_may_each_say_their_way(graphs: GraphFiles) -> None:
    edges = '<edge source="a" target="b" directed="false"/><edge source="b" target="c"/>'
    nodes = '<node id="a"/><node id="b"/><node id="c"/><hyperedge><endpoint node="a"/></hyperedge>'
    report = graphs("n.graphml", f'<graphml><graph edgedefault="directed">{nodes}{edges}</graph></graphml>')
    assert {tie[:2] for tie in graphs.ties()} == {("a", "b"), ("b", "a"), ("b", "c")}
    assert any("hyperedge" in item.reason for item in report.left_out)


def test_two_modes_of_networkx_and_igraph(graphs: GraphFiles) -> None:
    keys = '<key id="k" for="node" attr.name="{name}" attr.type="boolean"/>'
    nodes = '<node id="Ruth"><data key="k">{one}</data></node><node id="Panel"><data key="k">{two}</data></node>'
    edge = '<edge source="Panel" target="Ruth"/>'
    text = f"<graphml>{keys}<graph>{nodes}{edge}</graph></graphml>"
    for name, one, two in (("bipartite", "0", "1"), ("type", "false", "true")):
        report = graphs(f"{name}.graphml", text.format(name=name, one=one, two=two))
        assert any("second mode" in caution for caution in report.cautions)
    assert [(one.title, one.kind) for one in graphs.records("collaborations")] == [("Panel", "unknown")]
    assert len(graphs.records("participations")) == 1
    assert not graphs.records("ties")
