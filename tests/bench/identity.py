"""How well and how fast copnet finds who is the same, beside rapidfuzz's plain ratio on the same pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, utils

from copnet.identity.blocking import pairs_to_compare
from copnet.identity.candidates import Weigher
from copnet.identity.subjects import KINDS
from tests.bench.labelled import Labelled, bare

RECALL = 0.9
Score = Callable[[Labelled], float]


def precision_at(scored: Sequence[tuple[float, bool]], recall: float = RECALL) -> tuple[float, float]:
    """Precision of the shortest beginning of the list, best first, that has this share of all true pairs.

    Returns:
        The precision and the score the beginning ends at; pairs of one score stand together.
    """
    ordered = sorted(scored, reverse=True)
    wanted = recall * sum(same for _, same in scored)
    true = taken = 0
    for place, (value, same) in enumerate(ordered):
        true, taken = true + same, taken + 1
        ends = place + 1 == len(ordered) or ordered[place + 1][0] != value
        if true >= wanted and ends:
            return true / taken, value
    raise ValueError("no true pair")


def by_copnet(pairs: Sequence[Labelled]) -> Score:
    """copnet's score, names weighed against all records of the set."""
    weighers = {
        kind: Weigher([one for pair in pairs if pair.kind == kind for one in (pair.a, pair.b)], kind) for kind in KINDS
    }
    return lambda pair: weighers[pair.kind].candidate(pair.a, pair.b).score


def plain_ratio(pair: Labelled) -> float:
    """rapidfuzz's ratio of the names as they are."""
    return fuzz.ratio(pair.a.name, pair.b.name)


def folded_ratio(pair: Labelled) -> float:
    """The same without case and punctuation."""
    return fuzz.ratio(pair.a.name, pair.b.name, processor=utils.default_process)


def found_by_blocking(pairs: Sequence[Labelled]) -> float:
    """The share of true pairs that are compared at all when every record stands among all others."""
    found = 0
    for kind in KINDS:
        own = [pair for pair in pairs if pair.kind == kind]
        subjects = [one for pair in own for one in (pair.a, pair.b)]
        compared = set(pairs_to_compare(subjects, kind).pairs.iter_rows())
        found += sum((2 * place, 2 * place + 1) in compared for place, pair in enumerate(own) if pair.same)
    return found / sum(pair.same for pair in pairs)


def measured(pairs: Sequence[Labelled], score: Score) -> tuple[float, float]:
    """Precision at the recall asked for, and the score it ends at."""
    return precision_at([(score(pair), pair.same) for pair in pairs])


def quality(pairs: Sequence[Labelled]) -> list[str]:
    """The table of the report."""
    names = [bare(pair) for pair in pairs]
    rows = ["| who finds them | all | people | organizations | score it ends at |", "|---|---|---|---|---|"]
    for what, some, score in (
        ("copnet, names and what is around them", pairs, None), ("copnet, names alone", names, None),
        ("rapidfuzz's ratio", names, plain_ratio),
        ("rapidfuzz's ratio, case and punctuation folded", names, folded_ratio),
    ):  # fmt: skip
        own = score or by_copnet(some)
        parts = [[pair for pair in some if pair.kind == kind] for kind in KINDS]
        whole, end = measured(some, own)
        cells = " | ".join(f"{measured(part, own)[0]:.3f}" for part in parts)
        rows.append(f"| {what} | **{whole:.3f}** | {cells} | {end:.2f} |")
    return rows
