"""What needs a process of its own: the peak memory of a report, and ``copnet metrics`` from a cold start."""

from __future__ import annotations

import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench.timing import ROUNDS, Comparison

SAMPLE = Path(__file__).resolve().parents[2] / "copnet" / "sample" / "tables"
COPNET = "from copnet.cli import main; main()"
BARE = """import arcadedb_embedded, sys
with arcadedb_embedded.open_database(sys.argv[1]) as database:
    print(len(database.query("sql", "SELECT FROM Person").to_list()))"""


def memory(people: int, rounds: int = ROUNDS) -> Iterator[Comparison]:
    """Peak memory of the report and of the same by igraph and SciPy, columns and libraries included."""
    from copnet.graph import build_columns
    from tests.bench.engine import SPEC
    from tests.bench.generate import generated

    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "columns"
        columns = build_columns(generated(people), SPEC)
        kept.write_bytes(pickle.dumps(replace(columns, draw=None)))  # type: ignore[arg-type]  # it is never drawn
        del columns
        peaks: dict[str, list[float]] = {"report": [], "bare_report": []}
        for _ in range(rounds):
            for name, found in peaks.items():
                command = [sys.executable, "-m", "tests.bench.processes", str(kept), name]
                found.append(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    yield Comparison(
        f"peak memory, network and node report, {people:,} people", "the same of igraph and SciPy",
        peaks["report"], peaks["bare_report"], target=1.5, unit="MB",
    )  # fmt: skip


def cold_start(rounds: int = ROUNDS) -> Iterator[Comparison]:
    """``copnet metrics`` on the packaged sample beside the embedded engine alone, by the clock and of the CPU."""
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        _run([COPNET, "import", str(SAMPLE), "--store", store])
        ours, theirs = [COPNET, "metrics", "--json", "--store", store], [BARE, store]
        people = json.loads(_run(ours)[2])["metrics"]["nodes"]
        assert people == int(_run(theirs)[2])
        taken = [(_run(ours)[:2], _run(theirs)[:2]) for _ in range(rounds)]
    for place, (clock, most) in enumerate((("by the clock", 2.5), ("of the CPU", None))):
        yield Comparison(
            f"copnet metrics on the sample, cold start, seconds {clock}", "the embedded engine alone, reading people",
            [one[place] for one, _ in taken], [other[place] for _, other in taken], most=most, why=SLOW_START,
        )  # fmt: skip


SLOW_START = (
    "By profile (CPU by thread): some two thirds is Python loading what figures need (polars, SciPy, NetworkX, igraph, "
    "pydantic: 1,300 modules, one at a time however many threads load them); the rest is Java, whose machine starts "
    "without an archive of classes (the engine's package has none) and loads and interprets those of the engine anew."
)


def _run(arguments: list[str]) -> tuple[float, float, str]:
    """Run a line of Python: seconds by the clock, CPU seconds, and what it printed."""
    before, began = _cpu(), time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", *arguments], check=True, capture_output=True, text=True)
    return time.perf_counter() - began, _cpu() - before, ran.stdout


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak() -> float:
    """Megabytes this process has needed at most; ``getrusage`` would count the process that started it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main() -> None:
    """One measurement of memory, in megabytes."""
    from tests.bench import engine

    columns: Any = pickle.loads(Path(sys.argv[1]).read_bytes())
    _ = engine.report(columns) if sys.argv[2] == "report" else engine.bare_report(columns)
    print(peak())


if __name__ == "__main__":
    os.environ.pop("COPNET_STORE", None)
    main()
