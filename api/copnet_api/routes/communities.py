"""What a community reached, what it brought about, whom it has among its members, and who should meet."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from copnet.fields import FilledText
from copnet.services.introductions import introductions_for
from copnet.services.limits import DEFAULT_LIMIT
from copnet.services.representation import representation_for
from copnet.services.ripple import areas_for, ripple_for
from copnet_api.answers import COMPUTED, AnswersDep
from copnet_api.queries import MAX_ROWS, AudienceQuery

router = APIRouter(prefix="/communities", tags=["figures"])
Row = dict[str, Any]
CommunityPath = Annotated[str, Path(description="The community's id or exact name.", examples=["cohort"])]


class RippleQuery(AudienceQuery):
    """Since when, and which wave of the survey."""

    after: Literal["start", "end"] = Field(
        default="start", description="Whom members reached since the community's start, or after its formal end."
    )
    wave: FilledText | None = Field(
        default=None, description="Which wave of the survey for reported partnerships; default: the latest."
    )


class RepresentationQuery(AudienceQuery):
    """What to compute beside the table; both for facilitators only."""

    what_if: list[FilledText] = Field(default_factory=list, description="Count these people as if they were members.")
    best_fill: bool = Field(default=False, description="Which applicants would bring it nearest to its intent.")


class IntroductionsQuery(AudienceQuery):
    """Which groups should meet."""

    by: FilledText = Field(default="organization", description="An attribute, organization, sector or community.")
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_ROWS, description="At most so many pairs.")


class _Answer(BaseModel):
    model_config = ConfigDict(extra="allow")

    audience: str
    community: str
    cautions: list[str]


class Rate(BaseModel):
    """A share with its counts; null where there is nothing to take a share of."""

    rate: float | None
    numerator: int | None
    denominator: int | None


class Partnerships(BaseModel):
    """Two figures side by side: reported counts people who answered, documented counts member organizations."""

    reported: Rate | None
    documented: Rate


class Ripple(_Answer):
    """How far a community's work went beyond it: what came after, never what was caused."""

    members: int
    ring1: Row = Field(description="Outsiders who worked with a member: counts, and the evidence they open to.")
    ring2: Row = Field(description="Outsiders who then worked with them.")
    joined_later: list[Row] = Field(description="Who was reached first and joined afterwards; in no ring.")
    collaborations_with_outsiders: int
    members_bridging_out: int
    lineage: list[Row] = Field(description="What grew out of what, by generation.")
    ties: Row = Field(description="Ties between members before, during and after, own gatherings left out.")
    partnership_rate: Partnerships
    response_rate: Rate | None
    field_share: Rate
    collaborations: dict[str, Row] = Field(description="Titles, kinds and dates of the evidence, by id.")


class Areas(_Answer):
    """The four areas, or the community's own aims."""

    areas: list[Row] = Field(description="Each with its area, figures and evidence; action also with its groups.")


class Representation(_Answer):
    """Members against the community's intent. A withheld figure is {"withheld": true}."""

    capacity: int | None
    attributes: list[Row]
    what_if: Row | None
    best_fill: Row | None


class Introductions(_Answer):
    """Who should meet whom."""

    introductions: list[Row]
    single_brokers: list[Row]
    no_tie_since_last_convening: list[Row] | None


@router.get("/{community}/ripple", response_model=Ripple, operation_id="ripple", responses=COMPUTED,
            summary="What a community reached beyond itself")  # fmt: skip
def ripple(answers: AnswersDep, community: CommunityPath, asked: Annotated[RippleQuery, Query()]) -> Response:
    """The same object as `copnet ripple --json`."""
    return answers.of(ripple_for, community, asked.who(), after=asked.after, wave=asked.wave)


@router.get("/{community}/areas", response_model=Areas, operation_id="areas", responses=COMPUTED,
            summary="What a community brought about in the four areas")  # fmt: skip
def areas(answers: AnswersDep, community: CommunityPath, asked: Annotated[AudienceQuery, Query()]) -> Response:
    """The same object as `copnet areas --json`."""
    return answers.of(areas_for, community, asked.who())


@router.get("/{community}/representation", response_model=Representation, operation_id="representation",
            summary="Members against the intent", responses=COMPUTED)  # fmt: skip
def representation(
    answers: AnswersDep, community: CommunityPath, asked: Annotated[RepresentationQuery, Query()]
) -> Response:
    """The same object as `copnet representation --json`. Outside the facilitator's view small counts are withheld."""
    return answers.of(
        representation_for, community, asked.who(), what_if=asked.what_if, best_fill=asked.best_fill
    )  # fmt: skip


@router.get("/{community}/introductions", response_model=Introductions, operation_id="introductions",
            summary="Who should meet whom", responses=COMPUTED)  # fmt: skip
def introductions(
    answers: AnswersDep, community: CommunityPath, asked: Annotated[IntroductionsQuery, Query()]
) -> Response:
    """The same object as `copnet introductions --json`; for facilitators only."""
    return answers.of(introductions_for, community, asked.who(), by=asked.by, limit=asked.limit)
