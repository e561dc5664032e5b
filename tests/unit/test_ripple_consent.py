"""What an audience is told of ripple and the four areas: whole counts, names of who agreed, quotable stories."""

from __future__ import annotations

import json
from typing import Any

import pytest

from copnet.analysis.areas import areas
from copnet.analysis.ripple_report import ripple
from copnet.errors import NotFound
from copnet.services.audience import Audience, named_people
from copnet.services.consent import told_snapshot
from copnet.services.ripple import areas_for, ripple_for
from copnet.services.spelling import Names
from tests.support.sample_snapshot import sample_snapshot
from tests.support.table_snapshot import snapshot_of

Json = dict[str, Any]
AUDIENCES = ["facilitator", "funder", "public", "member:maya-okafor"]
SECRET = "Wilhelmina Ashgrove"


def counts(value: Any) -> Any:
    """Everything but the evidence."""
    if isinstance(value, dict):
        hidden = ("evidence", "joined_later", "collaborations", "lineage", "audience", "groups", "cautions")
        return {name: counts(item) for name, item in value.items() if name not in hidden}
    return [counts(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("audience", AUDIENCES)
def test_counts_are_whole_and_no_withheld_name_is_told(audience: str) -> None:
    snapshot, who = sample_snapshot(), Audience.parse(audience)
    named = named_people(snapshot, who)
    hidden = snapshot["people"].filter(~snapshot["people"]["id"].is_in(list(named)))
    assert hidden.height
    for made, whole in (
        (ripple_for(snapshot, "cohort", who), ripple(snapshot, "cohort")),
        (areas_for(snapshot, "cohort", who), areas(snapshot, "cohort")),
    ):
        assert counts(made) == counts(whole)
        text = json.dumps(made, ensure_ascii=False)
        names = Names([*hidden["name"], *hidden["id"], *hidden["aliases"].explode().drop_nulls()])
        assert not names.spelled_in(text)
        assert ('"withheld": true' in text) or (audience == "facilitator" and "areas" in made)


def rows_of(found: Json) -> list[list[Json]]:
    evidence = found["evidence"]
    return [
        found["ring1"]["evidence"]["people"], found["ring2"]["evidence"]["people"], found["joined_later"],
        found["ties"]["evidence"], evidence["members"], evidence["members_bridging_out"],
    ]  # fmt: skip


def test_withheld_rows_are_counted_and_stand_at_the_end() -> None:
    snapshot = sample_snapshot()
    whole = rows_of(ripple(snapshot, "cohort"))
    for audience in AUDIENCES:
        for told, all_rows in zip(
            rows_of(ripple_for(snapshot, "cohort", Audience.parse(audience))), whole, strict=True
        ):
            assert len(told) == len(all_rows)
            shown = [row for row in told if row != {"withheld": True}]
            assert told[: len(shown)] == shown == [row for row in all_rows if row in shown]
    funder = rows_of(ripple_for(snapshot, "cohort", Audience("funder")))
    assert all({"withheld": True} in rows for rows in funder)


def test_who_named_whom_is_for_facilitators() -> None:
    snapshot = sample_snapshot()
    rows = ripple_for(snapshot, "cohort", Audience())["evidence"]["reported"]
    assert (len(rows), rows[-1]) == (14, {"withheld": True} if {"withheld": True} in rows else rows[-1])
    for audience in AUDIENCES[1:]:
        told = ripple_for(snapshot, "cohort", Audience.parse(audience))
        assert told["evidence"]["reported"] == {"withheld": True}
        assert told["partnership_rate"]["reported"]["numerator"] == 14


def test_titles_are_told_only_of_what_is_evidence_there() -> None:
    snapshot = sample_snapshot()
    whole, public = (ripple_for(snapshot, "cohort", Audience.parse(one)) for one in ("facilitator", "public"))
    assert public["collaborations"].keys() < whole["collaborations"].keys()
    for found in (whole, public):
        for row in [row for rows in rows_of(found) for row in rows]:
            assert set(row.get("collaborations", ())) <= found["collaborations"].keys()


def stories(found: Json) -> dict[str, Any]:
    rows = [row for area in found["areas"] for row in area["evidence"] if row.get("kind") == "story"]
    return {row["title"]: row["by"] and row["by"]["id"] for row in rows}


def test_stories_are_shown_to_others_only_if_quotable_and_named_only_if_the_speaker_agreed() -> None:
    snapshot = sample_snapshot()
    by = {row["text"]: row for row in snapshot["learnings"].filter(snapshot["learnings"]["kind"] == "story").to_dicts()}
    facilitator = stories(areas_for(snapshot, "cohort", Audience()))
    assert facilitator.keys() == by.keys()
    assert facilitator["The children wave at the driver now."] is None, "Josie is visible to nobody"
    for audience in AUDIENCES[1:]:
        told = stories(areas_for(snapshot, "cohort", Audience.parse(audience)))
        assert told.keys() == {text for text, row in by.items() if row["quotable"]}
        agreed = named_people(snapshot, Audience.parse(audience)) & set(
            snapshot["people"].filter(snapshot["people"]["name_in_reports"])["id"]
        )
        assert told == {text: by[text]["by"] if by[text]["by"] in agreed else None for text in told}
        assert any(told.values())


TEXTS: Json = {
    "people": [
        {"id": "ann", "name": "Ann", "visibility": "everyone", "name_in_reports": True,
         "topics": ("tea", f"{SECRET}'s")},
        {"id": "wil", "name": SECRET},
    ],
    "communities": [{"id": "c", "name": "C", "started_on": "2020"}],
    "memberships": [{"community": "c", "person": "ann"}, {"community": "c", "organization": "o"}],
    "organizations": [{"id": "o"}],
    "aims": [{"community": "c", "name": f"Help {SECRET}", "area": "action", "text": f"As {SECRET} said"}],
    "collaborations": [
        {
            "id": "r", "kind": "recommendation", "title": "Tea", "community": "c", "started_on": "2021",
            "outcome": f"{SECRET} wept", "focus_area": f"{SECRET}'s house", "answer": f"Ask {SECRET}",
            "answered_by": f"Dr. {SECRET}", "url": "https://example.org/wilhelmina-ashgrove", "topics": (SECRET, "tea"),
        },
    ],
    "learnings": [
        {"community": "c", "text": f"I thank {SECRET}.", "kind": "story", "quotable": True, "by": "ann"},
        {"community": "c", "text": "Tea helps.", "kind": "story", "quotable": True, "by": "wil"},
    ],
    "adoptions": [
        {"organization": "o", "approach": f"{SECRET}'s tea", "from_person": "wil", "adopted_on": "2021",
         "from_collaboration": "r", "status": f"Tell {SECRET}"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("audience", ["funder", "public", "member:ann"])
def test_a_text_that_spells_a_withheld_name_is_not_told(audience: str) -> None:
    snapshot, who = snapshot_of(**TEXTS), Audience.parse(audience)
    for answer in (ripple_for(snapshot, "c", who), areas_for(snapshot, "c", who)):
        text = json.dumps(answer).casefold()
        assert "ashgrove" not in text
        assert "ann" in text or "tea" in text
    found = areas_for(snapshot, "c", who)
    action = next(row for row in found["areas"] if row["area"] == "action")
    assert (action["name"], action["text"]) == ("An aim", None)
    assert action["groups"][0]["recommendations"][0]["answered"] is True, "an answer that is not told was still given"
    learning = next(row for row in found["areas"] if row["area"] == "learning")
    (adoption,) = learning["evidence"]
    assert (adoption["title"], adoption["from_person"], adoption["id"]) == ("o: An approach", {"withheld": True}, None)
    told = told_snapshot(snapshot, who)
    assert told["people"].filter(told["people"]["id"] == "ann")["topics"].to_list() == [["tea"]]
    assert told["collaborations"]["topics"].to_list() == [["tea"]]
    whole = json.dumps(areas_for(snapshot, "c", Audience()))
    assert whole.count(SECRET) >= 6


def test_who_did_not_agree_to_be_named_is_not_named_by_their_own_story() -> None:
    """Bo may be seen by everyone, but not named in reports: only the facilitator reads what has their name in it."""
    story = {"community": "c", "kind": "story", "quotable": True}
    snapshot = snapshot_of(**{
        **TEXTS,
        "people": [*TEXTS["people"], {"id": "bo", "name": "Bo Lind", "aliases": ("Robbie Lind",),
                                      "visibility": "everyone"}],
        "learnings": [
            {**story, "by": "bo", "text": "Bo Lind here: I failed."}, {**story, "by": "bo", "text": "Ask robbie lind."},
            {**story, "by": "bo", "text": "We failed."}, {**story, "by": "ann", "text": "Ann here: tea helps."},
        ],
    })  # fmt: skip
    assert len(stories(areas_for(snapshot, "c", Audience()))) == 4
    for audience in ("funder", "public", "member:ann"):
        found = areas_for(snapshot, "c", Audience.parse(audience))
        assert stories(found) == {"We failed.": None, "Ann here: tea helps.": "ann"}
        text = json.dumps(found).casefold()
        assert "lind" not in text
        assert text.count('{"withheld": true}') == 3, "two stories, and whom the adoption came from"


def test_the_id_of_a_story_does_not_tell_its_speaker() -> None:
    """A key is a digest of everything in the record: with the text at hand it could be tried on every person."""
    snapshot = snapshot_of(**TEXTS)

    def key(audience: Audience) -> str:
        rows = [row for area in areas_for(snapshot, "c", audience)["areas"] for row in area["evidence"]]
        return str(next(row["id"] for row in rows if row.get("title") == "Tea helps."))

    assert key(Audience()) != key(Audience("public"))


def test_an_unknown_member_is_refused() -> None:
    with pytest.raises(NotFound, match="nobody"):
        areas_for(sample_snapshot(), "cohort", Audience.parse("member:nobody"))
