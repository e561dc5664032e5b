"""``GET /export/{format}``: the same files as the command, several of them as a zip."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from starlette.testclient import TestClient

from copnet.bootstrap import scratch_store
from copnet.exporters.formats import FORMATS
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from tests.api.conftest import V1
from tests.support.exports import export, files, put
from tests.support.world import make


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_is_sent_as_a_file(
    sample: TestClient, sample_store: GraphStore, tmp_path: Path, name: str
) -> None:
    answer = sample.get(f"{V1}/export/{name}", params={"audience": "public"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == FORMATS[name].media_type
    ending = FORMATS[name].ending or ".zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="copnet-{name}-public{ending}"'
    assert answer.content
    told = json.loads(answer.headers["copnet-export"])
    assert told["left_out"]
    assert any("withheld" in sentence for sentence in told["left_out"])
    wanted = export(sample_store, tmp_path / f"out{FORMATS[name].ending or ''}", name, audience="public").as_dict()
    assert told == wanted | {"path": f"copnet-{name}-public{ending}"}


def test_tables_come_as_a_zip_that_imports_again(sample: TestClient, sample_store: GraphStore, tmp_path: Path) -> None:
    answer = sample.get(f"{V1}/export/csv")
    again = sample.get(f"{V1}/export/csv")
    assert answer.content == again.content
    export(sample_store, tmp_path / "out")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == files(tmp_path / "out")
        note = json.loads(packed.read("copnet-export.json"))
    assert note["withheld"]["people"] == 2
    (tmp_path / "sent.zip").write_bytes(answer.content)
    with scratch_store() as other:
        report = import_path(other, tmp_path / "sent.zip")
        assert report.created["people"] == note["rows"]["people"]


def test_networks_take_the_network_options(sample: TestClient, tmp_path: Path) -> None:
    answer = sample.get(f"{V1}/export/gexf", params={"network": "organizations", "audience": "funder"})
    graph = nx.read_gexf(io.BytesIO(answer.content))
    assert {data["mode"] for _, data in graph.nodes(data=True)} == {"organization"}
    book = sample.get(f"{V1}/export/kumu-xlsx", params={"network": "two-mode"})
    assert openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames[0] == "Elements"


def test_what_makes_no_sense_is_a_problem(sample: TestClient) -> None:
    for path, query in (
        ("word", {}),
        ("csv", {"network": "organizations"}),
        ("gexf", {"audience": "everybody"}),
        ("gexf", {"network": "ties:trusts", "audience": "public"}),
    ):
        answer = sample.get(f"{V1}/export/{path}", params=query)
        assert answer.status_code == 422, path
        assert answer.headers["content-type"] == "application/problem+json"
    assert sample.get(f"{V1}/export/gexf", params={"community": "nowhere"}).status_code == 404


def test_a_name_that_headers_have_no_letters_for_is_told(client: TestClient, store: GraphStore) -> None:
    put(store, [make("people", id="日本", name="日本 太郎\u2028", visibility="everyone")])
    answer = client.get(f"{V1}/export/edges", params={"audience": "member:日本"})
    assert json.loads(answer.headers["copnet-export"])["audience"] == "member:日本"
