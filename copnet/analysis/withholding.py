"""Which counts of a table are withheld, so that nobody can be found out by taking away what is shown.

A reader may know the rule, the table and how many people there are in all. What is decided depends on the counts alone
and not on their order, so every rearrangement of the withheld counts would have been printed the same way: a withheld
count can only be told when all of them are equal and nothing else adds up, and those cases are widened here.

Limits stay. Sums over three and more communities are not looked at, nor what the rule itself tells of small counts
where tables share sums. Whoever knows a person may guess, and a guess that no count contradicts is not thereby wrong.
Whoever kept an earlier table can compare: one person more or less between two days shows what that person said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

SMALL = 4
LEAST_PEOPLE = 10
Group = tuple[frozenset[int], frozenset[int]]


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


def told_by_others(tables: Sequence[Sequence[frozenset[int]]], hidden: Sequence[frozenset[int]]) -> frozenset[int]:
    """Places of the tables to withhold whole, since another table of the same people tells sums of what they withhold.

    Where the people of some cells of one table are exactly those of some cells of another, as of counties and their
    region, both add up to the same. That tells nothing new while all that is withheld lies in one such group, whose sum
    is known anyway, or is the same cell on both sides. Else the table whose cells divide those of the other is withheld
    (its counts would tell the other's as sums), and both where neither does. At last, where the sums of several tables
    taken together still tell a withheld count, all tables that share sums with its table are withheld.

    Args:
        tables: for each, the cells that each person counts in, in one order of people.
        hidden: for each, the places that ``withheld_cells`` withholds.
    """
    found: set[int] = set()
    for one, other in combinations(range(len(tables)), 2):
        groups = _same_people(tables[one], tables[other])
        if _adds_up(groups, hidden[one], hidden[other]):
            divided = all(len(there) == 1 for _, there in groups), all(len(here) == 1 for here, _ in groups)
            found |= {place for place, fine in zip((one, other), divided, strict=True) if fine or not any(divided)}
    return _widened(tables, hidden, found)


def _widened(
    tables: Sequence[Sequence[frozenset[int]]], hidden: Sequence[frozenset[int]], whole: set[int]
) -> frozenset[int]:
    """Places to withhold whole, with more of them until the sums of all tables together tell no withheld count.

    Tables in which somebody counts in several cells tell no sums: theirs are not the number of people.
    """
    single = [place for place, table in enumerate(tables) if all(len(cells) == 1 for cells in table)]
    shared: dict[tuple[int, int], list[Group]] = {}
    for one, other in combinations(single, 2):
        if len(groups := _same_people(tables[one], tables[other])) > 1:
            shared[one, other] = groups
    sizes = {place: 1 + max(frozenset().union(*tables[place], hidden[place]), default=-1) for place in single}
    while True:
        unknown = [
            (place, cell)
            for place in single
            for cell in (range(sizes[place]) if place in whole else sorted(hidden[place]))
        ]
        told = _determined(unknown, shared)
        more = {one for pair in shared for one in pair if told.intersection(pair)} - whole
        if not more:
            return frozenset(whole)
        whole |= more


def _determined(
    unknown: Sequence[tuple[int, int]], shared: Mapping[tuple[int, int], Sequence[Group]]
) -> frozenset[int]:
    """Tables with a withheld count that the equations between tables and their totals leave only one value for."""
    at = {cell: column for column, cell in enumerate(unknown)}
    rows = [[float(one == place) for one, _ in unknown] for place in {one for one, _ in unknown}]
    for (one, other), groups in shared.items():
        for sides in groups:
            row = [0.0] * len(unknown)
            for place, cells, sign in ((one, sides[0], 1.0), (other, sides[1], -1.0)):
                for cell in cells:
                    if (place, cell) in at:
                        row[at[place, cell]] = sign
            rows.append(row)
    if not unknown:
        return frozenset()
    equations = np.array(rows)
    rank = np.linalg.matrix_rank(equations)
    fixed = [
        np.linalg.matrix_rank(np.vstack((equations, np.eye(len(unknown))[column]))) == rank
        for column in range(len(unknown))
    ]
    return frozenset(place for (place, _), only in zip(unknown, fixed, strict=True) if only)


def _adds_up(groups: Sequence[Group], one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether sums of what is withheld are told beyond those that each table tells by itself."""
    withheld = [(here, there) for here, there in groups if here & one or there & other]
    split = [
        (here, there) for here, there in withheld if len(here) + len(there) > 2 or not (here <= one and there <= other)
    ]
    if len(split) == 1 < len(withheld):
        ((here, there),) = split
        return not (here & one and there & other)  # on one side the same cells are all that is withheld
    return len(split) > 1


def _same_people(one: Sequence[frozenset[int]], other: Sequence[frozenset[int]]) -> list[Group]:
    """The smallest groups of cells of two tables that have exactly the same people."""
    groups: list[Group] = []
    for here, there in set(zip(one, other, strict=True)):
        met = [group for group in groups if group[0] & here or group[1] & there]
        joined = here.union(*(group[0] for group in met)), there.union(*(group[1] for group in met))
        groups = [group for group in groups if group not in met] + [joined]
    return groups
