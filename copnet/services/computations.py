"""Long computations, each made once for all who ask the same, kept while the store does not change, ended when nobody
waits for it.

What is small is computed where it is asked for; what is large goes to ``Workers``. See
``docs/decisions/0013-computations.md``.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from importlib import metadata

from copnet.errors import ComputationLost, TooManyComputations
from copnet.services.questions import Computed, Data, Question
from copnet.services.workers import Job, Workers

SMALL = 5_000
"""Rows up to which the costliest computation takes about as long as the start of a process."""

KEPT_BYTES = 64 * 1024 * 1024
"""All answers that are kept."""


@dataclass(frozen=True, slots=True)
class Source:
    """A way to read the store; ``read`` gives the data of this name, never older than when it is called."""

    name: str
    version: Callable[[], int]
    read: Callable[[], Data]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was computed, the tag by which it is known, and the version of the store it was computed of."""

    computed: Computed
    tag: str
    version: int

    @property
    def size(self) -> int:
        """About the bytes it needs."""
        return len(self.computed.body) + len(self.computed.beside)


class Computations:
    """Puts questions to data. Safe to use from several threads.

    Args:
        workers: computes what is large.
        most: computations at the same time; those asked for by several count once.
        small: rows of data up to which a question is answered in the thread that asks it.
    """

    def __init__(self, workers: Workers, *, most: int, small: int = SMALL) -> None:
        self.workers = workers
        self._most = most
        self._small = small
        self._lock = threading.Lock()
        self._running: dict[str, _Shared] = {}
        self._kept = _Kept()
        # Another store can be at the same version, also behind the same address after a restart.
        self._salt = f"{metadata.version('copnet')} {secrets.token_hex(16)}"

    def tag(self, source: str, version: int, question: Question) -> str:
        """The name of an answer: another one for another version of the store, function or argument."""
        return hashlib.sha256(
            f"{self._salt} {source} {version} {question}".encode("utf-8", "surrogatepass")
        ).hexdigest()

    def ask(self, source: Source, version: int, question: Question) -> Future[Answer]:
        """The answer, now or later. Whoever does not want it any more cancels the future.

        A small question is answered before this returns, unless somebody else is about to answer it.

        Args:
            source: what it is put to.
            version: the store's version, read after the question came.
            question: what to compute.

        Raises:
            TooManyComputations: so many others are under way.
        """
        tag = self.tag(source.name, version, question)
        future: Future[Answer] = Future()
        with self._lock:
            if kept := self._kept.get(tag, version):
                future.set_result(kept)
                return future
            first = tag not in self._running
            if first and len(self._running) >= self._most:
                raise TooManyComputations("Several other things are being computed right now. Try again in a minute.")
            shared = self._running.setdefault(tag, _Shared(tag))
            shared.waiting.add(future)
        future.add_done_callback(lambda done: self._left(shared, done))
        if first:
            self._begin(shared, source, question)
        return future

    def close(self) -> None:
        """End what is under way, with its processes; whoever still waits is told. Asking again begins anew."""
        with self._lock:
            for shared in self._running.values():
                shared.closed = True
            jobs = [shared.job for shared in self._running.values() if shared.job is not None]
        for job in jobs:
            job.end(_stopped())
        self.workers.close()

    def _begin(self, shared: _Shared, source: Source, question: Question) -> None:
        try:
            data = source.read()
            if data.rows <= self._small:
                self._answered(shared, question, data, question.answer(data.content))
                return
            job = Job(question, data)
            with self._lock:
                if shared.closed:  # while the store was read
                    raise _stopped()
                shared.job = job  # nobody can have left before: the first to ask has no future yet
            threading.Thread(target=self._work, args=(shared, job), name="copnet-computation", daemon=True).start()
        except Exception as error:  # noqa: BLE001 - it belongs to everybody who waits
            self._finished(shared, error)

    def _work(self, shared: _Shared, job: Job) -> None:
        try:
            self._answered(shared, job.question, job.data, self.workers.run(job))
        except Exception as error:  # noqa: BLE001 - the same
            self._finished(shared, error)

    def _answered(self, shared: _Shared, question: Question, data: Data, computed: Computed) -> None:
        answer = Answer(computed, self.tag(data.name, data.version, question), data.version)
        with self._lock:
            self._kept.put(answer)
        self._finished(shared, answer)

    def _finished(self, shared: _Shared, outcome: Answer | Exception) -> None:
        with self._lock:
            if self._running.get(shared.tag) is shared:
                del self._running[shared.tag]
            waiting = [future for future in shared.waiting if future.set_running_or_notify_cancel()]
        for future in waiting:
            if isinstance(outcome, Answer):
                future.set_result(outcome)
            else:
                future.set_exception(outcome)

    def _left(self, shared: _Shared, future: Future[Answer]) -> None:
        """Somebody has the answer, or does not wait for it any more."""
        with self._lock:
            shared.waiting.discard(future)
            if shared.waiting or self._running.get(shared.tag) is not shared:
                return
            del self._running[shared.tag]
            job = shared.job
        if job is not None:
            job.end(ComputationLost("Nobody waits for this any more."))


class _Shared:
    """One computation and everybody who waits for it."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.waiting: set[Future[Answer]] = set()
        self.job: Job | None = None
        self.closed = False


def _stopped() -> ComputationLost:
    return ComputationLost("The service is being stopped. Ask again when it runs.")


class _Kept:
    """The answers asked for last, all of the store's latest version."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._version = 0
        self._bytes = 0

    def get(self, tag: str, version: int) -> Answer | None:
        self._turn(version)
        if tag in self._answers:
            self._answers.move_to_end(tag)
        return self._answers.get(tag)

    def put(self, answer: Answer) -> None:
        self._turn(answer.version)
        if answer.version < self._version or answer.tag in self._answers or answer.size > KEPT_BYTES // 4:
            return
        self._answers[answer.tag] = answer
        self._bytes += answer.size
        while self._bytes > KEPT_BYTES:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= oldest.size

    def _turn(self, version: int) -> None:
        """What was said of an older version is not kept: nobody is answered with it again."""
        if version > self._version:
            self._answers.clear()
            self._version, self._bytes = version, 0
