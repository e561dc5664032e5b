"""How alike two names of organizations are, word by word, and why."""

from __future__ import annotations

from functools import lru_cache

from copnet.identity.compare_people import one_slip
from copnet.identity.evidence import UNLIKE, Likeness
from copnet.identity.folding import has_digit, sound
from copnet.identity.organization_names import OrganizationName, is_common, organization_name

_MAX_SPELLINGS = 12
_COMMON_WEIGHT = 0.4
_NOISE = ("for", "and", "the", "inc", "ltd", "llc")
_FURTHER = "one has a further word"
PART = "one seems to be a chapter or a part of the other, which is another organization"


def compare_organizations(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    """The likeness of the two spellings most alike.

    Args:
        one: the name and the aliases of an organization.
        other: those of another.
    """
    return max(
        (
            _compare(organization_name(a), organization_name(b))
            for a in one[:_MAX_SPELLINGS]
            for b in other[:_MAX_SPELLINGS]
        ),
        key=lambda found: (found.points, found.reason),
        default=UNLIKE,
    )


def _compare(a: OrganizationName, b: OrganizationName) -> Likeness:
    if not a.words or not b.words:
        return UNLIKE
    if a.words == b.words:
        return Likeness(2.4, "the same name")
    if sorted(a.words) == sorted(b.words):
        return Likeness(1.8, "the same words in another order")
    if "".join(a.words) == "".join(b.words):
        return Likeness(1.8, "the same name, parted otherwise")
    if found := _acronym(a, b):
        return found
    left, right = _unmatched(a.words, b.words)
    shared = _matched(a.words, left)
    left, right = _without_noise(a.words, left), _without_noise(b.words, right)
    if not shared:
        return UNLIKE
    if left and right:
        return _both_differ(a.words, b.words, left, right)
    further = left or right
    if not further:
        return Likeness(1.4, "the same words in another spelling")
    if b.words in a.heads or a.words in b.heads or not all(is_common(word) for word in further):
        # a word such as "association" in both, or none at all, tells of no parent
        return UNLIKE if all(is_common(word) for word in shared) else Likeness(-0.4, PART, "part")
    return Likeness(-0.2, f"{_FURTHER}: {' '.join(further)}")


def _acronym(a: OrganizationName, b: OrganizationName) -> Likeness | None:
    if a.short and b.short and len(a.words) == len(b.words) == 1:
        return None
    if a.short and a.short == b.short:
        return Likeness(0.6, f'both are called "{a.short.upper()}"', loose=True)
    short = a.short if a.short in b.acronyms else b.short if b.short in a.acronyms else ""
    if len(short) < 2:
        return None
    points = 1.0 if len(short) > 2 else 0.0
    return Likeness(points, f'"{short.upper()}" are the initials of the other name', loose=True)


def _both_differ(a: tuple[str, ...], b: tuple[str, ...], left: list[str], right: list[str]) -> Likeness:
    """Words that only one has, on both sides: another place, another subject - or the same in other words."""
    weights = [sum(map(_weight, words)) for words in (a, b, left, right)]
    shared = (weights[0] + weights[1] - weights[2] - weights[3]) / (weights[0] + weights[1])
    if shared < 0.5:
        return UNLIKE
    if all(is_common(word) for word in (*left, *right)):
        return Likeness(-0.6, f'the same name, but for "{" ".join(left)}" and "{" ".join(right)}"')
    return Likeness(-3.0 + shared, f'names alike, but for "{" ".join(left)}" and "{" ".join(right)}"')


def _unmatched(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The words of each for which the other has none alike, each used once, the first that fits."""
    left, right = list(a), list(b)
    for alike in (str.__eq__, _alike):
        for word in list(left):
            fit = next((candidate for candidate in right if alike(word, candidate)), None)
            if fit is not None:
                left.remove(word)
                right.remove(fit)
    return left, right


def _matched(words: tuple[str, ...], unmatched: list[str]) -> list[str]:
    """The words that are left when those without one alike are taken away, each once."""
    matched = list(words)
    for word in unmatched:
        matched.remove(word)
    return matched


def _without_noise(words: tuple[str, ...], unmatched: list[str]) -> list[str]:
    """Without small words and legal forms in which a letter was hit wrong: fpr, Imc.

    Such a word stands behind others. What a name begins with is its own, and may be all of it: TLC is no slip of LLC.
    """
    return [
        word
        for word in unmatched
        if word == words[0] or not (len(word) == 3 and any(one_slip(word, small) for small in _NOISE))
    ]


@lru_cache(maxsize=1 << 16)
def _alike(one: str, other: str) -> bool:
    if has_digit(one + other):
        return False
    if sound(one) == sound(other):
        return True
    short = min(len(one), len(other))
    if short >= 5 and one_slip(one, other):
        return True
    long, brief = (one, other) if len(one) > len(other) else (other, one)
    return short >= 3 and is_common(long) and _abbreviates(brief, long)


def _abbreviates(brief: str, long: str) -> bool:
    """Whether letters of a word, the first and in their order, make the other: Cncl for Council."""
    letters = iter(long)
    return brief[0] == long[0] and all(sign in letters for sign in brief)


def _weight(word: str) -> float:
    return _COMMON_WEIGHT if is_common(word) else 1.0
