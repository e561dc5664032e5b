"""Boxes on shelves, and those without a tie in rows: how parts of a map come to stand side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Spot = tuple[int, int]

WIDE, TALL = 1.9, 0.62  # width by height of the two arrangements
MARGIN = 70.0  # free pixels around a component
STEP, DROP = 124, 92  # from one node without a tie to the next, and from row to row: room for a name


def pack(sizes: Sequence[tuple[float, float]], aspect: float) -> tuple[list[Points], float, float]:
    """Corners of boxes, largest first, below each other or beside each other, whatever fits the aspect better.

    Returns:
        The corners, and width and height of the whole.
    """
    if not sizes:
        return [], 0.0, 0.0
    area = sum(width * height for width, height in sizes)
    rows = _shelves(sizes, max(sizes[0][0], math.sqrt(area * aspect)))
    turned = [(height, width) for width, height in sizes]
    columns, height, width = _shelves(turned, max(turned[0][0], math.sqrt(area / aspect)))
    if max(width / aspect, height) < max(rows[1] / aspect, rows[2]):
        return [corner[::-1] for corner in columns], width, height
    return rows


def _shelves(sizes: Sequence[tuple[float, float]], limit: float) -> tuple[list[Points], float, float]:
    corners, x, y, shelf, widest = [], 0.0, 0.0, 0.0, 0.0
    for width, height in sizes:
        if x and x + width > limit:
            x, y, shelf = 0.0, y + shelf, 0.0
        corners.append(np.array([x, y]))
        x, shelf = x + width, max(shelf, height)
        widest = max(widest, x)
    return corners, widest, y + shelf


def in_rows(
    isolates: Sequence[str], unnamed: AbstractSet[str], width: float, height: float, aspect: float
) -> dict[str, Spot]:
    """Spots for those without a tie, in rows below a picture of this width and height (both 0: there is none).

    A spot is left free before those who are not named, or whoever was last of the named would stay where they were.
    """
    if not isolates:
        return {}
    numbers = [number + (node in unnamed) for number, node in enumerate(isolates)]
    count = numbers[-1] + 1
    wanted = math.sqrt(count * STEP * DROP * aspect)
    columns = max(round(max(width - MARGIN, wanted) / STEP), 1)
    top = round(height) + (16 if height else 0)
    spots = ((STEP // 2 + number % columns * STEP, top + number // columns * DROP) for number in numbers)
    return dict(zip(isolates, spots, strict=True))
