"""What every record of copnet is: a frozen pydantic model with a key, own columns and where it came from."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from json.encoder import encode_basestring
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from copnet.dates import PartialDate
from copnet.fields import Identifier, Text


class Frozen(BaseModel):
    """Immutable; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Source(Frozen):
    """Where a record came from: a row of a file; later also a survey or a person.

    ``kind`` is ``file``, ``api``, ``survey`` or ``person``.
    """

    kind: Literal["file", "api", "survey", "person"] = "file"
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    person: str | None = None


class Record(Frozen):
    """One row of one table of the contract, complete and checked."""

    table: ClassVar[str]
    singular: ClassVar[str]

    attributes: dict[str, Text] = Field(
        default_factory=dict, description="Columns copnet does not know, kept as they are."
    )
    provenance: Source | None = Field(default=None, description="The file and row it came from.")

    @model_validator(mode="before")
    @classmethod
    def _blank_is_absent(cls, data: Any) -> Any:
        """A blank cell and an absent one are the same thing everywhere."""
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if not (isinstance(value, str) and not value.strip())}

    @property
    def key(self) -> str:
        """What makes the record one: its id, or a digest of the fields the contract names as its key."""
        return digest(*(getattr(self, name) for name in type(self).key_fields()))

    @classmethod
    def key_fields(cls) -> tuple[str, ...]:
        """The fields that make the record one; by default all columns of the contract."""
        return _columns(cls)


@cache
def _columns(record: type[Record]) -> tuple[str, ...]:
    return tuple(name for name in record.model_fields if name not in ("attributes", "provenance"))


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def digest(*parts: Any) -> str:
    """A short stable key for a tuple of field values (24 hexadecimal digits)."""
    text = f"[{','.join([_json_of(part) for part in parts])}]"
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _json_of(value: Any) -> str:
    """JSON; texts and nothing, which most values are, in half the time."""
    if type(value) is str:
        return encode_basestring(value)
    return "null" if value is None else _as_json(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


class Entity(Record):
    """A record with an id of its own."""

    id: Identifier = Field(description="A short name of your own; blank: copnet makes one.")

    @property
    def key(self) -> str:
        """The id."""
        return self.id

    @classmethod
    def key_fields(cls) -> tuple[str, ...]:
        """The id."""
        return ("id",)


class Dated(Record):
    """A record with a first and a last day."""

    start_field: ClassVar[str] = "started_on"
    end_field: ClassVar[str] = "ended_on"

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        start: PartialDate | None = getattr(self, self.start_field)
        end: PartialDate | None = getattr(self, self.end_field)
        if start and end and end.last < start.first:
            raise ValueError(f"{self.end_field} {end} lies before {self.start_field} {start}")
        return self
