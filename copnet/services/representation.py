"""``representation`` as the contract prints it: everything to facilitators, to others only what tells of nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from copnet.analysis.best_fill import OBJECTIVE, best_fill
from copnet.analysis.representation import (
    Answers,
    Intent,
    Line,
    Table,
    answers,
    intents_of,
    open_applicants,
    present_members,
    table,
    unsure_leavings,
)
from copnet.analysis.withholding import LEAST_PEOPLE, SMALL, withheld_cells
from copnet.errors import UsageError
from copnet.graph.days import as_of
from copnet.services.audience import WITHHELD, Audience, find_person, named_people
from copnet.services.consent import told_community, told_snapshot
from copnet.services.people import named_rows
from copnet.snapshot import Snapshot

Json = dict[str, Any]
OTHER = "Other answers"
_FIGURES = ("counted", "share", "gap_points", "gap_seats")


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
    that has an intent too: the difference of both would tell of the rest.

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
        "cautions": [*_about(any(found.several for found in tables), capacity, bool(intents)), *cautions],
    }
    if members and len(members) < LEAST_PEOPLE:
        few = f"{len(members)} member{'' if len(members) == 1 else 's'}"
        result["cautions"].append(f"{few}: one more or less changes every share a lot.")
    if result["imprecise_dates"]:
        result["cautions"].append(
            f"{result['imprecise_dates']} left in a month or year that is not over: they are counted as still there."
        )
    if not open_to_all:
        return result | _closed(snapshot, key, tables, capacity)
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
    return result


def _tables(
    intents: Mapping[str, Sequence[Intent]], given: Mapping[str, Answers], people: Sequence[str]
) -> list[Table]:
    return [table(name, intents[name], given[name], people) for name in intents]


def _open(found: Table) -> Json:
    return {
        "attribute": found.attribute,
        "lines": [_line(line, found.people) for line in found.lines],
        "no_answer": found.no_answer,
        "several": found.several,
    }


def _line(line: Line, people: int) -> Json:
    share, points, seats = line.counted / people if people else None, None, None
    meant = line.intent.share if line.intent else None
    if line.intent and meant is not None and people:
        points = float(100 * (line.counted - meant * people) / people)
    if line.intent and line.intent.seats is not None:
        seats = float(line.counted - line.intent.seats)
    return {
        "value": line.value,
        "counted": line.counted,
        "share": share,
        "intended_share": float(meant) if meant is not None else None,
        "gap_points": points,
        "gap_seats": seats,
    }


def _closed(snapshot: Snapshot, community: str, tables: Sequence[Table], capacity: int | None) -> Json:
    """What replaces the facilitator's view for everybody else."""
    if tables and tables[0].people < LEAST_PEOPLE:
        few = f"Fewer than {LEAST_PEOPLE} members: how they are represented is shown to facilitators only."
        return {"members": dict(WITHHELD), "imprecise_dates": dict(WITHHELD), "attributes": [], "cautions": [few]}
    if _part_of_another(snapshot, community):
        part = "This community is a part of another: only the whole is shown outside the facilitator's view."
        return {"attributes": [], "cautions": [part]}
    attributes = [_told(found) for found in tables]
    cautions = _about(any(attribute["several"] for attribute in attributes), capacity, bool(tables))
    if any(attribute["no_answer"] == WITHHELD or _has_withheld(attribute["lines"]) for attribute in attributes):
        cautions.append(f"Counts of 1 to {SMALL} are withheld, and what would give them away.")
    return {"attributes": attributes, "cautions": cautions}


def _told(found: Table) -> Json:
    """One attribute with other answers as one line and small counts withheld; how many said several things is not."""
    lines = [line for line in found.lines if line.intent] + [Line(OTHER, found.other, None)]
    several = sum(line.counted for line in lines) + found.no_answer != found.people
    cells = [*(line.counted for line in lines), found.no_answer]
    hidden = withheld_cells(cells, several=several)
    rows = [_line(line, found.people) for line in lines]
    for place in hidden - {len(lines)}:
        rows[place] |= {name: dict(WITHHELD) for name in _FIGURES}
    silent: int | Json = dict(WITHHELD) if len(lines) in hidden else found.no_answer
    return {"attribute": found.attribute, "lines": rows, "no_answer": silent, "several": several}


def _has_withheld(lines: Iterable[Json]) -> bool:
    return any(line["counted"] == WITHHELD for line in lines)


def _part_of_another(snapshot: Snapshot, community: str) -> bool:
    """Whether a community this one is a part of has an intent too."""
    parents = dict(snapshot["communities"].select("id", "parent").iter_rows())
    with_intent = set(snapshot["intents"]["community"].to_list())
    seen = {community}
    while (community := parents.get(community) or "") and community not in seen:
        if community in with_intent:
            return True
        seen.add(community)
    return False


def _about(several: bool, capacity: int | None, any_intent: bool) -> list[str]:
    if not any_intent:
        return ["No intent is known: write in the table intents whom the community wants among its members."]
    found = []
    if several:
        found.append("Who gave several answers counts in several lines.")
    if capacity is None:
        found.append("The community has no capacity: shares meant are not turned into seats, nor seats into shares.")
    return found


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
