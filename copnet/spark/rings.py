"""Whom a community reached, on DataFrames: ``copnet.analysis.rings``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl
from pyspark.sql import functions as fn

from copnet.analysis.belonging import Belonging, Span, belonging
from copnet.analysis.history import GATHERINGS
from copnet.analysis.ripple import After, no_end
from copnet.graph.spec import NetworkSpec
from copnet.spark.nodes import belonging_snapshot
from copnet.spark.tables import Tables, kept, latest_day
from copnet.spark.works import Involvement, involvement, standing_for, works

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Json = dict[str, Any]
KEY = "collaboration"


@dataclass(frozen=True, eq=False)
class Ripple:
    """A community and what everybody did; see ``copnet.analysis.ripple.Ripple``.

    Attributes:
        tables: the store.
        who: the community.
        after: whether what counts begins with the start or follows the end.
        works: collaborations that make ties, undated ones too.
        persons: ``collaboration`` and ``who`` took part.
        standing: for which organizations.
        members, insiders, places: ``who``, and the ``first`` and ``last`` day they can have joined; of persons who
            were members, or in any role, and of member organizations.
    """

    tables: Tables
    who: Belonging
    after: After
    works: DataFrame
    persons: DataFrame
    standing: Involvement
    members: DataFrame
    insiders: DataFrame
    places: DataFrame

    @property
    def edge(self) -> int:
        """The last day that counts as before."""
        return self.who.end[0] if self.after == "end" and self.who.end else self.who.began - 1

    @property
    def knows_before(self) -> bool:
        """Whether it can be told what was never seen before."""
        return self.after == "end" or self.who.start is not None

    @cached_property
    def dated(self) -> DataFrame:
        """``collaboration``, ``day`` and ``until`` (first and last possible day it began) of what has a date."""

        return self.works.filter("dated").select(
            fn.col("id").alias(KEY), fn.col("start_first").alias("day"), fn.col("start_last").alias("until")
        )

    @cached_property
    def own(self) -> DataFrame:
        """The community's own gatherings."""

        own = (fn.col("community") == self.who.community) & fn.col("kind").isin(*GATHERINGS)
        return self.works.filter(fn.coalesce(own, fn.lit(False))).select(fn.col("id").alias(KEY))

    @cached_property
    def appearances(self) -> Mapping[str, DataFrame]:
        """Who was there in any role: ``who``, ``collaboration``, ``day`` and ``until``."""
        dated = self.works.filter("dated")
        return {
            "people": involvement(self.tables, dated, "person", every_role=True).rows.join(self.dated, KEY),
            "organizations": involvement(self.tables, dated, "organization", every_role=True).rows.join(
                self.dated, KEY
            ),
        }

    @cached_property
    def seen(self) -> Mapping[str, DataFrame]:
        """Who was in something before, in whatever role."""
        return {
            table: kept(rows.filter(rows["day"] <= self.edge).select("who").distinct())
            for table, rows in self.appearances.items()
        }

    @cached_property
    def rings(self) -> Rings:
        """Who was reached."""
        return Rings.of(self)

    def without(self, key: str) -> Ripple:
        """The same as if a collaboration had not taken place."""
        return replace(self, works=self.works.filter(self.works["id"] != key))


@dataclass(frozen=True, eq=False)
class Rings:
    """Both rings; each frame has a row a person or organization and collaboration: ``who``, ``collaboration``, ``day``.

    Attributes:
        people, organizations: of ring 1 and of ring 2.
        later_people, later_organizations: reached from outside, joined afterwards.
        with_outsiders: the collaborations of ring 1 with somebody from outside.
        bridging: ``who`` of the members who took part in them.
    """

    people: tuple[DataFrame, DataFrame]
    organizations: tuple[DataFrame, DataFrame]
    later_people: DataFrame
    later_organizations: DataFrame
    with_outsiders: DataFrame
    bridging: DataFrame

    @classmethod
    def of(cls, found: Ripple) -> Rings:
        """See ``copnet.analysis.rings.rings``."""

        counted = found.dated.filter(fn.col("day") > found.edge)
        people = kept(found.persons.join(counted, KEY))
        since = found.members.select("who", "first")
        active = kept(people.join(since, "who").filter("first <= day").select(KEY, "who"))
        places = found.standing.rows.join(counted, KEY)
        beside = _beside(people, active)
        reached = beside.join(found.insiders, "who", "left_anti")
        came = _came(places, active)
        outside = came.join(found.places, "who", "left_anti")
        with_outsiders = kept(reached.select(KEY).union(outside.filter("direct").select(KEY)).distinct())
        first = kept(reached.groupBy("who").agg(fn.min("day").alias("first")))
        bridges = kept(people.join(first, "who").filter("first < day").select(KEY, "who"))
        beside2, came2 = _beside(people, bridges), _came(places, bridges)
        outside = kept(outside)
        known = found.insiders.select("who").union(first.select("who"))
        taken = found.places.select("who").union(outside.select("who"))
        joined = found.members.select("who").join(found.insiders.select("who", "first"), "who")
        return cls(
            people=(kept(reached), kept(beside2.join(known, "who", "left_anti"))),
            organizations=(outside, kept(came2.join(taken, "who", "left_anti"))),
            later_people=_later(beside.union(beside2), joined),
            later_organizations=_later(came.drop("direct").union(came2.drop("direct")), found.places),
            with_outsiders=with_outsiders,
            bridging=active.join(with_outsiders, KEY, "left_semi").select("who").distinct(),
        )


def _beside(people: DataFrame, others: DataFrame) -> DataFrame:
    return people.join(others.select(KEY).distinct(), KEY, "left_semi").select("who", KEY, "day")


def _came(places: DataFrame, others: DataFrame) -> DataFrame:
    """Organizations that took part with one of ``others``: themselves, or through somebody else than that one."""
    number = others.groupBy(KEY).agg(fn.count("*").alias("others"))
    reaching = others.select(KEY, fn.col("who").alias("person"), fn.lit(1).alias("self"))
    rows = places.join(number, KEY).join(reaching, [KEY, "person"], "left")
    rows = rows.filter(fn.col("person").isNull() | (fn.col("others") > fn.coalesce("self", fn.lit(0))))
    return rows.groupBy("who", KEY, "day").agg(fn.max(fn.col("person").isNull()).alias("direct"))


def _later(reached: DataFrame, joined: DataFrame) -> DataFrame:
    return kept(reached.join(joined, "who").filter("first > day").select("who", KEY, "day").distinct())


def prepare(tables: Tables, community: str, after: After) -> Ripple:
    """Read what the figures of a community (its id) are computed from.

    Raises:
        UsageError: what comes after the end of a community that has none.
    """
    to = latest_day(tables)
    who = belonging(belonging_snapshot(tables, community), community, to)
    if after == "end" and who.end is None:
        raise no_end(who)
    tables.tell("reading who took part in what", 0, None)
    found = kept(works(tables, NetworkSpec(community=community), to))
    standing = standing_for(tables, found)
    return Ripple(
        tables, who, after, found,
        persons=kept(involvement(tables, found, "person").rows),
        standing=replace(standing, rows=kept(standing.rows)),
        members=_spans(tables, who.members), insiders=_spans(tables, who.insiders),
        places=_spans(tables, who.organizations),
    )  # fmt: skip


def _spans(tables: Tables, joined: Mapping[str, Span]) -> DataFrame:
    rows = [(key, *span) for key, span in joined.items()]
    types = {"who": pl.String(), "first": pl.Int64(), "last": pl.Int64()}
    return tables.send(pl.DataFrame(rows, schema=types, orient="row"))
