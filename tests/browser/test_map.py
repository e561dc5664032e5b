"""The map in a real Chromium: everything can be seen, found, opened and read, by pointer and by keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from copnet.graph import NetworkSpec
from tests.browser.conftest import OpenMap, Watched
from tests.support.community import EMOJI, EVIL, RTL

ANA, EVA = "person:ana", "person:eva"


def where(page: Page, key: str) -> tuple[float, float]:
    at = page.evaluate("key => copnet.map.whereIs(key)", key)
    return at["x"], at["y"]


def click_mark(page: Page, key: str) -> None:
    page.mouse.click(*where(page, key))


def spec(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("() => copnet.data.spec")
    return found


def ink(page: Page) -> int:
    """How many pixels of the canvas are not the ground."""
    count: int = page.evaluate("""() => {
        const canvas = document.querySelector("#map canvas");
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext("2d", { willReadFrequently: true });
        context.drawImage(canvas, 0, 0);
        const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
        let count = 0;
        for (let at = 3; at < data.length; at += 4) if (data[at] > 0) count += 1;
        return count;
    }""")
    return count


def test_opens_from_a_disk_and_draws_everybody(open_map: OpenMap, watched: Watched) -> None:
    page = open_map()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "6 of 8 members have worked with someone outside their own organization; two have no tie yet."
    )
    assert ink(page) > 3_000
    for node in spec(page)["nodes"]:
        x, y = where(page, node["key"])
        assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).tagName", [x, y]) == "CANVAS", node["name"]
    assert len(watched.requests) == 1


def test_names_are_text_in_every_place(open_map: OpenMap) -> None:
    page = open_map()
    for name in (EVIL, RTL, EMOJI):
        page.locator("#search").fill(name)
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2")).to_have_text(name)
    page.get_by_role("button", name="As table").click()
    for name in (EVIL, RTL, EMOJI):
        expect(page.locator("[data-table=nodes]").get_by_role("button", name=name, exact=True)).to_be_visible()
    assert page.evaluate("window.broken") is None
    assert page.locator("#stage img, #panel img, #tables img, #found img").count() == 0
    expect(page.locator(".community")).to_have_text("Cohort & <i>friends</i>")


def test_isolates_are_named_on_the_map(open_map: OpenMap) -> None:
    page = open_map()
    names = page.evaluate("() => copnet.map.names().map((label) => label.text)")
    assert {"Dov Alone", "Eva Alone"} <= set(names)


def test_labels_do_not_overlap(open_map: OpenMap) -> None:
    page = open_map()
    boxes = page.evaluate("() => copnet.map.names()")
    assert len(boxes) >= 6
    for place, a in enumerate(boxes):
        for b in boxes[place + 1 :]:
            apart = (
                a["x"] + a["w"] <= b["x"]
                or b["x"] + b["w"] <= a["x"]
                or a["y"] + a["h"] <= b["y"]
                or b["y"] + b["h"] <= a["y"]
            )
            assert apart, (a["text"], b["text"])  # fmt: skip


def test_click_on_a_person_opens_the_evidence(open_map: OpenMap) -> None:
    page = open_map()
    click_mark(page, ANA)
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Ana Almeida")
    expect(panel.locator(".sum")).to_have_text("Worked with 4 people in 4 collaborations, most recently in June 2025.")
    expect(panel.locator(".done li b")).to_have_text(
        ["An undated article", "Three at a table", "Reading aloud, again", "Reading aloud, a talk"]
    )
    expect(panel.locator(".done li").nth(1)).to_contain_text("with Ben Okafor and others not named here")
    expect(page.locator("#said")).to_contain_text("Ana Almeida. Worked with 4 people")
    assert "select=person%3Aana" in page.url
    page.mouse.click(*empty_spot(page))
    expect(panel).to_be_hidden()


def empty_spot(page: Page) -> tuple[float, float]:
    box = page.locator("#map").bounding_box()
    assert box
    return box["x"] + 310, box["y"] + 8


def test_click_on_a_tie_opens_what_it_was(open_map: OpenMap) -> None:
    page = open_map()
    (x1, y1), (x2, y2) = where(page, "person:noa"), where(page, "person:zoe")
    page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2)
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text(f"{RTL} and {EMOJI}")
    expect(panel.locator(".sum")).to_have_text("Together once, in 2021.")
    expect(panel.locator(".quiet")).to_have_text("Quiet: nothing together since 2021.")
    expect(panel.locator(".done b")).to_have_text("Soup <img src=x onerror=alert(1)> pilot")


def test_somebody_not_named_keeps_the_secret(open_map: OpenMap) -> None:
    page = open_map()
    click_mark(page, "withheld:1")
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("A member, not named here")
    expect(panel.locator(".done")).to_have_count(0)
    panel.get_by_role("button", name="What it was: twice with Ana Almeida").click()
    expect(panel.locator(".sum")).to_contain_text("What it was is not shown")


def test_slash_finds_and_arrows_choose(open_map: OpenMap) -> None:
    page = open_map()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("alone")
    expect(page.locator("#found li")).to_have_text(["Dov Alone South Clinic", "Eva Alone "])
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search")).to_have_attribute("aria-activedescendant", "found-1")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Eva Alone")
    expect(page.locator("#panel h2")).to_be_focused()
    expect(page.locator("#panel .sum")).to_have_text("No tie yet within these dates.")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#search")).to_be_focused()


def test_search_ignores_accents_and_says_when_nobody_is_found(open_map: OpenMap) -> None:
    page = open_map()
    page.locator("#search").fill("zoe")
    expect(page.locator("#found li")).to_have_count(1)
    page.locator("#search").fill("xyzzy")
    expect(page.locator("#found")).to_have_text("Nobody here by that name.")


def test_everything_by_keyboard_alone(open_map: OpenMap) -> None:
    page = open_map()
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    first = page.locator("#panel h2").inner_text()
    seen = {first}
    for key in ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"] * 3:
        page.keyboard.press(key)
        seen.add(page.locator("#panel h2").inner_text())
        expect(page.locator("#map")).to_be_focused()
    assert len(seen) >= 3
    page.keyboard.press("Escape")
    click_mark(page, ANA)
    neighbor = page.locator("#panel .people").first.get_by_role("button", name="Ben Okafor", exact=True)
    neighbor.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Ben Okafor")


def test_every_control_is_reached_with_tab_and_shows_focus(open_map: OpenMap) -> None:
    page = open_map()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        name, outline = page.evaluate("""() => {
            const at = document.activeElement;
            return [at.id || at.dataset.label || at.dataset.view || at.dataset.zoom || at.dataset.card || at.tagName,
                getComputedStyle(at).outlineStyle];
        }""")
        if name == "BODY":
            break
        assert outline != "none", name
        reached.add(name)
    wanted = {"search", "map", "table", "in", "out", "fit", "color-by", "size-by", "North Readers", "across", "SUMMARY"}
    assert wanted <= reached


def test_the_legend_filters_map_and_table_and_a_chip_takes_it_back(open_map: OpenMap) -> None:
    page = open_map()
    before = ink(page)
    entry = page.locator("#entries").get_by_role("button", name=re.compile("North Readers"))
    entry.click()
    expect(entry).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".chip")).to_have_text("Organization: North Readers")
    names = page.evaluate("() => copnet.map.names().map((label) => label.text)")
    assert sorted(names) == ["Ana Almeida", "Ben Okafor"]
    assert ink(page) != before
    page.get_by_role("button", name="As table").click()
    expect(page.locator("[data-table=nodes] tbody tr")).to_have_count(2)
    expect(page.locator("[data-table=lines] tbody tr")).to_have_count(5)
    assert "only=North+Readers" in page.url
    page.locator(".chip").click()
    expect(page.locator("[data-table=nodes] tbody tr")).to_have_count(8)
    page.go_back()
    expect(page.locator("[data-table=nodes] tbody tr")).to_have_count(2)


def test_a_card_shows_who_is_behind_it(open_map: OpenMap) -> None:
    page = open_map(address="#view=table")
    page.get_by_role("button", name="Show me: 14 % quiet for more than a year").click()
    expect(page.locator("[data-table=nodes] tbody tr")).to_have_count(2)
    expect(page.locator("[data-table=lines] tbody tr")).to_have_count(1)
    expect(page.locator(".chip")).to_have_text("14 % quiet for more than a year")


@pytest.mark.parametrize("kind", ["people", "organizations", "two-mode", "ties:trusts"])
def test_the_table_has_the_facts_of_the_map(open_map: OpenMap, kind: str) -> None:
    page = open_map(
        NetworkSpec(kind=kind, community="cohort" if kind != "organizations" else None), address="#view=table"
    )
    said = spec(page)
    expect(page.locator("[data-table=nodes] tbody tr")).to_have_count(len(said["nodes"]))
    expect(page.locator("[data-table=lines] tbody tr")).to_have_count(len(said["lines"]))
    rows = page.locator("[data-table=nodes] tbody th").all_inner_texts()
    assert sorted(rows) == sorted(node["name"] or "A member, not named here" for node in said["nodes"])
    if kind == "people":
        ana = page.locator("[data-table=lines] tbody tr").filter(has_text="Ana Almeida and " + EVIL)
        expect(ana.locator("td").first).to_have_text("2")
        expect(ana.locator("li")).to_have_text(
            ["Reading aloud, again February 2025", "Reading aloud, a talk 5 March 2024"]
        )


def test_the_table_sorts_by_every_column_and_says_so(open_map: OpenMap) -> None:
    page = open_map(address="#view=table")
    names = page.locator("[data-table=nodes] tbody th")
    head = page.locator("[data-table=nodes] thead th").filter(has_text="Worked with")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(names.first).to_have_text("Ana Almeida")
    expect(head.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(names.first).not_to_have_text("Ana Almeida")


def test_color_and_size_can_be_chosen_and_sent(open_map: OpenMap) -> None:
    page = open_map()
    page.locator("#color-by").select_option("sector")
    expect(page.locator("#entries")).to_contain_text("Health")
    page.locator("#size-by").select_option("betweenness")
    again = open_map(address=page.evaluate("location.hash"))
    expect(again.locator("#color-by")).to_have_value("sector")
    expect(again.locator("#size-by")).to_have_value("betweenness")


def test_an_address_that_names_what_is_not_here_is_harmless(open_map: OpenMap) -> None:
    page = open_map(address="#select=person%3Anobody&color=constructor&only=__proto__&card=%3Cb%3E&view=x")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#color-by")).to_have_value("organization")


def test_nobody_yet_is_a_page_of_its_own(open_map: OpenMap) -> None:
    page = open_map(empty=True)
    expect(page.get_by_role("heading", name="The next step")).to_be_visible()


def test_no_figures_of_people_on_a_public_page(open_map: OpenMap) -> None:
    page = open_map(audience="public", address="#view=table&select=person%3Aana")
    assert page.locator("[data-table=nodes] .number").count() == 0
    expect(page.locator("#panel")).not_to_contain_text("betweenness")
