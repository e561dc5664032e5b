"""The map as a page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from copnet.services.maps import map_page
from copnet_api.deps import Services, ServicesDep
from copnet_api.errors import documented
from copnet_api.queries import MapQuery

router = APIRouter(tags=["figures"])
home = APIRouter(include_in_schema=False)


@router.get("/map", response_class=HTMLResponse, operation_id="map", summary="The map as a page",
            responses=documented(404, 503))  # fmt: skip
def map_(services: ServicesDep, asked: Annotated[MapQuery, Query()]) -> HTMLResponse:
    """People or organizations and what they did together, with a table of the same facts."""
    return _page(services, asked)


@home.get("/", response_class=HTMLResponse)
def start(services: ServicesDep, asked: Annotated[MapQuery, Query()]) -> HTMLResponse:
    """The map of the whole store; it takes the same options, so every view can be sent as an address."""
    return _page(services, asked)


def _page(services: Services, asked: MapQuery) -> HTMLResponse:
    spec, who = asked.spec(), asked.who()
    with services.computing():
        snapshot = services.snapshots.current()
        page = map_page(snapshot, spec, color_by=asked.color, size_by=asked.size, audience=who, standalone=False)
    return HTMLResponse(page)
