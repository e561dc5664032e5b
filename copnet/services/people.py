"""People as rows and as names to be looked for in texts, for whoever may or may not be told of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import polars as pl

from copnet.services.audience import withhold
from copnet.services.spelling import Names
from copnet.snapshot import Snapshot

_LETTERS = re.compile(r"[^\W\d_]{2,}")


def named_rows(snapshot: Snapshot, people: Collection[str], named: Collection[str]) -> list[dict[str, Any]]:
    """``id`` and ``name`` of each, by name; those who may not be named are withheld, at the end."""
    names = dict(snapshot["people"].select("id", "name").iter_rows())
    rows = [{"id": one, "name": names[one]} for one in sorted(people, key=lambda one: (names[one], one))]
    return withhold(rows, lambda row: row["id"] in named)


def hidden_names(snapshot: Snapshot, named: Collection[str], addresses: Collection[str] = ()) -> Names:
    """Names, aliases and ids of everybody who may not be named, to be looked for in texts before they are told.

    So are these addresses.
    """
    return names_of(snapshot["people"].filter(~pl.col("id").is_in(list(named))), addresses)


def names_of(people: pl.DataFrame, addresses: Collection[str] = ()) -> Names:
    """Names, aliases and those ids of these people that may be names themselves: two words or more, as ``ruth-ames``.

    An id such as ``2`` or ``p17`` names nobody, and would be found in texts that have nothing to do with the person.
    """
    ids = [key for key in people["id"] if len(_LETTERS.findall(key)) > 1]
    return Names([*people["name"], *people["aliases"].explode().drop_nulls(), *ids], addresses)
