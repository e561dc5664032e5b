"""Two ways of doing the same, timed in turn in one run, so that a noisy machine is noisy for both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 5
HEAD = (
    "| what | beside | ours | peer | ratio | spread | at most | rounds |",
    "|---|---|---|---|---|---|---|---|",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """CPU seconds of ours and the peer's, and their ratio round by round (below 1: ours is faster).

    Attributes:
        what: what was done.
        peer: what does the same, or the least that has to be done.
        ours, theirs: one number a round.
        target: what the ratio may be at most; None: nothing was promised.
        why: why it is above the target, in one sentence; shown only when it is.
        most: what ours may be at most, in place of a ratio.
        unit: of the numbers.
    """

    what: str
    peer: str
    ours: Sequence[float]
    theirs: Sequence[float]
    target: float | None = None
    why: str = ""
    most: float | None = None
    unit: str = "s"

    @property
    def ratios(self) -> list[float]:
        return [one / other for one, other in zip(self.ours, self.theirs, strict=True)]

    @property
    def short(self) -> bool:
        """Whether it falls short of what was promised."""
        of_ratio = self.target is not None and statistics.median(self.ratios) > self.target
        return of_ratio or (self.most is not None and statistics.median(self.ours) > self.most)

    def row(self) -> str:
        ours, theirs = (self._amount(statistics.median(values)) for values in (self.ours, self.theirs))
        least, most = min(self.ratios), max(self.ratios)
        promised = "" if self.target is None else f"{self.target:.3g}"
        if self.most is not None:
            promised = f"{self.most:g} {self.unit}"
        return (
            f"| {self.what} | {self.peer} | {ours} | {theirs} | **{statistics.median(self.ratios):.2f}** "
            f"| {least:.2f} to {most:.2f} | {promised}{' (missed)' if self.short else ''} | {len(self.ours)} |"
        )

    def _amount(self, value: float) -> str:
        return f"{value:.3f}" if self.unit == "s" else f"{value:,.0f} {self.unit}"


def compare(
    what: str,
    ours: Callable[[], object],
    peer: str,
    theirs: Callable[[], object],
    rounds: int = ROUNDS,
    *,
    target: float | None = None,
    why: str = "",
) -> Comparison:
    """One warm-up each, then rounds in turn; garbage is collected before each and not during it."""
    ours(), theirs()
    own, other = [], []
    for _ in range(rounds):
        own.append(_seconds(ours))
        other.append(_seconds(theirs))
    return Comparison(what, peer, own, other, target, why)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()
