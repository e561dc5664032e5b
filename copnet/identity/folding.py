"""Texts without what people write differently: case, accents, punctuation, script, and letters that sound alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_NOT_WORD = re.compile(r"[\W_]+")
_INSIDE_A_WORD = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_SPELLINGS = (
    ("sch", "s"), ("sh", "s"), ("tch", "c"), ("ch", "c"), ("ph", "f"), ("th", "t"), ("kh", "h"), ("zh", "z"),
    ("ck", "k"), ("qu", "k"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ks", "x"), ("ts", "z"), ("dz", "z"),
    ("y", "i"), ("j", "i"), ("w", "v"), ("q", "k"),
)  # fmt: skip
"""Pairs of letters that one name is written with in several languages and transliterations, in this order."""
_TWICE = re.compile(r"([a-z])\1+")
_NUMBER = re.compile(r"\d")


def listed(words: str) -> frozenset[str]:
    """A set of words written with blanks between them."""
    return frozenset(words.split())


def fold(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation, in their own script.

    >>> fold("Ruth  Ames-Łoś")
    ['ruth', 'ames', 'łos']
    """
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return [word for word in _NOT_WORD.split(text.casefold()) if word]


@lru_cache(maxsize=1 << 16)
def latin(text: str) -> tuple[str, ...]:
    """The words of a text in the letters a to z and digits, whatever its script.

    An apostrophe inside a word does not part it. Signs that no letter stands for are left out.

    >>> latin("Siobhán O'Brien"), latin("Иван Ильин"), latin("Müller-Łoś")
    (('siobhan', 'obrien'), ('ivan', 'ilin'), ('muller', 'los'))
    """
    whole = _INSIDE_A_WORD.sub("", text) if not text.isalnum() else text
    if not whole.isascii():
        whole = anyascii(unicodedata.normalize("NFKC", whole)).replace("'", "")
    return tuple(word for word in _NOT_WORD.split(whole.casefold()) if word)


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """A word of ``latin`` in which spellings that are often the same name are one.

    Made for transliterations and for letters written as two; not the phonetics of one language.

    >>> sound("mueller") == sound("muller"), sound("iurii") == sound("yuri"), sound("sergej") == sound("sergey")
    (True, True, True)
    """
    for written, heard in _SPELLINGS:
        if written in word:
            word = word.replace(written, heard)
    return _TWICE.sub(r"\1", word)


def has_digit(word: str) -> bool:
    """Whether a word is or has a number: another digit is another number, never a slip."""
    return bool(_NUMBER.search(word))


def one_letter_less(word: str) -> set[str]:
    """The word and every word that is left when one letter is taken out: two words of one slip share one of them.

    Of a word with a digit only the word.

    >>> sorted(one_letter_less("ann"))
    ['an', 'ann', 'nn']
    """
    if has_digit(word):
        return {word}
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
