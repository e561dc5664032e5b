"""A survey made from any ties, written in each of three forms, comes in as the same ties."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copnet.fields import clean_text
from copnet.identity.not_people import nobody
from copnet.importers.mapping import load_mapping
from copnet.importers.mapping_words import fold
from copnet.model import Person, Response, Tie
from copnet.services.imports import ImportOptions, import_path
from tests.support.books import book
from tests.support.stores import SharedEmbedded

Ties = dict[tuple[int, int], float]
Rows = list[list[str]]

QUESTION = 'How often do you ask "them", the others?'


def _is_name(text: str) -> bool:
    try:
        name = clean_text(text)
    except ValueError:
        return False
    plain = name == " ".join(name.split()) and not name.casefold().startswith("example:") and not nobody("people", name)
    return plain and name not in ("", "-") and not name.endswith((")", ">")) and fold(name) not in ("who", "column 1")


# any script, right-to-left and accents, quotation marks, separators and brackets; a name that ends in ) or > says more
NAMES = st.text(
    st.one_of(st.characters(categories=["L", "M", "Nd"]), st.sampled_from("',;\"|\\.-[](<& ")), min_size=1, max_size=15
).filter(_is_name)


@st.composite
def surveys(draw: st.DrawFn) -> tuple[list[str], Ties]:
    names = draw(st.lists(NAMES.map(clean_text), min_size=2, max_size=6, unique_by=fold))
    pairs = [(a, b) for a in range(len(names)) for b in range(len(names)) if a != b]
    return names, draw(st.dictionaries(st.sampled_from(pairs), st.sampled_from([1.0, 2.0, 3.5]), max_size=12))


def _said(ties: Ties, a: int, b: int) -> str:
    return f"{ties[a, b]:g}" if (a, b) in ties else "never"


def roster(names: Sequence[str], ties: Ties) -> Rows:
    """One column a colleague, called as LimeSurvey and Google Forms call it."""
    grid = [[name, *(_said(ties, a, b) for b in range(len(names)))] for a, name in enumerate(names)]
    return [["Who", *(f"{QUESTION} [{name}]" for name in names)], *grid]


def qualtrics(names: Sequence[str], ties: Ties) -> Rows:
    """The same as Qualtrics writes it: codes, questions, ids, then the answers."""
    header, *rows = roster(names, ties)
    questions = ["Who", *(f"{QUESTION} - {name}" for name in names)]
    ids = ['{"ImportId":"QID1"}' for _ in header]
    return [[f"Q{number}" for number in range(len(header))], questions, ids, *rows]


def matrix(names: Sequence[str], ties: Ties) -> Rows:
    """First row and first column are names; nothing stands in the corner."""
    return [["", *names], *([name, *row[1:]] for name, row in zip(names, roster(names, ties)[1:], strict=True))]


def long(names: Sequence[str], ties: Ties) -> Rows:
    """A row an answer; who names nobody has a row as well."""
    rows = [[names[a], names[b], _said(ties, a, b)] for a in range(len(names)) for b in range(len(names)) if a != b]
    return [["respondent", "colleague", "answer"], *rows]


ASKED = f"questions.'{QUESTION}' = 'advice'\ncolumns.Who = 'name'\neach_row = 'respondent'\n"
FORMS: dict[str, tuple[Callable[[Sequence[str], Ties], Rows], str]] = {
    "roster": (roster, ASKED),
    "qualtrics": (qualtrics, f"header_row = 2\n{ASKED}"),
    "matrix": (
        matrix,
        "each_row = 'respondent'\ncolleagues = 'other columns'\nalways.kind = 'advice'\ncolumns.'column 1' = 'name'\n",
    ),
    "long": (
        long,
        "each_row = 'answer'\nalways.kind = 'advice'\n"
        "columns = { respondent = 'from', colleague = 'to', answer = 'value' }\n",
    ),
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(survey=surveys(), separator=st.sampled_from(",;\t"), workbook=st.booleans())
def test_the_same_ties(
    shared_embedded: SharedEmbedded, form: str, survey: tuple[list[str], Ties], separator: str, workbook: bool
) -> None:
    names, ties = survey
    write, mapping = FORMS[form]
    store = shared_embedded.empty()
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "m.toml")
        said.write_text(f"[table.survey]\n{mapping}answers.never = 'not a tie'\n", encoding="utf-8")
        rows = write(names, ties)
        path = book(Path(folder, "survey.xlsx"), {"survey": rows}) if workbook else _csv(folder, rows, separator)
        options = ImportOptions(mapping=load_mapping(said), wave="2024")
        import_path(store, path, options)
        version = store.version()
        assert not any(import_path(store, path, options).created.values())
    assert store.version() == version
    known = {person.id: person.name for person in store.read("people") if isinstance(person, Person)}
    assert sorted(known.values()) == sorted(names)
    found = [tie for tie in store.read("ties") if isinstance(tie, Tie)]
    assert {(known[tie.from_], known[tie.to]): tie.value for tie in found} == {
        (names[a], names[b]): value for (a, b), value in ties.items()
    }
    assert {(tie.kind, tie.wave) for tie in found} <= {("advice", "2024")}
    answered = [one for one in store.read("responses") if isinstance(one, Response)]
    assert {known[one.person]: one.status for one in answered} == dict.fromkeys(names, "answered")


def _csv(folder: str, rows: Rows, separator: str) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    path = Path(folder, "survey.csv")
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path
