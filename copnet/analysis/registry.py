"""Every figure copnet computes: the code, the API, the pages and the docs read this one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from copnet.analysis import (
    area_metrics,
    assortativity,
    bridging,
    brokerage,
    centralization,
    closure,
    clusters,
    cohesion,
    core_periphery,
    growth_metrics,
    introductions,
    mixing,
    paths,
    peers,
    prominence,
    representation,
    ripple_metrics,
)
from copnet.analysis.metric import Metric

__all__ = ["REGISTRY", "Metric", "register"]


def register(metrics: Iterable[Metric]) -> Mapping[str, Metric]:
    """Metrics by name, in order; where two levels share a name, the later one is called ``level.name``.

    Raises:
        ValueError: the same figure of the same level twice.
    """
    found: dict[str, Metric] = {}
    for metric in metrics:
        key = f"{metric.level}.{metric.name}" if metric.name in found else metric.name
        if key in found or (metric.name in found and found[metric.name].level == metric.level):
            raise ValueError(f"{metric.level} figure {metric.name} is registered twice")
        found[key] = metric
    return MappingProxyType(found)


_NETWORK = (
    "nodes", "nodes_by_mode", "ties", "density", "average_degree", "isolates", "components", "largest_component",
    "largest_component_share", "average_path_length", "diameter", "transitivity", "average_clustering", "reciprocity",
    "degree_centralization", "betweenness_centralization", "closeness_centralization", "indegree_centralization",
    "outdegree_centralization", "modularity", "groups", "degree_assortativity", "attribute_assortativity", "ei_index",
    "ei_expected", "ei_p_value", "ei_permutations", "core_periphery_fit", "core_periphery_p_value",
    "core_periphery_method", "bridges", "cutpoints", "cross_group_share", "brokerage",
)  # fmt: skip
_NODE = (
    "degree", "in_degree", "out_degree", "strength", "in_strength", "out_strength", "total_trust", "total_value",
    "betweenness", "closeness", "harmonic", "eigenvector", "pagerank", "constraint", "effective_size", "efficiency",
    "core_number", "clustering", "reach_2", "is_cutpoint", "leiden_group", "ei_index", "brokerage",
)  # fmt: skip
_ORDER = {("network", name): place for place, name in enumerate(_NETWORK)} | {
    ("node", name): len(_NETWORK) + place for place, name in enumerate(_NODE)
}
"""The order of the contract's JSON, whichever file a figure is in; what it does not list comes after."""


def _in_order(metrics: Iterable[Metric]) -> list[Metric]:
    return sorted(metrics, key=lambda metric: _ORDER.get((metric.level, metric.name), len(_ORDER)))


REGISTRY: Mapping[str, Metric] = register(
    _in_order(
        (
            *cohesion.METRICS,
            *paths.METRICS,
            *closure.METRICS,
            *centralization.METRICS,
            *clusters.METRICS,
            *assortativity.METRICS,
            *mixing.METRICS,
            *core_periphery.METRICS,
            *brokerage.METRICS,
            *bridging.METRICS,
            *prominence.METRICS,
            *mixing.NODE_METRICS,
            *brokerage.NODE_METRICS,
            *growth_metrics.METRICS,
            *ripple_metrics.METRICS,
            *area_metrics.METRICS,
            *representation.METRICS,
            *peers.METRICS,
            *introductions.METRICS,
        )
    )
)
"""By name: network figures first, then those of nodes, then those of the other answers."""
