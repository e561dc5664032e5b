"""What a command, whose process is its own, does to answer sooner; a library must not do this to its user's process."""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from importlib.abc import MetaPathFinder
from typing import Any

FIGURES = ("copnet.services.figures", "igraph")


@contextlib.contextmanager
def loading(modules: tuple[str, ...] = FIGURES) -> Iterator[None]:
    """Load modules in a thread of their own meanwhile, such as while Java starts; they are there at the end.

    Python looks for no garbage in the meantime: with each look Java looks as well, which takes longer than both save.
    """

    def load() -> None:
        with contextlib.suppress(Exception):  # whoever needs the module is told when it is imported there
            for module in modules:
                import_module(module)

    thread = threading.Thread(target=load)
    gc.disable()
    thread.start()
    try:
        yield
    finally:
        thread.join()
        gc.enable()


def without_pandas() -> None:
    """Let pyarrow find no pandas when it looks whether what it is given comes from there: half a second is saved.

    Where something is made for pandas, pyarrow looks again.
    """
    if "pandas" in sys.modules:
        return
    import pyarrow

    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    try:
        pyarrow.array([0])
    finally:
        sys.meta_path.remove(finder)


class _NoPandas(MetaPathFinder):
    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, fullname: str, *_: Any) -> None:
        if fullname == "pandas" and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(name=fullname)
