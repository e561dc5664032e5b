"""Nobody who knows the rule and the number of people can work out a withheld count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest

from copnet.analysis.withholding import told_by_others, withheld_cells

Cells = tuple[int, ...]


def tables(people: int, lines: int, *, several: bool) -> Iterator[Cells]:
    """Every possible table: counts of the lines, then of no answer."""
    if not several:
        for counts in product(range(people + 1), repeat=lines):
            if sum(counts) <= people:
                yield (*counts, people - sum(counts))
        return
    for silent in range(people):
        for counts in product(range(people - silent + 1), repeat=lines):
            if sum(counts) > people - silent:
                yield (*counts, silent)


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize(("people", "lines"), [(10, 1), (10, 2), (10, 3), (12, 2), (13, 3), (16, 3), (20, 2)])
def test_every_withheld_count_could_be_another(people: int, lines: int, several: bool) -> None:
    printed: dict[tuple[int | None, ...], list[Cells]] = defaultdict(list)
    for cells in tables(people, lines, several=several):
        hidden = withheld_cells(cells, several=several)
        printed[tuple(None if place in hidden else count for place, count in enumerate(cells))].append(cells)
    assert printed or (several and lines == 1)
    for shown, possible in printed.items():
        for place, count in enumerate(shown):
            if count is None:
                assert len({cells[place] for cells in possible}) > 1, (shown, possible)
            else:
                assert not 1 <= count <= 4, shown


def test_four_lines_of_different_people() -> None:
    printed: dict[tuple[int | None, ...], set[Cells]] = defaultdict(set)
    for cells in tables(11, 4, several=False):
        hidden = withheld_cells(cells, several=False)
        printed[tuple(None if place in hidden else count for place, count in enumerate(cells))].add(cells)
    for shown, possible in printed.items():
        for place, count in enumerate(shown):
            if count is None:
                assert len({cells[place] for cells in possible}) > 1, shown
            else:
                assert not 1 <= count <= 4, shown


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ((10, 5, 0), set()),
        ((3, 9, 12, 0), {0, 1}),  # one small: the next smallest goes with it
        ((3, 9, 9, 0), {0, 1, 2}),  # which of two equal ones would tell that the other is not smaller
        ((2, 3, 9, 12), {0, 1}),
        ((1, 1, 9, 12), {0, 1, 2}),  # a sum of two would tell both
        ((4, 4, 9, 12), {0, 1, 2}),  # so would a sum of eight
        ((4, 3, 3, 0), {0, 1, 2, 3}),  # nothing larger: zeros too
    ],
)
def test_the_rule(cells: Cells, hidden: set[int]) -> None:
    assert withheld_cells(cells, several=False) == hidden


def test_lines_that_overlap_would_tell_who_did_not_answer() -> None:
    assert withheld_cells((2, 3, 9, 0), several=True) == {0, 1}
    assert withheld_cells((2, 9, 1), several=True) == {0, 1, 2}


def one_each(*counts: int) -> list[frozenset[int]]:
    """The cell of each person, in the order of the cells."""
    return [frozenset({place}) for place, count in enumerate(counts) for _ in range(count)]


FINE, COARSE = (9, 2, 9, 3), (11, 12)


@pytest.mark.parametrize(
    ("one", "other", "hidden", "told"),
    [
        (FINE, COARSE, ({1, 3}, set()), {0}),  # each region less its larger county is the smaller one
        (COARSE, FINE, (set(), {1, 3}), {1}),
        ((8, 2, 1, 12), COARSE, ({1, 2}, set()), set()),  # both in one region: their sum is known anyway
        ((2, 9, 12), (2, 9, 12), ({0, 1}, {0, 1}), set()),  # the same answers twice tell nothing more
        ((2, 9, 12), (2, 21), ({0, 1}, {0, 1}), set()),
        ((2, 9, 12), (2, 9, 5, 7), ({0, 1}, {0, 2}), {1}),
        ((1, 2, 20), (3, 9, 11), ({0, 1}, {0, 1}), {0, 1}),  # neither divides the other
    ],
)
def test_what_another_table_tells(one: Cells, other: Cells, hidden: tuple[set[int], set[int]], told: set[int]) -> None:
    tables = [one_each(*one), one_each(*other)]
    assert told_by_others(tables, [frozenset(places) for places in hidden]) == told


def test_what_two_other_tables_tell_together() -> None:
    """Young or not, old or not: those of middle age are the rest."""
    age, youth, senior = one_each(12, 2, 9), one_each(12, 11), [frozenset({1})] * 14 + [frozenset({0})] * 9
    assert told_by_others([age, youth, senior], [frozenset({1, 2}), frozenset(), frozenset()]) == {0, 1, 2}
    assert told_by_others([age, youth], [frozenset({1, 2}), frozenset()]) == set()


def test_people_in_several_cells_join_them() -> None:
    both = [frozenset({0, 1}), *one_each(9, 2, 9, 3)[1:]]
    assert told_by_others([both, one_each(11, 12)], [frozenset({1, 3}), frozenset()]) == {0}
    across = [frozenset({0, 3}), *one_each(9, 2, 9, 3)[1:]]
    assert told_by_others([across, one_each(11, 12)], [frozenset({1, 3}), frozenset()]) == frozenset()
