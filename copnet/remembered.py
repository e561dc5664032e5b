"""What is remembered about who is the same: decisions and merges. Kept like every record, but no table of the contract.

Nothing imports, exports or shows these as tables, and no figure knows of them: after a merge there is one person.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from copnet.dates import PartialDate
from copnet.fields import Identifier, OrganizationId, PersonId, RefersTo, Text
from copnet.model import RECORDS
from copnet.record import Record, digest

Kind = Literal["person", "organization"]
Verdict = Literal["different", "later"]
KIND_OF = {"people": "person", "organizations": "organization"}
TABLE_OF = {kind: table for table, kind in KIND_OF.items()}

Whole = Annotated[int, Field(ge=0, le=1_000_000_000)]


class Decision(Record):
    """Somebody looked at two people or two organizations: they are different, or that is to be decided later."""

    table: ClassVar[str] = "decisions"
    singular: ClassVar[str] = "decision"

    people: tuple[PersonId, ...] = Field(default=(), description="The two people, by id.")
    organizations: tuple[OrganizationId, ...] = Field(default=(), description="Or the two organizations.")
    verdict: Verdict = Field(description="Different, or later.")
    decided_on: PartialDate | None = Field(default=None, description="When.")

    @model_validator(mode="before")
    @classmethod
    def _in_one_order(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return data | {name: tuple(sorted(data[name])) for name in ("people", "organizations") if data.get(name)}

    @model_validator(mode="after")
    def _is_a_pair(self) -> Self:
        if {len(set(self.people)), len(set(self.organizations))} != {0, 2}:
            raise ValueError("two different people, or two different organizations")
        return self

    @property
    def kind(self) -> Kind:
        """What the two are."""
        return "person" if self.people else "organization"

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids, the smaller first."""
        first, second = self.people or self.organizations
        return first, second

    @classmethod
    def key_fields(cls) -> tuple[str, ...]:
        """One decision a pair."""
        return ("people", "organizations")


class Merge(Record):
    """Two people or organizations found to be one: the kept one stays, the dropped one is known by what it was called.

    ``person`` or ``organization`` is the kept one, whoever that is by now: when it is dropped itself later, the
    reference moves on like every other.
    """

    table: ClassVar[str] = "merges"
    singular: ClassVar[str] = "merge"

    number: Whole = Field(description="Later merges have larger numbers.")
    person: PersonId | None = Field(default=None, description="The person kept.")
    organization: OrganizationId | None = Field(default=None, description="Or the organization kept.")
    dropped: Identifier = Field(description="The id of the one that is gone.")
    name: Text = Field(description="Its name.")
    email: Text | None = Field(default=None, description="Its e-mail.")
    worked_for: Identifier | None = Field(default=None, description="The id of its organization at the time.")
    merged_on: PartialDate | None = Field(default=None, description="When.")
    moved: Whole = Field(default=0, description="Records that refer to the kept one since.")
    folded: Whole = Field(default=0, description="Records that became one with another.")
    set_aside: Whole = Field(default=0, description="Records that say nothing any more, such as ties between the two.")

    @model_validator(mode="after")
    def _has_one_kept(self) -> Self:
        if bool(self.person) == bool(self.organization):
            raise ValueError("a person or an organization")
        return self

    @property
    def kind(self) -> Kind:
        """What the two were."""
        return "person" if self.person else "organization"

    @property
    def kept(self) -> str:
        """The id of the one that is left."""
        return self.person or self.organization or ""

    @property
    def key(self) -> str:
        """Made of the dropped id: nothing can be dropped twice."""
        return merge_key(self.kind, self.dropped)


class MergedRow(Record):
    """What a merge did to records that became one, or none: all that is needed to undo it, whatever was imported."""

    table: ClassVar[str] = "merged_rows"
    singular: ClassVar[str] = "part of a merge"

    merge: Annotated[str, RefersTo("merges")] = Field(description="Which merge.")
    number: Whole = Field(description="Its place in the merge.")
    of: str = Field(description="The table of the records.")
    before: str = Field(description="The records as they were, as JSON.")
    after: str | None = Field(default=None, description="The record made of them, as JSON; None: set aside.")

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        if self.of not in KEPT_RECORDS:
            raise ValueError(f'no table "{self.of}"')
        if not self.records_before or any(record.table != self.of for record in self.records_before):
            raise ValueError("records as they were")
        _ = self.record_after
        return self

    @property
    def records_before(self) -> list[Record]:
        """The records as they were."""
        return [KEPT_RECORDS[self.of].model_validate(values) for values in json.loads(self.before)]

    @property
    def record_after(self) -> Record | None:
        """The record made of them."""
        return None if self.after is None else KEPT_RECORDS[self.of].model_validate(json.loads(self.after))

    @classmethod
    def key_fields(cls) -> tuple[str, ...]:
        """Its place in its merge."""
        return ("merge", "number")


def merge_key(kind: str, dropped: str) -> str:
    """The id of the merge that dropped somebody."""
    return f"{kind}-{dropped}"


def pair_key(kind: str, a: str, b: str) -> str:
    """The key of the decision about two."""
    pair = tuple(sorted((a, b)))
    return digest(pair, ()) if kind == "person" else digest((), pair)


def as_json(*records: Record) -> str:
    """Records as JSON text of plain signs, which every store takes as it is."""
    return json.dumps([record.model_dump(mode="json", by_alias=True, exclude_none=True) for record in records])


INTERNAL: dict[str, type[Record]] = {record.table: record for record in (Decision, Merge, MergedRow)}
KEPT_RECORDS: dict[str, type[Record]] = RECORDS | INTERNAL
"""Everything a store keeps, in an order in which a record comes after what it refers to."""
