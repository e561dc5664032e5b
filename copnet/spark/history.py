"""A network over time on DataFrames: ``copnet.analysis.history``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyspark.sql import Window
from pyspark.sql import functions as fn

from copnet.analysis.history import GATHERINGS, LATER
from copnet.analysis.periods import Every, Period, periods
from copnet.graph.days import NEVER
from copnet.graph.members import community_days
from copnet.graph.projection import ROUNDING
from copnet.graph.spec import NetworkSpec
from copnet.spark.nodes import nodes_of
from copnet.spark.pairs import PAIR, Projection, loss, project
from copnet.spark.tables import Tables, kept, latest_day, one
from copnet.spark.works import involvement, works

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Json = dict[str, Any]


@dataclass(eq=False)
class History:
    """What growth is counted from; see ``copnet.analysis.history.History``.

    Attributes:
        spec: the network; its community is an id.
        to: the day everything is looked at.
        found: pairs and evidence of dated collaborations that began by then.
        nodes: ``code``, ``since``, ``joined``, ``joined_first`` and ``joined_last``.
        start, end: first possible day of the community's start; first and last possible day of its end.
        undated, several: counts of these records.
        unsure: ``record`` of those that decide for whom a person stands.
        own: the works that are the community's own gatherings.
    """

    spec: NetworkSpec
    to: dt.date | None
    found: Projection
    nodes: DataFrame
    start: int | None
    end: tuple[int, int] | None
    undated: int
    several: int
    unsure: DataFrame | None
    own: DataFrame

    def tied(self, evidence: DataFrame) -> DataFrame:
        """``left``, ``right``, ``formed``, ``present`` and ``count`` of the pairs that this evidence makes ties."""

        rows = evidence
        if self.spec.min_weight is not None and self.spec.min_weight > 0:
            order = Window.partitionBy(*PAIR).orderBy("start_first", "work")
            rows = rows.withColumn("sum", fn.sum(loss(self.spec)).over(order.rowsBetween(Window.unboundedPreceding, 0)))
            rows = rows.filter(fn.col("sum") >= self.spec.min_weight - ROUNDING)
        pairs = rows.groupBy(*PAIR).agg(fn.min("start_first").alias("formed"))
        for end in ("left", "right"):
            pairs = pairs.join(self.nodes.select(fn.col("code").alias(end), fn.col("since").alias(f"{end}_since")), end)
        return pairs.select(*PAIR, "formed", fn.greatest("formed", "left_since", "right_since").alias("present"))

    @cached_property
    def ties(self) -> DataFrame:
        """All of them."""
        return kept(self.tied(self.found.evidence))


def history(tables: Tables, spec: NetworkSpec) -> History:
    """Read a network's history; its community is an id.

    Raises:
        UsageError: growth is asked of a network that is not of people or organizations.
    """
    to = spec.end or latest_day(tables)
    last = to.toordinal() if to else NEVER
    tables.tell("reading who took part in what", 0, None)
    candidates = kept(works(tables, spec.model_copy(update={"start": None, "end": None}), to))
    taken = involvement(tables, candidates, spec.mode)
    members = nodes_of(tables, spec, spec.community, to)
    inside = taken.rows.join(members.select(fn.col("id").alias("who")), "who", "left_semi")
    undated = candidates.filter("not dated")
    if spec.community is not None:
        undated = undated.join(inside.select(fn.col("collaboration").alias("id")).distinct(), "id", "left_semi")
    counted = candidates.filter("dated").filter(fn.col("start_first") <= last)
    tables.tell("pairing", 0, None)
    found = project(members, counted, taken)
    seen = found.works.select(fn.col("id").alias("collaboration"))
    several, unsure = 0, None
    if taken.several is not None and taken.imprecise is not None:
        several = taken.several.join(seen, "collaboration", "left_semi").count()
        unsure = taken.imprecise.join(seen, "collaboration", "left_semi").select("record")
    days: tuple[int | None, int | None, int | None] = (None, None, None)
    own = fn.lit(False)
    if spec.community is not None:
        days = community_days(tables.snapshot(communities=tables.lazy("communities")), spec.community)
        own = fn.coalesce(fn.col("community") == spec.community, own) & fn.col("kind").isin(*GATHERINGS)
    return History(
        spec=spec, to=to, found=found, nodes=_since(members, found, whole_store=spec.community is None),
        start=days[0], end=(days[1], days[2]) if days[1] is not None and days[2] is not None else None,
        undated=undated.count(), several=several, unsure=unsure,
        own=kept(found.works.filter(own).select(fn.col("id").alias("work"))),
    )  # fmt: skip


def _since(members: DataFrame, found: Projection, *, whole_store: bool) -> DataFrame:
    joined = fn.coalesce("joined_first", fn.lit(LATER))
    members = members.withColumn("joined", joined)
    if not whole_store:
        return kept(members.withColumn("since", fn.coalesce("joined_first", fn.lit(NEVER))))
    began = found.inside.groupBy("code").agg(fn.min("start_first").alias("began"))
    return kept(members.join(began, "code", "left").withColumn("since", fn.least(joined, fn.coalesce("began", joined))))


def periods_of(past: History, every: Every) -> list[Period]:
    """See ``copnet.analysis.growth.row_periods``."""
    if past.to is None:
        return []
    first = past.spec.start.toordinal() if past.spec.start else None
    if first is None:
        began = past.found.inside.join(past.nodes, "code").filter("since <= start_first")
        days = [past.start, one(past.nodes.select(fn.min("joined_first").alias("day")))["day"]]
        days.append(one(began.select(fn.min("start_first").alias("day")))["day"])
        first = min((day for day in days if day is not None), default=None)
    if first is None or first > past.to.toordinal():
        return []
    rows = periods(first, past.to.toordinal(), every)
    if past.spec.start:
        rows[0] = (first, rows[0][1])
    if past.spec.end:
        rows[-1] = (rows[-1][0], past.spec.end.toordinal())
    return rows


def figures(n: int, m: int, tied: int, number: int, largest: int) -> Json:
    """The figures to date: of n nodes, ``tied`` of which have one of the m ties, in so many components."""
    most = max(largest, min(n, 1))
    return {
        "nodes": n, "ties": m,
        "density": 2 * m / (n * (n - 1)) if n > 1 else None,
        "average_degree": 2 * m / n if n else None,
        "components": number, "isolates": n - tied,
        "largest_component": most if n else None,
        "largest_component_share": most / n if n else None,
    }  # fmt: skip


def rate(part: int, whole: int) -> float | None:
    """A share; None of nothing."""
    return part / whole if whole else None
