"""How well and how fast copnet finds who is the same, beside rapidfuzz's plain ratio on the same pairs."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence

from rapidfuzz import fuzz, utils

from copnet.identity.blocking import pairs_to_compare
from copnet.identity.candidates import Weigher, find_candidates
from copnet.identity.subjects import KINDS
from tests.bench.crowd import crowd
from tests.bench.labelled import SPLIT_SEED, Labelled, bare, held_out

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
        compared = set(map(tuple, pairs_to_compare(subjects, kind).pairs.tolist()))
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


def growth(few: int, many: int) -> str:
    """Pairs compared and CPU seconds for many people beside few, names made beforehand."""
    pairs, seconds = zip(*(_compared(number) for number in (few, many)), strict=True)
    return (
        f"{many:,} people beside {few:,}, compared by blocks: {seconds[1]:.1f} and {seconds[0]:.1f} CPU seconds (ratio "
        f"{seconds[1] / seconds[0]:.1f}), {pairs[1]:,} and {pairs[0]:,} pairs (ratio {pairs[1] / pairs[0]:.1f}; of all "
        f"pairs {pairs[1] / (many * (many - 1) / 2):.4%} and {pairs[0] / (few * (few - 1) / 2):.4%})."
    )


def _compared(number: int) -> tuple[int, float]:
    people = crowd(number)
    gc.collect()
    start = time.process_time()
    compared = find_candidates(people, "person").compared
    return compared, time.process_time() - start


def report(few: int, many: int) -> Iterator[str]:
    """The lines of the report, one by one as they are measured."""
    pairs = held_out()
    yield from ("", "## Who is the same", "")
    yield (
        f"Precision of what is proposed first at recall {RECALL}, on the {len(pairs):,} pairs of the labelled set that "
        f"were held out (split seed {SPLIT_SEED}); rapidfuzz at the threshold that reaches this recall."
    )
    yield ""
    yield from quality(pairs)
    yield ""
    whole, named = found_by_blocking(pairs), found_by_blocking([bare(pair) for pair in pairs])
    yield f"Of the true pairs {whole:.1%} share a block ({named:.1%} by names alone); the others are never compared."
    yield ""
    yield growth(few, many)
