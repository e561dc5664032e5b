"""Is the service alive, and can it answer?"""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from copnet_api.deps import ServicesDep
from copnet_api.errors import documented

router = APIRouter(tags=["service"])


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """The store answers too."""

    status: Literal["ready"] = "ready"
    version: int
    """The store's data version; grows with every change."""


@router.get("/healthz", summary="Is the process alive?", operation_id="health", responses=documented())
async def healthz() -> Health:
    """Answers without the store and without a worker thread, so also while every thread is computing."""
    return Health()


@router.get("/readyz", summary="Does the store answer?", operation_id="readiness", responses=documented(503))
def readyz(services: ServicesDep) -> Readiness:
    """Answers 503 with the reason when the store does not."""
    return Readiness(version=services.store.version())
