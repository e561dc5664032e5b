"""Pages work without any network: nothing in them comes from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from copnet.analysis.registry import REGISTRY
from copnet.stores.base import GraphStore
from copnet.tables import TABLES

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
LOADING = {"src", "srcset", "href", "action", "data", "poster", "formaction"}


class _Page(HTMLParser):
    """What a page loads or leads to, and whether anything in it would need an exception from the policy."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.forbidden: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.addresses += [value for name, value in found.items() if name in LOADING]
        self.ids |= {found["id"]} if "id" in found else set()
        runs = tag == "script" and found.get("type", "") not in ("application/json",) and "src" not in found
        if runs or tag == "style" or "style" in found or any(name.startswith("on") for name in found):
            self.forbidden.append(f"{tag} {found}")


def _elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


@pytest.mark.parametrize("path", ["/", "/api/docs", "/api/v1/map", "/api/v1/definitions"])
@pytest.mark.usefixtures("filled")
def test_a_page_needs_nothing_from_elsewhere(path: str, client: TestClient) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = _Page(answer.text)
    assert not [address for address in page.addresses if _elsewhere(address)]
    assert not page.forbidden
    for address in page.addresses:
        if address.startswith("/"):
            assert client.get(address).status_code == 200, address


def test_the_page_of_definitions_explains_every_figure_twice(client: TestClient) -> None:
    answer = client.get("/api/v1/definitions", headers=BROWSER)
    assert answer.headers["vary"] == "Accept"
    page = _Page(answer.text)
    for metric in REGISTRY.values():
        assert f"{metric.level}-{metric.name}" in page.ids
        for words in (metric.label, metric.plain, metric.formula, metric.reference, metric.caution or ""):
            assert str(escape(words)) in answer.text
    assert {address[1:] for address in page.addresses if address.startswith("#")} <= page.ids
    said = [metric.caution for metric in REGISTRY.values() if metric.level == "growth"]
    assert answer.text.count(f">{escape(said[0])}<") == 1, "a caution of a whole section is said once"
    for accept in ("*/*", "application/json", "application/json, text/html", ""):
        assert client.get("/api/v1/definitions", headers={"accept": accept}).json()["definitions"]


def test_an_empty_store_has_a_page_too(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "<title>" in answer.text


def test_the_reference_names_every_route_and_its_links_lead_somewhere(client: TestClient) -> None:
    text = client.get("/api/docs").text
    document = client.get("/api/openapi.json").json()
    for path, methods in document["paths"].items():
        assert f"<code>{path}</code>" in text
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in text
    page = _Page(text)
    assert {address[1:] for address in page.addresses if address.startswith("#")} <= page.ids
    assert "<script" not in text


def test_the_document_shows_every_table_with_its_own_columns(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    schemas = document["components"]["schemas"]
    for name, table in TABLES.items():
        columns = {column.name for column in table.columns if column.field}
        assert set(document["paths"][f"/api/v1/{name}"]) == {"get", "post"}
        assert set(document["paths"][f"/api/v1/{name}/{{key}}"]) == {"get", "patch", "delete"}
        record = table.record.__name__
        assert set(schemas[record]["properties"]) == columns | {"key", "attributes", "provenance"}
        for sent in (f"{record}Create", f"{record}Patch"):
            assert set(schemas[sent]["properties"]) == columns | {"attributes"}
        needed = {column.name for column in table.columns if column.required}
        assert set(schemas[f"{record}Create"].get("required", ())) == needed
        assert "required" not in schemas[f"{record}Patch"]
    references = set(re.findall(r'"#/components/schemas/([^"]+)"', client.get("/api/openapi.json").text))
    assert references <= schemas.keys()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/reference.css", "text/css; charset=utf-8"),
        ("/static/vis-network.min.js", "text/javascript; charset=utf-8"),
    ],
)
def test_static_files_are_served_and_checked_for_changes(path: str, kind: str, client: TestClient) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["cache-control"] == "no-cache"
    assert client.get(path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_answers_with_names_are_not_kept(client: TestClient) -> None:
    assert client.get("/api/v1/people").headers["cache-control"] == "no-store"


def test_health_is_at_both_places(client: TestClient, store: GraphStore) -> None:
    for prefix in ("", "/api/v1"):
        assert client.get(f"{prefix}/healthz").json() == {"status": "ok"}
        assert client.get(f"{prefix}/readyz").json() == {"status": "ready", "version": store.version()}
