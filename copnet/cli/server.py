"""Serving a store to this computer's browser."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

import click

from copnet.errors import UsageError
from copnet.settings import load
from copnet.stores.base import GraphStore

PATIENCE = 120  # seconds for what is under way at the end, such as an import


def require_loopback(host: str) -> None:
    """Refuse every address but this computer's own: without sign-in, whoever reaches the page sees everything.

    Raises:
        UsageError: the address is not a loopback one.
    """
    if host == "localhost":
        return
    try:
        loopback = ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise UsageError(
            f"copnet serves this computer only (127.0.0.1), not {host}: there is no sign-in yet, and anyone who "
            "reaches the page would see everyone."
        )


def serve_store(store: GraphStore, host: str, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM; requests under way are finished first.

    Raises:
        UsageError: another program uses the port.
    """
    import uvicorn

    from copnet_api.app import create_app
    from copnet_api.deps import ApiSettings

    require_loopback(host)
    given = load()
    settings = ApiSettings(upload_limit=given.upload_limit, workers=given.workers, time_limit=given.time_limit)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's delay of 40 ms an answer off only for sockets that say they are TCP
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host.strip("[]"), port))
        except OSError as error:
            raise UsageError(f"Port {port} cannot be used ({error.strerror}). Give another one: --port") from None
        name = f"[{host}]" if family == socket.AF_INET6 else host
        click.echo(f"Open http://{name}:{port} in a browser. Ctrl-C stops it. Data: {store.address}")
        config = uvicorn.Config(
            create_app(store, settings=settings), log_level="warning", timeout_graceful_shutdown=PATIENCE
        )
        with suppress(KeyboardInterrupt):  # how it is meant to end; requests under way have been answered by then
            uvicorn.Server(config).run(sockets=[listener])
