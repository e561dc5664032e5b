"""What a community reached beyond itself and what it brought about: ``ripple`` and ``areas``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from copnet.fields import FilledText
from copnet.services.audience import Audience
from copnet.services.ripple import areas_for, ripple_for
from copnet_api.deps import ServicesDep
from copnet_api.errors import documented

router = APIRouter(prefix="/communities", tags=["figures"])
Row = dict[str, Any]
CommunityPath = Annotated[str, Path(description="The community's id or exact name.", examples=["cohort"])]


class AudienceQuery(BaseModel):
    """For whom."""

    model_config = ConfigDict(extra="forbid")

    audience: FilledText = Field(
        default="facilitator",
        description="For whom: facilitator, funder, member:PERSON or public. People who have not agreed are not named.",
        examples=["facilitator", "funder", "member:ana-ruiz", "public"],
    )

    def who(self) -> Audience:
        """The audience asked for.

        Raises:
            UsageError: there is no such audience.
        """
        return Audience.parse(self.audience)


class RippleQuery(AudienceQuery):
    """Since when, and which wave of the survey."""

    after: Literal["start", "end"] = Field(
        default="start", description="Whom members reached since the community's start, or after its formal end."
    )
    wave: FilledText | None = Field(
        default=None, description="Which wave of the survey for reported partnerships; default: the latest."
    )


class _Answer(BaseModel):
    model_config = ConfigDict(extra="allow")


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

    community: str
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
    cautions: list[str]


class Areas(_Answer):
    """The four areas, or the community's own aims."""

    community: str
    areas: list[Row] = Field(description="Each with its area, figures and evidence; action also with its groups.")
    cautions: list[str]


@router.get("/{community}/ripple", response_model=Ripple, operation_id="ripple", responses=documented(404, 503),
            summary="What a community reached beyond itself")  # fmt: skip
def ripple(services: ServicesDep, community: CommunityPath, asked: Annotated[RippleQuery, Query()]) -> Response:
    """The same object as `copnet ripple --json`."""
    who = asked.who()
    with services.computing():
        snapshot = services.snapshots.current()
        return JSONResponse(ripple_for(snapshot, community, who, after=asked.after, wave=asked.wave))


@router.get("/{community}/areas", response_model=Areas, operation_id="areas", responses=documented(404, 503),
            summary="What a community brought about in the four areas")  # fmt: skip
def areas(services: ServicesDep, community: CommunityPath, asked: Annotated[AudienceQuery, Query()]) -> Response:
    """The same object as `copnet areas --json`."""
    who = asked.who()
    with services.computing():
        return JSONResponse(areas_for(services.snapshots.current(), community, who))
