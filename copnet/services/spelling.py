"""Finding names in texts however they are spelled: case, accents, punctuation, middle initials, order of the names.

E-mail addresses are found too, as they are but for case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from copnet.identity.folding import fold

_WITHOUT_SPACES = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")  # scripts that do not part words
_BEFORE_AT, _AFTER_AT = re.compile(r"\S{1,64}$"), re.compile(r"[\w.-]{1,255}")  # as long as parts of an address can be
_PART = re.compile(r"[\W_]*[^\W_]+")


class Names:
    """A set of full names that texts can be searched for. First names alone are not found: they belong to many.

    Args:
        names: full names.
        addresses: e-mail addresses.
    """

    def __init__(self, names: Iterable[str], addresses: Iterable[str] = ()) -> None:
        self._addresses = frozenset(map(_plain_address, addresses))
        self._domains = frozenset(one.rpartition("@")[2] for one in self._addresses)
        self._spellings: set[str] = set()
        self._run_together: set[str] = set()
        for name in names:
            words = fold(name)
            for known in (words, _without_initials(words)):
                for order in (known, [*known[-1:], *known[:-1]], [*known[1:], *known[:1]]):
                    self._add(order, apart=not _WITHOUT_SPACES.search(name))
        self._longest = max((spelling.count(" ") + 1 for spelling in self._spellings), default=0)

    def spelled_in(self, text: str | None) -> bool:
        """Whether the text spells one of the names, or has one of the addresses in it."""
        found = _addresses(text, self._domains) if text and self._addresses and _may_have_address(text) else ()
        if any(one in self._addresses for one in found):
            return True
        if not self._spellings:
            return False  # to fold every text of a store would cost seconds
        words = fold(text or "")
        together = "".join(words)
        return (
            self._has(words)
            or self._has(_without_initials(words))
            or any(one in together for one in self._run_together)
        )

    def _add(self, words: Sequence[str], *, apart: bool) -> None:
        if words:
            self._spellings.update((" ".join(words), "".join(words)))
        if words and not apart:
            self._run_together.add("".join(words))

    def _has(self, words: Sequence[str]) -> bool:
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                if " ".join(words[start:end]) in self._spellings:
                    return True
        return False


def _may_have_address(text: str) -> bool:
    """Whether there may be a sign of an address in a text, in any of its spellings; most texts have none."""
    return "@" in text or "%" in text or not text.isascii()


def _addresses(text: str, domains: frozenset[str]) -> Iterator[str]:
    """What may be an address of these domains in a text, with and without what it may be run together with.

    The part before the sign may begin, and the one after it end, wherever a word does.
    """
    plain = _plain_address(unquote(text))
    for sign in re.finditer("@", plain):
        after = _AFTER_AT.match(plain, sign.end())
        ends = (after[0][: part.end()] for part in _PART.finditer(after[0])) if after else ()
        for domain in domains.intersection(ends):
            if before := _BEFORE_AT.search(plain, max(0, sign.start() - 64), sign.start()):
                for start in range(before.start(), before.end()):
                    if start == before.start() or not plain[start - 1].isalnum():
                        yield f"{plain[start : sign.start()]}@{domain}"


def _plain_address(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _without_initials(words: Sequence[str]) -> list[str]:
    """The words of two letters or more; all of them where only one would be left, which may be anybody's name."""
    long = [word for word in words if len(word) > 1]
    return long if len(long) > 1 else list(words)
