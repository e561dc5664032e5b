"""A survey with a row for each respondent and a column for each colleague: rosters and matrices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from copnet.importers.formats.mapped_people import Mentioned, People
from copnet.importers.formats.mapped_rows import RowReader
from copnet.importers.formats.mapped_scale import Scale
from copnet.importers.formats.mapped_section import Part, Row, reference
from copnet.importers.formats.mapped_ties import NO_WAVE
from copnet.importers.mapping_models import ColumnRule
from copnet.importers.mapping_words import FINISHED, IN_TRUST, fold

_DASHES = "-–—:."
_YES = ("true", "yes", "1", "100")


@dataclass(frozen=True)
class Asked:
    """A column that asks about a colleague."""

    column: int
    colleague: str
    kind: str


def colleague_in(header: str, question: str) -> str | None:
    """The colleague whom a header names after its question, as the makers of surveys write it.

    >>> colleague_in("Whom do you trust? [Ann Lee]", "Whom do you trust?"), colleague_in("Trust - Bo", "trust")
    ('Ann Lee', 'Bo')
    """
    text, asked = " ".join(header.split()), " ".join(question.split())
    if not text.casefold().startswith(asked.casefold()):
        return None
    rest = text[len(asked) :].strip()
    if rest.startswith("[") and rest.endswith("]"):
        return rest[1:-1].strip() or None
    return rest[1:].strip() or None if rest[:1] and rest[0] in _DASHES else None


class SurveyReader(RowReader):
    """Makes people, ties and responses of a survey in wide form."""

    def __init__(self, part: Part, people: People) -> None:
        super().__init__(part)
        self._people = people
        self._scale = Scale(part.section)
        self._asked = self._columns()
        self._folded = {fold(asked.colleague) for asked in self._asked}
        self._colleagues: dict[str, Mentioned] = {}
        self._answered: set[str] = set()
        self._cells: list[tuple[int, Row, Mentioned]] = []
        self._counts: Counter[str] = Counter()

    def _columns(self) -> list[Asked]:
        section, kind = self.part.section, self.constants.get("kind")
        free = [(n, header) for n, header in enumerate(self.part.grid.headers) if n not in self.part.rules]
        if section.colleagues:
            if kind is None:
                self.part.shared.refuse(self.part.name, "always.kind", None, 'the kind of tie that is asked: "trusts"')
            return [Asked(number, header, kind or "") for number, header in free]
        by_length = sorted(section.questions.items(), key=lambda item: -len(item[0]))
        found = []
        used: set[str] = set()
        for number, header in free:
            for question, tie in by_length:
                if colleague := colleague_in(header, question):
                    found.append(Asked(number, colleague, tie))
                    used.add(question)
                    break
        for question in section.questions:
            if question not in used:
                self.part.shared.refuse(
                    self.part.name, "questions", question,
                    f"a question of {self.part.place_words} whose columns are called "
                    f'"{question[:40]} [Name]" or "{question[:40]} - Name"',
                )  # fmt: skip
        return [asked for asked in found if fold(asked.kind) != "ignore"]

    def is_read_otherwise(self, header: str) -> bool:
        """Whether the column is one of the colleagues."""
        return super().is_read_otherwise(header) or any(
            self.part.grid.headers[asked.column] == header for asked in self._asked
        )

    def read(self) -> None:
        """Take every row, then make responses, as only all rows together show how a survey writes no tie."""
        if not any(name in self.headers for name in ("name", "id")) and not self._has_name_words():
            expected = 'a column that is the "name" of the respondent, under columns'
            self.part.shared.refuse(self.part.name, "columns", None, expected)
        if not self._asked and not any(rule.names for rule in self.part.rules.values()):
            expected = 'questions, colleagues = "other columns", or a column with names of colleagues'
            self.part.shared.refuse(self.part.name, None, None, expected)
        super().read()
        if self.part.section.ends != "organizations":
            self._respond_all()
        self._say()

    def _has_name_words(self) -> bool:
        return bool({"first name", "last name"} & set(map(str, self._targets.values())))

    def take(self, number: int, row: Row) -> None:
        """Make the ties of one respondent."""
        cells = self.cells(number, row)
        if cells is None:
            return
        if not cells.get("name"):
            if any(row[asked.column] is not None for asked in self._asked) or len(cells) > len(self.constants):
                self.part.refuse(number, self.headers.get("name", "name"), None, "the name of the respondent")
            return
        own = {name: value for name, value in cells.items() if name not in ("kind",)}
        respondent = self._respondent(number, own)
        self._answered.add(respondent.name)
        self._cells.append((number, row, respondent))
        wave = self.word(row, "wave")
        for asked in self._asked:
            self._take_answer(number, row, respondent, asked, wave)
        for column, rule in self.part.rules.items():
            if row[column] is not None and rule.names is not None:
                self._take_names_of(number, row, column, rule, respondent)
            elif row[column] is not None and self._targets[column] == IN_TRUST:
                self._take_in_trust(number, row, column, respondent)

    def _take_in_trust(self, number: int, row: Row, column: int, respondent: Mentioned) -> None:
        header = self.part.grid.headers[column]
        fact = {"person": respondent.text, "attribute": header, "value": row[column]}
        self.part.add("person_attributes", number, fact, {"value": header})

    def _respondent(self, number: int, cells: dict[str, str | None]) -> Mentioned:
        if self.part.section.ends == "people":
            return self._people.row(self.part, number, cells, self.headers)
        return self._organization(cells.get("name") or "", number)

    def _organization(self, name: str, number: int) -> Mentioned:
        """An organization of the survey; its rows are made where it is first named."""
        known = self._colleagues.get(name)
        if known is None:
            known = self._colleagues[name] = Mentioned(name, None, None, self.part, number)
            self.part.add("organizations", number, {"name": name}, {"name": self.headers.get("name", "name")})
        return known

    def _colleague(self, name: str, number: int) -> Mentioned:
        if self.part.section.ends == "organizations":
            return self._organization(name, number)
        if name not in self._colleagues:
            self._colleagues[name] = self._people.named(name, self.part, number)
        return self._colleagues[name]

    def _take_answer(self, number: int, row: Row, respondent: Mentioned, asked: Asked, wave: str | None) -> None:
        colleague = self._colleague(asked.colleague, self.part.section.header_row)
        text = row[asked.column]
        if _same(respondent, colleague):
            self._counts["self"] += text is not None and fold(text) not in ("0", "x", "self")
            return
        if text is None:
            self._counts["blank"] += 1
            return
        try:
            value = self._scale.value(text)
        except ValueError as error:
            self.part.refuse(number, asked.column, text, str(error))
            return
        if value is None:
            self._counts["none"] += 1
            cells = self._tie_cells(respondent, colleague, asked.kind, 0, wave)
            self.part.deny(number, cells, {"from": self.headers.get("name", "name")})
        else:
            self._tie(number, respondent, colleague, asked.kind, value, wave)

    def _take_names_of(self, number: int, row: Row, column: int, rule: ColumnRule, respondent: Mentioned) -> None:
        kind = rule.kind or self.constants.get("kind") or ""
        for name, _ in self.named(number, row, column, rule):
            colleague = self._colleague(name, number)
            if not _same(respondent, colleague):
                self._tie(number, respondent, colleague, kind, 1, self.word(row, "wave"))

    def _tie(
        self, number: int, who: Mentioned, whom: Mentioned, kind: str, value: float, wave: str | None
    ) -> None:  # fmt: skip
        cells = self._tie_cells(who, whom, kind, value, wave)
        self.part.add("ties", number, cells, {"from": self.headers.get("name", "name")})

    def _tie_cells(
        self, who: Mentioned, whom: Mentioned, kind: str, value: float, wave: str | None
    ) -> dict[str, str | None]:  # fmt: skip
        cells = {"from": who.text, "to": whom.text, "kind": kind, "value": f"{value:.15g}", "wave": wave}
        if self.part.section.ends == "organizations":
            cells |= {"from_kind": "organization", "to_kind": "organization"}
        return cells

    def _respond_all(self) -> None:
        """One response a respondent; with ``asked`` also one for each colleague who has no row."""
        waves = {self.word(row, "wave") or self.part.shared.wave for _, row, _ in self._cells}
        if None in waves:
            self.part.caution(NO_WAVE)
        by_ticks = not self._counts["none"]  # no cell ever says "no": what is blank is no, as in a list to tick
        for number, row, respondent in self._cells:
            if wave := self.word(row, "wave") or self.part.shared.wave:
                status = "answered" if self._is_finished(row, respondent, by_ticks=by_ticks) else "partial"
                self._response(number, row, respondent.text, wave, status)
        if self.part.section.asked == "colleagues" and len(waves) == 1 and (wave := next(iter(waves))):
            for name, colleague in self._colleagues.items():
                if colleague.name not in self._answered and fold(name) in self._folded:
                    self._response(self.part.section.header_row, None, colleague.text, wave, "invited")

    def _is_finished(self, row: Row, respondent: Mentioned, *, by_ticks: bool) -> bool:
        """Whether all was answered: as a column says, else by the cells about colleagues."""
        for meaning in (FINISHED, "answered_on"):
            if meaning in self._targets.values():
                word = self.word(row, meaning)
                return word is not None and (meaning != FINISHED or fold(word) in _YES)
        filled = [
            row[asked.column] is not None
            for asked in self._asked
            if not _same(respondent, self._colleague(asked.colleague, self.part.section.header_row))
        ]
        return not filled or (any(filled) if by_ticks else all(filled))

    def _response(self, number: int, row: Row | None, person: str, wave: str, status: str) -> None:
        made: dict[str, str | None] = {"person": person, "wave": wave, "status": status}
        for meaning in ("survey", "community"):
            text = self.word(row, meaning) if row else self.constants.get(meaning)
            made[meaning] = reference(text) if text else None
        text = self.word(row, "answered_on") if row else None
        if text:
            try:
                made["answered_on"] = self.part.date(text).text
            except ValueError as error:
                self.part.refuse(number, self._header_of("answered_on"), text, str(error))
                return
        self.part.add("responses", number, made, {"person": self.headers.get("name", "name")})

    def _say(self) -> None:
        none, blank = self._counts["none"], self._counts["blank"]
        if none or blank:
            self.part.caution(f"{none + blank:,} answers are no tie ({blank:,} of them blank cells)")
        if self._counts["self"]:
            self.part.caution(f"{self._counts['self']:,} answers of people about themselves are left out")
        absent = _absent([asked.colleague for asked in self._asked], self._answered, self._colleagues)
        if absent and self.part.section.asked == "respondents" and self.part.section.ends == "people":
            self.part.caution(
                f"{absent:,} colleagues have no row; if they were asked too, say so in the mapping "
                '(asked = "colleagues"): the share of those who answered counts them then'
            )


def _same(one: Mentioned, other: Mentioned) -> bool:
    """Whether both are one person: one name, and nothing that tells them apart."""
    if fold(one.name) != fold(other.name):
        return False
    emails, places = (one.email, other.email), (one.organization, other.organization)
    return not any(all(pair) and fold(pair[0] or "") != fold(pair[1] or "") for pair in (emails, places))


def _absent(names: Sequence[str], answered: set[str], colleagues: dict[str, Mentioned]) -> int:
    return len({name for name in names if name in colleagues and colleagues[name].name not in answered})
