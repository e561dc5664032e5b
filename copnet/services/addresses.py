"""Who may be written to by whom: e-mail addresses follow ``contact``, wherever they stand."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from copnet.services.audience import Audience, fellow_members, find_person
from copnet.snapshot import Snapshot


def open_addresses(snapshot: Snapshot, audience: Audience) -> frozenset[str]:
    """The ids of those who may be written to by this audience, if they may be named to it."""
    contact = snapshot["people"].select("id", "contact")
    match audience.kind:
        case "facilitator":
            open_to = contact.filter(pl.col("contact") != "nobody")
        case "member":
            person = find_person(snapshot, audience.person or "", snapshot["people"]["id"].to_list())
            near = fellow_members(snapshot["memberships"], person)
            open_to = contact.filter(
                (pl.col("contact") == "everyone")
                | ((pl.col("contact") == "communities") & pl.col("id").is_in(near))
                | (pl.col("id") == person)
            )
        case _:
            open_to = contact.filter(pl.col("contact") == "everyone")
    return frozenset(open_to["id"])


def closed_addresses(people: pl.DataFrame, open_to: Collection[str]) -> frozenset[str]:
    """All addresses but those of these people, to be looked for in texts."""
    shown = pl.col("id").is_in(list(open_to))
    told = {address.casefold() for address in people.filter(shown)["email"].drop_nulls()}
    return frozenset(address.casefold() for address in people.filter(~shown)["email"].drop_nulls()) - told


def with_open_addresses(people: pl.DataFrame, open_to: Collection[str]) -> pl.DataFrame:
    """People, with the addresses of these only."""
    return people.with_columns(pl.when(pl.col("id").is_in(list(open_to))).then(pl.col("email")).alias("email"))
