"""Candidates for being one: score, reasons in words, never a decision."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from copnet.identity.blocking import pairs_to_compare
from copnet.identity.circumstances import Circles, circumstances
from copnet.identity.compare_organizations import compare_organizations
from copnet.identity.compare_people import compare_people
from copnet.identity.evidence import Likeness, Relation, Weighed, score
from copnet.identity.keys import exact_keys, spelled
from copnet.identity.not_people import is_odd, no_organization
from copnet.identity.people_names import person_name
from copnet.identity.subjects import Subject, SubjectKind

PROPOSED_FROM = 0.3
"""Pairs with a lower score are not proposed."""

_ENOUGH = 200
"""How frequent a name is can be told only among so many."""
_MANY = 0.5
"""So many namesakes by chance count."""

Pair = frozenset[str]
"""The ids of two subjects, in no order."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two records that may be one.

    Attributes:
        a: the one with the smaller id.
        b: the other.
        score: 0 to 1; from 0.9 with an exact key, below without.
        reasons: in words, the weightiest first; what speaks against it too.
        relation: ``part`` when one seems to be a chapter or a part of the other: related, not the same.
    """

    a: Subject
    b: Subject
    score: float
    reasons: tuple[str, ...]
    relation: Relation = "same"

    @property
    def pair(self) -> Pair:
        """The two ids."""
        return frozenset((self.a.id, self.b.id))


@dataclass(frozen=True, slots=True)
class Found:
    """All candidates of a collection, best first.

    Attributes:
        candidates: by score, then ids.
        compared: how many pairs were looked at.
        crowded: exact keys that too many share for all their pairs to be compared.
        crowded_names: names that too many have for that.
    """

    candidates: tuple[Candidate, ...] = ()
    compared: int = 0
    crowded: int = 0
    crowded_names: int = 0


def find_candidates(
    subjects: Sequence[Subject],
    kind: SubjectKind,
    *,
    remembered: Collection[Pair] = frozenset(),
    among: AbstractSet[int] | None = None,
    at_least: float = PROPOSED_FROM,
) -> Found:
    """Who may be the same among these.

    Args:
        subjects: all of one kind, their ids different; their order does not matter.
        kind: of all of them.
        remembered: pairs that somebody said are different; they are left out.
        among: only pairs of which one at least stands at one of these places; None: all.
        at_least: the lowest score that is proposed.
    """
    pairs = pairs_to_compare(subjects, kind, among)
    weigher = Weigher(subjects, kind)
    found = []
    for one, other in pairs.pairs.tolist():
        a, b = subjects[one], subjects[other]
        candidate = weigher.candidate(a, b)
        if candidate.score >= at_least and candidate.pair not in remembered:
            found.append(candidate)
    found.sort(key=lambda candidate: (-candidate.score, candidate.a.id, candidate.b.id))
    return Found(tuple(found), len(pairs.pairs), pairs.crowded, pairs.crowded_names)


class Weigher:
    """Weighs pairs against how frequent names are in a collection."""

    def __init__(self, subjects: Sequence[Subject], kind: SubjectKind) -> None:
        self._kind = kind
        self._number = len(subjects)
        self._circles = Circles(subjects)
        self._families: Counter[str] = Counter()
        self._givens: Counter[str] = Counter()
        if kind == "person":
            for one in subjects:
                name = person_name(one.name)
                self._families["".join(name.family)] += 1
                if name.given:
                    self._givens.update({name.given[0], name.given[0][0]})

    def candidate(self, one: Subject, other: Subject) -> Candidate:
        """The pair with its score, whichever of the two comes first."""
        a, b = sorted((one, other), key=lambda subject: subject.id)
        certain = exact_reasons(a, b)
        compare = compare_people if self._kind == "person" else compare_organizations
        likeness = compare(a.names, b.names)
        if not certain and (likeness.points <= -4.0 or self._is_odd(a) or self._is_odd(b)):
            return Candidate(a, b, 0.0, ())
        weighed = [*circumstances(a, b, self._kind, self._circles), *self._frequency(a, b, likeness)]
        named = Weighed(likeness.points, likeness.reason or "the names differ")
        relation = "same" if certain else likeness.relation
        if self._kind == "organization" and (a.organization == b.id or b.organization == a.id):
            relation = "part"
            weighed.append(Weighed(-3.0, "one is entered as the parent of the other"))
        points = [named.points, *(one.points for one in weighed)]
        value = score(points, exact=bool(certain) and relation == "same")
        if relation == "part":
            value = round(min(value, 0.4), 4)
        weighed.sort(key=lambda one: (-abs(one.points), one.reason))
        reasons = dict.fromkeys([*certain, _sentence(named.reason), *(_sentence(one.reason) for one in weighed)])
        return Candidate(a, b, value, tuple(reasons), relation)

    def _is_odd(self, one: Subject) -> bool:
        """Whether a name is a placeholder or holds those of several people: it says nothing of who is meant."""
        return is_odd(one.name) if self._kind == "person" else bool(no_organization(one.name))

    def _frequency(self, a: Subject, b: Subject, likeness: Likeness) -> Iterator[Weighed]:
        """Against it: so many have such a name that two of them meet by chance, or both spellings are common."""
        if self._kind != "person" or self._number < _ENOUGH or likeness.points < -1.0:
            return
        others = max(self.expected(a, loose=likeness.loose), self.expected(b, loose=likeness.loose))
        if others >= _MANY:
            yield Weighed(-min(2.5, 0.8 * math.log1p(others)), "names that many people here have")
        if any(min(self._holders(one), self._holders(other)) > 1 for one, other in likeness.slips):
            yield Weighed(-1.0, "others here have either of the two names, so that it is hardly a slip")

    def _holders(self, word: str) -> int:
        return max(self._families[word], self._givens[word])

    def expected(self, one: Subject, *, loose: bool) -> float:
        """How many others would have this name by chance, were first and family names mixed at random."""
        name = person_name(one.name)
        if not name.given or not self._number:
            return 0.0
        given = self._givens[name.given[0][0] if loose else name.given[0]]
        return (self._families["".join(name.family)] - 1) * given / self._number


def exact_reasons(a: Subject, b: Subject) -> list[str]:
    """The exact keys that two share, in words."""
    shared = set(exact_keys(a)) & set(exact_keys(b))
    mail = "the same e-mail address" if a.email == b.email else "the e-mail address of one whom a merge dropped"
    words = {"id": "the same id but for capitals", "e-mail": mail}
    found = [_sentence(words.get(key.partition(" ")[0], f"the same {key.partition(':')[0].upper()}")) for key in shared]
    if _alias(a, b) or _alias(b, a):
        found.append(_sentence("one name is entered as an alias of the other"))
    return sorted(found)


def _alias(one: Subject, other: Subject) -> bool:
    """Whether an alias of one is a name of the other."""
    if not one.aliases:
        return False
    return bool({spelled(alias) for alias in one.aliases} & {spelled(name) for name in other.names} - {""})


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
