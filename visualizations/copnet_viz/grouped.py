"""A map's groups as its specification has them: circles with their counts, and the ties between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from copnet_viz import channels
from copnet_viz.nested import Circle
from copnet_viz.shape import Bundle, Group, Line


def homes(circles: Sequence[Circle]) -> dict[str, int]:
    """The circle that unfolds into each node."""
    return {node: place for place, one in enumerate(circles) if not one.part.parts for node in one.part.nodes}


def groups_of(
    circles: Sequence[Circle], lines: Sequence[Line], home: Mapping[str, int]
) -> tuple[tuple[Group, ...], tuple[Bundle, ...]]:
    """Groups with the ties inside and across, and all ties between groups that stand beside each other.

    Args:
        circles: where they stand.
        lines: every tie.
        home: the circle of each end of the ties.
    """
    chains = _chains(circles)
    within: Counter[int] = Counter()
    across: Counter[int] = Counter()
    between: Counter[tuple[int, int]] = Counter()
    for (one, other), count in Counter((home[line.source], home[line.target]) for line in lines).items():
        ours, theirs = chains[one], chains[other]
        shared = set(ours) & set(theirs)
        for place in shared:
            within[place] += count
        for place in {*ours, *theirs} - shared:
            across[place] += count
        if one != other:
            a, b = (next(place for place in chain if place not in shared) for chain in (ours, theirs))
            between[min(a, b), max(a, b)] += count
    largest = max(between.values(), default=1)
    groups = tuple(
        Group(
            f"group:{place}", one.part.label, one.parent, len(one.part.nodes), within[place], across[place],
            round(one.radius, 1), round(one.room, 1), one.wide, one.tall,
        )
        for place, one in enumerate(circles)
    )  # fmt: skip
    bundles = tuple(
        Bundle(a, b, count, channels.tie_width(count, largest)) for (a, b), count in sorted(between.items())
    )
    return groups, bundles


def _chains(circles: Sequence[Circle]) -> list[list[int]]:
    """Each circle's place after those of the groups it is in, outermost first."""
    known: list[list[int]] = []
    for place, circle in enumerate(circles):
        known.append([*(known[circle.parent] if circle.parent is not None else []), place])
    return known
