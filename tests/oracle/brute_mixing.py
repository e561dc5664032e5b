"""Mixing, core and periphery and brokerage once more, by loops over pairs and triples, from the definitions alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, permutations
from math import sqrt
from typing import Any

ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")
Groups = Mapping[str, Any]
Pair = tuple[str, str]


def ei_index(ties: Iterable[Pair], groups: Groups) -> float | None:
    """(E-I)/(E+I) over ties whose ends both have a value."""
    found = [groups[one] != groups[other] for one, other in ties if groups[one] and groups[other]]
    return (sum(found) - (len(found) - sum(found))) / len(found) if found else None


def ei_expected(groups: Groups) -> float | None:
    """The same over all pairs of nodes with a value."""
    return ei_index(combinations([node for node in groups if groups[node]], 2), groups)


def ei_exact_p(ties: list[Pair], groups: Groups) -> float:
    """Share of all orders of the values that are as far from the expected index as the real one."""
    valued = [node for node in groups if groups[node]]
    expected, observed = ei_expected(groups), ei_index(ties, groups)
    assert expected is not None
    assert observed is not None
    far, every = 0, 0
    for order in permutations([groups[node] for node in valued]):
        dealt = ei_index(ties, dict.fromkeys(groups) | dict(zip(valued, order, strict=True)))
        assert dealt is not None
        far += abs(dealt - expected) >= abs(observed - expected) - 1e-12
        every += 1
    return far / every


def brokerage(arcs: set[Pair], groups: Groups, directed: bool) -> dict[str, dict[str, int]]:
    """Roles of every node with a value, path by path."""
    valued = [node for node in groups if groups[node]]
    found = {node: dict.fromkeys(ROLES, 0) for node in valued}
    near = arcs if directed else arcs | {(other, one) for one, other in arcs}
    for middle in valued:
        for one in valued:
            for other in valued:
                path = (one, middle) in near and (middle, other) in near and (one, other) not in near
                if not path or len({one, middle, other}) < 3 or (not directed and one > other):
                    continue
                found[middle][role(groups[one], groups[middle], groups[other], directed)] += 1
    return found


def role(one: Any, middle: Any, other: Any, directed: bool) -> str:
    """What the middle of a path is called, from the values of its three nodes."""
    if one == middle == other:
        return "coordinator"
    if one == other:
        return "consultant"
    if one == middle:
        return "representative"
    if middle == other:
        return "gatekeeper" if directed else "representative"
    return "liaison"


def splits(nodes: list[str]) -> Iterator[frozenset[str]]:
    """Every core with two nodes at least in it and outside it."""
    for size in range(2, len(nodes) - 1):
        yield from (frozenset(core) for core in combinations(nodes, size))


def core_fit(nodes: list[str], ties: set[frozenset[str]], core: frozenset[str]) -> float | None:
    """Pearson correlation, pair by pair, of being tied with being in the core, mixed pairs left out."""
    seen = [
        (float(frozenset(pair) in ties), float(pair[0] in core))
        for pair in combinations(nodes, 2)
        if (pair[0] in core) == (pair[1] in core)
    ]
    mean_x = sum(x for x, _ in seen) / len(seen)
    mean_y = sum(y for _, y in seen) / len(seen)
    xx, yy = sum((x - mean_x) ** 2 for x, _ in seen), sum((y - mean_y) ** 2 for _, y in seen)
    if min(xx, yy) < 1e-12:
        return None
    return sum((x - mean_x) * (y - mean_y) for x, y in seen) / sqrt(xx * yy)


def best_core_fit(nodes: list[str], ties: set[frozenset[str]]) -> float | None:
    """The greatest fit of any split."""
    fits = [core_fit(nodes, ties, core) for core in splits(nodes)]
    return max((fit for fit in fits if fit is not None), default=None)
