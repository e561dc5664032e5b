"""What ``make bench`` compares finds the same on both sides, at a small size; the times themselves are no test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.bench import engine, growing, imports, maps, networks, processes, stores
from tests.bench.timing import Comparison

BENCHES: dict[str, Callable[[], Iterator[Comparison]]] = {
    "engine": lambda: engine.comparisons(300, 1),
    "growing": lambda: growing.comparisons(300, 1),
    "networks": lambda: networks.comparisons(300, 1),
    "maps": lambda: maps.comparisons(300, 1),
    "imports": lambda: imports.rows(2_000, 1),
    "memory": lambda: processes.memory(300, 1),
    "cold start": lambda: processes.cold_start(1),
    "stores": lambda: stores.rows(300, 300, 1, 1),
}


@pytest.mark.parametrize("name", BENCHES)
def test_both_sides_find_the_same(name: str) -> None:
    rows = list(BENCHES[name]())
    assert rows
    assert all(row.ratios for row in rows)


def test_a_row_tells_when_it_falls_short() -> None:
    row = Comparison("this", "that", [3.0, 2.0, 9.0], [1.0, 1.0, 1.0], target=2.5, why="because.")
    assert row.short
    assert row.row() == "| this | that | 3.000 | 1.000 | **3.00** | 2.00 to 9.00 | 2.5 (missed) | 3 |"
    assert not Comparison("this", "that", [3.0], [1.0], target=3.0).short
    assert not Comparison("this", "that", [3.0], [1.0]).short
    assert Comparison("start", "other", [3.0], [1.0], most=2.5).row().endswith("| 2.5 s (missed) | 1 |")
    assert "| 1,300 MB |" in Comparison("memory", "other", [1300.4], [1000.0], target=1.5, unit="MB").row()
