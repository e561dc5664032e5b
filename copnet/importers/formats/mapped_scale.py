"""What an answer is worth: words and numbers of a scale become the value of a tie, or none."""

from __future__ import annotations

from copnet.importers.cells import parse
from copnet.importers.mapping_errors import did_you_mean
from copnet.importers.mapping_models import NOT_A_TIE, TableMapping
from copnet.importers.mapping_words import fold
from copnet.tables import TABLES

_VALUE = TABLES["ties"].column("value")


class Scale:
    """The answers of one section."""

    def __init__(self, section: TableMapping) -> None:
        self._words = {
            fold(word): None if value == NOT_A_TIE else float(value) for word, value in section.answers.items()
        }
        self._shown = list(section.answers)
        self._top = section.reverse_values

    @property
    def has_words(self) -> bool:
        """Whether the mapping says what answers mean."""
        return bool(self._words)

    def value(self, text: str) -> float | None:
        """The value of a filled answer; None: not a tie. A value of 0 is not a tie on any scale.

        Raises:
            ValueError: what was expected instead.
        """
        number = self._words[fold(text)] if fold(text) in self._words else self._number(text)
        if not number:
            return None
        if self._top is None:
            return number
        if not 1 <= number <= self._top:
            raise ValueError(f"an answer from 1 to {self._top:g}, the scale to be reversed, or 0 for no tie")
        return self._top + 1 - number

    def _number(self, text: str) -> float:
        try:
            number = parse(_VALUE, text)
        except ValueError as error:
            if not self._words:
                raise ValueError(f'{error}, or a word that the section "answers" of the mapping explains') from None
            known = ", ".join(f'"{word}"' for word in self._shown[:20])
            hint = did_you_mean(text, self._shown)
            raise ValueError(f'a number, or an answer of the section "answers" of the mapping: {known}{hint}') from None
        assert isinstance(number, float)
        return number
