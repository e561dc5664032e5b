"""The sections of a mapping file, as a facilitator writes them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

NOT_A_TIE = "not a tie"
IGNORE, KEEP = "ignore", "keep"
LINE_BREAK = "line break"


class Section(BaseModel):
    """A part of a mapping file; a key that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GraphMapping(Section):
    """How the nodes and edges of a graph file are meant: the section ``[graph]``."""

    nodes: Literal["people", "organizations"] | None = Field(
        default=None, description="What nodes are of which the file does not say it; blank: people."
    )
    kind: str = Field(default="knows", description="The kind of tie that edges are which name none.")


def _several(value: Any) -> Any:
    """One value may stand for a list of one."""
    return [value] if isinstance(value, str | int | float) and not isinstance(value, bool) else value


def _word(value: Any) -> Any:
    """A number or yes/no that was written without quotation marks is the text it looks like."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


Word = Annotated[str, BeforeValidator(_word)]
Words = Annotated[tuple[Word, ...], BeforeValidator(_several)]


class ColumnRule(Section):
    """What one column means: a word of its own, or more in braces."""

    to: str | None = Field(default=None, description='What it is, such as "title"; "keep" and "ignore" too.')
    keep: str | None = Field(default=None, description="Keep it as it is, under this name.")
    names: Literal["people", "organizations"] | None = Field(
        default=None, description="The cell is a list of names of people or organizations."
    )
    role: str | None = Field(default=None, description="As what those named take part.")
    kind: str | None = Field(default=None, description="In answers: the kind of tie to those named.")
    separators: Words = Field(default=(), description='What stands between two values: ",", " and ", "line break".')
    written: Literal["last, first"] | None = Field(
        default=None, description="Names stand as Last, First: a comma parts no two people."
    )
    organizations_in: str | None = Field(default=None, description="The column with the organizations of those named.")
    words: dict[str, Word] = Field(default_factory=dict, description="What words of this column mean.")


def _rule(value: Any) -> Any:
    return {"to": value} if isinstance(value, str) else value


Rule = Annotated[ColumnRule, BeforeValidator(_rule)]
Value = Annotated[float, Field(allow_inf_nan=False)] | Literal["not a tie"]


class TableMapping(Section):
    """What one sheet or text table holds: a section ``[table."NAME"]``."""

    each_row: str = Field(description="What one row is: a collaboration, a person, a respondent, an answer ...")
    header_row: int = Field(default=1, ge=1, le=100, description="The row with the column names.")
    dates: Literal["day first", "month first"] | None = Field(default=None, description="How 03/04/2024 is read.")
    blank: Words = Field(default=("-",), description="Words that mean: nothing was said.")
    only: dict[str, Words] = Field(default_factory=dict, description="Read only rows with these values.")
    tell_apart_by: str | None = Field(
        default=None, description="The same name beside another value of this column is another one."
    )
    ends: Literal["people", "organizations"] = Field(default="people", description="Who stands at both ends of ties.")
    reverse_values: float | None = Field(
        default=None, ge=1, le=1e6, description="The top of a scale whose 1 is the strongest."
    )
    colleagues: Literal["other columns"] | None = Field(
        default=None, description="Every column that is not named below is a colleague."
    )
    asked: Literal["respondents", "colleagues"] = Field(
        default="respondents", description="Who was asked: those with a row, or every colleague in the columns."
    )
    always: dict[str, Word] = Field(default_factory=dict, description="What holds for every row.")
    columns: dict[str, Rule] = Field(default_factory=dict, description="What each column is.")
    questions: dict[str, str] = Field(default_factory=dict, description="Question to kind of tie.")
    answers: dict[str, Value] = Field(default_factory=dict, description='Answer to a number, or to "not a tie".')


class Mapping(Section):
    """A mapping file."""

    graph: GraphMapping = GraphMapping()
    table: dict[str, TableMapping] = Field(default_factory=dict)

    _file: str = PrivateAttr(default="mapping")

    @property
    def file(self) -> str:
        """The name of the file, for errors."""
        return self._file

    def named(self, file: str) -> Mapping:
        """Give it the name of its file."""
        self._file = file
        return self
