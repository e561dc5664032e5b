"""Which applicants would bring a community nearest to its intent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice
from math import comb
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from copnet.analysis.representation import Answers, Intent, fold_value

OBJECTIVE = (
    "the least sum, over every value with an intent, of the seats it has too many or too few; of equally good choices "
    "the one with more people, then the first by id"
)
MOST_CHOICES = 200_000
_CHUNK = 20_000
_LINE = 1_000_000  # seats are compared in millionths, as whole numbers, so that ties are ties


@dataclass(frozen=True, slots=True)
class Fill:
    """A choice of applicants.

    Attributes:
        people: their ids, sorted.
        before, after: sum over lines of the gap in seats, without and with them.
        method: ``exact`` (every choice was compared) or ``exchange`` (one at a time, then exchanged while that helps).
    """

    people: tuple[str, ...]
    before: float
    after: float
    method: Literal["exact", "exchange"]


def best_fill(
    intents: Mapping[str, Sequence[Intent]],
    given: Mapping[str, Answers],
    members: Sequence[str],
    applicants: Sequence[str],
    seats: int,
) -> Fill:
    """Choose at most ``seats`` of the applicants by ``OBJECTIVE``; exactly up to 200,000 choices.

    Lines whose intent cannot be said in seats are left out.

    Args:
        intents: by attribute.
        given: by attribute.
        members: ids of those who are there already.
        applicants: ids, each once.
        seats: free seats; none when negative.
    """
    people = sorted(applicants)
    lines = [
        (name, fold_value(intent.value), intent.seats)
        for name, found in intents.items()
        for intent in found
        if intent.seats is not None
    ]
    have = _marks(members, lines, given).sum(axis=0)
    gap = have * _LINE - np.array([round(Fraction(seats) * _LINE) for *_, seats in lines], dtype=np.int64)
    brings = _marks(people, lines, given) * _LINE
    places = max(0, min(seats, len(people)))
    exact = sum(comb(len(people), size) for size in range(places + 1)) <= MOST_CHOICES
    chosen = _compare_all(gap, brings, places) if exact else _exchange(gap, brings, places)
    return Fill(
        tuple(people[place] for place in chosen),
        float(np.abs(gap).sum()) / _LINE,
        float(_left(gap, brings, chosen)) / _LINE,
        "exact" if exact else "exchange",
    )


def _marks(
    people: Sequence[str], lines: Sequence[tuple[str, str, Fraction]], given: Mapping[str, Answers]
) -> NDArray[np.int64]:
    """Ones where a person (row) counts in a line (column)."""
    said = {
        name: {person: {fold_value(value) for value in values} for person, values in found.items()}
        for name, found in given.items()
    }
    rows = [[value in said[name].get(person, ()) for name, value, _ in lines] for person in people]
    return np.array(rows, dtype=np.int64).reshape(len(people), len(lines))


def _left(gap: NDArray[np.int64], brings: NDArray[np.int64], chosen: Sequence[int]) -> int:
    return int(np.abs(gap + brings[list(chosen)].sum(axis=0)).sum())


def _compare_all(gap: NDArray[np.int64], brings: NDArray[np.int64], places: int) -> tuple[int, ...]:
    """The best of every choice; larger ones first, so that the first best one is the choice."""
    best: tuple[int, tuple[int, ...]] | None = None
    for size in range(places, -1, -1):
        choices = combinations(range(len(brings)), size)
        while chunk := list(islice(choices, _CHUNK)):
            table = np.array(chunk, dtype=np.int64).reshape(len(chunk), size)
            sums = np.zeros((len(chunk), len(gap)), dtype=np.int64)
            for column in range(size):
                sums += brings[table[:, column]]
            left = np.abs(gap + sums).sum(axis=1)
            place = int(left.argmin())
            if best is None or left[place] < best[0]:
                best = (int(left[place]), chunk[place])
    assert best is not None
    return best[1]


def _exchange(gap: NDArray[np.int64], brings: NDArray[np.int64], places: int) -> tuple[int, ...]:
    """Add whoever helps most while it does no harm, then exchange, add or leave out one while that helps."""
    chosen: list[int] = []
    left = _left(gap, brings, chosen)
    while len(chosen) < places:
        tries = [(_left(gap, brings, [*chosen, one]), one) for one in range(len(brings)) if one not in chosen]
        best, one = min(tries)
        if best > left:
            break
        chosen, left = [*chosen, one], best
    while True:
        rest = [one for one in range(len(brings)) if one not in chosen]
        moves = [[*(one for one in chosen if one != out), new] for out in chosen for new in rest]
        moves += [[one for one in chosen if one != out] for out in chosen]
        moves += [[*chosen, new] for new in rest] if len(chosen) < places else []
        best, move = min(((_left(gap, brings, move), sorted(move)) for move in moves), default=(left, chosen))
        if best >= left:
            return tuple(sorted(chosen))
        chosen, left = move, best
