"""The command about one person: whom they could call on."""

from __future__ import annotations

import datetime as dt

import click

from copnet.cli.answer import answer
from copnet.cli.commands import root
from copnet.cli.options import Day, audience_option, json_option, limit_option, store_option
from copnet.cli.show_people import show_peers


@root.command()
@click.argument("person")
@store_option
@click.option("--topic", metavar="T", help="What is looked for. Default: what the person seeks and works on.")
@click.option(
    "--different", multiple=True, metavar="ATTRIBUTE",
    help="Only people of another organization, sector, location or open attribute. Repeatable.",
)  # fmt: skip
@click.option("--on", type=Day("first"), metavar="DATE", help="As in the week of this day. Default: today.")
@limit_option
@audience_option
@json_option
def peers(
    person: str, store: str | None, topic: str | None, different: tuple[str, ...], on: dt.date | None, limit: int,
    audience: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Whom somebody could call on, why, and through whom. PERSON is an id, a name or an alias."""
    from copnet.services.peers import peers_for

    day = on or dt.datetime.now().astimezone().date()
    answer(
        store, audience, as_json,
        lambda snapshot, who: peers_for(
            snapshot, person, who, on=day, topic=topic, different=different, limit=limit
        ),
        show_peers,
    )  # fmt: skip
