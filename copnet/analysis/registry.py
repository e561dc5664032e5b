"""Every figure copnet computes: the code, the API, the pages and the docs read this one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from copnet.analysis import area_metrics, bridging, cohesion, growth_metrics, ripple_metrics
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


REGISTRY: Mapping[str, Metric] = register(
    (
        *cohesion.METRICS,
        *bridging.METRICS,
        *growth_metrics.METRICS,
        *ripple_metrics.METRICS,
        *area_metrics.METRICS,
    )
)
"""By name: network figures first, then those of nodes, then those only another command has."""
