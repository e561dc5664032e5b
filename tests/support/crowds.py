"""Made-up histories of thousands, with consent: most agreed to everything, every tenth may be named to nobody."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import MappingProxyType

import polars as pl

from copnet.snapshot import Snapshot
from tests.bench.generate import generated

HIDDEN = "Hidden Marker"


@cache
def crowd(people: int) -> Snapshot:
    """A history of these many people; names of those who may not be named begin with ``HIDDEN``."""
    found = generated(people)
    row = pl.int_range(pl.len())
    hidden = row % 10 == 3
    told = found["people"].with_columns(
        pl.when(hidden).then(pl.lit("nobody")).otherwise(pl.lit("everyone")).alias("visibility"),
        pl.when(hidden).then(pl.format(HIDDEN + " {}", row)).otherwise(pl.col("name")).alias("name"),
        pl.lit(True).alias("name_in_reports"),
    )
    return replace(found, frames=MappingProxyType({**found.frames, "people": told}))
