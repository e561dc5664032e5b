"""What a community answered about partners: so few rows that the definitions of one machine read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import Window
from pyspark.sql import functions as fn

from copnet.analysis.belonging import Belonging
from copnet.analysis.partnerships import QUESTION
from copnet.snapshot import Snapshot
from copnet.spark.tables import Tables, with_days

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def answers_of(tables: Tables, who: Belonging) -> Snapshot:
    """The rows of the store that ``copnet.analysis.partnerships.reported`` reads of a community.

    Of other communities only what tells which wave is the latest.
    """
    responses, ties = tables["responses"], tables["ties"].filter(fn.col("kind") == QUESTION)
    ours = responses.filter(fn.col("community") == who.community)
    asked = ours.select(fn.col("person").alias("from")).distinct()
    said = ties.join(asked, "from", "left_semi")
    members = tables["memberships"].filter(fn.col("community") == who.community)
    persons = (
        said.select(fn.col("from").alias("person")).union(said.select("to")).union(members.select("person"))
    ).distinct()  # fmt: skip
    return tables.snapshot(
        responses=ours.union(_latest(responses, "answered_on")),
        ties=said.union(_latest(ties, "asked_on")),
        memberships=members,
        affiliations=tables["affiliations"].join(persons, "person", "left_semi"),
        people=tables["people"].join(persons.withColumnRenamed("person", "id"), "id", "left_semi"),
    )


def _latest(frame: DataFrame, column: str) -> DataFrame:
    """Of each wave one row of the latest day, or any where none has a day."""
    rows = with_days(frame, column, "day")
    others = [fn.col(name) for name in frame.columns]
    place = fn.row_number().over(Window.partitionBy("wave").orderBy(fn.desc_nulls_last("day_first"), *others))
    return rows.withColumn("place", place).filter("place = 1").select(*frame.columns)
