"""The formats there are to export to, and what each cannot carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from copnet.errors import UsageError
from copnet.exporters import edge_lists, gexf, graphml, kumu, node_link, pajek
from copnet.tables import TABLES

Family = Literal["tables", "network"]
FormatName = Literal[
    "csv", "xlsx", "parquet", "cypher", "gexf", "gephi", "graphml", "node-link", "kumu-xlsx", "kumu-json", "pajek",
    "edges",
]  # fmt: skip
ZIP = ".zip"

RECORDS_LEFT_OUT = (
    "Where each record came from (provenance).",
    "Merges, remembered decisions, accounts and the audit trail: only a backup has them.",
)
NETWORK_LEFT_OUT = (
    "Everything that is not this network: other collaborations, communities, learnings, who answered a survey.",
)


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: for ``--format`` and the address.
        family: all records, or one network.
        ending: of its files; None where it is a folder.
        media_type: of what is sent by HTTP.
        label: what it is, in a few words.
        left_out: what it cannot carry.
    """

    name: FormatName
    family: Family
    ending: str | None
    media_type: str
    label: str
    left_out: tuple[str, ...] = ()

    @property
    def is_folder(self) -> bool:
        """Whether it is several files, sent as a zip."""
        return self.ending is None


_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIP = "application/zip"
FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("csv", "tables", None, _ZIP, "all tables as CSV files"),
        Format("xlsx", "tables", ".xlsx", _BOOK, "all tables as one workbook"),
        Format("parquet", "tables", None, _ZIP, "all tables as Parquet files"),
        Format("cypher", "tables", ".cypher", "text/plain", "a script for Neo4j"),
        Format("gexf", "network", ".gexf", "application/gexf+xml", "a network for Gephi, with dates", gexf.LEFT_OUT),
        Format("gephi", "network", None, _ZIP, "a network as Gephi's two tables", edge_lists.GEPHI_LEFT_OUT),
        Format("graphml", "network", ".graphml", "application/graphml+xml", "a network for many programs",
               graphml.LEFT_OUT),
        Format("node-link", "network", ".json", "application/json", "a network for NetworkX", node_link.LEFT_OUT),
        Format("kumu-xlsx", "network", ".xlsx", _BOOK, "a network as Kumu's workbook", kumu.LEFT_OUT),
        Format("kumu-json", "network", ".json", "application/json", "a network as Kumu's blueprint", kumu.LEFT_OUT),
        Format("pajek", "network", ".net", "text/plain", "a network for Pajek", pajek.LEFT_OUT),
        Format("edges", "network", ".csv", "text/csv", "the ties of a network as one table",
               edge_lists.EDGES_LEFT_OUT),
    )
}  # fmt: skip
"""By name; of several with one ending the first is meant where none is told."""


def file_names(name: str) -> frozenset[str]:
    """The files of a format that is a folder, without copnet's note beside them."""
    if name == "gephi":
        return frozenset(edge_lists.GEPHI_FILES)
    return frozenset(f"{table}.{name}" for table in TABLES)


def format_named(name: str) -> Format:
    """The format of this name.

    Raises:
        UsageError: there is none.
    """
    if name not in FORMATS:
        raise UsageError(f'There is no format "{name}". Formats are: {", ".join(FORMATS)}.')
    return FORMATS[name]


def format_of(path: Path) -> Format:
    """The format that a name's ending tells: a name without ending is a folder of CSV tables, as is a zip.

    Raises:
        UsageError: an ending of no format.
    """
    ending = path.suffix.lower()
    if ending in ("", ZIP):
        return FORMATS["csv"]
    found = next((one for one in FORMATS.values() if one.ending == ending), None)
    if found is None:
        endings = ", ".join(dict.fromkeys(one.ending for one in FORMATS.values() if one.ending))
        raise UsageError(f'No format ends in "{ending}". Say --format, or use a name that ends in {endings}, or none.')
    return found
