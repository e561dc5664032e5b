"""What ``peers`` prints for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from copnet.cli.show import show_cautions


def show_peers(result: Mapping[str, Any]) -> None:
    """One paragraph a person."""
    nobody = f"Nobody for {result['name']} to call on was found. Say what is looked for with --topic, or ask around."
    click.echo(f"{result['name']} could call on:" if result["peers"] else nobody)
    for place, peer in enumerate(result["peers"], start=1):
        score = f" (score {peer['score']:.2f})" if "score" in peer else ""
        click.echo(f"{place}. {peer['name']}{score}")
        for reason in peer["reasons"]:
            click.echo(f"   {reason}")
        own = "The way is through you, the facilitator." if result["audience"] == "facilitator" else peer["path_note"]
        click.echo(f"   Way: {', then '.join(peer['path'])}." if peer["path"] else f"   {own}")
    show_cautions(result)
