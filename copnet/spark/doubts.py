"""Which records could change a ripple: coarse dates, and persons who could stand for several organizations."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn

from copnet.spark.rings import KEY, Ripple
from copnet.spark.tables import kept
from copnet.spark.works import work_record

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

Json = dict[str, Any]


def doubts(found: Ripple) -> Json:
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
    rows = found.persons.join(about["people"], "who", "left_semi").select(KEY)
    rows = rows.union(standing.rows.join(about["organizations"], "who", "left_semi").select(KEY))
    deeds = kept(found.dated.join(rows.distinct(), KEY, "left_semi"))
    edges = [edge for edge in (who.start, who.end) if edge]
    days = ([who.start[0] - 1] if who.start else []) + ([who.end[0]] if who.end else [])
    crossing = reduce(lambda some, day: some | _between(day), days, fn.lit(False))
    records = [deeds.filter(crossing).select(work_record(KEY))]
    coarse = [edge for edge in edges if edge[0] < edge[1]]
    either = reduce(lambda some, edge: some | _either(*(fn.lit(day) for day in edge)), coarse, fn.lit(False))
    flagged = bool(coarse) and not deeds.filter(either).isEmpty()
    taking = found.persons.join(deeds, KEY)
    outside = taking.join(found.members, "who", "left_anti").select(KEY).distinct()
    taking = taking.join(outside, KEY, "left_semi")
    near = taking.join(found.members, "who").filter(_either(fn.col("first"), fn.col("last")))
    records.append(near.filter("first < last").select(fn.concat(fn.lit("member:"), "who").alias("record")))
    records.append(near.filter("day < until").select(work_record(KEY)))
    brought = rings.people[0].join(found.dated.drop("day"), KEY).groupBy("who").agg(
        fn.min(fn.struct("day", KEY, "until")).alias("brought")
    )  # fmt: skip
    brought = brought.select(
        "who", fn.col("brought.day").alias("first"), fn.col("brought.until").alias("last"),
        fn.col(f"brought.{KEY}").alias("key"),
    )  # fmt: skip
    near = taking.join(brought, "who").filter(_either(fn.col("first"), fn.col("last")) & (fn.col("key") != fn.col(KEY)))
    records.append(near.filter("first < last").select(work_record("key")))
    records.append(near.filter("day < until").select(work_record(KEY)))
    for table, frames in (("people", rings.people), ("organizations", rings.organizations)):
        reached = frames[0].select("who").union(frames[1].select("who"))
        there = found.appearances[table].filter(_between(found.edge)).join(reached, "who", "left_semi")
        records.append(there.select(work_record(KEY)))
    records.append(standing.imprecise.join(deeds, KEY, "left_semi").select("record"))
    several = standing.several.join(deeds, KEY, "left_semi").count()
    return {"imprecise_dates": reduce(_and, records).distinct().count() + flagged, "several_affiliations": several}


def _and(some: DataFrame, other: DataFrame) -> DataFrame:
    return some.union(other)


def _between(day: int) -> Column:
    return (fn.col("day") <= day) & (fn.col("until") > day)


def _either(first: Column, last: Column) -> Column:
    """Whether a date and that of a deed could be in either order; see ``copnet.analysis.rings``."""
    return (first <= fn.col("until")) & (fn.col("day") <= last) & (first > 0)
