"""From who-took-part-in-what to pairs on DataFrames: ``copnet.graph.projection`` and what a tie rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn

from copnet.graph.projection import ROUNDING
from copnet.graph.spec import NetworkSpec
from copnet.spark.tables import kept
from copnet.spark.works import Involvement

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

PAIR = ["left", "right"]


@dataclass(frozen=True, eq=False)
class Projection:
    """Pairs of nodes and the collaborations each rests on.

    Attributes:
        works: the collaborations at least one node took part in.
        inside: ``work`` and ``code`` of each node in each.
        evidence: a row a pair (``left`` < ``right``) and shared collaboration: ``work``, its days and ``share``.
    """

    works: DataFrame
    inside: DataFrame
    evidence: DataFrame


def project(nodes: DataFrame, works: DataFrame, taken: Involvement) -> Projection:
    """Pair the nodes (``id`` and ``code``) that took part in a same collaboration; outsiders count in ``share``."""
    days = ("start_first", "start_last", "end_first", "end_last")
    rows = taken.rows.withColumnRenamed("collaboration", "work")
    rows = rows.join(works.select(fn.col("id").alias("work"), *days), "work")
    inside = kept(rows.join(nodes.select(fn.col("id").alias("who"), "code"), "who").drop("who"))
    sizes = rows.groupBy("work").count().withColumn("share", fn.when(fn.col("count") > 1, 1 / (fn.col("count") - 1)))
    ends = inside.select("work", "code")
    pairs = inside.withColumnRenamed("code", "left").join(ends.withColumnRenamed("code", "right"), "work")
    evidence = pairs.filter("left < right").join(sizes.drop("count"), "work")
    used = works.join(inside.select(fn.col("work").alias("id")).distinct(), "id", "left_semi")
    return Projection(used, inside, kept(evidence))


def loss(spec: NetworkSpec) -> Column:
    """What a collaboration adds to the weight of a pair."""
    return fn.col("share") if spec.weight == "newman" else fn.lit(1.0)


def ties(evidence: DataFrame, spec: NetworkSpec) -> DataFrame:
    """``left``, ``right``, ``count`` and ``weight`` of the pairs that reach the threshold."""
    pairs = evidence.groupBy(*PAIR).agg(fn.count("*").alias("count"), fn.sum(loss(spec)).alias("weight"))
    return pairs if spec.min_weight is None else pairs.filter(fn.col("weight") >= spec.min_weight - ROUNDING)


def heaviest(found: Projection, tied: DataFrame, spec: NetworkSpec, total: int) -> dict[str, Any] | None:
    """The collaboration that half or more of the ties rest on; see ``copnet.graph.reliance.heaviest``.

    Args:
        found: the pairs.
        tied: ``left``, ``right``, ``count`` and ``weight`` of the ties.
        spec: what makes a tie.
        total: the number of ties.
    """
    lost = fn.col("count") == 1
    if spec.min_weight is not None:
        lost |= fn.col("weight") - loss(spec) < spec.min_weight - ROUNDING
    alone = found.evidence.join(tied, PAIR).filter(lost).groupBy(fn.col("work").alias("id")).agg(
        fn.count("*").alias("ties")
    )  # fmt: skip
    rows = alone.orderBy(fn.desc("ties"), "id").limit(1).collect()
    if not rows or 2 * rows[0]["ties"] < total:
        return None
    key, most = rows[0]["id"], rows[0]["ties"]
    work = found.works.filter(fn.col("id") == key).select("title", "kind", "started_on").collect()[0]
    return {
        "id": key, "title": work["title"], "kind": work["kind"], "date": work["started_on"], "ties": most,
        "share": most / total, "ties_without": total - most,
    }  # fmt: skip
