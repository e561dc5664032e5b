"""Commands about one community: what it reached, and what it brought about in the four areas."""

from __future__ import annotations

from typing import Any

import click

from copnet.cli import show, show_community
from copnet.cli.commands import root
from copnet.cli.options import audience_option, json_option, store_option


@root.command()
@click.argument("community", metavar="COMMUNITY")
@store_option
@click.option(
    "--after", type=click.Choice(["start", "end"]), default="start", show_default=True,
    help="Whom members reached since the community's start, or after its formal end.",
)  # fmt: skip
@click.option("--wave", metavar="W", help="Which wave of the survey for reported partnerships. Default: the latest.")
@audience_option
@json_option
def ripple(
    community: str, store: str | None, after: Any, wave: str | None, audience: str | None, as_json: bool
) -> None:
    """What a community reached beyond itself: people, organizations, partnerships, what grew out of what."""
    from copnet.bootstrap import open_store
    from copnet.services.audience import Audience
    from copnet.services.ripple import ripple_for

    who = Audience.parse(audience or "facilitator")
    with open_store(store) as opened:
        snapshot = opened.snapshot()
    result = ripple_for(snapshot, community, who, after=after, wave=wave)
    show.print_json(result) if as_json else show_community.show_ripple(result)


@root.command()
@click.argument("community", metavar="COMMUNITY")
@store_option
@audience_option
@json_option
def areas(community: str, store: str | None, audience: str | None, as_json: bool) -> None:
    """Relationships, learning, action and field building, or a community's own aims: figures and evidence."""
    from copnet.bootstrap import open_store
    from copnet.services.audience import Audience
    from copnet.services.ripple import areas_for

    who = Audience.parse(audience or "facilitator")
    with open_store(store) as opened:
        snapshot = opened.snapshot()
    result = areas_for(snapshot, community, who)
    show.print_json(result) if as_json else show_community.show_areas(result)
