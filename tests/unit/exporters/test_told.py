"""What an export tells an audience: nobody who did not agree, no row about them, no text that spells their name."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from copnet.exporters.formats import FORMATS
from copnet.record import Record
from copnet.stores.base import GraphStore
from tests.support.exports import export, files, put
from tests.support.world import make

HIDDEN = ("Hilda Secret", "hilda-secret", "hilda@secret.example")


def _records() -> list[Record]:
    open_ = {"visibility": "everyone", "name_in_reports": True}
    return [
        make("organizations", id="o", name="Org", url="https://o.example/hilda-secret"),
        make("people", id="hilda-secret", name="Hilda Secret", email=HIDDEN[2], visibility="nobody", organization="o"),
        make("people", id="ann", name="Ann Open", email="ann@o.example", contact="everyone", role="lead", **open_),
        make("people", id="bob", name="Bob Open", email="bob@o.example", contact="nobody", bio="Met Hilda Secret",
             **open_),
        make("people", id="cem", name="Cem Closed", email="cem@o.example", location="Fairwater"),
        make("person_attributes", person="hilda-secret", attribute="region", value="north"),
        make("person_attributes", person="ann", attribute="region", value="south"),
        make("communities", id="c", name="Circle", purpose="Founded by Hilda Secret"),
        make("memberships", community="c", person="hilda-secret"),
        make("memberships", community="c", person="ann"),
        make("memberships", community="c", person="cem", status="applied"),
        make("engagements", community="c", person="ann", level="low"),
        make("affiliations", person="hilda-secret", organization="o"),
        make("collaborations", id="k", title="A talk with Hilda Secret", kind="presentation", source="Hilda Secret"),
        make("collaborations", id="k2", title="Pilot", kind="pilot", part_of="k", attributes={"By": "Hilda Secret"}),
        make("participations", collaboration="k", person="hilda-secret"),
        make("participations", collaboration="k", person="ann"),
        make("participations", collaboration="k", person="bob", role="beside Hilda Secret"),
        make("responses", person="ann", wave="1"),
        make("responses", person="hilda-secret", wave="1"),
        make("ties", from_="ann", to="hilda-secret", kind="trusts"),
        make("ties", from_="ann", to="bob", kind="trusts"),
        make("learnings", community="c", text="It takes time", by="hilda-secret", quotable=True),
        make("learnings", community="c", text="Not for quotation", by="ann"),
        make("adoptions", organization="o", approach="Huddle", from_person="hilda-secret"),
        make("intents", community="c", attribute="region", value="north", seats=2),
    ]  # fmt: skip


@pytest.fixture
def told(scratch: GraphStore) -> GraphStore:
    put(scratch, _records())
    return scratch


def _spelled(path: Path) -> bytes:
    """Everything that stands in an export, unpacked."""
    if path.is_dir():
        return b"".join(map(_spelled, path.iterdir()))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    if path.suffix == ".parquet":
        return pl.read_parquet(path).write_json().encode()
    return path.read_bytes()


@pytest.mark.parametrize("audience", ["facilitator", "funder", "public", "member:ann"])
@pytest.mark.parametrize("name", list(FORMATS))
def test_nobody_who_is_visible_to_nobody(told: GraphStore, tmp_path: Path, name: str, audience: str) -> None:
    path = tmp_path / f"out{FORMATS[name].ending or ''}"
    report = export(told, path, name, audience=audience)
    content = _spelled(path)
    assert b"Ann Open" in content
    for word in HIDDEN:
        assert word.encode() not in content, word
    assert report.withheld["people" if FORMATS[name].family == "tables" else "nodes"] >= 1
    assert audience.encode() in content


def _table(folder: Path, name: str) -> list[dict[str, Any]]:
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False).to_dicts()


def test_rows_about_the_withheld_are_left_out_and_counted(told: GraphStore, tmp_path: Path) -> None:
    report = export(told, tmp_path / "out")
    assert report.withheld == {
        "people": 1, "person_attributes": 1, "memberships": 1, "affiliations": 1, "participations": 1, "responses": 1,
        "ties": 1, "emails": 1,
    }  # fmt: skip
    assert "1 person withheld." in report.left_out
    note = json.loads(files(tmp_path / "out")["copnet-export.json"])
    assert note["withheld"] == report.withheld
    assert note["left_out"] == list(report.left_out)
    people = {row["id"]: row for row in _table(tmp_path / "out", "people")}
    assert people.keys() == {"ann", "bob", "cem"}
    assert people["ann"]["email"] == "ann@o.example"
    assert people["bob"]["email"] is None  # nobody may write to him
    assert people["bob"]["bio"] is None
    assert people["cem"]["location"] == "Fairwater"
    (learning, _) = sorted(_table(tmp_path / "out", "learnings"), key=lambda row: str(row["text"]))
    assert learning["by"] is None
    (adoption,) = _table(tmp_path / "out", "adoptions")
    assert adoption["from_person"] is None
    works = {row["title"]: row for row in _table(tmp_path / "out", "collaborations")}
    assert works.keys() == {"A collaboration (presentation)", "Pilot"}
    assert works["Pilot"]["part_of"] == works["A collaboration (presentation)"]["id"]


@pytest.mark.parametrize("audience", ["funder", "public", "member:ann"])
def test_others_are_told_nothing_given_in_trust(told: GraphStore, tmp_path: Path, audience: str) -> None:
    export(told, tmp_path / "out", audience=audience)
    for table in ("person_attributes", "engagements", "responses", "ties", "intents"):
        assert _table(tmp_path / "out", table) == [], table
    people = {row["id"]: row for row in _table(tmp_path / "out", "people")}
    assert people.keys() == {"ann", "bob"}
    assert people["ann"]["role"] is None
    assert people["ann"]["visibility"] is None
    assert people["ann"]["email"] == "ann@o.example"
    assert [row["person"] for row in _table(tmp_path / "out", "memberships")] == ["ann"]
    assert "Not for quotation" not in str(_table(tmp_path / "out", "learnings"))


def test_contact_opens_addresses_to_fellow_members_only(told: GraphStore, tmp_path: Path) -> None:
    seen = {"visibility": "communities", "contact": "communities"}
    put(told, [
        make("people", id="dee", name="Dee", email="dee@o.example", **seen),
        make("memberships", community="c", person="dee"),
    ])  # fmt: skip
    for audience, address in (("member:ann", "dee@o.example"), ("facilitator", "dee@o.example")):
        export(told, tmp_path / audience, audience=audience)
        people = {row["id"]: row["email"] for row in _table(tmp_path / audience, "people")}
        assert people["dee"] == address
    put(told, [make("people", id="dee", name="Dee", email="dee@o.example", visibility="everyone",
                    contact="communities")])  # fmt: skip
    export(told, tmp_path / "funder", audience="funder")
    assert {row["id"]: row["email"] for row in _table(tmp_path / "funder", "people")}["dee"] is None


def test_what_others_are_told_can_be_imported(told: GraphStore, tmp_path: Path) -> None:
    from copnet.bootstrap import scratch_store
    from copnet.services.imports import import_path

    for audience in ("facilitator", "funder", "public"):
        export(told, tmp_path / audience, audience=audience)
        with scratch_store() as other:
            assert import_path(other, tmp_path / audience).errors == ()
            assert other.count("people") == (3 if audience == "facilitator" else 2)


CLOSED = {
    "facilitator": {"b77@o.example"},
    "funder": {"hs77@secret.example", "b77@o.example", "c77@o.example"},
    "member:ann": {"hs77@secret.example", "b77@o.example", "c77@o.example"},
}


@pytest.mark.parametrize("audience", list(CLOSED))
@pytest.mark.parametrize("name", ["csv", "cypher"])
def test_no_text_tells_an_address_that_is_closed(scratch: GraphStore, tmp_path: Path, name: str, audience: str) -> None:
    seen: dict[str, Any] = {"visibility": "everyone", "name_in_reports": True}
    addresses = {"ann": "a77@o.example", "bob": "b77@o.example", "cem": "c77@o.example", "hid": "hs77@secret.example"}
    contact = {"ann": "everyone", "bob": "nobody"}
    put(scratch, [
        *(make("people", id=key, name=f"{key} x", email=address, contact=contact.get(key, "facilitators"),
               **(seen if key != "hid" else {})) for key, address in addresses.items()),
        make("communities", id="c", name="Circle", purpose="/".join(addresses.values())),
        make("organizations", id="o", name="Org", aliases=[f"at {one}" for one in addresses.values()]),
        *(record for key, address in addresses.items() for record in (
            make("collaborations", id=f"k{key}", title="Pilot", kind="pilot", outcome=f"Ask {address.upper()}.",
                 url=f"mailto:{address}", topics=[address]),
            make("collaborations", id=f"l{key}", title=f"Write {address}", kind="pilot"),
            make("learnings", community="c", text=f"Write to {address}", quotable=True),
        )),
    ])  # fmt: skip
    path = tmp_path / f"out{FORMATS[name].ending or ''}"
    export(scratch, path, name, audience=audience)
    content = _spelled(path).decode().casefold()
    for address in CLOSED[audience]:
        assert address not in content
    for told in ("ask a77@o.example.", "mailto:a77@o.example", "write to a77@o.example"):
        assert told in content


def test_a_cell_that_is_the_id_of_a_hidden_person_is_blank(scratch: GraphStore, tmp_path: Path) -> None:
    put(scratch, [
        make("people", id="hid", name="Hilda Secret", visibility="nobody"),
        make("people", id="7", name="Seven Secret", visibility="nobody"),
        make("organizations", id="o", name="Org", attributes={"led by": "hid", "size": "7"}),
        make("collaborations", id="a", title="A", kind="pilot", answered_by="hid", topics=["hid", "hidden"]),
        make("collaborations", id="b", title="B", kind="pilot", answered_by="7", outcome="7"),
        make("collaborations", id="c", title="C", kind="pilot", answered_by="hidden"),
    ])  # fmt: skip
    export(scratch, tmp_path / "out")
    works = _table(tmp_path / "out", "collaborations")
    assert [(row["answered_by"], row["topics"], row["outcome"]) for row in works] == [
        (None, "hidden", None), (None, None, "7"), ("hidden", None, None)
    ]  # fmt: skip
    (organization,) = _table(tmp_path / "out", "organizations")
    assert "led by" not in organization
    assert organization["size"] == "7"


@pytest.mark.parametrize("audience", ["funder", "public", "facilitator"])
def test_own_columns_of_organizations_are_for_facilitators(scratch: GraphStore, tmp_path: Path, audience: str) -> None:
    put(scratch, [make("organizations", id="o", name="Org", location="Fairwater", attributes={"notes": "Late again"})])
    export(scratch, tmp_path / "out", audience=audience)
    (organization,) = _table(tmp_path / "out", "organizations")
    assert organization["location"] == "Fairwater"
    assert organization.get("notes") == ("Late again" if audience == "facilitator" else None)
