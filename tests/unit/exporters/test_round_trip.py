"""What is exported as tables, imported into an empty store and exported again is the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copnet.record import Record
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from copnet.tables import TABLES
from tests.support.any_records import small_stores
from tests.support.exports import export, files, put, told_to_facilitators
from tests.support.stores import SharedEmbedded, everything
from tests.support.world import make, world

MISREAD = (
    "-", "--", "'", "''", "'-", "-1", "=1+1", "+49 30", "@handle", "example:", "Example: one", "'example: one", "a|b",
    "|", "\\", "a\\|b", "a\rb", "a\r\nb", 'a "quoted" word', ",", ";", "_x000D_", "_x005F_", "\ufffe", "שלום עולם",
    "TRUE", "1e5", "2024-05", "sep=;", "null",
)  # fmt: skip
"""Texts that something on the way takes for something else."""
HEADERS = (
    "-", "=1", "'q", "name", "Name ", "ID", "attributes", "own 1", "_", "a\nb", "x" * 300, "A", "a", "x y", "X_Y", "é",
    "example:", "_x0041_", 'a"b', "a,b", "funders",
)  # fmt: skip


def _without_source(records: dict[str, list[Record]]) -> dict[str, list[Record]]:
    """The contract's tables; what copnet remembers for itself is not exported."""
    return {table: [record.model_copy(update={"provenance": None}) for record in records[table]] for table in TABLES}


def _round(store: GraphStore, shared: SharedEmbedded, folder: Path, ending: str) -> None:
    before = _without_source(everything(store))
    first, second = folder / f"first{ending}", folder / f"second{ending}"
    assert not export(store, first).withheld
    again = shared.empty()
    import_path(again, first)
    assert _without_source(everything(again)) == before
    export(again, second)
    if ending == "":
        assert files(first) == files(second)
    else:
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("most", [pytest.param(30, id="ci"), pytest.param(60, id="full", marks=pytest.mark.full)])
def test_any_store_survives(shared_embedded: SharedEmbedded, most: int) -> None:
    @settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck))
    @given(records=small_stores(), ending=st.sampled_from(["", "", ".zip", ".xlsx"]))
    def hold(records: list[Record], ending: str) -> None:
        store = shared_embedded.empty()
        put(store, told_to_facilitators(records))
        with tempfile.TemporaryDirectory() as folder:
            _round(store, shared_embedded, Path(folder), ending)

    hold()


@settings(max_examples=30, deadline=None)
@given(data=st.data(), ending=st.sampled_from(["", ".xlsx"]))
def test_texts_that_would_be_misread_survive(shared_embedded: SharedEmbedded, data: st.DataObject, ending: str) -> None:
    misread = st.sampled_from(MISREAD)
    keys = data.draw(st.lists(st.sampled_from(["-", "'", "=1", "example: 1", "@", "+", "a|b", "z"]), unique=True))
    records = [
        make(
            "people", id=key, name=data.draw(misread), aliases=data.draw(st.lists(misread, max_size=3)),
            bio=data.draw(misread), role=data.draw(st.none() | misread),
            attributes=data.draw(st.dictionaries(st.sampled_from(HEADERS), misread | st.just(""), max_size=4)),
        )
        for key in keys
    ]  # fmt: skip
    if keys:
        records += [
            make("communities", id="-", name=keys[0], purpose=data.draw(misread)),
            make("collaborations", id=keys[0], title="-", kind="Co Presentation", grew_out_of=()),
            make("collaborations", id="zz", title=keys[0], kind="-", grew_out_of=(keys[0],)),
            make("participations", collaboration=keys[0], person=keys[-1], role=data.draw(misread)),
            make("ties", from_=keys[0], to=keys[-1], kind="Trusts", value=0.1 + 0.2, wave=data.draw(misread)),
            make("learnings", community="-", text=data.draw(misread), by=keys[0]),
            make("intents", community="-", attribute="-", value=data.draw(misread), share=1 / 3),
        ]
    store = shared_embedded.empty()
    put(store, records)
    with tempfile.TemporaryDirectory() as folder:
        _round(store, shared_embedded, Path(folder), ending)


@pytest.mark.parametrize("ending", ["", ".zip", ".xlsx"])
def test_every_column_of_every_table_survives(shared_embedded: SharedEmbedded, tmp_path: Path, ending: str) -> None:
    store = shared_embedded.empty()
    put(store, world())
    _round(store, shared_embedded, tmp_path, ending)


def test_dates_that_a_spreadsheet_is_suspected_of_survive_in_a_workbook(
    shared_embedded: SharedEmbedded, tmp_path: Path
) -> None:
    store = shared_embedded.empty()
    put(store, [make("communities", id="c", name="C", started_on="1905-05", ended_on="1905-07-01")])
    _round(store, shared_embedded, tmp_path, ".xlsx")


def test_names_that_are_ids_of_others_do_not_mislead(shared_embedded: SharedEmbedded, tmp_path: Path) -> None:
    store = shared_embedded.empty()
    put(
        store,
        [
            make("people", id="a", name="b"),
            make("people", id="b", name="a"),
            make("people", id="c", name="a"),
            make("collaborations", id="k", title="k2", kind="pilot"),
            make("collaborations", id="k2", title="k", kind="pilot", part_of="k"),
            make("participations", collaboration="k", person="a"),
            make("participations", collaboration="k2", person="b"),
        ],
    )
    _round(store, shared_embedded, tmp_path, "")


def test_without_the_manifest_tables_are_read_as_anybodys(shared_embedded: SharedEmbedded, tmp_path: Path) -> None:
    store = shared_embedded.empty()
    put(store, [make("people", id="p", name="Ann", bio="@ann")])
    export(store, tmp_path / "out")
    assert "'@ann" in (tmp_path / "out" / "people.csv").read_text(encoding="utf-8")
    (tmp_path / "out" / "copnet-export.json").unlink()
    again = shared_embedded.empty()
    import_path(again, tmp_path / "out")
    (person,) = again.read("people")
    assert person.bio == "'@ann"  # type: ignore[attr-defined]  # it is a person
