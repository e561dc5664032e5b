"""What the commands print for people. Everything goes through here, so that ``--json`` stays one clean object."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from copnet.analysis.rates import in_words
from copnet.errors import ImportRefused

if TYPE_CHECKING:
    from copnet.analysis.periods import Every
    from copnet.importers.report import ImportReport

T = TypeVar("T")

Progress = Callable[[str, int, int | None], None]
NOT_DEFINED = "–"
NARROW = 100  # columns of a terminal

GROWTH_COLUMNS = (
    ("nodes", "Nodes"), ("ties", "Ties"), ("density", "Density"), ("components", "Clusters"),
    ("isolates", "No tie"), ("largest_component", "Largest"), ("new_ties", "New"), ("repeated_ties", "Again"),
    ("dormant_ties", "Dormant"), ("retention", "Kept"),
)  # fmt: skip
IMPORT_COLUMNS = (("created", "New"), ("updated", "Changed"), ("matched", "Known"), ("removed", "Gone"))


def print_json(value: Mapping[str, Any]) -> None:
    """One JSON object; NaN would be a fault of ours and is refused."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=str))


def figure(value: Any) -> str:
    """A number as people read it: counts whole, others with six digits, undefined as a dash."""
    if value is None:
        return NOT_DEFINED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.6g}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {figure(part)}" for name, part in value.items())
    return str(value)


def print_table(title: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table on standard output: as wide as the terminal or COLUMNS, and as wide as needed where neither is known."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    wide = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 200
    console = Console(width=wide, highlight=False)
    table = Table(
        title=Text(title) if title else None, title_justify="left", header_style="bold", box=None, pad_edge=False,
        collapse_padding=console.width < NARROW,
    )  # fmt: skip
    for place, header in enumerate(headers):
        table.add_column(header, justify="left" if place == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(figure(cell)) for cell in row))
    console.print(table)


def show_cautions(result: Mapping[str, Any]) -> None:
    """What belongs beside every figure of an answer."""
    for caution in result["cautions"]:
        click.echo(f"Please note: {caution}")


def not_shown(rows: Sequence[Mapping[str, Any]]) -> str:
    """How many rows are withheld from this audience, in words; nothing where all are shown."""
    withheld = sum("id" not in row for row in rows)
    return f"{withheld} not shown: not agreed for this audience" if withheld else ""


def names(rows: Sequence[Mapping[str, Any]]) -> str:
    """The names of those who are shown, then how many are not."""
    return ", ".join(filter(None, [*(row["name"] for row in rows if "id" in row), not_shown(rows)]))


def show_metrics(result: Mapping[str, Any]) -> None:
    """Network figures, then what is not defined here, then one line a node, then the cautions."""
    from copnet.analysis.registry import REGISTRY

    defined = {name: value for name, value in result["metrics"].items() if value is not None}
    rows = [(REGISTRY[name].label, _in_unit(value, REGISTRY[name].unit), name) for name, value in defined.items()]
    if rows:
        print_table(_title(result["network"]), ("Figure", "Value", "Term"), rows)
    if missing := [name for name in result["metrics"] if name not in defined]:
        click.echo(f"Not defined for this network: {', '.join(missing)}. What each needs: /api/v1/definitions.")
    if result["network"]["by"] is None and any("--by" in (REGISTRY[name].undefined or "") for name in missing):
        click.echo("Figures of groups need --by organization, sector, community or an attribute.")
    _show_nodes([node for node in result.get("nodes", ()) if "id" in node])
    if words := not_shown(result.get("nodes", ())):
        click.echo(f"{words}.")
    show_cautions(result)


def _in_unit(value: Any, unit: str) -> Any:
    return f"{100 * value:.1f} %" if unit == "share" else value


def _show_nodes(nodes: Sequence[Mapping[str, Any]]) -> None:
    """A line a node, with the figures that any of them has; each role of brokerage in a column of its own."""
    if not nodes:
        return
    flat = [{**node, **_roles(node.get("brokerage"))} for node in nodes]
    known = [name for name in flat[0] | flat[-1] if name not in ("id", "mode", "brokerage")]
    columns = [name for name in known if any(node.get(name) is not None for node in flat)]
    print_table("", [_heading(name) for name in columns], [[node.get(name) for name in columns] for node in flat])


def _roles(brokerage: Mapping[str, Any] | None) -> dict[str, Any]:
    return {f"brokerage {role}": count for role, count in (brokerage or {}).items()}


def show_growth(result: Mapping[str, Any]) -> None:
    """One line a period, then endurance, then the cautions."""
    rows = [
        [_period(period, result["network"]["every"]), *(_short(period[name]) for name, _ in GROWTH_COLUMNS)]
        for period in result["periods"]
    ]
    who = "Organizations" if result["network"]["kind"] == "organizations" else "People"
    print_table(_title(result["network"]), ["Period", who, *(label for _, label in GROWTH_COLUMNS[1:])], rows)
    if any(row[0].endswith("*") for row in rows):
        click.echo("* Only a part of this time is in the window.")
    for year in result["endurance"]:
        if year["rate"] is not None:
            click.echo(
                f"Ties active again in year {year['year']} after the end, its own gatherings aside: {in_words(year)}."
            )
    show_cautions(result)


def _short(value: Any) -> Any:
    return f"{value:.3f}" if isinstance(value, float) else value


def _period(period: Mapping[str, Any], every: Every) -> str:
    """The name of a period, with a star where only a part of it counts."""
    from copnet.analysis.periods import MONTHS, period_name

    start, last = dt.date.fromisoformat(period["from"]), dt.date.fromisoformat(period["to"]) + dt.timedelta(days=1)
    whole = all(day.day == 1 and (day.month - 1) % MONTHS[every] == 0 for day in (start, last))
    name = period_name(start, every)
    return name if whole else f"{name}*"


def show_import(report: ImportReport) -> None:
    """What an import did, table by table, and everything a person should look at."""
    from copnet.services.imports import title_of

    click.echo(f"Taken for {title_of(report.format)} (format {report.format}).")
    counts = report.as_dict()
    tables = dict.fromkeys(name for part, _ in IMPORT_COLUMNS for name in counts[part] if counts[part][name])
    rows = [[name.replace("_", " "), *(counts[part].get(name, 0) for part, _ in IMPORT_COLUMNS)] for name in tables]
    if rows:
        print_table("", ["Table", *(label for _, label in IMPORT_COLUMNS)], rows)
    else:
        click.echo("Nothing to import was found.")
    for table, implied in _by(report.implied, lambda item: item.table):
        click.echo(f"Made because rows name them, {table}: {_some([item.name for item in implied])}")
    for problem in report.errors:
        click.echo(f"Left out: {problem}")
    if report.errors_not_listed:
        click.echo(f"Left out: {report.errors_not_listed:,} more.")
    for unsure in report.unsure:
        click.echo(f"Not sure: {unsure}")
    for reason, left_out in _by(report.left_out, lambda item: item.reason):
        many = f"{len(left_out)} places, first {left_out[0].file}"
        click.echo(f"Not read: {left_out[0] if len(left_out) == 1 else f'{many}: {reason}'}")
    for caution in report.cautions:
        click.echo(f"Please note: {caution}")
    for place, kinds in report.new_kinds.items():
        click.echo(f"New kinds in {place}: {', '.join(kinds)}")
    click.echo("This was a trial: nothing was written." if report.dry_run else "Done.")


def _by(items: Sequence[T], key: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown


def show_problems(refused: ImportRefused) -> None:
    """Every bad row, on standard error."""
    for problem in refused.problems:
        click.echo(str(problem), err=True)
    click.echo(f"copnet: {refused}", err=True)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Progress on the terminal's standard error; silent where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield tell


def _title(network: Mapping[str, Any]) -> str:
    window = f", {network['from'] or 'the beginning'} to {network['to'] or network['as_of'] or 'the end'}"
    of = f" of {network['community']}" if network["community"] else ""
    return f"Network {network['kind']}{of}{window if network['from'] or network['to'] else ''}"


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()
