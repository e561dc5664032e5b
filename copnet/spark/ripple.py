"""How far a community's work went beyond it, counted on DataFrames: ``copnet.analysis.ripple`` for a whole field."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
from pyspark.sql import functions as fn

from copnet.analysis import partnerships
from copnet.analysis.lineage import lineage
from copnet.analysis.rates import rate
from copnet.analysis.ripple import After
from copnet.analysis.ripple_report import span_text
from copnet.graph.spec import NetworkSpec
from copnet.snapshot import Snapshot
from copnet.spark.doubts import doubts
from copnet.spark.pairs import PAIR, heaviest, project, ties
from copnet.spark.rings import KEY, Ripple, prepare
from copnet.spark.survey import answers_of
from copnet.spark.tables import Tables, kept, one
from copnet.spark.works import Involvement

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Json = dict[str, Any]


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
    dated = found.works.filter("dated").join(found.own.withColumnRenamed(KEY, "id"), "id", "left_anti")
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
        **doubts(found),
    }
    tied = kept(ties(paired.evidence, NetworkSpec()))
    heavy = heaviest(paired, tied, NetworkSpec(), total) if (total := tied.count()) else None
    if heavy is not None:
        heavy["without"] = tie_counts(found, paired.evidence.filter(fn.col("work") != heavy["id"]))
    result["one_collaboration"] = {"ties": heavy, "ring1": _ring_on_one(found)}
    return result, answers.asked


def _ring_on_one(found: Ripple) -> Json | None:
    reached = found.rings.people[0].groupBy("who").agg(fn.count("*").alias("n"), fn.min(KEY).alias("id"))
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
    other = fn.col(KEY) != key
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
        told = later.join(found.dated.drop("day"), KEY).groupBy("who").agg(
            fn.sort_array(fn.collect_list(fn.struct("day", KEY, "until"))).alias("reached")
        )  # fmt: skip
        known = told.join(names, "who").collect()
        for row in sorted(known, key=lambda row: (row["reached"][0]["day"], row["who"])):
            first = row["reached"][0]
            rows.append(
                {
                    "id": row["who"], "name": row["name"], "mode": mode, "joined_on": span_text(joined[row["who"]]),
                    "first": span_text((first["day"], first["until"])),
                    "collaborations": [deed[KEY] for deed in row["reached"]],
                }
            )  # fmt: skip
    return rows


def _grown(tables: Tables, community: str) -> Snapshot:
    """The collaborations of a community, and all that grew out of something or are part of something."""
    linked = pl.col("part_of").is_not_null() | (pl.col("grew_out_of").list.len() > 0)
    rows = tables.lazy("collaborations").filter((pl.col("community") == community) | linked)
    return tables.snapshot(collaborations=rows)


def _documented(found: Ripple, dated: DataFrame) -> int:
    counted = dated.filter(fn.col("start_first") >= found.who.began).select(fn.col("id").alias(KEY))
    rows = found.standing.rows.select(KEY, "who").distinct().join(found.places, "who", "left_semi").join(counted, KEY)
    together = rows.groupBy(KEY).count().filter(fn.col("count") > 1)
    return rows.join(together, KEY, "left_semi").select("who").distinct().count()


def _undated(found: Ripple) -> int:
    undated = found.works.filter("not dated").select(fn.col("id").alias(KEY))
    ours = found.persons.join(found.members, "who", "left_semi").select(KEY)
    theirs = found.standing.rows.join(found.places, "who", "left_semi").select(KEY)
    return undated.join(ours.union(theirs).distinct(), KEY, "left_semi").count()
