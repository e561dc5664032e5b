"""What a format is, and what may be known of a file before it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from copnet.importers.drafts import Drafts
from copnet.importers.options import ImportOptions

HEAD_BYTES = 65_536


@dataclass(frozen=True)
class Head:
    """The beginning of a file, from which its format is seen.

    Attributes:
        path: the file, or a folder.
        start: its first bytes; none of a folder.
    """

    path: Path
    start: bytes

    @classmethod
    def of(cls, path: Path) -> Head:
        """Look at a file.

        Raises:
            OSError: it cannot be read.
        """
        if path.is_dir():
            return cls(path, b"")
        with path.open("rb") as file:
            return cls(path, file.read(HEAD_BYTES))

    @property
    def ending(self) -> str:
        """The ending of its name, in lower case, with its dot."""
        return self.path.suffix.lower()

    @cached_property
    def text(self) -> str:
        """The bytes as text without byte-order mark and leading blanks; signs that are none are replaced."""
        wide = self.start.startswith((b"\xff\xfe", b"\xfe\xff"))
        return self.start.decode("utf-16" if wide else "utf-8-sig", "replace").lstrip()


@dataclass(frozen=True)
class FileFormat:
    """A format of another program.

    Attributes:
        name: for ``--format`` and the report.
        title: for sentences: "a GEXF graph".
        recognize: whether the beginning of a file is of this format; it never raises.
        read: reads the whole file into drafts. Bad entries are refused there, one by one; a file that is no file of
            this format, or damaged, raises ``ImportRefused``.
        parts: the endings of files of one name that it is made of, the main one first.
    """

    name: str
    title: str
    recognize: Callable[[Head], bool]
    read: Callable[[Path, Drafts, ImportOptions], None]
    parts: tuple[str, ...] = ()
