"""Finding names in texts however they are spelled: case, accents, punctuation and the order of first and last names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NOT_WORD = re.compile(r"[\W_]+")
_WITHOUT_SPACES = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")  # scripts that do not part words


class Names:
    """A set of full names that texts can be searched for. First names alone are not found: they belong to many."""

    def __init__(self, names: Iterable[str]) -> None:
        self._spellings: set[str] = set()
        self._run_together: set[str] = set()
        for name in names:
            words = fold(name)
            if not words:
                continue
            for order in (words, [words[-1], *words[:-1]], [*words[1:], words[0]]):
                self._spellings.add(" ".join(order))
                if _WITHOUT_SPACES.search(name):
                    self._run_together.add("".join(order))
        self._longest = max((spelling.count(" ") + 1 for spelling in self._spellings), default=0)

    def spelled_in(self, text: str | None) -> bool:
        """Whether the text spells one of the names."""
        words = fold(text or "")
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                if " ".join(words[start:end]) in self._spellings:
                    return True
        together = "".join(words)
        return any(name in together for name in self._run_together)


def fold(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return [word for word in _NOT_WORD.split(plain.casefold()) if word]
