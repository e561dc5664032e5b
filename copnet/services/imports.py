"""Import: one path for the command line, the API and the pages. All of an input is written, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from copnet.errors import ImportRefused
from copnet.importers.check import check_cells
from copnet.importers.formats.known import taken_for, title_of
from copnet.importers.headers import Place
from copnet.importers.mapping import Mapping, load_mapping
from copnet.importers.options import ImportOptions
from copnet.importers.overview import check_references_only
from copnet.importers.plan import Plan, make_plan
from copnet.importers.reader import Progress, Reading, read
from copnet.importers.report import Implied, ImportReport, LeftOut, Unsure
from copnet.stores.base import MAX_ROWS_A_TRANSACTION, MAX_ROWS_AN_IMPORT, GraphStore, Writer

__all__ = [
    "Implied", "ImportOptions", "ImportReport", "LeftOut", "Mapping", "Progress", "Unsure", "import_path",
    "load_mapping", "title_of",
]  # fmt: skip


def import_path(
    store: GraphStore, path: Path, options: ImportOptions | None = None, progress: Progress | None = None
) -> ImportReport:
    """Import a folder of text tables, one text table, a zip of such a folder, an .xlsx workbook, or another format.

    Args:
        store: where the records go, all of them or none.
        path: what to read.
        options: how to read it; see ``ImportOptions``.
        progress: called now and then with what is being done, how much is done, and of how much.

    Returns:
        What was created, known, updated and left out; with ``skip_bad_rows`` also every bad row.

    Raises:
        ImportRefused: a bad row (with all problems of all rows), an input that cannot be read, or more than
            2,000,000 rows. Nothing was written.
        NotFound: the community given as an option is nowhere.
        UsageError: options that make no sense.
        StoreError: the store failed. Nothing was written.
    """
    options = options or ImportOptions()
    tell = progress or _quiet
    options.check()
    reading = read(Path(path), options, tell)
    with taken_for(reading.format):
        return _import(store, Path(path), reading, options, tell)


def _import(
    store: GraphStore, path: Path, reading: Reading, options: ImportOptions, tell: Progress
) -> ImportReport:  # fmt: skip
    """Check what was read, and write it unless it is a trial."""
    for data in reading.tables:
        tell(f"checking {data.place.sheet or data.place.file}", 0, len(data.rows))
        check_cells(data, options, reading.problems)
    if reading.rows > MAX_ROWS_AN_IMPORT:
        raise _too_many(reading, store, path)
    if options.dry_run:
        return _with_doubts(_accepted(make_plan(reading, options, store, tell), options), tell)

    def change(writer: Writer, large: bool) -> Plan:
        plan = _accepted(make_plan(reading, options, writer, tell), options)
        if not large and len(plan.records) > MAX_ROWS_A_TRANSACTION:
            raise _Large
        if plan.records:
            tell("writing", 0, len(plan.records))
            writer.put(plan.records)
        if plan.removed:
            writer.delete("memberships", plan.removed)
        return plan

    report = _with_doubts(_write(store, change, reading.rows), tell)
    tell("done", 1, 1)
    return report


class _Large(Exception):
    """The rows make more records than one transaction takes: people and collaborations known only from them."""


def _write(store: GraphStore, change: Callable[[Writer, bool], Plan], rows: int) -> Plan:
    if rows <= MAX_ROWS_A_TRANSACTION:
        with suppress(_Large):
            return store.write(lambda writer: change(writer, False))
    return store.write(lambda writer: change(writer, True), large=True)


def _with_doubts(plan: Plan, tell: Progress) -> ImportReport:
    """The report, with what may be the same as something else."""
    tell("comparing names", 0, None)
    unsure, cautions = plan.doubts.listed()
    report = plan.report
    return replace(report, unsure=(*report.unsure, *unsure), cautions=(*report.cautions, *cautions))


def _accepted(plan: Plan, options: ImportOptions) -> Plan:
    """The plan, unless something in it is wrong.

    Raises:
        ImportRefused: a bad row that is not to be left out, or a file that cannot be read.
    """
    problems = plan.problems
    if problems.count and (problems.fatal or not options.skip_bad_rows):
        raise ImportRefused(problems.listed(), problems.summary())
    return plan


def _too_many(reading: Reading, store: GraphStore, path: Path) -> ImportRefused:
    """The refusal of an input that is too large, with all that is wrong in its rows."""
    check_references_only(reading, store)
    problem = Place(path.name).problem(_limit_words(reading.rows), value=str(reading.rows))
    reading.problems.add(problem, fatal=True)
    words = f"{reading.rows:,} rows are more than the {MAX_ROWS_AN_IMPORT:,} of one import; nothing was written."
    more = reading.problems.count - 1
    return ImportRefused(
        (problem, *(item for item in reading.problems.listed() if item is not problem)),
        f"{words} Besides, {reading.problems.summary()}" if more else words,
    )


def _limit_words(number: int) -> str:
    return f"at most {MAX_ROWS_AN_IMPORT:,} rows in one import, found {number:,}; import the tables in parts"


def _quiet(what: str, done: int, total: int | None) -> None:
    """No one listens."""
