"""Imports after a merge: rows that name the dropped one mean the kept one; and declared aliases are names."""

from __future__ import annotations

import pytest

from copnet.identity.evidence import EXACT_FROM
from copnet.services.audience import FACILITATOR
from copnet.services.duplicates import duplicates_for
from tests.support.stores import everything
from tests.support.world import make
from tests.unit.same.conftest import Same

PEOPLE = (
    "id,name,email,organization,role,topics,visibility\n"
    "a,Ann Smith,a@x.example,,host,soil,everyone\nb,A. Smith,b@x.example,Beta,,water,nobody\nc,Cem,,,,,\n"
)
REST = {
    "organizations": "id,name,parent,aliases\nalpha,Alpha,,ALF\nbeta,Beta,alpha,\n",
    "communities": "id,name,funders\nk,K,Alpha\n",
    "collaborations": "id,title,kind\nw,W,pilot\n",
    "memberships": "community,person,organization,role,status,joined_on\n"
    "k,a,,member,withdrawn,2020\nk,A. Smith,Beta,member,applied,2020\nk,Cem,,member,,\n",
    "participations": "collaboration,person,role\nw,a,host\nw,A. Smith <b@x.example>,host\nw,b,guest\n",
    "ties": "from,to,kind,value\nc,a,knows,1\nc,b,knows,3\na,b,knows,2\nb,a,trusts,2\nb,c,knows,4\n",
    "adoptions": "organization,approach,from_organization\nbeta,Huddle,alpha\n",
    "person_attributes": "person,attribute,value\na,region,north\nb,region,north\n",
}


@pytest.fixture
def merged(same: Same) -> Same:
    same.load(people=PEOPLE, **REST)
    same.merge("a", "b")
    return same


def test_the_same_tables_again_change_nothing(merged: Same) -> None:
    merged.merge("alpha", "beta")
    before = everything(merged.store)
    report = merged.load(people=PEOPLE, **REST)
    assert everything(merged.store) == before
    assert (report.created, report.updated) == ({}, {})
    assert [(one.file, one.row) for one in report.left_out] == [("ties.csv", 4), ("ties.csv", 5)]
    assert "both ends are one since a merge" in str(report.left_out[0])
    assert merged.load(people=PEOPLE, **REST).matched == report.matched
    merged.unmerge("organization-beta")
    merged.unmerge("person-b")
    once = everything(merged.store)
    merged.load(people=PEOPLE, **REST)
    assert everything(merged.store) == once


@pytest.mark.parametrize(
    "row",
    [
        "b,A. Smith,,", "b,Somebody,,", ",A. Smith,b@x.example,", ",A. Smith,B@X.example,", ",A. Smith,,",
        ",A. Smith,,Beta", ",Ann Smith,b@x.example,", ",A. Smith,a@x.example,", ",Ann Smith,,Beta",
    ],
)  # fmt: skip
def test_a_row_about_the_dropped_one_is_about_the_kept_one(merged: Same, row: str) -> None:
    report = merged.load(people=f"id,name,email,organization,bio\n{row},Likes soil\n")
    assert report.created == {}
    assert report.updated == {"people": 1}
    assert report.unsure == ()
    ann = merged.one("people", "a")
    assert (ann.name, ann.email, ann.organization, ann.bio) == ("Ann Smith", "a@x.example", "beta", "Likes soil")


@pytest.mark.parametrize(
    "text", ["b", "A. Smith", "A. Smith <b@x.example>", "Ann Smith <b@x.example>", "A. Smith (Beta)"]
)
def test_a_reference_to_the_dropped_one_leads_to_the_kept_one(merged: Same, text: str) -> None:
    report = merged.load(engagements=f"person,community,level\n{text},k,high\n")
    assert report.created == {"engagements": 1}
    assert [one.person for one in merged.all("engagements")] == ["a"]


def test_a_new_name_with_the_dropped_one_s_address_may_be_the_kept_one(merged: Same) -> None:
    merged.load(people="id,name,visibility\na,Ann Smith,everyone\n")
    report = merged.load(people="id,name,email,organization\nnew,Nora Bell,B@x.example,Gamma\n")
    assert report.created == {"people": 1, "organizations": 1}
    (unsure,) = [item for item in report.unsure if item.table == "people"]
    assert (unsure.id, unsure.candidates) == ("new", (("a", "Ann Smith"),))
    assert "The e-mail address of one whom a merge dropped." in unsure.reason
    assert "another e-mail address" not in unsure.reason.casefold()
    (pair,) = duplicates_for(merged.store, "person", FACILITATOR)["candidates"]
    assert (pair["a"]["id"], pair["b"]["id"], pair["score"] >= EXACT_FROM) == ("a", "new", True)
    merged.unmerge("person-b")
    left = duplicates_for(merged.store, "person", FACILITATOR)["candidates"]
    assert left == [], "the address is that of the other again, who is visible to nobody"


def test_a_kept_one_is_proposed_once(merged: Same) -> None:
    report = merged.load(people="name,email,organization\nAnn Smyth,,Beta\n")
    assert [item.candidates for item in report.unsure] == [(("a", "Ann Smith"),)]


def test_a_merge_of_a_merge_leads_to_the_last(merged: Same) -> None:
    merged.merge("c", "a")
    merged.load(engagements="person,community,level\nb,k,high\nAnn Smith,k,low\n")
    assert [one.person for one in merged.all("engagements")] == ["c", "c"]
    assert merged.load(people="name,email\nA. Smith,b@x.example\n").matched == {"people": 1}


def test_the_dropped_one_s_rows_fill_blanks_and_never_loosen_consent(merged: Same) -> None:
    merged.load(people="id,name,role,location,visibility,topics\nb,A. Smith,guest,Here,everyone,air\n")
    ann = merged.one("people", "a")
    assert (ann.role, ann.location, ann.visibility, ann.topics) == ("guest", "Here", "nobody", ("soil", "water", "air"))
    merged.load(people="id,name,visibility\na,Ann Smith,communities\n")
    assert merged.one("people", "a").visibility == "communities", "the kept one's own row says so"
    merged.load(people="id,name\nb,A. Smith\n")
    assert merged.one("people", "a").visibility == "communities", "no column, nothing said"
    merged.load(people="id,name,visibility\nb,A. Smith,\n")
    assert merged.one("people", "a").visibility == "facilitators", "what a blank cell means"


def test_what_is_new_about_the_dropped_one_replaces(merged: Same) -> None:
    for again in range(2):
        report = merged.load(
            ties="from,to,kind,value\nc,a,knows,1\nc,A. Smith,knows,9\nb,c,knows,7\n",
            people="id,name,role,organization\nb,A. Smith,cook,Beta\n",
            memberships="community,person,organization,role,status,joined_on,left_on\n"
            "k,A. Smith,Beta,member,withdrawn,2020,2023\n",
        )
        ann = merged.one("people", "a")
        assert (ann.role, ann.name) == ("cook", "Ann Smith")
        assert sorted((one.from_, one.to, one.value) for one in merged.all("ties")) == [("a", "c", 7), ("c", "a", 9)]
        (membership,) = [one for one in merged.all("memberships") if one.person == "a"]
        assert (membership.status, membership.left_on.text) == ("withdrawn", "2023")
        assert bool(report.updated) == (not again), "the same again is no news"
    merged.load(people="id,name,role,bio\nb,A. Smith,-,\n", ties="from,to,kind,value\nc,a,knows,8\n")
    merged.load(ties="from,to,kind,value\nc,b,knows,3\n")
    assert {one.value for one in merged.all("ties") if one.from_ == "c"} == {8}, "known since before the merge"


def test_cleared_by_the_dropped_one(merged: Same) -> None:
    merged.load(people="id,name,bio\nb,A. Smith,Likes soil\n")
    merged.load(people="id,name,bio\nb,A. Smith,\n")
    assert merged.one("people", "a").bio == "Likes soil", "a blank cell says nothing"
    merged.load(people="id,name,email\nb,A. Smith,-\n")
    assert merged.one("people", "a").email is None


def test_namesakes_of_the_dropped_one_stay_apart(merged: Same) -> None:
    merged.put(make("people", id="n", name="A. Smith", email="n@x.example"))
    merged.load(engagements="person,community,level\nA. Smith <n@x.example>,k,high\nA. Smith <b@x.example>,k,low\n")
    assert sorted((one.person, one.level) for one in merged.all("engagements")) == [("a", "low"), ("n", "high")]
    (problem,) = merged.load.refused(engagements="person,community,level\nA. Smith,k,some\n")
    assert "n@x.example" in problem.expected
    assert "this fits A. Smith" in problem.expected
    report = merged.load(people="name,email\nA. Smith,other@x.example\n")
    assert report.created == {"people": 1}
    assert {key for key, _ in report.unsure[0].candidates} == {"a", "n"}
    assert "b" not in [one.key for one in merged.all("people")]


def test_a_new_person_never_gets_the_dropped_id(same: Same) -> None:
    same.put(make("people", id="ann-smith", name="X", email="x@x.example"), make("people", id="z", name="Zed"))
    same.merge("z", "ann-smith")
    same.load(people="name\nAnn Smith\n")
    assert [one.key for one in same.all("people")] == ["ann-smith-2", "z"]


def test_two_rows_of_the_kept_one_still_contradict_each_other(merged: Same) -> None:
    problems = merged.load.refused(
        memberships="community,person,status,joined_on\nk,a,applied,2020\nk,a,invited,2020\n"
    )
    assert "both rows are about one record" in problems[0].expected
    report = merged.load(
        memberships="community,person,status,joined_on\nk,a,applied,2020\nk,b,invited,2020\nk,b,declined,2021\n"
    )
    assert (report.created, report.updated) == ({"memberships": 1}, {"memberships": 1})


def test_organizations_too(merged: Same) -> None:
    merged.merge("alpha", "beta")
    merged.load(
        organizations="id,name,parent,sector\nbeta,Beta,alpha,health\n",
        people="id,name,organization\nc,Cem,Beta\n",
        affiliations="person,organization\nc,beta\n",
        communities="id,name,funders\nk,K,Beta\n",
    )
    (alpha,) = merged.all("organizations")
    assert (alpha.name, alpha.parent, alpha.sector, alpha.aliases) == ("Alpha", None, "health", ("ALF", "Beta"))
    assert merged.one("people", "c").organization == "alpha"
    assert [one.organization for one in merged.all("affiliations")] == ["alpha"]


def test_a_declared_alias_is_a_name_when_nobody_has_it_as_a_name(same: Same) -> None:
    same.load(people="id,name,aliases\na,Ann,Annie|Nan\n", organizations="id,name,aliases\no,Alpha Alliance,AA\n")
    report = same.load(people="name,organization,bio\nAnnie,AA,Hello\n")
    assert (report.created, report.updated) == ({}, {"people": 1})
    ann = same.one("people", "a")
    assert (ann.name, ann.organization, ann.bio) == ("Ann", "o", "Hello")
    same.load(person_attributes="person,attribute,value\nNan,region,north\nAnnie (AA),region,south\n")
    assert {one.person for one in same.all("person_attributes")} == {"a"}
    same.load(organizations="name,sector\nAA,health\n")
    assert (same.one("organizations", "o").name, same.one("organizations", "o").sector) == ("Alpha Alliance", "health")
    same.put(make("people", id="n", name="Nan"))
    same.load(engagements="person,community,level\nNan,K,high\n")
    assert [one.person for one in same.all("engagements")] == ["n"], "a name goes before an alias"
    same.put(make("people", id="b", name="Bea", aliases=["Annie"]))
    (problem,) = same.load.refused(engagements="person,community,level\nAnnie,K,high\n")
    assert "Ann (id a" in problem.expected
    assert "Bea (id b" in problem.expected


def test_an_alias_of_the_same_import_is_known_to_its_references(same: Same) -> None:
    tables = {
        "people": "name,aliases\nAnnie Other,\nAnn,Annie\n",
        "communities": "id,name\nk,K\n",
        "engagements": "person,community,level\nAnnie,k,high\n",
    }
    same.load(**tables)
    assert [one.person for one in same.all("engagements")] == ["ann"]
    before = everything(same.store)
    same.load(**tables)
    assert everything(same.store) == before


def test_an_alias_contradicted_by_an_email_is_somebody_else(same: Same) -> None:
    same.load(people="id,name,email,aliases\na,Ann,a@x.example,Annie\n")
    report = same.load(people="name,email\nAnnie,other@x.example\n")
    assert report.created == {"people": 1}
    assert report.unsure[0].candidates == (("a", "Ann"),)


def test_news_that_other_news_goes_before_is_said(merged: Same) -> None:
    tables = {
        "people": "id,name,email,location,Shoe\na,Ann Smith,a@x.example,north,4\nb,A. Smith,b@x.example,south,5\n",
        "memberships": "community,person,organization,role,status,joined_on\n"
        "k,a,,member,admitted,2020\nk,A. Smith,Beta,member,declined,2020\n",
    }
    report = merged.load(**tables)
    assert merged.one("people", "a").location == "north"
    said = [(one.file, one.row, one.reason.partition(":")[0]) for one in report.left_out]
    assert said == [
        ("people.csv", 3, 'location "south" is not used'),
        ("people.csv", 3, 'Shoe "5" is not used'),
        ("memberships.csv", 3, 'status "declined" is not used'),
    ]  # fmt: skip
    assert 'about one, Ann Smith, and that one says "north"' in report.left_out[0].reason
    again = merged.load(**tables)
    assert (again.created, again.updated) == ({}, {})
    assert len(again.left_out) == len(report.left_out)


def test_two_who_are_one_and_say_the_same_are_not_named(merged: Same) -> None:
    people = "id,name,email,location\na,Ann Smith,a@x.example,north\nb,A. Smith,b@x.example,north\n"
    assert merged.load(people=people).left_out == ()
