"""Broken mapping files, and tables that do not fit theirs: (name, mapping, file, what one problem must say)."""

# ruff: noqa: E501 - one line a case reads best

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.books import book, folder

TALKS = "Title,Day,Presenters,Place\nTalk,2024-05-17,Ann Lee and Bo Chen,North\n"
ROSTER = "Who,Trust? [Ann],Trust? [Bo]\nAnn,,3\nBo,2,\n"
LONG = "respondent,colleague,answer\nAnn,Bo,often\n"


@dataclass(frozen=True)
class MappingCase:
    """A mapping and a file.

    Attributes:
        name: of the test.
        mapping: the text of the mapping file.
        table: the text of the CSV file, or the files of a folder by name.
        problem: what one problem must have; a text must be contained in its field.
    """

    name: str
    mapping: str | bytes
    table: str | bytes | dict[str, str] = TALKS
    problem: dict[str, Any] = field(default_factory=dict)

    def build(self, base: Path) -> tuple[Path, Path]:
        """The file to import, and its mapping."""
        mapping = base / "my.toml"
        mapping.write_bytes(self.mapping.encode() if isinstance(self.mapping, str) else self.mapping)
        if isinstance(self.table, dict):
            return folder(base / "tables", self.table), mapping
        path = base / "talks.csv"
        path.write_bytes(self.table.encode() if isinstance(self.table, str) else self.table)
        return path, mapping


def talks(columns: str = 'Title = "title"', more: str = "", always: str = 'kind = "pilot"') -> str:
    return f'[table."talks.csv"]\neach_row = "collaboration"\n{more}\n[table."talks.csv".always]\n{always}\n[table."talks.csv".columns]\n{columns}\n'


def roster(
    more: str = "", questions: str = '"Trust?" = "trusts"', columns: str = 'Who = "name"', answers: str = ""
) -> str:
    return f'[table.talks]\neach_row = "respondent"\n{more}\n[table.talks.columns]\n{columns}\n[table.talks.questions]\n{questions}\n[table.talks.answers]\n{answers}\n'


def answers(more: str = "", said: str = "often = 3") -> str:
    return f'[table.talks]\neach_row = "answer"\nalways.kind = "trusts"\n{more}\n[table.talks.columns]\nrespondent = "from"\ncolleague = "to"\nanswer = "value"\n[table.talks.answers]\n{said}\n'


MAPPING = {"file": "my.toml"}
DATA = {"file": "talks.csv"}

CASES = [
    MappingCase("not TOML", "[table\n", problem=MAPPING | {"expected": "line 1"}),
    MappingCase("a name with blanks and no quotation marks", '[table.a]\nyour name = "x"\n', problem=MAPPING | {"expected": "quotation marks"}),
    MappingCase("not UTF-8", b'[table.a]\neach_row = "\xff"\n', problem=MAPPING | {"expected": "UTF-8"}),
    MappingCase("too large", "#" * 100 + "\n" + "# more\n" * 200_000, problem=MAPPING | {"expected": "bytes"}),
    MappingCase("a line without end", "a" * 20_000, problem=MAPPING | {"row": 1}),
    MappingCase("nested too deeply", "a = " + "[" * 9_000, problem=MAPPING),
    MappingCase("a key of thousands of parts", "a." * 4_500 + "b = 1", problem=MAPPING),
    MappingCase("nothing in it", "# nothing\n", problem=DATA | {"expected": "copnet mapping"}),
    MappingCase("unknown section", "[tabel.a]\n", problem=MAPPING | {"value": "tabel", "expected": '"table"'}),
    MappingCase("unknown key", talks(more='date = "day first"'), problem=MAPPING | {"value": "date", "expected": '"dates"'}),
    MappingCase("no each_row", "[table.talks]\n", problem=MAPPING | {"expected": 'in the section [table."talks"], at the key each_row'}),
    MappingCase("each_row misspelt", '[table.talks]\neach_row = "colaboration"\n', problem=MAPPING | {"value": "colaboration", "expected": '"collaboration"'}),
    MappingCase("dates misspelt", talks(more='dates = "day frst"'), problem=MAPPING | {"value": "day frst", "expected": '"day first"'}),
    MappingCase("a row of column names below 1", talks(more="header_row = 0"), problem=MAPPING | {"value": "0", "expected": "header_row"}),
    MappingCase("a word for a number", talks(more='header_row = "two"'), problem=MAPPING | {"value": "two", "expected": "whole number"}),
    MappingCase("a meaning misspelt", talks('Title = "titel"'), problem=MAPPING | {"value": "titel", "expected": '"title"'}),
    MappingCase("a meaning of another table", talks('Title = "email"'), problem=MAPPING | {"value": "email"}),
    MappingCase("a number for a meaning", talks("Title = 3"), problem=MAPPING | {"value": "3", "expected": "columns.Title"}),
    MappingCase("a column that is not there", talks('Titel = "title"'), problem=MAPPING | {"value": "Titel", "expected": '"Title"'}),
    MappingCase("two columns for one meaning", talks('Title = "title"\nPlace = "Title"'), problem=MAPPING | {"value": "Title", "expected": "one column for it"}),
    MappingCase("a key of a rule misspelt", talks('Presenters = { name = "people" }'), problem=MAPPING | {"value": "name", "expected": '"names"'}),
    MappingCase("names of nobody known", talks('Presenters = { names = "persons" }'), problem=MAPPING | {"value": "persons", "expected": "organizations"}),
    MappingCase("two meanings in one rule", talks('Presenters = { names = "people", to = "title" }'), problem=MAPPING | {"expected": "exactly one"}),
    MappingCase("a role without names", talks('Title = { to = "title", role = "host" }'), problem=MAPPING | {"value": "host"}),
    MappingCase("a separator of nothing", talks('Title = "title"\nPresenters = { names = "people", separators = [""] }'), problem=MAPPING | {"expected": "separators"}),
    MappingCase("organizations in a column that is not there", talks('Title = "title"\nPresenters = { names = "people", organizations_in = "Plac" }'), problem=MAPPING | {"value": "Plac", "expected": '"Place"'}),
    MappingCase("a constant that is none", talks(always='knd = "pilot"'), problem=MAPPING | {"value": "pilot", "expected": '"kind"'}),
    MappingCase("a key that does not fit", talks(more="reverse_values = 4"), problem=MAPPING | {"expected": "reverse_values"}),
    MappingCase("told apart by a column that is not there", '[table.talks]\neach_row = "person"\ntell_apart_by = "Plce"\ncolumns.Title = "name"\n', problem=MAPPING | {"value": "Plce"}),
    MappingCase("only rows of a column that is not there", talks(more='only = { Plce = "North" }'), problem=MAPPING | {"value": "Plce"}),
    MappingCase("a sheet that is not there", talks() + '[table.tlks]\neach_row = "person"\n', problem=MAPPING | {"value": "tlks", "expected": '"talks.csv"'}),
    MappingCase("an answer worth a word", roster(answers='often = "much"'), ROSTER, MAPPING | {"value": "much", "expected": "not a tie"}),
    MappingCase("an answer worth infinity", roster(answers="often = inf"), ROSTER, MAPPING | {"expected": "a number"}),
    MappingCase("one answer twice", roster(answers="often = 1\nOften = 2"), ROSTER, MAPPING | {"expected": "case"}),
    MappingCase("a question that nobody was asked", roster(questions='"Turst?" = "trusts"'), ROSTER, MAPPING | {"value": "Turst?"}),
    MappingCase("a survey without names", roster(columns='Who = "ignore"'), ROSTER, MAPPING | {"expected": '"name"'}),
    MappingCase("a survey without questions", '[table.talks]\neach_row = "respondent"\ncolumns.Who = "name"\n', ROSTER, MAPPING | {"expected": "questions"}),
    MappingCase("a matrix without its kind", '[table.talks]\neach_row = "respondent"\ncolleagues = "other columns"\ncolumns.Who = "name"\n', ROSTER, MAPPING | {"expected": "always.kind"}),
    MappingCase("an answer nobody explains", answers(), LONG.replace("often", "offen"), DATA | {"row": 2, "column": "answer", "value": "offen", "expected": '"often"'}),
    MappingCase("an answer beyond the scale", roster(more="reverse_values = 2"), ROSTER, DATA | {"row": 2, "column": "Trust? [Bo]", "value": "3"}),
    MappingCase("two answers of one person", answers(), LONG + "Ann,Bo,1\n", DATA | {"row": 3}),
    MappingCase("a respondent without a name", roster(), ROSTER + ",1,1\n", DATA | {"row": 4, "column": "Who"}),
    MappingCase("one column name twice", talks(), "Title,Title\na,b\n", DATA | {"row": 1, "column": "Title", "expected": "columns 1 and 2"}),
    MappingCase("column names that never come", talks(more="header_row = 9"), TALKS, DATA | {"expected": "ends before"}),
    MappingCase("too many columns", talks(), "Title," + ",".join(f"c{n}" for n in range(2_500)) + "\n", DATA | {"row": 1, "expected": "2,000"}),
    MappingCase("a date of another order", talks('Title = "title"\nDay = "started on"'), TALKS.replace("2024-05-17", "17.5.2024"), DATA | {"row": 2, "column": "Day", "value": "17.5.2024"}),
    MappingCase("more organizations than names", talks('Title = "title"\nPresenters = { names = "people", organizations_in = "Place" }'), TALKS.replace("North", '"A, B, C"'), DATA | {"row": 2, "column": "Place"}),
    MappingCase("a title that is blank", talks(), "Title,Day\n,2024\n", DATA | {"row": 2, "column": "Title"}),
    MappingCase("a value in the words of nobody", talks('Title = "title"\nPlace = { to = "status", words = { South = "done" } }'), TALKS, DATA | {"row": 2, "column": "Place", "value": "North"}),
    MappingCase("an unclosed quotation mark", talks(), 'Title\n"Talk\n', DATA | {"row": 2, "expected": "quotation"}),
    MappingCase("a picture", talks(), b"\x89PNG\r\n\x1a\n" + bytes(range(256)), DATA | {"expected": "picture"}),
    MappingCase("a folder with one bad file", talks('Title = "title"') + '[table."x.csv"]\neach_row = "person"\ncolumns.Name = "name"\n', {"talks.csv": TALKS, "x.csv": "Name,Name\n"}, {"file": "x.csv", "row": 1}),
    MappingCase("names too alike to tell apart", '[table.talks]\neach_row = "person"\ntell_apart_by = "Place"\ncolumns.Title = "name"\n', "Title,Place\nA.1,North\nA-1,North\n", DATA | {"row": 3, "value": "A-1"}),
]  # fmt: skip


def broken_book(base: Path) -> Path:
    """A workbook with a broken row on its second sheet."""
    return book(base / "b.xlsx", {"One": [["Title"], ["Talk"]], "Two": [["Title", "Day"], ["Talk", "soon"]]})
