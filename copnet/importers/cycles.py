"""Nothing may be a part of itself: parents, parts and lineage are checked for circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from copnet.importers.merge import bound_of
from copnet.importers.problems import Problems
from copnet.importers.registry import Entry, Registry

CHAINS = {
    "organizations": ("parent",),
    "communities": ("parent",),
    "collaborations": ("part_of", "grew_out_of"),
}
"""Fields that lead to another record of the same table."""


def refuse_cycles(registry: Registry, entries: Iterable[Entry], problems: Problems) -> None:
    """Find circles that go through records of this import and name one row of each.

    Args:
        registry: all records of one table, with ``new`` set where the import changes them.
        entries: the records of this import.
        problems: gets one problem per circle.
    """
    for field in CHAINS.get(registry.table, ()):
        done: set[str] = set()
        for entry in entries:
            cycle = _cycle(registry, entry.id, field, done)
            if cycle:
                _report(registry, cycle, field, problems)


def _next(registry: Registry, key: str, field: str) -> Iterator[str]:
    entry = registry.by_id.get(key)
    if entry and entry.plain:
        value = entry.rows[0].cells.get(field)
    else:
        value = getattr((entry.new or entry.stored) if entry else None, field, None)
    return iter(value) if isinstance(value, tuple) else iter([value] if isinstance(value, str) else [])


def _cycle(registry: Registry, start: str, field: str, done: set[str]) -> list[str]:
    """The ids of a circle that can be reached from here; empty when there is none that is not known yet."""
    if start in done:
        return []
    path, on_path = [start], {start}
    steps = [_next(registry, start, field)]
    while steps:
        following = next(steps[-1], None)
        if following is None:
            steps.pop()
            left = path.pop()
            on_path.discard(left)
            done.add(left)
        elif following in on_path:
            done.update(path)
            return path[path.index(following) :]
        elif following not in done:
            path.append(following)
            on_path.add(following)
            steps.append(_next(registry, following, field))
    return []


def _report(registry: Registry, cycle: list[str], field: str, problems: Problems) -> None:
    entries = [registry.by_id[key] for key in cycle]
    names = [entry.name for entry in entries]
    chain = " → ".join([*names[:10], "…"] if len(names) > 10 else [*names, names[0]])
    rows = [row for entry in entries for row in entry.rows if field in row.cells]
    if rows:
        row = min(rows, key=lambda candidate: candidate.number)
        row.refuse(problems, f"something that does not lead back to itself; here: {chain}", bound_of(row, field))
