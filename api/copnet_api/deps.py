"""What every route needs, made once per application and handed to routes as one object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from copnet.services.computations import Computations
from copnet.services.positions import Positions
from copnet.services.snapshots import Snapshots
from copnet.services.workers import Workers
from copnet.stores.base import GraphStore

MIB = 1024 * 1024
LOOPBACK_HOSTS = ("localhost",)
RETRY_AFTER = "10"  # seconds; a store that restarts and a computation both take about so long


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """What may differ from one service to the next.

    Attributes:
        upload_limit: largest ``POST /imports``, in bytes.
        body_limit: largest body of any other request, in bytes.
        hosts: names the service answers to, without port, beside this machine's own numbers (127.0.0.1, [::1]); ``*``
            takes any. A page on the web could otherwise point its own name at this machine and read everything (DNS
            rebinding).
        computations: figures, networks and maps computed at the same time; more are asked to come again, so that
            threads remain for everything short. The same one asked for by several counts once.
        workers: processes that compute for large stores.
        time_limit: seconds after which such a computation is stopped.
    """

    upload_limit: int = 200 * MIB
    body_limit: int = MIB
    hosts: tuple[str, ...] = LOOPBACK_HOSTS
    computations: int = 8
    workers: int = 2
    time_limit: float = 300


@dataclass(frozen=True, slots=True)
class Services:
    """The store and what is shared between requests."""

    store: GraphStore
    settings: ApiSettings
    snapshots: Snapshots
    computations: Computations
    positions: Positions

    @classmethod
    def over(cls, store: GraphStore, settings: ApiSettings) -> Services:
        """Services on an open store, which stays its opener's to close."""
        workers = Workers(settings.workers, settings.time_limit)
        computations = Computations(workers, most=settings.computations)
        return cls(store, settings, Snapshots(store), computations, Positions())


async def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(_services)]
