"""The page of definitions in a real Chromium: light and dark, wide and narrow, with axe-core."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from starlette.testclient import TestClient

from copnet.stores.base import GraphStore
from copnet_api.app import create_app

HOST = "http://localhost"


@pytest.fixture
def definitions(new_page: Callable[..., Page], scratch: GraphStore) -> Callable[..., Page]:
    """Opens the page; the service answers in this process."""
    client = TestClient(create_app(scratch), base_url=HOST)

    def answer(route: Route) -> None:
        asked = client.get(route.request.url, headers={"accept": route.request.headers.get("accept", "*/*")})
        route.fulfill(status=asked.status_code, headers=dict(asked.headers), body=asked.content)

    def open_(address: str = "", **look: object) -> Page:
        page = new_page(**look)
        page.route("**/*", answer)
        page.goto(f"{HOST}/api/v1/definitions{address}")
        return page

    return open_


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_is_cut_off(definitions: Callable[..., Page], theme: str, width: int) -> None:
    page = definitions(theme=theme, width=width)
    for place in range(0, page.locator("summary").count(), 5):
        page.locator("summary").nth(place).click()
    found = Axe().run(page)
    assert found.violations_count == 0, json.dumps(found.response["violations"], indent=1)[:4000]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_exact_words_open_with_the_keyboard(definitions: Callable[..., Page]) -> None:
    page = definitions("#network-density")
    entry = page.locator("#network-density")
    expect(entry).to_be_in_viewport()
    expect(entry.locator("dl")).not_to_be_visible()
    entry.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(entry.locator("dl")).to_contain_text("2m/(n(n-1))")
