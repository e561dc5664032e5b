"""Who is the same: merging two, undoing it, and remembering what was decided about two."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from copnet.fields import FilledText
from copnet.services import decisions, merges
from copnet_api.deps import ServicesDep
from copnet_api.errors import documented
from copnet_api.routes.records import PREFIX

router = APIRouter(tags=["merges"])
Kind = Literal["person", "organization"]
Counts = Annotated[dict[str, int], Field(description="By table.")]
MergeId = Annotated[str, Path(description="The id of a merge.", examples=["person-ana-ruiz-2"])]
DecisionId = Annotated[str, Path(description="The id of a decision.")]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Kind | None = Field(default=None, description="What the two are; null: found out.")


class MergeCreate(_Sent):
    """Two that are one."""

    keep: FilledText = Field(description="Id, name or alias of the one that stays.")
    drop: FilledText = Field(description="Of the one that goes.")
    dry_run: bool = Field(default=False, description="Only say what would happen; answered with 200.")


class DecisionCreate(_Sent):
    """What was decided about two."""

    a: FilledText = Field(description="Id, name or alias of the one.")
    b: FilledText = Field(description="Of the other.")
    verdict: Literal["different", "later"] = Field(description="Different, or to be looked at later.")


class Named(BaseModel):
    """Somebody."""

    id: str
    name: str


class MergeSummary(BaseModel):
    """One merge of the list."""

    id: str
    kind: Kind
    kept: Named
    dropped: Named
    merged_on: str | None
    moved: int = Field(description="Records that refer to the kept one since.")
    folded: int = Field(description="Records that became one with another.")
    set_aside: int = Field(description="Records that say nothing any more, such as ties between the two.")


class MergeList(BaseModel):
    """Every merge that stands, the latest first."""

    merges: list[MergeSummary]


class TwoValues(BaseModel):
    """A column in which the two themselves, or two records that became one, differ."""

    table: str
    key: str = Field(description="Of the record that is left.")
    column: str
    kept: str
    dropped: str


class MergeReport(BaseModel):
    """What a merge did, or would do."""

    id: str
    kind: Kind
    kept: Named
    dropped: Named
    merged_on: str | None
    moved: Counts
    folded: Counts
    set_aside: Counts
    not_taken: list[TwoValues] = Field(description="Filled values that are not used any more.")
    stricter: list[TwoValues] = Field(
        description="Columns on consent in which the word of the dropped one, or of a record of theirs, wins."
    )
    were_different: bool = Field(description="Whether the two had been decided to be different.")
    dry_run: bool


class Wider(BaseModel):
    """A column on consent that is less strict again."""

    model_config = ConfigDict(validate_by_name=True)

    table: str
    key: str = Field(description="Of the record that went back.")
    column: str
    from_: str = Field(alias="from")
    to: str


class UnmergeReport(BaseModel):
    """What went back, and what stays as it is now."""

    id: str
    kind: Kind
    kept: Named
    dropped: Named
    restored: Counts
    changed_since: Counts
    deleted_since: Counts
    wider: list[Wider]


class DecisionShown(BaseModel):
    """What was decided about two."""

    id: str
    kind: Kind
    a: Named
    b: Named
    verdict: Literal["different", "later"]
    decided_on: str | None


class DecisionList(BaseModel):
    """Everything that was decided."""

    decisions: list[DecisionShown]


@router.get(
    "/merges", response_model=MergeList, responses=documented(), summary="List merges", operation_id="list_merges"
)
def list_merges(services: ServicesDep) -> Response:
    """Every merge that stands, the latest first."""
    return JSONResponse(merges.list_merges(services.store))


@router.post(
    "/merges",
    response_model=MergeReport,
    status_code=201,
    summary="Merge two",
    responses={200: {"model": MergeReport, "description": "Dry run: nothing was written"}, **documented(404, 409, 413)},
    operation_id="create_merge",
)
def create_merge(services: ServicesDep, body: MergeCreate) -> Response:
    """Everything that refers to the dropped one refers to the kept one then; undo it by deleting the merge."""
    result = merges.merge(services.store, body.keep, body.drop, on=_today(), kind=body.kind, dry_run=body.dry_run)
    if body.dry_run:
        return JSONResponse(result)
    return JSONResponse(result, 201, headers={"Location": f"{PREFIX}/merges/{quote(result['id'], safe='')}"})


@router.get(
    "/merges/{merge_id}",
    response_model=MergeSummary,
    responses=documented(404),
    summary="Read one merge",
    operation_id="read_merge",
)
def read_merge(services: ServicesDep, merge_id: MergeId) -> Response:
    """One merge, as in the list."""
    return JSONResponse(merges.get_merge(services.store, merge_id))


@router.delete(
    "/merges/{merge_id}",
    response_model=UnmergeReport,
    responses=documented(404, 409),
    summary="Undo one merge",
    operation_id="delete_merge",
)
def delete_merge(services: ServicesDep, merge_id: MergeId) -> Response:
    """All is as it was; what was added or changed since stays with the one that was kept."""
    return JSONResponse(merges.unmerge(services.store, merge_id))


@router.get(
    "/decisions",
    response_model=DecisionList,
    responses=documented(),
    summary="List decisions",
    operation_id="list_decisions",
)
def list_decisions(services: ServicesDep) -> Response:
    """What was decided about two that may be one."""
    return JSONResponse(decisions.list_decisions(services.store))


@router.post(
    "/decisions",
    response_model=DecisionShown,
    responses=documented(404, 409, 413),
    summary="Decide",
    operation_id="create_decision",
)
def create_decision(services: ServicesDep, body: DecisionCreate) -> Response:
    """Remember that two are different, or to be looked at later; the last word counts."""
    result = decisions.decide(services.store, body.a, body.b, body.verdict, on=_today(), kind=body.kind)
    return JSONResponse(result)


@router.delete(
    "/decisions/{decision_id}",
    response_model=DecisionShown,
    responses=documented(404),
    summary="Forget a decision",
    operation_id="delete_decision",
)
def delete_decision(services: ServicesDep, decision_id: DecisionId) -> Response:
    """The two may be proposed again."""
    return JSONResponse(decisions.forget_decision(services.store, decision_id))


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()
