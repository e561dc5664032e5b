"""Who may be the same, as a facilitator meets it: on the command line, over HTTP, and in the report of an import."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from starlette.testclient import TestClient

from copnet.bootstrap import scratch_store
from copnet.services.audience import FACILITATOR
from copnet.services.decisions import decide
from copnet.services.demo import load_sample
from copnet.services.duplicates import duplicates_for
from copnet.services.imports import ImportOptions, import_path
from copnet.services.records import delete_record
from copnet_api.app import create_app
from tests.cli.conftest import Copnet

PEOPLE = """id,name,email,organization,visibility
ann,Ann Lee,ann@north.org,North,everyone
a,A. Lee,,North,facilitators
hid,Bob Ray,,South,nobody
bob,Robert Ray,,South,everyone
tbd,TBD,,,everyone
two,Ann Lee & Cem Su,,,everyone
"""
ORGANIZATIONS = """id,name
nen,NEN
n,Northern Education Network
t,Teachers' League
tw,Teachers' League of Washington
h,Bob Ray Foundation
h2,Bob Ray Fundation
"""


def tables(folder: Path) -> Path:
    folder.mkdir()
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "organizations.csv").write_text(ORGANIZATIONS + "North,North\nSouth,South\n", encoding="utf-8")
    return folder


def test_the_list(copnet: Copnet, tmp_path: Path) -> None:
    tables(tmp_path / "t")
    assert copnet("import", "t").code == 0
    result = copnet("duplicates", "--json").json
    pairs = {(row["a"]["id"], row["b"]["id"]): row for row in result["candidates"]}
    assert set(pairs) == {("a", "ann"), ("n", "nen"), ("t", "tw")}
    assert pairs["a", "ann"]["a"] == {
        "id": "a", "name": "A. Lee", "source": {"file": "people.csv", "sheet": None, "row": 3}
    }  # fmt: skip
    assert "The same organization." in pairs["a", "ann"]["reasons"]
    assert pairs["t", "tw"]["relation"] == "part"
    assert [row["score"] for row in result["candidates"]] == sorted((r["score"] for r in pairs.values()), reverse=True)
    assert result["withheld"] == 2, "Bob Ray is visible to nobody, as a person and in an organization's name"
    assert [(row["id"], row["names"]) for row in result["not_one_person"]] == [
        ("tbd", []),
        ("two", ["Ann Lee", "Cem Su"]),
    ]
    assert "Bob Ray" not in copnet("duplicates").out
    only = copnet("duplicates", "--kind", "organization", "--limit", "1", "--json").json
    assert ([row["kind"] for row in only["candidates"]], only["not_listed"]) == (["organization"], 1)
    words = copnet("duplicates").out
    for part in ("A. Lee (a) and Ann Lee (ann) (person, score", "people.csv, row 3", "2 not shown", "Perhaps: Ann Lee"):
        assert part in words, words


def test_an_organization_to_be_determined(copnet: Copnet, tmp_path: Path) -> None:
    (tmp_path / "organizations.csv").write_text("id,name\no1,TBD\no2,tbd\no3,North\n", encoding="utf-8")
    done = copnet("import", "organizations.csv", "--json").json
    told = [(row["id"], row["reason"]) for row in done["unsure"]]
    assert told == [(key, "may be no organization: a word for nobody in particular") for key in ("o1", "o2")]
    result = copnet("duplicates", "--json").json
    assert [(row["kind"], row["id"]) for row in result["not_one_person"]] == [
        ("organization", "o1"),
        ("organization", "o2"),
    ]
    assert result["candidates"] == [], "such a name says nothing of who is meant"
    assert "Not one organization: TBD (o1). May be no organization" in copnet("duplicates").out
    assert copnet("duplicates", "--kind", "person", "--json").json["not_one_person"] == []


def test_the_sample_has_two_pairs_to_decide(tmp_path: Path) -> None:
    with scratch_store() as store:
        load_sample(store)
        rows = duplicates_for(store, None, FACILITATOR)["candidates"]
    assert [(row["a"]["name"], row["b"]["name"], row["relation"]) for row in rows] == [
        ("Rosa Delgado", "Rosa M. Delgado", "same"),
        ("Larkspur Falls Schools", "Larkspur Falls School District", "same"),
    ]


def test_who_may_ask(copnet: Copnet, tmp_path: Path) -> None:
    tables(tmp_path / "t")
    copnet("import", "t")
    for audience in ("funder", "public", "member:ann"):
        refused = copnet("duplicates", "--audience", audience)
        assert (refused.code, "facilitators only" in refused.err, refused.out) == (2, True, "")
    assert copnet("duplicates", "--kind", "thing").code == 2


def test_an_import_says_what_it_is_unsure_of(copnet: Copnet, tmp_path: Path) -> None:
    tables(tmp_path / "t")
    trial = copnet("import", "t", "--dry-run", "--json").json
    done = copnet("import", "t", "--json").json
    assert trial["unsure"] == done["unsure"]
    reasons = {(row["id"], *(one["id"] for one in row["candidates"])): row["reason"] for row in done["unsure"]}
    assert {("tbd",), ("two",), ("ann", "a"), ("bob", "hid")} <= {tuple(key) for key in reasons} | {
        tuple(reversed(key)) for key in reasons
    }  # fmt: skip
    assert '"Ann Lee" and "Cem Su"' in reasons["two",]
    assert done["created"]["people"] == 6, "nothing is refused, left out or merged"
    assert copnet("import", "t", "--json").json["unsure"] == [], "nothing is new"


def test_a_new_record_beside_known_ones(tmp_path: Path) -> None:
    with scratch_store() as store:
        import_path(store, tables(tmp_path / "t"))
        (tmp_path / "works.csv").write_text("collaboration,person\nTalk,Lee Ann\n", encoding="utf-8")
        more = (tmp_path / "works.csv").rename(tmp_path / "participations.csv")
        report = import_path(store, more, ImportOptions(dry_run=True))
        assert ("Lee Ann", ("ann", "Ann Lee")) in {(item.name, *item.candidates) for item in report.unsure}


def test_over_http_and_remembered(tmp_path: Path) -> None:
    with scratch_store() as store:
        import_path(store, tables(tmp_path / "t"))
        expected = duplicates_for(store, None, FACILITATOR)
        with TestClient(create_app(store), base_url="http://localhost") as client:
            assert client.get("/api/v1/duplicates").json() == expected
            one = client.get("/api/v1/duplicates", params={"kind": "person", "limit": 1}).json()
            assert [row["kind"] for row in one["candidates"]] == ["person"]
            for wrong in ({"audience": "funder"}, {"kind": "x"}, {"limit": 0}):
                assert client.get("/api/v1/duplicates", params=wrong).status_code == 422
        decide(store, "a", "ann", "different", on=dt.date(2024, 5, 1))
        left = duplicates_for(store, "person", FACILITATOR)
        assert (left["candidates"], left["withheld"]) == ([], 1)
        delete_record(store, "people", "a")
        rows = duplicates_for(store, "person", FACILITATOR)["candidates"]
        assert all({row["a"]["id"], row["b"]["id"]} != {"a", "ann"} for row in rows)
