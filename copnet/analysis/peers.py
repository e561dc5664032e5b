"""Whom somebody could call on: what fits, who is near, who is willing, and that it is not always the same few."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from copnet.analysis.metric import Metric
from copnet.analysis.topics import Profile, Vocabulary

NEAR, WILLING, LOAD, TURN = 0.3, 0.2, 0.3, 0.15
OFFERED, WORKED, SHARED = 1.0, 0.7, 0.4


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody to call on.

    Attributes:
        id: of the person.
        score: the higher, the earlier in the list.
        reasons: what fits, in sentences.
        path: ids from the asker to the person; None when no path runs through people who may stand on it.
    """

    id: str
    score: float
    reasons: tuple[str, ...]
    path: tuple[str, ...] | None


def rank(
    asker: str,
    candidates: Iterable[str],
    profiles: Mapping[str, Profile],
    paths: Mapping[str, tuple[str, ...]],
    ties: Mapping[str, int],
    willing: Collection[str],
    *,
    topic: str | None,
    week: str,
) -> list[Peer]:
    """Candidates whom a topic speaks for, best first; of equals the first by id.

    score = fit + .3/steps + .2 (willing) - .3 ties/(most ties of a candidate) + .15 turn, with fit = 1 - product over
    what fits of (1 - weight x fit of the words); weights: 1 offers what is sought, .7 works or worked on it, .4 works
    on the same. ``turn`` (0 to 1) differs by asker, week and candidate, so that the list turns from week to week.

    Args:
        asker: an id.
        candidates: ids of those who may be listed.
        profiles: of everybody.
        paths: shortest paths from the asker, by end.
        ties: number of ties by person.
        willing: those who said that others may call on them.
        topic: what is looked for; None: what the asker seeks and works on.
        week: such as ``2024-W07``.
    """
    own = profiles.get(asker, Profile())
    needs = (topic,) if topic else own.seeks
    common = () if topic else own.topics
    chosen = sorted(candidates)
    words = Vocabulary([own, *(profiles[one] for one in chosen if one in profiles)])
    most = max((ties.get(one, 0) for one in chosen), default=0) or 1
    found = []
    for one in chosen:
        score, reasons = _fit(needs, common, profiles.get(one, Profile()), words)
        if not reasons:
            continue
        path = paths.get(one)
        score += NEAR / (len(path) - 1) if path else 0.0
        score += WILLING if one in willing else 0.0
        score += TURN * turn(asker, week, one) - LOAD * ties.get(one, 0) / most
        found.append(Peer(one, score, reasons, path))
    return sorted(found, key=lambda peer: (-peer.score, peer.id))


def _fit(
    needs: Sequence[str], common: Sequence[str], one: Profile, vocabulary: Vocabulary
) -> tuple[float, tuple[str, ...]]:
    missing, reasons = 1.0, []
    for need in needs:
        for phrases, weight, words in (
            (one.offers, OFFERED, "Offers"), (one.topics, WORKED, "Works on"), (one.worked_on, WORKED, "Has worked on"),
        ):  # fmt: skip
            share, phrase = vocabulary.best_fit(need, phrases)
            if phrase is not None:
                missing *= 1 - weight * share
                reasons.append(f'{words} "{phrase}"; you look for "{need}".')
                break
    for own in common:
        for phrases, words in ((one.topics, "Works on"), (one.worked_on, "Has worked on")):
            share, phrase = vocabulary.best_fit(own, phrases)
            if phrase is not None:
                missing *= 1 - SHARED * share
                same = vocabulary.stems(own) == vocabulary.stems(phrase)
                reasons.append(f'{words} "{phrase}", as you do.' if same else f'{words} "{phrase}"; you on "{own}".')
                break
    return 1 - missing, tuple(dict.fromkeys(reasons))


def turn(asker: str, week: str, one: str) -> float:
    """A number from 0 to 1 that the asker, the week and the candidate alone decide."""
    text = f"{asker}\n{week}\n{one}"  # ids have no line breaks
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) / 2**64


def iso_week(on: dt.date) -> str:
    """The ISO week of a day, such as ``2024-W07``."""
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02}"


def shortest_paths(graph: nx.Graph[str], start: str, through: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Shortest paths from ``start`` whose inner nodes are all among ``through``; of equals the first by ids."""
    paths: dict[str, tuple[str, ...]] = {start: (start,)} if start in graph else {}
    waiting = deque(paths)
    while waiting:
        one = waiting.popleft()
        if one != start and one not in through:
            continue
        for other in sorted(graph[one]):
            if other not in paths:
                paths[other] = (*paths[one], other)
                waiting.append(other)
    paths.pop(start, None)
    return paths


METRICS = (
    Metric(
        "score", "How good a person is to ask", "peers", "index", "-0.3 to 1.65",
        "fit + .3/steps + .2 (said they are willing) - .3 ties/(most ties of a candidate) + .15 turn; fit = 1 - "
        "product of (1 - weight x share of the words in common, rare ones counting more) over what is sought and "
        "offered (weight 1), worked on (.7), and topics in common (.4); turn: 0 to 1, by asker, ISO week and candidate",
        "copnet, definitions of peers", undefined="people without any topic that fits are not listed",
        caution="For the order only, and seen by facilitators alone. Very busy people stand lower on purpose.",
        plain="What somebody knows, how near they are and whether they are willing, less how much others already work "
        "with them.",
    ),
)  # fmt: skip
"""The words of the figures of ``peers``."""
