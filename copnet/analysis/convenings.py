"""When a community last met, and who has done nothing with another member since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from copnet.graph import NetworkSpec, build_network
from copnet.graph.works import works
from copnet.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Convening:
    """A gathering of a community.

    Attributes:
        id, title: of the collaboration.
        date: its first day as it was written down.
        until: its last possible day.
    """

    id: str
    title: str
    date: str
    until: dt.date


def last_convening(snapshot: Snapshot, community: str, to: dt.date | None) -> Convening | None:
    """The community's latest dated convening that took place by the day; None without one."""
    convenings = works(snapshot, NetworkSpec(kinds=("convening",)), to)
    frame = convenings.filter("dated", pl.col("community") == community)
    if to is not None:
        frame = frame.filter(pl.col("start_first") <= to.toordinal())
    if frame.is_empty():
        return None
    row = frame.sort("start_first", "id").row(-1, named=True)
    return Convening(row["id"], row["title"], row["started_on"], dt.date.fromordinal(row["end_last"]))


def without_tie_since(
    snapshot: Snapshot, community: str, convening: Convening, present: Collection[str]
) -> tuple[list[str], int]:
    """Present members without a tie in the days after the convening, and the records whose coarse date decides."""
    if convening.until == dt.date.max:  # no day comes after it
        return sorted(present), 0
    start = convening.until + dt.timedelta(days=1)
    since = build_network(snapshot, NetworkSpec(community=community, start=start))
    return [one for one in since if one in present and not since.degree(one)], since.graph["imprecise_dates"]
