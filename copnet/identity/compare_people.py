"""How alike two names of people are, part by part, and why."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from copnet.identity.evidence import UNLIKE, Likeness
from copnet.identity.folding import sound
from copnet.identity.people_names import PersonName, called, person_name

_MAX_SPELLINGS = 12
_ENDINGS = frozenset({"a", "o", "e", "i", ""})
Part = tuple[float, str, bool]
"""Points, the reason (blank: the same), whether it fits many."""


def spellings(names: tuple[str, ...]) -> tuple[PersonName, ...]:
    """Every spelling of a person: the name, aliases, with the earlier family name, with what they are called."""
    found: dict[PersonName, None] = {}
    for text in names:
        name = person_name(text)
        found[name] = None
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
    return Likeness(turned.points - 0.5, f"{turned.reason}, in another order", loose=turned.loose)


def _in_order(a: PersonName, b: PersonName) -> Likeness:
    family, given = _family(a.family, b.family), _given(a.given, b.given)
    if family is None or given is None:
        joined = "".join(a.words), "".join(b.words)
        return Likeness(1.5, "the same name, parted otherwise") if joined[0] == joined[1] else UNLIKE
    points = family[0] + given[0]
    if a.generation and b.generation and a.generation != b.generation:
        return Likeness(points - 3.0, "junior and senior of one name")
    reasons = [reason for reason in (given[1], family[1]) if reason]
    return Likeness(points, " and ".join(reasons) or "the same name", loose=family[2] or given[2])


@lru_cache(maxsize=1 << 16)
def _family(a: tuple[str, ...], b: tuple[str, ...]) -> Part | None:
    if a == b:
        return (1.2, "", False) if a else (-0.8, "only one name is known of each", True)
    if not a or not b:
        return -1.4, "one has no family name", True
    one, other = "".join(a), "".join(b)
    if one == other or tuple(map(sound, a)) == tuple(map(sound, b)):
        return 0.9, "the family name in another spelling", False
    if set(a) < set(b) or set(b) < set(a):
        return 0.4, "one has a further family name", False
    if min(len(one), len(other)) >= 4 and one_slip(one, other):
        return 0.5, "one letter differs in the family name", False
    if min(len(one), len(other)) >= 5 and JaroWinkler.similarity(one, other) >= 0.93:
        return -0.3, "family names alike", False
    return None


@lru_cache(maxsize=1 << 16)
def _given(a: tuple[str, ...], b: tuple[str, ...]) -> Part | None:
    if a == b:
        return (1.2, "", False) if a and len(a[0]) > 1 else (0.0, "the same initials", True)
    if not a or not b:
        return -1.2, "one has no first name", True
    if "".join(a) == "".join(b):
        return 1.0, "the first name parted otherwise", False
    middles = _middles(a[1:], b[1:])
    first = _first(a[0], b[0])
    if first is None:
        if len(a) + len(b) > 2 and (a[0] in b[1:] or b[0] in a[1:]) and len(a[0]) > 1 < len(b[0]):
            return -0.4, "one goes by a middle name", True
        return None
    if middles is None:
        return first[0] - 1.8, f"{first[1] or 'the same first name'}, but other middle names", first[2]
    reasons = [reason for reason in (first[1], middles[1]) if reason]
    return first[0] + middles[0], " and ".join(reasons), first[2]


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
    if one == other:
        return (1.2, "", False) if len(one) > 1 else (0.0, "the same initial", True)
    if len(one) == 1 or len(other) == 1:
        return (0.1, "an initial that fits", True) if one[0] == other[0] else None
    if sound(one) == sound(other):
        return 0.9, "the first name in another spelling", False
    if called(one) & called(other):
        return 0.5, "a short form of the first name", False
    if min(len(one), len(other)) >= 3 and one_slip(one, other):
        if _ending(one, other):
            return -2.0, "first names that differ in the ending", False
        return 0.2, "one letter differs in the first name", False
    if min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)):
        return 0.1, "a short form of the first name", False
    if min(len(one), len(other)) >= 5 and JaroWinkler.similarity(one, other) >= 0.93:
        return -0.4, "first names alike", False
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
