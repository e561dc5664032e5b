"""Which counts of a table are withheld, so that nobody can be found out by taking away what is shown.

A reader may know the rule, the table and how many people there are in all. What is decided depends on the counts alone
and not on their order, so every rearrangement of the withheld counts would have been printed the same way: a withheld
count can only be told when all of them are equal and nothing else adds up, and those cases are widened here.
"""

from __future__ import annotations

from collections.abc import Sequence

SMALL = 4
LEAST_PEOPLE = 10


def withheld_cells(cells: Sequence[int], *, several: bool) -> frozenset[int]:
    """Places of the counts to withhold: those of 1 to 4, and what would give one of them away.

    A single small count takes the next smallest with it (all that are equal to it). So do small counts that are all 1
    or all 4, since their sum alone would tell each. Where nothing larger is left, the whole table is withheld, zeros
    too.

    Args:
        cells: the counts of each line, then of no answer. Without ``several`` they add up to the people.
        several: whether somebody counts in several lines. The lines then bound the number without an answer, so where
            that is withheld everything is.
    """
    few = {place for place, count in enumerate(cells) if 1 <= count <= SMALL}
    if not few:
        return frozenset()
    everything = frozenset(range(len(cells)))
    larger = [count for count in cells if count > SMALL]
    if not larger:
        return everything
    if len(few) == 1 or {cells[place] for place in few} in ({1}, {SMALL}):
        few |= {place for place, count in enumerate(cells) if count == min(larger)}
    return everything if several and len(cells) - 1 in few else frozenset(few)
