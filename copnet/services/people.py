"""Finding the person somebody asks about, among those who may be named."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl

from copnet.errors import InputError, NotFound
from copnet.services.audience import WITHHELD
from copnet.services.spelling import Names
from copnet.snapshot import Snapshot


def find_person(snapshot: Snapshot, wanted: str, named: Collection[str]) -> str:
    """The id of a person given by id or exact name. Whoever may not be named is not found, as if not there.

    Raises:
        NotFound: nobody who may be named goes by this id or name.
        InputError: several do.
    """
    people = snapshot["people"].filter(pl.col("id").is_in(list(named)))
    if wanted in people["id"].to_list():
        return wanted
    found = people.filter(pl.col("name") == wanted)["id"].to_list()
    if len(found) > 1:
        raise InputError(f'Several people are called "{wanted}": {", ".join(found)}. Give the id of one.')
    if not found:
        raise NotFound(f'There is no person "{wanted}" who may be named here. Give an id or the exact name.')
    return str(found[0])


def named_rows(snapshot: Snapshot, people: Collection[str], named: Collection[str]) -> list[dict[str, Any]]:
    """``id`` and ``name`` of each, by name; those who may not be named are withheld, at the end."""
    names = dict(snapshot["people"].select("id", "name").iter_rows())
    shown = sorted((one for one in people if one in named), key=lambda one: (names[one], one))
    rows: list[dict[str, Any]] = [{"id": one, "name": names[one]} for one in shown]
    return rows + [dict(WITHHELD) for _ in range(len(people) - len(rows))]


def hidden_names(snapshot: Snapshot, named: Collection[str]) -> Names:
    """Names and aliases of everybody who may not be named, to be looked for in texts before they are told."""
    hidden = snapshot["people"].filter(~pl.col("id").is_in(list(named)))
    return Names([*hidden["name"], *hidden["aliases"].explode().drop_nulls(), *hidden["id"]])
