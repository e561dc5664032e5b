"""Networks as CSV: Gephi's tables of nodes and edges, and a plain list of ties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from copnet.exporters.csv_text import write_csv
from copnet.exporters.network_rows import Flat, Network, Type
from copnet.exporters.table_cells import number_text
from copnet.manifest import Manifest

GEPHI_LEFT_OUT = ("Gephi takes the dates of ties in these tables for texts; the format gexf has them as times.",)
GEPHI_FILES = ("nodes.csv", "edges.csv")
EDGES_LEFT_OUT = ("A list of ties has no line for those without a tie, and of the others only id and name.",)


def write_gephi(folder: Path, network: Network, note: Manifest) -> None:
    """Write ``nodes.csv`` (Id, Label, ...) and ``edges.csv`` (Source, Target, Type, Weight, ...) into a folder."""
    of_nodes, of_edges = (folder / name for name in GEPHI_FILES)
    nodes = [{"Id": key, "Label": name, **_renamed(flat, network.node_types)} for key, name, flat in
             network.flat_nodes()]  # fmt: skip
    direction = "Directed" if network.directed else "Undirected"
    edges = [
        {"Source": source, "Target": target, "Type": direction, **_renamed(flat, network.edge_types)}
        for source, target, flat in network.flat_edges()
    ]
    _write(of_nodes, nodes, ("Id", "Label"), network.node_types)
    _write(of_edges, edges, ("Source", "Target", "Type"), network.edge_types)


def write_edges(path: Path, network: Network, note: Manifest) -> None:
    """Write one line a tie, with the names of both ends and for whom it was written."""
    names = {key: name for key, name, _ in network.flat_nodes()}
    lines = (
        {"source": source, "source_name": names[source], "target": target, "target_name": names[target], **flat}
        | {"audience": note.audience}
        for source, target, flat in network.flat_edges()
    )
    types: dict[str, Type] = {**network.edge_types, "audience": "string"}
    _write(path, lines, ("source", "source_name", "target", "target_name"), types, case=False)


def _write(
    path: Path, lines: Iterator[Flat] | list[Flat], first: tuple[str, ...], types: Mapping[str, Type], *,
    case: bool = True,
) -> None:  # fmt: skip
    kinds: dict[str, Type] = dict.fromkeys(first, "string")
    kinds |= {_header(name) if case else name: kind for name, kind in types.items()}
    columns: dict[str, list[str | None]] = {name: [] for name in kinds}
    for line in lines:
        for name, values in columns.items():
            values.append(_text(line.get(name)))
    cells = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String()))
    write_csv(path, cells, [name for name, kind in kinds.items() if kind == "string"])


def _renamed(flat: Flat, types: Mapping[str, Type]) -> Flat:
    return {_header(name): value for name, value in flat.items()}


def _header(name: str) -> str:
    """Gephi's own name for weights; another column of the name of one of Gephi's own has a mark."""
    if name == "weight":
        return "Weight"
    return f"{name} (own)" if name.casefold() in ("id", "label", "source", "target", "type", "weight") else name


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, float) else str(value)
