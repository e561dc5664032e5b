"""Reading and checking a large table stays within bounded memory, measured in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_MEASURE = """
import json, sys, time
from pathlib import Path
from copnet.errors import ImportRefused
from copnet.services.imports import ImportOptions, import_path
from copnet.bootstrap import scratch_store

def peak():
    # not getrusage: a child inherits its parent's peak there
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024

before, start = peak(), time.monotonic()
try:
    with scratch_store() as store:
        report = import_path(store, Path(sys.argv[1]), ImportOptions(dry_run=True)).as_dict()
    found = {"created": report["created"]}
except ImportRefused as error:
    found = {"problems": len(error.problems), "words": str(error)}
print(json.dumps(found | {"before": before, "peak": peak(), "seconds": time.monotonic() - start}))
"""

Row = Callable[[int], str]


def _good(number: int) -> str:
    return f"Person {number},p{number}@x.example,Org {number % 997},grants | data,{f'Bio of {number}. ' * 55}\n"


def _short(number: int) -> str:
    return f"Person {number},p{number}@x.example,,,\n"


def _bad(number: int) -> str:
    return f"{'Person ' * (number % 2)},p{number}\x07,Org/{number} | x,\x0b,{'x' * 40}\n"


def _fill(path: Path, row: Row, size: int) -> None:
    written, number = 0, 0
    with path.open("w", encoding="utf-8") as file:
        written += file.write("name,email,organization,topics,bio\n")
        while written < size:
            written += file.write("".join(row(n) for n in range(number, number + 1000)))
            number += 1000


def _measure(path: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


SIZES = [pytest.param(20, id="20 MB"), pytest.param(200, id="200 MB", marks=pytest.mark.full)]
LIMITS = {20: 600 * 2**20, 200: 2 * 2**30}
OF_PEOPLE = 2.5 * 2**30
"""Half a million people, each compared with the others, or as much that is made because rows name it."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("row", [_good, _bad, pytest.param(_short, marks=pytest.mark.full)])
def test_a_large_table(tmp_path: Path, size: int, row: Row) -> None:
    path = tmp_path / "people.csv"
    _fill(path, row, size * 1_000_000)
    found = _measure(path)
    assert found["peak"] < (OF_PEOPLE if row is _short else LIMITS[size]), found
    if row is _good:
        assert found["created"]["people"] > size * 1_000
    elif row is _short and size == 20:
        assert found["created"]["people"] > size * 10_000
    elif row is _short:
        assert "2,000,000" in found["words"]
    else:
        assert "problems found" in found["words"]
        assert found["problems"] <= 20_001


def test_many_participations(tmp_path: Path) -> None:
    rows = range(450_000)
    (tmp_path / "people.csv").write_text("id,name\n" + "".join(f"p{n},Person {n}\n" for n in range(1000)))
    (tmp_path / "collaborations.csv").write_text("id,title,kind\n" + "".join(f"w{n},W {n},pilot\n" for n in range(450)))
    lines = (f"p{n % 1000},w{n // 1000},presenter\n" for n in rows)
    (tmp_path / "participations.csv").write_text("person,collaboration,role\n" + "".join(lines))
    found = _measure(tmp_path)
    assert found["created"]["participations"] == len(rows)
    assert found["peak"] < LIMITS[20], found


@pytest.mark.parametrize("size", SIZES)
def test_references_of_a_large_table(tmp_path: Path, size: int) -> None:
    (tmp_path / "people.csv").write_text("name\n" + "".join(f"Person {n}\n" for n in range(1000)))
    with (tmp_path / "participations.csv").open("w") as file:
        written = file.write("collaboration,person,organization,role\n")
        number = 0
        while written < size * 1_000_000:
            number += 1
            written += file.write(f"Collaboration {number},Somebody {number},Org {number},presenter\n")
    found = _measure(tmp_path)
    assert found["peak"] < OF_PEOPLE, found
    assert f"{number:,} problems" in found["words"] or f"{number + 1:,} problems" in found["words"]
