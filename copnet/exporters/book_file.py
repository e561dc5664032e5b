"""A workbook as a file in which no time stands: the same cells give the same bytes."""

from __future__ import annotations

import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day a zip knows


def save(book: Workbook, path: Path) -> None:
    """Write a workbook made by copnet; openpyxl alone would note who wrote it and the time, in the parts too."""
    book.properties.creator = "copnet"
    book.properties.created = book.properties.modified = datetime(*_EPOCH)  # noqa: DTZ001  # workbooks know no zones
    with _Timeless(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as packed:
        ExcelWriter(book, packed).save()


class _Timeless(zipfile.ZipFile):
    """A zip whose entries all have the same time."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        super().writestr(self._entry(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        with Path(filename).open("rb") as content, self.open(self._entry(arcname), "w", force_zip64=True) as target:
            shutil.copyfileobj(content, target)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        return entry
