"""``duplicates`` as the contract prints it: who may be the same, for facilitators to decide. Nothing is merged here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from copnet.errors import UsageError
from copnet.identity.blocking import BLOCK
from copnet.identity.candidates import Candidate, Found, Pair, find_candidates
from copnet.identity.not_people import no_organization, placeholder, split_names
from copnet.identity.subjects import KINDS, Subject, SubjectKind, organization_subjects, people_subjects
from copnet.importers.identifiers import stored_orcids
from copnet.model import Organization, Person
from copnet.record import Record
from copnet.remembered import Merge
from copnet.services.audience import Audience
from copnet.services.decisions import remembered_pairs
from copnet.services.limits import check_limit
from copnet.services.people import names_of
from copnet.services.spelling import Names
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore

Json = dict[str, Any]
MAX_TOLD = 10_000
"""Candidates and doubtful names of one answer; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A person whose name may be no name of one person, or an organization whose name may be none."""

    kind: SubjectKind
    id: str
    name: str
    reason: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a look through the store reads; another process can be given it.

    Attributes:
        subjects: whom to compare, by kind.
        doubtful: names that are placeholders, and people's names that hold several.
        hidden: ids of people visible to nobody.
        hidden_names: their names, which organizations may be called after.
        different: pairs of ids of each kind that somebody said are different.
    """

    subjects: Mapping[SubjectKind, Sequence[Subject]]
    doubtful: tuple[Doubtful, ...]
    hidden: frozenset[str]
    hidden_names: Names
    different: Mapping[SubjectKind, frozenset[Pair]]


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look found, before anybody is told: the candidates by kind, and what was gathered."""

    found: Mapping[SubjectKind, Found]
    gathered: Gathered


def duplicates_for(
    store: GraphStore,
    kind: SubjectKind | None,
    audience: Audience,
    *,
    limit: int | None = None,
) -> Json:
    """Who may be the same: the JSON of ``duplicates``, best first, without pairs that somebody said are different.

    Args:
        store: where to look.
        kind: people or organizations; None: both.
        audience: a facilitator.
        limit: at most so many candidates; None: all, up to 10,000.

    Raises:
        UsageError: another audience, or a limit below 1.
    """
    refuse_others(audience)
    check_limit(limit)
    return told_of(gather(store, kind), kind, audience, limit=limit)


def refuse_others(audience: Audience) -> None:
    """Only facilitators may know who may be the same.

    Raises:
        UsageError: another audience.
    """
    if audience.kind != "facilitator":
        raise UsageError("Who may be the same is shown to facilitators only: it sets people's details side by side.")


def gather(store: GraphStore, kind: SubjectKind | None = None) -> Gathered:
    """Read what is compared. What is written meanwhile may or may not be seen: this only proposes.

    People visible to nobody are compared too, so that they can be counted.
    """
    snapshot, people = store.snapshot(), [one for one in store.read("people") if isinstance(one, Person)]
    hidden = frozenset(one.id for one in people if one.visibility == "nobody")
    doubtful: list[Doubtful] = []
    subjects: dict[SubjectKind, list[Subject]] = {}
    if kind != "organization":
        known = _works(snapshot, "person"), _former_emails(store), stored_orcids(store)
        subjects["person"] = people_subjects(people, *known)
        doubtful += _doubtful(people)
    if kind != "person":
        organizations = subjects["organization"] = _organizations(store.read("organizations"), snapshot)
        doubtful += _no_organizations(organizations)
    different = {which: frozenset(map(frozenset, remembered_pairs(store, which))) for which in subjects}
    return Gathered(subjects, tuple(doubtful), hidden, _names([one for one in people if one.id in hidden]), different)


def look(gathered: Gathered) -> Looked:
    """Find all candidates."""
    return Looked({kind: find_candidates(found, kind) for kind, found in gathered.subjects.items()}, gathered)


def told_of(gathered: Gathered, kind: SubjectKind | None, audience: Audience, *, limit: int | None = None) -> Json:
    """The JSON of ``duplicates`` of what was gathered; arguments otherwise as ``duplicates_for``."""
    return told(look(gathered), kind, audience, limit=limit)


def told(
    looked: Looked,
    kind: SubjectKind | None,
    audience: Audience,
    *,
    limit: int | None = None,
) -> Json:
    """What may be told of a look, without the pairs remembered to be different."""
    everything = [
        (which, one)
        for which in KINDS
        if which in looked.found and kind in (None, which)
        for one in looked.found[which].candidates
        if one.pair not in looked.gathered.different[which]
    ]
    shown = [(which, one) for which, one in everything if _may_be_told(looked, which, one)]
    shown.sort(key=lambda row: (-row[1].score, row[0] != "person", row[1].a.id, row[1].b.id))
    most = min(limit or MAX_TOLD, MAX_TOLD)
    doubtful = [one for one in looked.gathered.doubtful if kind in (None, one.kind) and not _is_withheld(looked, one)]
    return {
        "kind": kind,
        "audience": str(audience),
        "candidates": [_row(which, one) for which, one in shown[:most]],
        "not_listed": max(0, len(shown) - most),
        "withheld": len(everything) - len(shown),
        "not_one_person": [
            {"kind": one.kind, "id": one.id, "name": one.name, "reason": one.reason, "names": list(one.names)}
            for one in doubtful[:most]
        ],
        "cautions": list(_cautions(looked, len(doubtful) - most)),
    }


def _may_be_told(looked: Looked, kind: SubjectKind, one: Candidate) -> bool:
    if kind == "person":
        return not looked.gathered.hidden & one.pair
    texts = (text for subject in (one.a, one.b) for text in (subject.id, subject.name, subject.host))
    return not any(looked.gathered.hidden_names.spelled_in(text) for text in texts)


def _is_withheld(looked: Looked, one: Doubtful) -> bool:
    if one.kind == "person":
        return one.id in looked.gathered.hidden
    return any(looked.gathered.hidden_names.spelled_in(text) for text in (one.id, one.name))


def _row(kind: SubjectKind, one: Candidate) -> Json:
    return {
        "kind": kind, "a": _side(one.a), "b": _side(one.b), "score": one.score, "reasons": list(one.reasons),
        "relation": one.relation,
    }  # fmt: skip


def _side(one: Subject) -> Json:
    source = one.source
    place = {"file": source.file, "sheet": source.sheet, "row": source.row} if source and source.file else None
    return {"id": one.id, "name": one.name, "source": place}


def _cautions(looked: Looked, doubtful_not_listed: int) -> Iterator[str]:
    if crowded := sum(found.crowded for found in looked.found.values()):
        yield (
            f"{crowded} e-mail address(es) or other keys belong to so many records that not all of their pairs were "
            "compared; they are hardly anybody's own."
        )
    if names := sum(found.crowded_names for found in looked.found.values()):
        yield (
            f"{names:,} name(s) are those of more than {BLOCK} records each. Not all of these were compared with one "
            "another, only those that an e-mail address, an ORCID, a ROR or an id makes one, and neighbors in a list."
        )
    if doubtful_not_listed > 0:
        yield f"{doubtful_not_listed:,} more names that may be no names of one person are not listed."


def _doubtful(people: Sequence[Person]) -> Iterator[Doubtful]:
    for one in people:
        if reason := placeholder(one.name):
            yield Doubtful("person", one.id, one.name, f"May be nobody: {reason}.")
        elif names := split_names(one.name):
            yield Doubtful("person", one.id, one.name, "May be several people in one record.", tuple(names))


def _no_organizations(organizations: Sequence[Subject]) -> Iterator[Doubtful]:
    for one in organizations:
        if reason := no_organization(one.name):
            yield Doubtful("organization", one.id, one.name, f"May be no organization: {reason}.")


def _works(snapshot: Snapshot, column: str) -> dict[str, frozenset[str]]:
    """The collaborations of each person or organization that took part."""
    rows = snapshot["participations"].filter(pl.col(column).is_not_null())
    grouped = rows.group_by(column).agg(pl.col("collaboration").unique())
    return {key: frozenset(works) for key, works in grouped.iter_rows()}


def _former_emails(store: GraphStore) -> dict[str, list[str | None]]:
    """The addresses of those whom merges dropped, by who is left."""
    found: dict[str, list[str | None]] = {}
    for one in store.read("merges"):
        if isinstance(one, Merge) and one.person:
            found.setdefault(one.person, []).append(one.email)
    return found


def _organizations(records: Sequence[Record], snapshot: Snapshot) -> list[Subject]:
    own = [one for one in records if isinstance(one, Organization)]
    return organization_subjects(own, _works(snapshot, "organization"))


def _names(people: Sequence[Person]) -> Names:
    frame = pl.DataFrame(
        {"id": [one.id for one in people], "name": [one.name for one in people],
         "aliases": [list(one.aliases) for one in people]},
        schema={"id": pl.String, "name": pl.String, "aliases": pl.List(pl.String)},
    )  # fmt: skip
    return names_of(frame)
