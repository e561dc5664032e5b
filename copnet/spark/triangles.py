"""Every triangle once: each tie points to its busier end, so that no one is in the middle of too many open pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copnet.spark.tables import kept

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def degrees(ties: DataFrame) -> DataFrame:
    """``code`` and ``degree`` of the nodes that have a tie."""
    from pyspark.sql import functions as F

    ends = ties.select(F.explode(F.array("left", "right")).alias("code"))
    return kept(ends.groupBy("code").agg(F.count("*").alias("degree")))


def triangles(ties: DataFrame, known: DataFrame) -> DataFrame:
    """``a``, ``b``, ``c``, and ``ab``, ``ac``, ``bc``: the period of each of their ties.

    Args:
        ties: ``left`` < ``right`` and ``period``.
        known: ``degrees`` of them.
    """
    from pyspark.sql import functions as F

    both = ties
    for end in ("left", "right"):
        both = both.join(known.select(F.col("code").alias(end), F.col("degree").alias(f"{end}_degree")), end)
    up = F.struct("left_degree", "left") < F.struct("right_degree", "right")
    out = both.select(
        F.when(up, F.col("left")).otherwise(F.col("right")).alias("a"),
        F.when(up, F.col("right")).otherwise(F.col("left")).alias("end"), "period",
    )  # fmt: skip
    first = out.select("a", F.col("end").alias("b"), F.col("period").alias("ab"))
    second = out.select("a", F.col("end").alias("c"), F.col("period").alias("ac"))
    third = ties.select(F.col("left").alias("b"), F.col("right").alias("c"), F.col("period").alias("bc"))
    return first.join(second, "a").filter("b < c").join(third, ["b", "c"])
