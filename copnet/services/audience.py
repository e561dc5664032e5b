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

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from copnet.errors import NotFound, UsageError
from copnet.snapshot import Snapshot

AudienceKind = Literal["facilitator", "funder", "member", "public"]
EXPECTED = "facilitator, funder, member:PERSON or public"
WITHHELD: dict[str, bool] = {"withheld": True}


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
            person = _person(people, audience.person or "")
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


def withhold_nodes(nodes: list[dict[str, Any]], named: frozenset[str]) -> list[dict[str, Any]]:
    """Rows of persons who may not be named become ``{"withheld": true}``, at the end, so that no place tells who."""
    open_rows = [row for row in nodes if row.get("mode") not in (None, "person") or row["id"] in named]
    return open_rows + [dict(WITHHELD) for _ in range(len(nodes) - len(open_rows))]


def _person(people: pl.DataFrame, wanted: str) -> str:
    found = people.filter((pl.col("id") == wanted) | (pl.col("name") == wanted))["id"].to_list()
    if len(found) == 1:
        return str(found[0])
    if not found:
        raise NotFound(f'The audience names the member "{wanted}", who is not in the store.')
    raise NotFound(f'"{wanted}" fits several people: {", ".join(found)}. Give the id instead of the name.')


def fellow_members(memberships: pl.DataFrame, person: str) -> list[str]:
    """Everyone with an admitted membership of a community that the person has one of."""
    admitted = memberships.filter(pl.col("status") == "admitted", pl.col("person").is_not_null())
    own = admitted.filter(pl.col("person") == person)["community"]
    return admitted.filter(pl.col("community").is_in(own.to_list()))["person"].unique().to_list()
