"""Reading, checking and planning an import beside polars reading and checking the same tables by the same rules."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import polars as pl

from copnet.importers.check import check_cells
from copnet.importers.options import ImportOptions
from copnet.importers.overview import check_references_only
from copnet.importers.plan import make_plan
from copnet.importers.reader import Reading, read
from copnet.record import Record
from tests.bench.timing import ROUNDS, Comparison, compare

REFUSED = r"^=|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{85}\x{202a}-\x{202e}\x{2066}-\x{2069}]"
CALL = r"^[+@-].*[-+*/^&=<>(@:%!|]\s*\pL[\pL\d_.]*\("
ID = r"^[^/\\\r\n\t]{1,200}$"
REQUIRED = {"people": ("name",), "collaborations": ("title", "kind"), "participations": ("collaboration",)}
DATES = ("started_on", "ended_on")
Faults = tuple[dict[str, int], dict[str, int], int]
"""Rows and bad rows by table, and references that lead nowhere."""


class Nothing:
    """A store without anything in it."""

    def read(self, table: str, **_: object) -> list[Record]:
        return []

    def count(self, table: str) -> int:
        return 0


def write(folder: Path, participations: int, *, every: int = 0) -> None:
    """So many participations, a third as many collaborations, and people who take part in seven.

    Args:
        folder: gets the three tables.
        participations: how many.
        every: one row in so many has something wrong with it; 0: none.
    """

    def wrong(number: int, text: str) -> str:
        return text if every and number % every == 1 else ""

    people, works = participations * 3 // 20, participations // 3
    with (folder / "people.csv").open("w", encoding="utf-8") as file:
        file.write("id,name,email,location\n")
        for n in range(people):
            file.write(f"p{n:07d},Person {n}{wrong(n, chr(7))},p{n}@x.example,{('Oslo', 'Zürich', 'Rome')[n % 3]}\n")
    with (folder / "collaborations.csv").open("w", encoding="utf-8") as file:
        file.write("id,title,kind,started_on,ended_on\n")
        for n in range(works):
            day = f"{2000 + n % 20}-{1 + n % 12:02d}-{1 + n % 28:02d}{wrong(n, '.')}"
            file.write(f"w{n:07d},{'' if wrong(n + 1, '-') else f'Work {n}'},article,{day},2026\n")
    with (folder / "participations.csv").open("w", encoding="utf-8") as file:
        file.write("person,collaboration,role\n")
        for n in range(participations):
            what = "" if wrong(n + 2, "-") else f"w{n % works:07d}"
            file.write(f"p{n * 7919 % people:07d}{wrong(n, 'x')},{what},{wrong(n + 1, '=')}role {n // works}\n")


def reading(folder: Path) -> Reading:
    """All tables read and checked by copnet, cells and references."""
    options = ImportOptions()
    found = read(folder, options, lambda *_: None)
    for data in found.tables:
        check_cells(data, options, found.problems)
    return found


def ours(folder: Path) -> Faults:
    """What copnet finds."""
    found = reading(folder)
    cells = found.problems.count
    check_references_only(found, Nothing())
    rows = {data.table.name: len(data.rows) for data in found.tables}
    return rows, {data.table.name: int(data.bad.sum()) for data in found.tables}, found.problems.count - cells


def by_polars(folder: Path) -> Faults:
    """What polars finds: a scan, cleaning and checks as expressions, references by joins."""
    tables = {name: _cleaned(folder / f"{name}.csv") for name in REQUIRED}
    bad = {}
    for name, frame in tables.items():
        texts = [column for column in frame.columns if column not in ("row", *DATES)]
        faults = [_refused(column) for column in texts] + [pl.col(column).is_null() for column in REQUIRED[name]]
        faults += [~pl.col("id").str.contains(ID)] * ("id" in texts)
        faults += [_no_date(column) for column in DATES if column in frame.columns]
        marks = (fault.fill_null(value=False).alias(str(number)) for number, fault in enumerate(faults))
        bad[name] = int(frame.lazy().select(pl.any_horizontal(*marks).sum()).collect().item())
    parts, lost = tables["participations"].lazy(), 0
    for column, table in (("person", "people"), ("collaboration", "collaborations")):
        known = tables[table].lazy().select(pl.col("id").alias(column))
        missing = parts.drop_nulls(column).join(known, on=column, how="anti").select(pl.len()).collect()
        lost += int(missing.item())
    return {name: len(frame) for name, frame in tables.items()}, bad, lost


def _cleaned(path: Path) -> pl.DataFrame:
    text = pl.all().str.strip_chars().str.normalize("NFC")
    table = pl.scan_csv(path, infer_schema=False).select(pl.when(text != "").then(text))
    return table.with_row_index("row", 2).collect()


def _refused(column: str) -> pl.Expr:
    text = pl.col(column).str
    return text.contains(REFUSED) | text.contains(CALL) | (text.len_chars() > 32_767)


def _no_date(column: str) -> pl.Expr:
    text = pl.col(column).str
    day, short = text.to_date("%Y-%m-%d", strict=False).is_not_null(), text.contains(r"^\d{4}(-(0[1-9]|1[0-2]))?$")
    return pl.col(column).is_not_null() & ~(short | (day & (text.len_chars() == 10)))


def rows(participations: int, rounds: int = ROUNDS) -> Iterator[Comparison]:
    """Reading and checking. Both find the same first, in a folder with faults and in one without."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for every in (997, 0):
            write(folder, participations, every=every)
            assert ours(folder) == by_polars(folder), (ours(folder), by_polars(folder))
        yield compare(
            f"read and check {participations:,} participations, with the people and collaborations they refer to",
            partial(ours, folder), "polars, the same checks", partial(by_polars, folder), rounds,
        )  # fmt: skip


def planned(folder: Path) -> None:
    """Read, check and plan."""
    plan = make_plan(reading(folder), ImportOptions(), Nothing())
    assert not plan.problems.count


def memory(participations: int) -> str:
    """Peak memory of reading, checking and planning, and of polars reading and checking, each a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), participations)
        peaks = [_peak(work, folder) for work in (ours, planned, by_polars)]
    checked, whole, theirs = (f"{peak:,.0f} MB" for peak in peaks)
    return (
        f"Peak memory with {participations:,} participations: read and checked {checked}, polars {theirs}; "
        f"with every record decided {whole}."
    )


def _peak(work: Callable[[Path], object], folder: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, work.__name__, folder], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


_MEASURE = """
import sys
from pathlib import Path
from tests.bench import imports, processes
getattr(imports, sys.argv[1])(Path(sys.argv[2]))
print(processes.peak())
"""


if __name__ == "__main__":
    for row in rows(int(sys.argv[1]), int(sys.argv[2])):
        print(row.row(), flush=True)
    print(memory(int(sys.argv[1])))
