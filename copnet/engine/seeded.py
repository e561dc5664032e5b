"""Chance that comes out the same every time.

igraph and networkit have one source of chance for the whole process; requests in other threads must not draw from it
meanwhile, nor change its seed.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SEED = 1
_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def igraph_chance(seed: int) -> Iterator[None]:
    """Let igraph draw from a generator of this seed."""
    import igraph

    with _ONE_AT_A_TIME:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - guards nothing
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)


@contextmanager
def networkit_chance(seed: int) -> Iterator[None]:
    """Let networkit draw with this seed in one thread: another number of threads would draw something else."""
    import networkit

    with _ONE_AT_A_TIME:
        before = networkit.getMaxNumberOfThreads()
        networkit.setNumberOfThreads(1)
        networkit.setSeed(seed, True)
        try:
            yield
        finally:
            networkit.setNumberOfThreads(before)
