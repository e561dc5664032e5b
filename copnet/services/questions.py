"""What is asked of the data of a store: it can be sent to another process, and its text tells it from all others."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Computed:
    """The bytes of an answer, and what is told beside them in ASCII."""

    body: bytes
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A function of the services, and its arguments after the data it reads.

    Attributes:
        compute: a function of a module, so that a process finds it; gives what JSON has, text or ``Computed``.
        arguments: values whose ``repr`` tells them apart, such as a ``NetworkSpec`` and an ``Audience``.
        options: the same, by name.
    """

    compute: Callable[..., Any]
    arguments: tuple[Any, ...]
    options: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.compute.__module__}.{self.compute.__qualname__}{self.arguments!r}{dict(self.options)!r}"

    def answer(self, data: Any) -> Computed:
        """Compute it."""
        found = self.compute(data, *self.arguments, **self.options)
        if isinstance(found, Computed):
            return found
        if not isinstance(found, str):
            found = json.dumps(found, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return Computed(found.encode())


@dataclass(frozen=True, slots=True)
class Data:
    """What a question is put to.

    Attributes:
        name: which reading of the store it is.
        version: the store's version it was read at.
        content: what ``Question.compute`` is given.
        rows: how much it is.
    """

    name: str
    version: int
    content: Any
    rows: int
