"""The commands themselves: read options, call one service, print. No rule of the domain lives here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copnet.cli import show
from copnet.cli.answer import Json, answer, answer_by_spark, read
from copnet.cli.options import audience_option, engine_option, json_option, network_options, read_spec, store_option
from copnet.errors import ImportRefused, UsageError

if TYPE_CHECKING:
    from copnet.services.audience import Audience
    from copnet.snapshot import Snapshot

EVERY = ("month", "quarter", "year")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="copnet", prog_name="copnet")
def root() -> None:
    """Maps of communities of practice: who does what together, what grew, who should meet whom.

    Try it first with a made-up community:    copnet demo

    With your own people:    copnet template mine.xlsx, fill it in, copnet import mine.xlsx, copnet serve
    """


@root.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Where the page is served."
)
@click.option("--check", "only_check", is_flag=True, help="Load the sample, print what it holds, and stop.")
def demo(port: int, only_check: bool) -> None:
    """Show a made-up community in the browser.

    The sample goes into a store that is thrown away afterwards, or into COPNET_STORE when that is set and empty.
    """
    from copnet.bootstrap import demo_store
    from copnet.cli.server import serve_store
    from copnet.services.demo import load_sample

    with demo_store() as store:
        with show.progress_bar() as progress:
            load_sample(store, progress)
        if only_check:
            click.echo(f"The sample is loaded: {store.count('people')} people in {store.address}.")
            return
        serve_store(store, "127.0.0.1", port)


@root.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FOLDER|FILE.xlsx")
def template(path: Path) -> None:
    """Write empty tables to fill in: a workbook (FILE.xlsx) or a folder of CSV files."""
    from copnet.importers.template import write_template

    write_template(path)
    click.echo(f"Written: {path}. Fill in what you have; every sheet may stay empty. Then: copnet import {path}")


@root.command("import")
@click.argument("path", type=click.Path(path_type=Path), metavar="PATH")
@store_option
@click.option("--format", "file_format", metavar="NAME", help="What the file is. Default: found out from its content.")
@click.option("--mapping", type=click.Path(path_type=Path), metavar="FILE", help="What the columns mean (TOML).")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--skip-bad-rows", is_flag=True, help="Write the good rows and list the others.")
@click.option("--wave", metavar="W", help="The wave of answers that name none.")
@click.option("--community", metavar="ID", help="The community of rows that name none.")
@click.option("--day-first", is_flag=True, help="Read 03/04/2024 as 3 April.")
@click.option("--month-first", is_flag=True, help="Read 03/04/2024 as March 4.")
@click.option("--reverse-values", type=float, metavar="MAX", help="Answers from 1 to MAX where 1 is the strongest.")
@json_option
def import_(
    path: Path, store: str | None, file_format: str | None, mapping: Path | None, as_json: bool, **given: Any
) -> int:
    """Read a file into the store: all of it, or nothing when a row is bad.

    A workbook (.xlsx) or a folder of CSV files as copnet template writes them; a file of Kumu, Gephi, Pajek or UCINET,
    GEXF, GraphML or node-link JSON; BibTeX, RIS, CSL-JSON or OpenAlex; a calendar; or, with --mapping, any table.
    """
    from copnet.bootstrap import store_to_fill
    from copnet.services.imports import ImportOptions, import_path, load_mapping

    with show.progress_bar() as progress, store_to_fill(store) as opened:
        try:
            options = ImportOptions(format=file_format, mapping=load_mapping(mapping) if mapping else None, **given)
            report = import_path(opened, path, options, progress)
        except ImportRefused as refused:
            if not as_json:
                raise
            show.print_json(refused_report(refused))
            return refused.exit_code
    if as_json:
        show.print_json(report.as_dict())
    else:
        show.show_import(report)
    return 0


def refused_report(refused: ImportRefused) -> dict[str, Any]:
    """The import's JSON object when nothing was written."""
    from copnet.services.imports import ImportReport

    nothing = ImportReport("", errors=tuple(refused.problems)).as_dict()
    return nothing | {"format": refused.format, "message": str(refused)}


@root.command()
@store_option
@network_options
@click.option("--nodes", is_flag=True, help="Also one line for each person, organization or collaboration.")
@click.option("--metrics", "names", metavar="NAME,NAME", help="Only these figures.")
@click.option("--sort", metavar="METRIC", help="Sort the lines by this figure, largest first.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many lines.")
@engine_option
@audience_option
@json_option
def metrics(
    store: str | None, nodes: bool, names: str | None, sort: str | None, limit: int | None, engine: str,
    audience: str | None, as_json: bool, **given: Any,
) -> None:  # fmt: skip
    """Figures of a network: how many people and ties, how dense, who connects groups."""
    spec = read_spec(given)
    wanted = [name.strip() for name in names.split(",") if name.strip()] if names else None
    if engine == "spark":
        from copnet.services.field import metrics_of

        rows = nodes or sort is not None or limit is not None
        answer_by_spark(
            store, audience, as_json, lambda field, who: metrics_of(field, spec, who, names=wanted, nodes=rows),
            show.show_metrics,
        )  # fmt: skip
        return

    def compute(snapshot: Snapshot, who: Audience) -> Json:
        from copnet.services.figures import metrics_for

        return metrics_for(snapshot, spec, who, names=wanted, nodes=nodes, sort=sort, limit=limit)

    answer(store, audience, as_json, compute, show.show_metrics)


@root.command()
@store_option
@network_options
@click.option("--every", type=click.Choice(EVERY), required=True, help="One line for each month, quarter or year.")
@click.option(
    "--dormant-after", type=click.IntRange(min=1), default=365, show_default=True, metavar="DAYS",
    help="A tie without anything new for so many days is dormant.",
)  # fmt: skip
@click.option(
    "--ledger", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH.csv",
    help="Also write every tie to a table: when the two first met, met again, and what they did together.",
)  # fmt: skip
@engine_option
@audience_option
@json_option
def growth(
    store: str | None, every: Any, dormant_after: int, ledger: Path | None, engine: str, audience: str | None,
    as_json: bool, **given: Any,
) -> None:  # fmt: skip
    """How a network grew: members, ties, density and groups, period by period."""
    spec = read_spec(given)
    if engine == "spark":
        from copnet.services.field import growth_of

        if ledger:
            raise UsageError("--ledger lists every tie, which --engine spark does not; leave it out.")
        answer_by_spark(
            store, audience, as_json,
            lambda field, who: growth_of(field, spec, who, every=every, dormant_after=dormant_after), show.show_growth,
        )  # fmt: skip
        return
    snapshot = read(store)
    from copnet.services.audience import Audience
    from copnet.services.figures import growth_for
    from copnet.services.files import write_whole
    from copnet.services.ledger import ledger_for

    who = ask_for_whom(audience, snapshot, "ledger") if ledger else Audience.parse(audience or "facilitator")
    result = growth_for(snapshot, spec, who, every=every, dormant_after=dormant_after)
    if ledger:
        write_whole(ledger, ledger_for(snapshot, spec, who, every=every, dormant_after=dormant_after))
        click.echo(f"Written: {ledger}, for the audience {who}. A spreadsheet program opens it.", err=as_json)
    show.print_json(result) if as_json else show.show_growth(result)


@root.command("map")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), metavar="PATH.html")
@store_option
@network_options
@click.option("--color", default="organization", show_default=True, metavar="ATTRIBUTE", help="What colors show.")
@click.option("--size", default="degree", show_default=True, metavar="METRIC", help="What sizes show.")
@audience_option
def map_(path: Path, store: str | None, color: str, size: str, audience: str | None, **given: Any) -> None:
    """Write the map as one page that opens in any browser, also without a network.

    If PATH is a map already, everybody stays where they stood on it, unless much was added or somebody is not there any
    more.
    """
    from copnet.bootstrap import open_store
    from copnet.services.files import write_whole
    from copnet.services.maps import map_page
    from copnet.services.positions import start_from_file

    spec = read_spec(given)
    with open_store(store) as opened:
        snapshot = opened.snapshot()
    who = ask_for_whom(audience, snapshot, "map")
    start, note = start_from_file(path, who)
    page = map_page(snapshot, spec, color_by=color, size_by=size, audience=who, standalone=True, start=start)
    write_whole(path, page)
    if note:
        click.echo(note, err=True)
    click.echo(f"Written: {path}, for the audience {who}. Open it in a browser.")


@root.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Only this computer: there is no sign-in yet.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(store: str | None, host: str, port: int) -> None:
    """Show the store in the browser, on this computer."""
    from copnet.bootstrap import open_store
    from copnet.cli.server import require_loopback, serve_store

    require_loopback(host)
    with open_store(store) as opened:
        serve_store(opened, host, port)


@root.command()
@store_option
@json_option
def check(store: str | None, as_json: bool) -> int:
    """Look through the store for broken references and say how to mend them."""
    from copnet.bootstrap import open_store
    from copnet.services.checks import check_store

    with open_store(store) as opened:
        result = check_store(opened)
    if as_json:
        show.print_json(result)
    else:
        show.print_table("", ("Table", "Records"), list(result["records"].items()))
        for fault in result["faults"]:
            click.echo(f"{fault['table']} {fault['key']}: {fault['message']} {fault['mend']}")
        click.echo(f"{len(result['faults'])} faults found." if result["faults"] else "No fault found.")
    return 1 if result["faults"] else 0


def ask_for_whom(audience: str | None, snapshot: Any, what: str) -> Any:
    """The audience given, or asked for when somebody in the store has not agreed to be named to everyone."""
    from copnet.services.audience import Audience, everyone_agreed

    if audience:
        return Audience.parse(audience)
    if everyone_agreed(snapshot):
        return Audience("public")
    if not sys.stdin.isatty():
        raise UsageError(
            f"For whom is the {what}? Some people have not agreed to be named to everyone. "
            "Give --audience facilitator, funder, member:PERSON or public."
        )
    return Audience.parse(click.prompt("For whom is it (facilitator, funder, member:PERSON, public)"))
