"""The page as text: complete, escaped, without anything from elsewhere; withheld people are nowhere in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from copnet.errors import UsageError
from copnet.graph import NetworkSpec, build_network
from copnet.services.audience import Audience
from copnet.services.maps import map_page
from copnet_viz import render
from tests.support.community import EVIL, SECRET_ID, SECRET_NAME, SECRET_ORGANIZATION, SECRET_VALUE, snapshot

COHORT = NetworkSpec(community="cohort")
EVERY = [COHORT, NetworkSpec(), NetworkSpec(kind="two-mode", community="cohort")]
MARKS = (SECRET_NAME, SECRET_ID, SECRET_ORGANIZATION, SECRET_VALUE, "Hidden-Marker", "secret-org-marker")


class Tags(HTMLParser):
    """Every start tag with its attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.inside = tag in ("script", "style")
        if self.inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts[-1] += data


def page(network: NetworkSpec = COHORT, audience: str = "facilitator", **options: Any) -> str:
    return map_page(snapshot(), network, audience=Audience.parse(audience), **({"standalone": True} | options))


def data_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    result: dict[str, Any] = json.loads(found[1])
    return result


@pytest.mark.parametrize("network", EVERY)
@pytest.mark.parametrize("audience", ["facilitator", "funder", "member:ana", "public"])
def test_nothing_of_a_withheld_person_is_in_the_page(network: NetworkSpec, audience: str) -> None:
    text = page(network, audience)
    for mark in MARKS:
        assert mark.casefold() not in text.casefold(), mark
    names = [node["key"] for node in data_of(text)["spec"]["nodes"]]
    assert "withheld:1" in names


@pytest.mark.parametrize("audience", ["facilitator", "public"])
def test_who_is_withheld_still_counts(audience: str) -> None:
    spec = data_of(page(COHORT, audience))["spec"]
    assert (len(spec["nodes"]), len(spec["lines"])) == (8, 7)
    assert "6 of 8 members" in page(COHORT, audience)
    assert "1 of 7" in page(COHORT, audience)  # quiet pairs, whoever may be named


def test_ties_beside_a_withheld_name_keep_their_count_alone() -> None:
    spec = data_of(page())["spec"]
    beside = [line for line in spec["lines"] if "withheld:1" in (line["source"], line["target"])]
    assert len(beside) == 2
    for line in beside:
        assert (line["first"], line["last"], line["dormant"]) == (None, None, False)
        assert line["kinds"] == line["evidence"] == []
    table = next(one for one in spec["happenings"] if one["title"] == "Three at a table")
    assert (table["members"], table["others"]) == (["person:ana", "person:ben"], True)


def test_collaborations_that_spell_a_withheld_name_are_called_by_their_kind() -> None:
    names = {node["name"] for node in data_of(page(EVERY[2]))["spec"]["nodes"]}
    assert "A collaboration (coaching)" in names


def test_others_are_told_less_of_people_than_facilitators() -> None:
    open_, narrow = data_of(page())["spec"], data_of(page(COHORT, "public"))["spec"]
    assert any("Region" in node["facts"] for node in open_["nodes"])
    assert not any("Region" in node["facts"] for node in narrow["nodes"])
    with pytest.raises(UsageError, match="Region"):
        page(COHORT, "public", color_by="Region")


@pytest.mark.parametrize("audience", ["funder", "member:ana", "public"])
def test_no_figures_of_people_beyond_facilitators(audience: str) -> None:
    spec = data_of(page(COHORT, audience))["spec"]
    assert [size["values"] for size in spec["sizes"]] == [None, None]
    assert not any(column["numeric"] for column in spec["columns"])
    with pytest.raises(UsageError, match="facilitators only"):
        page(COHORT, audience, size_by="betweenness")
    with pytest.raises(UsageError, match="facilitators only"):
        page(NetworkSpec(kind="ties:trusts"), audience)


def test_figures_of_organizations_are_for_funders_too() -> None:
    assert data_of(page(NetworkSpec(kind="organizations"), "funder"))["spec"]["sizes"][0]["values"]


@pytest.mark.parametrize("standalone", [True, False])
def test_names_are_text_wherever_they_stand(standalone: bool) -> None:
    text = page(standalone=standalone)
    assert EVIL not in text
    assert "<img src=x" not in text
    assert "Cohort &amp; &lt;i&gt;friends&lt;/i&gt;" in text
    tags = Tags(text).found
    assert [tag for tag, _ in tags].count("script") == 18  # the data, vis-network, sixteen of our own
    assert EVIL in {node["name"] for node in data_of(text)["spec"]["nodes"]}


def test_json_cannot_end_its_element() -> None:
    nasty = "</script><!-- & \u2028 \u2029"
    text = str(render.json_in_html({"a": nasty}))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"a": nasty}
    with pytest.raises(ValueError, match="not JSON compliant"):
        render.json_in_html(float("nan"))


def test_the_single_file_asks_nobody_for_anything() -> None:
    found = Tags(page())
    for tag, attributes in found.found:
        for name in ("src", "href", "action", "data", "srcset"):
            value = attributes.get(name)
            assert value is None or value.startswith(("#", "data:")), (tag, value)
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
    assert "sourceMappingURL" not in page()


def test_the_single_file_allows_exactly_its_own_scripts_and_styles() -> None:
    found = Tags(page())
    policy = next(attributes["content"] for tag, attributes in found.found if attributes.get("http-equiv"))
    assert policy is not None
    assert "unsafe" not in policy
    parts = {part.split()[0]: set(part.split()[1:]) for part in policy.split("; ")}
    assert parts["default-src"] == {"'none'"}
    blocks = [attributes for tag, attributes in found.found if tag in ("script", "style")]
    inline = [text for text, block in zip(found.texts, blocks, strict=True) if block.get("type") != "application/json"]
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline}
    assert len(inline) == 20
    assert hashes == parts["script-src"] | parts["style-src"]


def test_the_served_page_has_no_inline_script_or_style() -> None:
    found = Tags(page(standalone=False))
    for tag, attributes in found.found:
        if tag == "script" and attributes.get("type") != "application/json":
            assert (attributes.get("src") or "").startswith("/static/")
        assert tag != "style"
        assert "style" not in attributes
    files = render.static_files()
    asked = {
        (attributes.get("src") or attributes.get("href") or "").split("?")[0].removeprefix("/static/")
        for _, attributes in found.found
        if (attributes.get("src") or attributes.get("href") or "").startswith("/static/")
    }
    assert asked == set(files)
    assert all(path.is_file() for path in files.values())


def test_pyvis_gets_every_node_and_tie_once_and_no_physics() -> None:
    network = data_of(page(NetworkSpec(kind="ties:trusts", community="cohort")))["network"]
    graph = build_network(snapshot(), NetworkSpec(kind="ties:trusts", community="cohort"))
    assert len(network["nodes"]) == graph.number_of_nodes()
    assert len(network["edges"]) == graph.number_of_edges()
    assert network["options"]["physics"] == {"enabled": False}
    assert {edge["arrows"] for edge in network["edges"]} == {"to"}
    assert sum("smooth" in edge for edge in network["edges"]) == 2  # the two that answer each other


def test_the_audience_is_written_into_the_file() -> None:
    assert '<meta name="copnet:audience" content="Public view">' in page(COHORT, "public")


def test_an_empty_community_says_what_will_be_here_and_the_next_step() -> None:
    text = map_page(snapshot(empty=True), COHORT, standalone=True)
    assert "This page will show who works with whom" in text
    assert "copnet import my-community.xlsx" in text
    assert "<script" not in text


def test_the_same_data_gives_the_same_page_byte_for_byte() -> None:
    assert page() == map_page(snapshot(reverse=True), COHORT, standalone=True)
