"""The command that lists who may be the same. It decides nothing."""

from __future__ import annotations

from typing import Any

import click

from copnet.cli.commands import root
from copnet.cli.options import audience_option, json_option, store_option
from copnet.cli.show import print_json
from copnet.cli.show_duplicates import SHOWN, show_duplicates


@root.command()
@store_option
@click.option("--kind", type=click.Choice(["person", "organization"]), help="Only people, or only organizations.")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N",
    help=f"At most so many. Default: {SHOWN}, and all with --json.",
)  # fmt: skip
@audience_option
@json_option
def duplicates(store: str | None, kind: Any, limit: int | None, audience: str | None, as_json: bool) -> None:
    """Who may be the same person or organization, and why. Nothing is changed."""
    from copnet.bootstrap import open_store
    from copnet.services.audience import Audience
    from copnet.services.duplicates import duplicates_for

    who = Audience.parse(audience or "facilitator")
    with open_store(store) as opened:
        result = duplicates_for(opened, kind, who, limit=limit if as_json else limit or SHOWN)
    print_json(result) if as_json else show_duplicates(result)
