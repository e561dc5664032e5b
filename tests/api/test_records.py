"""Every table as a resource, through the routes only."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from copnet.tables import TABLES
from tests.api.conftest import V1
from tests.api.rows import CHANGES, ROWS

Made = dict[str, dict[str, Any]]


def test_the_rows_of_the_tests_cover_every_table() -> None:
    assert set(ROWS) == set(CHANGES) == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_a_record_goes_in_comes_back_changes_and_goes(table: str, client: TestClient, filled: Made) -> None:
    made = filled[table]
    names = {column.name for column in TABLES[table].columns if column.field}
    assert set(made) == names | {"key", "attributes", "provenance"}
    assert ROWS[table].items() <= made.items()
    assert made["provenance"]["kind"] == "api"
    assert client.get(f"{V1}/{table}/{made['key']}").json() == made
    assert client.get(f"{V1}/{table}").json() == {"items": [made], "next": None}

    answer = client.patch(f"{V1}/{table}/{made['key']}", json=CHANGES[table])
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    expected = made | CHANGES[table] | {"key": changed["key"]}
    if table == "organizations":
        expected["attributes"] = {"Size": "20"}
    assert changed == expected
    assert answer.headers["content-location"] == f"{V1}/{table}/{quote(changed['key'])}"
    assert client.get(f"{V1}/{table}").json()["items"] == [changed]
    assert (client.get(f"{V1}/{table}/{made['key']}").status_code == 200) == (changed["key"] == made["key"])


def test_everything_can_be_deleted_in_the_opposite_order(client: TestClient, filled: Made) -> None:
    for table in reversed(TABLES):
        address = f"{V1}/{table}/{filled[table]['key']}"
        answer = client.delete(address)
        assert (answer.status_code, answer.content) == (204, b"")
        assert client.get(address).status_code == 404
        assert client.delete(address).status_code == 404


def test_creating_says_where_the_record_is(client: TestClient) -> None:
    answer = client.post(f"{V1}/organizations", json={"id": "a b?ü", "name": "Ämter"})
    assert answer.headers["location"] == f"{V1}/organizations/a%20b%3F%C3%BC"
    assert client.get(answer.headers["location"]).json()["id"] == "a b?ü"


def test_ids_are_made_from_names_and_never_collide(client: TestClient) -> None:
    made = [client.post(f"{V1}/people", json={"name": "José  Ñandú"}).json()["id"] for _ in range(4)]
    assert made == ["josé-ñandú", "josé-ñandú-2", "josé-ñandú-3", "josé-ñandú-4"]


def test_pages_meet_every_record_once_even_while_others_are_added(client: TestClient) -> None:
    before = {f"o{number:03}" for number in range(57)}
    for key in before:
        client.post(f"{V1}/organizations", json={"id": key, "name": key})
    seen: list[str] = []
    cursor: str | None = None
    for turn in range(100):
        page = client.get(f"{V1}/organizations", params={"limit": 10} | ({"cursor": cursor} if cursor else {})).json()
        seen += [item["key"] for item in page["items"]]
        client.post(f"{V1}/organizations", json={"id": f"a{turn}", "name": "before"})
        client.post(f"{V1}/organizations", json={"id": f"o02{turn}x", "name": "between"})
        cursor = page["next"]
        if cursor is None:
            break
    assert cursor is None
    assert len(seen) == len(set(seen))
    assert before <= set(seen)
    assert seen == sorted(seen)


def test_a_cursor_is_of_its_table_and_as_it_was_given(client: TestClient, filled: Made) -> None:
    client.post(f"{V1}/people", json={"name": "Another"})
    cursor = client.get(f"{V1}/people?limit=1").json()["next"]
    assert client.get(f"{V1}/people", params={"cursor": cursor}).status_code == 200
    for table, value in (("organizations", cursor), ("people", "1" + cursor), ("people", "%%%"), ("people", "é")):
        answer = client.get(f"{V1}/{table}", params={"cursor": value})
        assert answer.status_code == 422, value
        assert "cursor" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("table", "query", "found"),
    [
        ("people", {"organization": "maple"}, 1),
        ("people", {"organization": "maple", "visibility": "nobody"}, 0),
        ("people", {"email": "zoe@maple.example"}, 1),
        ("collaborations", {"kind": "co-presentation", "status": "done"}, 1),
        ("collaborations", {"kind": "article"}, 0),
        ("ties", {"from": "zoë-łukas", "to_kind": "organization"}, 1),
        ("ties", {"from": "maple"}, 0),
        ("intents", {"community": "first-cohort"}, 1),
    ],
)
def test_filters_keep_what_equals_them(
    table: str, query: dict[str, str], found: int, client: TestClient, filled: Made
) -> None:
    assert len(client.get(f"{V1}/{table}", params=query).json()["items"]) == found


@pytest.mark.parametrize(
    ("table", "query"),
    [("people", "orgnization=maple"), ("people", "visibility=all"), ("people", "organization="), ("people", "topics=x"),
     ("ties", "from_=a"), ("people", "limit=1001"), ("people", "limit=99999999999999999999999")],
)  # fmt: skip
def test_a_filter_that_cannot_filter_is_refused(table: str, query: str, client: TestClient) -> None:
    answer = client.get(f"{V1}/{table}?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


def test_a_known_key_is_a_conflict(client: TestClient, filled: Made) -> None:
    for table, row in ROWS.items():
        body = {"id": filled[table]["key"], **row} if TABLES[table].has_id else row
        answer = client.post(f"{V1}/{table}", json=body)
        assert answer.status_code == 409, table
        assert "already" in answer.json()["detail"]


def test_a_reference_to_nothing_is_a_conflict_and_nothing_is_written(client: TestClient) -> None:
    answer = client.post(f"{V1}/affiliations", json={"person": "nobody", "organization": "nowhere"})
    assert answer.status_code == 409
    assert client.get(f"{V1}/affiliations").json()["items"] == []


def test_what_others_refer_to_stays_and_they_are_counted(client: TestClient, filled: Made) -> None:
    for role in ("guest", "host"):
        client.post(
            f"{V1}/participations", json={"collaboration": "reading-for-all", "person": "zoë-łukas", "role": role}
        )
    client.post(f"{V1}/collaborations", json={"title": "Pilot", "kind": "pilot", "grew_out_of": ["reading-for-all"]})
    detail = client.delete(f"{V1}/collaborations/reading-for-all").json()["detail"]
    assert "1 in collaborations, 3 in participations" in detail
    detail = client.delete(f"{V1}/organizations/maple").json()["detail"]
    assert "1 in people, 1 in affiliations, 1 in ties, 1 in adoptions" in detail
    assert client.get(f"{V1}/organizations/maple").status_code == 200


def test_key_fields_may_change_to_a_free_key_only(client: TestClient, filled: Made) -> None:
    first = filled["participations"]
    other = client.post(
        f"{V1}/participations", json={"collaboration": "reading-for-all", "person": "zoë-łukas", "role": "host"}
    ).json()
    address = f"{V1}/participations/{first['key']}"
    assert client.patch(address, json={"role": "host"}).status_code == 409
    moved = client.patch(address, json={"role": "guest"}).json()
    assert moved["key"] != first["key"]
    assert client.get(address).status_code == 404
    keys = {item["key"] for item in client.get(f"{V1}/participations").json()["items"]}
    assert keys == {moved["key"], other["key"]}


def test_an_id_in_use_does_not_change(client: TestClient, filled: Made) -> None:
    answer = client.patch(f"{V1}/people/zoë-łukas", json={"id": "zoe"})
    assert answer.status_code == 409
    assert "1 in ties" in answer.json()["detail"]
    client.post(f"{V1}/people", json={"id": "free", "name": "Free"})
    assert client.patch(f"{V1}/people/free", json={"id": "zoë-łukas"}).status_code == 409
    assert client.patch(f"{V1}/people/free", json={"id": "freer"}).json()["key"] == "freer"
    assert client.get(f"{V1}/people/free").status_code == 404


def test_a_change_that_changes_nothing_writes_nothing(client: TestClient, filled: Made) -> None:
    version = client.get("/readyz").json()["version"]
    assert client.patch(f"{V1}/people/zoë-łukas", json={"name": "Zoë Łukas"}).json() == filled["people"]
    assert client.patch(f"{V1}/people/zoë-łukas", json={}).json() == filled["people"]
    assert client.get("/readyz").json()["version"] == version


@pytest.mark.parametrize(
    ("table", "body", "field"),
    [
        ("people", {}, "name"),
        ("people", {"name": " "}, "name"),
        ("people", {"name": None}, "name"),
        ("people", {"name": "A", "visibility": "all"}, "visibility"),
        ("people", {"name": "A", "provenance": {"kind": "file"}}, "provenance"),
        ("people", {"name": "A", "key": "a"}, "key"),
        ("people", {"name": "A", "name_in_reports": "yes"}, "name_in_reports"),
        ("people", {"name": "A", "topics": "reading"}, "topics"),
        ("people", {"name": "A", "topics": ["x", ""]}, "topics.1"),
        ("people", {"name": "A\x00"}, "name"),
        ("people", {"name": "A", "id": "a/b"}, "id"),
        ("people", {"name": "A", "attributes": {"E Mail": "x", "email": "y"}}, "attributes.email"),
        ("people", {"name": "A", "attributes": {"": "x"}}, "attributes"),
        ("people", {"name": "A", "attributes": {"Size": "x", "size": "y"}}, "attributes.size"),
        ("communities", {"name": "C", "started_on": "17.5.2024"}, "started_on"),
        ("communities", {"name": "C", "started_on": "2024-02-30"}, "started_on"),
        ("communities", {"name": "C", "started_on": 2024}, "started_on"),
        ("communities", {"name": "C", "capacity": 0}, "capacity"),
        ("communities", {"name": "C", "capacity": 10**30}, "capacity"),
        ("communities", {"name": "C", "started_on": "2024", "ended_on": "2023"}, ""),
        ("ties", {"from": "a", "to": "b", "kind": "knows", "value": "4"}, "value"),
        ("ties", {"from_": "a", "to": "b", "kind": "knows"}, "from"),
        ("memberships", {"community": "c"}, ""),
        ("intents", {"community": "c", "attribute": "a", "value": "v"}, ""),
        ("intents", {"community": "c", "attribute": "a", "value": "v", "share": 1.5}, "share"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_by_field(
    table: str, body: dict[str, Any], field: str, client: TestClient
) -> None:
    answer = client.post(f"{V1}/{table}", json=body)
    assert answer.status_code == 422, answer.text
    assert field in [fault["field"] for fault in answer.json()["errors"]]
    assert client.get(f"{V1}/{table}").json()["items"] == []


def test_a_change_that_does_not_fit_is_refused(client: TestClient, filled: Made) -> None:
    address = f"{V1}/communities/first-cohort"
    for body in (
        {"name": None},
        {"ended_on": "2020"},
        {"provenance": None},
        {"capacity": -1},
        {"attributes": {"Name": "x"}},
    ):
        assert client.patch(address, json=body).status_code == 422, body
    assert client.get(address).json() == filled["communities"]


def test_null_clears_and_defaults_return(client: TestClient, filled: Made) -> None:
    changed = client.patch(
        f"{V1}/people/zoë-łukas", json={"visibility": None, "topics": None, "attributes": None}
    ).json()
    assert (changed["visibility"], changed["topics"], changed["attributes"]) == ("facilitators", [], {})


@pytest.mark.parametrize(
    ("table", "column"),
    [("organizations", "parent"), ("communities", "parent"), ("collaborations", "part_of"),
     ("collaborations", "grew_out_of")],
)  # fmt: skip
def test_nothing_leads_back_to_itself(table: str, column: str, client: TestClient) -> None:
    """As no import lets it: what is written by any way can be exported and imported again."""
    base = {"title": "x", "kind": "pilot"} if table == "collaborations" else {"name": "x"}

    def above(key: str) -> Any:
        return [key] if column == "grew_out_of" else key

    def refused(answer: Any) -> None:
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["field"] == column
        assert "does not lead back to itself" in answer.text

    refused(client.post(f"{V1}/{table}", json=base | {"id": "a", column: above("a")}))
    for key, over in (("a", None), ("b", "a"), ("c", "b")):
        assert client.post(
            f"{V1}/{table}", json=base | {"id": key} | ({column: above(over)} if over else {})
        ).is_success
    for key in ("a", "b", "c"):
        refused(client.patch(f"{V1}/{table}/a", json={column: above(key)}))
    assert client.get(f"{V1}/{table}/a").json()[column] in (None, [])
    assert client.patch(f"{V1}/{table}/c", json={column: above("a")}).is_success
