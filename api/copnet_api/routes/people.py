"""Whom somebody could call on: the same object as the command prints."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from copnet.dates import PartialDate
from copnet.fields import FilledText
from copnet.services.limits import DEFAULT_LIMIT
from copnet.services.peers import peers_for
from copnet_api.answers import COMPUTED, AnswersDep
from copnet_api.queries import MAX_ROWS, AudienceQuery

router = APIRouter(prefix="/people", tags=["figures"])
PersonPath = Annotated[str, Path(description="The person's id or exact name.", examples=["ana-ruiz"])]


class PeersQuery(AudienceQuery):
    """What is looked for."""

    topic: FilledText | None = Field(default=None, description="Default: what the person seeks and works on.")
    different: list[FilledText] = Field(
        default_factory=list, description="Only people of another organization, sector, location or open attribute."
    )
    on: PartialDate | None = Field(default=None, description="As in the week of this day. Default: today.")
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_ROWS, description="At most so many.")


class Peers(BaseModel):
    """Whom somebody could call on."""

    model_config = ConfigDict(extra="allow")

    audience: str
    person: str
    peers: list[dict[str, Any]]
    cautions: list[str]


@router.get("/{person}/peers", response_model=Peers, operation_id="peers", summary="Whom somebody could call on",
            responses=COMPUTED)  # fmt: skip
def peers(answers: AnswersDep, person: PersonPath, asked: Annotated[PeersQuery, Query()]) -> Response:
    """The same object as `copnet peers --json`; for the person and for facilitators. Members see no score."""
    day = asked.on.first if asked.on else dt.datetime.now().astimezone().date()
    return answers.of(
        peers_for, person, asked.who(), on=day, topic=asked.topic, different=asked.different, limit=asked.limit
    )
