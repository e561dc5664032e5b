"""Many nodes as groups: by what is said of them, or as the ties divide them (Leiden).

Only what every reader of the map is told anyway goes in: the ties, and what may be said of those who may be named.
Whoever is not named is in a group by the ties like anybody, and in no group by a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import numpy as np

from copnet.engine.graph import ColumnGraph
from copnet.engine.seeded import SEED
from copnet.errors import UsageError
from copnet.tables import fold_header
from copnet_viz.drawn import FACTS, PLAIN, Drawn
from copnet_viz.layout import Ints, pairs_of

GROUPS_ABOVE = 1_500
"""Nodes above which a map is drawn as groups, and a group unfolds into groups of its own."""
MOST = 60  # groups beside each other; the smaller ones are one more, and so are those without ties, here or at all
_SMALL = 10  # nodes; groups by the ties that are smaller are shown together
_ROUNDS = 10
_PIECE = 1_000  # nodes of a piece, where neither values nor ties divide a group


@dataclass(slots=True)
class Part:
    """Some nodes that are one mark until it is unfolded; into its parts or, where it has none, into the nodes."""

    label: str
    nodes: list[str]
    parts: list[Part] = field(default_factory=list)


def divided(drawn: Drawn, by: str | None, alone: str) -> list[Part]:
    """The groups of a map, largest first.

    Args:
        drawn: the nodes; those of a group keep their order.
        by: what is said of nodes that they are to be grouped by; None: by the ties.
        alone: what nodes without a tie are called.

    Raises:
        UsageError: nothing is said of anybody by that name.
    """
    return _Divider(drawn, alone).groups(by)


class _Divider:
    def __init__(self, drawn: Drawn, alone: str) -> None:
        self.drawn, self.alone = drawn, alone
        self.pairs = pairs_of(drawn.graph, drawn.nodes)
        self.place = {node: place for place, node in enumerate(drawn.nodes)}
        self.own = np.full(len(drawn.nodes), -1)
        self.degrees = np.bincount(self.pairs.ravel(), minlength=len(drawn.nodes))

    def groups(self, by: str | None) -> list[Part]:
        found = self._by_ties(self.drawn.nodes, self.pairs) if by is None else self._by_value(by)
        self._make_small(found, self.pairs)
        return self._unique(found)

    def _by_value(self, by: str) -> list[Part]:
        facts = {node: _folded(self.drawn.facts(node)) for node in self.drawn.nodes}
        wanted = fold_header(by)
        if not any(wanted in said for said in facts.values()):
            raise UsageError(f'Nothing that may be shown of anybody on a map is called "{by}" to group by.')
        none = {fold_header(name): text for name, _, text in FACTS}.get(wanted, f"No {by}")
        parts: dict[str, list[str]] = {}
        for node, said in facts.items():
            instead = none if self.drawn.named(node) else "Not named here"
            instead = PLAIN if self.drawn.mode(node) == "collaboration" else instead
            parts.setdefault(said.get(wanted, instead), []).append(node)
        return _few([Part(label, nodes) for label, nodes in parts.items()], "Other", smallest=0)

    def _by_ties(self, nodes: Sequence[str], pairs: Ints) -> list[Part]:
        """As the ties among these nodes divide them; those without any together."""
        self.own[self._places(nodes)] = np.arange(len(nodes))
        pairs = self.own[pairs]
        tied = np.bincount(pairs.ravel(), minlength=len(nodes)) > 0
        graph: Any = ColumnGraph(nodes, pairs[:, 0], pairs[:, 1])
        parts = []
        for found in nx.community.leiden_communities(graph, max_level=_ROUNDS, seed=SEED) if len(pairs) else ():
            members = sorted(found, key=self.place.__getitem__)
            if len(members) > 1 or tied[self.own[self.place[members[0]]]]:
                parts.append(Part(self._named_after(members), members))
        elsewhere, alone = Part("Tied to other groups only", []), Part(self.alone, [])
        for node, has in zip(nodes, tied, strict=True):
            if not has:
                (elsewhere if self.degrees[self.place[node]] else alone).nodes.append(node)
        few = _few(parts, "Smaller groups", smallest=_SMALL)
        return [*few, *(part for part in (elsewhere, alone) if part.nodes)]

    def _places(self, nodes: Sequence[str]) -> Ints:
        return np.array([self.place[node] for node in nodes])

    def _make_small(self, parts: Sequence[Part], pairs: Ints) -> None:
        """Those of too many nodes get parts of their own; the pairs are all there are inside these parts."""
        if max(len(part.nodes) for part in parts) <= GROUPS_ABOVE:
            return
        _, within = split(pairs, [self._places(part.nodes) for part in parts], self.own)
        for part, ties in zip(parts, within, strict=True):
            if len(part.nodes) <= GROUPS_ABOVE:
                continue
            if not part.parts:
                part.parts = self._by_ties(part.nodes, ties)
                if len(part.parts) == 1 or max(len(one.nodes) for one in part.parts) > 0.9 * len(part.nodes):
                    part.parts = self._pieces(part.nodes)
                self._unique(part.parts)
            self._make_small(part.parts, ties)

    def _pieces(self, nodes: Sequence[str]) -> list[Part]:
        """Pieces in the order of the names."""
        found = []
        for start in range(0, len(nodes), _PIECE):
            piece = list(nodes[start : start + _PIECE])
            ends = [self.drawn.name(node) or "Not named here" for node in (piece[0], piece[-1])]
            found.append(Part(" – ".join(dict.fromkeys(ends)), piece))
        return _few(found, "Further", smallest=0)

    def _named_after(self, nodes: Sequence[str]) -> str:
        """The organizations with most ties in a group, else the people; of those who may be named only."""
        ties: Counter[str] = Counter()
        names: Counter[str] = Counter()
        for node in nodes:
            if not self.drawn.named(node):
                continue
            degree = int(self.degrees[self.place[node]])
            names[self.drawn.name(node)] += degree
            if at := self.drawn.value(node, "organization"):
                ties[at] += degree
        best = sorted((ties or names).items(), key=lambda item: (-item[1], item[0]))[:2]
        return " · ".join(name for name, _ in best) or "Group"

    def _unique(self, parts: list[Part]) -> list[Part]:
        """Labels that differ."""
        seen: Counter[str] = Counter()
        for part in parts:
            seen[part.label] += 1
            if seen[part.label] > 1:
                part.label = f"{part.label} ({seen[part.label]})"
        return parts


def split(pairs: Ints, members: Sequence[Ints], own: Ints) -> tuple[Ints, list[Ints]]:
    """Ties by groups, in one pass over them: which two groups each tie between two ties, and those inside each group.

    Args:
        pairs: the places of both ends of each tie; everybody is in one of the groups.
        members: the places of each group.
        own: room for a number for every place; what stands there is lost.
    """
    for number, places in enumerate(members):
        own[places] = number
    ends = own[pairs]
    same = ends[:, 0] == ends[:, 1]
    inside, group = pairs[same], ends[same, 0]
    stops = np.cumsum(np.bincount(group, minlength=len(members)))[:-1]
    return ends[~same], np.split(inside[np.argsort(group, kind="stable")], stops)


def _folded(facts: Mapping[str, str]) -> dict[str, str]:
    return {fold_header(name): value for name, value in facts.items()}


def _few(parts: list[Part], rest: str, *, smallest: int) -> list[Part]:
    """The largest as they are, the others together."""
    parts.sort(key=lambda part: (-len(part.nodes), part.label.casefold(), part.nodes[0]))
    kept = [part for part in parts[:MOST] if len(part.nodes) >= smallest]
    others = parts[len(kept) :]
    if len(others) < 2:
        return parts
    return [*kept, _gathered(f"{rest} ({len(others):,})", others)]


def _gathered(label: str, parts: list[Part], before: int = 0) -> Part:
    """Several parts as one; few nodes stand in it as they are, many in their parts, and many parts in slices of them.

    Args:
        label: what the whole is called.
        parts: largest first.
        before: how many parts come before these in what they are a slice of.
    """
    nodes = [node for part in parts for node in part.nodes]
    if len(nodes) <= GROUPS_ABOVE:
        return Part(label, nodes)
    if len(parts) <= MOST:
        return Part(label, nodes, parts)
    slices = []
    for number in range(MOST):
        start, stop = number * len(parts) // MOST, (number + 1) * len(parts) // MOST
        some, words = parts[start:stop], f"Groups {before + start + 1:,} to {before + stop:,}"
        slices.append(some[0] if len(some) == 1 else _gathered(words, some, before + start))
    return Part(label, nodes, slices)
