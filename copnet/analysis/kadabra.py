"""Betweenness of large networks, estimated by networkit's KADABRA with a fixed seed.

What networkit 11 does, measured against exact values (``tests/oracle/test_kadabra.py``):

- Scores are twice the share of paths, and count the paths of the calibration round without dividing by their number.
- A fixed seed gives the same scores for the same number of threads only, so there is one. (Two are slower where other
  programs run, too: they wait for each other.)
- Directed graphs are refused, and an empty one ends the process: neither is handed over.
- Where many equally short paths share steps far from both ends (a street grid), the choice among them is not even, and
  errors go beyond epsilon. Collaboration networks, where everybody is a few steps apart, do not show it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from copnet.analysis.network import Network
from copnet.engine.seeded import SEED, networkit_chance

DELTA = 0.1
VERY_LARGE = 100_000
_CALIBRATION = 100  # networkit's startFactor: so many times fewer paths than at most are drawn to calibrate


def epsilon(nodes: int) -> float:
    """The error allowed: the largest scores fall as networks grow, and are to stand out of it."""
    return 0.001 if nodes <= VERY_LARGE else 0.0001


def betweenness(network: Network) -> list[float]:
    """Normalized betweenness of every node of an undirected network, with a note on its error.

    Borassi, M. and Natale, E. (2016). KADABRA is an adaptive algorithm for betweenness via random approximation. ESA.
    """
    if not _has_paths_of_two(network):
        return [0.0] * network.n
    error = epsilon(network.n)
    scores, paths = estimate(network.n, network.ends, error)
    network.notes.append(
        f"Betweenness is estimated from {paths:,} paths (KADABRA, epsilon {error:g}, delta {DELTA:g}): with a "
        f"probability of {100 - 100 * DELTA:g} % no value is off by more than {error:g}."
    )
    found: list[float] = scores.tolist()
    return found


def estimate(n: int, ends: tuple[NDArray[Any], NDArray[Any]], error: float) -> tuple[NDArray[np.float64], int]:
    """Estimated shares of the shortest paths between two others, and the number of paths drawn."""
    import networkit

    graph = networkit.GraphFromCoo(tuple(end.astype(np.uint64) for end in ends), n=n)
    with networkit_chance(SEED):
        run = networkit.centrality.KadabraBetweenness(graph, error, DELTA, True, startFactor=_CALIBRATION)
        run.run()
    drawn = run.getNumberOfIterations()
    counted = drawn - run.getOmega() / _CALIBRATION
    shares = np.array(run.scores()) / 2 * counted / drawn  # of all pairs, those with the node at an end included
    return np.minimum(shares * n / (n - 2), 1.0), drawn


def _has_paths_of_two(network: Network) -> bool:
    """Whether anybody lies between two others; networkit takes the logarithm of the diameter less one."""
    degrees = network.degrees
    return int((degrees * (degrees - 1)).sum()) > 2 * int(network.triangles.sum())
