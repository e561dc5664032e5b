import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from copnet.fields import clean_id, clean_text, clean_url
from copnet.model import RECORDS, Collaboration, Intent, Membership, Participation, Person, Tie
from copnet.record import digest
from copnet.tables import TABLES, fold_header


def test_every_table_of_the_contract_is_there() -> None:
    assert set(TABLES) == {
        "people", "person_attributes", "organizations", "communities", "aims", "memberships", "engagements",
        "affiliations", "collaborations", "participations", "responses", "ties", "learnings", "adoptions", "intents",
    }  # fmt: skip


def test_records_come_after_what_they_refer_to() -> None:
    seen: set[str] = set()
    for name, table in TABLES.items():
        seen.add(name)
        assert {column.refers_to for column in table.columns if column.refers_to} <= seen


def test_records_are_frozen_and_refuse_unknown_fields() -> None:
    person = Person(id="ann", name="Ann")
    with pytest.raises(ValidationError, match="frozen"):
        person.name = "Bob"
    with pytest.raises(ValidationError, match="Extra inputs"):
        Person(id="ann", name="Ann", surname="Lee")  # type: ignore[call-arg]  # what is refused


def test_a_blank_cell_is_an_absent_one() -> None:
    assert Person.model_validate({"id": "a", "name": "A", "email": " ", "visibility": ""}) == Person(id="a", name="A")


def test_the_narrowest_consent_is_the_default() -> None:
    person = Person(id="a", name="A")
    assert (person.visibility, person.contact, person.name_in_reports) == ("facilitators", "facilitators", False)


def test_text_has_one_spelling() -> None:
    assert clean_text(" Zoe\u0308 ") == "Zoë"
    for bad in ("a\x00b", "a\x1bb", "a\u202eb", "x" * 32_768):
        with pytest.raises(ValueError, match="characters"):
            clean_text(bad)


@pytest.mark.parametrize("good", ["example.org", "https://example.org/a?b", "http://x", "mailto:a@x.example", "x:8080"])
def test_addresses(good: str) -> None:
    assert clean_url(good) == good
    for bad in ("javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "file:///x"):
        with pytest.raises(ValueError, match="a web address"):
            clean_url(bad)


@pytest.mark.parametrize("bad", ["", " ", "a/b", "a\\b", ".", "..", "a\nb", "x" * 201])
def test_an_id_can_stand_in_an_address(bad: str) -> None:
    with pytest.raises(ValueError, match="id of 1 to 200"):
        clean_id(bad)


def test_keys_are_the_contracts() -> None:
    base = {"community": "c", "person": "p", "role": "member", "joined_on": "2024"}
    key = Membership.model_validate(base).key
    assert Membership.model_validate(base | {"left_on": "2025", "organization": "o"}).key == key
    assert Membership.model_validate(base | {"joined_on": "2024-01"}).key != key
    assert Membership.model_validate(base | {"person": None, "organization": "p"}).key != key
    tie = {"from": "a", "to": "b", "kind": "knows", "wave": "1"}
    assert Tie.model_validate(tie).key == Tie.model_validate(tie | {"value": 3, "asked_on": "2024"}).key
    assert Tie.model_validate(tie).key != Tie.model_validate(tie | {"from": "b", "to": "a"}).key


@pytest.mark.parametrize(
    ("record", "fields", "words"),
    [
        (Collaboration, {"id": "x", "title": "x", "kind": "pilot", "started_on": "2024", "ended_on": "2023"}, "before"),
        (Membership, {"community": "c"}, "a person or an organization"),
        (Participation, {"collaboration": "c"}, "a person or an organization"),
        (Intent, {"community": "c", "attribute": "a", "value": "v"}, "either a share or a number of seats"),
        (Intent, {"community": "c", "attribute": "a", "value": "v", "share": 0.1, "seats": 1}, "either a share"),
        (Intent, {"community": "c", "attribute": "a", "value": "v", "share": 1.4}, "less than or equal to 1"),
        (Tie, {"from": "a", "to": "b", "kind": "knows", "value": float("nan")}, "a finite number"),
        (Tie, {"from": "a", "to": "b", "kind": "knows", "value": 1.1e12}, "less than or equal to"),
    ],
)
def test_what_cannot_be_true_is_refused(record: type, fields: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        record(**fields)


def test_a_span_of_coarse_dates_may_touch() -> None:
    assert Collaboration(id="x", title="x", kind="pilot", started_on="2024-05-17", ended_on="2024")  # type: ignore[arg-type]  # texts are read


def test_every_column_is_explained() -> None:
    for table in TABLES.values():
        for column in table.columns:
            assert column.description.endswith((".", "...")), f"{table.name}.{column.name}"


def test_headers_fold() -> None:
    assert fold_header(" Started On ") == fold_header("started_on") == fold_header("STARTEDON")
    assert TABLES["ties"].column("From Kind") is not None
    assert set(RECORDS) == set(TABLES)


@given(st.lists(st.text() | st.none() | st.floats(allow_nan=False) | st.integers() | st.booleans(), max_size=4))
def test_a_key_is_the_digest_of_json(parts: list[object]) -> None:
    """Keys are in stores: they must never change."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    try:
        expected = hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
    except UnicodeEncodeError:  # half of a pair, which no record holds
        return
    assert digest(*parts) == expected


def test_keys_of_before_stay() -> None:
    tie = {"from": "a", "to": 'b"ü', "kind": "knows", "value": 2, "asked_on": "2024-05"}
    assert Tie.model_validate(tie).key == "970e3b238562def0e9f1f97e"
    assert Participation(collaboration="c", person="p").key == "085266359053c357f79b1218"
