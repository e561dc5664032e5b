"""How far a community's work went beyond it: rings, ties before, during and after, lineage, partnerships.

Everything says what came after, never what was caused: contribution, not causation.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np
import polars as pl

from copnet.analysis.belonging import Belonging, belonging
from copnet.analysis.deeds import Deed, deeds, titles
from copnet.analysis.rings import Ring, Rings, imprecise, rings
from copnet.errors import UsageError
from copnet.graph import NetworkSpec
from copnet.graph.days import NEVER
from copnet.graph.projection import Projection, project
from copnet.graph.reliance import heaviest, lost_without
from copnet.graph.works import Involvement, involvement, standing_for, works
from copnet.snapshot import Snapshot

After: TypeAlias = Literal["start", "end"]
Json: TypeAlias = dict[str, Any]
WHEN = ("before", "during", "after")


@dataclass(frozen=True, eq=False)
class Ripple:
    """A community and everything dated, prepared once for all figures of ``ripple`` and ``areas``.

    Attributes:
        snapshot: the store.
        who: the community.
        after: whether what counts begins with the community's start or follows its end.
        all: collaborations that make ties, undated ones too; rows of ``works``.
    """

    snapshot: Snapshot
    who: Belonging
    after: After
    all: pl.DataFrame

    @cached_property
    def dated(self) -> pl.DataFrame:
        """Collaborations with a date."""
        return self.all.filter("dated")

    @cached_property
    def taken(self) -> Involvement:
        """Who took part, as persons, also in what has no date."""
        return involvement(self.snapshot, self.all, "person")

    @cached_property
    def standing(self) -> Involvement:
        """For which organizations, also in what has no date."""
        return standing_for(self.snapshot, self.all)

    @cached_property
    def deeds(self) -> list[Deed]:
        """The dated collaborations in their order."""
        return deeds(self.dated, self.taken, self.standing)

    @cached_property
    def rings(self) -> Rings:
        """Who was reached."""
        edge = self.who.end[0] if self.after == "end" and self.who.end else self.who.began - 1
        return rings(self.who, self.deeds, edge)

    @cached_property
    def ties(self) -> Projection:
        """Members who took part in a same dated collaboration that was no own gathering."""
        counted = self.dated.filter(~self.who.own_gathering)
        return project(sorted(self.who.members), counted, self.taken)

    @cached_property
    def when(self) -> list[str | None]:
        """Of each tie whether it was there before the start, formed during the community or after its end.

        None: the community's own dates do not tell.
        """
        began = self.ties.day("start_first", NEVER)[self.ties.work]
        first = began[np.searchsorted(self.ties.pair, np.arange(len(self.ties.left)))]
        return [self._when(day) for day in first.tolist()]

    def _when(self, day: int) -> str | None:
        start, end = self.who.start, self.who.end
        if start and day < start[0]:
            return "before"
        if end and day > end[0]:
            return "after"
        return "during" if start else None

    @cached_property
    def undated(self) -> int:
        """Collaborations of a member left out because they have no date."""
        members = self.taken.rows.filter(pl.col("who").is_in(list(self.who.members)))["collaboration"]
        return self.all.filter(~pl.col("dated") & pl.col("id").is_in(members.unique().to_list())).height


def prepare(snapshot: Snapshot, community: str, after: After = "start") -> Ripple:
    """Read what the figures of a community are computed from.

    Raises:
        NotFound: no such community.
        UsageError: what comes after the end of a community that has none.
    """
    who = belonging(snapshot, community)
    if after == "end" and who.end is None:
        raise UsageError(f"{who.name} has no end in the store: give --after start, or fill in its ended_on.")
    to = dt.date.fromordinal(who.to) if who.to else None
    return Ripple(snapshot, who, after, works(snapshot, NetworkSpec(community=who.community), to))


def ring_counts(found: Rings, ring: Ring, *, known: bool) -> Json:
    """The four numbers of a ring; never seen before is None where the start is not known."""
    return {
        "people": len(ring.people),
        "organizations": len(ring.organizations),
        "new_people": len(ring.people.keys() - found.seen_people) if known else None,
        "new_organizations": len(ring.organizations.keys() - found.seen_organizations) if known else None,
    }


def tie_counts(found: Ripple) -> Json:
    """Ties before, during and after; None where the community's own dates do not tell."""
    counts: Json = {name: found.when.count(name) for name in WHEN}
    if found.who.start is None:
        counts |= {"before": None, "during": None}
    if found.who.end is None:
        counts["after"] = None
    return counts


def one_collaboration(found: Ripple) -> Json:
    """The single collaboration that half or more of the ties, or of ring 1, rest on, with the figures without it.

    Ring 1 rests on a collaboration as far as its people are there by nothing else; that of one person is not told.
    """
    ties = found.ties
    kept = np.ones(len(ties.left), dtype=bool)
    one = heaviest(ties, lost_without(ties, NetworkSpec(), kept), len(kept))
    if one is not None:
        one |= {"without": tie_counts(_without(found, one["id"]))}
    return {"ties": one, "ring1": _ring_on_one(found)}


def _ring_on_one(found: Ripple) -> Json | None:
    alone: dict[str, int] = {}
    people = found.rings.one.people
    for reached in people.values():
        if len(reached) == 1:
            alone[reached[0].id] = alone.get(reached[0].id, 0) + 1
    most = min(alone, key=lambda key: (-alone[key], key), default=None)
    if most is None or alone[most] < 2 or 2 * alone[most] < len(people):
        return None
    fewer = _without(found, most)
    known = found.who.start is not None
    return {
        "id": most, **titles(found.snapshot, {most})[most], "people": alone[most],
        "share": alone[most] / len(people), "people_without": len(people) - alone[most],
        "without": {
            "ring1": ring_counts(fewer.rings, fewer.rings.one, known=known),
            "ring2": ring_counts(fewer.rings, fewer.rings.two, known=known),
        },
    }  # fmt: skip


def _without(found: Ripple, key: str) -> Ripple:
    """The same as if a collaboration had not taken place."""
    return Ripple(found.snapshot, found.who, found.after, found.all.filter(pl.col("id") != key))


def imprecise_dates(found: Ripple) -> int:
    """Number of records whose coarse date could change the figures."""
    relevant = found.who.members.keys() | found.rings.one.people.keys() | found.rings.two.people.keys()
    keys = {f"collaboration:{deed.id}" for deed in found.deeds if not deed.people.isdisjoint(relevant)}
    places = {name for name in found.standing.imprecise if name in keys or name.startswith("place:")}
    return len(imprecise(found.who, found.deeds, found.rings) | places)
