"""Uploads: all or nothing, nothing left behind."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from copnet.sample import sample_path

IMPORTS = "/api/v1/imports"
PEOPLE = ("people.csv", b"id,name,organization\nana,Ana Ruiz,maple\n")
PLACES = ("organizations.csv", b"id,name\nmaple,Maple Teachers\n")
Upload = tuple[str, bytes]


@pytest.fixture(autouse=True)
def _nothing_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


def _send(client: TestClient, *uploads: Upload, **query: str) -> Any:
    return client.post(IMPORTS, files=[("files", upload) for upload in uploads], params=query)


def _zipped(*uploads: Upload) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in uploads:
            archive.writestr(name, content)
    return buffer.getvalue()


def _workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "people"
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sample() -> list[Upload]:
    with sample_path() as folder:
        return [(path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.suffix == ".csv"]


def test_several_tables_at_once(client: TestClient) -> None:
    answer = _send(client, PEOPLE, PLACES)
    assert answer.status_code == 201, answer.text
    report = answer.json()
    assert (report["format"], report["created"], report["errors"]) == ("csv", {"organizations": 1, "people": 1}, [])
    person = client.get("/api/v1/people/ana").json()
    assert person["organization"] == "maple"
    assert (person["provenance"]["file"], person["provenance"]["row"]) == ("people.csv", 2)
    assert _send(client, PEOPLE, PLACES).json()["created"] == {}


def test_options_may_stand_in_the_form(client: TestClient) -> None:
    answer = client.post(IMPORTS, files={"file": PLACES}, data={"dry_run": "true"})
    assert (answer.status_code, answer.json()["dry_run"], answer.json()["created"]) == (200, True, {"organizations": 1})
    assert client.get("/api/v1/organizations").json()["items"] == []
    unknown = client.post(IMPORTS, files={"file": PLACES}, data={"dryrun": "true"})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "dryrun")
    assert client.get("/api/v1/organizations").json()["items"] == []


def test_a_request_without_a_file_says_so(client: TestClient) -> None:
    answer = client.post(IMPORTS, data={"dry_run": "true"}, files={"note": ("x", b"")})
    assert answer.status_code == 422


def test_one_table_a_zip_and_a_workbook(client: TestClient) -> None:
    assert _send(client, PLACES).status_code == 201
    assert _send(client, ("all.zip", _zipped(PEOPLE))).json()["created"] == {"people": 1}
    report = _send(client, ("book.XLSX", _workbook([["id", "name"], ["bo", "Bo Chen"]]))).json()
    assert (report["format"], report["created"]) == ("xlsx", {"people": 1})


def test_the_whole_sample_goes_through_an_upload(client: TestClient) -> None:
    report = _send(client, *_sample()).json()
    assert report["created"]["communities"] > 1
    assert _send(client, ("sample.zip", _zipped(*_sample()))).json()["created"] == {}


def test_a_dry_run_writes_nothing(client: TestClient) -> None:
    answer = _send(client, PLACES, dry_run="true")
    assert answer.status_code == 200
    assert (answer.json()["dry_run"], answer.json()["created"]) == (True, {"organizations": 1})
    assert client.get("/api/v1/organizations").json()["items"] == []


def test_one_bad_row_refuses_everything_and_all_are_listed(client: TestClient) -> None:
    bad = ("communities.csv", b"id,name,started_on\nc1,One,17.5.2024\nc2,,2024\n")
    answer = _send(client, PLACES, bad)
    assert answer.status_code == 422
    body = answer.json()
    assert body["type"].endswith("#problem-import-refused")
    assert body["format"] == "csv"
    assert "taken for tables of copnet (format csv)" in body["detail"]
    assert {(fault["file"], fault["row"], fault["column"]) for fault in body["errors"]} == {
        ("communities.csv", 2, "started_on"),
        ("communities.csv", 3, "name"),
    }
    assert all(set(fault) == {"file", "sheet", "row", "column", "value", "expected"} for fault in body["errors"])
    assert client.get("/api/v1/organizations").json()["items"] == []


def test_good_rows_alone_when_asked(client: TestClient) -> None:
    answer = _send(client, ("communities.csv", b"id,name\nc1,One\nc2,\n"), skip_bad_rows="true")
    assert answer.status_code == 201
    assert (answer.json()["created"], len(answer.json()["errors"])) == ({"communities": 1}, 1)


def test_dates_as_asked(client: TestClient) -> None:
    table = ("communities.csv", b"id,name,started_on\nc1,One,3/4/2024\n")
    assert _send(client, table, day_first="true").status_code == 201
    assert client.get("/api/v1/communities/c1").json()["started_on"] == "2024-04-03"
    assert _send(client, table, month_first="true").json()["updated"] == {"communities": 1}
    assert _send(client, table, day_first="true", month_first="true").status_code == 422


@pytest.mark.parametrize(
    "uploads",
    [
        [("people.exe", b"name\nAna\n")], [("people", b"name\nAna\n")], [(".csv", b"x")], [("../../people.pdf", b"x")],
        [("people\x00.csv", b"name\nAna\n")], [("x" * 300 + ".csv", b"name\nAna\n")], [PLACES, PLACES],
        [PLACES, ("all.zip", _zipped(PEOPLE))], [("book.xlsx", b"not a workbook")], [("all.zip", b"PK not a zip")],
        [("people.csv", b"")], [("nonsense.csv", b"a,b\n1,2\n")], [("people.csv", b"\x00\x01\x02" * 50)],
        [("all.zip", _zipped(("../../people.pdf", b"x")))], [("people.csv", b"id,name\na,A\na,B\n")],
        [(f"people{number}.csv", b"name\nA\n") for number in range(101)],
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused(uploads: list[Upload], client: TestClient) -> None:
    answer = _send(client, *uploads)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/api/v1/people").json()["items"] == []


def test_a_folder_before_a_name_is_left_away(client: TestClient) -> None:
    for name in ("../../organizations.csv", "C:\\data\\organizations.csv", "/etc/organizations.csv"):
        assert _send(client, (name, PLACES[1])).status_code == 201


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", "multipart/form-data; boundary=x"), (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
     (b"x", "multipart/form-data"), (b"{}", "application/json"), (b"files=x", "application/x-www-form-urlencoded")],
)  # fmt: skip
def test_a_body_that_is_no_upload_is_refused(content: bytes, kind: str, client: TestClient) -> None:
    answer = client.post(IMPORTS, content=content, headers={"content-type": kind})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query",
    [{"dry_run": "perhaps"}, {"community": "nowhere"}, {"community": "\x00"}, {"wave": ""}, {"unknown": "1"}],
)
def test_options_that_make_no_sense(query: dict[str, str], client: TestClient) -> None:
    _send(client, PLACES)
    answer = _send(client, ("memberships.csv", b"community,organization\n,maple\n"), **query)
    assert answer.status_code in (404, 422)
    assert client.get("/api/v1/memberships").json()["items"] == []


def test_a_network_with_its_partition(client: TestClient) -> None:
    network = ("net.net", b'*Vertices 2\n1 "Ruth"\n2 "Omar"\n*Arcs\n1 2\n')
    answer = _send(client, network, ("net.clu", b"*Vertices 2\n1\n2\n"), ("NET.PER", b"*Vertices 2\n2\n1\n"))
    assert answer.status_code == 201
    assert answer.json()["format"] == "pajek"
    assert answer.json()["created"] == {"people": 2, "ties": 1}


def test_files_of_other_programs_go_together_by_name_only(client: TestClient) -> None:
    network = ("net.net", b"*Vertices 1\n")
    assert _send(client, network, ("other.clu", b"*Vertices 1\n1\n")).status_code == 422
    assert _send(client, network, ("net.gexf", b"<gexf/>")).status_code == 422
