"""Forward migrations of a store. Each version's statements are in ``schema.cypher``, named ``schema_VERSION_...``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from copnet.errors import StoreTooNew
from copnet.stores.queries import Query, Run

_STATEMENT = re.compile(r"schema_(\d{4})_\w+")


def statements(queries: Mapping[str, Query]) -> dict[int, list[str]]:
    """The names of the statements of every schema version, in the order of their file."""
    found: dict[int, list[str]] = {}
    for name in queries:
        if match := _STATEMENT.fullmatch(name):
            found.setdefault(int(match[1]), []).append(name)
    return dict(sorted(found.items()))


def migrate(run: Run, queries: Mapping[str, Query], address: str) -> int:
    """Bring a store to the newest schema version and return it. Each statement may be run again without harm.

    Raises:
        StoreTooNew: the store was written by a newer copnet.
    """
    versions = statements(queries)
    newest = max(versions)
    done = {int(row["version"]) for row in run("read_migrations")}
    if done and max(done) > newest:
        raise StoreTooNew(
            f"The store {address} has schema version {max(done)}; this copnet knows {newest}. Install a newer copnet."
        )
    for version, names in versions.items():
        if version in done:
            continue
        for name in names:
            run(name)
        today = dt.datetime.now(dt.UTC).date().isoformat()
        run("record_migration", key=f"{version:04d}", version=version, applied_on=today)
    return newest
