"""Who should meet whom: pairs that share a topic and are not tied, and what their tie would change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from copnet.analysis.bridging import constraint_of
from copnet.analysis.metric import Metric
from copnet.analysis.mixing import mixing
from copnet.analysis.network import Network

SELF = "copnet, definitions of introductions"
APART, OTHER_GROUP = 1.0, 0.5
MOST_EACH = 2
MOST_SHARING = 1_000
_KEPT, _ROWS = 20, 512


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who could meet; numbers are places in ``Network.nodes``.

    Attributes:
        one, other: places, one < other.
        score: the higher, the earlier.
        apart: whether they are in different components; else they are two steps apart.
    """

    one: int
    other: int
    score: float
    apart: bool


def candidates(network: Network, topics: Mapping[str, Collection[str]], open_to: Collection[str]) -> list[Pair]:
    """Pairs that share a topic, are two steps apart or in different components, and bridge a gap between groups.

    Groups are those of ``--by``. A gap is bridged between different groups, or between components when both groups are
    not known to be the same. Score: sum over shared topics of 1/(people with it - 1), + 1 in different components, + .5
    in different groups. Each person keeps their 20 best; best first, of equals the first by ids.

    Args:
        network: undirected, of people, with ``--by``.
        topics: folded topics by node.
        open_to: nodes that may be introduced.
    """
    n, part, group = network.n, network.component_of, network.groups
    assert group is not None, "introductions bridge groups"
    shared = _topic_matrix(network.nodes, topics, open_to)
    tied = network.symmetric.tocsr()
    found: set[tuple[float, int, int, bool]] = set()
    for start in range(0, n, _ROWS):
        rows = slice(start, min(start + _ROWS, n))
        both = (shared[rows] @ shared.T).tocoo()
        others = both.col != both.row + start
        one, other = both.row[others].astype(np.int64) + start, both.col[others].astype(np.int64)
        score = both.data[others]
        place = (one - start) * n + other
        near = _has(tied[rows] @ tied, place) & ~_has(tied[rows], place)
        apart = part[one] != part[other]
        same = (group[one] == group[other]) & (group[one] >= 0)
        differ = (group[one] != group[other]) & (group[one] >= 0) & (group[other] >= 0)
        kept = np.where(apart, ~same, near & differ)
        one, other, apart, differ, score = one[kept], other[kept], apart[kept], differ[kept], score[kept]
        score = np.round(score + APART * apart + OTHER_GROUP * differ, 9)
        found |= _best(one, other, score, apart)
    best = sorted(found, key=lambda row: (-row[0], row[1], row[2]))
    return [Pair(one, other, score, apart) for score, one, other, apart in best]


def _topic_matrix(nodes: Sequence[str], topics: Mapping[str, Collection[str]], open_to: Collection[str]) -> Any:
    """People by topics: sqrt(1/(k-1)) where one of the k people who may be introduced has it.

    What one person alone has joins nobody, and what more than 1,000 have says nothing of two of them.
    """
    having: dict[str, list[int]] = {}
    for place, node in enumerate(nodes):
        if node in open_to:
            for topic in topics.get(node, ()):
                having.setdefault(topic, []).append(place)
    columns = [places for _, places in sorted(having.items()) if 1 < len(places) <= MOST_SHARING]
    row = np.array([place for places in columns for place in places], dtype=np.int64)
    column = np.repeat(np.arange(len(columns)), [len(places) for places in columns])
    weight = np.array([(len(places) - 1) ** -0.5 for places in columns for _ in places], dtype=np.float64)
    return sparse.csr_array((weight, (row, column)), shape=(len(nodes), len(columns)))


def _has(block: Any, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a sparse block has an entry at each place (row x columns + column)."""
    entries = block.tocoo()
    filled = np.sort(entries.row.astype(np.int64) * block.shape[1] + entries.col)
    if not len(filled):
        return np.zeros(len(places), dtype=np.bool_)
    nearest = np.minimum(np.searchsorted(filled, places), len(filled) - 1)
    return np.asarray(filled[nearest] == places, dtype=np.bool_)


def _best(
    one: NDArray[np.int64], other: NDArray[np.int64], score: NDArray[np.float64], apart: NDArray[np.bool_]
) -> set[tuple[float, int, int, bool]]:
    """The best pairs of each first person, the smaller place first."""
    order = np.lexsort((other, -score, one))
    first = np.searchsorted(one[order], one[order])
    order = order[np.arange(len(order)) - first < _KEPT]
    first, last = np.minimum(one, other)[order], np.maximum(one, other)[order]
    return set(zip(score[order].tolist(), first.tolist(), last.tolist(), apart[order].tolist(), strict=True))


def spread(pairs: Sequence[Pair], limit: int) -> list[Pair]:
    """The first pairs in which nobody stands more than ``MOST_EACH`` times."""
    times: dict[int, int] = {}
    chosen: list[Pair] = []
    for pair in pairs:
        if len(chosen) == limit:
            break
        if max(times.get(pair.one, 0), times.get(pair.other, 0)) < MOST_EACH:
            chosen.append(pair)
            times[pair.one] = times.get(pair.one, 0) + 1
            times[pair.other] = times.get(pair.other, 0) + 1
    return chosen


class Changes:
    """What a tie between two people would change in an undirected network with ``--by``."""

    def __init__(self, network: Network) -> None:
        now = mixing(network)
        assert now is not None
        self._external, self._internal = now.external, now.internal
        self._groups = cast("NDArray[np.int64]", network.groups).tolist()
        self._parts = len(network.components)
        self._twin = network.undirected.copy()

    def of(self, pair: Pair) -> dict[str, Any]:
        """Components, constraint of both (``a``: ``pair.one``) and E-I index, each ``before`` and ``after``."""
        ends = [pair.one, pair.other]
        before = constraint_of(self._twin, ends)
        self._twin.add_edges([ends])
        after = constraint_of(self._twin, ends)
        self._twin.delete_edges([tuple(ends)])
        cross = self._crosses(pair.one, pair.other)
        then = (self._external + (cross is True), self._internal + (cross is False))
        return {
            "components": {"before": self._parts, "after": self._parts - pair.apart},
            "constraint": {name: {"before": before[place], "after": after[place]} for place, name in enumerate("ab")},
            "ei_index": {"before": _ei(self._external, self._internal), "after": _ei(*then)},
        }

    def _crosses(self, one: int, other: int) -> bool | None:
        """Whether a tie crosses groups; None when a group is not known."""
        mine, theirs = self._groups[one], self._groups[other]
        return None if min(mine, theirs) < 0 else mine != theirs


def _ei(external: int, internal: int) -> float | None:
    return (external - internal) / (external + internal) if external + internal else None


METRICS = (
    Metric(
        "changes", "What a tie between the two would change", "introductions", "before and after",
        "components: 1 and more; constraint: above 0; E-I index: -1 to 1",
        "the figures of the community's network of people with one tie more", SELF,
        undefined="constraint of somebody without a tie; E-I index without a tie between two known groups",
        plain="Whether two separate clusters would become one, how much less each of the two would rely on few "
        "contacts, and how much more the groups would mix.",
    ),
    Metric(
        "single_brokers", "People on whom a connection hangs alone", "introductions", "people", "0 and more",
        "cutpoints, with cut_off = people who would no longer reach the largest remaining part; and people who are an "
        "end of every tie between a group of at least two and all others", SELF,
        caution="Ties outside what was recorded are not known.",
        plain="If this one person left, others would lose their only connection.",
    ),
    Metric(
        "no_tie_since_last_convening", "No tie since the last convening", "introductions", "people", "0 and more",
        "present members without a collaboration with another member whose span meets the days after the last day of "
        "the community's latest convening", SELF,
        undefined="no dated convening of the community",
        caution="What was done but not recorded is not known.",
        plain="Who has done nothing with another member since everybody last met.",
    ),
)  # fmt: skip
"""The words of the figures of ``introductions``."""
