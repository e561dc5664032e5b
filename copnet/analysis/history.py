"""A network over time: when each node came and each tie formed, as day numbers in arrays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from copnet.errors import UsageError
from copnet.graph import NetworkSpec
from copnet.graph.days import EVER, NEVER, as_of
from copnet.graph.members import community_days, find_community, node_set
from copnet.graph.projection import ROUNDING, Ints, Projection, project
from copnet.graph.works import involvement, undated_count, works
from copnet.snapshot import Snapshot

LATER = EVER + 1
GATHERINGS = ("convening", "coaching", "introduction")

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, eq=False)
class History:
    """What growth and endurance are computed from. Only dated collaborations that began by ``to``.

    Attributes:
        spec: the network.
        community: its id; None for the whole store.
        to: the day everything is looked at; None when the store has no date.
        found: nodes, pairs and evidence.
        since: the day from which each node is in the network; 0: from the beginning, LATER: never.
        joined: the day each node first joined the community (without one: any); LATER without a known day.
        formed: the day each pair became a tie; LATER when its weight never reaches the threshold.
        forming: the place in ``found.work`` of the collaboration that made it one; -1 where none did.
        began, ended: first and last day of each collaboration.
        start: first possible day of the community's start.
        end: first and last possible day of the community's end.
        undated: collaborations left out because they have no date.
        several: cases of several possible organizations.
        coarse_joined: first and last possible day of joining, of each node whose day is not known exactly.
        unsure: ids of records that decide for whom a person stands.
    """

    spec: NetworkSpec
    community: str | None
    to: dt.date | None
    found: Projection
    since: Ints
    joined: Ints
    formed: Ints
    forming: Ints
    began: Ints
    ended: Ints
    start: int | None
    end: tuple[int, int] | None
    undated: int
    several: int
    coarse_joined: list[tuple[int, int]]
    unsure: frozenset[str]

    @property
    def present(self) -> Ints:
        """The day from which each pair is a tie between two nodes of the network."""
        return self.with_nodes(self.formed)

    def with_nodes(self, formed: Ints) -> Ints:
        """The later of the day a pair formed and the days its nodes came."""
        found = self.found
        return np.maximum(formed, np.maximum(self.since[found.left], self.since[found.right]))

    @property
    def gathering(self) -> Flags:
        """Which collaborations are the community's own gatherings."""
        return self.found.works.select(own_gathering(self.community).alias("own"))["own"].to_numpy()


def own_gathering(community: str | None) -> pl.Expr:
    """Whether a collaboration is one of a community's own gatherings; of the whole store: of no community."""
    own = pl.col("community").eq_missing(pl.lit(community, dtype=pl.String()))
    return own & pl.col("kind").is_in(GATHERINGS)


def history(snapshot: Snapshot, spec: NetworkSpec) -> History:
    """Read a network's history.

    Raises:
        UsageError: growth is asked of a network that is not of people or organizations.
        NotFound: no such community.
    """
    if spec.kind not in ("people", "organizations"):
        raise UsageError(f"Growth is that of a network of people or organizations, not of {spec.kind}.")
    to = as_of(snapshot, spec.end)
    last = to.toordinal() if to else NEVER
    whole = spec.model_copy(update={"start": None, "end": None})
    candidates = works(snapshot, whole, to)
    taken = involvement(snapshot, candidates, spec.mode)
    members = node_set(snapshot, spec, spec.mode, to)
    nodes = members["id"].to_list()
    without_day = candidates.filter(~pl.col("dated"))
    undated = undated_count(without_day, project(nodes, without_day, taken).works, spec)
    counted = candidates.filter(pl.col("dated") & (pl.col("start_first") <= last))
    found = project(nodes, counted, taken)
    several, unsure = taken.doubts(found.works["id"])
    began, ended = found.day("start_first", LATER), found.day("end_last", LATER)
    joined = members["joined_first"].fill_null(LATER).to_numpy().astype(np.int64)
    community = find_community(snapshot, spec.community) if spec.community is not None else None
    days = community_days(snapshot, community) if community is not None else (None, None, None)
    coarse = members.filter(pl.col("joined_first") < pl.col("joined_last"))
    everything = np.ones(len(found.work), dtype=bool)
    return History(
        spec=spec, community=community, to=to, found=found,
        since=_since(found, joined, began, whole_store=community is None),
        joined=joined,
        formed=formed(found, began, everything, spec), forming=forming(found, everything, spec),
        began=began, ended=ended, start=days[0],
        end=(days[1], days[2]) if days[1] is not None and days[2] is not None else None,
        undated=undated, several=several,
        coarse_joined=list(coarse.select("joined_first", "joined_last").iter_rows()),
        unsure=unsure,
    )  # fmt: skip


def _since(found: Projection, joined: Ints, began: Ints, *, whole_store: bool) -> Ints:
    if not whole_store:
        return np.where(joined == LATER, NEVER, joined)
    since = joined.copy()
    np.minimum.at(since, found.who, began[found.what])
    return since


def formed(found: Projection, began: Ints, counted: Flags, spec: NetworkSpec) -> Ints:
    """The day each pair's weight reaches the threshold, over the ``counted`` evidence; LATER when it never does."""
    place = forming(found, counted, spec)
    days = np.full(len(found.left), LATER, dtype=np.int64)
    days[place >= 0] = began[found.work[place[place >= 0]]]
    return days


def forming(found: Projection, counted: Flags, spec: NetworkSpec) -> Ints:
    """The place in ``found.work`` at which each pair's weight reaches the threshold; -1 where it never does."""
    places = np.full(len(found.left), -1, dtype=np.int64)
    loss = found.share[found.work] if spec.weight == "newman" else np.ones(len(found.work))
    running = np.cumsum(np.where(counted, loss, 0.0))
    first = np.searchsorted(found.pair, np.arange(len(found.left)))
    before = np.concatenate(([0.0], running))[first]
    enough = counted & (running - before[found.pair] >= (spec.min_weight or 0.0) - ROUNDING)
    pairs, first_enough = np.unique(found.pair[enough], return_index=True)
    places[pairs] = np.flatnonzero(enough)[first_enough]
    return places
