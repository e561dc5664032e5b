"""What people look for, offer and have worked on, and how well two phrases about it fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from copnet.graph import NetworkSpec
from copnet.graph.days import as_of
from copnet.graph.works import involvement, works
from copnet.snapshot import Snapshot

_NOT_WORD = re.compile(r"[\W_]+")
_COMMON = (
    "a an and any are as at be been but by can do for from has have how i in into is it its me my not of on or our "
    "people person some somebody someone something than that the their them they thing this to us very we what when "
    "where who will with you your"
)
_EMPTY = frozenset(_COMMON.split())
_ENDINGS = ("ings", "ing", "ers", "er", "ies", "ed", "es", "s", "y", "e")
LEAST_FIT = 0.5


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's phrases: ``seeks``, ``offers``, ``topics``, and ``worked_on`` (topics of their collaborations)."""

    seeks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    worked_on: tuple[str, ...] = ()


def profiles(snapshot: Snapshot, keep: Callable[[str], bool] = lambda phrase: True) -> dict[str, Profile]:
    """The profile of everybody, by id; phrases that ``keep`` refuses are left out.

    Collaborations and roles count as they do for ties: not what was only planned, not an audience.
    """
    done = works(snapshot, NetworkSpec(), as_of(snapshot, None))
    taken = involvement(snapshot, done, "person").rows
    about = done.select(pl.col("id").alias("collaboration"), "topics").explode("topics").drop_nulls("topics")
    worked = taken.join(about, on="collaboration").group_by("who").agg(pl.col("topics").unique().sort())
    phrases = dict(worked.iter_rows())

    def kept(values: Iterable[str] | None) -> tuple[str, ...]:
        return tuple(value for value in values or () if keep(value))

    columns = snapshot["people"].select("id", "seeks", "offers", "topics")
    return {
        person: Profile(kept(seeks), kept(offers), kept(topics), kept(phrases.get(person)))
        for person, seeks, offers, topics in columns.iter_rows()
    }


def stems(phrase: str) -> frozenset[str]:
    """The words of a phrase that mean something, without accents and common English endings."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", phrase) if not unicodedata.combining(sign))
    return frozenset(_stem(word) for word in _NOT_WORD.split(plain.casefold()) if word and word not in _EMPTY)


def fit(need: frozenset[str], found: frozenset[str]) -> float:
    """The share of the words needed that are found; below a half it counts as 0."""
    share = len(need & found) / len(need) if need else 0.0
    return share if share >= LEAST_FIT else 0.0


def best_fit(need: str, phrases: Iterable[str], known: Mapping[str, frozenset[str]]) -> tuple[float, str | None]:
    """The best fit of a phrase among several, and which it is: of equals the first by name.

    Args:
        known: stems by phrase, so that each is worked out once; others are worked out here.
    """
    wanted = known.get(need) or stems(need)
    best: tuple[float, str | None] = (0.0, None)
    for phrase in sorted(phrases):
        found = fit(wanted, known.get(phrase) or stems(phrase))
        if found > best[0]:
            best = (found, phrase)
    return best


def known_stems(everybody: Iterable[Profile]) -> dict[str, frozenset[str]]:
    """Stems of every phrase of these profiles."""
    phrases = {
        phrase
        for one in everybody
        for group in (one.seeks, one.offers, one.topics, one.worked_on)
        for phrase in group
    }  # fmt: skip
    return {phrase: stems(phrase) for phrase in phrases}


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
