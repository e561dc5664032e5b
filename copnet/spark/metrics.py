"""Figures of a network on DataFrames: those that can be put together from counts."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn

from copnet.analysis import cohesion
from copnet.graph.spec import NetworkSpec
from copnet.spark.network import Network
from copnet.spark.nodes import groups_of, nodes_of
from copnet.spark.pairs import heaviest, project, ties
from copnet.spark.tables import Tables, kept, latest_day
from copnet.spark.works import involvement, work_record, works

if TYPE_CHECKING:
    pass

Json = dict[str, Any]


FIGURES = frozenset(
    {
        "nodes", "nodes_by_mode", "ties", "density", "average_degree", "isolates", "components", "largest_component",
        "largest_component_share", "transitivity", "average_clustering", "degree_centralization",
        "degree_assortativity", "attribute_assortativity", "ei_index", "ei_expected", "cross_group_share", "brokerage",
    }
)  # fmt: skip
"""Figures that can be put together from what each part of a network counts."""


def metrics(tables: Tables, spec: NetworkSpec, names: Collection[str]) -> tuple[Json, Json]:
    """What is known of the network, as ``copnet.services.facts`` reads it, and the figures of these names.

    Args:
        tables: the store.
        spec: a network of people or of organizations; its community is an id.
        names: figures of the network, of ``FIGURES``; what is null for such a network may be among them.
    """
    to = spec.end or latest_day(tables)
    tables.tell("reading who took part in what", 0, None)
    whole = works(tables, spec, to)
    whole = kept(whole.filter(whole["meets"] | ~whole["dated"]))
    taken = involvement(tables, whole, spec.mode)
    nodes = nodes_of(tables, spec, spec.community, to)
    meeting = whole.filter("meets") if spec.has_window else whole
    tables.tell("pairing", 0, None)
    found = project(nodes, meeting, taken)
    tied = kept(ties(found.evidence, spec))
    groups = groups_of(tables, spec, nodes, to) if spec.by is not None else None
    n = nodes.count()
    inside = taken.rows.join(nodes.select(fn.col("id").alias("who")), "who", "left_semi")
    used = whole.join(inside.select(fn.col("collaboration").alias("id")).distinct(), "id", "left_semi")
    records = used.filter("imprecise").select(work_record("id"))
    several = 0
    seen = found.works.select(fn.col("id").alias("collaboration"))
    if taken.several is not None and taken.imprecise is not None:
        several = taken.several.join(seen, "collaboration", "left_semi").count()
        records = records.union(taken.imprecise.join(seen, "collaboration", "left_semi").select("record"))
    network = Network(n, tied.withColumn("period", fn.lit(0)), groups)
    one_work = heaviest(found, tied, spec, network.m)
    if one_work is not None:
        others = ties(found.evidence.filter(fn.col("work") != one_work["id"]), spec)
        without = Network(n, kept(others.withColumn("period", fn.lit(0))), None)
        one_work["without"] = {metric.name: _value(without, metric.name, spec) for metric in cohesion.METRICS}
    facts = {
        "nodes": n,
        "community": spec.community,
        "as_of": to.isoformat() if to else None,
        "undated_collaborations": (whole if spec.community is None else used).filter("not dated").count(),
        "imprecise_dates": records.distinct().count(),
        "several_affiliations": several,
        "no_value": n - groups.count() if groups is not None else None,
        "one_collaboration": one_work,
    }
    values = {}
    for name in names:
        tables.tell(f"computing {name}", 0, None)
        values[name] = _value(network, name, spec)
    return facts, values


def _value(network: Network, name: str, spec: NetworkSpec) -> Any:
    if name == "nodes_by_mode":
        return {spec.mode: network.n} if network.n else {}
    return getattr(network, name) if name in FIGURES else None
