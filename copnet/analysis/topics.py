"""What people look for, offer and have worked on, and how well two phrases about it fit."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from copnet.graph import NetworkSpec
from copnet.graph.days import as_of
from copnet.graph.works import involvement, works
from copnet.snapshot import Snapshot

_NOT_WORD = re.compile(r"[\W_]+")
_COMMON = (
    "a an and any are as at be been but by can do for from has have help how i in into is it its know knows me my not "
    "of on or our partner partners people person program programs ran run running some somebody someone something than "
    "that the their them they thing this to us very we what when where who will with work worked working you your"
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


class Vocabulary:
    """How well phrases fit in a community: a word that many use says less than one that few use.

    Args:
        everybody: the profiles whose phrases are compared.
    """

    def __init__(self, everybody: Iterable[Profile]) -> None:
        self._stems: dict[str, frozenset[str]] = {}
        users: Counter[str] = Counter()
        count = 0
        for one in everybody:
            phrases = (*one.seeks, *one.offers, *one.topics, *one.worked_on)
            users.update(frozenset[str]().union(*(self.stems(phrase) for phrase in phrases)))
            count += 1
        self._weights = {stem: math.log1p(count / number) for stem, number in users.items()}
        self._unknown = math.log1p(max(count, 1))

    def stems(self, phrase: str) -> frozenset[str]:
        """The words of a phrase that mean something, without accents and common English endings."""
        if phrase not in self._stems:
            self._stems[phrase] = stems(phrase)
        return self._stems[phrase]

    def fit(self, need: str, phrase: str) -> float:
        """Weight of the words both have, as a share of the lighter phrase; below a half it counts as 0.

        A word weighs log(1 + people / people who use it). Of the lighter one, because what is looked for is often a
        whole sentence and what is offered a word.
        """
        wanted, found = self.stems(need), self.stems(phrase)
        lighter = min(self._weight(wanted), self._weight(found))
        share = self._weight(wanted & found) / lighter if lighter else 0.0
        return min(share, 1.0) if share >= LEAST_FIT else 0.0

    def best_fit(self, need: str, phrases: Iterable[str]) -> tuple[float, str | None]:
        """The best fit of a phrase among several, and which it is: of equals the first by name."""
        best: tuple[float, str | None] = (0.0, None)
        for phrase in sorted(phrases):
            found = self.fit(need, phrase)
            if found > best[0]:
                best = (found, phrase)
        return best

    def _weight(self, words: Iterable[str]) -> float:
        return math.fsum(self._weights.get(word, self._unknown) for word in words)


def stems(phrase: str) -> frozenset[str]:
    """The words of a phrase that mean something, without accents and common English endings."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", phrase) if not unicodedata.combining(sign))
    return frozenset(_stem(word) for word in _NOT_WORD.split(plain.casefold()) if word and word not in _EMPTY)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
