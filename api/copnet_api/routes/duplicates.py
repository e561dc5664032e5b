"""Who may be the same: the same object as the command prints."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from copnet.services.duplicates import MAX_TOLD, refuse_others, told_of
from copnet_api.answers import COMPUTED, AnswersDep, subjects
from copnet_api.queries import AudienceQuery

router = APIRouter(tags=["figures"])
Kind = Literal["person", "organization"]


class DuplicatesQuery(AudienceQuery):
    """What to look for."""

    kind: Kind | None = Field(default=None, description="Default: both.")
    limit: int = Field(default=MAX_TOLD, ge=1, le=MAX_TOLD, description="At most so many candidates.")


class Place(BaseModel):
    """Where a record came from."""

    file: str
    sheet: str | None
    row: int | None


class Side(BaseModel):
    """One of the two."""

    id: str
    name: str
    source: Place | None = Field(description="The row it came from; null: entered by hand.")


class CandidateShown(BaseModel):
    """Two that may be one."""

    kind: Kind = Field(description="What both are.")
    a: Side
    b: Side
    score: float = Field(ge=0, le=1, description="From 0.9 with a key that only one has, such as an e-mail address.")
    reasons: list[str] = Field(description="In words; what speaks against it too.")
    relation: Literal["same", "part"] = Field(description="part: related, such as a chapter, rather than the same.")


class DoubtfulShown(BaseModel):
    """A record whose name may be no name of one person, or of an organization."""

    kind: Kind = Field(description="What the record is: people and organizations are both listed.")
    id: str
    name: str
    reason: str
    names: list[str] = Field(description="The names it seems to hold; none where it may be nobody.")


class Duplicates(BaseModel):
    """Who may be the same, best first; nothing is merged by asking."""

    model_config = ConfigDict(extra="allow")

    kind: Kind | None = Field(description="What was looked for; null: both.")
    audience: str
    candidates: list[CandidateShown]
    not_listed: int = Field(description="Candidates beyond the limit.")
    withheld: int = Field(description="Candidates not shown, because somebody in the pair is visible to nobody.")
    not_one_person: list[DoubtfulShown]
    cautions: list[str]


@router.get("/duplicates", response_model=Duplicates, operation_id="duplicates", summary="Who may be the same",
            responses=COMPUTED)  # fmt: skip
def duplicates(answers: AnswersDep, asked: Annotated[DuplicatesQuery, Query()]) -> Response:
    """The same object as `copnet duplicates --json`; for facilitators only."""
    who = asked.who()
    refuse_others(who)
    source = subjects(answers.services.store, asked.kind)
    return answers.of(told_of, asked.kind, who, limit=asked.limit, source=source)
