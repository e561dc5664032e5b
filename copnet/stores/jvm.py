"""Starting the Java machine of the embedded store: once a process, quietly, and without leaving files behind."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from copnet.errors import StoreFailed

_started = threading.Lock()
_BRIEF_HEAP = 64 << 20
_EXPECTED_WARNING = b"Using incubator modules"


def start(memory: str, *, brief: bool = False) -> None:
    """Start the Java machine with so much memory (``512m``, ``2g``). Does nothing when it runs already.

    Args:
        memory: at most.
        brief: it has little to do: rather compile what it runs quickly than well, and do not clean up meanwhile.
    """
    import jpype

    with _started:
        if jpype.isJVMStarted():
            return
        _require_memory(memory)
        from arcadedb_embedded.jvm import start_jvm

        # The package looks for this in the environment only; its default is a folder in the working directory.
        os.environ.setdefault("ARCADEDB_JVM_ERROR_FILE", str(Path(tempfile.gettempdir()) / "copnet_java_%p.log"))
        with as_file(files("copnet.stores") / "java-logging.properties") as logging, _without_expected_warning():
            # -Xrs leaves Ctrl-C and SIGTERM to Python: otherwise Java ends the process in the middle of its cleanup.
            arguments = ["-Xrs", f"-Djava.util.logging.config.file={logging}"]
            if brief:
                first = min(_BRIEF_HEAP, _bytes(memory))
                arguments += ["-XX:TieredStopAtLevel=1", f"-Xms{first}", f"-XX:MetaspaceSize={_BRIEF_HEAP}"]
            start_jvm(heap_size=memory, jvm_args=arguments)


def _bytes(memory: str) -> int:
    return int(memory[:-1]) * {"m": 1 << 20, "g": 1 << 30}[memory[-1]]


def _require_memory(memory: str) -> None:
    """Java would end the whole process where it cannot have the memory."""
    wanted = _bytes(memory)
    present = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    if wanted > present:
        raise StoreFailed(
            f"COPNET_MEMORY asks for {memory}; this computer has {present >> 20}m. Set it to less, such as 1g."
        )


def class_names(error: BaseException) -> list[str]:
    """The Java class names behind an error, outermost first: the only way to tell the engine's errors apart."""
    names = []
    cause: Any = error  # a Python error outside, Java ones inside
    while cause is not None:
        if isinstance(cause, BaseException) and not hasattr(cause, "getCause"):
            cause = cause.__cause__
            continue
        names.append(str(cause.getClass().getName()))
        cause = cause.getCause()
    return names


@contextmanager
def _without_expected_warning() -> Iterator[None]:
    """Keep Java's warning about its own incubator module off the terminal; everything else it says is passed on."""
    try:
        kept = os.dup(2)
    except OSError:  # started without a terminal: nothing to keep anything off
        yield
        return
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            said.seek(0)
            for line in said:
                if _EXPECTED_WARNING not in line:
                    os.write(2, line)
