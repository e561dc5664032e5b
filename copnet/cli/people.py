"""The commands about people: representation, peers, introductions."""

from __future__ import annotations

import datetime as dt

import click

from copnet.cli import show, show_people
from copnet.cli.commands import root
from copnet.cli.options import Day, audience_option, json_option, store_option


@root.command()
@click.argument("community")
@store_option
@click.option("--what-if", multiple=True, metavar="PERSON", help="Count this person as if a member. Repeatable.")
@click.option("--best-fill", "fill", is_flag=True, help="Which applicants would bring it nearest to its intent.")
@audience_option
@json_option
def representation(
    community: str, store: str | None, what_if: tuple[str, ...], fill: bool, audience: str | None, as_json: bool
) -> None:
    """Whom a community meant to have among its members, and whom it has."""
    from copnet.bootstrap import open_store
    from copnet.services.audience import Audience
    from copnet.services.representation import representation_for

    who = Audience.parse(audience or "facilitator")
    with open_store(store) as opened:
        snapshot = opened.snapshot()
    result = representation_for(snapshot, community, who, what_if=what_if, fill=fill)
    show.print_json(result) if as_json else show_people.show_representation(result)


@root.command()
@click.argument("person")
@store_option
@click.option("--topic", metavar="T", help="What is looked for. Default: what the person seeks and works on.")
@click.option(
    "--different", multiple=True, metavar="ATTRIBUTE",
    help="Only people of another organization, sector, location or open attribute. Repeatable.",
)  # fmt: skip
@click.option("--on", type=Day("first"), metavar="DATE", help="As in the week of this day. Default: today.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="At most so many."
)
@audience_option
@json_option
def peers(
    person: str, store: str | None, topic: str | None, different: tuple[str, ...], on: dt.date | None, limit: int,
    audience: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Whom somebody could call on, why, and through whom."""
    from copnet.bootstrap import open_store
    from copnet.services.audience import Audience
    from copnet.services.peers import peers_for

    who = Audience.parse(audience or "facilitator")
    day = on or dt.datetime.now().astimezone().date()
    with open_store(store) as opened:
        snapshot = opened.snapshot()
    result = peers_for(snapshot, person, who, on=day, topic=topic, different=different, limit=limit)
    show.print_json(result) if as_json else show_people.show_peers(result)


@root.command()
@click.argument("community")
@store_option
@click.option(
    "--by", default="organization", show_default=True, metavar="ATTRIBUTE", help="The groups that should meet."
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="At most so many."
)
@audience_option
@json_option
def introductions(community: str, store: str | None, by: str, limit: int, audience: str | None, as_json: bool) -> None:
    """Who should meet whom, on whom a connection hangs alone, and who has been without a tie."""
    from copnet.bootstrap import open_store
    from copnet.services.audience import Audience
    from copnet.services.introductions import introductions_for

    who = Audience.parse(audience or "facilitator")
    with open_store(store) as opened:
        snapshot = opened.snapshot()
    result = introductions_for(snapshot, community, who, by=by, limit=limit)
    show.print_json(result) if as_json else show_people.show_introductions(result)
