"""Marks are pushed apart: none touches another, none moves without need, and looking up seldom misses nobody."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from copnet_viz.overlap import GAP, without_overlap

Floats = npt.NDArray[np.float64]


def pushed_slowly(points: Floats, size: Floats, rounds: int) -> Floats:
    """Every pair in every round."""
    points = points.copy()
    for _ in range(rounds):
        moves = np.zeros_like(points)
        for a in range(len(points)):
            for b in range(a + 1, len(points)):
                apart = points[b] - points[a]
                distance = float(np.hypot(*apart))
                lacking = size[a] + size[b] + GAP - distance
                if lacking > 0.5:
                    push = apart * (lacking * 0.275 / distance)
                    moves[a] -= push
                    moves[b] += push
        points += moves
    return points


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 25), st.integers(1, 30))
def test_as_when_every_pair_is_looked_at_in_every_round(seed: int, count: int, rounds: int) -> None:
    dice = np.random.default_rng(seed)
    points, size = dice.normal(scale=80, size=(count, 2)), dice.uniform(8, 28, count)
    assert np.allclose(without_overlap(points, size, most=rounds), pushed_slowly(points, size, rounds), atol=1e-6)


def test_marks_on_one_spot_part() -> None:
    found = without_overlap(np.zeros((3, 2)), np.full(3, 20.0))
    apart = [np.hypot(*(found[a] - found[b])) for a, b in ((0, 1), (0, 2), (1, 2))]
    assert min(apart) >= 40 + GAP - 1


def test_who_has_room_stays() -> None:
    points = np.array([[0.0, 0.0], [200.0, 0.0]])
    assert np.array_equal(without_overlap(points, np.full(2, 20.0)), points)
