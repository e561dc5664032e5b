"""Whether like is tied to like: by group of ``--by``, and by number of ties. On the symmetric network, unweighted."""

from __future__ import annotations

import networkx as nx
import numpy as np

from copnet.analysis.metric import ONE_KIND_OF_NODE, Metric
from copnet.analysis.mixing import NO_GROUPS, mixing
from copnet.analysis.network import Network

NEWMAN_2003 = "Newman, M. E. J. (2003). Mixing patterns in networks. Physical Review E 67, 026126."


def attribute_assortativity(network: Network) -> float | None:
    """Newman's coefficient for groups: 1 all ties within, 0 as by chance; null when all ties end in one group.

    (sum_g e_gg - sum_g a_g^2) / (1 - sum_g a_g^2), e_gg the share of ties within g, a_g the share of ends of ties in g.
    """
    found = mixing(network)
    if not found or not found.ties:
        return None
    ends = np.bincount(found.groups[np.concatenate((found.one, found.other))]).tolist()
    chance, whole = sum(count * count for count in ends), (2 * found.ties) ** 2
    return (4 * found.ties * found.internal - chance) / (whole - chance) if whole > chance else None


def degree_assortativity(network: Network) -> float | None:
    """Correlation of the numbers of ties at both ends of each tie; null when all ends have the same number."""
    tied = network.degrees[network.degrees > 0]
    if not len(tied) or tied.min() == tied.max():
        return None
    return nx.degree_assortativity_coefficient(network.tied)


METRICS = (
    Metric(
        "degree_assortativity", "Whether the well connected are connected to each other", "network", "index",
        "-1 to 1",
        "Pearson correlation of the degrees at both ends of the ties, each tie taken both ways; directed: of the "
        "symmetrized network", NEWMAN_2003,
        undefined="no ties, or the same degree at both ends of every tie; two-mode networks",
        networks=ONE_KIND_OF_NODE, compute=degree_assortativity,
        plain="Above zero, busy people mostly work with other busy people; below zero, a few busy people each work "
        "with many who have few contacts.",
        networkx="degree_assortativity_coefficient gives NaN at zero variance",
    ),
    Metric(
        "attribute_assortativity", "How far ties keep within groups, beyond chance", "network", "index", "-1 to 1",
        "(sum_g e_gg - sum_g a_g^2) / (1 - sum_g a_g^2), e_gg the share of ties within group g, a_g the share of ends "
        "of ties in g; directed: of the symmetrized network", NEWMAN_2003,
        undefined=f"no ties between nodes with a value, or all of them in one group; {NO_GROUPS}",
        networks=ONE_KIND_OF_NODE, compute=attribute_assortativity,
        plain="1 means that people work only within their group, 0 that groups make no difference, below 0 that they "
        "mostly work with other groups.",
    ),
)  # fmt: skip
