"""Names of people, taken apart: titles and order of the names, initials, nicknames, names before a marriage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nameparser import HumanName
from nameparser.config import CONSTANTS
from nicknames import NickNamer

from copnet.identity.folding import latin, listed

_PLAIN = re.compile(r"[^\W\d_]+ (?:[^\W\d_]{2,}|\d+)")
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv", "junior", "senior"})
_PARTICLES = listed(
    """
    de da do dos das del della di du la le van von der den ter ten zu zum zur af av al el bin ibn y e i und
    """
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """One spelling of a person's name, in Latin letters.

    Attributes:
        given: first and middle names, or their initials.
        family: words of the family name, particles ("van", "de la") left out unless nothing else is there.
        before: words of a family name said to be an earlier one (née).
        also: what the person is called by, in quotes or parentheses.
        generation: ``jr``, ``ii`` ...; blank when nothing is said.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    before: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    generation: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Given, then family name."""
        return self.given + self.family

    def turned(self) -> PersonName:
        """The same words, the first taken for the family name: ``Lee Ann`` and ``Ann Lee`` may be one person."""
        words = self.words
        return PersonName(words[1:], words[:1], self.before, self.also, self.generation)


@lru_cache(maxsize=1 << 16)
def person_name(text: str) -> PersonName:
    """Take a name apart.

    Args:
        text: as written: ``Dr. Ann Lee``, ``Lee, Ann B.``, ``LEE Ann``, ``Ana Ruiz (née Gómez)``, ``Lee AB``.

    Returns:
        Its parts; a single word is a given name without a family name.
    """
    if _PLAIN.fullmatch(text) and text.partition(" ")[0].casefold() not in CONSTANTS.titles:
        first, _, last = text.partition(" ")
        return _ordered(text, latin(first), latin(last))
    parsed = HumanName(text)
    given = latin(f"{parsed.first} {parsed.middle}")
    family = latin(parsed.last)
    suffix = latin(parsed.suffix)
    if not given and not family:
        return PersonName(latin(text), ())
    generation = next((word for word in suffix if word in _GENERATIONS), "")
    before, also = latin(parsed.maiden), latin(parsed.nickname)
    if not family:
        given, family = given[:1], given[1:]
    elif not given and parsed.title:  # "Judge Reinhold": a title and one name
        given, family = family[:1], family[1:]
    name = _ordered("" if "," in text else text, given, _without_particles(family))
    return PersonName(name.given, name.family, _without_particles(before), also, generation)


def _ordered(text: str, given: tuple[str, ...], family: tuple[str, ...]) -> PersonName:
    """The family name first where the spelling shows it: capitals (``LEE Ann``), initials at the end (``Lee AB``)."""
    written = text.split()
    first, rest = (written[0], written[1:]) if written else ("", [])
    if len(first) > 2 and "." not in first and first.isupper() and rest and not any(word.isupper() for word in rest):
        return PersonName((*given[1:], *family), given[:1])
    last = rest[-1].replace(".", "") if rest else ""
    if len(written) == 2 and len(first) > 2 and not first.isupper() and 0 < len(last) <= 2 and last.isupper():
        return PersonName(tuple("".join(latin(last))), given[:1])
    if text and len(family) == 1 and len(family[0]) == 1 and len(given) > 1 and len(given[0]) > 1:
        return PersonName((*given[1:], *family), given[:1])
    return PersonName(given, family)


def _without_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _PARTICLES) or words


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=1 << 15)
def called(given: str) -> frozenset[str]:
    """The full names a given name may stand for, itself among them.

    >>> "william" in called("bill"), "bill" in called("william")
    (True, False)
    """
    return frozenset({given, *_nicknames().canonicals_of(given)})
