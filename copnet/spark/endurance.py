"""What stays, what coarse dates could change, and what rests on one collaboration: figures beside those of periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn

from copnet.analysis.periods import Period, years_later
from copnet.graph.days import NEVER
from copnet.spark.components import components
from copnet.spark.history import History, figures, rate
from copnet.spark.pairs import PAIR, heaviest, loss
from copnet.spark.tables import kept
from copnet.spark.triangles import degrees
from copnet.spark.works import work_record

if TYPE_CHECKING:
    from pyspark.sql import Column

Json = dict[str, Any]


def one_collaboration(past: History) -> Json | None:
    """The collaboration that half or more of the ties of the last row rest on; see ``copnet.analysis.reliance``."""
    last = past.to.toordinal() if past.to else NEVER
    present = past.ties.filter(fn.col("present") <= last)
    weights = past.found.evidence.groupBy(*PAIR).agg(
        fn.count("*").alias("count"), fn.sum(loss(past.spec)).alias("weight")
    )
    total = present.count()
    found = heaviest(past.found, present.join(weights, PAIR), past.spec, total) if total else None
    if found is None:
        return None
    left = kept(past.tied(past.found.evidence.filter(fn.col("work") != found["id"])).filter(fn.col("present") <= last))
    n = past.nodes.filter(fn.col("since") <= last).count()
    return found | {"without": figures(n, left.count(), degrees(left).count(), *components(left, n))}


def endurance(past: History) -> list[Json]:
    """See ``copnet.analysis.endurance.endurance``."""
    if past.spec.community is None:
        return []
    nothing: Json = {"rate": None, "numerator": None, "denominator": None}
    if past.end is None or past.to is None:
        return [{"year": 1, **nothing}]
    end = dt.date.fromordinal(past.end[0])
    if past.to < end:
        return [{"year": 1, **nothing}]
    counted = past.found.evidence.join(past.own, "work", "left_anti")
    before = kept(past.tied(counted).filter(fn.col("present") <= end.toordinal()).select(*PAIR))
    total = before.count()
    edges = [end.toordinal()]
    while (day := years_later(end, len(edges))) <= past.to and day.year < dt.MAXYEAR:
        edges.append(day.toordinal())
    year = sum((fn.when(fn.col("start_first") > edge, 1).otherwise(0) for edge in edges), fn.lit(0))
    rows = counted.join(before, PAIR, "left_semi").select(*PAIR, year.alias("year")).distinct()
    again = {row["year"]: row["count"] for row in rows.groupBy("year").count().collect()}
    found: list[Json] = [
        {"year": year, "rate": rate(again.get(year, 0), total), "numerator": again.get(year, 0), "denominator": total}
        for year in range(1, len(edges))
    ]
    return [*found, {"year": len(edges), **nothing, "denominator": total}]


def imprecise_records(past: History, rows: Sequence[Period], dormant_after: int) -> int:
    """See ``copnet.analysis.endurance.imprecise_records``."""
    edges = {end for _, end in rows} | {start - 1 for start, _ in rows}
    coarse_end = False
    if past.end is not None and past.to is not None:
        end = dt.date.fromordinal(past.end[0])
        coarse_end = past.end[0] < past.end[1] and end <= past.to
        edges |= {years_later(end, year).toordinal() for year in range(max(past.to.year - end.year, 0) + 1)}
    sleeping = {end - dormant_after - 1 for _, end in rows}
    paired = past.found.evidence.select(fn.col("work").alias("id")).distinct()
    crossing = past.found.works.filter(_crosses("start", edges) | _crosses("end", edges)).select("id")
    asleep = past.found.works.filter(_crosses("end", sleeping)).join(paired, "id", "left_semi").select("id")
    records = crossing.union(asleep).select(work_record("id"))
    if past.unsure is not None:
        records = records.union(past.unsure)
    joined = past.nodes.filter(_crosses("joined", edges)).count()
    return records.distinct().count() + joined + coarse_end


def _crosses(prefix: str, edges: set[int]) -> Column:
    """Whether an edge lies between the days: first <= edge < last."""
    first, last = fn.col(f"{prefix}_first"), fn.col(f"{prefix}_last")
    if not edges:
        return fn.lit(False)
    between = fn.exists(
        fn.array(*(fn.lit(edge) for edge in sorted(edges))), lambda edge: (first <= edge) & (edge < last)
    )
    return fn.coalesce((first < last) & between, fn.lit(False))
