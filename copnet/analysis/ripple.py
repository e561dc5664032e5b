"""How far a community's work went beyond it: rings, ties before, during and after, lineage, partnerships.

Everything says what came after, never what was caused: contribution, not causation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np
import polars as pl

from copnet.analysis.belonging import Belonging, belonging
from copnet.analysis.deeds import Deed, deeds, titles
from copnet.analysis.rings import Rings, imprecise, rings
from copnet.errors import UsageError
from copnet.graph import NetworkSpec
from copnet.graph.days import NEVER
from copnet.graph.projection import Projection, project
from copnet.graph.reliance import heaviest, lost_without
from copnet.graph.works import Involvement, involvement, standing_for, works
from copnet.snapshot import Snapshot

After: TypeAlias = Literal["start", "end"]
Table: TypeAlias = Literal["people", "organizations"]
Json: TypeAlias = dict[str, Any]
WHEN = ("before", "during", "after")


@dataclass(frozen=True, eq=False)
class Ripple:
    """A community and everything dated, prepared once for all figures of ``ripple`` and ``areas``.

    Attributes:
        snapshot: the store.
        who: the community.
        after: whether what counts begins with the community's start or follows its end.
        works: collaborations that make ties, undated ones too.
    """

    snapshot: Snapshot
    who: Belonging
    after: After
    works: pl.DataFrame

    @cached_property
    def dated(self) -> pl.DataFrame:
        """Collaborations with a date."""
        return self.works.filter("dated")

    @cached_property
    def taken(self) -> Involvement:
        """Who took part, as persons, also in what has no date."""
        return involvement(self.snapshot, self.works, "person")

    @cached_property
    def standing(self) -> Involvement:
        """For which organizations, also in what has no date."""
        return standing_for(self.snapshot, self.works)

    @cached_property
    def deeds(self) -> list[Deed]:
        """The dated collaborations in their order."""
        return deeds(self.dated, self.taken, self.standing)

    @cached_property
    def rings(self) -> Rings:
        """Who was reached."""
        return rings(self.who, self.deeds, self.edge)

    @property
    def edge(self) -> int:
        """The last day that counts as before."""
        return self.who.end[0] if self.after == "end" and self.who.end else self.who.began - 1

    @property
    def knows_before(self) -> bool:
        """Whether it can be told what was never seen before."""
        return self.after == "end" or self.who.start is not None

    @cached_property
    def appearances(self) -> Mapping[Table, pl.DataFrame]:
        """Who was there in any role, also in the audience: ``who``, ``collaboration`` and the span of its first day."""
        days = self.dated.select(pl.col("id").alias("collaboration"), "start_first", "start_last")
        people = involvement(self.snapshot, self.dated, "person", every_role=True).rows
        organizations = involvement(self.snapshot, self.dated, "organization", every_role=True).rows
        return {
            "people": people.join(days, on="collaboration"),
            "organizations": organizations.join(days, on="collaboration"),
        }

    @cached_property
    def seen(self) -> Mapping[Table, frozenset[str]]:
        """Who was in something before, in whatever role."""
        return {
            table: frozenset(rows.filter(pl.col("start_first") <= self.edge)["who"])
            for table, rows in self.appearances.items()
        }

    @cached_property
    def relevant(self) -> frozenset[str]:
        """Dated collaborations in which a member, a member organization or somebody of a ring took part."""
        rings = (self.rings.one, self.rings.two)
        people = self.who.members.keys() | {one for ring in rings for one in ring.people}
        places = self.who.organizations.keys() | {one for ring in rings for one in ring.organizations}
        return frozenset(
            deed.id
            for deed in self.deeds
            if not (deed.people.isdisjoint(people) and deed.organizations.isdisjoint(places))
        )

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
    def undated(self) -> frozenset[str]:
        """Collaborations of a member or a member organization left out because they have no date."""
        parts = ((self.taken, self.who.members), (self.standing, self.who.organizations))
        ours = {
            key for taken, who in parts for key in taken.rows.filter(pl.col("who").is_in(list(who)))["collaboration"]
        }
        return frozenset(ours.intersection(self.works.filter(~pl.col("dated"))["id"]))


def prepare(snapshot: Snapshot, community: str, after: After = "start") -> Ripple:
    """Read what the figures of a community are computed from.

    Raises:
        NotFound: no such community.
        UsageError: what comes after the end of a community that has none.
    """
    who = belonging(snapshot, community)
    if after == "end" and who.end is None:
        raise no_end(who)
    to = dt.date.fromordinal(who.to) if who.to else None
    return Ripple(snapshot, who, after, works(snapshot, NetworkSpec(community=who.community), to))


def no_end(who: Belonging) -> UsageError:
    """What comes after the end is asked of a community that has none."""
    return UsageError(f"{who.name} has no end in the store: give --after start, or fill in its ended_on.")


def ring_counts(found: Ripple) -> dict[str, Json]:
    """The four numbers of each ring; never seen before is None where nobody knows what was before."""
    seen, known = found.seen, found.knows_before
    return {
        name: {
            "people": len(ring.people),
            "organizations": len(ring.organizations),
            "new_people": len(ring.people.keys() - seen["people"]) if known else None,
            "new_organizations": len(ring.organizations.keys() - seen["organizations"]) if known else None,
        }
        for name, ring in (("ring1", found.rings.one), ("ring2", found.rings.two))
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
    return {
        "id": most, **titles(found.snapshot, {most})[most], "people": alone[most],
        "share": alone[most] / len(people), "people_without": len(people) - alone[most],
        "without": ring_counts(_without(found, most)),
    }  # fmt: skip


def _without(found: Ripple, key: str) -> Ripple:
    """The same as if a collaboration had not taken place."""
    return Ripple(found.snapshot, found.who, found.after, found.works.filter(pl.col("id") != key))


def doubts(found: Ripple, *, also: Collection[str] = ()) -> Json:
    """``imprecise_dates``, records whose coarse date could change the figures, and ``several_affiliations``.

    Args:
        found: the community.
        also: further collaborations that are in the figures.
    """
    several, places = found.standing.doubts(found.relevant.union(also))
    deeds = [deed for deed in found.deeds if deed.id in found.relevant]
    unsure = imprecise(found.who, deeds, found.rings) | _perhaps_before(found) | places
    return {"imprecise_dates": len(unsure), "several_affiliations": several}


def _perhaps_before(found: Ripple) -> set[str]:
    """Collaborations in which somebody of a ring was, in whatever role, perhaps before, perhaps not."""
    rings = (found.rings.one, found.rings.two)
    crossing = (pl.col("start_first") <= found.edge) & (pl.col("start_last") > found.edge)
    unsure: set[str] = set()
    for table, rows in found.appearances.items():
        reached = {one for ring in rings for one in getattr(ring, table)}
        unsure.update(rows.filter(crossing & pl.col("who").is_in(list(reached)))["collaboration"])
    return {f"collaboration:{key}" for key in unsure}
