"""Two ways of doing the same, timed in turn in one run, so that a noisy machine is noisy for both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """CPU seconds of ours and the peer's, and their ratio round by round (below 1: ours is faster)."""

    what: str
    peer: str
    ours: list[float]
    theirs: list[float]

    @property
    def ratios(self) -> list[float]:
        return [one / other for one, other in zip(self.ours, self.theirs, strict=True)]

    def row(self) -> str:
        spread = f"{min(self.ratios):.2f} to {max(self.ratios):.2f}"
        return (
            f"| {self.what} | {self.peer} | {statistics.median(self.ours):.3f} | {statistics.median(self.theirs):.3f} "
            f"| **{statistics.median(self.ratios):.2f}** | {spread} |"
        )


def compare(
    what: str, ours: Callable[[], object], peer: str, theirs: Callable[[], object], rounds: int = ROUNDS
) -> Comparison:
    """One warm-up each, then rounds in turn; garbage is collected before each and not during it."""
    ours(), theirs()
    own, other = [], []
    for _ in range(rounds):
        own.append(_seconds(ours))
        other.append(_seconds(theirs))
    return Comparison(what, peer, own, other)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()
