"""What ``ripple``, ``areas``, ``representation`` and ``introductions`` print for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from copnet.analysis.rates import in_words, rate
from copnet.cli.show import NOT_DEFINED, names, not_shown, print_table, show_cautions

Row = Mapping[str, Any]
WITHHELD = "withheld"
RINGS = (("ring1", "Reached directly"), ("ring2", "Reached through others"))
TIES = (("before", "there before"), ("during", "formed during it"), ("after", "formed after its end"))


def show_ripple(result: Row) -> None:
    """The rings, who they are, ties, lineage, partnerships, cautions."""
    since = "after its end" if result["after"] == "end" else "since it began"
    rows = [
        [label, ring["people"], ring["new_people"], ring["organizations"], ring["new_organizations"]]
        for ring, label in ((result[name], label) for name, label in RINGS)
    ]
    click.echo(f"{result['community_name']}, {result['members']} members: whom they reached {since}")
    print_table("", ("", "People", "never seen before", "Organizations", "never seen before"), rows)
    for name, label in RINGS:
        for table, reached in (result[name]["evidence"] or {}).items():
            _named(f"{label}, {table}", reached)
    _named("Reached first, joined later", result["joined_later"])
    click.echo(
        f"Members who did something together with people outside: {result['members_bridging_out']}; things they did: "
        f"{result['collaborations_with_outsiders']}."
    )
    if result["after"] == "end":
        click.echo("What follows is of the whole time:")
    ties = ", ".join(f"{_count(result['ties'][name])} {words}" for name, words in TIES)
    click.echo(f"Ties between members, the community's own gatherings left out: {ties}.")
    _lineage(result["lineage"])
    rates = result["partnership_rate"]
    wave = f" in {result['wave']}" if result["wave"] else ""
    click.echo(f"Partnerships people report{wave}: {in_words(rates['reported'])}; it counts people who answered.")
    click.echo(f"Of those asked, answered: {in_words(result['response_rate'])}")
    click.echo(f"Partnerships on record: {in_words(rates['documented'])}; it counts member organizations.")
    click.echo(f"Share of the field: {in_words(result['field_share'])}")
    show_cautions(result)


def show_areas(result: Row) -> None:
    """Each area with its figures and evidence, in action also what became of recommendations; then the cautions."""
    for area in result["areas"]:
        print_table(area["name"], ("Figure", "Value"), [[_label(row), _value(row)] for row in area["figures"]])
        for row in area["evidence"]:
            if "id" in row:
                click.echo(f"  {row['date'] or 'no date'}  {row['kind']}: {row['title']}{_by(row)}")
        if words := not_shown(area["evidence"]):
            click.echo(f"  {words}.")
        for group in area.get("groups", ()):
            _group(group)
        click.echo("")
    show_cautions(result)


def show_representation(result: Row) -> None:
    """One table an attribute, then what if, then the best fill."""
    members = result["members"]
    if not _is_withheld(members):
        seats = f" of {result['capacity']} seats" if result["capacity"] else ""
        click.echo(f"Members of {result['community']} today: {members}{seats}.")
        if result["capacity"] and result["attributes"]:
            click.echo(f"Points compare shares of these {members}; seats compare counts with all {result['capacity']}.")
    _attributes(result["attributes"], members)
    if result.get("applicants"):
        click.echo(f"Applicants: {names(result['applicants'])}.")
    if (guests := result["what_if"]) is not None:
        click.echo(f"\nWith {names(guests['people'])}:")
        _attributes(guests["attributes"], members + len(guests["people"]))
    if (fill := result["best_fill"]) is not None:
        click.echo(f"\nBest fill of {fill['seats']} free seats: {names(fill['people']) or 'nobody'}.")
        compared = "every choice was compared" if fill["method"] == "exact" else "found by exchanging one at a time"
        click.echo(
            f"Distance from what was meant, all gaps in seats added up: {fill['gap_before']:.1f} now, "
            f"{fill['gap_after']:.1f} then ({compared})."
        )
        _attributes(fill["attributes"], members + len(fill["people"]))
    show_cautions(result)


def show_introductions(result: Row) -> None:
    """Pairs with their reasons, then brokers, then those without a tie."""
    click.echo("Who should meet:" if result["introductions"] else "No introduction was found.")
    for place, pair in enumerate(result["introductions"], start=1):
        click.echo(f"{place}. {pair['a']['name']} and {pair['b']['name']}")
        for reason in pair["reasons"]:
            click.echo(f"   {reason}")
        if pair["via"]:
            click.echo(f"   Through: {names(pair['via'])}.")
        for sentence in _changes(pair):
            click.echo(f"   {sentence}")
    rows = [
        [one.get("name", WITHHELD), one.get("cut_off"), _groups(one.get("groups", ())) or NOT_DEFINED]
        for one in result["single_brokers"]
    ]
    if rows:
        print_table(
            "A connection hangs on one person alone", ("Person", "Cut off", "Groups tied only through them"), rows
        )
    alone, convening = result["no_tie_since_last_convening"], result["last_convening"]
    if alone is not None:
        since = f"No tie since {convening['title']} ({convening['date']})"
        click.echo(f"{since}: {names(alone) or 'nobody; everyone had one'}.")
    if result["no_tie_at_all"]:
        click.echo(f"No tie with another member at all: {names(result['no_tie_at_all'])}.")
    show_cautions(result)


def _changes(pair: Row) -> list[str]:
    """What the tie would change, as sentences; nothing where it would change nothing for the better."""
    parts = pair["changes"]["components"]
    found = (
        [f"Separate clusters: {parts['before']} now, {parts['after']} then."]
        if parts["after"] < parts["before"]
        else []
    )
    for end in ("a", "b"):
        before, after = (pair["changes"]["constraint"][end][when] for when in ("before", "after"))
        if before is None:
            found.append(f"It would be the first tie of {pair[end]['name']}.")
        elif after < before:
            found.append(
                f"{pair[end]['name']} would rely less on few contacts (constraint {before:.2f}, then {after:.2f})."
            )
    mixed = pair["changes"]["ei_index"]
    if mixed["before"] is not None and mixed["after"] > mixed["before"]:
        found.append(f"Groups would mix more (E-I {mixed['before']:.3f}, then {mixed['after']:.3f}).")
    return found


def _groups(groups: Any) -> str:
    """Their names, or how many there are where the names are not told."""
    return str(groups) if isinstance(groups, int) else ", ".join(groups)


def _label(row: Row) -> str:
    from copnet.analysis.registry import REGISTRY

    return REGISTRY[row["name"]].label


def _value(row: Row) -> str:
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
    from copnet.graph.works import NO_TIE_STATUS

    titles = {row["id"]: row["title"] for row in rows}
    grown = [row for row in rows if row["generation"]]
    if grown:
        click.echo("What grew out of what:")
    for row in _beneath_parents(grown):
        parents = "; ".join(titles[parent] for parent in row["parents"]) or titles.get(row["part_of"], "")
        words = f", {row['status']}" if row["status"] in NO_TIE_STATUS else ""
        source = f" (from: {parents})" if parents else ""
        click.echo(f"{'  ' * row['generation']}{row['date'] or 'no date'}  {row['title']}{words}{source}")


def _beneath_parents(rows: Sequence[Row]) -> list[Row]:
    """Each row right after the one of the generation before it that it grew out of."""
    generations = {row["id"]: row["generation"] for row in rows}
    children: dict[str | None, list[Row]] = {}
    for row in rows:
        nearer = [one for one in row["parents"] if generations.get(one) == row["generation"] - 1]
        children.setdefault(nearer[0] if nearer else None, []).append(row)
    found: list[Row] = []
    waiting = children.get(None, [])[::-1]
    while waiting:
        row = waiting.pop()
        found.append(row)
        waiting += children.get(row["id"], [])[::-1]
    return found


def _named(label: str, rows: Sequence[Row]) -> None:
    if rows:
        click.echo(f"{label}: {names(rows)}")


def _count(value: int | None) -> str:
    return NOT_DEFINED if value is None else f"{value:,}"


def _attributes(attributes: Sequence[Row], members: Any) -> None:
    for attribute in attributes:
        rows = [_line(line, members) for line in attribute["lines"]]
        silent = attribute["no_answer"]
        told = WITHHELD if _is_withheld(silent) else in_words(rate(silent, members))
        rows.append(["no answer", told, None, None, None])
        print_table(f"\n{attribute['attribute']}", ("Answer", "Members", "Meant", "Gap, points", "Gap, seats"), rows)


def _line(line: Row, members: int) -> list[Any]:
    meant = None if line["intended_share"] is None else f"{round(100 * line['intended_share'], 1):g} %"
    if _is_withheld(line["counted"]):
        return [line["value"], WITHHELD, meant, WITHHELD, WITHHELD]
    if line["gap_seats"] is not None:
        number = round(line["counted"] - line["gap_seats"], 1)
        seats = f"{number:g} seat{'' if number == 1 else 's'}"
        meant = f"{meant}, {seats}" if meant else seats
    gaps = [None if line[name] is None else f"{line[name]:+.1f}" for name in ("gap_points", "gap_seats")]
    return [line["value"], in_words(rate(line["counted"], members)), meant, *gaps]


def _is_withheld(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("withheld") is True
