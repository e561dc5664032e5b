"""A real Chromium, and pages of maps opened in it that must neither ask another host nor write an error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from copnet.graph import NetworkSpec
from copnet.services.audience import Audience
from copnet.services.maps import map_page
from tests.support.community import snapshot

LAUNCH = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
OpenMap = Callable[..., Page]
COHORT = NetworkSpec(community="cohort")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, or the one COPNET_CHROMIUM names. Without one the tests fail; they are not skipped."""
    found = os.environ.get("COPNET_CHROMIUM") or shutil.which("chromium")
    if not found:
        pytest.fail("No Chromium found. Run `make setup`, or set COPNET_CHROMIUM to its path.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(LAUNCH))
        yield browser
        browser.close()


class Watched:
    """What pages wrote to the console and asked for, to be looked at when the test ends."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.requests: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(("data:", "about:")):
            self.requests.append(request.url)


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def new_page(chromium: Browser, watched: Watched) -> Iterator[Callable[..., Page]]:
    """Makes pages; fails the test if one of them wrote an error or a warning."""
    contexts = []

    def make(*, width: int = 1280, height: int = 800, theme: str = "light", **options: Any) -> Page:
        settings: dict[str, Any] = {"color_scheme": theme, "reduced_motion": "reduce", **options}
        context = chromium.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        watched.watch(page)
        return page

    yield make
    for context in contexts:
        context.close()
    assert watched.errors == []


@cache
def _written(network: NetworkSpec, audience: str, empty: bool) -> str:
    return map_page(snapshot(empty=empty), network, audience=Audience.parse(audience), standalone=True)


@pytest.fixture
def open_map(new_page: Callable[..., Page], watched: Watched, tmp_path: Path) -> OpenMap:
    """Writes the map as one file, opens it from the disk and waits until it is drawn."""

    def open_(
        network: NetworkSpec = COHORT,
        *,
        audience: str = "facilitator",
        address: str = "",
        empty: bool = False,
        **look: Any,
    ) -> Page:
        file = tmp_path / "map.html"
        file.write_text(_written(network, audience, empty), encoding="utf-8")
        page = new_page(**look)
        page.goto(file.as_uri() + address)
        if not empty:
            page.wait_for_selector("html[data-ready=true]")
        assert set(watched.requests) == {file.as_uri()}
        return page

    return open_
