"""The sample community's files: whole, valid, invented, and of the variety that every page needs."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from copnet.bootstrap import scratch_store
from copnet.fields import PARTICIPATION_ROLES
from copnet.record import Record
from copnet.sample import sample_path
from copnet.services.imports import import_path
from copnet.tables import TABLES, Column
from tests.support.sample_rows import Row, Rows, by_id, members_of, organizations_of, read_sample


@pytest.fixture(scope="module")
def rows() -> Rows:
    return read_sample()


def test_every_table_of_the_contract_is_there_and_filled(rows: Rows) -> None:
    assert set(rows) == set(TABLES)
    assert all(rows.values())
    for name, found in rows.items():
        headers = list(found[0])
        assert [column.name for column in TABLES[name].columns] == [h for h in headers if TABLES[name].column(h)], name
        assert all(None not in row and None not in row.values() for row in found), f"{name}: a row of another length"


def test_files_are_plain_text_and_nothing_else_lies_beside_them() -> None:
    with sample_path() as folder:
        assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.csv" for name in TABLES)
        for path in folder.iterdir():
            raw = path.read_bytes()
            raw.decode("utf-8")
            assert b"\r" not in raw
            assert not raw.startswith(b"\xef\xbb\xbf")
            assert raw.endswith(b"\n")


def test_it_has_the_promised_size(rows: Rows) -> None:
    assert len(members_of(rows)) == 22
    assert len(organizations_of(rows)) == 8
    assert Counter(r["role"] for r in rows["memberships"] if r["community"] == "cohort" and r["person"]) == {
        "member": 22, "applicant": 6, "facilitator": 2, "coach": 1, "funder": 1,
    }  # fmt: skip
    assert {name: len(found) for name, found in rows.items()} == {
        "people": 53, "organizations": 21, "communities": 4, "aims": 9, "memberships": 61, "affiliations": 32,
        "engagements": 44, "person_attributes": 149, "intents": 19, "collaborations": 75, "participations": 293,
        "responses": 40, "ties": 388, "learnings": 30, "adoptions": 8,
    }  # fmt: skip


def _cell(column: Column, text: str) -> object:
    match column.kind:
        case "texts" | "references":
            return tuple(text.split("|"))
        case "yes-no":
            return {"yes": True, "no": False}[text]
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "share":
            return float(text[:-1]) / 100 if text.endswith("%") else float(text)
        case _:
            return text


def _record(table: str, row: Row) -> Record:
    fields: dict[str, object] = {"attributes": {}}
    own: dict[str, str] = {}
    for header, text in row.items():
        column = TABLES[table].column(header)
        if not text:
            continue
        if column is None:
            own[header] = text
        elif column.field:
            fields[column.name] = _cell(column, text)
    return TABLES[table].record.model_validate(fields | {"attributes": own})


@pytest.mark.parametrize("table", list(TABLES))
def test_every_row_is_a_valid_record_of_its_own(rows: Rows, table: str) -> None:
    keys = [_record(table, row).key for row in rows[table]]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    texts = [text for row in rows[table] for text in row.values()]
    assert [text for text in texts if text != text.strip() or "  " in text] == []


def test_every_reference_resolves(rows: Rows) -> None:
    ids = {name: set(by_id(rows, name)) for name in TABLES if TABLES[name].has_id}
    lost = []
    for name, found in rows.items():
        for column in TABLES[name].columns:
            for row in found:
                target = column.refers_to
                if name == "ties" and column.name in ("from", "to"):
                    target = "organizations" if row[f"{column.name}_kind"] == "organization" else "people"
                if target:
                    lost += [
                        (name, column.name, one)
                        for one in row[column.name].split("|")
                        if one and one not in ids[target]
                    ]
    assert lost == []


def test_everything_is_known_to_be_invented(rows: Rows) -> None:
    text = "\n".join(cell for found in rows.values() for row in found for cell in row.values())
    domains = re.findall(r"(?:@|https?://|www\.)([\w.-]+)", text)
    assert len(domains) > 50
    assert set(domains) == {"example.org", "example.com"}
    assert all("nvented" in row["purpose"] for row in rows["communities"])
    with sample_path() as folder:
        assert "**Everything here is invented**" in (folder.parent / "README.md").read_text(encoding="utf-8")


def test_free_text_names_nobody_who_did_not_agree(rows: Rows) -> None:
    """No audience rule reaches into a sentence, so the sample's sentences must not tell either."""
    texts = [
        row[name]
        for table in ("communities", "aims", "collaborations", "learnings", "adoptions")
        for row in rows[table]
        for name in ("title", "outcome", "answer", "answered_by", "text", "purpose", "venue", "approach", "status")
        if name in row
    ]
    words = set(re.findall(r"\w+", " ".join(texts)))
    for person in rows["people"]:
        if (person["visibility"], person["name_in_reports"]) != ("everyone", "yes"):
            assert not words & set(re.findall(r"\w{3,}", person["name"])), person["name"]
    assert words >= {"Priya", "Maya"}


def test_consents_are_mixed(rows: Rows) -> None:
    members = [row for row in rows["people"] if row["id"] in members_of(rows)]
    shades = {"nobody", "facilitators", "communities", "everyone"}
    assert {row["visibility"] for row in members} == shades
    assert {row["contact"] for row in members} == shades
    assert {row["name_in_reports"] for row in members} == {"yes", "no"}
    assert {row["willing"] for row in members} == {"yes", "ask", "no"}
    assert any(row["visibility"] == "" for row in rows["people"])


def test_representation_has_small_cells_several_values_and_silence(rows: Rows) -> None:
    members = members_of(rows)
    answers = [row for row in rows["person_attributes"] if row["person"] in members]
    cells = Counter((row["attribute"], row["value"]) for row in answers)
    per_person = Counter((row["person"], row["attribute"]) for row in answers)
    assert sum(1 for count in cells.values() if count <= 4) >= 8
    assert len({person for (person, _), count in per_person.items() if count > 1}) >= 4
    wanted = {row["attribute"] for row in rows["intents"]}
    for attribute in wanted:
        assert members - {person for person, name in per_person if name == attribute}, f"everybody answered {attribute}"
    assert {row["attribute"] for row in answers if row["sensitive"] == "no"} == {"career stage"}
    assert "career stage" not in wanted
    assert {bool(row["share"]) for row in rows["intents"]} == {True, False}
    applicants = [row for row in rows["memberships"] if row["role"] == "applicant"]
    assert {row["status"] for row in applicants} == {"applied", "invited", "declined", "withdrawn"}
    described = {row["person"] for row in rows["person_attributes"]}
    assert {row["person"] for row in applicants} <= described
    (cohort,) = [row for row in rows["communities"] if row["id"] == "cohort"]
    assert (cohort["capacity"], cohort["field_size"], cohort["funders"]) == ("24", "40", "tinder-fdn")


def test_affiliations_and_engagements_change(rows: Rows) -> None:
    leila = [row["organization"] for row in rows["affiliations"] if row["person"] == "leila-haddad"]
    tomas = [row["ended_on"] for row in rows["affiliations"] if row["person"] == "tomas-lindqvist"]
    assert (leila, tomas) == (["tlc", "fspg"], ["", ""])
    moments = {row["noted_on"] for row in rows["engagements"] if row["community"] == "cohort"}
    assert len(moments) == 2
    assert {row["level"] for row in rows["engagements"]} == {"low", "some", "high", "leading"}


def test_dates_of_all_precisions_and_every_status(rows: Rows) -> None:
    lengths = Counter(len(row["started_on"]) for row in rows["collaborations"])
    assert set(lengths) == {0, 4, 7, 10}
    assert lengths[0] == 4
    assert {row["status"] for row in rows["collaborations"]} >= {
        "", "ongoing", "planned", "proposed", "presented", "accepted", "adopted", "declined", "cancelled",
    }  # fmt: skip
    days = [cell for found in rows.values() for row in found for name, cell in row.items() if name.endswith("_on")]
    assert max(days) < "2026"
    after_the_end = [row["id"] for row in rows["collaborations"] if row["started_on"] > "2023-06-30"]
    assert len(after_the_end) >= 20


def test_roles_of_participation_are_the_known_ones(rows: Rows) -> None:
    roles = {row["role"] for row in rows["participations"]}
    assert roles == set(PARTICIPATION_ROLES.values) | {""}


def test_the_importer_takes_it_whole_and_twice(rows: Rows) -> None:
    with sample_path() as folder, scratch_store() as store:
        report = import_path(store, folder).as_dict()
        again = import_path(store, folder).as_dict()
        assert report["errors"] == report["left_out"] == []
        expected = {name: len(found) for name, found in rows.items()}
        expected["memberships"] += 1  # the funder named in communities.funders
        assert {name: store.count(name) for name in TABLES} == expected
        assert not any(again["created"].values())
        assert not any(again["updated"].values())
