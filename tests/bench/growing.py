"""Growth beside one plain pass over the sorted ties, and beside igraph, the network built anew for each period."""

from __future__ import annotations

from collections.abc import Iterator

import igraph
import numpy as np

from copnet.analysis.growth import growth_rows
from copnet.analysis.history import History, history
from copnet.graph import NetworkSpec
from tests.bench.generate import generated
from tests.bench.timing import ROUNDS, Comparison, compare


def one_pass(past: History) -> tuple[list[tuple[int, int]], int]:
    """One plain pass over the sorted ties: ties and largest component, and how many ties had a common neighbor."""
    found = past.found
    parent, size = list(range(len(found.nodes))), [1] * len(found.nodes)
    near: list[set[int]] = [set() for _ in found.nodes]
    order = np.argsort(past.present, kind="stable")
    rows, largest, shared = [], 0, 0
    for number, (one, other) in enumerate(zip(found.left[order].tolist(), found.right[order].tolist(), strict=True)):
        shared += not near[one].isdisjoint(near[other])
        near[one].add(other)
        near[other].add(one)
        head, tail = _head(parent, one), _head(parent, other)
        if head != tail:
            parent[head] = tail
            size[tail] += size[head]
            largest = max(largest, size[tail])
        rows.append((number + 1, largest))
    return rows, shared


def _head(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = node = parent[parent[node]]
    return node


def forty_times(past: History, ends: list[int]) -> list[tuple[int, int]]:
    """Ties and largest component at the end of each period, an igraph graph of each."""
    found, rows = past.found, []
    for end in ends:
        here = past.present <= end
        twin = igraph.Graph(len(found.nodes), np.column_stack((found.left[here], found.right[here])))
        rows.append((twin.ecount(), max(twin.connected_components().sizes())))
        twin.transitivity_undirected()
    return rows


def comparisons(people: int, rounds: int = ROUNDS) -> Iterator[Comparison]:
    """Forty quarters, from the history on."""
    past = history(generated(people), NetworkSpec())
    rows = growth_rows(past, "quarter", 365)[:40]
    ends = [np.datetime64(row["to"]).astype("datetime64[D]").astype(object).toordinal() for row in rows]
    assert [(row["ties"], row["largest_component"]) for row in rows] == forty_times(past, ends)
    what = f"growth, every figure of {len(rows)} quarters and more, {people:,} people"
    yield compare(
        what, lambda: growth_rows(past, "quarter", 365), "one pass over the ties", lambda: one_pass(past), rounds,
        target=1.3,
        why="Below some ten thousand ties the time is that of calling NumPy and SciPy some times for each quarter, "
        "which does not grow with the network.",
    )  # fmt: skip
    yield compare(
        what, lambda: growth_rows(past, "quarter", 365),
        "igraph, ties, components and transitivity 40 times", lambda: forty_times(past, ends), rounds, target=1.0,
    )  # fmt: skip
