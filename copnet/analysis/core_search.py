"""The best split of a network into core and periphery, for many networks with the same degrees at once.

The fit of a split depends only on the size k of the core, the ties x within it and the sum D of its degrees:
m - D + x ties are within the periphery. Up to ``EXACT`` nodes every split is tried; above, seeded starts climb.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from copnet.engine.seeded import SEED

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

EXACT = 16
STARTS = 50
UNDEFINED = -2.0
"""Below every fit there is."""

_ROUNDS = ((STARTS, 6), (10, 12), (3, 60))
"""So many starts take so many steps; then only the best of them go on."""

_AT_ONCE = 30_000  # nodes times starts held together, so that they stay in the processor's cache
_SPLITS_AT_ONCE = 1 << 20
_LEAST = 1e-6  # smaller gains may be rounding


def fit(core: Any, inside: Any, degrees: Any, n: int, m: int) -> Floats:
    """Correlation of the ties with core-core 1 and periphery-periphery 0, mixed pairs left out.

    Args:
        core: nodes in the core.
        inside: ties within the core.
        degrees: sum of the degrees of the core.
        n: nodes.
        m: ties.

    Returns:
        The fit; ``UNDEFINED`` with fewer than two nodes in a part, without a tie, or without a missing one, in them.
    """
    ones, zeros = core * (core - 1) / 2, (n - core) * (n - core - 1) / 2
    ties = 2 * inside + m - degrees
    spread = ones * zeros * ties * (ones + zeros - ties)
    defined = spread > 0
    covered = inside * zeros - (ties - inside) * ones
    return np.where(defined, covered / np.sqrt(np.where(defined, spread, 1.0)), UNDEFINED)


class CoreSearch:
    """Searches networks of given degrees; what depends on the degrees alone is computed once."""

    def __init__(self, degrees: Ints) -> None:
        self.degrees = degrees
        self.n, self.m = len(degrees), int(degrees.sum()) // 2
        if self.n <= EXACT:
            self.place, self.fits = _all_splits(degrees, self.m)
        else:
            self.starts = starts(degrees)

    def best(self, one: Ints, other: Ints, enough: float = np.inf) -> Floats:
        """The best fit of each of several networks; ``UNDEFINED`` where no split has one.

        Args:
            one: position of one end of each tie, networks by ties.
            other: of the other end.
            enough: a fit from which on it does not matter how much better it gets.
        """
        if self.n < 4 or not self.m:
            return np.full(len(one), UNDEFINED)
        exact = self.n <= EXACT
        portion = max(1, _SPLITS_AT_ONCE >> self.n if exact else _AT_ONCE // (self.n * STARTS))
        parts = []
        for start in range(0, len(one), portion):
            some = one[start : start + portion], other[start : start + portion]
            parts.append(self._every_split(*some) if exact else self._climb(*some, enough))
        return np.concatenate(parts)

    def _every_split(self, one: Ints, other: Ints) -> Floats:
        near = np.zeros((len(one), self.n), dtype=np.uint16)
        rows = np.broadcast_to(np.arange(len(one))[:, None], one.shape)
        for here, there in ((one, other), (other, one)):
            np.bitwise_or.at(near, (rows, here), np.uint16(1) << there.astype(np.uint16))
        inside = np.zeros((len(one), 2**self.n), dtype=np.uint8)
        for node in range(self.n):  # cores with this node and none later: those without it, and its ties into them
            half = 2**node
            into = np.bitwise_count(near[:, node, None] & np.arange(half, dtype=np.uint16))
            inside[:, half : 2 * half] = inside[:, :half] + into
        return np.array([self.fits[self.place + row].max() for row in inside])

    def _climb(self, one: Ints, other: Ints, enough: float) -> Floats:
        ties = _adjacency(one, other, self.n)
        core = np.repeat(self.starts[None], len(one), axis=0)
        found = np.zeros((len(one), STARTS))
        for kept, steps in _ROUNDS:
            if kept < core.shape[2]:
                best = np.argsort(-found, axis=1, kind="stable")[:, :kept]
                core = np.take_along_axis(core, best[:, None], axis=2)
            width = max(1, _AT_ONCE // (len(one) * self.n))
            parts = [
                _steps(_Splits(core[:, :, first : first + width], ties, self.degrees, self.m), steps)
                for first in range(0, kept, width)
            ]
            core, found = (np.concatenate(part, axis=-1) for part in zip(*parts, strict=True))
            if (found.max(axis=1) >= enough).all():
                break
        best_of_all: Floats = found.max(axis=1)
        return best_of_all


def _all_splits(degrees: Ints, m: int) -> tuple[NDArray[np.int32], Floats]:
    """Where each core, as a number of bits, has its fit without ties within, and the fits by size, degrees, ties."""
    n = len(degrees)
    sums = np.zeros(2**n, dtype=np.int64)
    for node in range(n):
        sums[2**node : 2 ** (node + 1)] = sums[: 2**node] + degrees[node]
    size, total, inside = np.meshgrid(
        np.arange(n + 1), np.arange(2 * m + 1), np.arange(m + 1), indexing="ij", sparse=True
    )
    place = (np.bitwise_count(np.arange(2**n)).astype(np.int64) * (2 * m + 1) + sums) * (m + 1)
    return place.astype(np.int32), fit(size, inside, total, n, m).ravel()


def starts(degrees: Ints) -> NDArray[np.bool_]:
    """Cores to start from, nodes by starts: of all sizes, from those of highest degree to almost any."""
    n = len(degrees)
    rng = np.random.default_rng(SEED)
    taste = rng.gumbel(size=(n, STARTS)) * np.resize((0.0, 0.3, 1.0, 3.0), STARTS)
    rank = np.argsort(np.argsort(-(np.log1p(degrees)[:, None] + taste), axis=0, kind="stable"), axis=0)
    sizes: Floats = np.rint(2 + (n - 4) * (0.5 + np.arange(STARTS)) / STARTS)
    return rank < sizes


def _adjacency(one: Ints, other: Ints, n: int) -> Any:
    """Several networks as one sparse matrix, a network after the other along its diagonal."""
    shift = (np.arange(len(one)) * n)[:, None]
    rows = np.concatenate((one + shift, other + shift), axis=None)
    columns = np.concatenate((other + shift, one + shift), axis=None)
    size = len(one) * n
    return sparse.csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(size, size))


class _Splits:
    """Splits of several networks: ``core`` is networks by nodes by starts."""

    def __init__(self, core: NDArray[np.bool_], ties: Any, degrees: Ints, m: int) -> None:
        self.core, self.ties, self.degrees, self.m = core, ties, degrees, m
        self.n = core.shape[1]
        inside = core.astype(np.float32)
        self.near = (ties @ inside.reshape(-1, core.shape[2])).reshape(core.shape)
        counted = np.stack((np.ones(self.n, dtype=np.float32), _single(degrees)))  # whole numbers far below 2^24
        self.size, self.sums = np.matmul(counted, inside).astype(np.int64).swapaxes(0, 1)
        self.inside = np.einsum("gis,gis->gs", self.near, inside, dtype=np.float64).astype(np.int64) // 2
        self.fit = fit(self.size, self.inside, self.sums, self.n, m)

    def moved(self, core: NDArray[np.bool_]) -> _Splits:
        """Other splits of the same networks."""
        return _Splits(core, self.ties, self.degrees, self.m)

    def after_each_move(self) -> NDArray[np.float32]:
        """The fit after any one node has changed sides, to seven digits: the same formula divided by sqrt(P1 P0)."""
        sign = np.where(self.core, np.float32(-1), np.float32(1))
        inside = _single(self.inside)[:, None] + sign * self.near
        ties = 2 * inside - sign * _single(self.degrees)[:, None] + _single(self.m - self.sums)[:, None]
        root, pairs = (np.where(self.core, *both) for both in zip(self._parts(-1), self._parts(1), strict=True))
        spread = ties * (pairs - ties)
        defined = (spread > 0) & (root > 0)
        covered = inside * root - (ties - inside) / np.where(defined, root, np.float32(1))
        return np.where(defined, covered / np.sqrt(np.where(defined, spread, np.float32(1))), np.float32(UNDEFINED))

    def _parts(self, change: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """sqrt(P0/P1), 0 where a part is too small, and P1 + P0 for cores larger by ``change``."""
        core = self.size + change
        ones, zeros = core * (core - 1) // 2, (self.n - core) * (self.n - core - 1) // 2
        defined = (core >= 2) & (core <= self.n - 2)
        root = np.sqrt(np.where(defined, zeros, 0) / np.where(defined, ones, 1))
        return _single(root)[:, None], _single(ones + zeros)[:, None]


def _steps(here: _Splits, steps: int) -> tuple[NDArray[np.bool_], Floats]:
    """Climbs: about half of the nodes that would better the fit change sides; where that fails, only the best one."""
    rng = np.random.default_rng(SEED)
    for _ in range(steps):
        after = here.after_each_move()
        best = after.argmax(axis=1)[:, None]
        rising = np.take_along_axis(after, best, axis=1)[:, 0] - here.fit > _LEAST * (_LEAST + np.abs(here.fit))
        if not rising.any():
            break
        half = rng.random(here.core.shape[1:], dtype=np.float32) < 0.5
        many = here.moved(here.core ^ ((after > here.fit[:, None]) & rising[:, None] & half))
        single = here.core.copy()
        np.put_along_axis(single, best, np.take_along_axis(single, best, axis=1) ^ rising[:, None], axis=1)
        better = many.fit > here.fit
        there = here.moved(np.where(better[:, None], many.core, single))
        here = (
            there
            if (there.fit >= here.fit).all()
            else here.moved(np.where((there.fit >= here.fit)[:, None], there.core, here.core))
        )
    return here.core, here.fit


def _single(values: Any) -> NDArray[np.float32]:
    return np.asarray(values, dtype=np.float32)
