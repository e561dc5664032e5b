"""How alike two names of people are, part by part, and why."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from copnet.identity.evidence import UNLIKE, Likeness
from copnet.identity.folding import has_digit, sound
from copnet.identity.people_names import PersonName, called, person_name

_MAX_SPELLINGS = 12
_ENDINGS = frozenset({"a", "o", ""})


class Part(NamedTuple):
    """How alike one part of two names is: points, the reason (blank: the same), whether it is an initial or missing and
    so fits many, whether only letters differ, as in a slip."""

    points: float
    reason: str = ""
    loose: bool = False
    slipped: bool = False


def spellings(names: tuple[str, ...]) -> tuple[PersonName, ...]:
    """Every spelling of a person: names and aliases, with the earlier family name, with what they are called.

    What stands in the middle may be a second first name or a first family name: both are spellings.
    """
    found: dict[PersonName, None] = {}
    for text in names:
        name = person_name(text)
        found[name] = None
        if len(name.given) > 1 and name.family and all(len(word) > 1 for word in name.given):
            found[PersonName(name.given[:1], name.given[1:] + name.family, (), (), name.generation)] = None
        if name.before:
            found[PersonName(name.given, name.before, (), (), name.generation)] = None
        if name.also:
            found[PersonName(name.also, name.family, (), (), name.generation)] = None
    return tuple(found)[:_MAX_SPELLINGS]


def compare_people(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    """The likeness of the two spellings most alike.

    Args:
        one: the name and the aliases of a person.
        other: those of another.
    """
    return max(
        (_compare(a, b) for a in spellings(one) for b in spellings(other)),
        key=lambda found: (found.points, found.reason),
        default=UNLIKE,
    )


def _compare(a: PersonName, b: PersonName) -> Likeness:
    if not a.words or not b.words:
        return UNLIKE
    straight = _in_order(a, b)
    if straight.points >= 2.0 or len(a.words) < 2 or len(b.words) < 2:
        return straight
    turned = max(_in_order(a, b.turned()), _in_order(a.turned(), b), key=lambda found: (found.points, found.reason))
    if turned.points <= straight.points + 0.5:
        return straight
    if sorted(a.words) == sorted(b.words):
        return Likeness(1.8, "the same names in another order")
    return Likeness(turned.points - 0.5, f"{turned.reason}, in another order", loose=turned.loose, slips=turned.slips)


def _in_order(a: PersonName, b: PersonName) -> Likeness:
    family, given = _family(a.family, b.family), _given(a.given, b.given)
    if family is None or given is None:
        joined = "".join(a.words), "".join(b.words)
        return Likeness(1.5, "the same name, parted otherwise") if joined[0] == joined[1] else UNLIKE
    points = family.points + given.points
    further = set(a.family) < set(b.family) or set(b.family) < set(a.family)
    if further and len(a.given) != len(b.given):
        points -= 1.5  # one has a middle name where the other has a family name
    if a.generation and b.generation and a.generation != b.generation:
        return Likeness(points - 3.0, "junior and senior of one name")
    reasons = [part.reason for part in (given, family) if part.reason]
    slips = [("".join(a.family), "".join(b.family))] if family.slipped else []
    slips += [(a.given[0], b.given[0])] if given.slipped else []
    loose = family.loose or given.loose
    return Likeness(points, " and ".join(reasons) or "the same name", loose=loose, slips=tuple(slips))


@lru_cache(maxsize=1 << 16)
def _family(a: tuple[str, ...], b: tuple[str, ...]) -> Part | None:
    if a == b:
        return Part(1.2) if a else Part(-0.8, "only one name is known of each", loose=True)
    if not a or not b:
        return Part(-1.4, "one has no family name", loose=True)
    one, other = "".join(a), "".join(b)
    if one == other or tuple(map(sound, a)) == tuple(map(sound, b)):
        return Part(0.9, "the family name in another spelling")
    if set(a) < set(b) or set(b) < set(a):
        return Part(0.4, "one has a further family name")
    if has_digit(one + other):
        return None
    short = min(len(one), len(other))
    if short >= 4 and one_slip(one, other):
        return Part(0.5, "one letter differs in the family name", slipped=True)
    if short >= 5 and JaroWinkler.similarity(one, other) >= 0.93:
        return Part(-0.3, "family names alike", slipped=True)
    if short >= 5 and OSA.distance(one, other, score_cutoff=2) <= 2:
        return Part(-0.6, "two letters differ in the family name", slipped=True)
    return None


@lru_cache(maxsize=1 << 16)
def _given(a: tuple[str, ...], b: tuple[str, ...]) -> Part | None:
    if a == b:
        return Part(1.2) if a and len(a[0]) > 1 else Part(0.0, "the same initials", loose=True)
    if not a or not b:
        return Part(-1.2, "one has no first name", loose=True)
    if "".join(a) == "".join(b):
        return Part(1.0, "the first name parted otherwise")
    middles, first = _middles(a[1:], b[1:]), _first(a[0], b[0])
    if first is None:
        by_middle = (a[0] in b[1:] or b[0] in a[1:]) and len(a[0]) > 1 < len(b[0])
        return Part(-0.4, "one goes by a middle name", loose=True) if by_middle else None
    if middles is None:
        words = f"{first.reason or 'the same first name'}, but other middle names"
        return first._replace(points=first.points - 1.8, reason=words)
    reasons = [reason for reason in (first.reason, middles[1]) if reason]
    return first._replace(points=first.points + middles[0], reason=" and ".join(reasons))


def _middles(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[float, str] | None:
    if a == b:
        return 0.0, ""
    if not a or not b:
        return -0.2, "one has a middle name more"
    for one, other in zip(a, b, strict=False):
        if one != other and not (_initial(one, other) or sound(one) == sound(other) or one_slip(one, other)):
            return None
    return 0.2, "the middle name in short"


def _first(one: str, other: str) -> Part | None:
    short = min(len(one), len(other))
    if one == other:
        return Part(1.2) if short > 1 else Part(0.0, "the same initial", loose=True)
    if has_digit(one + other):
        return None
    if short == 1:
        return Part(0.1, "an initial that fits", loose=True) if one[0] == other[0] else None
    if sound(one) == sound(other):
        return Part(0.9, "the first name in another spelling")
    if called(one) & called(other):
        return Part(0.5, "a short form of the first name")
    if short >= 3 and one_slip(one, other):
        if _ending(one, other):
            return Part(-2.0, "first names that differ in the ending", slipped=True)
        return Part(0.2, "one letter differs in the first name", slipped=True)
    if short >= 3 and (one.startswith(other) or other.startswith(one)):
        return Part(0.1, "a short form of the first name", slipped=True)
    if short >= 5 and JaroWinkler.similarity(one, other) >= 0.93:
        return Part(-0.4, "first names alike", slipped=True)
    return None


def _initial(one: str, other: str) -> bool:
    return (len(one) == 1 or len(other) == 1) and one[0] == other[0]


def _ending(one: str, other: str) -> bool:
    """Whether the difference is an ending that makes another name of it: Mario and Maria, Daniel and Daniela."""
    length = min(len(one), len(other))
    common = next((place for place in range(length) if one[place] != other[place]), length)
    return one[common:] in _ENDINGS and other[common:] in _ENDINGS


@lru_cache(maxsize=1 << 16)
def one_slip(one: str, other: str) -> bool:
    """Whether one letter was changed, added, left out, or two neighbors swapped."""
    return OSA.distance(one, other, score_cutoff=1) <= 1
