"""What representation, peers and introductions print for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import click

from copnet.cli.show import NOT_DEFINED, figure, print_table

WITHHELD = "withheld"


def show_representation(result: Mapping[str, Any]) -> None:
    """One table an attribute, then what if, then the best fill."""
    members = result["members"]
    if not _is_withheld(members):
        seats = f" of {result['capacity']} seats" if result["capacity"] else ""
        click.echo(f"Members of {result['community']}: {members}{seats}.")
    _attributes(result["attributes"], members)
    if result.get("applicants"):
        click.echo(f"Applicants: {_names(result['applicants'])}.")
    if (guests := result["what_if"]) is not None:
        click.echo(f"\nWith {_names(guests['people'])}:")
        _attributes(guests["attributes"], members + len(guests["people"]))
    if (fill := result["best_fill"]) is not None:
        click.echo(f"\nBest fill of {fill['seats']} free seats: {_names(fill['people']) or 'nobody'}.")
        compared = "every choice was compared" if fill["method"] == "exact" else "found by exchanging one at a time"
        click.echo(f"Seats too many or too few: {figure(fill['gap_before'])} now, {figure(fill['gap_after'])} then "
                   f"({compared}).")  # fmt: skip
        _attributes(fill["attributes"], members + len(fill["people"]))
    _cautions(result)


def show_peers(result: Mapping[str, Any]) -> None:
    """One paragraph a person."""
    click.echo(f"{result['name']} could call on:" if result["peers"] else "Nobody to call on was found.")
    for place, peer in enumerate(result["peers"], start=1):
        score = f" ({figure(peer['score'])})" if "score" in peer else ""
        click.echo(f"{place}. {peer['name']}{score}")
        for reason in peer["reasons"]:
            click.echo(f"   {reason}")
        click.echo(f"   Way: {', then '.join(peer['path'])}." if peer["path"] else f"   {peer['path_note']}")
    _cautions(result)


def show_introductions(result: Mapping[str, Any]) -> None:
    """Pairs with their reasons, then brokers, then those without a tie."""
    click.echo("Who should meet:" if result["introductions"] else "No introduction was found.")
    for place, pair in enumerate(result["introductions"], start=1):
        click.echo(f"{place}. {pair['a']['name']} and {pair['b']['name']}")
        for reason in pair["reasons"]:
            click.echo(f"   {reason}")
        if pair["via"]:
            click.echo(f"   Through: {_names(pair['via'])}.")
        parts = pair["changes"]["components"]
        if parts["after"] < parts["before"]:
            click.echo(f"   Separate circles: {parts['before']} now, {parts['after']} then.")
    rows = [
        [_name(one), one.get("cut_off"), _groups(one.get("groups", ())) or NOT_DEFINED]
        for one in result["single_brokers"]
    ]
    if rows:
        print_table(
            "A connection hangs on one person alone", ("Person", "Cut off", "Groups tied only through them"), rows
        )
    alone, convening = result["no_tie_since_last_convening"], result["last_convening"]
    if alone is not None:
        since = f"No tie since {convening['title']} ({convening['date']})"
        click.echo(f"{since}: {_names(alone) or 'nobody; everyone had one'}.")
    _cautions(result)


def per_cent(numerator: int, denominator: int) -> str:
    """Whole per cent with its counts, half to even: ``82 % (14 of 17)``; a dash of nobody."""
    if not denominator:
        return NOT_DEFINED
    return f"{round(Fraction(100 * numerator, denominator))} % ({numerator} of {denominator})"


def _attributes(attributes: Sequence[Mapping[str, Any]], members: Any) -> None:
    for attribute in attributes:
        rows = [_line(line, members) for line in attribute["lines"]]
        silent = attribute["no_answer"]
        rows.append(["no answer", WITHHELD if _is_withheld(silent) else per_cent(silent, members), None, None, None])
        print_table(f"\n{attribute['attribute']}", ("Answer", "Members", "Meant", "Gap, points", "Gap, seats"), rows)


def _line(line: Mapping[str, Any], members: int) -> list[Any]:
    meant = None if line["intended_share"] is None else f"{round(100 * line['intended_share'], 1):g} %"
    if _is_withheld(line["counted"]):
        return [line["value"], WITHHELD, meant, WITHHELD, WITHHELD]
    gaps = [None if line[name] is None else f"{line[name]:+.1f}" for name in ("gap_points", "gap_seats")]
    return [line["value"], per_cent(line["counted"], members), meant, *gaps]


def _is_withheld(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("withheld") is True


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name", WITHHELD))


def _groups(groups: Any) -> str:
    """Their names, or how many there are where the names are not told."""
    return str(groups) if isinstance(groups, int) else ", ".join(groups)


def _names(rows: Sequence[Mapping[str, Any]]) -> str:
    named = [_name(row) for row in rows if "name" in row]
    hidden = len(rows) - len(named)
    return ", ".join([*named, *([f"{hidden} not shown"] if hidden else [])])


def _cautions(result: Mapping[str, Any]) -> None:
    for caution in result["cautions"]:
        click.echo(f"Please note: {caution}")
