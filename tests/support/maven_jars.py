"""Jars for the tests: Maven copies what a pom names once into a cache outside the work tree, and they are checked."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MANIFEST = "jars.sha256.json"


class NoJars(RuntimeError):
    """They could not be fetched; the message says why."""


def jars(pom: Path, main: str) -> Path:
    """The folder of the jars a pom names, downloaded if they are missing or damaged.

    Args:
        pom: another one has another folder.
        main: the jar that must be among them, without its ending.

    Raises:
        NoJars: no Maven, no network, or a pom that does not name ``main``.
    """
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "copnet"
    root = Path(os.environ.get("COPNET_CACHE") or default).absolute()
    root.mkdir(parents=True, exist_ok=True)
    folder = root / f"{main}-{_sha256(pom)}"
    with _locked(folder.with_name(f"{folder.name}.lock")):
        if not _is_intact(folder):
            _download(pom, main, folder)
    return folder / "lib"


def tail(text: str, lines: int = 30) -> str:
    """The last lines of what a program said."""
    return "\n".join(text.splitlines()[-lines:])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock, so that parallel test workers share one download."""
    with path.open("a") as file:
        # The kernel drops the lock with the process, so a killed worker leaves nothing to clean up.
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _hashes(folder: Path) -> dict[str, str]:
    return {jar.name: _sha256(jar) for jar in sorted((folder / "lib").glob("*.jar"))}


def _is_intact(folder: Path) -> bool:
    try:
        recorded = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(recorded) and recorded == _hashes(folder)


def _download(pom: Path, main: str, folder: Path) -> None:
    """Fill a temporary folder and rename it: the cache holds everything or nothing."""
    mvn = shutil.which("mvn")
    if mvn is None:
        raise NoJars("mvn is not on the PATH. Install Maven, or set COPNET_TEST_NEO4J_URI to a running server.")
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{folder.name}.") as name:
        temporary = Path(name) / "new"
        command = [mvn, "-q", "-B", "-f", str(pom), "dependency:copy-dependencies"]
        command += ["-DincludeScope=runtime", f"-DoutputDirectory={temporary / 'lib'}"]
        done = subprocess.run(command, cwd=name, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise NoJars(f"mvn could not fetch {main}:\n{tail(done.stdout + done.stderr)}")
        hashes = _hashes(temporary)
        if f"{main}.jar" not in hashes:
            raise NoJars(f"mvn did not deliver {main}.jar: does the pom name it?")
        (temporary / MANIFEST).write_text(json.dumps(hashes, indent=1), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        temporary.rename(folder)
