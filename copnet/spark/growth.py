"""Growth on DataFrames: every record is put into the period it begins in, and the periods are counted all at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from pyspark.sql import Window
from pyspark.sql import functions as fn

from copnet.analysis.growth import FIELDS
from copnet.analysis.history import LATER
from copnet.analysis.periods import MONTHS, Every, Period
from copnet.errors import UsageError
from copnet.graph.days import NEVER
from copnet.graph.spec import NetworkSpec
from copnet.spark.components import forest, labels, sizes
from copnet.spark.endurance import endurance, imprecise_records, one_collaboration
from copnet.spark.history import History, figures, history, periods_of, rate
from copnet.spark.pairs import PAIR
from copnet.spark.tables import EPOCH, Tables, kept
from copnet.spark.triangles import degrees, triangles

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

Json = dict[str, Any]


def growth_rows(tables: Tables, past: History, rows: list[Period], every: Every, dormant_after: int) -> list[Json]:
    """One row a period; see ``copnet.analysis.growth.growth_rows``."""
    if not rows:
        return []
    counted = _Counted(past, rows, every, dormant_after)
    for name, columns in counted.parts().items():
        tables.tell(f"counting {name}", 0, None)
        counted.found |= columns()
    return [counted.row(number) for number in range(1, len(rows) + 1)]


@dataclass(eq=False)
class _Counted:
    """What is counted of each period; number 0 is the time before the first row."""

    past: History
    rows: list[Period]
    every: Every
    dormant_after: int

    def __post_init__(self) -> None:
        self.found: dict[str, list[int]] = {}

    def parts(self) -> dict[str, Any]:
        """The passes over the data, in the order in which one needs another."""
        return {
            "members": self._members, "ties": self._ties, "components": self._components,
            "new ties": self._kinds, "meetings": self._met, "dormant ties": self._dormant,
        }  # fmt: skip

    def number(self, day: Column) -> Column:
        """The period of a day: the first that ends on it or later; one more than there are for later days."""

        step = MONTHS[self.every]
        first = dt.date.fromordinal(self.rows[0][0])
        base = (first.year * 12 + first.month - 1) // step
        date = fn.date_from_unix_date((day - EPOCH).cast("int"))
        place = fn.floor((fn.year(date) * 12 + fn.month(date) - 1) / step) - base + 1
        before, after = day < self.rows[0][0], day > self.rows[-1][1]
        return fn.when(before, 0).when(after, len(self.rows) + 1).otherwise(place).cast("int")

    def start(self, number: Column) -> Column:
        """The first day of a period."""

        starts = fn.array(*(fn.lit(day) for day in (NEVER, *(start for start, _ in self.rows), LATER)))
        return fn.element_at(starts, number + 1)

    def count(self, frame: DataFrame) -> list[int]:
        """Rows of a frame by its column ``t``."""
        found = {row["t"]: row["count"] for row in frame.groupBy("t").count().collect()}
        return [found.get(number, 0) for number in range(len(self.rows) + 1)]

    def _members(self) -> dict[str, list[int]]:

        past = self.past
        came = self.count(past.nodes.select(self.number(fn.col("since")).alias("t")))
        active = past.found.inside.join(past.nodes.select("code", "since"), "code")
        active = self._over(active, fn.greatest(self.number(fn.col("start_first")), self.number(fn.col("since"))))
        return {
            "nodes": list(accumulate(came)),
            "new_members": self.count(past.nodes.select(self.number(fn.col("joined")).alias("t"))),
            "active_members": self.count(active.select("code", "t").distinct()),
        }

    def _over(self, frame: DataFrame, first: Column) -> DataFrame:
        """A row for each period ``t`` from ``first`` to that in which what began ends."""

        last = fn.least(self.number(fn.col("end_last")), fn.lit(len(self.rows)))
        spans = frame.withColumns({"from_t": first, "to_t": last}).filter("from_t <= to_t")
        return spans.withColumn("t", fn.explode(fn.sequence("from_t", "to_t")))

    @cached_property
    def tied(self) -> DataFrame:
        """The ties of the last row, with the ``period`` from which each is one, and whether it was ``new`` then."""

        frame = self.past.ties.withColumn("period", self.number(fn.col("present")))
        frame = frame.filter(fn.col("period") <= len(self.rows))
        return kept(frame.withColumn("new", fn.col("formed") >= self.start(fn.col("period"))))

    def _ties(self) -> dict[str, list[int]]:

        ends = self.tied.select(fn.explode(fn.array("left", "right")).alias("code"), "period")
        self.first = kept(ends.groupBy("code").agg(fn.min("period").alias("first")))
        return {
            "ties": list(accumulate(self.count(self.tied.select(fn.col("period").alias("t"))))),
            "tied": list(accumulate(self.count(self.first.select(fn.col("first").alias("t"))))),
        }

    def _components(self) -> dict[str, list[int]]:
        thin = forest(self.tied)
        self.labels = labels(thin)
        joined, largest = [0] * (len(self.rows) + 1), [0] * (len(self.rows) + 1)
        for number, fewer, most in sizes(thin):
            joined[number], largest[number] = fewer, most
        return {"joined": list(accumulate(joined)), "largest": list(accumulate(largest, max))}

    def _kinds(self) -> dict[str, list[int]]:

        new = self.tied.filter("new").select(*PAIR, fn.col("period").alias("t"))
        for end in PAIR:
            new = new.join(self.first.select(fn.col("code").alias(end), fn.col("first").alias(f"{end}_first")), end)
        newcomer = (fn.col("left_first") == fn.col("t")) | (fn.col("right_first") == fn.col("t"))
        between = new.filter(~newcomer).select(*PAIR, "t")
        apart = between
        for end in PAIR:
            steps = self.labels.select(
                fn.col("node").alias(end), fn.col("label").alias(f"{end}_label"), "since", "until"
            )
            then = (fn.col("since") < fn.col("t")) & (fn.coalesce(fn.col("until") >= fn.col("t"), fn.lit(True)))
            apart = apart.join(steps, end).filter(then).drop("since", "until")
        edges = self.tied.select(*PAIR, "period")
        found = triangles(edges, degrees(edges))
        closing = [
            found.filter((fn.col(tie) > fn.col(one_other)) & (fn.col(tie) > fn.col(other))).select(
                fn.least(a, b).alias("left"), fn.greatest(a, b).alias("right")
            )
            for tie, one_other, other, a, b in (("ab", "ac", "bc", "a", "b"), ("ac", "ab", "bc", "a", "c"),
                                                ("bc", "ab", "ac", "b", "c"))
        ]  # fmt: skip
        closed = closing[0].union(closing[1]).union(closing[2]).distinct()
        return {
            "new_ties": self.count(new),
            "newcomer": self.count(new.filter(newcomer)),
            "bridging": self.count(apart.filter("left_label <> right_label")),
            "bonding": self.count(between.join(closed, PAIR, "left_semi")),
        }

    @cached_property
    def evidence(self) -> DataFrame:
        """What the ties rest on, with the period it begins in (``t``)."""

        rows = self.past.found.evidence.join(self.tied.select(*PAIR, "formed", "period"), PAIR)
        return rows.withColumn("t", self.number(fn.col("start_first")))

    def _met(self) -> dict[str, list[int]]:

        again = self.evidence.filter((fn.col("period") <= fn.col("t")) & (fn.col("formed") < self.start(fn.col("t"))))
        met = self._over(self.evidence.drop("t"), fn.greatest(self.number(fn.col("start_first")), fn.col("period")))
        met = met.select(*PAIR, "t").distinct()
        last = fn.lag("t").over(Window.partitionBy(*PAIR).orderBy("t"))
        met = kept(met.withColumn("kept", fn.coalesce(last == fn.col("t") - 1, fn.lit(False))))
        return {
            "repeated_ties": self.count(again.select(*PAIR, "t").distinct()),
            "met": self.count(met),
            "met_again": self.count(met.filter("kept")),
        }

    def _dormant(self) -> dict[str, list[int]]:
        """Between one thing begun and the next a tie sleeps from the day its latest end is long enough ago."""

        order = Window.partitionBy(*PAIR).orderBy("start_first", "work")
        so_far = order.rowsBetween(Window.unboundedPreceding, 0)
        asleep = self.number(fn.col("latest") + self.dormant_after + 1)
        rows = self.evidence.withColumns(
            {"latest": fn.max("end_last").over(so_far), "next": fn.lead("t", 1, len(self.rows) + 1).over(order)}
        )
        spans = rows.select(fn.greatest("t", "period", asleep).alias("from_t"), fn.col("next").alias("to_t"))
        spans = kept(spans.filter("from_t < to_t"))
        begin, end = (self.count(spans.select(fn.col(name).alias("t"))) for name in ("from_t", "to_t"))
        return {"dormant_ties": [one - other for one, other in zip(accumulate(begin), accumulate(end), strict=True)]}

    def row(self, number: int) -> Json:
        """The row of a period."""
        now = {name: values[number] for name, values in self.found.items()}
        before = self.found["met"][number - 1]
        start, end = self.rows[number - 1]
        n, m, new = now["nodes"], now["ties"], now["new_ties"]
        row = figures(n, m, now["tied"], n - now["joined"], now["largest"]) | {
            "from": dt.date.fromordinal(start).isoformat(),
            "to": dt.date.fromordinal(end).isoformat(),
            "retention": rate(now["met_again"], before) if number > 1 else None,
            "jaccard": rate(now["met_again"], before + now["met"] - now["met_again"]) if number > 1 else None,
            **{f"{kind}_share": rate(now[kind], new) for kind in ("bridging", "bonding", "newcomer")},
        }
        return {name: row[name] if name in row else now[name] for name in FIELDS}


def growth(
    tables: Tables, spec: NetworkSpec, every: Every, dormant_after: int, most: int
) -> tuple[Json, list[Json], list[Json]]:
    """What is known of the network, the rows of its periods, and endurance; its community is an id.

    Raises:
        UsageError: more than so many periods.
    """
    past = history(tables, spec)
    rows = periods_of(past, every)
    if len(rows) > most:
        raise UsageError(f"{len(rows):,} periods are more than {most:,}. Choose a shorter window, or years.")
    found = growth_rows(tables, past, rows, every, dormant_after)
    facts = {
        "community": spec.community,
        "as_of": past.to.isoformat() if past.to else None,
        "undated_collaborations": past.undated,
        "imprecise_dates": imprecise_records(past, rows, dormant_after),
        "several_affiliations": past.several,
        "one_collaboration": one_collaboration(past) if found else None,
    }
    return facts, found, endurance(past)
