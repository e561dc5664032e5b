"""Export: everything a store may tell an audience, in a form that others read. One path for the command and the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from copnet import manifest
from copnet.errors import Conflict, UsageError
from copnet.exporters import edge_lists, gexf, graphml, kumu, node_link, pajek
from copnet.exporters.formats import (
    FORMATS,
    NETWORK_LEFT_OUT,
    RECORDS_LEFT_OUT,
    ZIP,
    Format,
    file_names,
    format_named,
    format_of,
)
from copnet.exporters.network_rows import Network
from copnet.graph import NetworkSpec
from copnet.manifest import Manifest
from copnet.services import networks
from copnet.services.audience import Audience
from copnet.services.export_report import ExportReport, withheld_words
from copnet.services.files import folder_whole, path_whole, zip_folder
from copnet.services.told_tables import ToldTables, told_tables
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore

__all__ = ["FORMATS", "ExportReport", "Source", "choose_format", "export_to", "source_of"]

Progress = Callable[[str, int, int | None], None]

_TEXTS: Mapping[str, Callable[[TextIO, Network, Manifest], None]] = {
    "gexf": gexf.write,
    "graphml": graphml.write,
    "kumu-json": kumu.write_blueprint,
    "node-link": node_link.write,
    "pajek": pajek.write,
}
_FILES: Mapping[str, Callable[[Path, Network, Manifest], None]] = {
    "edges": edge_lists.write_edges,
    "gephi": edge_lists.write_gephi,
    "kumu-xlsx": kumu.write_workbook,
}


@dataclass(frozen=True)
class Source:
    """What is exported from: one consistent reading of the store, of all records or of what networks are made of."""

    format: Format
    snapshot: Snapshot


def choose_format(path: Path, name: str | None, spec: NetworkSpec) -> Format:
    """The format told, or else the one the path's ending tells.

    Raises:
        UsageError: no such format, or network options for one that writes all tables.
    """
    chosen = format_named(name) if name else format_of(path)
    require_sense(chosen, spec)
    if name and chosen.ending and path.suffix.lower() not in (chosen.ending, ""):
        raise UsageError(f'{path.name} does not end in "{chosen.ending}", as the format {name} does.')
    return chosen


def require_sense(chosen: Format, spec: NetworkSpec) -> None:
    """Refuse network options where all tables are written.

    Raises:
        UsageError: they would change nothing.
    """
    if chosen.family == "tables" and spec != NetworkSpec():
        raise UsageError(
            f"The format {chosen.name} has all tables; network options are for "
            f"{', '.join(one.name for one in FORMATS.values() if one.family == 'network')}."
        )


def source_of(store: GraphStore, chosen: Format) -> Source:
    """Read the store once: nothing is committed between the first record and the last."""
    return Source(chosen, store.tables() if chosen.family == "tables" else store.snapshot())


def require_free(path: Path, chosen: Format, *, overwrite: bool = False) -> None:
    """Refuse a path at which something is that would be lost.

    Raises:
        Conflict: something is there already; or, with ``overwrite``, a folder that no export wrote or in which
            something stands that no export did.
    """
    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return
    if not overwrite:
        raise Conflict(f"{path} exists already. Give another name, or --overwrite to replace it.")
    folder = chosen.is_folder and path.suffix.lower() != ZIP
    if folder != path.is_dir():
        raise Conflict(f"{path} was not written by an export of this kind. Give another name.")
    if folder:
        _require_ours(path)


def _require_ours(folder: Path) -> None:
    """Refuse a folder that would not go with nothing lost but what an export wrote."""
    note = folder / manifest.NAME
    try:
        with note.open("rb") as file:
            written = Manifest.parse(file.read(manifest.MAX_SIZE + 1).decode("utf-8-sig")).format
    except (OSError, ValueError):
        written = ""
    if written not in FORMATS or not FORMATS[written].is_folder:
        raise Conflict(f"{folder} was not written by an export: it has no {manifest.NAME} of one. Give another name.")
    ours = {manifest.NAME, *file_names(written)}
    others = sorted(one.name for one in folder.iterdir() if one.name not in ours or not one.is_file())
    if others:
        more = f" and {len(others) - 5:,} more" if len(others) > 5 else ""
        raise Conflict(
            f"{folder} holds what no export wrote there, which would be lost: {', '.join(others[:5])}{more}. Move it "
            "elsewhere, or give another name."
        )


def export_to(
    source: Source,
    path: Path,
    spec: NetworkSpec,
    audience: Audience,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> ExportReport:
    """Write one export, whole or not at all.

    Args:
        source: see ``source_of``.
        path: a file, or a folder for a format of several files, which is a zip when the name ends in ``.zip``.
        spec: which network; not for tables.
        audience: for whom: whoever may not be named to them is left out.
        overwrite: replace what an export wrote there before.
        progress: called now and then with what is being done, how much is done, and of how much.

    Raises:
        Conflict: something is at ``path`` already.
        InputError: the place cannot be written to, or the format has no room for what the store holds.
        NotFound: no such community, kind of tie, wave or member.
        UsageError: options that make no sense, or what this audience may not see.
    """
    tell = progress or _quiet
    require_free(path, source.format, overwrite=overwrite)
    if source.format.family == "tables":
        told = told_tables(source.snapshot, audience)
        write, note = _table_writer(source.format, told, audience, tell)
    else:
        write, note = _network_writer(source, spec, audience)
    tell(f"writing {source.format.name}", 0, None)
    with _place(path, source.format, overwrite=overwrite) as target:
        write(target)
    return ExportReport(source.format.name, str(path), str(audience), note.rows, note.withheld, note.left_out)


@contextmanager
def _place(path: Path, chosen: Format, *, overwrite: bool) -> Iterator[Path]:
    """Where to write to: it is moved to ``path`` when all is written, and gone when something fails."""
    if not chosen.is_folder:
        with path_whole(path) as target:
            yield target
    elif path.suffix.lower() == ZIP:
        with path_whole(path) as target, zip_folder(target) as folder:
            yield folder
    else:
        with folder_whole(path, overwrite=overwrite) as folder:
            yield folder


def _table_writer(
    chosen: Format, told: ToldTables, audience: Audience, tell: Progress
) -> tuple[Callable[[Path], None], Manifest]:
    rows = {name: frame.height for name, frame in told.frames.items()}
    left_out = (*RECORDS_LEFT_OUT, *chosen.left_out, *withheld_words(told.withheld))
    note = Manifest(chosen.name, str(audience), left_out, told.withheld, rows)

    def write(target: Path) -> None:
        if chosen.name == "cypher":
            _write_cypher(target, told, note)
        elif chosen.name == "parquet":
            _write_parquet(target, told, note, tell)
        else:
            _write_cells(chosen.name, target, told, note, tell)

    return write, note


def _write_cells(name: str, target: Path, told: ToldTables, note: Manifest, tell: Progress) -> None:
    from copnet.exporters.csv_text import write_csv
    from copnet.exporters.table_cells import cell_table

    if name == "xlsx":
        from copnet.exporters.workbook import write_tables

        tables = [cell_table(table, frame) for table, frame in told.frames.items()]
        names = {cells.table.name: cells.own_names for cells in tables if cells.own_names}
        write_tables(target, tables, replace(note, own_columns=names))
        return
    renamed: dict[str, Mapping[str, str]] = {}
    for table, frame in told.frames.items():
        tell(f"writing {table}", 0, frame.height)
        cells = cell_table(table, frame)
        if cells.own_names:
            renamed[table] = cells.own_names
        write_csv(target / f"{table}.csv", cells.frame, cells.plain)
    _write_note(target, replace(note, own_columns=renamed))


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


def _network_writer(source: Source, spec: NetworkSpec, audience: Audience) -> tuple[Callable[[Path], None], Manifest]:
    told = networks.node_link(source.snapshot, spec, audience)
    network = Network.of(told)
    withheld = {name: count for name, count in told["graph"]["withheld"].items() if count}
    left_out = (*NETWORK_LEFT_OUT, *source.format.left_out, *withheld_words(withheld))
    rows = {"nodes": len(network.nodes), "ties": len(network.edges)}
    note = Manifest(source.format.name, str(audience), left_out, withheld, rows)

    def write(target: Path) -> None:
        if source.format.name in _TEXTS:
            with target.open("w", encoding="utf-8", newline="\n") as file:
                _TEXTS[source.format.name](file, network, note)
        else:
            _FILES[source.format.name](target, network, note)
            if source.format.is_folder:
                _write_note(target, note)

    return write, note


def _write_note(folder: Path, note: Manifest) -> None:
    (folder / manifest.NAME).write_text(note.text(), encoding="utf-8", newline="\n")


def _quiet(what: str, done: int, total: int | None) -> None:
    """No one listens."""
