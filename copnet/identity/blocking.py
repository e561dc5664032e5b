"""Which pairs are compared at all: those that share a key. Never all pairs, and no key makes more than it may.

Lost are pairs that share no key (two slips in the family name that do not sound alike, another first name without a
shared organization or e-mail domain) and, where more than ``BLOCK`` share a key, pairs whose names stand more than
``WINDOW`` places apart in the order of the alphabet and that share no rarer key. ``make bench`` prints how many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import polars as pl

from copnet.identity.folding import latin
from copnet.identity.keys import exact_keys, likely_keys, spelled
from copnet.identity.subjects import Subject, SubjectKind

BLOCK = 30
"""Everybody of a block is compared with everybody up to this size."""
EXACT_BLOCK = 300
"""The same for exact keys: an address that more than so many have is nobody's own."""
WINDOW = 6
"""In a larger block each is compared with so many that follow in the order of their names."""
_MASK = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Pairs:
    """Places of subjects to be compared, the smaller first, each pair once; in the order of the places.

    Attributes:
        pairs: two columns, ``a`` and ``b``.
        crowded: exact keys that more than ``EXACT_BLOCK`` share, of whom not all pairs are compared.
    """

    pairs: pl.DataFrame
    crowded: int


def pairs_to_compare(subjects: Sequence[Subject], kind: SubjectKind, among: AbstractSet[int] | None = None) -> Pairs:
    """The pairs that share a key.

    Args:
        subjects: in any order; the same pairs come out of any.
        kind: of all of them.
        among: only pairs of which one at least stands at one of these places; None: all.
    """
    among = None if among is not None and len(among) == len(subjects) else among
    places = pl.Series("rank", _ranks(subjects), dtype=pl.UInt32)
    aliases = {spelled(alias) for one in subjects for alias in one.aliases} - {""}

    def exact(one: Subject) -> Iterable[str]:
        yield from exact_keys(one)
        if aliases:
            yield from {f"alias {text}" for name in one.names if (text := spelled(name)) in aliases}

    certain, crowded = _blocks(subjects, exact, places, EXACT_BLOCK, among)
    likely, _ = _blocks(subjects, lambda one: likely_keys(one, kind), places, BLOCK, among)
    return Pairs(pl.concat([certain, likely]).unique().sort("a", "b"), crowded)


def _ranks(subjects: Sequence[Subject]) -> list[int]:
    """The place of each in the order of names, e-mails and ids, which does not depend on the order they came in."""
    order = sorted(range(len(subjects)), key=lambda place: _order(subjects[place]))
    ranks = [0] * len(subjects)
    for rank, place in enumerate(order):
        ranks[place] = rank
    return ranks


def _order(one: Subject) -> tuple[tuple[str, ...], str, str, str]:
    return latin(one.name), one.email or "", one.organization or "", one.id


def _blocks(
    subjects: Sequence[Subject],
    keys_of: Callable[[Subject], Iterable[str]],
    ranks: pl.Series,
    most: int,
    among: AbstractSet[int] | None,
) -> tuple[pl.DataFrame, int]:
    keys: list[int] = []
    rows: list[int] = []
    for place, one in enumerate(subjects):
        own = [hash(key) & _MASK for key in keys_of(one)]
        keys += own
        rows += [place] * len(own)
    frame = pl.DataFrame({"key": pl.Series(keys, dtype=pl.Int64), "row": pl.Series(rows, dtype=pl.UInt32)}).unique()
    frame = frame.with_columns(pl.len().over("key").alias("size")).filter(pl.col("size") > 1)
    chosen = None if among is None else pl.DataFrame({"row": pl.Series(sorted(among), dtype=pl.UInt32)})
    if chosen is not None:
        frame = frame.join(frame.join(chosen, on="row", how="semi").select("key").unique(), on="key", how="semi")
    small = frame.filter(pl.col("size") <= most).select("key", "row")
    pairs = [small.join(small, on="key", suffix="_b").filter(pl.col("row") < pl.col("row_b")).select("row", "row_b")]
    large = frame.filter(pl.col("size") > most)
    crowded = large["key"].n_unique()
    if crowded:
        large = large.with_columns(ranks.gather(large["row"]).alias("rank")).sort("key", "rank")
        for step in range(1, WINDOW + 1):
            after = large.with_columns(pl.col("row").shift(-step).over("key").alias("row_b")).drop_nulls("row_b")
            pairs.append(
                after.select(pl.min_horizontal("row", "row_b"), pl.max_horizontal("row", "row_b").alias("row_b"))
            )
    found = pl.concat(pairs).rename({"row": "a", "row_b": "b"}).unique()
    if chosen is not None:
        parts = [found.join(chosen, left_on=side, right_on="row", how="semi") for side in ("a", "b")]
        found = pl.concat(parts).unique()
    return found, crowded
