"""Records as flat properties, by another way than ``copnet.stores.shape``: through pydantic's own JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from copnet.record import Record
from copnet.snapshot import COLUMNS
from copnet.stores.shape import column_query, from_properties, to_properties
from tests.support.any_records import small_stores
from tests.support.world import world


def expected(record: Record) -> dict[str, Any]:
    values = record.model_dump(mode="json", by_alias=True, exclude_none=True)
    found = {name: value for name, value in values.items() if value not in ([], {})}
    for name in {"attributes", "provenance"} & found.keys():
        found[name] = json.dumps(found[name], ensure_ascii=False, sort_keys=True)
    return found | {"key": record.key}


def assert_flat(records: list[Record]) -> None:
    for record in records:
        properties = to_properties(record, record.key)
        assert properties == expected(record)
        assert {name: type(value) for name, value in properties.items()} == {
            name: type(value) for name, value in expected(record).items()
        }
        assert from_properties(record.table, properties) == record


@settings(deadline=None)
@given(small_stores())
def test_properties_are_what_pydantic_writes(records: list[Record]) -> None:
    assert_flat(records)


def test_properties_of_every_table() -> None:
    assert {record.table for record in world()} >= set(COLUMNS)
    assert_flat(world())


@pytest.mark.parametrize("table", COLUMNS)
def test_behind_a_head_every_table_is_asked_for_what_is_whole(table: str) -> None:
    assert "WHERE" not in column_query(table)
    assert column_query(table, 3).count("WHERE coalesce(r.import, 0) <= 3 RETURN") == 1
