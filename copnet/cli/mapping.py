"""The command that writes a first guess of what the columns of a file mean."""

from __future__ import annotations

from pathlib import Path

import click

from copnet.cli import show
from copnet.cli.commands import root
from copnet.cli.options import json_option


@root.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="PATH")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), metavar="[FILE.toml]", required=False)
@json_option
def mapping(path: Path, target: Path | None, as_json: bool) -> None:
    """Guess what the columns of a table of your own mean.

    PATH is a CSV file, a folder of them, or a workbook. The guess is written to PATH.mapping.toml, or to FILE.toml:
    every column with what it seems to be and three of its cells. Correct it, then import PATH with --mapping.
    """
    from copnet.services.mappings import write_mapping

    result = write_mapping(path, target)
    if as_json:
        show.print_json(result)
        return
    for table in result["tables"]:
        rows = [
            (column["header"], _guess(column["guess"]), " | ".join(column["samples"])) for column in table["columns"]
        ]
        show.print_table(f"{table['table']}: each row is {table['each_row']}", ("Column", "Seems to be", "Cells"), rows)
    written = result["written"]
    click.echo(f"Written: {written}. Correct it, then: copnet import {path} --mapping {written} --dry-run")


def _guess(guess: object) -> str:
    if isinstance(guess, dict):
        return ", ".join(
            f"{key} {' '.join(value) if isinstance(value, list) else value}" for key, value in guess.items()
        )
    return str(guess or "read with another column")
