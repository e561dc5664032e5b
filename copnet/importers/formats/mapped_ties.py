"""Rows that are ties, and answers in long form: who, about whom, what."""

from __future__ import annotations

from copnet.importers.formats.mapped_rows import RowReader
from copnet.importers.formats.mapped_scale import Scale
from copnet.importers.formats.mapped_section import Part, Row, reference
from copnet.importers.mapping_words import ANSWER, fold


class TieReader(RowReader):
    """A row is a tie; of each respondent in long form the answer is kept too."""

    def __init__(self, part: Part) -> None:
        super().__init__(part)
        self._scale = Scale(part.section)
        self._kinds = {fold(question): kind for question, kind in part.section.questions.items()}
        self._responses: dict[tuple[str, str], int] = {}
        self._no_ties = self._selves = self._no_wave = 0
        if part.section.ends == "organizations":
            self.constants |= {"from_kind": "organization", "to_kind": "organization"}

    @property
    def _is_answer(self) -> bool:
        return self.part.kind == ANSWER

    def read(self) -> None:
        """Take every row, then say what made no tie."""
        super().read()
        if self._no_ties:
            self.part.caution(f"{self._no_ties:,} answers say that there is no tie (blank, 0, or as the mapping says)")
        if self._selves:
            self.part.caution(f"{self._selves:,} answers of people about themselves are left out")
        if self._no_wave and not self.part.shared.wave:
            self.part.caution(NO_WAVE)

    def take(self, number: int, row: Row) -> None:
        """Make the tie of one row, and the response of who answered."""
        cells = self.cells(number, row)
        if cells is None:
            return
        if question := cells.get("kind"):
            cells["kind"] = self._kinds.get(fold(question), question)
        ends = cells.get("from"), cells.get("to")
        self._tell_apart_references(number, row, cells)
        if not self._fit(number, cells):
            return
        if self._is_answer and ends[0]:
            self._respond(number, row, cells)
            if not ends[1]:
                return
        for end in ("from", "to"):
            cells[end] = reference(cells.get(end) or "") or None
        if self._is_answer and cells.get("value") is None and "value" in self.headers:
            self._no_ties += 1
        elif self._is_answer and fold(ends[0] or "") == fold(ends[1] or " "):
            self._selves += 1
        elif self._is_answer and cells.get("value") == "0":
            self._no_ties += 1
            self.part.deny(number, cells, self.headers)
        else:
            self.part.add("ties", number, cells, self.headers)

    def _fit(self, number: int, cells: dict[str, str | None]) -> bool:
        """Turn the value into a number of the scale."""
        text = cells.get("value")
        if text is None:
            return True
        try:
            value = self._scale.value(text)
        except ValueError as error:
            self.part.refuse(number, self.headers.get("value"), text, str(error))
            return False
        cells["value"] = f"{value:.15g}" if value is not None else "0"
        return True

    def _respond(self, number: int, row: Row, cells: dict[str, str | None]) -> None:
        """The respondent answered: one response a wave."""
        person, wave = cells["from"], cells.get("wave") or self.part.shared.wave
        if self.part.section.ends == "organizations":
            return
        if not wave:
            self._no_wave += 1
            return
        assert person is not None
        if self._responses.setdefault((fold(person), wave), number) == number:
            made = {
                "person": reference(person), "wave": wave, "status": "answered",
                "survey": self.word(row, "survey"), "community": self.word(row, "community"),
                "answered_on": cells.get("asked_on"),
            }  # fmt: skip
            self.part.add("responses", number, made, {"person": self.headers.get("from", "from")})


NO_WAVE = "no wave is named, so who answered is not kept: name it with --wave, or in the mapping"
