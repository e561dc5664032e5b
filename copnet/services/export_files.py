"""The files of an export: tables as they may be told, or one network, in the words of a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from copnet import manifest
from copnet.exporters import edge_lists, gexf, graphml, kumu, node_link, pajek
from copnet.exporters.network_rows import Network
from copnet.manifest import Manifest
from copnet.services.export_report import Progress, import_limits
from copnet.services.told_tables import ToldTables

_TEXTS: Mapping[str, Callable[[TextIO, Network, Manifest], None]] = {
    "gexf": gexf.write,
    "graphml": graphml.write,
    "kumu-json": kumu.write_blueprint,
    "node-link": node_link.write,
    "pajek": pajek.write,
}
_FILES: Mapping[str, Callable[[Path, Network, Manifest], None]] = {
    "edges": edge_lists.write_edges,
    "kumu-xlsx": kumu.write_workbook,
}


def write_network(target: Path, network: Network, note: Manifest) -> Manifest:
    """Write one network to a file, or to a folder with a note beside it; the note as it was written."""
    if note.format in _TEXTS:
        with target.open("w", encoding="utf-8", newline="\n") as file:
            _TEXTS[note.format](file, network, note)
    elif note.format == "gephi":
        edge_lists.write_gephi(target, network, note)
        _write_note(target, note)
    else:
        _FILES[note.format](target, network, note)
    return note


def write_tables(target: Path, told: ToldTables, note: Manifest, tell: Progress) -> Manifest:
    """Write all tables to a file, or to a folder with a note beside them; the note as it was written."""
    match note.format:
        case "cypher":
            _write_cypher(target, told, note)
        case "parquet":
            _write_parquet(target, told, note, tell)
        case "xlsx":
            return _write_book(target, told, note)
        case _:
            return _write_csv(target, told, note, tell)
    return note


def _write_csv(target: Path, told: ToldTables, note: Manifest, tell: Progress) -> Manifest:
    from copnet.exporters.csv_text import write_csv
    from copnet.exporters.table_cells import cell_table

    renamed: dict[str, Mapping[str, str]] = {}
    widths: dict[str, int] = {}
    for table, frame in told.frames.items():
        tell(f"writing {table}", 0, frame.height)
        cells = cell_table(table, frame)
        widths[table] = cells.frame.width
        if cells.own_names:
            renamed[table] = cells.own_names
        write_csv(target / f"{table}.csv", cells.frame, cells.plain)
    note = replace(note, own_columns=renamed, cautions=import_limits(note.rows, widths))
    _write_note(target, note)
    return note


def _write_book(target: Path, told: ToldTables, note: Manifest) -> Manifest:
    from copnet.exporters.table_cells import cell_table
    from copnet.exporters.workbook import write_tables as write_sheets

    tables = [cell_table(table, frame) for table, frame in told.frames.items()]
    names = {cells.table.name: cells.own_names for cells in tables if cells.own_names}
    widths = {cells.table.name: cells.frame.width for cells in tables}
    note = replace(note, own_columns=names, cautions=import_limits(note.rows, widths))
    write_sheets(target, tables, note)
    return note


def _write_parquet(target: Path, told: ToldTables, note: Manifest, tell: Progress) -> None:
    from copnet.exporters.parquet import write_table

    for table, frame in told.frames.items():
        tell(f"writing {table}", 0, frame.height)
        write_table(target, table, frame, note)
    _write_note(target, note)


def _write_cypher(target: Path, told: ToldTables, note: Manifest) -> None:
    from copnet.exporters import cypher
    from copnet.stores.queries import load_queries
    from copnet.stores.shape import EDGES, references

    queries = {name: query.text for name, query in load_queries("neo4j").items()}
    with target.open("w", encoding="utf-8", newline="\n") as file:
        cypher.write(file, told.frames, cypher.GraphShape(queries, EDGES, references), note)


def _write_note(folder: Path, note: Manifest) -> None:
    (folder / manifest.NAME).write_text(note.text(), encoding="utf-8", newline="\n")
