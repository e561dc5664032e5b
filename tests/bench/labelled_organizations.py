"""Pairs of organizations: real ones of the public suffix list, associations and schools of real places."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

from faker import Faker

from tests.bench import spellings

_LINE = re.compile(r"^// (?:[\w-]+ : )?(?P<name>[^:/]{4,80}?)(?: : http\S+)?\s*$")
_LEGAL = re.compile(
    r",? (?:Inc\.?|LLC|Ltd\.?|Limited|GmbH|S\.?A\.?|B\.?V\.?|AG|Corporation|Corp\.?|Pty Ltd|Co\., Ltd\.?)$"
)
KINDS = ("Association", "Network", "Foundation", "Alliance", "Council", "League", "Institute", "Center", "Society",
         "Federation", "Coalition", "Partnership")  # fmt: skip
FIELDS = ("Education", "Public Health", "Rural Schools", "Food", "School Libraries", "Community Colleges", "Nursing",
          "Science Teachers", "Youth Services", "Early Childhood", "Housing", "Farm Workers", "Music Teachers",
          "Adult Learning", "Family Medicine", "Clean Water", "Museums", "Environmental Education")  # fmt: skip
SHORT = {"Association": "Assn.", "University": "Univ.", "International": "Int'l", "National": "Nat'l", "Center": "Ctr.",
         "Foundation": "Fdn.", "Institute": "Inst.", "Department": "Dept.", "Society": "Soc.", "and": "&",
         "Community": "Comm.", "Education": "Educ.", "School": "Sch.", "Council": "Cncl."}  # fmt: skip
LEGAL = ("Inc.", "LLC", "Ltd", "e.V.", "gGmbH", "Incorporated", ", Inc", "Limited", "S.A.", "ASBL")
Pair = tuple[str, str]


@lru_cache(maxsize=1)
def registered() -> tuple[str, ...]:
    """Organizations that run a public suffix, as they register themselves."""
    text = files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text(encoding="utf-8")
    found = set()
    for line in text.splitlines():
        match = _LINE.match(line)
        name = match["name"].strip() if match else ""
        if name.count(" ") >= 1 and name[0].isupper() and not re.search(r"\d{3}|http|see |Submitted|@", name):
            found.add(name)
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def places() -> tuple[str, ...]:
    """States and provinces of several countries."""
    faker = [Faker("en_US"), Faker("en_AU"), Faker("de_DE"), Faker("en_CA")]
    lists = (next(p for p in one.get_providers() if hasattr(p, "city")) for one in faker)
    return tuple(sorted({str(name) for one in lists for name in (getattr(one, "states", None) or one.provinces)
                         if isinstance(name, str)}))  # fmt: skip


def organization_pair(number: int, chance: random.Random) -> tuple[str, str, bool, str]:
    """Two names, whether they are of one organization, and what makes it hard."""
    same = number % 2 == 0
    makers = _SAME if same else _OTHER
    what = chance.choice(sorted(makers))
    a, b = makers[what](chance)
    return (a, b, same, what) if chance.random() < 0.5 else (b, a, same, what)


def _made(chance: random.Random) -> str:
    place, field, kind = chance.choice(places()), chance.choice(FIELDS), chance.choice(KINDS)
    return chance.choice((f"{place} {field} {kind}", f"{kind} for {field} of {place}", f"{place} {kind} of {field}",
                          f"{field} {kind}", f"National {kind} for {field}"))  # fmt: skip


def _any(chance: random.Random) -> str:
    return chance.choice(registered()) if chance.random() < 0.5 else _made(chance)


def _letters(name: str) -> str:
    words = [word for word in re.findall(r"[A-Za-z]+", name) if word[0].isupper()]
    return "".join(word[0] for word in words)


def _acronym(chance: random.Random) -> Pair:
    while True:
        name = _any(chance)
        short = _letters(_LEGAL.sub("", name))
        if len(short) >= 3:
            return name, chance.choice((short, short, ".".join(short) + ".", f"{name} ({short})"))


def _legal_form(chance: random.Random) -> Pair:
    name = _any(chance)
    bare = _LEGAL.sub("", name)
    return (name, bare) if bare != name else (name, f"{name} {chance.choice(LEGAL)}".replace(" ,", ","))


def _slip(chance: random.Random) -> Pair:
    name = _any(chance)
    return name, spellings.slips(name, chance)


def _abbreviated(chance: random.Random) -> Pair:
    while True:
        name = _made(chance)
        words = [SHORT.get(word, word) for word in name.split()]
        if words != name.split():
            return name, " ".join(words)


def _small_words(chance: random.Random) -> Pair:
    name = _any(chance)
    return name, chance.choice(
        (f"The {name}", name.upper(), name.lower(), name.replace(" of ", ", ").replace("&", "and"))
    )


def _turned(chance: random.Random) -> Pair:
    place, field, kind = chance.choice(places()), chance.choice(FIELDS), chance.choice(KINDS)
    return f"{place} {kind} of {field}", chance.choice((f"{kind} of {field}, {place}", f"{place} {field} {kind}"))


def _chapter(chance: random.Random) -> Pair:
    name = chance.choice((f"{chance.choice(FIELDS)} {chance.choice(KINDS)}", chance.choice(registered())))
    place = chance.choice(places())
    return name, chance.choice(
        (f"{name} of {place}", f"{name} - {place}", f"{place} {name}", f"{name}, {place} Chapter")
    )


def _other_place(chance: random.Random) -> Pair:
    one, other = chance.sample(places(), 2)
    field, kind = chance.choice(FIELDS), chance.choice(KINDS)
    form = chance.choice(("{0} {1} {2}", "{2} for {1} of {0}", "{0} {2} of {1}"))
    return form.format(one, field, kind), form.format(other, field, kind)


def _other_field(chance: random.Random) -> Pair:
    one, other = chance.sample(FIELDS, 2)
    place, kind = chance.choice(places()), chance.choice(KINDS)
    return f"{place} {one} {kind}", f"{place} {other} {kind}"


def _other_kind(chance: random.Random) -> Pair:
    one, other = chance.sample(KINDS, 2)
    place, field = chance.choice(places()), chance.choice(FIELDS)
    return f"{place} {field} {one}", f"{place} {field} {other}"


def _same_letters(chance: random.Random) -> Pair:
    """Two organizations of one acronym: one is written short, the other in full - of another."""
    while True:
        name = _any(chance)
        short = _letters(name)
        others = [other for other in (*registered(), _made(chance), _made(chance)) if _letters(other)[:2] == short[:2]
                  and other != name]  # fmt: skip
        if len(short) >= 3 and others:
            return short, chance.choice(others)


def _number(chance: random.Random) -> Pair:
    place, (one, other) = chance.choice(places()), chance.sample(range(1, 60), 2)
    return f"{place} School District {one}", f"{place} School District {other}"


Maker = Callable[[random.Random], Pair]
_SAME: dict[str, Maker] = {
    "acronym": _acronym, "legal form": _legal_form, "slip": _slip, "abbreviated": _abbreviated,
    "small words": _small_words, "turned": _turned,
}  # fmt: skip
_OTHER: dict[str, Maker] = {
    "chapter": _chapter, "other place": _other_place, "other field": _other_field, "other kind": _other_kind,
    "same letters": _same_letters, "number": _number,
}  # fmt: skip
