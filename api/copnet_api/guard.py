"""What stands before every route: who may ask at all, how much may be sent, and what browsers may do with answers."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from copnet_api.deps import ApiSettings
from copnet_api.errors import HTTP_KINDS, internal_error, problem

UPLOADS = "/api/v1/imports"
STATIC = "/static/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_PAGES = frozenset({"same-origin", "none"})  # "none": typed into the address bar or bookmarked

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """The outermost ASGI layer of the service; plain ASGI, so answers stream and nothing is buffered."""

    def __init__(self, app: ASGIApp, settings: ApiSettings) -> None:
        self.app = app
        self.settings = settings
        self.hosts = frozenset(host.lower() for host in settings.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request, pass it on, and put the headers on whatever is answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        head = scope["method"] == "HEAD"
        if head:
            scope = {**scope, "method": "GET"}  # FastAPI takes HEAD nowhere; it is GET without the body

        async def answer(message: Message) -> None:
            nonlocal started
            if head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache" if scope["path"].startswith(STATIC) else "no-store")
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        try:
            await self.app(scope, _limited(receive, self._limit(scope)), answer)
        except Exception as error:
            if started:
                raise
            await internal_error(error, scope["path"])(scope, receive, answer)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if not ({"*", _name(host)} & self.hosts or _is_loopback(_name(host))):
            return problem(HTTP_KINDS[421], f"Open this service as http://{self.settings.hosts[0]} on this machine.")
        if scope["method"] not in READING and not _from_own_page(headers, host):
            return problem(HTTP_KINDS[403], "Changes are taken from copnet's own pages and from programs only.")
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and (len(length) > 18 or int(length) > self._limit(scope)):
            return problem(HTTP_KINDS[413], _too_large(self._limit(scope)))
        return None

    def _limit(self, scope: Scope) -> int:
        return self.settings.upload_limit if scope["path"] == UPLOADS else self.settings.body_limit


def _name(host: str) -> str:
    """A Host header without its port."""
    name, colon, port = host.rpartition(":")
    return name if colon and port.isascii() and port.isdigit() else host


def _is_loopback(name: str) -> bool:
    """Whether a host is this machine by its number, which no page elsewhere can take as its own name."""
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _from_own_page(headers: Headers, host: str) -> bool:
    """Whether a change comes from this service's own pages, or from a program, which sends neither header."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in OWN_PAGES:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin.lower()).netloc == host


def _limited(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, _too_large(limit))
        return message

    return counted


def _too_large(limit: int) -> str:
    size = f"{limit / 1024 / 1024:.0f} MiB" if limit >= 1024 * 1024 else f"{limit} bytes"
    return f"At most {size} can be sent at once."
