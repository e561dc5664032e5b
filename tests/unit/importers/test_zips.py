from __future__ import annotations

import json
from pathlib import Path

import pytest

from copnet.errors import ImportRefused, UsageError
from copnet.services.imports import ImportOptions, import_path, load_mapping
from copnet.services.mappings import write_mapping
from copnet.stores.base import GraphStore
from tests.broken.mutants import BIB, DL, GEXF, ICS, KUMU, PAJEK, RIS
from tests.support.books import book, zipped


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


ALONE = {
    "gexf": ("map.gexf", GEXF), "bibtex": ("works.bib", BIB), "icalendar": ("cal.ics", ICS), "ris": ("w.ris", RIS),
    "pajek": ("net.net", PAJEK), "kumu": ("map.json", json.dumps(KUMU)), "ucinet-dl": ("net.dl", DL),
}  # fmt: skip


@pytest.mark.parametrize("name", ALONE)
def test_one_file_of_another_program(name: str, store: GraphStore, tmp_path: Path) -> None:
    """It is read as if it stood beside its zip, and errors name it."""
    file, content = ALONE[name]
    (tmp_path / file).write_text(content, encoding="utf-8")
    path = zipped(tmp_path / "sent.zip", {f"folder/{file}": content, "__MACOSX/x": b"x", "folder/.DS_Store": b"x"})
    trial = ImportOptions(dry_run=True)
    assert import_path(store, path, trial).as_dict() == import_path(store, tmp_path / file, trial).as_dict()


def test_one_workbook_in_a_zip(store: GraphStore, tmp_path: Path) -> None:
    inner = book(tmp_path / "t.xlsx", {"People": [["name"], ["Ruth"]]})
    report = import_path(store, zipped(tmp_path / "sent.zip", {"t.xlsx": inner.read_bytes()}))
    assert (report.format, report.created) == ("xlsx", {"people": 1})


@pytest.mark.parametrize("others", [{}, {"two.csv": "Session title,Presenters\nB,Bo Chen\n", "notes.docx": b"x"}])
def test_tables_of_any_names_by_a_mapping(others: dict[str, str | bytes], store: GraphStore, tmp_path: Path) -> None:
    first = "Session title,Presenters\nA,Ann Lee and Bo Chen\n"
    path = zipped(tmp_path / "sent.zip", {"export (3).csv": first, **others})
    mapping = Path(write_mapping(path)["written"])
    report = import_path(store, path, ImportOptions(mapping=load_mapping(mapping)))
    assert report.format == "mapped"
    assert report.created == {"people": 2, "collaborations": 2 if others else 1, "participations": 3 if others else 2}


def test_what_lies_beside_a_network_is_named(store: GraphStore, tmp_path: Path) -> None:
    path = zipped(tmp_path / "sent.zip", {"a.net": PAJEK, "b.bib": BIB, ".DS_Store": b"x"})
    report = import_path(store, path)
    assert report.format == "pajek"
    (said,) = (item.reason for item in report.left_out if "beside" in item.reason)
    assert ("b.bib" in said, "a.net" in said, "DS_Store" in said) == (True, False, False)


def test_two_files_of_other_programs_are_refused_in_words(store: GraphStore, tmp_path: Path) -> None:
    path = zipped(tmp_path / "sent.zip", {"a.bib": BIB, "b.ris": RIS})
    with pytest.raises(ImportRefused) as caught:
        import_path(store, path)
    assert "stands alone in a zip" in caught.value.problems[0].expected


@pytest.mark.parametrize("tables", [False, True])
def test_a_bomb_of_another_program(tables: bool, store: GraphStore, tmp_path: Path) -> None:
    path = zipped(tmp_path / "sent.zip", {"export.csv" if tables else "works.bib": b" " * (60 << 20)})
    with pytest.raises(ImportRefused) as caught:
        write_mapping(path) if tables else import_path(store, path)
    assert "times" in caught.value.problems[0].expected
