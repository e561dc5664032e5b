"""How many steps there are from one to another.

All of it is exact up to ``EXACT_UP_TO`` nodes in a component; in larger ones it is estimated from ``SOURCES`` nodes
drawn with a fixed seed, and a note says how far the estimate may be off.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csgraph

from copnet.analysis.metric import ALL, ONE_KIND_OF_NODE, Metric
from copnet.analysis.network import Network, once
from copnet.analysis.references import WASSERMAN, WATTS
from copnet.engine.seeded import SEED

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]

EXACT_UP_TO = 5_000
SOURCES = 256
NORMAL = 1.96  # 95 of 100 lie so many standard errors around the mean
_AT_ONCE = 16  # sources; igraph hands distances over as lists, which take 40 times the memory of an array

HARARY = "Harary, F. (1969). Graph Theory. Addison-Wesley, chapter 2."
WASSERMAN_5 = f"{WASSERMAN}, equation 5.22."
ROCHAT = "Rochat, Y. (2009). Closeness centrality extended to unconnected graphs: the harmonic centrality index. ASNA."
BORGATTI_2006 = "Borgatti, S. P. (2006). Identifying sets of key players. Comput. Math. Organ. Theory 12, 21-34."


def average_path_length(network: Network) -> float | None:
    """Mean number of steps between two nodes of the largest component; null when it is a single node, or none."""
    if _alone(network):
        return None
    if not _is_large(network):
        return fmean(nx.average_shortest_path_length(part) for part in _parts(network))
    means, _ = _from_sources(network)
    others = 1 - len(means) / len(network.largest)  # nothing is left to chance when every node is a source
    off = NORMAL * float(means.std(ddof=1)) * (others / len(means)) ** 0.5
    mean = float(means.mean())
    network.notes.append(
        f"The average path length is estimated from {len(means)} of {len(network.largest):,} nodes as sources: "
        f"{mean:.4g}, give or take {off:.2g} (95 % interval)."
    )
    return mean


def diameter(network: Network) -> int | None:
    """Most steps between two nodes of the largest component; null when it is a single node, or none."""
    if _alone(network):
        return None
    if not _is_large(network):
        return max(nx.diameter(part) for part in _parts(network))
    means, longest = _from_sources(network)
    network.notes.append(
        f"The longest of the shortest paths is {longest} steps or more: it was looked for from {len(means)} of "
        f"{len(network.largest):,} nodes."
    )
    return longest


def closeness(network: Network) -> list[float | None]:
    """Share of the others that a node reaches, divided by the mean steps to them; 0 when it reaches none."""
    return _each(network, near(network)[0])


def harmonic(network: Network) -> list[float | None]:
    """Mean of 1/steps to all others, 0 for those out of reach."""
    return _each(network, near(network)[1])


def reach_2(network: Network) -> list[float | None]:
    """Share of the others within two steps; null when there is no other."""
    if network.n < 2:
        return [None] * network.n
    return [(size - 1) / (network.n - 1) for size in network.undirected.neighborhood_size(order=2)]


@once
def near(network: Network) -> tuple[Floats, Floats]:
    """Closeness and harmonic closeness of every node along outgoing paths; zeros for a single node."""
    n, twin = network.n, network.outgoing
    closest, inverse = np.zeros(n), np.zeros(n)
    if n < 2:
        return closest, inverse
    _, part = csgraph.connected_components(network.arcs, directed=False)  # by answers of either, also under mutual
    sizes = np.bincount(part)
    exact = np.flatnonzero(sizes[part] <= EXACT_UP_TO)
    if len(exact):
        ours = exact.tolist()
        reached = sizes[part[exact]] - 1
        if network.directed:
            reached = np.array(twin.neighborhood_size(ours, order=n, mode="out")) - 1
        within = np.nan_to_num(np.array(twin.closeness(ours, mode="out"), dtype=np.float64))
        closest[exact] = within * reached / (n - 1)
        inverse[exact] = twin.harmonic_centrality(ours, mode="out")
    for component in np.flatnonzero(sizes > EXACT_UP_TO).tolist():
        places = np.flatnonzero(part == component)
        closest[places], inverse[places], off = _estimate(network, places)
        network.notes.append(
            f"Closeness and harmonic closeness of {len(places):,} nodes are estimated from the steps to {SOURCES} of "
            f"them: give or take {off[0]:.2g} and {off[1]:.2g} at most (95 % interval of a node)."
        )
    return closest, inverse


def _estimate(network: Network, places: Positions) -> tuple[Floats, Floats, tuple[float, float]]:
    """Closeness and harmonic closeness of a large component, and the widest half of a 95 % interval of each.

    Eppstein, D. and Wang, J. (2004), Fast approximation of centrality: the same targets for all, drawn once each.
    """
    targets, reached, total, squares, inverses, inverse_squares = np.zeros((6, len(places)))
    for steps in _distances(network.outgoing, _drawn(places), "in"):
        here = steps[:, places]
        others = here > 0
        length = np.where(np.isfinite(here), here, 0.0)
        inverse = np.divide(1.0, here, out=np.zeros_like(here), where=others)
        targets += others.sum(axis=0)
        reached += (length > 0).sum(axis=0)
        total += length.sum(axis=0)
        squares += (length**2).sum(axis=0)
        inverses += inverse.sum(axis=0)
        inverse_squares += (inverse**2).sum(axis=0)
    scale = (len(places) - 1) / (network.n - 1)
    share, some = reached / targets, np.maximum(reached, 1.0)
    mean = np.maximum(total / some, 1.0)
    closest = scale * share / mean
    relative = np.maximum(squares / some / mean**2 - 1, 0.0) / some + (1 - share) / some  # variances add up
    spread = np.maximum(inverse_squares / targets - (inverses / targets) ** 2, 0.0) / targets
    off = float((NORMAL * closest * relative**0.5).max()), float((NORMAL * scale * spread**0.5).max())
    return closest, scale * inverses / targets, off


def _parts(network: Network) -> list[nx.Graph[str]]:
    """The largest component; where several are the largest, each of them."""
    order = np.argsort(network.component_of[network.largest], kind="stable")
    count = len(order) // int(network.components[0])
    return [network.part(np.sort(places)) for places in np.split(network.largest[order], count)]


@once
def _from_sources(network: Network) -> tuple[Floats, int]:
    """Mean steps from each source to the rest of its component, and the most steps seen."""
    means: list[float] = []
    longest = 0
    for steps in _distances(network.undirected, _drawn(network.largest), "all"):
        reached = np.where(np.isfinite(steps), steps, 0.0)
        means += (reached.sum(axis=1) / (int(network.components[0]) - 1)).tolist()
        longest = max(longest, int(reached.max()))
    return np.array(means), longest


def _distances(twin: Any, sources: Positions, mode: str) -> Iterator[Floats]:
    """Steps between some sources and every node, a few sources at a time."""
    for start in range(0, len(sources), _AT_ONCE):
        yield np.array(twin.distances(source=sources[start : start + _AT_ONCE].tolist(), mode=mode), dtype=np.float64)


def _drawn(places: Positions) -> Positions:
    return np.random.default_rng(SEED).choice(places, size=min(SOURCES, len(places)), replace=False)


def _alone(network: Network) -> bool:
    return not network.n or int(network.components[0]) == 1


def _is_large(network: Network) -> bool:
    return int(network.components[0]) > EXACT_UP_TO


def _each(network: Network, values: Floats) -> list[float | None]:
    return values.tolist() if network.n > 1 else [None] * network.n


METRICS = (
    Metric(
        "average_path_length", "Average number of steps from one to another", "network", "steps", "1 to n-1",
        "mean of shortest distances over the pairs of nodes of the largest component (where several are the largest, "
        f"of all of them); above {EXACT_UP_TO:,} nodes from {SOURCES} sources; directed: of the symmetrized network",
        WATTS,
        undefined="the largest component is a single node", networks=ALL, compute=average_path_length,
        plain="How many steps it takes on average from one person to another in the largest cluster; 1 is a tie.",
        networkx="average_shortest_path_length refuses a network in several parts",
    ),
    Metric(
        "diameter", "Steps between the two who are farthest apart", "network", "steps", "1 to n-1",
        "longest shortest distance in the largest component (where several are the largest, in any of them); above "
        f"{EXACT_UP_TO:,} nodes the longest from {SOURCES} sources; directed: of the symmetrized network", HARARY,
        undefined="the largest component is a single node; two-mode networks", networks=ONE_KIND_OF_NODE,
        compute=diameter,
        plain="How many steps lie between the two people of the largest cluster who are farthest apart.",
        networkx="diameter refuses a network in several parts",
    ),
    Metric(
        "closeness", "How few steps they need to reach the others", "node", "index", "0 to 1",
        "(r/(n-1)) * (r / sum of distances to the r nodes reached); directed: outgoing paths", WASSERMAN_5,
        undefined="a network of one node; two-mode networks", networks=ONE_KIND_OF_NODE, compute=closeness,
        plain="1 for somebody who knows everyone directly; the lower, the more steps it takes to reach the others.",
        networkx="closeness_centrality follows incoming paths, and gives 0 for a single node",
    ),
    Metric(
        "harmonic", "How near everybody else is, those out of reach counted as far away", "node", "index", "0 to 1",
        "sum over the others of 1/distance, 0 without a path, / (n-1); directed: outgoing paths", ROCHAT,
        undefined="a network of one node; two-mode networks", networks=ONE_KIND_OF_NODE, compute=harmonic,
        plain="Like closeness: people one step away count fully, two steps half, three a third, out of reach nothing.",
        networkx="harmonic_centrality is the sum, not divided by n-1, and follows incoming paths",
    ),
    Metric(
        "reach_2", "Share of the others they know or could be introduced to", "node", "share", "0 to 1",
        "other nodes at distance 1 or 2 / (n-1); directed: of the symmetrized network", BORGATTI_2006,
        undefined="a network of one node; two-mode networks", networks=ONE_KIND_OF_NODE, compute=reach_2,
        plain="How much of the network a person reaches directly or through one introduction.",
    ),
)  # fmt: skip
