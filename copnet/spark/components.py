"""Which nodes hang together, and from which period on.

Every part of the ties is thinned to a spanning forest of its earliest ties, the forests are joined and thinned again:
the forest of forests is one of the whole. No step holds more than a few ties a node, and none is repeated until nothing
changes, as spreading labels would be. The workers need NumPy, SciPy, PyArrow and copnet.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pyspark.sql import Window
from pyspark.sql import functions as fn

from copnet.spark.tables import kept, one

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

Ints = NDArray[np.int64]
_JOINED = 8
"""So many forests are joined at a time."""


def forest(ties: DataFrame) -> DataFrame:
    """The earliest ties (``left``, ``right``, ``period``) that hang together what all of them do, without a circle."""
    parts = ties.rdd.getNumPartitions()
    found = ties.select("left", "right", "period").mapInArrow(_thinned, "left long, right long, period long")
    while parts > 1:
        parts = ceil(parts / _JOINED)
        found = found.repartition(parts).mapInArrow(_thinned, "left long, right long, period long")
    return kept(found)


def sizes(thin: DataFrame) -> list[tuple[int, int, int]]:
    """By period of a forest: the period, how many components fewer there are, and the size of the largest by then."""
    found = thin.repartition(1).mapInArrow(_sizes, "period long, joined long, largest long")
    return sorted((row["period"], row["joined"], row["largest"]) for row in found.collect())


def labels(thin: DataFrame) -> DataFrame:
    """The component of each node of a forest over time: ``node``, ``label``, ``since`` and ``until`` (excluded)."""
    found = thin.repartition(1).mapInArrow(_labels, "node long, label long, since long")
    later = fn.lead("since").over(Window.partitionBy("node").orderBy("since"))
    return found.withColumn("until", later)


def components(ties: DataFrame, nodes: int) -> tuple[int, int]:
    """The number of components of so many nodes with these ties, and the size of the largest."""
    if has_graphframes(ties):
        return _by_graphframes(ties, nodes)
    found = sizes(forest(ties.withColumn("period", fn.lit(0))))
    joined, largest = found[0][1:] if found else (0, min(nodes, 1))
    return nodes - joined, largest


def has_graphframes(frame: DataFrame) -> bool:
    """Whether GraphFrames is there, the Python package and the jar."""
    if importlib.util.find_spec("graphframes") is None:
        return False
    from py4j.java_gateway import JavaClass

    jvm: Any = frame.sparkSession._jvm
    return isinstance(jvm.org.graphframes.GraphFrame, JavaClass)


def _by_graphframes(ties: DataFrame, nodes: int) -> tuple[int, int]:
    from graphframes import GraphFrame

    edges = ties.select(fn.col("left").alias("src"), fn.col("right").alias("dst"))
    ends = edges.select(fn.col("src").alias("id")).union(edges.select("dst")).distinct()
    found = GraphFrame(ends, edges).connectedComponents(use_local_checkpoints=True)
    row = one(
        found.groupBy("component").count().agg(
            fn.count("*").alias("components"), fn.max("count").alias("largest"), fn.sum("count").alias("tied")
        )
    )  # fmt: skip
    return nodes - (row["tied"] or 0) + row["components"], row["largest"] or min(nodes, 1)


def _columns(batches: Iterable[pa.RecordBatch]) -> tuple[Ints, Ints, Ints, Ints]:
    """The ids of the ends of ties in order, both ends of each tie as positions among them, and its period."""
    parts = [[batch.column(place).to_numpy() for place in range(3)] for batch in batches]
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty, empty
    left, right, period = (np.concatenate([part[place] for part in parts]).astype(np.int64) for place in range(3))
    ids, places = np.unique(np.concatenate((left, right)), return_inverse=True)
    return ids, places[: len(left)], places[len(left) :], period


def _batch(**columns: Ints) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([pa.array(values, pa.int64()) for values in columns.values()], list(columns))


def _thinned(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    ids, one_end, other, period = _columns(batches)
    if len(ids):
        weights = period.astype(np.float64) + 1.0  # a weight of 0 would be no tie
        tree = minimum_spanning_tree(coo_array((weights, (one_end, other)), shape=(len(ids), len(ids)))).tocoo()
        yield _batch(left=ids[tree.row], right=ids[tree.col], period=np.rint(tree.data).astype(np.int64) - 1)


def _sweep(one_end: Ints, other: Ints, period: Ints, nodes: int) -> Iterator[tuple[int, int, Ints, Ints]]:
    """By period, the first first: it, the components that went, and the label and size of component of each node.

    Of components that join, the largest keeps its label, so that few nodes change theirs.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    label, size = np.arange(nodes), np.ones(nodes, dtype=np.int64)
    for now in np.unique(period).tolist():
        ties = period == now
        ends = (label[one_end[ties]], label[other[ties]])
        graph = coo_array((np.ones(len(ends[0])), ends), shape=(nodes, nodes))
        _, group = connected_components(graph, directed=False)
        by_size = np.argsort(size, kind="stable")
        largest = np.zeros(nodes, dtype=np.int64)
        largest[group[by_size]] = by_size
        label = largest[group[label]]
        size = np.bincount(label, minlength=nodes)
        yield now, int(ties.sum()), label, size


def _sizes(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    ids, one_end, other, period = _columns(batches)
    for now, joined, _, size in _sweep(one_end, other, period, len(ids)):
        yield _batch(period=np.array([now]), joined=np.array([joined]), largest=np.array([size.max()]))


def _labels(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    ids, one_end, other, period = _columns(batches)
    before = np.arange(len(ids))
    yield _batch(node=ids, label=ids, since=np.full(len(ids), -1))
    for now, _, label, _ in _sweep(one_end, other, period, len(ids)):
        changed = np.flatnonzero(label != before)
        yield _batch(node=ids[changed], label=ids[label[changed]], since=np.full(len(changed), now))
        before = label
