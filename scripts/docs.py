"""The pages of docs/ that are made from the code. ``python -m scripts.docs`` writes them, ``--check`` compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from copnet.analysis.registry import REGISTRY
from copnet.cli.commands import root
from copnet.exporters.formats import FORMATS as EXPORTS
from copnet.exporters.formats import NETWORK_LEFT_OUT, RECORDS_LEFT_OUT
from copnet.importers.formats.known import OTHER_FORMATS
from copnet.settings import Settings
from copnet.tables import TABLES, Column

DOCS = Path(__file__).resolve().parent.parent / "docs"
HEAD = "<!-- Made from the code by `make docs`; edit there. -->\n\n"


def commands() -> str:
    """Every command with its help, as ``copnet COMMAND --help`` prints it."""
    lines = ["# Commands", ""]
    context = click.Context(root, info_name="copnet", max_content_width=100, terminal_width=100)
    lines += ["```text", root.get_help(context), "```", ""]
    for name, command in sorted(root.commands.items()):
        inner = click.Context(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
        lines += [f"## copnet {name}", "", "```text", command.get_help(inner), "```", ""]
    lines += ["Exit codes: 0 done; 1 refused input (nothing written) or faults found; 2 wrong usage; "
              "3 the store cannot be used.", ""]  # fmt: skip
    return "\n".join(lines)


def tables() -> str:
    """Every table and column."""
    lines = ["# Tables", "", "A folder of CSV files, or the sheets of one workbook. Every table is optional.", ""]
    for table in TABLES.values():
        lines += [f"## {table.name}", "", _sentence(table.record.__doc__), "", "| column | takes | meaning |",
                  "|---|---|---|"]  # fmt: skip
        lines += [
            f"| {f'**{column.name}**' if column.required else column.name} | {_takes(column)} | {column.description} |"
            for column in table.columns
        ]
        lines.append("")
    return "\n".join(lines)


def figures() -> str:
    """Every figure of the registry."""
    lines = ["# What every figure means", ""]
    for metric in REGISTRY.values():
        lines += [
            f"## {metric.name}",
            "",
            f"**{metric.label}.** {metric.plain}",
            "",
            f"- Level: {metric.level}. Unit: {metric.unit}. Range: {metric.range}",
            f"- Formula: {metric.formula}",
            f"- Not defined: {metric.undefined or 'always defined'}",
            f"- Reference: {metric.reference}",
            *([f"- NetworkX: {_networkx(metric.networkx)}"] if metric.networkx else []),
            "",
        ]
    return "\n".join(lines)


def _networkx(words: str) -> str:
    return "has no such figure" if words == "none" else words


def settings() -> str:
    """Every environment variable."""
    lines = [
        "# Settings",
        "",
        "Environment variables; all are optional.",
        "",
        "| variable | meaning | default |",
        "|---|---|---|",
    ]
    for name, info in Settings.model_fields.items():
        lines.append(
            f"| COPNET_{name.upper()} | {info.description} | {info.default if info.default is not None else '–'} |"
        )
    return "\n".join([*lines, ""])


def formats() -> str:
    """Every format, in and out, in the words of the module that reads or writes it."""
    tables_words = "a folder or zip of text tables, or a workbook: [tables](tables.md)"
    lines = [
        "# Formats",
        "",
        "## In",
        "",
        "What a file is, is seen from its content, in this order, or said with --format.",
    ]
    lines += ["Each import names what it left out.", "", "| --format | what it is | how it is read |", "|---|---|---|"]
    lines += [f"| csv, xlsx | tables of copnet | {tables_words} |"]
    lines += [
        f"| {kind.name} | {kind.title} | {_words(sys.modules[kind.read.__module__].__doc__)} |"
        for kind in OTHER_FORMATS
    ]
    told = "What is not in it, the command says after each export, and the HTTP service in the header Copnet-Export."
    lines += ["", "## Out", "", told, "",
              "Tables leave out:", "", *(f"- {words}" for words in RECORDS_LEFT_OUT), "",
              "Networks leave out:", "", *(f"- {words}" for words in NETWORK_LEFT_OUT), "",
              "| --format | what it is | what it cannot carry besides |", "|---|---|---|"]  # fmt: skip
    lines += [f"| {one.name} | {one.label} | {' '.join(one.left_out) or '–'} |" for one in EXPORTS.values()]
    return "\n".join([*lines, ""])


def _words(text: str | None) -> str:
    """The first paragraph of a docstring, as a cell."""
    return _sentence((text or "").partition("\n\n")[0]).replace("``", "`").replace("|", "\\|")


PAGES = {
    "commands.md": commands, "tables.md": tables, "figures.md": figures, "settings.md": settings, "formats.md": formats,
}  # fmt: skip


def _sentence(text: str | None) -> str:
    return " ".join((text or "").split())


def _takes(column: Column) -> str:
    if column.choices:
        return ", ".join(column.choices)
    takes = {
        "texts": "several, with \\| between", "references": f"several {column.refers_to}, with \\| between",
        "reference": f"one of {column.refers_to or 'people or organizations'}", "date": "a day, month or year",
        "integer": "a whole number", "share": "0 to 1, or %", "yes-no": "yes, no",
    }.get(column.kind, column.kind)  # fmt: skip
    return f"{takes}: {', '.join(column.known)} ..." if column.known else takes


def _stale() -> Iterator[str]:
    for name, make in PAGES.items():
        path = DOCS / name
        if not path.exists() or path.read_text(encoding="utf-8") != HEAD + make():
            yield name


if __name__ == "__main__":
    if "--check" in sys.argv:
        stale = list(_stale())
        print(f"Not in step with the code: {', '.join(stale)}. Run make docs." if stale else "The docs are in step.")
        sys.exit(bool(stale))
    for file, page in PAGES.items():
        (DOCS / file).write_text(HEAD + page(), encoding="utf-8")
