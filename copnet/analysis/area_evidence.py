"""What belongs to a community since it began, and to which of the four areas each piece of it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import polars as pl

from copnet.analysis.deeds import names_of
from copnet.analysis.inquiries import CYCLE, NOT_STARTED, groups_of
from copnet.analysis.ripple import Ripple
from copnet.graph.days import NEVER, with_days
from copnet.record import digest

Area: TypeAlias = Literal["relationships", "learning", "action", "field-building"]
Row: TypeAlias = dict[str, Any]

AREAS: Mapping[Area, str] = {
    "relationships": "Strong relationships",
    "learning": "Learning",
    "action": "Action",
    "field-building": "Field building",
}
"""The four areas in their order, with the names they have where a community gave no aim of its own."""

AREA_OF_KIND: Mapping[str, Area] = {
    "convening": "relationships", "introduction": "relationships", "coaching": "learning", "offering": "learning",
    "pilot": "action", "campaign": "action", "grant": "action", "inquiry": "action", "recommendation": "action",
    "presentation": "action", "co-presentation": "field-building", "article": "field-building",
    "series": "field-building", "resource": "field-building",
}  # fmt: skip
"""Where a kind of collaboration is evidence; one of another kind speaks to field building with outsiders in it, else to
relationships."""

MADE = ("co-presentation", "article", "series", "resource")
"""Kinds that something comes of which others can see or read."""

AREA_OF_LEARNING: Mapping[str | None, Area] = {"story": "relationships", "action": "action"}
"""Where a learning without an area is evidence; all other kinds are learning."""


@dataclass(frozen=True, eq=False)
class Scope:
    """What belongs to a community: all of its own and its groups', and what members took part in since it began.

    Attributes:
        found: the community and everything dated.
    """

    found: Ripple

    @cached_property
    def groups(self) -> list[str]:
        """The community and its affinity groups."""
        return groups_of(self.found.snapshot, self.found.who.community)

    @cached_property
    def ids(self) -> set[str]:
        """Ids of the collaborations, also of those that did not take place."""
        who = self.found.who
        works = self.found.snapshot["collaborations"]
        own = set(works.filter(pl.col("community").is_in(self.groups))["id"])
        return own | {
            deed.id
            for deed in self.found.deeds
            if deed.day >= who.began
            and (
                any(one in who.members and who.members[one][0] <= deed.day for one in deed.people)
                or not who.organizations.keys().isdisjoint(deed.direct)
            )
        }

    @cached_property
    def works(self) -> list[Row]:
        """The collaborations: those that took place, and the steps of an inquiry whatever became of them."""
        frame = self.found.snapshot["collaborations"].filter(pl.col("id").is_in(sorted(self.ids)))
        return [
            row
            for row in frame.sort("id").iter_rows(named=True)
            if row["status"] not in NOT_STARTED or (row["kind"] in CYCLE and row["kind"] != "pilot")
        ]

    @cached_property
    def joint(self) -> set[str]:
        """Collaborations in which people of two or more organizations took part."""
        rows = self.found.standing.rows.select("collaboration", "who").unique()
        return set(rows.group_by("collaboration").len().filter(pl.col("len") > 1)["collaboration"])

    @cached_property
    def learnings(self) -> list[Row]:
        """Learnings of the community, its groups and these collaborations, each with its area."""
        frame = self.found.snapshot["learnings"].filter(
            pl.col("community").is_in(self.groups) | pl.col("collaboration").is_in(sorted(self.ids))
        )
        return [
            row | {"area": row["area"] or AREA_OF_LEARNING.get(row["kind"], "learning")}
            for row in frame.iter_rows(named=True)
        ]

    @cached_property
    def adoptions(self) -> list[Row]:
        """What was taken over through one of these collaborations, or by or from a member since the start.

        Planned, proposed, declined and cancelled ones were not taken over. Without a start those without a date count.
        """
        began = self.found.who.began
        return [
            row
            for row in self._taken_over
            if row["from_collaboration"] in self.ids or (row["adopted_first"] or NEVER) >= began
        ]

    @cached_property
    def undated_adoptions(self) -> list[Row]:
        """What is left out because nobody knows whether it was taken over before the start."""
        counted = {row["number"] for row in self.adoptions}
        return [row for row in self._taken_over if row["adopted_first"] is None and row["number"] not in counted]

    @cached_property
    def _taken_over(self) -> list[Row]:
        """What was taken over through one of these collaborations, or by or from a member, at any time."""
        who = self.found.who
        rows = with_days(self.found.snapshot["adoptions"], "adopted_on", "adopted").with_row_index("number")
        return [
            row
            for row in rows.iter_rows(named=True)
            if (row["status"] or "").casefold() not in NOT_STARTED
            and (
                row["from_collaboration"] in self.ids
                or not who.organizations.keys().isdisjoint({row["organization"], row["from_organization"]})
                or row["from_person"] in who.members
            )
        ]

    @cached_property
    def with_outsiders(self) -> set[str]:
        """Collaborations of members with outsiders."""
        return {deed.id for deed in self.found.rings.with_outsiders}

    def area_of(self, row: Row) -> Area:
        """Where a collaboration is evidence."""
        with_outsiders = row["id"] in self.with_outsiders
        return AREA_OF_KIND.get(row["kind"], "field-building" if with_outsiders else "relationships")

    def evidence(self) -> dict[Area, list[Row]]:
        """By area everything that speaks to it, by date: ``kind``, ``id``, ``title``, ``date`` and what is known."""
        found: dict[Area, list[Row]] = {area: [] for area in AREAS}
        for row in self.works:
            found[self.area_of(row)].append(_work(row))
        people, organizations = (names_of(self.found.snapshot, table) for table in ("people", "organizations"))
        for row in self.learnings:
            found[row["area"]].append(_learning(row, people))
        for row in self.adoptions:
            inside = row["organization"] in self.found.who.organizations
            found["learning" if inside else "field-building"].append(_adoption(row, people, organizations))
        for rows in found.values():
            rows.sort(key=lambda row: (row["date"] or "9999", row["kind"], row["id"]))
        return found


def _work(row: Row) -> Row:
    return {
        "kind": row["kind"], "id": row["id"], "title": row["title"], "date": row["started_on"],
        "status": row["status"], "community": row["community"], "outcome": row["outcome"],
    }  # fmt: skip


def _learning(row: Row, people: Mapping[str, str]) -> Row:
    """The id is the record's key as far as everything in it may be told; the title is None when its text may not."""
    names = ("community", "collaboration", "kind", "text", "area", "by", "quotable", "noted_on")
    speaker = {"id": row["by"], "name": people[row["by"]]} if row["by"] is not None else None
    return {
        "kind": row["kind"] or "learning", "id": digest(*(row[name] for name in names)), "title": row["text"],
        "date": row["noted_on"], "by": speaker, "quotable": row["quotable"], "collaboration": row["collaboration"],
    }  # fmt: skip


def _adoption(row: Row, people: Mapping[str, str], organizations: Mapping[str, str]) -> Row:
    names = ("organization", "approach", "from_organization", "from_person", "from_collaboration", "adopted_on",
             "status")  # fmt: skip
    person, place = row["from_person"], row["from_organization"]
    return {
        "kind": "adoption", "id": digest(*(row[name] for name in names)),
        "title": f"{organizations[row['organization']]}: {row['approach']}", "date": row["adopted_on"],
        "status": row["status"], "organization": row["organization"],
        "from_organization": {"id": place, "name": organizations[place]} if place is not None else None,
        "from_person": {"id": person, "name": people[person]} if person is not None else None,
        "collaboration": row["from_collaboration"],
    }  # fmt: skip
