"""The guess for surveys in wide form: a row for each respondent, a column for each colleague."""

from __future__ import annotations

from copnet.importers.guess_rows import scale
from copnet.importers.guess_table import Guess, Seen
from copnet.importers.guess_words import IN_TRUST, RESPONDENT, meaning, plain
from copnet.importers.lists import split_names
from copnet.importers.mapping_words import fold

_BETWEEN = (" - ", "?.")
"""What stands between a question and the one it is about; Microsoft Forms writes a point after the question."""


def guess_survey(seen: Seen) -> Guess | None:
    """The guess; None when the table is no such survey."""
    groups = _groups(seen)
    name = None if groups else _matrix_name(seen)
    lists = _name_lists(seen)
    if not groups and name is None and not lists:
        return None
    made = Guess(seen.name, seen.headers, [seen.samples(header) for header in seen.headers], "respondent")
    if seen.header_row > 1:
        made.keys["header_row"] = seen.header_row
    if len(seen.blank) > 1:
        made.keys["blank"] = seen.blank
    if groups:
        for number, (question, headers) in enumerate(groups.items(), 1):
            made.questions[question] = _kind(question, number)
            made.asked += headers
        made.notes["questions"] = "give each question its kind of tie: knows, trusts, works-with, a word of your own"
    elif name is not None:
        made.keys["colleagues"] = "other columns"
        made.always["kind"] = _kind(seen.name, 1)
        made.notes["kind"] = "what the answers say: knows, trusts, works-with, partners-with, or a word of your own"
        made.asked = [header for header in seen.headers if header != name and _own(header) is None]
    for header in lists:
        made.columns[header] = {"names": "people", "kind": _kind(header, 1), "separators": seen.separators(header)}
    _name_columns(seen, made, name)
    words = seen.words(made.asked)
    scale(made, words or [])
    if _mostly_respondents(seen, made):
        made.keys["asked"] = "colleagues"
        made.notes["asked"] = "colleagues without a row were asked and did not answer; else: respondents"
    return made


def _groups(seen: Seen) -> dict[str, list[str]]:
    """Columns by their question: ``Question [Name]``, or ``Question - Name`` where several begin alike."""
    found: dict[str, list[str]] = {}
    for header in seen.headers:
        question, _, rest = header.rpartition("[")
        if rest.endswith("]") and question.strip():
            found.setdefault(question.strip(), []).append(header)
        else:
            before = next((header.partition(sign)[0] + sign[0] for sign in _BETWEEN if sign in header), "")
            if before.strip():
                found.setdefault(before.strip(), []).append(header)
    return {
        question: headers
        for question, headers in found.items()
        if len(headers) > 1 and seen.words(headers) is not None
    }  # fmt: skip


def _matrix_name(seen: Seen) -> str | None:
    """The column with the respondents of a matrix: most other columns are called like its cells."""
    for name in seen.headers[:5]:
        others = [header for header in seen.headers if header != name and _own(header) is None]
        cells = {fold(cell) for cell in seen.filled(name)}
        matching = sum(fold(header) in cells for header in others)
        if matching >= 2 and matching * 2 >= len(others):
            return name
    return None


def _name_lists(seen: Seen) -> list[str]:
    """Questions answered by lists of names: most are those of people who answered."""
    names = next((header for header in seen.headers if _own(header) == "name"), None)
    if names is None:
        return []
    known = {fold(name) for name in seen.filled(names)}
    found = []
    for header in seen.headers if len(known) > 1 else ():
        items = [fold(item) for cell in seen.filled(header) for item in split_names(cell, seen.separators(header))]
        if _own(header) is None and len(items) > 1 and sum(item in known for item in items) * 2 > len(items):
            found.append(header)
    return found


def _after(header: str) -> str:
    return next((header.partition(sign)[2] for sign in _BETWEEN if sign in header), header)


def _own(header: str) -> str | None:
    return meaning(header, RESPONDENT)


def _name_columns(seen: Seen, made: Guess, name: str | None) -> None:
    asked = {*made.asked, *made.columns}
    for header in seen.headers:
        if header in asked:
            continue
        word = "name" if header == name else _own(header)
        if word == "name" and name not in (None, header):
            word = None
        if word == "answered_on" and seen.dates(header) not in ("iso", "day first", "month first"):
            word = None
        if word is not None and word not in made.columns.values() and seen.filled(header):
            made.columns[header] = word
            if word == "answered_on" and (how := seen.dates(header)) not in (None, "iso"):
                made.keys["dates"] = how
        else:
            trusted = any(part in IN_TRUST for part in plain(header).split()) and len(header) < 60
            made.columns[header] = "in trust" if trusted else "ignore"
    if not {"name", "first name", "last name"} & {word for word in made.columns.values() if isinstance(word, str)}:
        first = next((header for header, word in made.columns.items() if word == "email"), None)
        first = first or next((header for header in made.columns if seen.filled(header)), None)
        if first:
            made.columns[first] = "name"
            made.notes[first] = "who answered: if this is wrong, say name of the right column"


def _kind(text: str, number: int) -> str:
    """A kind of tie for a question, by its words."""
    words = f" {plain(text)} "
    for part, kind in (
        ("trust", "trusts"), ("advice", "advice"), ("call on", "would-call-on"), ("friend", "friendship"),
        ("work", "works-with"), ("collaborat", "works-with"), ("partner", "partners-with"), ("value", "values"),
        ("know", "knows"), ("reports to", "reports-to"),
    ):  # fmt: skip
        if f" {part}" in words:
            return kind
    return "knows" if number == 1 else f"question-{number}"


def _mostly_respondents(seen: Seen, made: Guess) -> bool:
    """Whether those in the columns are by and large those in the rows."""
    name = next((header for header, word in made.columns.items() if word == "name"), None)
    if name is None:
        return False
    rows = {fold(cell) for cell in seen.filled(name)}
    ends = [header.rpartition("[")[2].removesuffix("]") if "[" in header else _after(header) for header in made.asked]
    asked = {fold(end) for end in ends}
    return len(rows & asked) * 2 >= len(rows) and bool(asked - rows)
