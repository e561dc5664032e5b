"""What may stand in a section of a mapping file: what a row is, what a column is, and what fits together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from copnet.importers.headers import MAX_HEADER, table_named
from copnet.importers.mapping_errors import Fault, did_you_mean, table_section
from copnet.importers.mapping_models import IGNORE, KEEP, ColumnRule, TableMapping
from copnet.tables import TABLES, Column, Table, fold_header

RESPONDENT, ANSWER = "respondent", "answer"
NAMED_IN = ("collaborations", "people", "organizations", "communities", RESPONDENT)
"""Rows that may have columns with lists of names."""

FIRST_NAME, LAST_NAME, IN_TRUST, FINISHED = "first name", "last name", "in trust", "finished"
NAME_AND_PLACE = "name (organization)"
_PARTS_OF_NAME = (FIRST_NAME, LAST_NAME)
_MORE: dict[str, tuple[str, ...]] = {
    "people": (*_PARTS_OF_NAME, NAME_AND_PLACE, IN_TRUST, "community"),
    "organizations": ("community",),
    RESPONDENT: (*_PARTS_OF_NAME, IN_TRUST, FINISHED, "wave", "survey", "community", "answered_on"),
    ANSWER: ("community", "survey"),
}
"""What columns may be beside the columns of the table that rows become."""
CONSTANTS: dict[str, tuple[str, ...]] = {
    "people": ("community",),
    "organizations": ("community",),
    RESPONDENT: ("kind", "wave", "survey", "community", "answered_on", "organization"),
    ANSWER: ("kind", "wave", "survey", "community", "asked_on"),
}


def fold(text: str) -> str:
    """A name of a column or a word of an answer without case, and with single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def kind_of_row(each_row: str) -> str | None:
    """What rows become: the name of a table, ``respondent``, ``answer`` or ``ignore``; None: not known."""
    word = fold(each_row).removeprefix("a ").removeprefix("an ")
    if word.rstrip("s") in (RESPONDENT, ANSWER, IGNORE):
        return word.rstrip("s")
    table = table_named(word)
    return table.name if table else None


def table_of(kind: str) -> Table:
    """The table whose columns the columns of such rows are."""
    return TABLES[{RESPONDENT: "people", ANSWER: "ties"}.get(kind, kind)]


def target(kind: str, word: str) -> Column | str | None:
    """What a word means for a column: a column of the table, a word of its own, or None."""
    plain = fold_header(word)
    for own in (IGNORE, KEEP, *_MORE.get(kind, ())):
        if plain == fold_header(own):
            return own
    return table_of(kind).column(word)


def words_for(kind: str) -> list[str]:
    """All words that say what a column is."""
    names = [column.name for column in table_of(kind).columns]
    return list(dict.fromkeys([*names, *_MORE.get(kind, ()), KEEP, IGNORE]))


def check_section(name: str, section: TableMapping) -> Iterator[Fault]:
    """What the types cannot say: words that are not known, and keys that do not go together."""
    where, kind = table_section(name), kind_of_row(section.each_row)
    if kind is None:
        known = [table.record.singular for table in TABLES.values()] + [RESPONDENT, ANSWER, IGNORE]
        yield where, "each_row", section.each_row, f"one of: {', '.join(known)}{did_you_mean(section.each_row, known)}"
        return
    if kind == IGNORE:
        return
    yield from _check_keys(where, kind, section)
    yield from _check_constants(where, kind, section)
    yield from _check_twice(where, kind, section)
    for header, rule in section.columns.items():
        for key, value, expected in _check_rule(kind, section, rule):
            yield where, f'columns."{header}"{key}', value, expected


def _check_keys(where: str, kind: str, section: TableMapping) -> Iterator[Fault]:
    survey = kind in (RESPONDENT, ANSWER)
    for key, fits in (
        ("questions", survey), ("answers", survey or kind == "ties"), ("colleagues", kind == RESPONDENT),
        ("asked", kind == RESPONDENT), ("ends", survey or kind == "ties"),
        ("reverse_values", survey or kind == "ties"),
        ("tell_apart_by", kind in ("people", "organizations", "ties", "participations", "memberships")),
    ):  # fmt: skip
        if key in section.model_fields_set and not fits:
            yield where, key, None, f'no such key here: it does not fit each_row = "{section.each_row}"'
    if kind == RESPONDENT and section.colleagues and section.questions:
        yield where, "colleagues", section.colleagues, "either this key or questions: both say which columns are asked"
    folded = [fold(word) for word in section.answers]
    for word in section.answers:
        if folded.count(fold(word)) > 1:
            yield where, f'answers."{word}"', None, "every answer once; this one differs from another in case only"


def _check_constants(where: str, kind: str, section: TableMapping) -> Iterator[Fault]:
    known = list(CONSTANTS.get(kind, ()))
    if kind not in (RESPONDENT, ANSWER):
        known = [column.name for column in table_of(kind).columns if column.name != "id"] + known
    plain = {fold_header(name) for name in known}
    for key, value in section.always.items():
        if fold_header(key) not in plain:
            yield where, f"always.{key}", value, f"one of the keys {', '.join(known)}{did_you_mean(key, known)}"


def _check_twice(where: str, kind: str, section: TableMapping) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    headers: dict[str, str] = {}
    for header, rule in section.columns.items():
        if fold(header) in headers:
            yield where, f'columns."{header}"', None, f'every column once; "{headers[fold(header)]}" is the same name'
        headers[fold(header)] = header
        word = rule.to and fold_header(rule.to)
        if not word or word in (IGNORE, KEEP, fold_header(IN_TRUST)):
            continue
        if word in seen:
            yield where, f'columns."{header}"', rule.to, f'one column for it; "{seen[word]}" is said to be it too'
        seen[word] = header


def _check_rule(kind: str, section: TableMapping, rule: ColumnRule) -> Iterator[tuple[str, str | None, str]]:
    meanings = [name for name in ("to", "keep", "names") if getattr(rule, name) is not None]
    if len(meanings) != 1:
        yield "", None, "exactly one of the keys to, keep and names"
        return
    if rule.to is not None:
        yield from _check_target(kind, rule.to)
    if rule.keep is not None and not 0 < len(rule.keep.strip()) <= MAX_HEADER:
        yield ".keep", rule.keep, f"a name of 1 to {MAX_HEADER} characters"
    named = kind == "people" and fold(rule.to or "") in ("name", NAME_AND_PLACE)
    if rule.written is not None and rule.names != "people" and not named:
        yield ".written", rule.written, 'this key only beside names = "people", or beside to = "name" of people'
    if rule.names is None:
        for key in ("role", "kind", "organizations_in"):
            if getattr(rule, key) is not None:
                yield f".{key}", getattr(rule, key), "this key only beside the key names"
    elif kind not in NAMED_IN:
        yield ".names", rule.names, f'no list of names where each_row = "{section.each_row}"'
    elif kind == RESPONDENT and rule.kind is None and "kind" not in section.always:
        yield ".kind", None, "the kind of tie to those named, as kind here or under always"
    if any(not separator for separator in rule.separators):
        yield ".separators", "", 'signs or words that stand between two values, such as "," or " and "'


def _check_target(kind: str, word: str) -> Iterator[tuple[str, str | None, str]]:
    if target(kind, word) is None:
        known = words_for(kind)
        yield "", word, f"one of: {', '.join(known)}{did_you_mean(word, known)}"
