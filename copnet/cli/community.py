"""The commands about one community: what it reached, what it brought about, who is in it, who should meet."""

from __future__ import annotations

from typing import Any

import click

from copnet.cli.answer import answer, answer_by_spark
from copnet.cli.commands import root
from copnet.cli.options import audience_option, engine_option, json_option, limit_option, store_option
from copnet.cli.show_community import show_areas, show_introductions, show_representation, show_ripple


@root.command()
@click.argument("community", metavar="COMMUNITY")
@store_option
@click.option(
    "--after", type=click.Choice(["start", "end"]), default="start", show_default=True,
    help="Whom members reached since the community's start, or after its formal end.",
)  # fmt: skip
@click.option("--wave", metavar="W", help="Which wave of the survey for reported partnerships. Default: the latest.")
@engine_option
@audience_option
@json_option
def ripple(
    community: str, store: str | None, after: Any, wave: str | None, engine: str, audience: str | None, as_json: bool
) -> None:
    """Whom a community reached beyond itself, and what grew.

    What a community reached beyond itself: people, organizations, partnerships, what grew out of what.
    COMMUNITY is an id or an exact name.
    """
    from copnet.services.ripple import ripple_for

    if engine == "spark":
        from copnet.services.field import ripple_of

        answer_by_spark(
            store, audience, as_json,
            lambda field, who: ripple_of(field, community, who, after=after, wave=wave), show_ripple,
        )  # fmt: skip
        return
    answer(
        store, audience, as_json,
        lambda snapshot, who: ripple_for(snapshot, community, who, after=after, wave=wave),
        show_ripple,
    )  # fmt: skip


@root.command()
@click.argument("community", metavar="COMMUNITY")
@store_option
@audience_option
@json_option
def areas(community: str, store: str | None, audience: str | None, as_json: bool) -> None:
    """The four areas of a community, with evidence.

    Relationships, learning, action and field building, or a community's own aims: figures and evidence.
    COMMUNITY is an id or an exact name.
    """
    from copnet.services.ripple import areas_for

    answer(store, audience, as_json, lambda snapshot, who: areas_for(snapshot, community, who), show_areas)


@root.command()
@click.argument("community", metavar="COMMUNITY")
@store_option
@click.option("--what-if", multiple=True, metavar="PERSON", help="Count this person as if a member. Repeatable.")
@click.option("--best-fill", is_flag=True, help="Which applicants would bring it nearest to its intent.")
@audience_option
@json_option
def representation(
    community: str, store: str | None, what_if: tuple[str, ...], best_fill: bool, audience: str | None, as_json: bool
) -> None:
    """Who is in the room, beside who was meant to be.

    Whom a community meant to have among its members, and whom it has. COMMUNITY is an id or an exact name.
    """
    from copnet.services.representation import representation_for

    answer(
        store, audience, as_json,
        lambda snapshot, who: representation_for(snapshot, community, who, what_if=what_if, best_fill=best_fill),
        show_representation,
    )  # fmt: skip


@root.command()
@click.argument("community", metavar="COMMUNITY")
@store_option
@click.option(
    "--by", default="organization", show_default=True, metavar="ATTRIBUTE", help="The groups that should meet."
)
@limit_option
@audience_option
@json_option
def introductions(community: str, store: str | None, by: str, limit: int, audience: str | None, as_json: bool) -> None:
    """Who should meet whom, and what it would change.

    Who should meet whom, on whom a connection hangs alone, and who has been without a tie.
    COMMUNITY is an id or an exact name.
    """
    from copnet.services.introductions import introductions_for

    answer(
        store, audience, as_json,
        lambda snapshot, who: introductions_for(snapshot, community, who, by=by, limit=limit),
        show_introductions,
    )  # fmt: skip
