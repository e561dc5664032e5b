"""Answers that are computed: made once for all who ask the same, known by a tag, and given up when nobody waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from copnet.identity.subjects import SubjectKind
from copnet.services.computations import Answer, Source
from copnet.services.duplicates import gather
from copnet.services.questions import Data, Question
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore
from copnet_api.deps import Services, ServicesDep
from copnet_api.errors import documented

COMPUTED = documented(404, 503) | {304: {"description": "Nothing has changed since the ETag of `If-None-Match`."}}


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to one request.

    Attributes:
        services: what computes them.
        known: the tags of answers whoever asks has kept, as in ``If-None-Match``.
    """

    services: Services
    known: str

    def of(
        self,
        compute: Callable[..., Any],
        *arguments: Any,
        source: Source | None = None,
        media_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
        beside: str | None = None,
        learn: Callable[[Answer], None] | None = None,
        **options: Any,
    ) -> Response:
        """The answer of a function of the services, now or as soon as it is there.

        Args:
            compute: takes the data of ``source``, then the arguments and options; see ``Question``.
            arguments: the first ones.
            source: what it reads; by default the snapshot.
            media_type: of the answer.
            headers: beside the usual ones.
            beside: the header that has what was computed beside the bytes.
            learn: is told of an answer that is sent.
            options: arguments by name.

        Raises:
            CopnetError: what the function raises, or that it is not computed now.
        """
        computations, source = self.services.computations, source or _snapshot(self.services)
        question, version = Question(compute, arguments, options), source.version()
        tag = computations.tag(source.name, version, question)
        if _fits(tag, self.known):
            return _unchanged(tag)

        def answer(found: Answer) -> Response:
            if self.known.strip() == "*" or _fits(found.tag, self.known):
                return _unchanged(found.tag)
            if learn is not None:
                learn(found)
            told = {beside: found.computed.beside} if beside else {}
            every = {**(headers or {}), **told, **_tagged(found.tag)}
            return Response(found.computed.body, media_type=media_type, headers=every)

        waiting = computations.ask(source, version, question)
        return answer(waiting.result()) if waiting.done() else _Later(waiting, answer)


class _Later(Response):
    """An answer that is being computed. No thread waits for it, and the client's leaving ends the waiting."""

    def __init__(self, waiting: Future[Answer], answer: Callable[[Answer], Response]) -> None:
        super().__init__()
        self._waiting = waiting
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it when it is there. An error is raised before anything is sent, so that it is answered as usual."""
        waiting, gone = asyncio.wrap_future(self._waiting), asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait((waiting, gone), return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                # in a thread: to learn from a page is to read all of it
                response = await run_in_threadpool(self._answer, waiting.result())
                await response(scope, receive, send)
        finally:
            waiting.cancel()
            gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _fits(tag: str, known: str) -> bool:
    """Whether a tag is among those of ``If-None-Match``. Ours have no commas; whether it is a weak one is no matter."""
    return any(one.strip().removeprefix("W/").strip('"') == tag for one in known.split(","))


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers=_tagged(tag))


def _tagged(tag: str) -> dict[str, str]:
    """It may be kept by whoever asked, who asks again whether it still holds."""
    return {"Cache-Control": "private, no-cache", "ETag": f'W/"{tag}"'}


def _snapshot(services: Services) -> Source:
    return Source("snapshot", services.store.version, lambda: _data("snapshot", services.snapshots.current()))


def whole_tables(store: GraphStore) -> Source:
    """All records, as exports of tables write them."""
    return Source("tables", store.version, lambda: _data("tables", store.tables()))


def subjects(store: GraphStore, kind: SubjectKind | None) -> Source:
    """Who may be the same as somebody else."""
    name = f"subjects {kind}"

    def read() -> Data:
        version = store.version()  # before: what is written meanwhile makes a newer version that is asked for anew
        found = gather(store, kind)
        return Data(name, version, found, sum(map(len, found.subjects.values())))

    return Source(name, store.version, read)


def _data(name: str, read: Snapshot) -> Data:
    return Data(name, read.version, read, sum(frame.height for frame in read.frames.values()))


async def _answers(services: ServicesDep, request: Request) -> Answers:
    return Answers(services, ",".join(request.headers.getlist("if-none-match")))


AnswersDep = Annotated[Answers, Depends(_answers)]
