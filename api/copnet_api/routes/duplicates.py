"""Who may be the same: the same object as the command prints."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from copnet.services.duplicates import MAX_TOLD, refuse_others, told
from copnet_api.deps import ServicesDep
from copnet_api.errors import documented
from copnet_api.queries import AudienceQuery

router = APIRouter(tags=["figures"])


class DuplicatesQuery(AudienceQuery):
    """What to look for."""

    kind: Literal["person", "organization"] | None = Field(default=None, description="Default: both.")
    limit: int = Field(default=MAX_TOLD, ge=1, le=MAX_TOLD, description="At most so many candidates.")


class Duplicates(BaseModel):
    """Who may be the same, best first; nothing is merged by asking."""

    model_config = ConfigDict(extra="allow")

    kind: str | None
    audience: str
    candidates: list[dict[str, Any]]
    not_listed: int
    withheld: int
    not_one_person: list[dict[str, Any]]
    cautions: list[str]


@router.get("/duplicates", response_model=Duplicates, operation_id="duplicates", summary="Who may be the same",
            responses=documented(503))  # fmt: skip
def duplicates(services: ServicesDep, asked: Annotated[DuplicatesQuery, Query()]) -> Response:
    """The same object as `copnet duplicates --json`; for facilitators only."""
    who = asked.who()
    refuse_others(who)
    with services.computing():
        looked = services.looks.current(asked.kind)
        return JSONResponse(told(looked, asked.kind, who, limit=asked.limit))
