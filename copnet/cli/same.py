"""The commands for who is the same: merge two, take them apart again, remember that two are different."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from copnet.cli import show_same
from copnet.cli.commands import root
from copnet.cli.options import json_option, store_option
from copnet.cli.show import print_json

if TYPE_CHECKING:
    from copnet.remembered import Kind

KIND = click.option(
    "--kind", type=click.Choice(["person", "organization"]),
    help="What the two are. Needed only where the names are those of people and of organizations.",
)  # fmt: skip
VERDICTS = ("different", "later", "open")


@root.command()
@click.argument("keep")
@click.argument("drop")
@store_option
@KIND
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@json_option
def merge(keep: str, drop: str, store: str | None, kind: Kind | None, dry_run: bool, as_json: bool) -> None:
    """Make two people, or two organizations, one. KEEP and DROP are ids, names or aliases.

    Everything that refers to DROP refers to KEEP then, and later imports that name DROP mean KEEP. What is filled in
    KEEP stays, DROP fills what is blank, lists are united, and the stricter word on consent wins. copnet unmerge takes
    it back.
    """
    from copnet.bootstrap import open_store
    from copnet.services import merges as service

    with open_store(store) as opened:
        result = service.merge(opened, keep, drop, on=_today(), kind=kind, dry_run=dry_run)
    _print(result, as_json, show_same.show_merge)


@root.command()
@click.argument("merge_id")
@store_option
@json_option
def unmerge(merge_id: str, store: str | None, as_json: bool) -> None:
    """Undo a merge, by the id that copnet merges lists: all is as it was, also after later imports.

    What was added or changed since stays with the one that was kept.
    """
    from copnet.bootstrap import open_store
    from copnet.services import merges as service

    with open_store(store) as opened:
        result = service.unmerge(opened, merge_id)
    _print(result, as_json, show_same.show_unmerge)


@root.command()
@store_option
@json_option
def merges(store: str | None, as_json: bool) -> None:
    """List the merges that can be undone, the latest first."""
    from copnet.bootstrap import open_store
    from copnet.services import merges as service

    with open_store(store) as opened:
        result = service.list_merges(opened)
    _print(result, as_json, show_same.show_merges)


@root.command()
@click.argument("verdict", type=click.Choice(VERDICTS), metavar="different|later|open")
@click.argument("a")
@click.argument("b")
@store_option
@KIND
@json_option
def decide(verdict: str, a: str, b: str, store: str | None, kind: Kind | None, as_json: bool) -> None:
    """Remember that two people or organizations are different, or to be looked at later.

    A and B are ids, names or aliases. copnet duplicates does not propose them again; open forgets it. When they are
    the same: copnet merge.
    """
    from copnet.bootstrap import open_store
    from copnet.services import decisions as service

    with open_store(store) as opened:
        if verdict == "open":
            result = service.reopen(opened, a, b, kind=kind) | {"verdict": "open"}
        else:
            known: Any = verdict
            result = service.decide(opened, a, b, known, on=_today(), kind=kind)
    _print(result, as_json, show_same.show_decision)


@root.command()
@store_option
@json_option
def decisions(store: str | None, as_json: bool) -> None:
    """List what was decided with copnet decide."""
    from copnet.bootstrap import open_store
    from copnet.services import decisions as service

    with open_store(store) as opened:
        result = service.list_decisions(opened)
    _print(result, as_json, show_same.show_decisions)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _print(result: dict[str, Any], as_json: bool, show: Any) -> None:
    print_json(result) if as_json else show(result)
