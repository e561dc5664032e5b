"""The steps of a large import that change what is there already, and the sweeping up after one that was interrupted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from copnet.errors import StoreFailed
from copnet.record import Record
from copnet.stores.formers import former
from copnet.stores.queries import Rows, Run
from copnet.stores.transaction import Transaction

SWEEPS = ("sweep_relationships", "sweep_nodes")
SWEPT_ROWS = 20_000
PUT_BACK_ROWS = 5_000


def change_records(number: int, records: Iterable[Record], run: Run) -> Rows:
    """Change records that are there, in a transaction that no reader overlaps, and keep what they were.

    What this import has made or changed before is no old version, and is not kept.
    """
    changed: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        changed[record.table][record.key] = record
    transaction = Transaction(run, number=number)
    for table, some in changed.items():
        found = transaction.read_properties(table, keys=list(some))
        run("keep_formers", rows=[former(table, old, number) for old in found if old.get("import") != number])
    transaction.put(record for some in changed.values() for record in some.values())
    return []


def sweep(batch: Callable[[Callable[[Run], Rows]], Rows]) -> None:
    """Remove what an import left: what it changed and made, unless it is whole, and the old versions it kept.

    It may be interrupted itself.

    Args:
        batch: runs something in a transaction of its own.
    """
    found = batch(lambda run: run("begin_sweep"))
    if not found:
        return
    number, head = int(found[0]["number"]), int(found[0]["head"])
    steps: list[Callable[[Run], Rows]] = [partial(_remove, "sweep_formers", number)]
    if number > head:
        steps = [partial(_put_back, number), *(partial(_remove, name, number) for name in SWEEPS)]
    for step in steps:
        while (found := batch(partial(_in_turn, number, step))) and found[0]["count"]:
            pass
    batch(lambda run: run("end_sweep", number=number))


def _in_turn(number: int, step: Callable[[Run], Rows], run: Run) -> Rows:
    """A step of a sweep; nothing where another program has finished the sweep, and may be writing anew."""
    return step(run) if run("keep_sweep", number=number) else []


def _put_back(number: int, run: Run) -> Rows:
    """Some records as they were; readers see the old version before and after."""
    run("enter_gate")
    rows = run("some_formers", number=number, limit=PUT_BACK_ROWS)
    Transaction(run).put_back((row["table"], json.loads(row["record"])) for row in rows)
    run("delete_formers", keys=[row["key"] for row in rows])
    return [{"count": len(rows)}]


def _remove(name: str, number: int, run: Run) -> Rows:
    return run(name, number=number, limit=SWEPT_ROWS)


def require_whole(found: Sequence[Mapping[str, Any]]) -> None:
    """An import goes on only as long as nobody swept it away.

    Raises:
        StoreFailed: the store was opened by another program that found this one gone.
    """
    if not found:
        raise StoreFailed(
            "The import was interrupted: the connection to the store was lost for a while, and what was written "
            "meanwhile was taken back. Nothing was written; import again."
        )
