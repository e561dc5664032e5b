"""Every triangle once: each tie points to its busier end, so that no one is in the middle of too many open pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as fn

from copnet.spark.tables import kept

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def degrees(ties: DataFrame) -> DataFrame:
    """``code`` and ``degree`` of the nodes that have a tie."""
    ends = ties.select(fn.explode(fn.array("left", "right")).alias("code"))
    return kept(ends.groupBy("code").agg(fn.count("*").alias("degree")))


def triangles(ties: DataFrame, known: DataFrame) -> DataFrame:
    """``a``, ``b``, ``c``, and ``ab``, ``ac``, ``bc``: the period of each of their ties.

    Args:
        ties: ``left`` < ``right`` and ``period``.
        known: ``degrees`` of them.
    """
    both = ties
    for end in ("left", "right"):
        both = both.join(known.select(fn.col("code").alias(end), fn.col("degree").alias(f"{end}_degree")), end)
    up = fn.struct("left_degree", "left") < fn.struct("right_degree", "right")
    out = both.select(
        fn.when(up, fn.col("left")).otherwise(fn.col("right")).alias("a"),
        fn.when(up, fn.col("right")).otherwise(fn.col("left")).alias("end"), "period",
    )  # fmt: skip
    first = out.select("a", fn.col("end").alias("b"), fn.col("period").alias("ab"))
    second = out.select("a", fn.col("end").alias("c"), fn.col("period").alias("ac"))
    third = ties.select(fn.col("left").alias("b"), fn.col("right").alias("c"), fn.col("period").alias("bc"))
    return first.join(second, "a").filter("b < c").join(third, ["b", "c"])
