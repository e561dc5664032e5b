"""Whom a community meant to have among its members, and whom it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from copnet.analysis.metric import Metric
from copnet.graph import NetworkSpec
from copnet.graph.days import EVER, day, with_days
from copnet.graph.members import admitted
from copnet.graph.nodes import node_attributes, own_values
from copnet.snapshot import Snapshot
from copnet.tables import fold_header

SELF = "copnet, definitions of representation"
CLOSED = ("declined", "withdrawn")
BUILT_IN = ("organization_name", "sector", "location", "role")
_FOLDED = {fold_header("organization"): "organization_name"} | {fold_header(name): name for name in BUILT_IN}

Answers = Mapping[str, tuple[str, ...]]
"""The values of one attribute by person; people without an answer are not in it."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a community means to have of one value.

    Attributes:
        value: as the intent spells it.
        seats: the seats meant; None when no capacity says how many a share makes.
        share: the share meant, 0 to 1; None when no capacity says which share the seats make.
    """

    value: str
    seats: Fraction | None
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Line:
    """One value of an attribute: how many, and how many were meant (``intent`` None: none in particular)."""

    value: str
    counted: int
    intent: Intent | None


@dataclass(frozen=True, slots=True)
class Table:
    """One attribute with an intent.

    Attributes:
        attribute: as the intent spells it.
        lines: the values meant, in their order, then the other answers by name.
        no_answer: people who gave none.
        other: people with an answer that no intent names.
        several: people who count in several lines.
        people: everybody counted.
    """

    attribute: str
    lines: tuple[Line, ...]
    no_answer: int
    other: int
    several: int
    people: int


def present_members(snapshot: Snapshot, community: str, to: dt.date | None) -> list[str]:
    """Ids, sorted, of persons admitted as members who have not left before the day ``to``."""
    rows = _members(snapshot, community).filter(pl.col("left_last").fill_null(EVER) >= day(to, EVER))
    return sorted(rows["person"].unique().to_list())


def unsure_leavings(snapshot: Snapshot, community: str, to: dt.date | None) -> int:
    """How many members left on a day, known only to the month or year, that may or may not lie before ``to``."""
    vague = (pl.col("left_first") < day(to, EVER)) & (pl.col("left_last") >= day(to, EVER))
    return _members(snapshot, community).filter(vague).height


def _members(snapshot: Snapshot, community: str) -> pl.DataFrame:
    """The memberships of everybody who ever was a member, with the span of the day they left."""
    rows = snapshot["memberships"].filter(pl.col("community") == community, pl.col("person").is_not_null(), admitted())
    return with_days(rows, "left_on", "left")


def open_applicants(snapshot: Snapshot, community: str) -> list[str]:
    """Ids, sorted, of persons with the role applicant or the status applied or invited who never were members."""
    asks = (pl.col("role") == "applicant") | pl.col("status").is_in(["applied", "invited"])
    rows = snapshot["memberships"].filter(
        pl.col("community") == community, pl.col("person").is_not_null(), asks, ~pl.col("status").is_in(CLOSED)
    )
    return sorted(set(rows["person"]) - set(_members(snapshot, community)["person"]))


def intents_of(snapshot: Snapshot, community: str, capacity: int | None) -> tuple[dict[str, list[Intent]], list[str]]:
    """What the community means to have, by attribute, and what to say when two intents contradict each other.

    A share is turned into seats, and seats into a share, by the capacity; without one the other stays None. Of two
    intents for one value the one in seats counts, else the first.
    """
    rows = snapshot["intents"].filter(pl.col("community") == community)
    names: dict[str, str] = {}
    found: dict[str, dict[str, Intent]] = {}
    twice: list[str] = []
    for attribute, value, share, seats in rows.sort(pl.col("seats").is_null(), maintain_order=True).select(
        "attribute", "value", "share", "seats"
    ).iter_rows():  # fmt: skip
        values = found.setdefault(names.setdefault(fold_header(attribute), attribute), {})
        if fold_value(value) in values:
            twice.append(f'There are two intents for "{value}" of {attribute}: one counts, delete the other.')
            continue
        part = Fraction(repr(share)) if share is not None else None
        if part is None:
            values[fold_value(value)] = Intent(value, Fraction(seats), Fraction(seats, capacity) if capacity else None)
        else:
            values[fold_value(value)] = Intent(value, part * capacity if capacity else None, part)
    return {name: sorted(found[name].values(), key=lambda intent: intent.value) for name in sorted(found)}, twice


def answers(snapshot: Snapshot, attribute: str, to: dt.date | None) -> Answers:
    """What each person said, sensitive or not: person_attributes and own columns of people by that name.

    Where nobody has such an attribute, ``organization``, ``sector``, ``location`` and ``role`` are read from the
    records, as on the day ``to``.
    """
    wanted = fold_header(attribute)
    found: dict[str, dict[str, str]] = {}
    for person, name, value in snapshot["person_attributes"].select("person", "attribute", "value").iter_rows():
        if fold_header(name) == wanted:
            found.setdefault(person, {}).setdefault(fold_value(value), value)
    for person, text in snapshot["people"].select("id", "attributes").iter_rows():
        for name, values in own_values(text).items():
            if fold_header(name) == wanted:
                for value in values:
                    found.setdefault(person, {}).setdefault(fold_value(value), value)
    if not found and wanted in _FOLDED:
        nodes = node_attributes(snapshot, NetworkSpec(), "person", to)
        return {key: (data[_FOLDED[wanted]],) for key, data in nodes.items() if data[_FOLDED[wanted]]}
    return {person: tuple(values.values()) for person, values in found.items()}


def table(attribute: str, intents: Sequence[Intent], given: Answers, people: Iterable[str]) -> Table:
    """Count people by value; whoever said several things counts in several lines."""
    everybody = list(people)
    labels = {fold_value(intent.value): intent.value for intent in intents}
    meant = frozenset(labels)
    counts = dict.fromkeys(labels, 0)
    other = several = silent = 0
    for person in everybody:
        values = {fold_value(value): value for value in given.get(person, ())}
        silent += not values
        several += len(values) > 1
        other += not meant.issuperset(values)
        for key, value in values.items():
            labels[key] = min(labels[key], value) if key in counts and key not in meant else labels.get(key, value)
            counts[key] = counts.get(key, 0) + 1
    lines = [Line(intent.value, counts[fold_value(intent.value)], intent) for intent in intents]
    lines += sorted(
        (Line(labels[key], counts[key], None) for key in counts.keys() - meant), key=lambda line: line.value
    )
    return Table(attribute, tuple(lines), silent, other, several, len(everybody))


def fold_value(value: str) -> str:
    """A value without case and extra spaces: spellings that differ in nothing else are one."""
    return " ".join(value.casefold().split())


def _metric(name: str, label: str, unit: str, span: str, formula: str, plain: str, undefined: str | None) -> Metric:
    return Metric(name, label, "representation", unit, span, formula, SELF, undefined, HIDDEN, plain=plain)


HIDDEN = (
    "Outside the facilitator's view counts of 1 to 4 are withheld, with whatever would give them away, and nothing is "
    "shown of fewer than 10 people."
)
METRICS = (
    _metric("counted", "Members who gave this answer", "people", "0 and more",
            "present members (admitted, not left by the latest date in the store) with the value; a person may count "
            "in several lines of one attribute",
            "How many of today's members say this of themselves.", None),
    _metric("share", "Share of all members", "share", "0 to 1",
            "counted / present members, those without an answer included",
            "How large a part of all members they are.", "no members"),
    _metric("intended_share", "Share that was meant", "share", "0 to 1 (more when more seats are meant than there are)",
            "the intent's share; of an intent in seats, seats / capacity",
            "How large a part the community wanted them to be.", "an intent in seats without a capacity; no intent"),
    _metric("gap_points", "Gap in percentage points", "percentage points", "-100 to 100",
            "100 (share - intended share); negative: fewer than meant",
            "How many percentage points more (+) or less (-) of the members they are than was meant.",
            "no members, no intent, or no intended share"),
    _metric("gap_seats", "Gap in seats", "seats", "any",
            "counted - seats meant; of an intent in shares, seats = share x capacity; negative: still missing",
            "How many more (+) or fewer (-) they are than was meant, in seats.",
            "an intent in shares without a capacity; no intent"),
    _metric("no_answer", "Members who did not say", "people", "0 and more",
            "present members without any value of the attribute",
            "How many members left the question open; nobody guesses for them.", None),
)  # fmt: skip
"""The words of the figures of ``representation``."""
