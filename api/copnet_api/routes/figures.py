"""Figures: metrics, growth, the network behind them, and what each figure means."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from copnet.analysis.registry import REGISTRY
from copnet.services.figures import growth_for, metrics_for
from copnet.services.ledger import ledger_for
from copnet.services.networks import node_link
from copnet_api import glossary
from copnet_api.answers import COMPUTED, AnswersDep
from copnet_api.errors import documented
from copnet_api.queries import GrowthQuery, MetricsQuery, NetworkQuery

router = APIRouter(tags=["figures"])
Row = dict[str, Any]
CSV: Row = {"content": {"text/csv": {"schema": {"type": "string"}}}}


class _Answer(BaseModel):
    model_config = ConfigDict(extra="allow")


class Metrics(_Answer):
    """Figures of a network. An undefined one is null, never 0; a withheld one is {"withheld": true}."""

    network: Row = Field(description="What was counted: kind, community, window, and what could not be placed.")
    metrics: dict[str, float | bool | str | Row | None] = Field(description="By name; see /definitions.")
    cautions: list[str]
    nodes: list[Row] = Field(default=[], description="One line a node, when asked for.")


class Growth(_Answer):
    """How a network grew."""

    network: Row
    periods: list[Row] = Field(description="One row a month, quarter or year, empty ones too.")
    endurance: list[Row] = Field(description="What was left of the ties, year by year after the community's end.")


class Network(_Answer):
    """A network in NetworkX's node-link form: `networkx.node_link_graph(answer, edges="edges")` reads it."""

    directed: bool
    multigraph: bool
    graph: Row = Field(description="What the network is, its collaborations, and how many nodes and ties are withheld.")
    nodes: list[Row]
    edges: list[Row] = Field(description="With the evidence: which collaborations, when.")


class Definition(_Answer):
    """What one figure means."""

    name: str
    label: str = Field(description="In plain words, as a heading.")
    plain: str = Field(description="What it tells, in one sentence for everybody.")
    level: str = Field(description="Whose figure it is: of the network, of each node, or of another answer.")
    unit: str
    range: str
    formula: str
    undefined: str | None
    caution: str | None
    reference: str
    networkx: str | None = Field(description="How NetworkX's function does otherwise; none: it has none; null: alike.")
    networks: list[str] = Field(description="The networks it is defined for; null in others.")


class Definitions(BaseModel):
    """What every figure means."""

    definitions: list[Definition]


@router.get("/metrics", response_model=Metrics, operation_id="metrics", summary="Figures of a network",
            responses=COMPUTED)  # fmt: skip
def metrics(answers: AnswersDep, asked: Annotated[MetricsQuery, Query()]) -> Response:
    """The same object as `copnet metrics --json`."""
    return answers.of(
        metrics_for, asked.spec(), asked.who(),
        names=asked.metrics or None, nodes=asked.nodes, sort=asked.sort, limit=asked.limit,
    )  # fmt: skip


@router.get("/growth", response_model=Growth, operation_id="growth", summary="How a network grew",
            responses=COMPUTED)  # fmt: skip
def growth(answers: AnswersDep, asked: Annotated[GrowthQuery, Query()]) -> Response:
    """The same object as `copnet growth --json`."""
    return answers.of(growth_for, asked.spec(), asked.who(), every=asked.every, dormant_after=asked.dormant_after)


@router.get("/growth/ledger", response_class=Response, operation_id="growth_ledger", summary="When every tie grew",
            responses={**COMPUTED, 200: CSV})  # fmt: skip
def growth_ledger(answers: AnswersDep, asked: Annotated[GrowthQuery, Query()]) -> Response:
    """A table (CSV) of one line a tie: when the two first met, met again, were dormant, and what they did together."""
    return answers.of(
        ledger_for, asked.spec(), asked.who(), every=asked.every, dormant_after=asked.dormant_after,
        media_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="ledger.csv"'},
    )  # fmt: skip


@router.get("/network", response_model=Network, operation_id="network", summary="A network with its evidence",
            responses=COMPUTED)  # fmt: skip
def network(answers: AnswersDep, asked: Annotated[NetworkQuery, Query()]) -> Response:
    """People who may not be named to the audience are left out with their ties; how many is in `graph.withheld`."""
    return answers.of(node_link, asked.spec(), asked.who())


@router.get("/definitions", response_model=Definitions, operation_id="definitions",
            summary="What every figure means",
            responses=documented() | {200: {"content": {"text/html": {"schema": {"type": "string"}}}}})  # fmt: skip
def definitions(request: Request) -> Response:
    """In plain words, then formula, unit, range, when it is undefined, and where it comes from. A page to browsers."""
    vary = {"Vary": "Accept"}
    if _prefers_html(request.headers.get("accept", "")):
        return HTMLResponse(glossary.page(REGISTRY.values()), headers=vary)
    names = Definition.model_fields
    told = [{name: getattr(metric, name) for name in names} for metric in REGISTRY.values()]
    return JSONResponse({"definitions": told}, headers=vary)


def _prefers_html(accept: str) -> bool:
    """Browsers name text/html first; programs that take anything are given JSON."""
    kinds = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    asked = [kind for kind in kinds if kind in ("text/html", "application/json")]
    return asked[:1] == ["text/html"]
