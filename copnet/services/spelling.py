"""Finding names in texts however they are spelled: case, accents, punctuation, middle initials, order of the names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from copnet.identity.folding import fold

_WITHOUT_SPACES = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")  # scripts that do not part words


class Names:
    """A set of full names that texts can be searched for. First names alone are not found: they belong to many."""

    def __init__(self, names: Iterable[str]) -> None:
        self._spellings: set[str] = set()
        self._run_together: set[str] = set()
        for name in names:
            words = fold(name)
            for known in (words, _without_initials(words)):
                for order in (known, [*known[-1:], *known[:-1]], [*known[1:], *known[:1]]):
                    self._add(order, apart=not _WITHOUT_SPACES.search(name))
        self._longest = max((spelling.count(" ") + 1 for spelling in self._spellings), default=0)

    def spelled_in(self, text: str | None) -> bool:
        """Whether the text spells one of the names."""
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


def _without_initials(words: Sequence[str]) -> list[str]:
    """The words of two letters or more; all of them where only one would be left, which may be anybody's name."""
    long = [word for word in words if len(word) > 1]
    return long if len(long) > 1 else list(words)
