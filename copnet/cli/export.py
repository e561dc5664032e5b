"""The command that gives everything back: ``copnet export``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from copnet.cli import show
from copnet.cli.commands import ask_for_whom, root
from copnet.cli.options import audience_option, json_option, network_options, read_spec, store_option


@root.command("export")
@click.argument("path", type=click.Path(path_type=Path), metavar="PATH")
@store_option
@click.option("--format", "name", metavar="NAME", help="What to write. Default: seen from the ending of PATH.")
@network_options
@click.option("--overwrite", is_flag=True, help="Replace a folder that an export wrote, or a file, whatever is in it.")
@audience_option
@json_option
def export(
    path: Path, store: str | None, name: str | None, overwrite: bool, audience: str | None, as_json: bool, **given: Any
) -> None:
    """Write the records, or a network, for other programs.

    A name without ending is a folder of CSV tables that copnet reads again; .xlsx is a workbook of the same tables.
    Networks: .gexf .graphml .json .net .csv, and --format gephi, kumu-xlsx, kumu-json. Also --format parquet, cypher.
    """
    from copnet.bootstrap import open_store
    from copnet.services.exports import choose_format, export_to, require_free, source_of

    spec = read_spec(given)
    chosen = choose_format(path, name, spec)
    require_free(path, chosen, overwrite=overwrite)
    with show.progress_bar() as progress:
        with open_store(store) as opened:
            progress("reading the store", 0, None)
            source = source_of(opened, chosen)
        who = ask_for_whom(audience, source.snapshot, "export")
        report = export_to(source, path, spec, who, overwrite=overwrite, progress=progress)
    if as_json:
        show.print_json(report.as_dict())
        return
    counts = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in report.rows.items() if count)
    click.echo(f"Written: {path}, {chosen.label} (format {report.format}), for the audience {report.audience}.")
    click.echo(f"It has {counts or 'nothing in it'}.")
    for sentence in report.left_out:
        click.echo(f"Not in it: {sentence}")
    show.show_cautions(report.as_dict())
