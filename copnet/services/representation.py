"""``representation`` as the contract prints it: everything to facilitators, to others only what tells of nobody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import polars as pl

from copnet.analysis.best_fill import OBJECTIVE, best_fill
from copnet.analysis.representation import (
    Answers,
    Intent,
    Table,
    answers,
    intents_of,
    open_applicants,
    present_members,
    table,
    unsure_leavings,
)
from copnet.analysis.withholding import LEAST_PEOPLE
from copnet.errors import UsageError
from copnet.graph.days import as_of
from copnet.services.audience import Audience, find_person, named_people
from copnet.services.consent import told_community, told_snapshot
from copnet.services.people import hidden_names, named_rows
from copnet.services.texts import without_spelled_lines
from copnet.services.told_representation import about, line_row, told_tables
from copnet.snapshot import Snapshot

Json = dict[str, Any]
TWICE = "There are two intents for one value: one counts, delete the other."


def representation_for(
    snapshot: Snapshot,
    community: str,
    audience: Audience,
    *,
    what_if: Sequence[str] = (),
    best_fill: bool = False,
) -> Json:
    """Members against the community's intent: the JSON of ``representation``.

    For others than facilitators answers that no intent names are one line, small counts are withheld (see
    ``copnet.analysis.withholding``), and nothing is shown of fewer than ten people, or of a part of another community
    that has an intent too: the difference of both would tell of the rest. Nor is an attribute that is also told of a
    community with nearly the same members.

    Args:
        snapshot: the store, not narrowed: answers given in trust are counted for everybody.
        community: its id or exact name.
        audience: for whom.
        what_if: people, by id or name, to count as if they were members.
        best_fill: also which applicants would bring the community nearest to its intent.

    Raises:
        NotFound: no such community or person.
        UsageError: ``what_if`` or ``best_fill`` for others than facilitators, without a capacity, or of members.
    """
    named = named_people(snapshot, audience)
    open_to_all = audience.kind == "facilitator"
    if not open_to_all and (what_if or best_fill):
        raise UsageError("What if and best fill are for facilitators only: they would tell who is what.")
    key, shown = told_community(snapshot, told_snapshot(snapshot, audience), community)
    to = as_of(snapshot, None)
    members = present_members(snapshot, key, to)
    capacity = snapshot["communities"].filter(pl.col("id") == key)["capacity"].item()
    intents, cautions = intents_of(snapshot, key, capacity)
    given = {name: answers(snapshot, name, to) for name in intents}
    tables = _tables(intents, given, members)
    result: Json = {
        "community": shown,
        "as_of": to.isoformat() if to else None,
        "audience": str(audience),
        "capacity": capacity,
        "members": len(members),
        "imprecise_dates": unsure_leavings(snapshot, key, to),
        "attributes": [_open(found) for found in tables],
        "what_if": None,
        "best_fill": None,
        "cautions": [*about(any(found.several for found in tables), capacity, bool(intents)), *cautions],
    }
    if members and len(members) < LEAST_PEOPLE:
        few = f"{len(members)} member{'' if len(members) == 1 else 's'}"
        result["cautions"].append(f"{few}: one more or less changes every share a lot.")
    if result["imprecise_dates"]:
        result["cautions"].append(
            f"{result['imprecise_dates']} left in a month or year that is not over: they are counted as still there."
        )
    if not open_to_all:
        return _without_hidden(
            snapshot, result | told_tables(snapshot, key, tables, given, members, capacity, to), named
        )
    applicants = open_applicants(snapshot, key)
    result["applicants"] = named_rows(snapshot, applicants, named)
    if what_if:
        chosen = _guests(snapshot, what_if, named, members)
        result["what_if"] = {
            "people": named_rows(snapshot, chosen, named),
            "attributes": [_open(found) for found in _tables(intents, given, [*members, *chosen])],
        }
    if best_fill:
        result["best_fill"] = _fill(snapshot, intents, given, members, applicants, named, capacity)
    return _without_hidden(snapshot, result, named)


def _without_hidden(snapshot: Snapshot, result: Json, named: Collection[str]) -> Json:
    """The JSON without the names of people who may not be named, which may stand in attributes, values and cautions."""
    names = hidden_names(snapshot, named)
    parts = [result, result["what_if"], result["best_fill"]]
    without_spelled_lines([table for part in parts if part for table in part["attributes"]], names)
    told = [TWICE if names.spelled_in(caution) else caution for caution in result["cautions"]]
    return result | {"cautions": told}


def _tables(
    intents: Mapping[str, Sequence[Intent]], given: Mapping[str, Answers], people: Sequence[str]
) -> list[Table]:
    return [table(name, intents[name], given[name], people) for name in intents]


def _open(found: Table) -> Json:
    return {
        "attribute": found.attribute,
        "lines": [line_row(line, found.people) for line in found.lines],
        "no_answer": found.no_answer,
        "several": found.several,
    }


def _guests(snapshot: Snapshot, wanted: Sequence[str], named: Collection[str], members: Collection[str]) -> list[str]:
    chosen = list(dict.fromkeys(find_person(snapshot, text, named) for text in wanted))
    for person in chosen:
        if person in members:
            raise UsageError(f'"{person}" is a member already: --what-if is for people who are not.')
    return chosen


def _fill(
    snapshot: Snapshot, intents: Mapping[str, Sequence[Intent]], given: Mapping[str, Answers],
    members: Sequence[str], applicants: Sequence[str], named: Collection[str], capacity: int | None,
) -> Json:  # fmt: skip
    """The best choice of applicants; those who may not be named cannot be recommended and are only counted."""
    if capacity is None:
        raise UsageError("Best fill needs to know how many seats there are: give the community a capacity.")
    candidates = [person for person in applicants if person in named]
    free = max(0, capacity - len(members))
    found = best_fill(intents, given, members, candidates, free)
    return {
        "people": named_rows(snapshot, found.people, named),
        "seats": free,
        "method": found.method,
        "objective": OBJECTIVE,
        "gap_before": found.before,
        "gap_after": found.after,
        "left_out": len(applicants) - len(candidates),
        "attributes": [_open(part) for part in _tables(intents, given, [*members, *found.people])],
    }
