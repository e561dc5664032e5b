"""What counts for and against two records being one, as weights that can be added, each with its reason in words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Relation = Literal["same", "part"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One piece of evidence: points are logarithms of odds, above zero for "the same"."""

    points: float
    reason: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are.

    Attributes:
        points: above zero when they are more likely one name than two.
        reason: in words; blank when nothing is alike.
        relation: ``part`` when one seems to be a chapter or a unit of the other.
        loose: whether a part of a person's name is only an initial or missing, so that it fits many.
        slips: words of the two that differ in a letter or two, or in how they are spelled.
    """

    points: float
    reason: str
    relation: Relation = "same"
    loose: bool = False
    slips: tuple[tuple[str, str], ...] = ()


UNLIKE = Likeness(-6.0, "")
EXACT_FROM = 0.9
"""Scores of candidates with an exact key lie above, all others below."""


def chance(points: float) -> float:
    """The logistic function: 0.5 at no points."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, points))))


def score(points: Iterable[float], *, exact: bool) -> float:
    """Points as a score from 0 to 1: from 0.9 with an exact key, below without."""
    likely = chance(math.fsum(points))
    return round(EXACT_FROM + (1 - EXACT_FROM) * likely if exact else EXACT_FROM * likely * 0.9999, 4)
