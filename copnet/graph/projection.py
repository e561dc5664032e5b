"""From who-took-part-in-what to pairs: columns and arrays until the last moment, never a graph of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from copnet.graph.works import Involvement

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

ROUNDING = 1e-9
"""Slack at thresholds: Newman weights are sums of thirds and the like."""


@dataclass(frozen=True, eq=False)
class Projection:
    """Pairs of nodes and the collaborations each rests on; numbers are positions in ``nodes`` and ``works``.

    Attributes:
        nodes: ids, sorted.
        works: the collaborations at least one node took part in, sorted by id.
        who, what: node and work of each involvement, once each.
        left, right: the nodes of each pair, left < right, sorted.
        pair, work: one entry a pair and a shared collaboration (evidence), sorted by pair, then first day, then id.
        share: 1/(k-1) of each work with k distinct participants, outsiders counted; 0 for k = 1.
    """

    nodes: list[str]
    works: pl.DataFrame
    who: Ints
    what: Ints
    left: Ints
    right: Ints
    pair: Ints
    work: Ints
    share: Floats

    @property
    def involvements(self) -> tuple[Ints, Ints]:
        """Node and work of each involvement, sorted by both."""
        order = np.lexsort((self.what, self.who))
        return self.who[order], self.what[order]

    @property
    def count(self) -> Ints:
        """Shared collaborations of each pair."""
        return np.bincount(self.pair, minlength=len(self.left)).astype(np.int64)

    @property
    def newman(self) -> Floats:
        """Newman's weight of each pair."""
        return np.bincount(self.pair, weights=self.share[self.work], minlength=len(self.left)).astype(np.float64)

    def weight(self, kind: Literal["count", "newman"]) -> Floats:
        """The weight of each pair."""
        return self.newman if kind == "newman" else self.count.astype(np.float64)

    def day(self, column: str, missing: int) -> Ints:
        """A day column of ``works``, undated ones as ``missing``."""
        return self.works[column].fill_null(missing).to_numpy().astype(np.int64)


def project(nodes: list[str], collaborations: pl.DataFrame, taken: Involvement) -> Projection:
    """Pair the nodes that took part in a same collaboration.

    Args:
        nodes: ids, sorted.
        collaborations: those that count (rows of ``works``).
        taken: who took part, outsiders too.
    """
    sizes = taken.rows.group_by("collaboration").agg(pl.len().alias("size"))
    codes = pl.DataFrame({"who": nodes, "code": np.arange(len(nodes))}, schema={"who": pl.String(), "code": pl.Int64()})
    inside = taken.rows.join(codes, on="who")
    used = (
        collaborations.join(inside.select(pl.col("collaboration").alias("id")).unique(), on="id")
        .join(sizes.rename({"collaboration": "id"}), on="id")
        .sort("id")
        .with_row_index("place")
    )
    inside = inside.join(used.select(pl.col("id").alias("collaboration"), "place"), on="collaboration")
    inside = inside.sort("place", "code")
    who, what = inside["code"].to_numpy().astype(np.int64), inside["place"].to_numpy().astype(np.int64)
    size = used["size"].to_numpy().astype(np.float64)
    share = np.divide(1.0, size - 1, out=np.zeros_like(size), where=size > 1)
    first, second, work = _pairs(who, what)
    key = first * max(len(nodes), 1) + second
    began = used["start_first"].fill_null(0).to_numpy().astype(np.int64)
    order = np.lexsort((work, began[work], key))
    unique, pair = np.unique(key[order], return_inverse=True)
    left, right = np.divmod(unique, max(len(nodes), 1))
    return Projection(nodes, used, who, what, left, right, pair.astype(np.int64), work[order], share)


def _pairs(who: Ints, what: Ints) -> tuple[Ints, Ints, Ints]:
    """All pairs within each group of ``what`` (sorted); groups of one size are done together."""
    values, starts, sizes = np.unique(what, return_index=True, return_counts=True)
    parts: list[tuple[Ints, Ints, Ints]] = []
    for size in np.unique(sizes[sizes > 1]):
        chosen = sizes == size
        block = who[starts[chosen][:, None] + np.arange(size)]
        row, column = np.triu_indices(int(size), 1)
        parts.append((block[:, row].ravel(), block[:, column].ravel(), np.repeat(values[chosen], len(row))))
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty
    first, second, work = (np.concatenate(column) for column in zip(*parts, strict=True))
    return first, second, work
