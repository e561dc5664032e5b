"""People as rows and as names to be looked for in texts, for whoever may or may not be told of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl

from copnet.services.audience import withhold
from copnet.services.spelling import Names
from copnet.snapshot import Snapshot


def named_rows(snapshot: Snapshot, people: Collection[str], named: Collection[str]) -> list[dict[str, Any]]:
    """``id`` and ``name`` of each, by name; those who may not be named are withheld, at the end."""
    names = dict(snapshot["people"].select("id", "name").iter_rows())
    rows = [{"id": one, "name": names[one]} for one in sorted(people, key=lambda one: (names[one], one))]
    return withhold(rows, lambda row: row["id"] in named)


def hidden_names(snapshot: Snapshot, named: Collection[str]) -> Names:
    """Names, aliases and ids of everybody who may not be named, to be looked for in texts before they are told."""
    return names_of(snapshot["people"].filter(~pl.col("id").is_in(list(named))))


def names_of(people: pl.DataFrame) -> Names:
    """Names, aliases and ids of these people."""
    return Names([*people["name"], *people["aliases"].explode().drop_nulls(), *people["id"]])
