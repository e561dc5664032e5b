"""Which pairs are compared at all: those that share a key. Never all pairs, and no key makes more than it may.

Lost are pairs that share no key (slips in the first and the family name, two slips in a family name of which beginning
and end differ too) and, where more than ``BLOCK`` share a key, pairs whose names stand more than
``WINDOW`` places apart in the order of the alphabet and that share no rarer key. ``make bench`` prints how many.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np

from copnet.identity.folding import latin
from copnet.identity.keys import exact_keys, likely_keys, name_keys, spelled
from copnet.identity.subjects import Subject, SubjectKind

BLOCK = 30
"""Everybody of a block is compared with everybody up to this size."""
EXACT_BLOCK = 300
"""The same for exact keys: an address that more than so many have is nobody's own."""
WINDOW = 6
"""In a larger block each is compared with so many that follow in the order of their names."""
_MASK = (1 << 63) - 1
_HALF = 32
_LOW = (1 << _HALF) - 1
Array = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Places of subjects to be compared, the smaller first, each pair once; in the order of the places.

    Attributes:
        pairs: a row each, two columns.
        crowded: exact keys that more than ``EXACT_BLOCK`` share, of whom not all pairs are compared.
        crowded_names: names that more than ``BLOCK`` have, of whom not all pairs are compared either.
    """

    pairs: Array
    crowded: int
    crowded_names: int


def pairs_to_compare(subjects: Sequence[Subject], kind: SubjectKind, among: AbstractSet[int] | None = None) -> Pairs:
    """The pairs that share a key.

    Args:
        subjects: in any order; the same pairs come out of any.
        kind: of all of them.
        among: only pairs of which one at least stands at one of these places; None: all.
    """
    among = None if among is not None and len(among) == len(subjects) else among
    ranks = _ranks(subjects)
    aliases = {spelled(alias) for one in subjects for alias in one.aliases} - {""}

    def exact(one: Subject) -> Iterable[str]:
        yield from exact_keys(one)
        if aliases:
            yield from {f"alias {text}" for name in one.names if (text := spelled(name)) in aliases}

    certain, crowded = _blocks(subjects, exact, ranks, EXACT_BLOCK, among)
    named, crowded_names = _blocks(subjects, lambda one: name_keys(one, kind), ranks, BLOCK, among)
    likely, _ = _blocks(subjects, lambda one: likely_keys(one, kind), ranks, BLOCK, among)
    found = np.unique(np.concatenate([certain, named, likely]))
    return Pairs(np.stack([found >> _HALF, found & _LOW], axis=1), crowded, crowded_names)


def _ranks(subjects: Sequence[Subject]) -> Array:
    """The place of each in the order of names, e-mails and ids, which does not depend on the order they came in."""
    ranks = np.empty(len(subjects), dtype=np.int64)
    ranks[sorted(range(len(subjects)), key=lambda place: _order(subjects[place]))] = np.arange(len(subjects))
    return ranks


def _order(one: Subject) -> tuple[tuple[str, ...], str, str, str]:
    return latin(one.name), one.email or "", one.organization or "", one.id


def _blocks(
    subjects: Sequence[Subject],
    keys_of: Callable[[Subject], Iterable[str]],
    ranks: Array,
    most: int,
    among: AbstractSet[int] | None,
) -> tuple[Array, int]:
    """Pairs of one block as single numbers, and how many blocks are larger than ``most``.

    Members of a block stand side by side, in the order of their names; each is paired with the next, the one after the
    next and so on. Memory is that of the keys and of the pairs found.
    """
    keys, rows = _sorted(subjects, keys_of, ranks)
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.empty(0, dtype=np.int64)
    sizes = np.diff(np.r_[starts, len(keys)])
    size = np.repeat(sizes, sizes)
    found = [np.empty(0, dtype=np.int64)]
    chosen = None if among is None else np.isin(np.arange(len(subjects)), list(among))
    for step in range(1, most):
        kept = size > step if step <= WINDOW else (size > step) & (size <= most)
        keys, rows, size = keys[kept], rows[kept], size[kept]
        if not len(keys):
            break
        pair = keys[step:] == keys[:-step]
        one, other = rows[:-step][pair], rows[step:][pair]
        if chosen is not None:
            wanted = chosen[one] | chosen[other]
            one, other = one[wanted], other[wanted]
        found.append(np.unique((np.minimum(one, other) << _HALF) | np.maximum(one, other)))
    return np.concatenate(found), int((sizes > most).sum())


def _sorted(
    subjects: Sequence[Subject], keys_of: Callable[[Subject], Iterable[str]], ranks: Array
) -> tuple[Array, Array]:
    """All keys as numbers, sorted, and whose they are; within a key in the order of names."""
    keys, rows = array("q"), array("q")
    for place, one in enumerate(subjects):
        own = {hash(key) & _MASK for key in keys_of(one)}
        keys.extend(own)
        rows.extend([place] * len(own))
    number, place_of = np.frombuffer(keys, dtype=np.int64), np.frombuffer(rows, dtype=np.int64)
    order = np.lexsort((ranks[place_of], number))
    return number[order], place_of[order]
