import pytest

from copnet.errors import NotFound, UsageError
from copnet.services.audience import Audience, everyone_agreed, find_person, named_people, withhold_nodes
from copnet.services.people import names_of
from copnet.snapshot import Snapshot, make_snapshot
from tests.support.table_snapshot import snapshot_of

PEOPLE = {
    "ann": ("nobody", True), "bob": ("facilitators", True), "cyd": ("communities", False),
    "dee": ("everyone", False), "eve": ("everyone", True), "fay": ("communities", False),
}  # fmt: skip


@pytest.fixture
def snapshot() -> Snapshot:
    return make_snapshot(
        {
            "people": {
                "id": list(PEOPLE), "name": [name.title() for name in PEOPLE],
                "visibility": [seen for seen, _ in PEOPLE.values()],
                "name_in_reports": [agreed for _, agreed in PEOPLE.values()],
                **{name: [None] * len(PEOPLE) for name in (
                    "organization", "role", "location", "topics", "offers", "seeks", "willing", "contact",
                    "aliases", "email", "attributes")},
            },
            "memberships": {
                "community": ["c", "c", "c", "d"], "person": ["bob", "cyd", "fay", "fay"],
                "organization": [None] * 4, "role": ["member"] * 4,
                "status": ["admitted", "admitted", "withdrawn", "admitted"],
                "joined_on": [None] * 4, "left_on": [None] * 4,
            },
        },
        version=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("audience", "named"),
    [
        ("facilitator", {"bob", "cyd", "dee", "eve", "fay"}),
        ("funder", {"dee", "eve"}),
        ("public", {"eve"}),
        ("member:bob", {"bob", "cyd", "dee", "eve"}),
        ("member:Bob", {"bob", "cyd", "dee", "eve"}),
        ("member:ann", {"ann", "dee", "eve"}),
        ("member:fay", {"fay", "dee", "eve"}),
    ],
)
def test_each_audience_sees_those_who_agreed(snapshot: Snapshot, audience: str, named: set[str]) -> None:
    assert named_people(snapshot, Audience.parse(audience)) == named


def test_only_full_consent_needs_no_audience(snapshot: Snapshot) -> None:
    assert not everyone_agreed(snapshot)
    assert everyone_agreed(make_snapshot({}, version=0))


@pytest.mark.parametrize("text", ["", "member", "member:", "funder:x", "boss", "Facilitator"])
def test_other_audiences_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="facilitator, funder, member:PERSON or public"):
        Audience.parse(text)


def test_an_unknown_member_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(NotFound, match="zed"):
        named_people(snapshot, Audience.parse("member:zed"))


def test_withheld_rows_tell_nothing_not_even_by_their_place() -> None:
    rows = [{"id": "ann", "mode": "person", "degree": 9}, {"id": "eve", "mode": "person", "degree": 1},
            {"id": "ann", "mode": "organization", "degree": 3}]  # fmt: skip
    assert withhold_nodes(rows, frozenset({"eve"})) == [rows[1], rows[2], {"withheld": True}]


def test_who_applies_or_funds_is_no_fellow_member() -> None:
    roles = {"ann": "member", "bob": "facilitator", "cyd": "coach", "dee": "applicant", "eve": "funder"}
    rows = [{"community": "c", "person": one, "role": role} for one, role in roles.items()]
    both = [*rows, {"community": "c", "person": "fay", "role": "applicant"}, {"community": "c", "person": "fay"}]
    snapshot = snapshot_of(people=[{"id": one, "visibility": "communities"} for one in (*roles, "fay")],
                           communities=[{"id": "c"}], memberships=both)  # fmt: skip
    fellows = {"ann", "bob", "cyd", "fay"}
    for one in (*roles, "fay"):
        assert named_people(snapshot, Audience("member", one)) == (fellows if one in fellows else {one})


def test_an_id_wins_over_a_name_and_who_else_has_the_name_is_not_said() -> None:
    rows = [{"id": "ann", "name": "Bob"}, {"id": "Bob", "name": "Ann Lee"}, {"id": "secret-1", "name": "Ann Lee"}]
    snapshot = snapshot_of(people=rows)
    ids = [row["id"] for row in rows]
    assert named_people(snapshot, Audience("member", "Bob")) == {"Bob"}
    assert find_person(snapshot, "Bob", ids) == "Bob"
    for ask in (lambda: named_people(snapshot, Audience("member", "Ann Lee")),
                lambda: find_person(snapshot, "Ann Lee", ids)):  # fmt: skip
        with pytest.raises(NotFound, match=r"fits several people|not only one") as error:
            ask()
        assert "secret" not in str(error.value)
    assert find_person(snapshot, "Ann Lee", ["Bob"]) == "Bob"


def test_a_slip_in_the_member_s_name_tells_nobody_else() -> None:
    snapshot = snapshot_of(people=[{"id": "w", "name": "Wilhelmina Ashgrove", "visibility": "nobody"}])
    with pytest.raises(NotFound) as error:
        named_people(snapshot, Audience("member", "Wilhelmina Ashgrov"))
    assert "Ashgrove" not in str(error.value)


def test_an_id_without_words_is_no_name() -> None:
    names = names_of(
        snapshot_of(people=[{"id": "2", "name": "Ann Lee"}, {"id": "ruth-ames", "name": "R. A."}])["people"]
    )
    assert not names.spelled_in("Grade 2 maths")
    assert names.spelled_in("talk by Ruth Ames")
    assert names.spelled_in("Ann Lee's talk")
