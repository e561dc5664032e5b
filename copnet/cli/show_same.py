"""What the commands for who is the same print for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from copnet.cli.show import print_table
from copnet.remembered import KIND_OF

Json = Mapping[str, Any]


def show_merge(result: Json) -> None:
    """What moved, what became one, what the kept one's values stand instead of, and how to undo it."""
    would = "would be" if result["dry_run"] else "are"
    click.echo(f"{_who(result['dropped'])} and {_who(result['kept'])} {would} one: {_who(result['kept'])}.")
    _counts(result, (("moved", "Moved"), ("folded", "One with another"), ("set_aside", "Set aside")))
    if result["set_aside"]:
        click.echo("Set aside is what would be said of oneself, such as a tie between the two.")
    for line in result["stricter"]:
        click.echo(f"The stricter word wins: {_where(line)}{line['column']} {line['dropped']}, not {line['kept']}.")
    for line in result["not_taken"]:
        click.echo(
            f'{_where(line)}{line["column"]}: "{line["kept"]}" stays; "{line["dropped"]}" of the other is not used.'
        )
    if result["were_different"]:
        click.echo("They had been decided to be different; that is set aside.")
    if result["dry_run"]:
        click.echo("This was a trial: nothing was written.")
    else:
        click.echo(f"To take it back: copnet unmerge {_quoted(result['id'])}")


def show_unmerge(result: Json) -> None:
    """What went back, and what stays as it is now."""
    click.echo(f"{_who(result['dropped'])} and {_who(result['kept'])} are two again.")
    columns = (
        ("restored", "As before the merge"), ("changed_since", "Changed since"), ("deleted_since", "Deleted since"),
    )  # fmt: skip
    _counts(result, columns)
    stays = f"What was added or changed since the merge stays with {_who(result['kept'])}"
    click.echo(f"{stays}{'; what was deleted since stays deleted' if result['deleted_since'] else ''}.")
    whose = {result[which]["id"]: _who(result[which]) for which in ("kept", "dropped")}
    for line in result["wider"]:
        click.echo(
            f"Please note: {line['column']} of {whose.get(line['key'], line['table'])} is {line['to']} again, "
            f"not {line['from']}."
        )


def show_merges(result: Json) -> None:
    """One line a merge."""
    if not result["merges"]:
        click.echo("Nothing was merged.")
        return
    rows = [
        [one["id"], _who(one["kept"]), _who(one["dropped"]), one["merged_on"], one["moved"], one["folded"]]
        for one in result["merges"]
    ]
    print_table("", ("Merge", "Kept", "Dropped", "On", "Moved", "Folded"), rows)


def show_decision(result: Json) -> None:
    """The decision in one sentence."""
    both = f"{_who(result['a'])} and {_who(result['b'])}"
    words = {
        "different": f"{both} are remembered as different.",
        "later": f"{both} are left for later.",
        "open": f"{both} may be proposed again.",
    }
    click.echo(words[result["verdict"]])


def show_decisions(result: Json) -> None:
    """One line a decision."""
    if not result["decisions"]:
        click.echo("Nothing was decided.")
        return
    rows = [[_who(one["a"]), _who(one["b"]), one["verdict"], one["decided_on"]] for one in result["decisions"]]
    print_table("", ("One", "Other", "Decided", "On"), rows)


def _counts(result: Json, columns: tuple[tuple[str, str], ...]) -> None:
    tables = dict.fromkeys(table for name, _ in columns for table in result[name])
    if tables:
        rows = [[table.replace("_", " "), *(result[name].get(table, 0) for name, _ in columns)] for table in tables]
        print_table("", ("Table", *(label for _, label in columns)), rows)


def _where(line: Json) -> str:
    return "" if line["table"] in KIND_OF else f"{line['table']}, "


def _who(one: Json) -> str:
    return f"{one['name']} ({one['id']})"


def _quoted(text: str) -> str:
    """As a shell takes it for one word."""
    import shlex

    return shlex.quote(text)
