"""A large map in a real Chromium: groups unfold and fold by pointer and by keyboard; tables say the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from copnet.graph import NetworkSpec
from copnet.services.audience import Audience
from copnet.services.maps import map_page
from tests.browser.conftest import Watched
from tests.support.crowds import HIDDEN, crowd

PEOPLE = 3_000
OpenCrowd = Callable[..., Page]


@cache
def _written(audience: str, by: str | None) -> str:
    shown = crowd(PEOPLE)
    if by == "one sector":  # so many in one group that it holds groups
        one = shown.frames["organizations"].with_columns(pl.lit("health").alias("sector"))
        shown, by = replace(shown, frames=MappingProxyType({**shown.frames, "organizations": one})), "sector"
    return map_page(shown, NetworkSpec(by=by), audience=Audience.parse(audience), standalone=True)


@pytest.fixture
def open_crowd(new_page: Callable[..., Page], watched: Watched, tmp_path: Path) -> OpenCrowd:
    """Opens the map of 3,000 people from the disk; nobody may be asked for anything."""

    def open_(*, audience: str = "facilitator", by: str | None = None, address: str = "", **look: Any) -> Page:
        file = tmp_path / "crowd.html"
        file.write_text(_written(audience, by), encoding="utf-8")
        page = new_page(**look)
        page.set_default_timeout(30_000)
        page.goto(file.as_uri() + address)
        page.wait_for_selector("html[data-ready=true]")
        assert set(watched.requests) == {file.as_uri()}
        return page

    return open_


def groups(page: Page) -> list[dict[str, Any]]:
    """The groups that are marks now."""
    found: list[dict[str, Any]] = page.evaluate("() => copnet.groups.shown().filter((one) => one.mode === 'group')")
    return found


def members(page: Page) -> int:
    count: int = page.evaluate("() => copnet.groups.shown().filter((one) => one.mode !== 'group').length")
    return count


def click(page: Page, key: str) -> None:
    at = page.evaluate("key => copnet.map.whereIs(key)", key)
    page.mouse.click(at["x"], at["y"])


def pixel(page: Page, at: dict[str, float]) -> bytes:
    """What is to be seen at a point of the page."""
    return page.screenshot(clip={"x": at["x"], "y": at["y"], "width": 1, "height": 1})


def test_a_click_unfolds_a_group_in_place_and_another_folds_it(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    before = groups(page)
    assert members(page) == 0
    assert sum(group["size"] for group in before) == PEOPLE
    group = before[1]
    click(page, group["key"])
    assert members(page) == group["size"]
    assert len(groups(page)) == len(before) - 1
    expect(page.locator("#said")).to_have_text(f"{group['label']}, {group['size']} people: unfolded.")
    inside = page.evaluate(
        """key => {
            const { x, y } = copnet.map.whereIs(key), box = document.getElementById("map").getBoundingClientRect();
            return x > box.left && x < box.right && y > box.top && y < box.bottom
                && copnet.groups.shown().filter((one) => one.mode !== "group").every(({ key }) => {
                    const at = copnet.map.whereIs(key);
                    return at.x > box.left && at.x < box.right && at.y > box.top && at.y < box.bottom; });
        }""",
        group["key"],
    )
    assert inside
    tag = page.evaluate("() => copnet.groups.tags()[0]")
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.click(box["x"] + tag["x"] + tag["w"] / 2, box["y"] + tag["y"] + tag["h"] / 2)
    assert (members(page), len(groups(page))) == (0, len(before))
    expect(page.locator("#said")).to_contain_text("folded.")
    page.go_back()
    assert members(page) == group["size"]


def test_a_click_anywhere_on_a_mark_unfolds_it(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    group = groups(page)[1]
    at = page.evaluate("key => copnet.map.whereIs(key)", group["key"])
    edge = page.evaluate("key => copnet.map.whereIs(key, 0.9)", group["key"])
    assert edge["x"] > at["x"] + 10, "well beside the middle"
    page.mouse.click(edge["x"], edge["y"])
    assert members(page) == group["size"]


def test_a_mark_is_drawn_while_any_of_it_is_on_the_screen(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    click(page, groups(page)[1]["key"])
    page.mouse.move(5, 5)
    rings = page.evaluate(
        """() => {
            const box = document.getElementById("map").getBoundingClientRect();
            const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
            return copnet.groups.shown().filter((one) => one.mode === "group").flatMap(({ key }) => {
                const at = copnet.map.whereIs(key), r = 0.9 * (copnet.map.whereIs(key, 1).x - at.x);
                const away = Math.hypot(middle.x - at.x, middle.y - at.y);
                const ring = { x: at.x + ((middle.x - at.x) * r) / away, y: at.y + ((middle.y - at.y) * r) / away };
                const seen = document.elementFromPoint(ring.x, ring.y)?.tagName === "CANVAS";
                const outside = at.y < box.top - 25 || at.y > box.bottom + 25 || at.x > box.right + 25;
                return seen && outside ? [ring] : [];
            });
        }"""
    )
    assert rings
    box = page.locator("#map").bounding_box()
    assert box
    ground = pixel(page, {"x": box["x"] + 2, "y": box["y"] + 2})
    assert [ring for ring in rings if pixel(page, ring) == ground] == []


def under(page: Page) -> list[tuple[str, float]]:
    """What is drawn under the marks, in turn: lines with how strong they are, and the grounds of unfolded groups."""
    found = page.evaluate(
        """() => {
            const drawn = [];
            let what = null;
            const ctx = {
                globalAlpha: 1, beginPath() {}, lineTo() {},
                moveTo() { what = "tie"; }, arc() { what = "circle"; },
                fill() { drawn.push(["ground", this.globalAlpha]); },
                stroke() { drawn.push([what, this.globalAlpha]); },
            };
            copnet.groups.drawUnder(ctx, () => ({ x: 0, y: 0 }), 1, null, false);
            return drawn;
        }"""
    )
    return [(what, alpha) for what, alpha in found]


def test_ties_between_groups_step_back_behind_one_that_is_unfolded(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    folded = max(alpha for what, alpha in under(page) if what == "tie")
    click(page, groups(page)[1]["key"])
    assert max(alpha for what, alpha in under(page) if what == "tie") < folded / 2


def test_ties_between_groups_inside_an_unfolded_one_are_seen(open_crowd: OpenCrowd) -> None:
    page = open_crowd(by="one sector")
    outer = page.evaluate("() => copnet.data.groups.find((one) => !one.leaf)")
    page.evaluate("key => copnet.state.toggle(key)", outer["key"])
    drawn = [what for what, _ in under(page)]
    inside = page.evaluate(
        "at => copnet.data.spec.bundles.filter((one) => copnet.data.groups[one.source].parent === at).length",
        outer["at"],
    )
    assert inside > 0
    assert drawn[-inside - 2 :] == ["ground", "circle", *["tie"] * inside]


@pytest.mark.parametrize(("by", "address"), [(None, "#color=sector&only=hospital&only=company"), ("sector", "")])
def test_no_name_of_a_group_is_behind_the_hint_or_what_else_lies_over_the_map(
    open_crowd: OpenCrowd, by: str | None, address: str
) -> None:
    page = open_crowd(by=by, address=address, width=1440, height=900)
    hidden = page.evaluate(
        """() => {
            const box = document.getElementById("map").getBoundingClientRect();
            const over = [".stage > .notice", ".chips", ".legend", ".zoom", ".views"]
                .map((name) => document.querySelector(name).getBoundingClientRect());
            return copnet.map.names().filter(({ x, y, w, h }) => over.some((one) => one.left - box.left < x + w
                && x < one.right - box.left && one.top - box.top < y + h && y < one.bottom - box.top));
        }"""
    )
    assert hidden == []
    names = {name["key"]: name["y"] for name in page.evaluate("() => copnet.map.names()")}
    highest = page.evaluate(
        """() => copnet.groups.shown().map((one) => one.key)
            .sort((a, b) => copnet.map.whereIs(a).y - copnet.map.whereIs(b).y)[0]"""
    )
    assert highest in names, "there is room for the name above the highest group"


@pytest.mark.parametrize("address", ["", "#select=group%3A1"])
def test_the_hint_is_not_behind_the_buttons_and_the_chosen_name_not_over_other_groups(
    open_crowd: OpenCrowd, address: str
) -> None:
    page = open_crowd(address=address)
    for width in (1440, 1100, 900, 700, 390):
        page.set_viewport_size({"width": width, "height": 800})
        hint, views = (page.locator(name).bounding_box() for name in (".stage > .notice", ".views"))
        assert views
        beside = not hint or hint["x"] + hint["width"] <= views["x"] or views["y"] + views["height"] <= hint["y"]
        assert beside, width
    over = page.evaluate(
        """() => {
            const box = document.getElementById("map").getBoundingClientRect();
            const marks = copnet.groups.shown().map(({ key }) => {
                const at = copnet.map.whereIs(key), r = copnet.map.whereIs(key, 1).x - at.x;
                return { key, x: at.x - box.left, y: at.y - box.top, r };
            });
            return copnet.map.names().filter((name) => marks.some(({ key, x, y, r }) => key !== name.key
                && name.x < x + r && x - r < name.x + name.w && name.y < y + r && y - r < name.y + name.h));
        }"""
    )
    assert over == []


def test_the_map_of_everything_has_no_names_of_people_too_small_to_see_and_a_short_tag(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    click(page, groups(page)[1]["key"])
    assert page.evaluate("() => copnet.map.names().some((name) => copnet.data.place.has(name.key))")
    whole = page.evaluate("() => copnet.groups.tags()[0]")
    page.get_by_role("button", name="Show everything").click()
    page.wait_for_function("() => !copnet.map.names().some((name) => copnet.data.place.has(name.key))")
    tag = page.evaluate("() => copnet.groups.tags()[0]")
    assert tag["w"] <= 160 < whole["w"]
    assert tag["text"].endswith(whole["text"][whole["text"].index(" (") :]), "the count is not cut off"


def test_names_around_somebody_do_not_cover_each_other(open_crowd: OpenCrowd) -> None:
    page = open_crowd(address="#select=person%3AP0001001", width=390, height=844)
    names = page.evaluate("() => copnet.map.names()")
    assert len(names) > 10
    covering = [
        (one["text"], other["text"])
        for place, one in enumerate(names)
        for other in names[:place]
        if abs(one["x"] + one["w"] / 2 - other["x"] - other["w"] / 2) < (one["w"] + other["w"]) / 2
        and abs(one["y"] - other["y"]) < one["h"]
    ]
    assert covering == []


def test_a_filter_of_the_legend_leaves_its_share_of_each_ring(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    key = groups(page)[0]["key"]
    page.mouse.move(5, 5)
    shares = page.evaluate(
        """key => {
            const at = copnet.map.whereIs(key), r = 0.89 * (copnet.map.whereIs(key, 1).x - at.x);
            return [0.05, -Math.PI / 2].map((turn) => ({ x: at.x + r * Math.sin(turn), y: at.y - r * Math.cos(turn) }));
        }""",
        key,
    )
    before = [pixel(page, at) for at in shares]
    page.locator("#entries button").first.click()
    page.mouse.move(5, 5)
    after = [pixel(page, at) for at in shares]
    assert after[0] == before[0], "its own color comes first in the ring"
    assert after[1] != before[1], "the others step back"


def test_enter_unfolds_and_folds(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    first = groups(page)[0]
    expect(page.locator("#panel h2")).to_have_text(first["label"])
    expect(page.locator("#panel .sum")).to_contain_text(f"{first['size']} people.")
    page.keyboard.press("Enter")
    assert members(page) == first["size"]
    expect(page.locator("#map")).to_be_focused()
    page.keyboard.press("Enter")
    assert members(page) == 0


def test_enter_folds_the_group_of_whoever_is_selected(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    first = page.evaluate("() => copnet.state.get().open[0]")
    somebody = page.evaluate("() => copnet.groups.shown().find((one) => one.mode !== 'group').key")
    page.evaluate("key => copnet.state.set({ select: key }, { from: 'keys' })", somebody)
    page.keyboard.press("Enter")
    assert members(page) == 0
    assert page.evaluate("() => copnet.state.get().select") == first
    expect(page.locator("#panel .kind")).to_have_text("Group")
    expect(page.locator("#map")).to_be_focused()


def test_the_panel_of_somebody_names_their_group_and_folds_it(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    page.locator("#search").fill("Person 1008")
    page.keyboard.press("Enter")
    group = page.evaluate("() => copnet.groups.homeOf(copnet.data.node(copnet.state.get().select))")
    expect(page.locator("#panel .fold")).to_have_text(f"In the group {group['label']} · Fold")
    page.locator("#panel .fold").get_by_role("button", name=group["label"], exact=True).click()
    expect(page.locator("#panel h2")).to_have_text(group["label"])
    page.go_back()
    page.locator("#panel").get_by_role("button", name=f"Fold {group['label']}", exact=True).click()
    assert members(page) == 0
    expect(page.locator("#panel h2")).to_have_text(group["label"])
    expect(page.locator("#panel h2")).to_be_focused()


@pytest.mark.parametrize("by_search", [False, True])
def test_what_folds_for_another_group_is_named_and_takes_its_selection_along(
    open_crowd: OpenCrowd, by_search: bool
) -> None:
    page = open_crowd()
    page.evaluate("() => copnet.data.groups.forEach((one) => { one.size *= 15; })")  # as if all of them were larger
    first, second = groups(page)[:2]
    page.evaluate("key => copnet.state.toggle(key)", first["key"])
    expect(page.locator(".stage > .notice")).to_be_hidden()
    inside = "([at]) => copnet.data.nodes.find((one) => one.group === at && one.name !== null)"
    page.evaluate("key => copnet.state.set({ select: key })", page.evaluate(inside, [first["at"]])["key"])
    if by_search:
        page.locator("#search").fill(page.evaluate(inside, [second["at"]])["name"])
        page.keyboard.press("Enter")
        assert page.evaluate("() => copnet.state.get().select") == page.evaluate(inside, [second["at"]])["key"]
    else:
        page.evaluate("key => copnet.state.toggle(key)", second["key"])
        assert page.evaluate("() => copnet.state.get().select") is None
        expect(page.locator("#panel")).to_be_hidden()
    assert page.evaluate("() => copnet.state.get().open") == [second["key"]]
    words = f"Folded again, so that the map can be read: {first['label']}."
    expect(page.locator("#said")).to_contain_text(words)
    expect(page.locator(".stage > .notice")).to_have_text(words)
    page.evaluate("key => copnet.state.toggle(key)", second["key"])
    expect(page.locator(".stage > .notice")).to_contain_text("Choose a group")


def test_the_table_has_the_facts_of_the_groups_and_a_button_for_each(open_crowd: OpenCrowd) -> None:
    page = open_crowd(address="#view=table")
    shown = groups(page)
    rows = page.locator("[data-table=groups] tbody tr")
    expect(rows).to_have_count(len(shown))
    facts = rows.evaluate_all(
        "rows => rows.map((row) => [...row.children].slice(0, 4).map((cell) => cell.textContent))"
    )
    assert sorted(facts) == sorted(
        [one["label"], f"{one['size']:,}", f"{one['within']:,}", f"{one['across']:,}"] for one in shown
    )
    page.get_by_role("button", name="Show all").click()
    bundles = page.evaluate("() => copnet.data.spec.bundles")
    expect(page.locator("[data-table=bundles] tbody tr")).to_have_count(len(bundles))
    expect(page.locator("[data-table=nodes] tbody tr")).to_have_count(0)
    last = shown[-1]
    button = page.get_by_role("button", name=f"Unfold {last['label']}", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-table=nodes] tbody tr")).to_have_count(last["size"])
    again = page.get_by_role("button", name=f"Fold {last['label']}", exact=True)
    expect(again).to_be_focused()
    expect(again).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(page.locator("[data-table=nodes] tbody tr")).to_have_count(0)


@pytest.mark.parametrize("address", ["#view=table", "#view=table&open=group%3A3"])
def test_what_was_unfolded_in_the_table_is_seen_on_the_map(open_crowd: OpenCrowd, address: str) -> None:
    page = open_crowd(address=address)
    if "open" not in address:
        page.get_by_role("button", name="Unfold " + groups(page)[3]["label"], exact=True).click()
    page.locator("[data-view=map]").click()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    wide = page.evaluate(
        """() => {
            const people = copnet.groups.shown().filter((one) => one.mode !== "group");
            const xs = people.map((one) => copnet.map.whereIs(one.key).x);
            return [Math.min(...xs), Math.max(...xs)];
        }"""
    )
    box = page.locator("#map").bounding_box()
    assert box
    assert box["x"] < wide[0]
    assert wide[1] < box["x"] + box["width"]
    assert wide[1] - wide[0] > 300, "the group, and not a dot"


def test_the_panel_of_a_group_says_whether_it_is_unfolded_and_its_colors(open_crowd: OpenCrowd) -> None:
    page = open_crowd(address="#select=group%3A0")
    button = page.locator("#panel [data-fold]")
    expect(button).to_have_text("Unfold")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("Fold")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_be_focused()
    page.locator("#color-by").select_option("sector")
    expect(page.locator("#panel h3").first).to_have_text("Sector")
    expect(page.locator("#panel dt").first).to_contain_text("university")
    page.locator("[data-view=table]").click()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("Unfold")
    expect(button).to_be_focused()


def test_who_is_searched_for_is_shown_where_they_stand(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    page.locator("#search").fill("Person 1008")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Person 1008")
    assert members(page) > 0
    key = page.evaluate("() => copnet.state.get().select")
    at = page.evaluate("key => copnet.map.whereIs(key)", key)
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).tagName", [at["x"], at["y"]]) == "CANVAS"
    assert "open=group" in page.url
    again = open_crowd(address=page.evaluate("location.hash"))
    assert members(again) == members(page)
    neighbor = page.locator("#panel .people button.link").first
    name = neighbor.inner_text()
    neighbor.click()
    expect(page.locator("#panel h2")).to_have_text(name)


def test_unfolding_does_not_look_through_all_groups_for_each(open_crowd: OpenCrowd) -> None:
    page = open_crowd()
    key = groups(page)[2]["key"]
    page.evaluate(
        """() => { for (const name of ["indexOf", "some", "find", "findIndex", "includes"])
            copnet.data.groups[name] = () => { throw new Error(`${name}: once for each group`); }; }"""
    )
    page.evaluate("key => copnet.state.toggle(key)", key)
    page.evaluate("key => copnet.state.set({ select: key })", key)
    assert members(page) > 0
    expect(page.locator("#panel .kind")).to_have_text("Group")


def test_a_filter_finds_in_the_table_who_is_in_folded_groups(open_crowd: OpenCrowd) -> None:
    page = open_crowd(address="#view=table")
    people = page.locator("#tables h2", has_text="People")
    expect(people).to_contain_text(f"0 of {PEOPLE:,}")
    expect(page.locator("#tables")).to_contain_text("Unfold a group")
    page.locator("[data-card=none]").click()
    alone = int(page.locator(".card", has_text="isolates").locator(".figure").inner_text().split()[0])
    assert 0 < alone <= 200
    expect(people).to_contain_text(f"{alone} of {PEOPLE:,}")
    expect(page.locator("[data-table=nodes] tbody tr")).to_have_count(alone)
    expect(page.locator("#tables")).not_to_contain_text("Unfold a group")
    page.locator("[data-card=again]").click()
    again = page.evaluate("() => copnet.data.card('again').lines.length")
    expect(page.locator("#tables h2", has_text="Ties").last).to_contain_text(f"{again:,} of")


def test_groups_of_an_attribute_filter_with_the_legend(open_crowd: OpenCrowd) -> None:
    page = open_crowd(by="sector")
    assert {"hospital", "university", "Not named here"} <= {group["label"] for group in groups(page)}
    page.locator("#color-by").select_option("sector")
    page.locator("#entries").get_by_role("button", name="hospital").click()
    passing = page.evaluate("() => [...copnet.groups.passing()].map((key) => copnet.data.groupOf.get(key).label)")
    assert passing == ["hospital"]


@pytest.mark.parametrize("address", ["", "#open=group%3A1", "#select=group%3A0", "#view=table&open=group%3A5"])
def test_axe_finds_nothing_and_nothing_is_scrolled_sideways(open_crowd: OpenCrowd, address: str) -> None:
    page = open_crowd(address=address)
    for theme, width in (("light", 1440), ("dark", 390)):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, json.dumps(found.response["violations"], indent=1)[:4000]


def test_an_address_of_groups_that_are_not_here_is_harmless(open_crowd: OpenCrowd) -> None:
    page = open_crowd(audience="public", address="#open=group%3A999&open=constructor&select=group%3A-1")
    assert members(page) == 0
    assert HIDDEN not in page.content()
