"""Growth on DataFrames: every record is put into the period it begins in, and the periods are counted all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from pyspark.sql import Window
from pyspark.sql import functions as fn

from copnet.analysis.growth import FIELDS
from copnet.analysis.history import GATHERINGS, LATER
from copnet.analysis.periods import MONTHS, Every, Period, periods, years_later
from copnet.errors import UsageError
from copnet.graph.days import NEVER
from copnet.graph.members import community_days
from copnet.graph.projection import ROUNDING
from copnet.graph.spec import NetworkSpec
from copnet.spark.components import components, forest, labels, sizes
from copnet.spark.nodes import nodes_of
from copnet.spark.pairs import PAIR, Projection, heaviest, loss, project
from copnet.spark.tables import EPOCH, Tables, kept, latest_day, one
from copnet.spark.triangles import degrees, triangles
from copnet.spark.works import involvement, work_record, works

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

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
            "retention": _rate(now["met_again"], before) if number > 1 else None,
            "jaccard": _rate(now["met_again"], before + now["met"] - now["met_again"]) if number > 1 else None,
            **{f"{kind}_share": _rate(now[kind], new) for kind in ("bridging", "bonding", "newcomer")},
        }
        return {name: row[name] if name in row else now[name] for name in FIELDS}


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


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


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
        {"year": year, "rate": _rate(again.get(year, 0), total), "numerator": again.get(year, 0), "denominator": total}
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
