"""What an import is unsure of: new records that may be known ones, names that are nobody's, two names in one cell.

Nothing is refused, left out or merged for it. The comparison is made after the transaction, so that it holds up nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from copnet.identity.candidates import Candidate, find_candidates
from copnet.identity.not_people import no_organization, placeholder, split_names
from copnet.identity.subjects import Subject, SubjectKind, organization_subjects, people_subjects
from copnet.importers.merge import record_of
from copnet.importers.registry import Entry
from copnet.importers.report import Unsure
from copnet.model import Organization, Person

UNSURE_FROM = 0.5
"""Scores below are left to ``copnet duplicates``: an import names what is more likely than not."""
MOST = 200
"""Unsure records of one kind that a report lists; how many more there are is said."""
_KINDS: dict[str, SubjectKind] = {"people": "person", "organizations": "organization"}


@dataclass(frozen=True, slots=True)
class Doubts:
    """The records with names of one import, new ones and those they may be the same as.

    Attributes:
        entries: by table; people and organizations.
        told: pairs of ids that the report names anyhow, of one name each.
    """

    entries: dict[str, list[Entry]]
    told: frozenset[frozenset[str]]

    def listed(self) -> tuple[list[Unsure], list[str]]:
        """What to be unsure of, and cautions saying how much is not listed."""
        found: list[Unsure] = []
        cautions: list[str] = []
        for table, entries in self.entries.items():
            new = [entry for entry in entries if _is_new(entry)]
            if not new:
                continue
            odd = list(_odd(table, new))
            alike = list(self._alike(table, entries))
            for what, some in (("odd names", odd), ("possible duplicates", alike)):
                found += some[:MOST]
                if len(some) > MOST:
                    cautions.append(
                        f"{len(some) - MOST:,} more {what} of new {table} are not listed; copnet duplicates lists them."
                    )
        return found, cautions

    def _alike(self, table: str, entries: Sequence[Entry]) -> Iterator[Unsure]:
        """New records with the known and the other new ones that they may be, the likeliest first."""
        entries = [entry for entry in entries if not entry.stands_for]  # the kept one knows of whom it was merged with
        subjects = [_subject(entry) for entry in entries]
        new = {place for place, entry in enumerate(entries) if _is_new(entry)}
        ids = {entries[place].id for place in new}
        for candidate in find_candidates(subjects, _KINDS[table], among=new, at_least=UNSURE_FROM).candidates:
            if candidate.relation == "same" and candidate.pair not in self.told:
                yield _unsure(table, candidate, ids)


def _is_new(entry: Entry) -> bool:
    return entry.stored is None and not entry.lost


def _unsure(table: str, candidate: Candidate, new: set[str]) -> Unsure:
    a, b = candidate.a, candidate.b
    one, other = (b, a) if b.id in new else (a, b)
    reason = f"score {candidate.score:.2f}: {' '.join(candidate.reasons)}".rstrip(".")
    return Unsure(table, one.id, one.name, reason, ((other.id, other.name),))


def _odd(table: str, entries: Iterable[Entry]) -> Iterator[Unsure]:
    for entry in entries:
        if table == "organizations":
            if reason := no_organization(entry.name):
                yield Unsure(table, entry.id, entry.name, f"may be no organization: {reason}", ())
        elif reason := placeholder(entry.name):
            yield Unsure(table, entry.id, entry.name, f"may be nobody: {reason}", ())
        elif names := split_names(entry.name):
            quoted = " and ".join(f'"{name}"' for name in names)
            yield Unsure(table, entry.id, entry.name, f"may be several people: {quoted}; one row for each", ())


def _subject(entry: Entry) -> Subject:
    record = None if entry.implied else record_of(entry) or entry.stored
    if isinstance(record, Person):
        former = {record.id: [one.email for one in entry.former]}
        orcids = {record.id: entry.identifier} if entry.identifier else None
        return people_subjects([record], former_emails=former, orcids=orcids)[0]
    if isinstance(record, Organization):
        return organization_subjects([record])[0]
    return Subject(entry.id, entry.name, email=entry.email and entry.email.casefold(), organization=entry.organization)
