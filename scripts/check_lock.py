"""Are the lock files in step with pyproject.toml, hashed, and free of addresses? ``python -m scripts.check_lock``."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def canonical(name: str) -> str:
    """A package's name as the packaging standards normalize it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def problems() -> list[str]:
    """What is wrong with the lock files, in sentences."""
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = project["project"]["dependencies"]
    development = runtime + project["dependency-groups"]["dev"]
    found = []
    for file, wanted in (("requirements.lock", runtime), ("requirements-dev.lock", development)):
        text = (ROOT / file).read_text()
        pinned = {canonical(name): version for name, version in _PINNED.findall(text)}
        if "://" in text:
            found.append(f"{file} names an address.")
        if text.count("==") and text.count("--hash=sha256:") < len(pinned):
            found.append(f"{file} has packages without a hash.")
        for line in wanted:
            requirement = Requirement(line)
            version = pinned.get(canonical(requirement.name))
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                found.append(f"{file}: {line} is not met (locked: {version}). Run make lock.")
    return found


if __name__ == "__main__":
    faults = problems()
    print("\n".join(faults) or "The lock files are in step.")
    sys.exit(bool(faults))
