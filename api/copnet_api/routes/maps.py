"""The map as a page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from copnet.services.computations import Answer
from copnet.services.maps import map_page
from copnet_api.answers import COMPUTED, Answers, AnswersDep
from copnet_api.queries import MapQuery

router = APIRouter(tags=["figures"])
home = APIRouter(include_in_schema=False)


@router.get("/map", response_class=HTMLResponse, operation_id="map", summary="The map as a page",
            responses=COMPUTED)  # fmt: skip
def map_(answers: AnswersDep, asked: Annotated[MapQuery, Query()]) -> Response:
    """People or organizations and what they did together, with a table of the same facts."""
    return _page(answers, asked)


@home.get("/", response_class=HTMLResponse)
def start(answers: AnswersDep, asked: Annotated[MapQuery, Query()]) -> Response:
    """The map of the whole store; it takes the same options, so every view can be sent as an address."""
    return _page(answers, asked)


def _page(answers: Answers, asked: MapQuery) -> Response:
    spec, who, known = asked.spec(), asked.who(), answers.services.positions
    text = repr((spec, asked.color, asked.size, who))
    start = known.start(text, answers.services.store.version())

    def learn(found: Answer) -> None:
        known.learn(text, found.version, start, found.computed.body, who)

    return answers.of(
        map_page, spec, color_by=asked.color, size_by=asked.size, audience=who, standalone=False, start=start,
        media_type="text/html; charset=utf-8", learn=learn,
    )  # fmt: skip
