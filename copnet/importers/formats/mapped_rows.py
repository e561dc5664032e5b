"""Rows that are one thing each: a collaboration, a person, a tie ... with lists of names beside it."""

from __future__ import annotations

from copnet.cell_text import join_list
from copnet.importers.formats.mapped_section import Part, Row, reference, with_organization
from copnet.importers.headers import MAX_HEADER
from copnet.importers.lists import SEPARATORS, maybe_family_first, split_names, spoken
from copnet.importers.mapping_models import KEEP, ColumnRule
from copnet.importers.mapping_words import FIRST_NAME, IN_TRUST, LAST_NAME, NAME_AND_PLACE, fold, table_of, target
from copnet.importers.namesakes import with_organization as split_place
from copnet.importers.registry import NAME_FIELD
from copnet.tables import Column, fold_header

_TOLD_APART = ("from", "to", "person", "organization")
_NAMES_MAKE = {"collaborations": "participations", "people": "affiliations", "communities": "memberships",
               "organizations": "affiliations"}  # fmt: skip
_SUBJECT = {"collaborations": "collaboration", "people": "person", "communities": "community",
            "organizations": "organization"}  # fmt: skip


class RowReader:
    """Makes rows of the contract from the rows of one part."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.table = table_of(part.kind)
        self.headers: dict[str, str] = {}
        self.constants = {
            column.name if (column := self.table.column(key)) else fold_header(key): value.strip()
            for key, value in part.section.always.items()
        }
        self._targets = {number: self._target(number, rule) for number, rule in part.rules.items()}
        self._bare: set[str] = set()
        self._commas: dict[int, list[str]] = {}

    def _target(self, number: int, rule: ColumnRule) -> Column | str | None:
        found = target(self.part.kind, rule.to) if rule.to is not None else None
        if isinstance(found, Column):
            self.headers[found.name] = self.part.grid.headers[number]
        return found

    def read(self) -> None:
        """Take every row."""
        self._say_columns()
        if self.part.drafts.problems.fatal:
            return
        for number, row in self.part.rows():
            self.take(number, row)
        self._say_commas()

    def take(self, number: int, row: Row) -> None:
        """Make what one row says."""
        cells = self.cells(number, row)
        if cells is None:
            return
        name = cells.get(NAME_FIELD.get(self.table.name, ""))
        handle = f"{name} [row {number} of {self.part.place_words}]" if name else None
        made = None
        if self.table.name in ("people", "organizations") and name and not cells.get("id"):
            cells["id"] = made = self.part.told_apart(name, number, row)
        else:
            self._tell_apart_references(number, row, cells)
        self.part.add(self.table.name, number, cells, self.headers, handle, made_id=made is not None)
        if handle:
            self.take_more(number, row, handle)

    def cells(self, number: int, row: Row) -> dict[str, str | None] | None:
        """The cells of the row's own table; None when one of them cannot be read."""
        made: dict[str, str | None] = {
            name: value for name, value in self.constants.items() if self.table.column(name) is not None
        }
        good = True
        for column, rule in self.part.rules.items():
            text = row[column]
            if text is None:
                continue
            meaning = self._targets[column]
            text = self.in_words(rule, text)
            if isinstance(meaning, Column):
                value = self._value(number, column, meaning, rule, text)
                good = good and value is not None
                made[meaning.name] = value
            elif meaning == NAME_AND_PLACE:
                made |= _name_and_place(spoken(text) if rule.written else text)
            elif meaning == KEEP or rule.keep is not None:
                made[self._own_name(column, rule)] = text
        if name := " ".join(filter(None, (self.word(row, FIRST_NAME), self.word(row, LAST_NAME)))):
            made["name"] = name
        return made if good else None

    def in_words(self, rule: ColumnRule, text: str) -> str:
        """A cell, in the words that the mapping has for it."""
        if not rule.words:
            return text
        return next((value for word, value in rule.words.items() if fold(word) == fold(text)), text)

    def word(self, row: Row, meaning: str) -> str | None:
        """The cell of a column that means something beside the table's own columns, or what always holds."""
        for column, found in self._targets.items():
            if found == meaning and row[column] is not None:
                return self.in_words(self.part.rules[column], row[column] or "")
        return self.constants.get(fold_header(meaning))

    def _value(self, number: int, column: int, meaning: Column, rule: ColumnRule, text: str) -> str | None:
        if meaning.kind == "date":
            try:
                return self.part.date(text).text
            except ValueError as error:
                self.part.refuse(number, column, text, str(error))
                return None
        if rule.written:
            return spoken(text)
        if meaning.kind in ("texts", "references") and rule.separators:
            return join_list(split_names(text, rule.separators))
        return text

    def _own_name(self, column: int, rule: ColumnRule) -> str:
        name = rule.keep.strip() if rule.keep else self.part.grid.headers[column]
        return f"{name} (file)" if self.table.column(name) else name

    def take_more(self, number: int, row: Row, handle: str) -> None:
        """What the row says beside its own table: lists of names, communities, facts given in trust."""
        subject = _SUBJECT.get(self.table.name)
        for column, rule in self.part.rules.items():
            text = row[column]
            if text is None or subject is None:
                continue
            if rule.names is not None:
                self._take_names(number, row, column, rule, subject, handle)
            elif self._targets[column] == IN_TRUST:
                fact = {"person": handle, "attribute": self.part.grid.headers[column], "value": text}
                self.part.add("person_attributes", number, fact, {"value": self.part.grid.headers[column]})
        if subject in ("person", "organization") and (community := self.word(row, "community")):
            member = {"community": reference(community), subject: handle}
            self.part.add("memberships", number, member, {"community": self._header_of("community")})

    def _header_of(self, meaning: str) -> str:
        columns = [column for column, found in self._targets.items() if found == meaning]
        return self.part.grid.headers[columns[0]] if columns else meaning

    def _take_names(self, number: int, row: Row, column: int, rule: ColumnRule, subject: str, handle: str) -> None:
        header = self.part.grid.headers[column]
        end = "person" if rule.names == "people" else "organization"
        if end == subject:
            return
        for name, organization in self.named(number, row, column, rule):
            made: dict[str, str | None] = {subject: handle, end: reference(name), "role": rule.role}
            if end == "person" and organization and subject != "organization":
                made["organization"] = reference(organization)
            self.part.add(_NAMES_MAKE[self.table.name], number, made, {end: header})

    def named(self, number: int, row: Row, column: int, rule: ColumnRule) -> list[tuple[str, str | None]]:
        """The names in a cell, each with the organization that another column has for it."""
        text = row[column] or ""
        try:
            names = self.part.names(rule, text)
        except ValueError as error:
            self.part.refuse(number, column, text, str(error))
            return []
        self._note_comma(column, rule, text)
        beside = self.part.find(rule.organizations_in, "organizations_in") if rule.organizations_in else None
        if beside is None or row[beside] is None or rule.names != "people":
            return [(name, None) for name in names]
        organizations = split_names(row[beside] or "", rule.separators or SEPARATORS)
        if len(organizations) != len(names):
            if len(names) > 1 and len(organizations) > 1:
                expected = f"as many organizations as names ({len(names)}), or one for all; found {len(organizations)}"
                self.part.refuse(number, beside, row[beside], expected)
                return []
            organizations = [row[beside] or ""] * len(names)
        pairs = zip(names, organizations, strict=True)
        return [(with_organization(name, organization), organization) for name, organization in pairs]

    def _note_comma(self, column: int, rule: ColumnRule, text: str) -> None:
        """Remember a cell in which a comma parts two people, or the names of one."""
        signs = rule.separators or SEPARATORS
        if rule.names == "people" and not rule.written and "," in signs and (item := maybe_family_first(text, signs)):
            self._commas.setdefault(column, []).append(item)

    def _say_commas(self) -> None:
        for column, items in self._commas.items():
            one, other = split_names(items[0], [","])
            self.part.caution(
                f'in {len(items):,} cell(s) of the column "{self.part.grid.headers[column]}" a comma parts two people, '
                f'such as "{items[0]}": {one} and {other}; if that is one, {spoken(items[0])}, add '
                'written = "last, first" to this column in the mapping'
            )

    def _tell_apart_references(self, number: int, row: Row, cells: dict[str, str | None]) -> None:
        """Replace names by the ids of those told apart, and make those known by their names."""
        for name in _TOLD_APART if self.part.section.tell_apart_by else ():
            text = cells.get(name)
            made = self.part.told_apart(text, number, row) if text else None
            if made is None or made in self._bare:
                cells[name] = made or text
                continue
            cells[name] = made
            self._bare.add(made)
            organizations = name == "organization" or self.part.section.ends == "organizations"
            table = "organizations" if organizations else "people"
            self.part.add(table, number, {"id": made, "name": text}, {}, made_id=True)

    def _say_columns(self) -> None:
        """Name the columns that the mapping does not, and refuse names that cannot be kept."""
        headers, rules = self.part.grid.headers, self.part.rules
        beside = {fold(rule.organizations_in) for rule in rules.values() if rule.organizations_in}
        other = [header for number, header in enumerate(headers) if number not in rules and fold(header) not in beside]
        other = [header for header in other if not self.is_read_otherwise(header)]
        if other:
            names = ", ".join(f'"{name[:60]}"' for name in other[:20]) + (", …" if len(other) > 20 else "")
            self.part.say_left_out(f"columns that the mapping does not name: {names}")
        for number, rule in rules.items():
            kept = self._targets[number] in (KEEP, IN_TRUST)
            if kept and len(headers[number]) > MAX_HEADER:
                expected = f'a shorter name for what is kept: {{ keep = "..." }}, at most {MAX_HEADER} characters'
                self.part.shared.refuse(self.part.name, "columns", headers[number][:50], expected)
            if rule.organizations_in:
                self.part.find(rule.organizations_in, "organizations_in")
        for header in (self.part.section.tell_apart_by, *self.part.section.only):
            if header is not None:
                self.part.find(header, "only" if header in self.part.section.only else "tell_apart_by")

    def is_read_otherwise(self, header: str) -> bool:
        """Whether a column that has no rule is read all the same."""
        words = [*self.part.section.only]
        if self.part.section.tell_apart_by:
            words.append(self.part.section.tell_apart_by)
        return fold(header) in map(fold, words)


def _name_and_place(text: str) -> dict[str, str | None]:
    """``Name (Organization)`` taken apart; a name alone as it is."""
    split = split_place(text, lambda _: False, lambda _: False)
    return {"name": split[0], "organization": reference(split[1])} if split else {"name": text}
