"""Errors as RFC 9457 problem details: the one place where an error of copnet becomes an answer."""

from __future__ import annotations

import http
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from copnet import errors
from copnet.services.checked import expected, field_name
from copnet_api.deps import RETRY_AFTER

log = logging.getLogger("copnet.api")
MEDIA_TYPE = "application/problem+json"
DOCS = "/api/docs"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its name in the address of its explanation, its title and status."""

    name: str
    title: str
    status: int

    @property
    def type(self) -> str:
        """The address of its explanation on the page about the API."""
        return f"{DOCS}#problem-{self.name}"


KINDS: Mapping[type[errors.CopnetError], Kind] = {
    errors.CopnetError: Kind("refused", "This cannot be done", 422),
    errors.InputError: Kind("input-refused", "What was sent cannot be taken", 422),
    errors.ImportRefused: Kind("import-refused", "The tables have faults; nothing was written", 422),
    errors.InvalidRecord: Kind("invalid-record", "Some fields do not fit", 422),
    errors.NotFound: Kind("not-found", "There is no such record", 404),
    errors.Conflict: Kind("conflict", "This contradicts other records", 409),
    errors.UsageError: Kind("invalid-request", "An option makes no sense", 422),
    errors.EngineFailed: Kind("engine-failed", "The program that was to compute this failed", 500),
    errors.StoreError: Kind("store", "The store cannot be used", 503),
    errors.StoreMissing: Kind("store-missing", "The store is not there", 503),
    errors.StoreUnreachable: Kind("store-unreachable", "The store does not answer", 503),
    errors.StoreRefused: Kind("store-refused", "The store refused the password", 503),
    errors.StoreLocked: Kind("store-locked", "Another process uses the store", 503),
    errors.StoreTooNew: Kind("store-too-new", "The store is newer than this copnet", 503),
    errors.StoreFailed: Kind("store-failed", "The store failed", 503),
}
INVALID_REQUEST = Kind("invalid-request", "The request does not fit", 422)
HTTP_KINDS: Mapping[int, Kind] = {
    400: Kind("bad-request", "The request cannot be read", 400),
    403: Kind("cross-site", "Changes from other web pages are refused", 403),
    404: Kind("no-such-page", "Nothing is at this address", 404),
    405: Kind("method", "This address does not take that method", 405),
    413: Kind("too-large", "This is more than the service takes at once", 413),
    421: Kind("wrong-host", "This service does not answer to that name", 421),
    500: Kind("internal", "Something went wrong in copnet", 500),
    503: Kind("busy", "Too much at once", 503),
}


class FieldFault(BaseModel):
    """One field of a request that does not fit."""

    field: str = Field(description="The field or query parameter; blank where several do not fit together.")
    expected: str = Field(description="What would fit.")


class RowFault(BaseModel):
    """One cell, row or file of an import that does not fit."""

    file: str
    sheet: str | None
    row: int | None = Field(description="As a spreadsheet counts: the header is row 1.")
    column: str | None
    value: str | None
    expected: str


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="The address of an explanation.")
    title: str
    status: int
    detail: str = Field(description="What happened this time and what to do.")
    errors: list[FieldFault | RowFault] | None = Field(default=None, description="Each field or row that is wrong.")
    format: str | None = Field(default=None, description="Of a refused import: what it was taken for.")


def problem(
    kind: Kind,
    detail: str,
    *,
    faults: Sequence[Mapping[str, Any]] = (),
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    status: int | None = None,
) -> JSONResponse:
    """The answer for one problem."""
    body: dict[str, Any] = {
        "type": kind.type, "title": kind.title, "status": status or kind.status, "detail": _writable(detail),
    }  # fmt: skip
    if faults:
        body["errors"] = [{name: _writable(value) for name, value in fault.items()} for fault in faults]
    return JSONResponse(body | dict(more or {}), body["status"], headers=dict(headers or {}), media_type=MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entries of the problems a route answers with; ``default`` covers those any route may have."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    names = {kind.status: kind.title for kind in (*HTTP_KINDS.values(), *KINDS.values(), INVALID_REQUEST)}
    entries: dict[int | str, dict[str, Any]] = {
        status: {"description": names[status], "content": content} for status in (*statuses, 422)
    }
    return entries | {"default": {"description": "Any other problem", "content": content}}


def internal_error(error: Exception, path: str) -> JSONResponse:
    """The answer to a fault of ours: everything in the log, nothing to the client."""
    log.error("A request to %s failed", path, exc_info=error)
    return problem(HTTP_KINDS[500], "The fault is ours; it is in the log of the service.")


def install(app: FastAPI) -> None:
    """Answer every error with a problem."""
    app.add_exception_handler(errors.CopnetError, _copnet_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)


async def _copnet_error(request: Request, error: Exception) -> JSONResponse:
    kind = KINDS[next(cls for cls in type(error).__mro__ if cls in KINDS)]
    faults: list[dict[str, Any]] = []
    more: dict[str, Any] = {}
    if isinstance(error, errors.ImportRefused):
        faults = [dict(found.as_dict()) for found in error.problems]
        more = {"format": error.format} if error.format else {}
    elif isinstance(error, errors.InvalidRecord):
        faults = [{"field": name, "expected": words} for name, words in error.fields]
    if kind.status < http.HTTPStatus.INTERNAL_SERVER_ERROR:
        return problem(kind, str(error), faults=faults, more=more)
    log.warning("The store cannot be used: %s", error)
    return problem(kind, str(error), headers={"Retry-After": RETRY_AFTER})


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [
        {"field": field_name(item["loc"][1:]) or field_name(item["loc"]), "expected": expected(item)}
        for item in error.errors()
    ]
    detail = " ".join(f"{fault['field']}: {fault['expected']}." for fault in faults)
    return problem(INVALID_REQUEST, detail, faults=faults)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind = HTTP_KINDS.get(error.status_code, HTTP_KINDS[400])
    detail = error.detail if error.detail != http.HTTPStatus(error.status_code).phrase else kind.title + "."
    return problem(kind, detail, headers=error.headers, status=error.status_code)


def _writable(value: Any) -> Any:
    """Text that can be written as UTF-8: half a surrogate pair is spelled out."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
