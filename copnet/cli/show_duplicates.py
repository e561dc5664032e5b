"""What ``duplicates`` prints for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from copnet.cli.show import show_cautions
from copnet.errors import place_words

SHOWN = 25


def show_duplicates(result: Mapping[str, Any]) -> None:
    """One paragraph a pair: the two, the score, what speaks for and against it, where each came from."""
    pairs = result["candidates"]
    click.echo("May be the same:" if pairs else "Nobody was found who may be the same as another.")
    for place, pair in enumerate(pairs, start=1):
        click.echo(f"{place}. {_named(pair['a'])} and {_named(pair['b'])} ({pair['kind']}, score {pair['score']:.2f})")
        for reason in pair["reasons"]:
            click.echo(f"   {reason}")
        if pair["a"]["source"] or pair["b"]["source"]:
            click.echo(f"   From: {_place(pair['a'])}; {_place(pair['b'])}.")
    if result["not_listed"]:
        click.echo(f"{result['not_listed']:,} more are not listed: --limit, or --json.")
    if result["withheld"]:
        click.echo(f"{result['withheld']:,} not shown: somebody in the pair is visible to nobody.")
    for one in result["not_one_person"]:
        names = f" Perhaps: {', '.join(one['names'])}." if one["names"] else ""
        click.echo(f"Not one {one['kind']}: {_named(one)}. {one['reason']}{names}")
    show_cautions(result)


def _named(one: Mapping[str, Any]) -> str:
    return f"{one['name']} ({one['id']})"


def _place(one: Mapping[str, Any]) -> str:
    source = one["source"]
    return place_words(source["file"], source["sheet"], source["row"]) if source else "entered by hand"
