"""A network on DataFrames and its figures, each put together from counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from math import fsum
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn

from copnet.analysis.brokerage import ROLES
from copnet.spark.components import components
from copnet.spark.tables import kept, one
from copnet.spark.triangles import degrees, triangles

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Json = dict[str, Any]


@dataclass(eq=False)
class Network:
    """A network on DataFrames; a figure is an attribute of its name, defined as in ``copnet.analysis``.

    Attributes:
        nodes: how many there are.
        tied: ``left``, ``right`` and ``period`` of each tie.
        groups: ``code`` and ``group`` of the nodes with a value; None without ``--by``.
    """

    nodes: int
    tied: DataFrame
    groups: DataFrame | None

    @property
    def n(self) -> int:
        """Number of nodes."""
        return self.nodes

    @cached_property
    def m(self) -> int:
        """Number of ties."""
        return self.tied.count()

    @property
    def ties(self) -> int:
        """The figure of this name."""
        return self.m

    @cached_property
    def _degrees(self) -> DataFrame:
        return degrees(self.tied)

    @cached_property
    def _triangles(self) -> DataFrame:
        return kept(triangles(self.tied, self._degrees))

    @cached_property
    def _profile(self) -> list[tuple[int, int, int]]:
        """How many nodes have so many contacts with so many ties among them: degree, triangles, nodes."""

        corners = self._triangles.select(fn.explode(fn.array("a", "b", "c")).alias("code"))
        closed = corners.groupBy("code").agg(fn.count("*").alias("closed"))
        rows = self._degrees.join(closed, "code", "left").groupBy(
            "degree", fn.coalesce("closed", fn.lit(0)).alias("closed")
        )
        return [(row["degree"], row["closed"], row["count"]) for row in rows.count().collect()]

    @cached_property
    def _by_degree(self) -> dict[int, int]:
        """How many nodes have so many contacts."""
        found = {row["degree"]: row["count"] for row in self._degrees.groupBy("degree").count().collect()}
        alone = self.n - sum(found.values())
        return found | ({0: alone} if alone else {})

    @cached_property
    def _components(self) -> tuple[int, int]:
        return components(self.tied, self.n)

    @property
    def density(self) -> float | None:
        """The figure of this name."""
        possible = self.n * (self.n - 1) // 2
        return self.m / possible if possible else None

    @property
    def average_degree(self) -> float | None:
        """The figure of this name."""
        return 2 * self.m / self.n if self.n else None

    @property
    def isolates(self) -> int:
        """The figure of this name."""
        return self._by_degree.get(0, 0)

    @property
    def components(self) -> int:
        """The figure of this name."""
        return self._components[0]

    @property
    def largest_component(self) -> int | None:
        """The figure of this name."""
        return self._components[1] if self.n else None

    @property
    def largest_component_share(self) -> float | None:
        """The figure of this name."""
        return self._components[1] / self.n if self.n else None

    @property
    def transitivity(self) -> float | None:
        """The figure of this name."""
        triples = sum(degree * (degree - 1) * count for degree, _, count in self._profile) // 2
        return sum(closed * count for _, closed, count in self._profile) / triples if triples else None

    @property
    def average_clustering(self) -> float | None:
        """The figure of this name."""
        shares = (
            repeat(2 * closed / (degree * (degree - 1)), count) for degree, closed, count in self._profile if degree > 1
        )
        return fsum(chain.from_iterable(shares)) / self.n if self.n else None

    @property
    def degree_centralization(self) -> float | None:
        """The figure of this name."""
        if self.n <= 2:
            return None
        highest = max(self._by_degree)
        missing = sum((highest - degree) * count for degree, count in self._by_degree.items())
        return missing / ((self.n - 1) * (self.n - 2))

    @property
    def degree_assortativity(self) -> float | None:
        """The figure of this name."""

        ends, first, second = (
            sum(degree**power * count for degree, count in self._by_degree.items()) for power in (1, 2, 3)
        )
        both = self.tied
        for end in ("left", "right"):
            both = both.join(
                self._degrees.select(fn.col("code").alias(end), fn.col("degree").alias(f"{end}_degree")), end
            )
        product = one(both.agg(fn.sum(fn.col("left_degree") * fn.col("right_degree")).alias("sum")))["sum"] or 0
        spread = ends * second - first * first
        return (ends * 2 * product - first * first) / spread if spread else None

    @cached_property
    def _grouped(self) -> DataFrame:
        """Ties between nodes with a value, and their groups."""

        assert self.groups is not None
        both = self.tied
        for end in ("left", "right"):
            both = both.join(self.groups.select(fn.col("code").alias(end), fn.col("group").alias(f"{end}_group")), end)
        return kept(both)

    @cached_property
    def _mixing(self) -> tuple[int, int] | None:
        """Ties between groups and within; None without ``--by``."""
        if self.groups is None:
            return None
        internal = self._grouped.filter("left_group = right_group").count()
        return self._grouped.count() - internal, internal

    @property
    def cross_group_share(self) -> float | None:
        """The figure of this name."""
        external, internal = self._mixing or (0, 0)
        return external / (external + internal) if external + internal else None

    @property
    def ei_index(self) -> float | None:
        """The figure of this name."""
        external, internal = self._mixing or (0, 0)
        return (external - internal) / (external + internal) if external + internal else None

    @property
    def ei_expected(self) -> float | None:
        """The figure of this name."""
        if self.groups is None:
            return None
        sizes = [row["count"] for row in self.groups.groupBy("group").count().collect()]
        pairs = sum(sizes) * (sum(sizes) - 1) // 2
        same = sum(size * (size - 1) // 2 for size in sizes)
        return (pairs - 2 * same) / pairs if pairs else None

    @property
    def attribute_assortativity(self) -> float | None:
        """The figure of this name."""

        external, internal = self._mixing or (0, 0)
        total = external + internal
        if not total:
            return None
        ends = self._grouped.select(fn.explode(fn.array("left_group", "right_group")).alias("group"))
        chance = sum(row["count"] ** 2 for row in ends.groupBy("group").count().collect())
        whole = (2 * total) ** 2
        return (4 * total * internal - chance) / (whole - chance) if whole > chance else None

    @property
    def brokerage(self) -> Json | None:
        """The figure of this name: open pairs of each node's contacts by their groups, less those that are tied."""

        if self.groups is None or self.groups.isEmpty():
            return None
        arcs = [
            self._grouped.select(fn.col(one_end).alias("j"), own.alias("own"), others.alias("g"))
            for one_end, own, others in (
                ("left", fn.col("left_group"), fn.col("right_group")),
                ("right", fn.col("right_group"), fn.col("left_group")),
            )
        ]
        by_group = arcs[0].union(arcs[1]).groupBy("j", "own", "g").agg(fn.count("*").alias("k"))
        same, k = fn.col("own") == fn.col("g"), fn.col("k")
        of_node = by_group.groupBy("j").agg(
            fn.sum(fn.when(same, k).otherwise(0)).alias("s"),
            fn.sum(fn.when(~same, k).otherwise(0)).alias("f"),
            fn.sum(fn.when(~same, k * k).otherwise(0)).alias("ff"),
        )
        sums = {"inside": "s * (s - 1)", "between": "ff - f", "middle": "s * f", "far": "f * f - ff"}
        found = one(
            of_node.agg(*(fn.coalesce(fn.sum(fn.expr(text)), fn.lit(0)).alias(name) for name, text in sums.items()))
        )
        alike = self._triangles_by_groups()
        counts = {
            "coordinator": (found["inside"] - 6 * alike[1]) // 2,
            "consultant": (found["between"] - 2 * alike[2]) // 2,
            "representative": found["middle"] - 2 * alike[2],
            "liaison": (found["far"] - 6 * alike[3]) // 2,
        }
        return {role: counts.get(role) for role in ROLES} | {"total": sum(counts.values())}

    def _triangles_by_groups(self) -> dict[int, int]:
        """Triangles of nodes with a value by the number of their groups."""

        assert self.groups is not None
        valued = self._triangles.select("a", "b", "c")
        for corner in "abc":
            valued = valued.join(
                self.groups.select(fn.col("code").alias(corner), fn.col("group").alias(f"g{corner}")), corner
            )
        number = fn.size(fn.array_distinct(fn.array("ga", "gb", "gc"))).alias("groups")
        rows = valued.groupBy(number).count().collect()
        return {1: 0, 2: 0, 3: 0} | {row["groups"]: row["count"] for row in rows}
