"""Table exports as other readers see them: openpyxl, polars, a spreadsheet, and Neo4j itself."""

from __future__ import annotations

import csv
import json
import re
import string
import zipfile
from pathlib import Path
from typing import get_args

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copnet import manifest
from copnet.cell_text import RISKY_STARTS
from copnet.errors import Conflict, InputError, UsageError
from copnet.exporters.cypher import literal
from copnet.exporters.edge_lists import write_gephi
from copnet.exporters.formats import FORMATS, FormatName
from copnet.exporters.network_rows import Network
from copnet.manifest import Manifest
from copnet.services import exports
from copnet.stores.base import GraphStore
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.neo4j_store import Neo4jStore
from copnet.tables import TABLES
from tests.support.exports import export, files, put
from tests.support.stores import everything, raw
from tests.support.world import make, world

NASTY = (
    "'", "\\'", "\\", "\\\\u0027", "\\u0027", "\\u000a", "'}) DETACH DELETE n //", "`", "$rows", "a\nb", "a\rb", "\t",
    "é", "日本語", "שלום", "\U0001f98a", "{", ";\n",
)  # fmt: skip


def test_files_are_sorted_utf8_with_lf_and_all_columns(scratch: GraphStore, tmp_path: Path) -> None:
    put(scratch, [*world(), make("people", id="Z", name="é"), make("people", id="10", name="日本語")])
    export(scratch, tmp_path / "out")
    assert sorted(path.stem for path in (tmp_path / "out").glob("*.csv")) == sorted(TABLES)
    for name, table in TABLES.items():
        content = (tmp_path / "out" / f"{name}.csv").read_bytes()
        assert b"\r" not in content
        header = content.decode().partition("\n")[0].split(",")
        assert [one for one in header if table.column(one)] == [one.name for one in table.columns if one.field]
    rows = (tmp_path / "out" / "people.csv").read_text(encoding="utf-8").splitlines()
    assert [row.partition(",")[0] for row in rows[1:]] == ["10", "Z", "p1", "p2", "p3"]
    memberships = (tmp_path / "out" / "memberships.csv").read_text(encoding="utf-8")
    assert memberships.count("funder") == 1
    assert "funders" not in (tmp_path / "out" / "communities.csv").read_text(encoding="utf-8")


def test_no_cell_runs_and_numbers_and_dates_are_as_they_are(scratch: GraphStore, tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@x", "'x", "plain"]
    put(scratch, [make("people", id=f"p{n}", name=text, aliases=(text, "b"), attributes={"Own": text})
                  for n, text in enumerate(texts)])  # fmt: skip
    put(scratch, [make("ties", from_="p0", to="p1", kind="=knows", value=-2.5, asked_on="2024-05")])
    export(scratch, tmp_path / "out")
    with (tmp_path / "out" / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, text in zip(rows, texts, strict=True):
        mark = "'" if text != "plain" else ""
        assert (row["name"], row["aliases"], row["Own"]) == (mark + text, f"{mark}{text} | b", mark + text)
    tie = (tmp_path / "out" / "ties.csv").read_text(encoding="utf-8").splitlines()[1]
    assert tie == "p0,p1,'=knows,-2.5,,2024-05,person,person"
    assert all(not row["name"].startswith(RISKY_STARTS[:4]) for row in rows)


def test_the_workbook_is_read_by_openpyxl(scratch: GraphStore, tmp_path: Path) -> None:
    put(scratch, [*world(), make("people", id="p9", name="=HYPERLINK(1)", bio="-", attributes={"Own": "TRUE"})])
    report = export(scratch, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Read me", *TABLES]
    header, *rows = book["people"].iter_rows()
    last = {str(one.value): cell for one, cell in zip(header, rows[-1], strict=True)}
    assert (last["name"].value, last["name"].data_type) == ("=HYPERLINK(1)", "s")
    assert last["bio"].value == "'-"
    assert (last["Own"].value, last["Own"].data_type) == ("TRUE", "s")
    values = {row[3].value for row in book["ties"].iter_rows(min_row=2)}
    assert values == {-1, 1, 0, 2.5}
    told = {(str(a), str(b)) for a, b in book["Read me"].iter_rows(values_only=True)}
    assert ("Audience", "facilitator") in told
    assert {("Left out", sentence) for sentence in report.left_out} <= told


def test_parquet_is_read_by_polars(scratch: GraphStore, tmp_path: Path) -> None:
    put(scratch, world())
    export(scratch, tmp_path / "out", "parquet")
    people = pl.read_parquet(tmp_path / "out" / "people.parquet")
    assert people["topics"].to_list() == [["x", "y"], [], []]
    assert people["Shoe"].to_list() == ["4", None, None]
    assert people.schema["name_in_reports"] == pl.Boolean()
    assert pl.read_parquet(tmp_path / "out" / "ties.parquet").schema["value"] == pl.Float64()
    note = json.loads(pl.read_parquet_metadata(tmp_path / "out" / "people.parquet")["copnet-export.json"])
    assert note["audience"] == "facilitator"
    assert set(files(tmp_path / "out")) == {*(f"{name}.parquet" for name in TABLES), "copnet-export.json"}


@given(st.text() | st.sampled_from(NASTY))
def test_a_literal_of_cypher_ends_where_it_ends(text: str) -> None:
    told = literal(text)
    parts = re.fullmatch(r"'((?:[^'\\\n\r]|\\['\\nrt])*)'( \+ '((?:[^'\\\n\r]|\\['\\nrt])*)')*", told)
    assert parts
    assert "\\u" not in told.replace("\\\\", "")
    assert not re.search(r"\\u", told, re.IGNORECASE)
    plain = "".join(re.findall(r"'((?:[^'\\]|\\.)*)'", told))
    back = {"n": "\n", "r": "\r", "t": "\t"}
    assert re.sub(r"\\(.)", lambda found: back.get(found[1], found[1]), plain) == text


@pytest.mark.neo4j
def test_the_script_builds_what_the_store_would_have(
    embedded_store: EmbeddedStore, neo4j_store: Neo4jStore, tmp_path: Path
) -> None:
    put(embedded_store, [
        *world(),
        *(make("people", id=f"n{number}", name=f"x{text}", bio=f"{text}x", attributes={f"a{text}": f"x{text}"})
          for number, text in enumerate(NASTY)),
    ])  # fmt: skip
    export(embedded_store, tmp_path / "out.cypher")
    script = (tmp_path / "out.cypher").read_text(encoding="utf-8")
    assert not set(script) & set(string.whitespace) - set(" \n")
    for statement in script.split(";\n"):
        if statement.strip():
            raw(neo4j_store, statement)
    found, wanted = everything(neo4j_store), everything(embedded_store)
    for table in TABLES:
        assert found[table] == [record.model_copy(update={"provenance": None}) for record in wanted[table]], table
    assert neo4j_store.check() == []


def test_nothing_is_overwritten_without_being_told(scratch: GraphStore, tmp_path: Path) -> None:
    put(scratch, world())
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "people.csv").write_text("mine")
    with pytest.raises(Conflict, match="exists already"):
        export(scratch, mine)
    with pytest.raises(Conflict, match="not written by an export"):
        export(scratch, mine, overwrite=True)
    assert (mine / "people.csv").read_text() == "mine"
    (tmp_path / "empty").mkdir()
    for name in ("empty", "out.gexf", "out.zip"):
        export(scratch, tmp_path / name)
        before = (tmp_path / name).stat().st_mtime_ns
        with pytest.raises(Conflict, match="--overwrite"):
            export(scratch, tmp_path / name)
        assert (tmp_path / name).stat().st_mtime_ns == before
        export(scratch, tmp_path / name, overwrite=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "mine", "out.gexf", "out.zip"]


@pytest.mark.parametrize("name", ["csv", "parquet", "gephi"])
def test_a_folder_in_which_something_else_stands_is_not_overwritten(
    scratch: GraphStore, tmp_path: Path, name: str
) -> None:
    put(scratch, world())
    out = tmp_path / "out"
    export(scratch, out, name)
    export(scratch, out, "csv", overwrite=True)
    (out / "notes.txt").write_text("mine")
    with pytest.raises(Conflict, match=r"would be lost: notes\.txt\."):
        export(scratch, out, name, overwrite=True)
    assert (out / "notes.txt").read_text() == "mine"
    (out / "notes.txt").unlink()
    (out / manifest.NAME).write_text("{}")
    with pytest.raises(Conflict, match="was not written by an export"):
        export(scratch, out, name, overwrite=True)
    assert (out / "people.csv").is_file()


@pytest.mark.parametrize("name", ["xlsx", "kumu-xlsx"])
def test_the_same_records_give_the_same_workbook(scratch: GraphStore, tmp_path: Path, name: str) -> None:
    put(scratch, world())
    paths = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for path in paths:
        export(scratch, path, name)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with zipfile.ZipFile(paths[0]) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    told = openpyxl.load_workbook(paths[0]).properties
    assert told.creator == "copnet"
    assert told.created == told.modified


def test_names_of_columns_do_not_run_either(tmp_path: Path) -> None:
    header = '=HYPERLINK("http://x.example","y")'
    flat = {"id": "a", "name": "A", "mode": "organization", "attributes": {header: "1", "'q": "2", "plain": "3"}}
    told = {"directed": False, "graph": {"network": {"kind": "people"}}, "nodes": [flat], "edges": []}
    write_gephi(tmp_path, Network.of(told), Manifest("gephi", "public"))
    with (tmp_path / "nodes.csv").open(encoding="utf-8", newline="") as file:
        headers = next(csv.reader(file))
    assert headers == ["Id", "Label", "''q", f"'{header}", "mode", "plain"]


@pytest.mark.parametrize("name", ["out", "out.zip", "out.xlsx", "out.gexf", "out.cypher"])
@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_is_stopped_leaves_nothing(
    scratch: GraphStore, tmp_path: Path, name: str, stop: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(scratch, world())

    def write(target: Path, *_: object) -> None:
        file = target / "people.csv" if target.is_dir() else target
        file.write_text("half")
        raise stop

    monkeypatch.setattr(exports, "write_tables", write)
    monkeypatch.setattr(exports, "write_network", write)
    with pytest.raises(InputError if isinstance(stop, OSError) else KeyboardInterrupt):
        export(scratch, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_formats_are_seen_from_endings(scratch: GraphStore, tmp_path: Path) -> None:
    put(scratch, world())
    for name, found in (("a", "csv"), ("a.zip", "csv"), ("a.xlsx", "xlsx"), ("a.json", "node-link"), ("a.NET", "pajek"),
                        ("a.csv", "edges"), ("a.graphml", "graphml"), ("a.cypher", "cypher")):  # fmt: skip
        assert export(scratch, tmp_path / name).format == found
    with pytest.raises(UsageError, match=r'No format ends in "\.docx"'):
        export(scratch, tmp_path / "a.docx")
    with pytest.raises(UsageError, match='There is no format "word"'):
        export(scratch, tmp_path / "a.b", "word")
    with pytest.raises(UsageError, match="does not end in"):
        export(scratch, tmp_path / "b.csv", "gexf")
    with pytest.raises(UsageError, match="has all tables"):
        export(scratch, tmp_path / "b", community="c1")
    with pytest.raises(InputError, match="cannot be written"):
        export(scratch, tmp_path / "no" / "such" / "folder.gexf")


def test_every_format_is_described() -> None:
    assert list(FORMATS) == list(get_args(FormatName))
    for one in FORMATS.values():
        assert one.label
        assert one.is_folder == (one.media_type == "application/zip")
