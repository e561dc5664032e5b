"""Every format of another program, in the order in which a file is tried for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.formats.bibtex import BIBTEX
from copnet.importers.formats.calendar_file import CALENDAR
from copnet.importers.formats.csl import CSL
from copnet.importers.formats.gephi_csv import GEPHI_CSV
from copnet.importers.formats.gexf import GEXF
from copnet.importers.formats.graphml import GRAPHML
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.kumu import KUMU
from copnet.importers.formats.mapped import MAPPED
from copnet.importers.formats.node_link import NODE_LINK
from copnet.importers.formats.openalex import OPENALEX
from copnet.importers.formats.pajek import PAJEK
from copnet.importers.formats.ris import RIS
from copnet.importers.formats.ucinet import UCINET
from copnet.importers.formats.ucinet_dl import UCINET_DL

OTHER_FORMATS: tuple[FileFormat, ...] = (
    GEXF, GRAPHML, CALENDAR, KUMU, OPENALEX, CSL, NODE_LINK, RIS, BIBTEX, PAJEK, UCINET, UCINET_DL, GEPHI_CSV, MAPPED,
)  # fmt: skip


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


def go_together(names: Iterable[str]) -> bool:
    """Whether files of these names are the parts of one network or data set."""
    paths = [Path(name) for name in names]
    endings = {path.suffix.lower() for path in paths}
    one_name = len({path.stem.casefold() for path in paths}) == 1
    return one_name and any(kind.parts[0] in endings <= {*kind.parts} for kind in OTHER_FORMATS if kind.parts)


def title_of(name: str) -> str:
    """What a format is, for sentences: "a Kumu map"."""
    other = named(name)
    return other.title if other else "tables of copnet"


@contextmanager
def taken_for(name: str) -> Iterator[None]:
    """What is refused inside says what it was taken for."""
    try:
        yield
    except ImportRefused as refused:
        if refused.format is None:
            refused.taken_for(name, title_of(name))
        raise
