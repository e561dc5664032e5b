"""CPU seconds of both engines on the tables of the shared generator: ``python -m tests.bench.spark FOLDER [ENGINE]``.

The numbers of docs/scale.md. Give each engine and size a process of its own: Spark's first figures warm it up.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl
import psutil

from copnet.graph import NetworkSpec
from copnet.services.audience import FACILITATOR
from copnet.services.field import Field, growth_of, metrics_of, ripple_of
from copnet.services.figures import growth_for, metrics_for
from copnet.services.ripple import ripple_for
from copnet.snapshot import COLUMNS, Snapshot, schema
from copnet.spark.metrics import FIGURES
from copnet.spark.session import spark_session
from copnet.spark.sources import from_snapshot

BY = NetworkSpec(by="organization")
ALL = NetworkSpec()


def snapshot_of_folder(folder: Path) -> Snapshot:
    """The generator's tables as a snapshot, with a community of every fiftieth person from 2018 to mid-2021."""
    people, works = pl.read_csv(folder / "people.csv"), pl.read_csv(folder / "collaborations.csv")
    parts, places = pl.read_csv(folder / "participations.csv"), pl.read_csv(folder / "organizations.csv")
    given = {
        "organizations": places.rename({"organization_id": "id"}),
        "people": people.rename({"person_id": "id", "organization_id": "organization"}).with_columns(
            visibility=pl.lit("facilitators"), name_in_reports=False
        ),
        "collaborations": works.rename({"collaboration_id": "id", "start_date": "started_on", "end_date": "ended_on"}),
        "participations": parts.rename({"collaboration_id": "collaboration", "person_id": "person"}),
        "communities": pl.DataFrame({"id": ["c"], "name": ["C"], "started_on": ["2018"], "ended_on": ["2021-06"]}),
        "memberships": people.gather_every(50).select(person="person_id", community=pl.lit("c")),
    }
    frames = {}
    for table in COLUMNS:
        types, frame = schema(table), given.get(table, pl.DataFrame())
        lists = {name: pl.lit([], kind) for name, kind in types.items() if isinstance(kind, pl.List)}
        blank = [lists.get(name, pl.lit(None, kind)).alias(name) for name, kind in types.items() if name not in frame]
        frames[table] = frame.with_columns(blank).select(*types) if table in given else pl.DataFrame(schema=types)
    return Snapshot(MappingProxyType(frames), 1)


def cpu_seconds() -> float:
    """Of this process and of all it started."""
    own = psutil.Process(os.getpid())
    times = [one.cpu_times() for one in (own, *own.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def measure(engine: str, computes: dict[str, Callable[[], Any]]) -> None:
    """Print what each takes."""
    for name, compute in computes.items():
        before, start = cpu_seconds(), time.perf_counter()
        compute()
        spent, wall = cpu_seconds() - before, time.perf_counter() - start
        print(f"{engine:6} {name:8} {spent:8.1f} CPU seconds, {wall:8.1f} by the clock", flush=True)


def main(folder: Path, engine: str) -> None:
    """Measure one engine."""
    snapshot = snapshot_of_folder(folder)
    if engine == "local":
        measure(
            engine,
            {
                "metrics": lambda: metrics_for(snapshot, BY, FACILITATOR, names=sorted(FIGURES)),
                "growth": lambda: growth_for(snapshot, ALL, FACILITATOR, every="quarter"),
                "ripple": lambda: ripple_for(snapshot, "c", FACILITATOR),
            },
        )
        return
    with tempfile.TemporaryDirectory() as scratch, spark_session("local[2]", "6g") as spark:
        print(f"spark  start    {cpu_seconds():8.1f} CPU seconds")
        field = Field(from_snapshot(spark, snapshot, Path(scratch), lambda *_: None), lambda wanted: wanted)
        measure(
            engine,
            {
                "metrics": lambda: metrics_of(field, BY, FACILITATOR, names=sorted(FIGURES)),
                "growth": lambda: growth_of(field, ALL, FACILITATOR, every="quarter"),
                "ripple": lambda: ripple_of(field, "c", FACILITATOR),
            },
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "local")
