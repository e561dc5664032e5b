"""The guess for tables whose rows are one thing each: collaborations, people, organizations or ties."""

from __future__ import annotations

from copnet.fields import COLLABORATION_KINDS, UNKNOWN_KIND
from copnet.importers.guess_table import Guess, Seen
from copnet.importers.guess_words import (
    ADDRESSED,
    ANSWER_HEADERS,
    COLLABORATIONS,
    IN_TRUST,
    ORGANIZATION_SHEETS,
    ORGANIZATIONS,
    PARTICIPATIONS,
    PEOPLE,
    ROLES,
    SUBMITTED,
    TIES,
    meaning,
    plain,
    scale_value,
)
from copnet.importers.headers import MAX_HEADER
from copnet.importers.mapping_models import IGNORE, KEEP, NOT_A_TIE
from copnet.importers.mapping_words import NAME_AND_PLACE, fold

_WORDS = {"collaboration": COLLABORATIONS, "person": PEOPLE, "organization": ORGANIZATIONS, "tie": TIES, "answer": TIES}
_WORDS["participation"] = PARTICIPATIONS
_GROUPS = 50
_WITH_IDS = ("person", "organization", "collaboration")
_PEOPLE_NAMED = {word: PEOPLE[word] for word in ("name", "first name", "last name", "email")}
_LISTS = ("topics",)
LAST_FIRST = "last, first"
_NAMING_FEW = ("organization", "affiliation", "institution", "affiliations", "organizations", "organisation")


def guess_rows(seen: Seen) -> Guess:
    """The guess for one table."""
    made = Guess(seen.name, seen.headers, [seen.samples(header) for header in seen.headers])
    if seen.header_row > 1:
        made.keys["header_row"] = seen.header_row
    if len(seen.blank) > 1:
        made.keys["blank"] = seen.blank
    made.each_row = _each_row(seen)
    if made.each_row == IGNORE:
        made.notes["each_row"] = "copnet could not tell what a row is: put the word here that fits"
        made.columns = dict.fromkeys(seen.headers, IGNORE)
        return made
    _name_columns(seen, made)
    by_row = {
        "collaboration": _collaboration,
        "person": _entity,
        "organization": _entity,
        "participation": _nothing_more,
    }
    by_row.get(made.each_row, _tie)(seen, made)
    return made


def _each_row(seen: Seen) -> str:
    filled = [header for header in seen.headers if seen.filled(header)]
    found = {kind: {meaning(header, words) for header in filled} for kind, words in _WORDS.items()}
    headers = {plain(header) for header in filled}
    if {"from", "to"} <= found["tie"]:
        return "answer" if headers & set(ANSWER_HEADERS) else "tie"
    about = plain(seen.name.rpartition(".")[0] or seen.name)
    of_organizations = any(word in about for word in ORGANIZATION_SHEETS)
    if of_organizations and "name" in found["organization"]:
        return "organization"
    if {"collaboration", "person"} <= found["participation"]:
        return "participation"
    listed = any(_role(header) for header in filled if plain(header) != "name")
    named = bool({"name", "first name", "last name", "email"} & found["person"])
    titled = bool(headers & set(COLLABORATIONS["title"]) - {"name"})
    if (titled or (listed and "name" in headers)) and not {"email", "first name", "last name"} & found["person"]:
        return "collaboration"
    if not named and "id" in headers and "started_on" in found["collaboration"]:
        return "collaboration"
    if named or "id" in headers:
        return "person"
    return "organization" if "name" in found["organization"] else IGNORE


def _role(header: str) -> str | None:
    return meaning(header, ROLES)


def _name_columns(seen: Seen, made: Guess) -> None:
    """A word for each column by its name; each word once."""
    words = _WORDS[made.each_row]
    for header in seen.headers:
        word = meaning(header, words)
        trusted = made.each_row == "person" and any(part in IN_TRUST for part in plain(header).split())
        if plain(header) == "id":
            word = (
                "id"
                if made.each_row in _WITH_IDS and _is_id(seen, header) and not _counts(seen, made, header)
                else None
            )
        if word == "role" and {plain(cell) for cell in seen.filled(header)} <= ADDRESSED:
            word = None
        if word is not None and word not in made.columns.values() and seen.filled(header):
            made.columns[header] = word
        elif trusted:
            made.columns[header] = "in trust"
        else:
            made.columns[header] = KEEP if len(header) <= MAX_HEADER and seen.filled(header) else IGNORE
    for header, said in list(made.columns.items()):
        if said in ("started_on", "ended_on", "asked_on"):
            _date(seen, made, header)
        elif said in _LISTS:
            signs = [sign for sign in (";", ",", "line break") if sign in seen.separators(header)]
            made.columns[header] = {"to": said, "separators": signs or [","]}


def _is_id(seen: Seen, header: str) -> bool:
    cells = seen.column(header)
    return (
        None not in cells
        and seen.is_key([header])
        and not any(sign in cell for cell in cells if cell for sign in "/\\")
    )


def _counts(seen: Seen, made: Guess, header: str) -> bool:
    """Whether an id is the number of an answer in a form: people have names there, and another form counts anew."""
    named = any(meaning(other, _PEOPLE_NAMED) for other in seen.headers)
    submitted = any(plain(other) in SUBMITTED for other in seen.headers)
    return made.each_row == "person" and named and submitted and all(map(str.isdecimal, seen.filled(header)))


def _date(seen: Seen, made: Guess, header: str) -> None:
    how = seen.dates(header)
    if how is None:
        made.columns[header] = KEEP
        made.notes[header] = "these are not all dates"
    elif how == "either":
        made.notes[header] = 'the file does not show whether the day or the month comes first: add dates = "day first"'
    elif how != "iso":
        made.keys["dates"] = how


def _nothing_more(seen: Seen, made: Guess) -> None:
    """The words of the columns say it all."""


def _collaboration(seen: Seen, made: Guess) -> None:
    if "title" not in made.columns.values():
        ids = (header for header, word in made.columns.items() if word == "id")
        made.columns[next(ids, next((header for header in seen.headers if seen.filled(header)), seen.headers[0]))] = (
            "title"
        )
    if "kind" not in made.columns.values():
        about = plain(seen.name)
        known = sorted(COLLABORATION_KINDS.values, key=len, reverse=True)
        made.always["kind"] = next((kind for kind in known if plain(kind) in about), UNKNOWN_KIND)
        made.notes["kind"] = f"what these were: {', '.join(COLLABORATION_KINDS.values)}, or a word of your own"
    listed = [header for header in seen.headers if made.columns[header] == KEEP and _role(header)]
    for header in listed:
        rule: dict[str, object] = {"names": "people", "role": _role(header), "separators": seen.separators(header)}
        beside = next((name for name in seen.headers if _goes_with(seen, made, header, name)), None)
        if seen.family_first(header):
            rule["separators"] = [sign for sign in seen.separators(header) if sign != ","] or [";"]
            rule["written"] = LAST_FIRST
            made.notes[header] = "a comma seems to part family and given name; if it parts two people, delete written"
        if beside:
            rule["organizations_in"] = beside
            del made.columns[beside]
        made.columns[header] = rule
    for header in seen.headers:
        if made.columns.get(header) == KEEP and plain(header) in _NAMING_FEW:
            made.columns[header] = {"names": "organizations", "separators": seen.separators(header)}


def _goes_with(seen: Seen, made: Guess, names: str, places: str) -> bool:
    """Whether a column has the organization of each name of another one, or one for all."""
    if made.columns.get(places) != KEEP or plain(places) not in _NAMING_FEW:
        return False
    signs = seen.separators(names)
    pairs = zip(seen.lengths(names, signs), seen.lengths(places, signs), strict=True)
    return all(beside in (None, 1, many) or many in (None, 1) for many, beside in pairs)


def _entity(seen: Seen, made: Guess) -> None:
    """People and organizations: without a name the id is one; names that repeat are told apart."""
    by_word = {word: header for header, word in made.columns.items() if isinstance(word, str)}
    if {"name", "last name"} <= set(by_word) and "first name" not in by_word:
        made.columns[by_word.pop("name")] = "first name"
    if "name" not in by_word and not {"first name", "last name"} & set(by_word):
        first = by_word.get("id") or by_word.get("email") or seen.headers[0]
        made.columns[first] = "name"
        by_word["name"] = first
    name = by_word.get("name")
    if name is not None and made.each_row == "person" and seen.family_first(name):
        made.columns[name] = {"to": "name", "written": LAST_FIRST}
    if name is not None and made.each_row == "person" and "organization" not in by_word and seen.with_places(name):
        made.columns[name] = (
            {"to": NAME_AND_PLACE, "written": LAST_FIRST} if seen.family_first(name) else NAME_AND_PLACE
        )
    if name is None or "id" in by_word or "email" in by_word or seen.is_key([name]):
        return
    for header in seen.headers:
        values = seen.column(header)
        few = 1 < len(set(values)) <= min(_GROUPS, len(values) // 2) and None not in values
        if header != name and few and seen.is_key([name, header]):
            made.keys["tell_apart_by"] = header
            made.notes["tell_apart_by"] = "the same name stands in several rows: beside another value it is another one"
            return


def _tie(seen: Seen, made: Guess) -> None:
    by_word = {word: header for header, word in made.columns.items() if isinstance(word, str)}
    ends = [by_word["from"], by_word["to"]]
    if "kind" not in by_word:
        group = None if seen.is_key(ends) else _grouping(seen, made, ends)
        if group:
            made.columns[group] = "kind"
        else:
            made.always["kind"] = "knows"
            made.notes["kind"] = "what a tie says: knows, trusts, works-with, partners-with, or a word of your own"
    value = by_word.get("value")
    if value is None:
        return
    words = seen.words([value])
    if words is None:
        made.columns[value] = KEEP
        made.notes[value] = "these are too many different words to be answers of a scale"
    else:
        scale(made, words)
        made.notes[value] = "if 1 is the strongest answer, add reverse_values = with the highest number"


def _grouping(seen: Seen, made: Guess, ends: list[str]) -> str | None:
    for header in seen.headers:
        if made.columns[header] == KEEP and len(set(seen.column(header))) <= _GROUPS and seen.is_key([*ends, header]):
            return header
    return None


def scale(made: Guess, words: list[str]) -> None:
    """A value for each word of a scale."""
    folded: set[str] = set()
    for word in words:
        if fold(word) in folded:
            continue
        folded.add(fold(word))
        value = scale_value(word)
        made.answers[word] = NOT_A_TIE if value == 0 else value or 1
        if value is None:
            made.notes[f"answer {word}"] = "copnet does not know this answer: give it its number"
