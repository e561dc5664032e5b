"""What every command that answers a question does: read the store, compute for an audience, print."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from copnet.cli.show import print_json, progress_bar

if TYPE_CHECKING:
    from copnet.services.audience import Audience
    from copnet.services.field import Field
    from copnet.snapshot import Snapshot

Json = dict[str, Any]


def answer(
    store: str | None,
    audience: str | None,
    as_json: bool,
    compute: Callable[[Snapshot, Audience], Json],
    show: Callable[[Json], None],
) -> None:
    """Print one answer: as JSON, or as ``show`` does. Without an audience it is the facilitator's."""
    from copnet.services.audience import Audience

    who = Audience.parse(audience or "facilitator")
    snapshot = read(store)
    result = compute(snapshot, who)
    print_json(result) if as_json else show(result)


def read(store: str | None) -> Snapshot:
    """The snapshot of a store; what figures need is loaded while the store opens."""
    from copnet.bootstrap import open_store
    from copnet.cli.quick import loading, without_pandas

    with loading():
        without_pandas()
        with open_store(store, once=True) as opened:
            return opened.snapshot()


def answer_by_spark(
    store: str | None,
    audience: str | None,
    as_json: bool,
    compute: Callable[[Field, Audience], Json],
    show: Callable[[Json], None],
) -> None:
    """Print one answer that Spark computes, with progress where somebody watches."""
    from copnet.bootstrap import open_field
    from copnet.services.audience import Audience
    from copnet.services.field import require_facilitator

    who = Audience.parse(audience or "facilitator")
    require_facilitator(who)
    with progress_bar() as progress, open_field(store, progress) as field:
        result = compute(field, who)
    print_json(result) if as_json else show(result)
