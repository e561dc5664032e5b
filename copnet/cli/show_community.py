"""What ``ripple`` and ``areas`` print for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from copnet.cli.show import NOT_DEFINED, print_table

Row = Mapping[str, Any]
RINGS = (("ring1", "Reached directly"), ("ring2", "Reached through others"))
TIES = (("before", "there before"), ("during", "formed during it"), ("after", "formed after its end"))


def show_ripple(result: Row) -> None:
    """The rings, who they are, ties, lineage, partnerships, cautions."""
    from copnet.analysis.rates import in_words

    since = "after its end" if result["after"] == "end" else "since it began"
    rows = [
        [label, ring["people"], ring["new_people"], ring["organizations"], ring["new_organizations"]]
        for ring, label in ((result[name], label) for name, label in RINGS)
    ]
    click.echo(f"{result['community_name']}, {result['members']} members: whom they reached {since}")
    print_table("", ("", "People", "never seen before", "Organizations", "never seen before"), rows)
    for name, label in RINGS:
        _named(f"{label}, people", result[name]["evidence"]["people"])
        _named(f"{label}, organizations", result[name]["evidence"]["organizations"])
    _named("Reached first, joined later", result["joined_later"])
    click.echo(
        f"{result['members_bridging_out']} members did {result['collaborations_with_outsiders']} things together with "
        "people outside."
    )
    ties = ", ".join(f"{_count(result['ties'][name])} {words}" for name, words in TIES)
    click.echo(f"Ties between members, the community's own gatherings left out: {ties}.")
    _lineage(result["lineage"])
    rates = result["partnership_rate"]
    wave = f" in {result['wave']}" if result["wave"] else ""
    click.echo(f"Partnerships people report{wave}: {in_words(rates['reported'])}; it counts people who answered.")
    click.echo(f"Of those asked, answered: {in_words(result['response_rate'])}")
    click.echo(f"Partnerships on record: {in_words(rates['documented'])}; it counts member organizations.")
    click.echo(f"Share of the field: {in_words(result['field_share'])}")
    _cautions(result)


def show_areas(result: Row) -> None:
    """Each area with its figures and evidence, in action also what became of recommendations; then the cautions."""
    for area in result["areas"]:
        print_table(area["name"], ("Figure", "Value"), [[_label(row), _value(row)] for row in area["figures"]])
        for row in area["evidence"]:
            if "id" in row:
                click.echo(f"  {row['date'] or 'no date'}  {row['kind']}: {row['title']}{_by(row)}")
        _withheld(area["evidence"])
        for group in area.get("groups", ()):
            _group(group)
        click.echo("")
    _cautions(result)


def _label(row: Row) -> str:
    from copnet.analysis.registry import REGISTRY

    return REGISTRY[row["name"]].label


def _value(row: Row) -> str:
    from copnet.analysis.rates import in_words

    return in_words(row) if row["numerator"] is not None else _count(row["value"])


def _by(row: Row) -> str:
    return f" ({row['by']['name']})" if row.get("by") else ""


def _group(group: Row) -> None:
    asked = f", on: {'; '.join(group['focus_areas'])}" if group["focus_areas"] else ""
    click.echo(f"  {group['name']}{asked}")
    for row in group["recommendations"]:
        answer = f'answered: "{row["answer"]}"' if row["answer"] else "answered" if row["answered"] else "no answer yet"
        by = f" ({row['answered_by']})" if row["answered_by"] else ""
        click.echo(f"    {row['title']}: {answer}{by}; {'taken up' if row['taken_up'] else 'not taken up'}")


def _lineage(rows: Sequence[Row]) -> None:
    titles = {row["id"]: row["title"] for row in rows}
    grown = [row for row in rows if row["generation"]]
    if grown:
        click.echo("What grew out of what:")
    for row in grown:
        parents = "; ".join(titles[parent] for parent in row["parents"]) or titles.get(row["part_of"], "")
        words = f", {row['status']}" if row["status"] in ("proposed", "planned", "declined", "cancelled") else ""
        source = f" (from: {parents})" if parents else ""
        click.echo(f"{'  ' * row['generation']}{row['date'] or 'no date'}  {row['title']}{words}{source}")


def _named(label: str, rows: Sequence[Row]) -> None:
    shown = [row["name"] for row in rows if "id" in row]
    withheld = len(rows) - len(shown)
    if withheld:
        shown.append(
            f"{withheld} not shown: not agreed for this audience" if not shown else f"and {withheld} not shown"
        )
    if shown:
        click.echo(f"{label}: {', '.join(shown)}")


def _withheld(rows: Sequence[Row]) -> None:
    withheld = sum("id" not in row for row in rows)
    if withheld:
        click.echo(f"  {withheld} not shown: not agreed for this audience.")


def _count(value: int | None) -> str:
    return NOT_DEFINED if value is None else f"{value:,}"


def _cautions(result: Row) -> None:
    for caution in result["cautions"]:
        click.echo(f"Please note: {caution}")
