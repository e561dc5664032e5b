"""The collaborations that count, and who took part in each: ``copnet.graph.works`` on DataFrames."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copnet.errors import UsageError
from copnet.fields import COLLABORATION_KINDS, UNKNOWN_KIND, EndKind
from copnet.graph.days import EVER, NEVER, day
from copnet.graph.spec import NetworkSpec
from copnet.graph.works import NO_TIE_ROLES, NO_TIE_STATUS
from copnet.spark.tables import Tables, with_days

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

_BAR = "\x1f"


def works(tables: Tables, spec: NetworkSpec, to: dt.date | None) -> DataFrame:
    """Collaborations whose status and kind make ties; columns as ``copnet.graph.works.works`` adds them.

    Raises:
        UsageError: a kind neither the contract nor the store knows.
    """
    from pyspark.sql import functions as F

    frame = tables["collaborations"]
    _check_kinds(frame, spec)
    frame = frame.filter(~F.coalesce("status", F.lit("done")).isin(*NO_TIE_STATUS))
    if spec.kinds:
        frame = frame.filter(F.col("kind").isin(*spec.kinds))
    if spec.exclude_kinds:
        frame = frame.filter(~F.col("kind").isin(*spec.exclude_kinds))
    frame = _spans(frame, to).withColumn("dated", F.col("start_first").isNotNull())
    if not spec.has_window:
        return frame.withColumns({"meets": F.lit(True), "imprecise": F.lit(False)})
    first, last = day(spec.start, NEVER), day(spec.end, EVER)
    meets = (F.col("start_first") <= last) & (F.col("end_last") >= first)
    surely = (F.col("start_last") <= last) & (F.col("end_first") >= first)
    no = F.lit(False)
    return frame.withColumns({"meets": F.coalesce(meets, no), "imprecise": F.coalesce(meets & ~surely, no)})


def _spans(frame: DataFrame, to: dt.date | None) -> DataFrame:
    from pyspark.sql import functions as F

    frame = with_days(with_days(frame, "started_on", "start"), "ended_on", "stop")
    blank = F.col("stop_first").isNull()
    ongoing = blank & F.coalesce(F.col("status") == "ongoing", F.lit(False))
    for side in ("first", "last"):
        start = F.col(f"start_{side}")
        running = F.greatest(F.lit(day(to, NEVER)), start)
        end = F.when(ongoing, running).when(blank, start).otherwise(F.col(f"stop_{side}"))
        frame = frame.withColumn(f"end_{side}", F.when(F.col("start_first").isNotNull(), F.greatest(end, start)))
    return frame.drop("stop_first", "stop_last")


def _check_kinds(frame: DataFrame, spec: NetworkSpec) -> None:
    if not spec.kinds and not spec.exclude_kinds:
        return
    found = {row["kind"] for row in frame.select("kind").distinct().collect()} - {None}
    known = {*COLLABORATION_KINDS.values, UNKNOWN_KIND, *found}
    for kind in (*spec.kinds, *spec.exclude_kinds):
        if kind not in known:
            raise UsageError(f'No collaboration is of kind "{kind}". Kinds are: {", ".join(sorted(known))}.')


@dataclass(frozen=True, eq=False)
class Involvement:
    """Who took part in what; see ``copnet.graph.works.Involvement``.

    Attributes:
        rows: ``collaboration`` and ``who``, of ``standing_for`` also ``person``; each once.
        several: ``collaboration`` of each case in which several organizations of a person were possible; None: no case.
        imprecise: ``record`` and ``collaboration``; None: none.
    """

    rows: DataFrame
    several: DataFrame | None = None
    imprecise: DataFrame | None = None


def involvement(tables: Tables, works: DataFrame, mode: EndKind, *, every_role: bool = False) -> Involvement:
    """Who took part in these collaborations in a role that makes ties, or in any, as persons or as organizations."""
    from pyspark.sql import functions as F

    if mode == "organization":
        found = standing_for(tables, works, every_role=every_role)
        return Involvement(found.rows.select("collaboration", "who").distinct(), found.several, found.imprecise)
    parts = _parts(tables, works, every_role=every_role).filter(F.col("person").isNotNull())
    return Involvement(parts.select("collaboration", F.col("person").alias("who")).distinct())


def _parts(tables: Tables, works: DataFrame, *, every_role: bool) -> DataFrame:
    from pyspark.sql import functions as F

    parts = tables["participations"]
    if not every_role:
        parts = parts.filter(~F.lower(F.coalesce("role", F.lit(""))).isin(*NO_TIE_ROLES))
    return parts.join(works.select(F.col("id").alias("collaboration"), "start_first", "start_last"), "collaboration")


def standing_for(tables: Tables, works: DataFrame, *, every_role: bool = False) -> Involvement:
    """Which organizations took part, and through whom: ``person`` is null where an organization took part itself."""
    from pyspark.sql import functions as F

    parts = _parts(tables, works, every_role=every_role)
    columns = ["collaboration", "person", "who"]
    direct = parts.filter(F.col("person").isNull()).withColumnRenamed("organization", "who")
    persons = (
        parts.filter(F.col("person").isNotNull())
        .groupBy("collaboration", "person", "start_first", "start_last")
        .agg(F.min("organization").alias("who"), F.countDistinct("organization").alias("n"))
    )
    named = persons.filter(F.col("who").isNotNull())
    unnamed = persons.filter(F.col("who").isNull()).drop("who", "n")
    possible = _possible_places(tables, unnamed)
    valid = possible.filter(
        F.col("start_first").isNull()
        | ((F.col("from_first") <= F.col("start_first")) & (F.col("until_last") >= F.col("start_first")))
    )
    key = ["collaboration", "person"]
    placed = valid.groupBy(*key).agg(
        F.min_by("organization", F.struct("from_first", "organization")).alias("who"),
        F.countDistinct("organization").alias("n"),
    )
    own = tables["people"].select(F.col("id").alias("person"), F.col("organization").alias("who"))
    rest = unnamed.join(placed, key, "left_anti").join(own, "person").filter(F.col("who").isNotNull())
    parts_of = [frame.select(*columns) for frame in (direct, named, placed, rest)]
    rows = parts_of[0].union(parts_of[1]).union(parts_of[2]).union(parts_of[3]).distinct()
    several = named.select("collaboration", "n").union(placed.select("collaboration", "n")).filter("n > 1")
    return Involvement(rows, several.select("collaboration"), _unsure(possible))


def _possible_places(tables: Tables, unnamed: DataFrame) -> DataFrame:
    """Affiliations that may be valid on some possible first day; of undated collaborations those valid on any."""
    from pyspark.sql import functions as F

    places = with_days(with_days(tables["affiliations"], "started_on", "from"), "ended_on", "until")
    never, ever = F.lit(NEVER), F.lit(EVER)
    parts = [F.coalesce(name, F.lit("")) for name in ("person", "organization", "role", "started_on", "ended_on")]
    places = places.select(
        "person", "organization", F.concat_ws(_BAR, *parts).alias("place"),
        F.coalesce("from_first", never).alias("from_first"), F.coalesce("from_last", never).alias("from_last"),
        F.coalesce("until_first", ever).alias("until_first"), F.coalesce("until_last", ever).alias("until_last"),
    )  # fmt: skip
    always = (F.col("from_first") == NEVER) & (F.col("until_last") == EVER)
    maybe = (F.col("from_first") <= F.col("start_last")) & (F.col("until_last") >= F.col("start_first"))
    return unnamed.join(places, "person").filter(F.when(F.col("start_first").isNull(), always).otherwise(maybe))


def _unsure(possible: DataFrame) -> DataFrame:
    from pyspark.sql import functions as F

    sure = (F.col("from_last") <= F.col("start_first")) & (F.col("until_first") >= F.col("start_last"))
    doubtful = possible.filter(F.col("start_first").isNotNull() & ~sure)
    coarse = (F.col("from_first") < F.col("from_last")) | (F.col("until_first") < F.col("until_last"))
    by_work = doubtful.filter("start_first < start_last").select(work_record("collaboration"), "collaboration")
    by_place = doubtful.filter(coarse).select(F.concat(F.lit("place:"), "place").alias("record"), "collaboration")
    return by_work.union(by_place).distinct()


def work_record(column: str) -> Column:
    """The name of a collaboration among records whose date is coarse."""
    from pyspark.sql import functions as F

    return F.concat(F.lit("collaboration:"), column).alias("record")
