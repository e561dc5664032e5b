"""Export: everything a store may tell an audience, in a form that others read. One path for the command and the API."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from copnet.errors import UsageError
from copnet.exporters.formats import FORMATS, NETWORK_LEFT_OUT, RECORDS_LEFT_OUT, Format, format_named, format_of
from copnet.exporters.network_rows import Network
from copnet.graph import NetworkSpec
from copnet.manifest import Manifest
from copnet.services import networks
from copnet.services.audience import Audience
from copnet.services.export_files import write_network, write_tables
from copnet.services.export_place import place, require_free
from copnet.services.export_report import ExportReport, Progress, withheld_words
from copnet.services.questions import Computed
from copnet.services.told_tables import told_tables
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore

__all__ = ["FORMATS", "ExportReport", "Source", "choose_format", "export_to", "require_free", "source_of"]

Writer = Callable[[Path], Manifest]


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
        write = _table_writer(source, audience, tell)
    else:
        write = _network_writer(source, spec, audience)
    tell(f"writing {source.format.name}", 0, None)
    with place(path, source.format, overwrite=overwrite) as target:
        note = write(target)
    return ExportReport.of(note, path)


def export_bytes(snapshot: Snapshot, format_name: str, file: str, spec: NetworkSpec, audience: Audience) -> Computed:
    """One export as the bytes of a file of this name, with its report as JSON; errors as ``export_to``."""
    with tempfile.TemporaryDirectory(prefix="copnet-export-") as scratch:
        path = Path(scratch, file)
        report = export_to(Source(FORMATS[format_name], snapshot), path, spec, audience).as_dict()
        return Computed(path.read_bytes(), json.dumps(report | {"path": file}))


def _table_writer(source: Source, audience: Audience, tell: Progress) -> Writer:
    chosen, told = source.format, told_tables(source.snapshot, audience)
    rows = {name: frame.height for name, frame in told.frames.items()}
    left_out = (*RECORDS_LEFT_OUT, *chosen.left_out, *withheld_words(told.withheld))
    note = Manifest(chosen.name, str(audience), left_out, told.withheld, rows)
    return lambda target: write_tables(target, told, note, tell)


def _network_writer(source: Source, spec: NetworkSpec, audience: Audience) -> Writer:
    told = networks.node_link(source.snapshot, spec, audience)
    network = Network.of(told)
    withheld = {name: count for name, count in told["graph"]["withheld"].items() if count}
    left_out = (*NETWORK_LEFT_OUT, *source.format.left_out, *withheld_words(withheld))
    rows = {"nodes": len(network.nodes), "ties": len(network.edges)}
    note = Manifest(source.format.name, str(audience), left_out, withheld, rows)
    return lambda target: write_network(target, network, note)


def _quiet(what: str, done: int, total: int | None) -> None:
    """No one listens."""
