"""How far a community's work went beyond it, counted on DataFrames: ``copnet.analysis.ripple`` for a whole field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

import polars as pl
from pyspark.sql import functions as fn

from copnet.analysis import partnerships
from copnet.analysis.belonging import Belonging, Span, belonging
from copnet.analysis.history import GATHERINGS
from copnet.analysis.lineage import lineage
from copnet.analysis.rates import rate
from copnet.analysis.ripple import After, no_end
from copnet.analysis.ripple_report import span_text
from copnet.graph.spec import NetworkSpec
from copnet.snapshot import Snapshot
from copnet.spark.nodes import belonging_snapshot
from copnet.spark.pairs import PAIR, heaviest, project, ties
from copnet.spark.survey import answers_of
from copnet.spark.tables import Tables, kept, latest_day, one
from copnet.spark.works import Involvement, involvement, standing_for, work_record, works

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

Json = dict[str, Any]
_KEY = "collaboration"


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
            fn.col("id").alias(_KEY), fn.col("start_first").alias("day"), fn.col("start_last").alias("until")
        )

    @cached_property
    def own(self) -> DataFrame:
        """The community's own gatherings."""

        own = (fn.col("community") == self.who.community) & fn.col("kind").isin(*GATHERINGS)
        return self.works.filter(fn.coalesce(own, fn.lit(False))).select(fn.col("id").alias(_KEY))

    @cached_property
    def appearances(self) -> Mapping[str, DataFrame]:
        """Who was there in any role: ``who``, ``collaboration``, ``day`` and ``until``."""
        dated = self.works.filter("dated")
        return {
            "people": involvement(self.tables, dated, "person", every_role=True).rows.join(self.dated, _KEY),
            "organizations": involvement(self.tables, dated, "organization", every_role=True).rows.join(
                self.dated, _KEY
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
        people = kept(found.persons.join(counted, _KEY))
        since = found.members.select("who", "first")
        active = kept(people.join(since, "who").filter("first <= day").select(_KEY, "who"))
        places = found.standing.rows.join(counted, _KEY)
        beside = _beside(people, active)
        reached = beside.join(found.insiders, "who", "left_anti")
        came = _came(places, active)
        outside = came.join(found.places, "who", "left_anti")
        with_outsiders = kept(reached.select(_KEY).union(outside.filter("direct").select(_KEY)).distinct())
        first = kept(reached.groupBy("who").agg(fn.min("day").alias("first")))
        bridges = kept(people.join(first, "who").filter("first < day").select(_KEY, "who"))
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
            bridging=active.join(with_outsiders, _KEY, "left_semi").select("who").distinct(),
        )


def _beside(people: DataFrame, others: DataFrame) -> DataFrame:
    return people.join(others.select(_KEY).distinct(), _KEY, "left_semi").select("who", _KEY, "day")


def _came(places: DataFrame, others: DataFrame) -> DataFrame:
    """Organizations that took part with one of ``others``: themselves, or through somebody else than that one."""
    number = others.groupBy(_KEY).agg(fn.count("*").alias("others"))
    reaching = others.select(_KEY, fn.col("who").alias("person"), fn.lit(1).alias("self"))
    rows = places.join(number, _KEY).join(reaching, [_KEY, "person"], "left")
    rows = rows.filter(fn.col("person").isNull() | (fn.col("others") > fn.coalesce("self", fn.lit(0))))
    return rows.groupBy("who", _KEY, "day").agg(fn.max(fn.col("person").isNull()).alias("direct"))


def _later(reached: DataFrame, joined: DataFrame) -> DataFrame:
    return kept(reached.join(joined, "who").filter("first > day").select("who", _KEY, "day").distinct())


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


def ring_counts(found: Ripple) -> dict[str, Json]:
    """The four numbers of each ring."""
    result: dict[str, Json] = {}
    for place, name in enumerate(("ring1", "ring2")):
        counts: Json = {}
        for table, frames in (("people", found.rings.people), ("organizations", found.rings.organizations)):
            reached = kept(frames[place].select("who").distinct())
            counts[table] = reached.count()
            new = reached.join(found.seen[table], "who", "left_anti").count() if found.knows_before else None
            counts[f"new_{table}"] = new
        result[name] = {key: counts[key] for key in ("people", "organizations", "new_people", "new_organizations")}
    return result


def tie_counts(found: Ripple, evidence: DataFrame) -> Json:
    """Ties of members before, during and after; None where the community's own dates do not tell."""
    start, end = found.who.start, found.who.end
    first = evidence.groupBy(*PAIR).agg(fn.min("start_first").alias("day"))
    day = fn.col("day")
    before = day < start[0] if start else fn.lit(False)
    after = day > end[0] if end else fn.lit(False)
    when = fn.when(before, "before").when(after, "after").otherwise("during")
    counts = {row["t"]: row["count"] for row in first.groupBy(when.alias("t")).count().collect()}
    return {
        "before": counts.get("before", 0) if start else None,
        "during": counts.get("during", 0) if start else None,
        "after": counts.get("after", 0) if end else None,
    }


def ripple(tables: Tables, community: str, after: After, wave: str | None) -> tuple[Json, bool]:
    """The JSON of ``ripple`` without evidence and cautions, and whether anybody answered about partners.

    Raises:
        NotFound: no such wave.
        UsageError: what comes after the end of a community that has none.
    """
    found = prepare(tables, community, after)
    who = found.who
    tables.tell("counting the rings", 0, None)
    rings = ring_counts(found)
    answers = partnerships.reported(answers_of(tables, who), who, wave)
    tables.tell("counting ties", 0, None)
    dated = found.works.filter("dated").join(found.own.withColumnRenamed(_KEY, "id"), "id", "left_anti")
    members = found.members.select(fn.col("who").alias("id"))
    members = kept(members.sort("id").withColumn("code", fn.monotonically_increasing_id()))
    paired = project(members, dated, Involvement(found.persons))
    result: Json = {
        "community": who.community,
        "community_name": who.name,
        "from": who.row["started_on"],
        "to": who.row["ended_on"],
        "as_of": dt.date.fromordinal(who.to).isoformat() if who.to else None,
        "after": after,
        "members": len(who.members),
        "member_organizations": len(who.organizations),
        **rings,
        "joined_later": _joined_later(found),
        "collaborations_with_outsiders": found.rings.with_outsiders.count(),
        "members_bridging_out": found.rings.bridging.count(),
        "lineage": lineage(_grown(tables, community), community),
        "ties": tie_counts(found, paired.evidence),
        "partnership_rate": {
            "reported": answers.partnered,
            "documented": rate(_documented(found, dated), len(who.organizations)),
        },
        "response_rate": answers.responses,
        "wave": answers.wave,
        "field_share": partnerships.field_share(who),
        "undated_collaborations": _undated(found),
        **_doubts(found),
    }
    tied = kept(ties(paired.evidence, NetworkSpec()))
    heavy = heaviest(paired, tied, NetworkSpec(), total) if (total := tied.count()) else None
    if heavy is not None:
        heavy["without"] = tie_counts(found, paired.evidence.filter(fn.col("work") != heavy["id"]))
    result["one_collaboration"] = {"ties": heavy, "ring1": _ring_on_one(found)}
    return result, answers.asked


def _ring_on_one(found: Ripple) -> Json | None:
    reached = found.rings.people[0].groupBy("who").agg(fn.count("*").alias("n"), fn.min(_KEY).alias("id"))
    alone = reached.filter("n = 1").groupBy("id").count().orderBy(fn.desc("count"), "id").limit(1).collect()
    total = reached.count()
    if not alone or alone[0]["count"] < 2 or 2 * alone[0]["count"] < total:
        return None
    key, count = alone[0]["id"], alone[0]["count"]
    work = one(found.works.filter(fn.col("id") == key).select("title", "kind", "started_on", "ended_on", "venue"))
    return {
        "id": key, "title": work["title"], "kind": work["kind"], "date": work["started_on"],
        "ended_on": work["ended_on"], "venue": work["venue"], "people": count, "share": count / total,
        "people_without": total - count, "without": ring_counts(_reduced(found, key)),
    }  # fmt: skip


def _reduced(found: Ripple, key: str) -> Ripple:
    other = fn.col(_KEY) != key
    standing = Involvement(found.standing.rows.filter(other), found.standing.several, found.standing.imprecise)
    return replace(found.without(key), persons=found.persons.filter(other), standing=standing)


def _joined_later(found: Ripple) -> list[Json]:
    rows: list[Json] = []
    parts = (
        ("person", "people", found.rings.later_people, found.who.members),
        ("organization", "organizations", found.rings.later_organizations, found.who.organizations),
    )
    for mode, table, later, joined in parts:
        names = found.tables[table].select(fn.col("id").alias("who"), "name")
        told = later.join(found.dated.drop("day"), _KEY).groupBy("who").agg(
            fn.sort_array(fn.collect_list(fn.struct("day", _KEY, "until"))).alias("reached")
        )  # fmt: skip
        known = told.join(names, "who").collect()
        for row in sorted(known, key=lambda row: (row["reached"][0]["day"], row["who"])):
            first = row["reached"][0]
            rows.append(
                {
                    "id": row["who"], "name": row["name"], "mode": mode, "joined_on": span_text(joined[row["who"]]),
                    "first": span_text((first["day"], first["until"])),
                    "collaborations": [deed[_KEY] for deed in row["reached"]],
                }
            )  # fmt: skip
    return rows


def _grown(tables: Tables, community: str) -> Snapshot:
    """The collaborations of a community, and all that grew out of something or are part of something."""
    linked = pl.col("part_of").is_not_null() | (pl.col("grew_out_of").list.len() > 0)
    rows = tables.lazy("collaborations").filter((pl.col("community") == community) | linked)
    return tables.snapshot(collaborations=rows)


def _documented(found: Ripple, dated: DataFrame) -> int:
    counted = dated.filter(fn.col("start_first") >= found.who.began).select(fn.col("id").alias(_KEY))
    rows = found.standing.rows.select(_KEY, "who").distinct().join(found.places, "who", "left_semi").join(counted, _KEY)
    together = rows.groupBy(_KEY).count().filter(fn.col("count") > 1)
    return rows.join(together, _KEY, "left_semi").select("who").distinct().count()


def _undated(found: Ripple) -> int:
    undated = found.works.filter("not dated").select(fn.col("id").alias(_KEY))
    ours = found.persons.join(found.members, "who", "left_semi").select(_KEY)
    theirs = found.standing.rows.join(found.places, "who", "left_semi").select(_KEY)
    return undated.join(ours.union(theirs).distinct(), _KEY, "left_semi").count()


def _doubts(found: Ripple) -> Json:
    """See ``copnet.analysis.ripple.doubts`` and ``copnet.analysis.rings.imprecise``."""
    who, rings, standing = found.who, found.rings, found.standing
    assert standing.several is not None
    assert standing.imprecise is not None
    about = {
        "people": reduce(_and, [found.members.select("who"), *(ring.select("who") for ring in rings.people)]),
        "organizations": reduce(
            _and, [found.places.select("who"), *(ring.select("who") for ring in rings.organizations)]
        ),
    }
    rows = found.persons.join(about["people"], "who", "left_semi").select(_KEY)
    rows = rows.union(standing.rows.join(about["organizations"], "who", "left_semi").select(_KEY))
    deeds = kept(found.dated.join(rows.distinct(), _KEY, "left_semi"))
    edges = [edge for edge in (who.start, who.end) if edge]
    days = ([who.start[0] - 1] if who.start else []) + ([who.end[0]] if who.end else [])
    crossing = reduce(lambda some, day: some | _between(day), days, fn.lit(False))
    records = [deeds.filter(crossing).select(work_record(_KEY))]
    coarse = [edge for edge in edges if edge[0] < edge[1]]
    either = reduce(lambda some, edge: some | _either(*(fn.lit(day) for day in edge)), coarse, fn.lit(False))
    flagged = bool(coarse) and not deeds.filter(either).isEmpty()
    taking = found.persons.join(deeds, _KEY)
    outside = taking.join(found.members, "who", "left_anti").select(_KEY).distinct()
    taking = taking.join(outside, _KEY, "left_semi")
    near = taking.join(found.members, "who").filter(_either(fn.col("first"), fn.col("last")))
    records.append(near.filter("first < last").select(fn.concat(fn.lit("member:"), "who").alias("record")))
    records.append(near.filter("day < until").select(work_record(_KEY)))
    brought = rings.people[0].join(found.dated.drop("day"), _KEY).groupBy("who").agg(
        fn.min(fn.struct("day", _KEY, "until")).alias("brought")
    )  # fmt: skip
    brought = brought.select(
        "who", fn.col("brought.day").alias("first"), fn.col("brought.until").alias("last"),
        fn.col(f"brought.{_KEY}").alias("key"),
    )  # fmt: skip
    near = taking.join(brought, "who").filter(
        _either(fn.col("first"), fn.col("last")) & (fn.col("key") != fn.col(_KEY))
    )
    records.append(near.filter("first < last").select(work_record("key")))
    records.append(near.filter("day < until").select(work_record(_KEY)))
    for table, frames in (("people", rings.people), ("organizations", rings.organizations)):
        reached = frames[0].select("who").union(frames[1].select("who"))
        there = found.appearances[table].filter(_between(found.edge)).join(reached, "who", "left_semi")
        records.append(there.select(work_record(_KEY)))
    records.append(standing.imprecise.join(deeds, _KEY, "left_semi").select("record"))
    several = standing.several.join(deeds, _KEY, "left_semi").count()
    return {"imprecise_dates": reduce(_and, records).distinct().count() + flagged, "several_affiliations": several}


def _and(some: DataFrame, other: DataFrame) -> DataFrame:
    return some.union(other)


def _between(day: int) -> Column:
    return (fn.col("day") <= day) & (fn.col("until") > day)


def _either(first: Column, last: Column) -> Column:
    """Whether a date and that of a deed could be in either order; see ``copnet.analysis.rings``."""
    return (first <= fn.col("until")) & (fn.col("day") <= last) & (first > 0)
