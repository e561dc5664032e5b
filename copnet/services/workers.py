"""Processes that compute, so that long work holds up nobody: each answers one question at a time, and can be ended.

A process is spawned (never forked: the embedded store's Java machine would not survive it) when it is first needed, is
handed data as columns, never a store, and keeps the latest data for the next question.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import shutil
import signal
import tempfile
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from copnet.errors import ComputationLost, CopnetError, TookTooLong
from copnet.services.questions import Computed, Data, Question

PATIENCE = 10  # seconds for a process to be gone after it was killed


class Job:
    """One question on its way. ``end`` may be called from any thread, at any time."""

    def __init__(self, question: Question, data: Data) -> None:
        self.question = question
        self.data = data
        self.ended: CopnetError | None = None
        self._lock = threading.Lock()
        self._kill: Callable[[], None] | None = None

    def end(self, why: CopnetError) -> None:
        """Kill the process that works on it, or is about to; nothing, once it is answered."""
        with self._lock:
            self.ended = self.ended or why
            if self._kill is not None:
                self._kill()

    def begin(self, kill: Callable[[], None]) -> None:
        """A process works on it from now on.

        Raises:
            CopnetError: it was ended before.
        """
        with self._lock:
            if self.ended is not None:
                raise self.ended
            self._kill = kill

    def finish(self) -> None:
        """No process works on it any more."""
        with self._lock:
            self._kill = None


class Workers:
    """A number of processes. Safe to use from several threads; started when first needed, again after ``close``."""

    def __init__(self, count: int, time_limit: float) -> None:
        self._time_limit = time_limit
        self._free: queue.LifoQueue[_Worker] = queue.LifoQueue()  # the last one used is warm
        self._workers = [_Worker() for _ in range(count)]
        for worker in self._workers:
            self._free.put(worker)

    @property
    def processes(self) -> list[int]:
        """The ids of the processes there are."""
        return [worker.process.pid for worker in self._workers if worker.process and worker.process.pid]

    def run(self, job: Job) -> Computed:
        """Wait for a free process and for its answer.

        Raises:
            TookTooLong: it took longer than the time limit.
            ComputationLost: the process ended, such as killed by the system for want of memory.
            CopnetError: what the question raised, or ``Job.end`` was given.
        """
        worker = self._free.get()
        try:
            return worker.run(job, self._time_limit)
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End all processes that are free, and those at work as soon as their jobs have ended."""
        for worker in [self._free.get() for _ in self._workers]:
            worker.stop()
            self._free.put(worker)


class _Worker:
    """At most one process, with the data it was given last."""

    def __init__(self) -> None:
        self.process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._holds: tuple[str, int] | None = None

    def run(self, job: Job, time_limit: float) -> Computed:
        if job.ended is not None:
            raise job.ended
        if self.process is None or self._has_ended():
            self.stop()
            self._start()
        assert self.process is not None
        job.begin(self.process.kill)
        clock = threading.Timer(time_limit, job.end, (_too_long(time_limit),))
        clock.daemon = True
        clock.start()
        try:
            answer = self._ask(job)
        except (EOFError, OSError):
            self.stop()
            raise job.ended or ComputationLost(
                "What computed this was ended by the system, most likely because the memory of this machine did not "
                "suffice. Ask for less: one community, a shorter time, fewer figures."
            ) from None
        finally:
            clock.cancel()
            job.finish()
            if job.ended is not None:
                self.stop()  # it was killed, even where the answer was quicker
        if not isinstance(answer, Computed):
            raise _rebuilt(answer)
        return answer

    def _has_ended(self) -> bool:
        """Whether the idle process was killed: an idle one says nothing, so that anything to read is the pipe's end."""
        assert self._pipe is not None
        return self._pipe.poll()

    def _ask(self, job: Job) -> Any:
        assert self._pipe is not None
        data = job.data
        known = self._holds == (data.name, data.version)
        self._holds = None
        self._pipe.send((known, None if known else data.content, job.question))
        answer = self._pipe.recv()
        self._holds = (data.name, data.version)
        return answer

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._scratch = tempfile.TemporaryDirectory(prefix="copnet-worker-", ignore_cleanup_errors=True)
        self._pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=_work, args=(theirs, self._scratch.name), name="copnet-worker", daemon=True
        )  # fmt: skip
        self.process.start()
        theirs.close()  # so that its end is noticed: nobody else holds that side of the pipe

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join(PATIENCE)
            self.process = None
        if self._pipe is not None:
            self._pipe.close()
        if self._scratch is not None:
            self._scratch.cleanup()  # what it was writing when it was ended
        self._holds = self._pipe = self._scratch = None


def _too_long(seconds: float) -> TookTooLong:
    return TookTooLong(
        f"This took longer than {seconds:,.0f} seconds and was stopped. Ask for less: one community, a shorter time, "
        "or only the figures you need. Whoever runs the service can allow more with COPNET_TIME_LIMIT."
    )


def _work(pipe: Connection, scratch: str) -> None:
    """What a process does until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the service ends us
    tempfile.tempdir = scratch
    threading.Thread(target=_end_with_service, args=(scratch,), daemon=True).start()
    content = None
    with suppress(EOFError):
        while True:
            known, sent, question = pipe.recv()
            content = content if known else sent
            pipe.send(_answer(question, content))


def _end_with_service(scratch: str) -> None:
    """Leave nothing behind when the service was killed, be it in the middle of a computation."""
    service = multiprocessing.parent_process()
    assert service is not None
    wait([service.sentinel])
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(1)


def _answer(question: Question, content: Any) -> Any:
    """The answer, or an error as ``_rebuilt`` takes it."""
    try:
        return question.answer(content)
    except CopnetError as error:
        return type(error), error.args, error.__dict__
    except MemoryError:
        raise  # the process ends, and its memory is free
    except Exception:  # noqa: BLE001 - a fault of ours is told to whoever asked, and logged there
        return traceback.format_exc()


def _rebuilt(error: Any) -> Exception:
    """An error that was raised in a process; their initializers take other arguments than they keep."""
    if isinstance(error, str):
        return RuntimeError(f"in a worker:\n{error}")
    kind, arguments, values = error
    found: CopnetError = kind.__new__(kind, *arguments)
    found.__dict__.update(values)
    return found
