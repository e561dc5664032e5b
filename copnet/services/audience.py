"""Who may be named to whom: the consent each person gave, applied before anything is printed or drawn.

A person's ``visibility`` says who may see them by name. Somebody who is not named still counts in every total.

==============  =====================================================================================================
facilitator     sees everyone but those visible to nobody
member:PERSON   sees themselves, those visible to everyone, and those visible to communities who share one with them
funder          sees those visible to everyone
public          sees those visible to everyone who also agreed that their name may stand in reports and public maps
==============  =====================================================================================================
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from copnet.errors import NotFound, UsageError
from copnet.snapshot import Snapshot

AudienceKind = Literal["facilitator", "funder", "member", "public"]
EXPECTED = "facilitator, funder, member:PERSON or public"
AUDIENCES = {
    "facilitator": "Facilitators’ view",
    "funder": "View for funders",
    "member": "View for one member",
    "public": "Public view",
}
"""For whom a page was made, in the words that stand in it."""
WITHHELD: dict[str, bool] = {"withheld": True}
NO_FELLOWS = ("applicant", "funder")
"""Roles that open nothing of a community's members, and nothing of their own to them."""


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom something is printed, drawn or written.

    Attributes:
        kind: facilitator, funder, member or public.
        person: the id (or exact name) of the member; None for the others.
    """

    kind: AudienceKind = "facilitator"
    person: str | None = None

    @classmethod
    def parse(cls, text: str) -> Audience:
        """Read ``facilitator``, ``funder``, ``member:PERSON`` or ``public``.

        Raises:
            UsageError: anything else.
        """
        kind, _, person = text.strip().partition(":")
        match kind, person.strip():
            case "facilitator" | "funder" | "public", "":
                return cls(kind)
            case "member", found if found:
                return cls("member", found)
        raise UsageError(f'The audience "{text}" is not known; expected {EXPECTED}.')

    def __str__(self) -> str:
        return f"{self.kind}:{self.person}" if self.person else self.kind


FACILITATOR = Audience()


def named_people(snapshot: Snapshot, audience: Audience) -> frozenset[str]:
    """The ids of the people who may be named to this audience.

    Raises:
        NotFound: the audience is a member who is not in the store.
    """
    people = snapshot["people"]
    everyone = pl.col("visibility") == "everyone"
    match audience.kind:
        case "facilitator":
            seen = people.filter(pl.col("visibility") != "nobody")
        case "funder":
            seen = people.filter(everyone)
        case "public":
            seen = people.filter(everyone & pl.col("name_in_reports"))
        case "member":
            person = _member(snapshot, audience.person or "")
            near = fellow_members(snapshot["memberships"], person)
            seen = people.filter(
                everyone
                | ((pl.col("visibility") == "communities") & pl.col("id").is_in(near))
                | (pl.col("id") == person)
            )
    return frozenset(seen["id"])


def everyone_agreed(snapshot: Snapshot) -> bool:
    """Whether every person in the store may be named to everyone, so that no audience need be asked for."""
    people = snapshot["people"]
    return people.filter((pl.col("visibility") != "everyone") | ~pl.col("name_in_reports")).is_empty()


def withhold(rows: Iterable[dict[str, Any]], may: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """The rows that may be told; for each of the others a withheld one, at the end, so that no place tells who."""
    everything = list(rows)
    shown = [row for row in everything if may(row)]
    return shown + [dict(WITHHELD) for _ in range(len(everything) - len(shown))]


def withhold_nodes(nodes: list[dict[str, Any]], named: frozenset[str]) -> list[dict[str, Any]]:
    """Rows of nodes, those of persons who may not be named withheld."""
    return withhold(nodes, lambda row: row.get("mode") not in (None, "person") or row["id"] in named)


def _member(snapshot: Snapshot, wanted: str) -> str:
    """The member for whom something is told, of everybody; what is not found says nothing of who else there is."""
    try:
        return find_person(snapshot, wanted, snapshot["people"]["id"].to_list())
    except NotFound:
        raise NotFound(f'The audience names the member "{wanted}": nobody, or not only one, is called so.') from None


def find_person(snapshot: Snapshot, wanted: str, among: Collection[str]) -> str:
    """The id of one of these people, given by id, exact name or alias, in this order. Others are as if not there.

    Raises:
        NotFound: none of them goes by this (near names of them are listed), or several do; who they are is not said.
    """
    people = snapshot["people"].filter(pl.col("id").is_in(list(among)))
    if wanted in people["id"].to_list():
        return wanted
    for goes_by_it in (pl.col("name") == wanted, pl.col("aliases").list.contains(wanted)):
        found = people.filter(goes_by_it)["id"].to_list()
        if len(found) > 1:
            raise NotFound(f'"{wanted}" fits several people. Give the id instead of the name.')
        if found:
            return str(found[0])
    names = {name.casefold(): name for name in people["name"].to_list()}
    near = [names[name] for name in difflib.get_close_matches(wanted.casefold(), names, n=3, cutoff=0.6)]
    hint = f"Did you mean: {', '.join(near)}?" if near else "Give an id or the exact name."
    raise NotFound(f'There is no person "{wanted}" among those who may be named here. {hint}')


def fellow_members(memberships: pl.DataFrame, person: str) -> list[str]:
    """Everyone who has an admitted part in a community that the person has one in; to apply or to fund is none."""
    admitted = memberships.filter(
        pl.col("status") == "admitted",
        pl.col("person").is_not_null(),
        ~pl.col("role").fill_null("member").is_in(NO_FELLOWS),
    )
    own = admitted.filter(pl.col("person") == person)["community"]
    return admitted.filter(pl.col("community").is_in(own.to_list()))["person"].unique().to_list()
