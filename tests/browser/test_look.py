"""Light and dark, wide and narrow, paper, no network, strict policy, and axe-core."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from copnet.graph import NetworkSpec
from copnet.services.maps import map_page
from copnet_api.guard import SECURITY_HEADERS
from copnet_viz import render
from tests.browser.conftest import OpenMap, Watched
from tests.support.community import snapshot

STATES = [
    "",
    "#select=person%3Aana",
    "#view=table",
    "#view=table&select=person%3Aana~person%3Aben",
    "#only=North+Readers",
]


MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


@pytest.fixture
def served() -> Iterator[str]:
    """The page as a server gives it: static files beside it, under the strict policy."""
    text = map_page(snapshot(), NetworkSpec(community="cohort"), standalone=False).encode()
    files = render.static_files()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.split("?")[0].removeprefix("/static/")
            body = files[name].read_bytes() if name in files else text
            self.send_response(200)
            self.send_header("Content-Type", MEDIA_TYPES.get(Path(name).suffix, "text/html; charset=utf-8"))
            self.send_header("Content-Security-Policy", SECURITY_HEADERS["Content-Security-Policy"])
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_served_under_a_strict_policy_it_works_the_same(
    new_page: Callable[..., Page], served: str, watched: Watched
) -> None:
    page = new_page()
    page.goto(served)
    page.wait_for_selector("html[data-ready=true]")
    at = page.evaluate("() => copnet.map.whereIs('person:ana')")
    page.mouse.click(at["x"], at["y"])
    expect(page.locator("#panel h2")).to_have_text("Ana Almeida")
    assert len(watched.requests) == 1 + len(render.static_files())
    assert all(url.startswith(served) for url in watched.requests)


def test_a_policy_stops_scripts_that_are_not_the_pages_own(open_map: OpenMap, watched: Watched) -> None:
    page = open_map()
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.broken = 1";
        document.body.append(script);
    }""")
    page.wait_for_timeout(100)
    assert page.evaluate("window.broken") is None
    assert watched.errors
    assert all("Content Security Policy" in error for error in watched.errors)
    watched.errors.clear()


@pytest.mark.parametrize("address", STATES)
def test_axe_finds_nothing(open_map: OpenMap, address: str) -> None:
    page = open_map(address=address)
    for theme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page)
        assert found.violations_count == 0, json.dumps(found.response["violations"], indent=1)[:4000]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_empty_page_is_accessible_too(open_map: OpenMap, theme: str) -> None:
    found = Axe().run(open_map(theme=theme, empty=True))
    assert found.violations_count == 0, json.dumps(found.response["violations"], indent=1)[:4000]


def test_dark_is_dark_and_follows_the_system(open_map: OpenMap) -> None:
    page = open_map(theme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 22, 26)"
    fills = "document.querySelector('#entries svg > *').getAttribute('fill')"
    dark = page.evaluate(fills)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(ground) == "rgb(251, 251, 249)"
    page.wait_for_function(f"before => {fills} !== before", arg=dark)


@pytest.mark.parametrize("address", STATES)
def test_nothing_is_scrolled_sideways(open_map: OpenMap, address: str) -> None:
    page = open_map(address=address)
    for width in (1024, 641, 640, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_window_that_changes_keeps_everybody_in_view(open_map: OpenMap) -> None:
    page = open_map(width=390, height=844)
    for width, height in ((390, 1895), (390, 844), (844, 390), (1280, 800), (390, 844), (390, 790)):
        page.set_viewport_size({"width": width, "height": height})
        page.locator("[data-view=table]").click()
        page.locator("[data-view=map]").click()
        page.wait_for_timeout(100)
        assert everybody_is_in_view(page), (width, height)
        assert page.locator("#map canvas").evaluate(
            "canvas => canvas.clientHeight === canvas.height / devicePixelRatio"
        )


def test_a_view_that_somebody_chose_survives_a_small_change(open_map: OpenMap) -> None:
    page = open_map(width=390, height=844)
    page.locator("[data-zoom=in]").click()
    page.locator("[data-zoom=in]").click()
    ends = "() => [copnet.map.whereIs('person:ana'), copnet.map.whereIs('person:zoe')].map((at) => at.x)"
    chosen = page.evaluate(ends)
    page.set_viewport_size({"width": 390, "height": 790})
    page.wait_for_timeout(100)
    assert page.evaluate(ends) == pytest.approx(chosen, abs=2)


def everybody_is_in_view(page: Page) -> bool:
    found: bool = page.evaluate("""() => {
        const box = document.getElementById("map").getBoundingClientRect();
        return copnet.data.nodes.every(({ key }) => {
            const at = copnet.map.whereIs(key);
            return at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom;
        });
    }""")
    return found


def test_a_phone_has_everything_a_desk_has(open_map: OpenMap) -> None:
    page = open_map(width=390, height=844)
    assert everybody_is_in_view(page)
    for part in ("#search", "#color-by", "#size-by", "#entries", "[data-zoom=fit]", "[data-view=table]", ".cards"):
        page.locator(part).scroll_into_view_if_needed()
        expect(page.locator(part)).to_be_visible()
    page.locator("#search").fill("ana")
    page.keyboard.press("Enter")
    sheet = page.locator("#panel").bounding_box()
    assert sheet
    assert sheet["width"] == 390
    assert sheet["y"] + sheet["height"] == pytest.approx(844, abs=1)


def test_paper_has_the_sentence_the_figures_the_map_and_all_rows(open_map: OpenMap, tmp_path: Path) -> None:
    page = open_map(theme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator("[data-table=nodes] tbody tr")).to_have_count(8)
    for part in ("h1", ".cards", "#map canvas", "#entries", "[data-table=lines]"):
        expect(page.locator(part)).to_be_visible()
    for part in (".zoom", ".search", ".views"):
        expect(page.locator(part)).to_be_hidden()
    file = tmp_path / "map.pdf"
    page.pdf(path=str(file))
    assert file.read_bytes().startswith(b"%PDF")


def test_motion_is_only_for_those_who_want_it(open_map: OpenMap) -> None:
    page = open_map(address="#select=person%3Aana")
    assert page.evaluate("getComputedStyle(document.getElementById('panel')).animationName") == "none"
    moving = open_map(address="#select=person%3Aana", reduced_motion="no-preference")
    assert moving.evaluate("getComputedStyle(document.getElementById('panel')).animationName") == "arrive"


def test_double_size_text_loses_nothing(open_map: OpenMap) -> None:
    page = open_map(width=640, height=400)  # 1280 by 800 at 200 % zoom
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.locator("[data-view=table]").click()
    expect(page.locator("[data-table=nodes] tbody tr").first).to_be_visible()
