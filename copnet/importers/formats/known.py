"""Every format of another program, in the order in which a file is tried for them."""

from __future__ import annotations

from pathlib import Path

from copnet.importers.formats.gephi_csv import GEPHI_CSV
from copnet.importers.formats.gexf import GEXF
from copnet.importers.formats.graphml import GRAPHML
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.node_link import NODE_LINK
from copnet.importers.formats.pajek import PAJEK
from copnet.importers.formats.ucinet import UCINET
from copnet.importers.formats.ucinet_dl import UCINET_DL

OTHER_FORMATS: tuple[FileFormat, ...] = (GEXF, GRAPHML, NODE_LINK, PAJEK, UCINET, UCINET_DL, GEPHI_CSV)


def recognized(path: Path) -> FileFormat | None:
    """The format of a file or folder, by its content; None for copnet's own tables and for what nobody knows.

    Raises:
        OSError: it cannot be read.
    """
    head = Head.of(path)
    return next((kind for kind in OTHER_FORMATS if kind.recognize(head)), None)


def named(name: str) -> FileFormat | None:
    """The format of this name."""
    return next((kind for kind in OTHER_FORMATS if kind.name == name), None)
