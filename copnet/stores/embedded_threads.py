"""The threads of an embedded store: a few that live as long as it does, since short-lived ones leave theirs in Java."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TypeVar

from copnet.errors import StoreFailed
from copnet.stores.embedded_errors import CLOSED, translated

T = TypeVar("T")
READERS = 4


class Threads:
    """Some for reading and one for writing, as the engine ties a transaction to its thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="copnet-store-read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="copnet-store-write")
        self._process = os.getpid()
        self._closed = False

    @property
    def ours(self) -> bool:
        """Whether this is the process that opened the store; a fork has neither the threads nor the Java machine."""
        return os.getpid() == self._process

    def read(self, work: Callable[[], T]) -> T:
        """Run ``work`` in a reading thread."""
        future = self._submit(self._readers, work)
        try:
            return future.result()
        finally:
            future.cancel()  # when Ctrl-C came first nobody wants the answer any more

    def write(self, work: Callable[[], T]) -> T:
        """Run ``work`` in the writing thread. Ctrl-C is raised once it is done: a statement cannot be interrupted."""
        future = self._submit(self._writer, work)
        try:
            return future.result()
        except BaseException:
            while not (future.cancel() or future.done()):
                with contextlib.suppress(KeyboardInterrupt):
                    wait([future])
            raise

    def refuse(self) -> None:
        """Take no more work."""
        self._closed = True

    def close(self, last: Callable[[], None]) -> None:
        """Run ``last`` in the writing thread, after what it is at, and wait for all threads."""
        with contextlib.suppress(RuntimeError):  # at the end of the process the threads are gone before this is called
            self._writer.submit(last)
        self._readers.shutdown()
        self._writer.shutdown()

    def _submit(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> Future[T]:
        def in_our_words() -> T:
            with translated(self._folder):
                return work()

        if not self.ours:
            raise StoreFailed("The store was opened before this process was forked off. Open it in this process.")
        if self._closed:
            raise StoreFailed(CLOSED)
        try:
            return threads.submit(in_our_words)
        except RuntimeError:  # closed between the two lines, or the interpreter ends
            raise StoreFailed(CLOSED) from None
