"""Exports for tests: of records, by the service, to a path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from copnet.graph import NetworkSpec
from copnet.record import Record
from copnet.services.audience import Audience
from copnet.services.exports import ExportReport, choose_format, export_to, source_of
from copnet.stores.base import GraphStore

CIRCLES = ("parent", "part_of", "grew_out_of")


def export(
    store: GraphStore, path: Path, name: str | None = None, *, audience: str = "facilitator", overwrite: bool = False,
    **network: Any,
) -> ExportReport:  # fmt: skip
    """Export a store, as the command does."""
    spec = NetworkSpec(**network)
    source = source_of(store, choose_format(path, name, spec))
    return export_to(source, path, spec, Audience.parse(audience), overwrite=overwrite)


def put(store: GraphStore, records: Sequence[Record]) -> None:
    """Write records."""
    store.write(lambda writer: writer.put(records))


def told_to_facilitators(records: Iterable[Record]) -> list[Record]:
    """The records as an import takes them and an export tells them.

    Nobody is visible to or reached by nobody, since an export leaves them or their address out, and nothing leads back
    to itself, since an import refuses that.
    """
    return [_told(record) for record in records]


def _told(record: Record) -> Record:
    changes: dict[str, Any] = {}
    for name in ("visibility", "contact"):
        if getattr(record, name, None) == "nobody":
            changes[name] = "facilitators"
    for name in CIRCLES:
        value = getattr(record, name, None)
        if isinstance(value, str) and value >= record.key:
            changes[name] = None
        elif isinstance(value, tuple):
            changes[name] = tuple(key for key in value if key < record.key)
    return record.model_copy(update=changes)


def files(folder: Path) -> dict[str, bytes]:
    """The content of each file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
