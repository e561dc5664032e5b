"""From checked tables to the records to write: references, keys and merging, in one go against the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from copnet.errors import NotFound, UsageError
from copnet.fields import UNKNOWN_KIND
from copnet.importers.doubts import Doubts
from copnet.importers.entities import Entities
from copnet.importers.frames import TableData
from copnet.importers.identifiers import claimed_orcids
from copnet.importers.identify import Identifier
from copnet.importers.keyed_rows import KeyedRows
from copnet.importers.mentions import mentions
from copnet.importers.options import ImportOptions
from copnet.importers.planned import Parts
from copnet.importers.problems import Problems
from copnet.importers.reader import Reading
from copnet.importers.references import Resolver
from copnet.importers.registry import NAME_FIELD, Entry, Existing, list_entries
from copnet.importers.report import Implied, ImportReport
from copnet.importers.work import Work
from copnet.model import RECORDS
from copnet.record import Record

_IDENTIFIED_FIRST = ("organizations", "people", "communities", "collaborations")


@dataclass
class Plan:
    """What an import would do.

    Attributes:
        records: to be put, in the order of the contract's tables; those of plain rows are made as they are asked for.
        removed: keys of memberships to be deleted.
        report: as if written.
        problems: everything wrong, the cells' problems included.
        doubts: what may be the same as something else; looked at after writing.
    """

    records: Sequence[Record]
    removed: list[str]
    report: ImportReport
    problems: Problems
    doubts: Doubts


def make_plan(
    reading: Reading,
    options: ImportOptions,
    existing: Existing,
    progress: Callable[[str, int, int | None], None] = lambda *_: None,
) -> Plan:
    """Decide about every row.

    Args:
        reading: checked tables; not changed, so that a transaction can be run again.
        options: of the import.
        existing: what the store has now.
        progress: told the table being worked on.

    Raises:
        NotFound: ``options.community`` is neither in the import nor in the store.
        UsageError: ``options.community`` fits several.
    """
    work = _start(reading, options, existing, progress)
    if "person_attributes" in work.tables:
        work.resolver.registry("people").claimed = claimed_orcids(work.tables["person_attributes"])
    identifier = Identifier(work.resolver, work.problems)
    for table in _IDENTIFIED_FIRST:
        if table in work.tables:
            work.tell(table)
            work.entries[table] = identifier.assign(work.tables[table])
            work.resolver.registry(table).take_handles(work.entries[table])
    _require_community(work, reading)
    work.resolver.prepare(mention for data in work.tables.values() for mention in mentions(data))
    entities, keyed = Entities(work), KeyedRows(work)
    entities.build()
    others = [keyed.records(table) for table in RECORDS if table not in NAME_FIELD]
    records = Parts([entities.records(), *others])  # now all references are known to be made or not
    removed = [record.key for record in keyed.former_funders()]
    report = _report(work, reading, entities.implied())
    return Plan(records, removed, report, work.problems, _doubts(work, report))


def _doubts(work: Work, report: ImportReport) -> Doubts:
    """The people and organizations an import made, beside everybody known where it made any."""
    tables = [table for table in ("people", "organizations") if report.created.get(table)]
    named = {frozenset((item.id, key)) for item in report.unsure for key, _ in item.candidates}
    entries = {table: list(work.resolver.registry(table).by_id.values()) for table in tables}
    return Doubts(entries, frozenset(named))


def _start(
    reading: Reading,
    options: ImportOptions,
    existing: Existing,
    progress: Callable[[str, int, int | None], None],
) -> Work:
    """Everything a run changes is its own: the transaction may run again."""
    problems = reading.problems.copy()
    tables = {data.table.name: _fresh(data) for data in reading.tables}
    # an empty sheet of the template says nothing: what rows refer to may still be new
    imported = {*(name for name, data in tables.items() if len(data.rows)), *reading.unreadable} - reading.open
    exported = reading.manifest is not None
    resolver = Resolver(existing, imported, reading.unreadable, problems, ids_first=exported)
    return Work(tables, options, existing, problems, resolver, progress)


def _require_community(work: Work, reading: Reading) -> None:
    """The community given as an option has to exist: a slip there would file every row under a new one."""
    name = work.options.community
    if (
        name is None
        or "communities" in reading.unreadable
        or not any(data.bound("community") for data in work.tables.values())
    ):
        return
    found = work.resolver.registry("communities").find(name.strip())
    if len(found) > 1:
        raise UsageError(f'"{name}" fits several communities: {list_entries(found)}; give the id')
    if not found:
        raise NotFound(f'there is no community "{name}" in the import or the store; add a communities table')


def _report(work: Work, reading: Reading, implied: list[Entry]) -> ImportReport:
    cautions = list(reading.cautions)
    unknown = [entry.name for entry in implied if entry.table == "collaborations"]
    if unknown:
        names = ", ".join(unknown[:5]) + (", …" if len(unknown) > 5 else "")
        cautions.append(
            f"{len(unknown):,} collaboration(s) known only from their participants have kind {UNKNOWN_KIND} "
            f"and no date, so they count in whole-time figures only: {names}"
        )
    lost = {(entry.table, entry.id) for entries in work.entries.values() for entry in entries if entry.lost}
    return ImportReport(
        reading.format,
        created=_in_order(work.counts.created),
        matched=_in_order(work.counts.matched),
        updated=_in_order(work.counts.updated),
        removed=_in_order(work.counts.removed),
        unsure=tuple(item for item in work.resolver.unsure if (item.table, item.id) not in lost),
        implied=tuple(Implied(entry.table, entry.id, entry.name) for entry in implied),
        left_out=(*reading.left_out, *work.resolver.left_out, *work.left_out, *work.not_used),
        errors=work.problems.listed(),
        errors_not_listed=work.problems.not_listed,
        new_kinds={place: tuple(values) for place, values in work.new_kinds.items()},
        cautions=tuple(cautions),
        dry_run=work.options.dry_run,
    )


def _fresh(data: TableData) -> TableData:
    return replace(data, bad=data.bad.copy())


def _in_order(counts: Counter[str]) -> dict[str, int]:
    return {table: counts[table] for table in RECORDS if counts[table]}
