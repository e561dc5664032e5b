import pytest

from copnet.errors import NotFound, UsageError
from copnet.services.audience import Audience, everyone_agreed, named_people, withhold_nodes
from copnet.snapshot import Snapshot, make_snapshot

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
                    "aliases", "attributes")},
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
