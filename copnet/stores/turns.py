"""Who goes when: many readers or one commit, and never a store's own method from inside its write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from copnet.errors import StoreFailed


class Turns:
    """Many readers at once, or one commit alone. A commit that waits goes before readers that come after it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._committing = False
        self._waiting = 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep commits away for the block."""
        with self._changed:
            while self._committing or self._waiting:
                self._changed.wait()
            self._readers += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def committing(self) -> Iterator[None]:
        """Keep everybody away for the block."""
        with self._changed:
            self._waiting += 1
            try:
                while self._committing or self._readers:
                    self._changed.wait()
                self._committing = True
            finally:
                self._waiting -= 1
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._committing = False
                self._changed.notify_all()


class Inside(threading.local):
    """Whether this thread is inside a ``change``: there, the store's own methods would wait for themselves forever."""

    active = False

    @contextmanager
    def change(self) -> Iterator[None]:
        """Mark the block as the inside of a write."""
        self.refuse()
        self.active = True
        try:
            yield
        finally:
            self.active = False

    def refuse(self) -> None:
        """Say so instead of waiting forever.

        Raises:
            StoreFailed: this thread is inside a write of the same store.
        """
        if self.active:
            raise StoreFailed("Inside a write use the writer it was given, not the store.")
