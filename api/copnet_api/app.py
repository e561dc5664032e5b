"""The service on one store. ``create_app`` makes it; nothing is built when this module is imported."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import metadata
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from copnet.stores.base import GraphStore
from copnet_api import errors, reference
from copnet_api.assets import mount_assets
from copnet_api.deps import ApiSettings, Services
from copnet_api.guard import Guard
from copnet_api.routes import communities, duplicates, exports, figures, health, imports, maps, merges, people, records

OPENAPI = "/api/openapi.json"
DESCRIPTION = (
    "Who does what together in a community of practice: the records, the figures, the map. "
    "Every table of a workbook is a resource here; figures are the same objects as on the command line."
)


class CopnetApi(FastAPI):
    """FastAPI with the problem schemas in its OpenAPI document, which answers refer to."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document; made once."""
        known = self.openapi_schema
        document = super().openapi()
        if known is None:
            problem = errors.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            parts = problem.pop("$defs")
            document["components"]["schemas"] |= {**parts, "Problem": problem}
        return document


def create_app(store: GraphStore, *, settings: ApiSettings | None = None) -> FastAPI:
    """The service on an open store. It closes nothing: whoever opened the store closes it after the service.

    Args:
        store: an open store; used from several threads.
        settings: limits and host names; by default those of a service for this computer only.
    """
    settings = settings or ApiSettings()
    app = CopnetApi(
        title="copnet", version=metadata.version("copnet"), description=DESCRIPTION, openapi_url=OPENAPI,
        docs_url=None, redoc_url=None, swagger_ui_oauth2_redirect_url=None, lifespan=_serving,
    )  # fmt: skip
    app.state.services = Services.over(store, settings)
    app.add_middleware(Guard, settings=settings)
    errors.install(app)
    app.include_router(_versioned())
    app.include_router(maps.home)
    app.include_router(health.router, include_in_schema=False)
    app.add_api_route(errors.DOCS, _reference(app), response_class=HTMLResponse, include_in_schema=False)
    mount_assets(app)
    return app


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[None]:
    yield
    await run_in_threadpool(app.state.services.computations.close)


def _versioned() -> APIRouter:
    router = APIRouter(prefix=records.PREFIX)
    for table in records.routers():
        router.include_router(table)
    for part in (imports, exports, merges, duplicates, figures, communities, people, maps, health):
        router.include_router(part.router)
    return router


def _reference(app: FastAPI) -> Callable[[], HTMLResponse]:
    def docs() -> HTMLResponse:
        return HTMLResponse(reference.page(app.openapi()))

    return docs
