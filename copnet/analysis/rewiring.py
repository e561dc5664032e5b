"""Random networks in which everybody keeps their number of ties: many at once, many switches at once.

python-igraph and NetworKit take .1 s for 150,000 switches, so 200 copies would take 20 s. Here the ties of each copy
are paired anew in every round and all pairs propose to switch ends. Let M be all ties before the round together with
all that are proposed. A pair switches only when its two ties and the two it proposes each occur once in M. M is the
same after the round, so each round is as likely as its reverse, and every network with these degrees is equally likely
in the end. M is compared by hashes drawn anew each round: two that fall together only cost a switch, forth and back
alike.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

SWITCHES = 10
"""Switches tried for each tie."""

_STILL = 8  # one pair in so many rests, so that any single switch can happen alone
_ROOM = 8  # places of the hash table for each tie
_AT_ONCE = 15_000  # ties of all copies held together, so that they stay in the processor's cache
_ODD = 1 << 63


def rewired(
    one: NDArray[np.int64], other: NDArray[np.int64], n: int, copies: int, seed: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Random copies of an undirected network with the same degrees, in portions.

    Args:
        one: position of one end of each tie; no tie twice, none to itself.
        other: of the other end.
        n: number of nodes.
        copies: how many.
        seed: the same seed gives the same copies.

    Yields:
        Both ends of the ties of some copies, as arrays of copies by ties.
    """
    rng = np.random.default_rng(seed)
    portion = max(1, _AT_ONCE // max(1, len(one)))
    for start in range(0, copies, portion):
        shape = (min(portion, copies - start), len(one))
        ends = np.broadcast_to(one, shape).copy(), np.broadcast_to(other, shape).copy()
        yield _mixed(*ends, n, rng)


def _mixed(
    one: NDArray[np.int64], other: NDArray[np.int64], n: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    copies, ties = one.shape
    half = ties // 2
    if not half:
        return one, other
    bits = max(8, (ties * _ROOM - 1).bit_length())
    owner = np.zeros(copies << bits, dtype=np.int32)
    shared = np.zeros(copies << bits, dtype=np.bool_)
    shift = (np.arange(copies, dtype=np.int64) << bits)[:, None]
    for _ in range(-(-SWITCHES * 2 * _STILL // (_STILL - 1))):
        order = rng.permuted(np.broadcast_to(np.arange(ties), one.shape), axis=1)
        one, other = np.take_along_axis(one, order, axis=1), np.take_along_axis(other, order, axis=1)
        chance = rng.integers(0, 2 * _STILL, size=(copies, half), dtype=np.uint8)
        _turn(one, other, half, (chance & 1).astype(bool))
        a, b = one[:, :half], other[:, :half]
        c, d = one[:, half : 2 * half], other[:, half : 2 * half]
        moves = (chance > 1) & (a != d) & (b != c)
        multiplier = np.uint64(int(rng.integers(0, _ODD)) * 2 + 1)
        ties_at = _places(one, other, n, multiplier, bits) + shift
        first_at = np.where(moves, _places(a, d, n, multiplier, bits) + shift, ties_at[:, :half])
        second_at = np.where(moves, _places(c, b, n, multiplier, bits) + shift, ties_at[:, half : 2 * half])
        once = _once(np.concatenate((ties_at, first_at, second_at), axis=1), owner, shared)
        parts = (once[:, :half], once[:, half : 2 * half], once[:, ties : ties + half], once[:, ties + half :])
        switch = moves & np.logical_and.reduce(parts)
        other[:, :half], other[:, half : 2 * half] = np.where(switch, d, b), np.where(switch, b, d)
    return one, other


def _turn(one: NDArray[np.int64], other: NDArray[np.int64], half: int, turned: NDArray[np.bool_]) -> None:
    """Reads the second tie of some pairs from its other end, in place."""
    c, d = one[:, half : 2 * half].copy(), other[:, half : 2 * half].copy()
    one[:, half : 2 * half], other[:, half : 2 * half] = np.where(turned, d, c), np.where(turned, c, d)


def _places(
    one: NDArray[np.int64], other: NDArray[np.int64], n: int, multiplier: np.uint64, bits: int
) -> NDArray[np.int64]:
    """A place in the hash table for each tie, whichever end comes first."""
    key = (np.minimum(one, other) * n + np.maximum(one, other)).astype(np.uint64)
    return ((key * multiplier) >> np.uint64(64 - bits)).astype(np.int64)


def _once(places: NDArray[np.int64], owner: NDArray[np.int32], shared: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which places occur once. ``owner`` and ``shared`` are room to work in; ``shared`` is left clear."""
    flat = places.ravel()
    numbers = np.arange(len(flat), dtype=np.int32)
    owner[flat] = numbers
    late = flat[owner[flat] != numbers]
    shared[late] = True
    found = ~shared[flat]
    shared[late] = False
    return found.reshape(places.shape)
