"""Representation, introductions and peers over HTTP: the same objects as the commands print."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from copnet.dates import PartialDate
from copnet.fields import FilledText
from copnet.services.audience import Audience
from copnet.services.introductions import introductions_for
from copnet.services.peers import peers_for
from copnet.services.representation import representation_for
from copnet_api.deps import ServicesDep
from copnet_api.errors import documented
from copnet_api.queries import MAX_ROWS

router = APIRouter(tags=["figures"])
Row = dict[str, Any]


class _Query(BaseModel):
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


class RepresentationQuery(_Query):
    """What to compute beside the table; both for facilitators only."""

    what_if: list[FilledText] = Field(default_factory=list, description="Count these people as if they were members.")
    best_fill: bool = Field(default=False, description="Which applicants would bring it nearest to its intent.")


class IntroductionsQuery(_Query):
    """Which groups should meet."""

    by: FilledText = Field(default="organization", description="An attribute, organization, sector or community.")
    limit: int = Field(default=10, ge=1, le=MAX_ROWS, description="At most so many pairs.")


class PeersQuery(_Query):
    """What is looked for."""

    topic: FilledText | None = Field(default=None, description="Default: what the person seeks and works on.")
    different: list[FilledText] = Field(
        default_factory=list, description="Only people of another organization, sector, location or open attribute."
    )
    on: PartialDate | None = Field(default=None, description="As in the week of this day. Default: today.")
    limit: int = Field(default=10, ge=1, le=MAX_ROWS, description="At most so many.")


class _Answer(BaseModel):
    model_config = ConfigDict(extra="allow")

    audience: str
    cautions: list[str]


class Representation(_Answer):
    """Members against the community's intent. A withheld figure is {"withheld": true}."""

    community: str
    capacity: int | None
    attributes: list[Row]
    what_if: Row | None
    best_fill: Row | None


class Introductions(_Answer):
    """Who should meet whom."""

    community: str
    introductions: list[Row]
    single_brokers: list[Row]
    no_tie_since_last_convening: list[Row] | None


class Peers(_Answer):
    """Whom somebody could call on."""

    person: str
    peers: list[Row]


@router.get("/communities/{key}/representation", response_model=Representation, operation_id="representation",
            summary="Members against the intent", responses=documented(404, 503))  # fmt: skip
def representation(key: str, services: ServicesDep, asked: Annotated[RepresentationQuery, Query()]) -> Response:
    """The same object as `copnet representation --json`. Outside the facilitator's view small counts are withheld."""
    who = asked.who()
    with services.computing():
        snapshot = services.snapshots.current()
        return JSONResponse(representation_for(snapshot, key, who, what_if=asked.what_if, fill=asked.best_fill))


@router.get("/communities/{key}/introductions", response_model=Introductions, operation_id="introductions",
            summary="Who should meet whom", responses=documented(404, 503))  # fmt: skip
def introductions(key: str, services: ServicesDep, asked: Annotated[IntroductionsQuery, Query()]) -> Response:
    """The same object as `copnet introductions --json`; for facilitators only."""
    who = asked.who()
    with services.computing():
        return JSONResponse(introductions_for(services.snapshots.current(), key, who, by=asked.by, limit=asked.limit))


@router.get("/people/{key}/peers", response_model=Peers, operation_id="peers", summary="Whom somebody could call on",
            responses=documented(404, 503))  # fmt: skip
def peers(key: str, services: ServicesDep, asked: Annotated[PeersQuery, Query()]) -> Response:
    """The same object as `copnet peers --json`; for the person and for facilitators. Members see no score."""
    who = asked.who()
    day = asked.on.first if asked.on else dt.datetime.now().astimezone().date()
    with services.computing():
        snapshot = services.snapshots.current()
        found = peers_for(
            snapshot, key, who, on=day, topic=asked.topic, different=asked.different, limit=asked.limit
        )  # fmt: skip
        return JSONResponse(found)
