from __future__ import annotations

from pathlib import Path

import pytest

from copnet.errors import ImportRefused, UsageError
from copnet.services.imports import ImportOptions, import_path
from copnet.stores.base import GraphStore
from tests.support.books import zipped


def test_a_zip_of_a_folder(store: GraphStore, tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "upload.zip",
        {
            "my tables/people.csv": "name\nRuth\n",
            "my tables/ties.tsv": "from\tto\tkind\nRuth\tRuth\tknows\n",
            "my tables/notes.docx": b"x",
            "__MACOSX/my tables/people.csv": b"\0",
            ".DS_Store": b"\0",
        },
    )
    report = import_path(store, path)
    assert report.format == "csv"
    assert report.created == {"people": 1, "ties": 1}
    assert [item.file for item in report.left_out] == ["my tables/notes.docx"]
    (ruth,) = store.read("people")
    assert ruth.provenance is not None
    assert ruth.provenance.file == "my tables/people.csv"


def test_the_format_can_be_required(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name\nRuth\n")
    with pytest.raises(ImportRefused, match="1 problem"):
        import_path(store, path, ImportOptions(format="xlsx"))
    with pytest.raises(UsageError, match="csv, xlsx"):
        import_path(store, path, ImportOptions(format="parquet"))
    assert import_path(store, path, ImportOptions(format="csv")).created == {"people": 1}
