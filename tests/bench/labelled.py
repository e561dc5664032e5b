"""3,000 labelled pairs of real names: people of Faker's locales, organizations of the public suffix list.

A pair is two records as a store would have them, and whether they are one. Nothing here is taken from the matcher:
see ``spellings``. The pairs are shuffled with ``SPLIT_SEED``; the first half was looked at while the matcher's weights
were set, the second half is held out: only its figures are printed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from faker import Faker
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from copnet.identity.subjects import Subject, SubjectKind
from tests.bench import spellings
from tests.bench.labelled_organizations import organization_pair

SPLIT_SEED = 20_261_122
PEOPLE, ORGANIZATIONS = 2_000, 1_000
LATIN = ("en_US", "en_GB", "en_IN", "es_ES", "es_MX", "pt_BR", "fr_FR", "de_DE", "it_IT", "nl_NL", "cs_CZ",
         "sv_SE", "no_NO", "fi_FI", "hu_HU", "ro_RO", "tr_TR", "hr_HR")  # fmt: skip
ACCENTED = ("es_ES", "pt_BR", "fr_FR", "de_DE", "cs_CZ", "sv_SE", "no_NO", "hu_HU", "tr_TR")


@dataclass(frozen=True, slots=True)
class Labelled:
    """Two records, whether they are one, and what makes it hard."""

    kind: SubjectKind
    a: Subject
    b: Subject
    same: bool
    what: str


@lru_cache(maxsize=64)
def names(locale: str, part: str) -> tuple[str, ...]:
    """First or family names of a locale, those with a space left out."""
    provider = next(one for one in Faker(locale).get_providers() if hasattr(one, "last_names"))
    lists = (provider.last_names,) if part == "last" else (provider.first_names,)
    found = [name for some in lists for name in some]
    return tuple(sorted({name for name in found if name.isalpha() and len(name) > 2 and name[0].isupper()}))


def labelled(seed: int = SPLIT_SEED) -> list[Labelled]:
    """All pairs, half of them of one, shuffled."""
    chance = random.Random(seed)
    found = [_person(number, chance) for number in range(PEOPLE)]
    for number in range(ORGANIZATIONS):
        a, b, same, what = organization_pair(number, chance)
        subjects = (Subject(f"o{number}a", a), Subject(f"o{number}b", b))
        found.append(Labelled("organization", *subjects, same, what))
    chance.shuffle(found)
    return found


def tuned_on() -> list[Labelled]:
    """The half that may be looked at."""
    return labelled()[: (PEOPLE + ORGANIZATIONS) // 2]


def held_out() -> list[Labelled]:
    """The half that may not."""
    return labelled()[(PEOPLE + ORGANIZATIONS) // 2 :]


def bare(pair: Labelled) -> Labelled:
    """The pair with nothing but the names."""
    return replace(pair, a=Subject(pair.a.id, pair.a.name), b=Subject(pair.b.id, pair.b.name))


def _person(number: int, chance: random.Random) -> Labelled:
    same = number % 2 == 0
    makers = _SAME if same else _OTHER
    what = chance.choice(sorted(makers))
    a, b = makers[what](chance)
    if chance.random() < 0.5:
        a, b = b, a
    one, other = Subject(f"p{number}a", a), Subject(f"p{number}b", b)
    return Labelled("person", *_around(one, other, what, same, number, chance), same, what)


def _around(
    one: Subject, other: Subject, what: str, same: bool, number: int, chance: random.Random
) -> tuple[Subject, Subject]:
    """What a store would know beside the names: often nothing, never the same address."""
    here, there = f"org-{chance.randrange(400)}", f"org-{400 + chance.randrange(400)}"
    alike, one_blank, blank, apart = (here, here), (here, None), (None, None), (here, there)
    draw = chance.random()
    places: tuple[str | None, str | None] = alike
    if same:
        places = alike if draw < 0.45 else one_blank if draw < 0.75 else blank if draw < 0.9 else apart
    elif what != "colleagues of one family name":
        places = apart if draw < 0.5 else one_blank if draw < 0.8 else blank if draw < 0.9 else alike
    draw, box = chance.random(), f"box{number}"
    mails: tuple[str | None, str | None] = (None, None)
    if same and draw < 0.6:
        second = f"{box}@{places[1] or here}.org" if draw < 0.15 else f"x{box}@web.de" if draw < 0.25 else None
        mails = (f"{box}@gmail.com", second)
    elif not same and draw < 0.4:
        mails = (f"a{number}@gmail.com", f"b{number}@{places[1] or there}.org")
    hosts = [mail.partition("@")[2] if mail and mail.endswith(".org") else None for mail in mails]
    return (
        replace(one, organization=places[0], email=mails[0], host=hosts[0]),
        replace(other, organization=places[1], email=mails[1], host=hosts[1]),
    )


def _drawn(chance: random.Random, locales: tuple[str, ...] = LATIN) -> tuple[str, str]:
    locale = chance.choice(locales)
    return chance.choice(names(locale, "first")), chance.choice(names(locale, "last"))


def _slip(chance: random.Random) -> tuple[str, str]:
    first, last = _drawn(chance)
    return f"{first} {last}", spellings.slips(f"{first} {last}", chance)


def _initials(chance: random.Random) -> tuple[str, str]:
    first, last = _drawn(chance)
    middle = chance.choice(names("en_US", "first"))
    forms = (f"{first[0]}. {last}", f"{first[0]} {last}", f"{last}, {first[0]}.", f"{last} {first[0]}",
             f"{first[0]}.{middle[0]}. {last}", f"{first} {middle[0]}. {last}")  # fmt: skip
    return chance.choice((f"{first} {last}", f"{first} {middle} {last}")), chance.choice(forms)


def _order(chance: random.Random) -> tuple[str, str]:
    first, last = _drawn(chance)
    return f"{first} {last}", chance.choice((f"{last}, {first}", f"{last} {first}", f"{last.upper()} {first}"))


def _diminutive(chance: random.Random) -> tuple[str, str]:
    first = chance.choice(sorted(spellings.DIMINUTIVES))
    last = chance.choice(names("en_US", "last"))
    return f"{first} {last}", f"{chance.choice(spellings.DIMINUTIVES[first])} {last}"


def _accents(chance: random.Random) -> tuple[str, str]:
    while True:
        first, last = _drawn(chance, ACCENTED)
        name = f"{first} {last}"
        otherwise = chance.choice((spellings.without_accents, spellings.by_custom))(name)
        if otherwise != name:
            return name, otherwise


def _script(chance: random.Random) -> tuple[str, str]:
    first, last = _drawn(chance, ("ru_RU",))
    name = f"{first} {last}"
    passport, otherwise = (spellings.in_letters(name, table) for table in (spellings.PASSPORT, spellings.OTHERWISE))
    return chance.choice(((name, passport), (name, otherwise), (passport, otherwise), (name, name.upper())))


def _married(chance: random.Random) -> tuple[str, str]:
    first, last = _drawn(chance)
    other = chance.choice(names("en_US", "last"))
    forms = (f"{last}-{other}", f"{last} {other}", f"{other}-{last}", f"{other} (née {last})")
    return f"{first} {last}", f"{first} {chance.choice(forms)}"


def _title(chance: random.Random) -> tuple[str, str]:
    name = " ".join(_drawn(chance))
    return name, chance.choice(spellings.TITLES).format(name)


def _plainly(chance: random.Random) -> tuple[str, str]:
    name = " ".join(_drawn(chance))
    return name, chance.choice((name, name.upper(), name.lower(), name.replace(" ", "  ")))


def _homonym(chance: random.Random) -> tuple[str, str]:
    name = " ".join(_drawn(chance))
    return name, name


def _same_initial(chance: random.Random) -> tuple[str, str]:
    while True:
        first, last = _drawn(chance, ("en_US", "de_DE", "es_ES", "fr_FR"))
        others = [name for name in names("en_US", "first") if name[0] == first[0] and name != first]
        if others:
            return f"{first} {last}", f"{chance.choice(others)} {last}"


def _near(name: str, among: tuple[str, ...], chance: random.Random) -> str:
    """One of the three nearest other names."""
    found = process.extract(name, among, scorer=Levenshtein.normalized_similarity, limit=4)
    return chance.choice([text for text, *_ in found if text != name])


def _near_family(chance: random.Random) -> tuple[str, str]:
    locale = chance.choice(LATIN)
    first, last = _drawn(chance, (locale,))
    return f"{first} {last}", f"{first} {_near(last, names(locale, 'last'), chance)}"


def _near_first(chance: random.Random) -> tuple[str, str]:
    locale = chance.choice(LATIN)
    first, last = _drawn(chance, (locale,))
    return f"{first} {last}", f"{_near(first, names(locale, 'first'), chance)} {last}"


def _other_initial(chance: random.Random) -> tuple[str, str]:
    first, last = _drawn(chance)
    letter = chance.choice([sign for sign in "ABCDEFGHJKLMNPRST" if sign != first[0]])
    return f"{first} {last}", chance.choice((f"{letter}. {last}", f"{last}, {letter}."))


def _family(chance: random.Random) -> tuple[str, str]:
    locale = chance.choice(LATIN)
    first, last = _drawn(chance, (locale,))
    return f"{first} {last}", f"{chance.choice([one for one in names(locale, 'first') if one != first])} {last}"


Maker = Callable[[random.Random], tuple[str, str]]
_SAME: dict[str, Maker] = {
    "slip": _slip, "initials": _initials, "order": _order, "diminutive": _diminutive, "accents": _accents,
    "script": _script, "married": _married, "title": _title, "plain": _plainly,
}  # fmt: skip
_OTHER: dict[str, Maker] = {
    "homonym": _homonym, "same initial": _same_initial, "near family name": _near_family,
    "near first name": _near_first,
    "other initial": _other_initial, "colleagues of one family name": _family, "family": _family,
}  # fmt: skip
