"""Where marks stood when a map was asked for last, so that they stay there when a little is added.

Kept in this process, for the maps asked for last; see ``docs/decisions/0014-positions.md``.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from copnet.services.audience import AUDIENCES, Audience
from copnet_viz.staying import Start
from copnet_viz.written import start_of

MOST = 32  # maps
MOST_BYTES = 64 * 1024 * 1024  # of a file that is read for its positions
MOST_LEARNT = 8 * 1024 * 1024  # of a page that is sent: a larger one is of groups, and reading it holds up other pages


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A map as it was asked for last: what it started from, and what came of it."""

    version: int
    start: Start
    after: Start


class Positions:
    """Positions by what was asked for, audience included. Safe to use from several threads.

    The same version of the store starts from the same positions as long as the map is among those asked for last.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drawn: OrderedDict[str, _Drawn] = OrderedDict()

    def start(self, asked: str, version: int) -> Start:
        """What a map of this version starts from; nothing, if it was not asked for before."""
        with self._lock:
            last = self._drawn.get(asked)
        if last is None:
            return Start({})
        return last.start if version <= last.version else last.after

    def learn(self, asked: str, version: int, start: Start, page: bytes, audience: Audience) -> None:
        """Keep where marks stand on a page made of this version."""
        with self._lock:
            last = self._drawn.get(asked)
        if last is not None and last.version >= version:
            return
        read = start_of(page.decode(), AUDIENCES[audience.kind]) if len(page) <= MOST_LEARNT else None
        after = read or Start({})
        with self._lock:
            last = self._drawn.get(asked)
            if last is not None and last.version >= version:  # learnt while this one was read
                return
            self._drawn[asked] = _Drawn(version, start, after)
            self._drawn.move_to_end(asked)
            while len(self._drawn) > MOST:
                self._drawn.popitem(last=False)


def start_from_file(path: Path, audience: Audience) -> tuple[Start | None, str]:
    """Positions from a map that is there already, and a sentence about them; none of both where nothing is there."""
    if not path.is_file():
        return None, ""
    nothing = f"Positions of the {path.name} that was there are not kept: "
    try:
        if path.stat().st_size > MOST_BYTES:
            return None, f"{nothing}it is too large to be read for them."
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None, f"{nothing}it cannot be read."
    start = start_of(text, AUDIENCES[audience.kind])
    if start is None:
        return None, f"{nothing}it is no map of single marks that copnet wrote for this audience."
    return start, ""
