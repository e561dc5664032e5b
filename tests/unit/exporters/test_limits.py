"""What an import would refuse is said by the export that writes it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from copnet.errors import ImportRefused
from copnet.record import Record
from copnet.services import export_report, imports
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from tests.support.exports import export, files, put
from tests.support.stores import SharedEmbedded
from tests.support.world import make, world

COLUMNS = "An import takes tables of at most 200 columns; people has 201: take own columns away before it is imported."


def _wide(columns: int) -> list[Record]:
    return [make("people", id="p", name="Ann", attributes={f"c{number:03}": "x" for number in range(columns)})]


@pytest.mark.parametrize("ending", ["", ".zip", ".xlsx"])
def test_more_columns_than_an_import_takes(shared_embedded: SharedEmbedded, tmp_path: Path, ending: str) -> None:
    for own, cautions in ((184, ()), (185, (COLUMNS,))):
        store = shared_embedded.empty()
        put(store, _wide(own))
        path = tmp_path / f"{own}{ending}"
        assert export(store, path).cautions == cautions
        again = shared_embedded.empty()
        if cautions:
            with pytest.raises(ImportRefused) as refused:
                import_path(again, path)
            assert refused.value.problems[0].expected == "at most 200 columns, found 201"
        else:
            import_path(again, path)
            assert again.count("people") == 1
    if ending == "":
        assert json.loads(files(tmp_path / "185")["copnet-export.json"])["cautions"] == [COLUMNS]
    elif ending == ".xlsx":
        sheet = openpyxl.load_workbook(tmp_path / "185.xlsx")["Read me"]
        assert ("Note", COLUMNS) in list(sheet.iter_rows(values_only=True))


def test_more_rows_than_an_import_takes(
    shared_embedded: SharedEmbedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = shared_embedded.empty()
    put(store, world())
    rows = sum(export(store, tmp_path / "all").rows.values())
    for limit, told in ((rows, 0), (rows - 1, 1)):
        monkeypatch.setattr(export_report, "MAX_ROWS_AN_IMPORT", limit)
        monkeypatch.setattr(imports, "MAX_ROWS_AN_IMPORT", limit)
        store = shared_embedded.empty()
        put(store, world())
        cautions = export(store, tmp_path / str(limit)).cautions
        assert len(cautions) == told
        again = shared_embedded.empty()
        if told:
            assert f"at most {limit:,} rows at once; these tables have {rows:,}" in cautions[0]
            with pytest.raises(ImportRefused, match=f"{rows:,} rows are more than the {limit:,} of one import"):
                import_path(again, tmp_path / str(limit))
        else:
            import_path(again, tmp_path / str(limit))


def test_what_is_no_input_of_an_import_has_no_such_limits(scratch: GraphStore, tmp_path: Path) -> None:
    put(scratch, _wide(300))
    for name in ("out.cypher", "out.gexf"):
        assert export(scratch, tmp_path / name).cautions == ()
    assert export(scratch, tmp_path / "parquet", "parquet").cautions == ()
