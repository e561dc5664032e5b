"""An upload of any table with its mapping, or of a file of a told format."""

from __future__ import annotations

from starlette.testclient import TestClient

IMPORTS = "/api/v1/imports"
TALKS = ("talks 2024.csv", b"What,Who\nTalk,Ann and Bo\n")
MAPPING = (
    "m.toml",
    b'[table.talks]\neach_row = "collaboration"\nalways.kind = "pilot"\n'
    b'columns = { What = "title", Who = { names = "people", role = "presenter" } }\n',
)


def test_a_table_with_its_mapping(client: TestClient) -> None:
    answer = client.post(IMPORTS, files={"file": TALKS, "mapping": MAPPING})
    assert answer.status_code == 201, answer.text
    assert answer.json()["format"] == "mapped"
    assert answer.json()["created"] == {"people": 2, "collaborations": 1, "participations": 2}


def test_a_format_that_was_told(client: TestClient) -> None:
    files = {"file": TALKS, "mapping": MAPPING}
    assert client.post(IMPORTS, files=files, data={"format": "mapped"}).status_code == 201
    refused = client.post(IMPORTS, files=files, data={"format": "nonsense"})
    assert (refused.status_code, "mapped" in refused.text) == (422, True)


def test_a_broken_mapping_is_named(client: TestClient) -> None:
    answer = client.post(IMPORTS, files={"file": TALKS, "mapping": ("m.toml", b"[tabel.x]\n")})
    assert answer.status_code == 422
    assert (answer.json()["errors"][0]["file"], answer.json()["errors"][0]["value"]) == ("m.toml", "tabel")
    assert client.post(IMPORTS, files={"file": TALKS, "mapping": ("", b"x")}).status_code == 422
    assert client.get("/api/v1/people").json()["items"] == []
