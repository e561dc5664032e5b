"""The collaborations that count, and who took part in each: ``copnet.graph.works`` on DataFrames."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from pyspark.sql import functions as fn

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
    frame = tables["collaborations"]
    _check_kinds(tables, spec)
    frame = frame.filter(~fn.coalesce("status", fn.lit("done")).isin(*NO_TIE_STATUS))
    if spec.kinds:
        frame = frame.filter(fn.col("kind").isin(*spec.kinds))
    if spec.exclude_kinds:
        frame = frame.filter(~fn.col("kind").isin(*spec.exclude_kinds))
    frame = _spans(frame, to).withColumn("dated", fn.col("start_first").isNotNull())
    if not spec.has_window:
        return frame.withColumns({"meets": fn.lit(True), "imprecise": fn.lit(False)})
    first, last = day(spec.start, NEVER), day(spec.end, EVER)
    meets = (fn.col("start_first") <= last) & (fn.col("end_last") >= first)
    surely = (fn.col("start_last") <= last) & (fn.col("end_first") >= first)
    no = fn.lit(False)
    return frame.withColumns({"meets": fn.coalesce(meets, no), "imprecise": fn.coalesce(meets & ~surely, no)})


def _spans(frame: DataFrame, to: dt.date | None) -> DataFrame:
    frame = with_days(with_days(frame, "started_on", "start"), "ended_on", "stop")
    blank = fn.col("stop_first").isNull()
    ongoing = blank & fn.coalesce(fn.col("status") == "ongoing", fn.lit(False))
    for side in ("first", "last"):
        start = fn.col(f"start_{side}")
        running = fn.greatest(fn.lit(day(to, NEVER)), start)
        end = fn.when(ongoing, running).when(blank, start).otherwise(fn.col(f"stop_{side}"))
        frame = frame.withColumn(f"end_{side}", fn.when(fn.col("start_first").isNotNull(), fn.greatest(end, start)))
    return frame.drop("stop_first", "stop_last")


def _check_kinds(tables: Tables, spec: NetworkSpec) -> None:
    if not spec.kinds and not spec.exclude_kinds:
        return
    found = tables.lazy("collaborations").select(pl.col("kind").drop_nulls().unique()).collect().to_series()
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
    if mode == "organization":
        found = standing_for(tables, works, every_role=every_role)
        return Involvement(found.rows.select("collaboration", "who").distinct(), found.several, found.imprecise)
    parts = _parts(tables, works, every_role=every_role).filter(fn.col("person").isNotNull())
    return Involvement(parts.select("collaboration", fn.col("person").alias("who")).distinct())


def _parts(tables: Tables, works: DataFrame, *, every_role: bool) -> DataFrame:
    parts = tables["participations"]
    if not every_role:
        parts = parts.filter(~fn.lower(fn.coalesce("role", fn.lit(""))).isin(*NO_TIE_ROLES))
    return parts.join(works.select(fn.col("id").alias("collaboration"), "start_first", "start_last"), "collaboration")


def standing_for(tables: Tables, works: DataFrame, *, every_role: bool = False) -> Involvement:
    """Which organizations took part, and through whom: ``person`` is null where an organization took part itself."""
    parts = _parts(tables, works, every_role=every_role)
    columns = ["collaboration", "person", "who"]
    direct = parts.filter(fn.col("person").isNull()).withColumnRenamed("organization", "who")
    persons = (
        parts.filter(fn.col("person").isNotNull())
        .groupBy("collaboration", "person", "start_first", "start_last")
        .agg(fn.min("organization").alias("who"), fn.countDistinct("organization").alias("n"))
    )
    named = persons.filter(fn.col("who").isNotNull())
    unnamed = persons.filter(fn.col("who").isNull()).drop("who", "n")
    possible = _possible_places(tables, unnamed)
    valid = possible.filter(
        fn.col("start_first").isNull()
        | ((fn.col("from_first") <= fn.col("start_first")) & (fn.col("until_last") >= fn.col("start_first")))
    )
    key = ["collaboration", "person"]
    placed = valid.groupBy(*key).agg(
        fn.min_by("organization", fn.struct("from_first", "organization")).alias("who"),
        fn.countDistinct("organization").alias("n"),
    )
    own = tables["people"].select(fn.col("id").alias("person"), fn.col("organization").alias("who"))
    rest = unnamed.join(placed, key, "left_anti").join(own, "person").filter(fn.col("who").isNotNull())
    parts_of = [frame.select(*columns) for frame in (direct, named, placed, rest)]
    rows = parts_of[0].union(parts_of[1]).union(parts_of[2]).union(parts_of[3]).distinct()
    several = named.select("collaboration", "n").union(placed.select("collaboration", "n")).filter("n > 1")
    return Involvement(rows, several.select("collaboration"), _unsure(possible))


def _possible_places(tables: Tables, unnamed: DataFrame) -> DataFrame:
    """Affiliations that may be valid on some possible first day; of undated collaborations those valid on any."""
    places = with_days(with_days(tables["affiliations"], "started_on", "from"), "ended_on", "until")
    never, ever = fn.lit(NEVER), fn.lit(EVER)
    parts = [fn.coalesce(name, fn.lit("")) for name in ("person", "organization", "role", "started_on", "ended_on")]
    places = places.select(
        "person", "organization", fn.concat_ws(_BAR, *parts).alias("place"),
        fn.coalesce("from_first", never).alias("from_first"), fn.coalesce("from_last", never).alias("from_last"),
        fn.coalesce("until_first", ever).alias("until_first"), fn.coalesce("until_last", ever).alias("until_last"),
    )  # fmt: skip
    always = (fn.col("from_first") == NEVER) & (fn.col("until_last") == EVER)
    maybe = (fn.col("from_first") <= fn.col("start_last")) & (fn.col("until_last") >= fn.col("start_first"))
    return unnamed.join(places, "person").filter(fn.when(fn.col("start_first").isNull(), always).otherwise(maybe))


def _unsure(possible: DataFrame) -> DataFrame:
    sure = (fn.col("from_last") <= fn.col("start_first")) & (fn.col("until_first") >= fn.col("start_last"))
    doubtful = possible.filter(fn.col("start_first").isNotNull() & ~sure)
    coarse = (fn.col("from_first") < fn.col("from_last")) | (fn.col("until_first") < fn.col("until_last"))
    by_work = doubtful.filter("start_first < start_last").select(work_record("collaboration"), "collaboration")
    by_place = doubtful.filter(coarse).select(fn.concat(fn.lit("place:"), "place").alias("record"), "collaboration")
    return by_work.union(by_place).distinct()


def work_record(column: str) -> Column:
    """The name of a collaboration among records whose date is coarse."""
    return fn.concat(fn.lit("collaboration:"), column).alias("record")
